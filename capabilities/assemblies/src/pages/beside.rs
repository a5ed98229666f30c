//! What authorities may do beside what a body publishes: answer under their name; hide what is plainly illegal.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::post;
use super::voice::voice_path;
use crate::actions::publishing;
use crate::acts;
use crate::rules::{Assembly, Post};

fn frame(visit: &Visit, title: &str, assembly: &Assembly) -> Frame {
    visit.back_office(title).with_breadcrumb(vec![Link::new(&assembly.terms.name, voice_path(assembly.id))])
}

#[derive(Template)]
#[template(path = "pages/post_reply.html")]
pub(super) struct ReplyPage {
    pub frame: Frame,
    pub form: Form,
    pub title: String,
    pub words: String,
}

impl ReplyPage {
    pub fn new(frame: Frame, form: Form, one: &Post) -> Self {
        let words = if one.hidden.is_some() { String::new() } else { one.terms.words.clone() };
        Self { frame: frame.with_form(&form), form, title: one.terms.title.clone(), words }
    }
}

async fn reply_page(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<ReplyPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, one) = publishing::seen(&mut tx, &visit.actor, &acts::REPLY, id).await?;
    Ok(ReplyPage::new(frame(visit, "Droit de réponse", &assembly), form, &one))
}

pub async fn blank_reply(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>) -> Answer {
    let form = Form::filled([("signature", house.settings.site.town.as_str())]);
    answer::page(&reply_page(&house, &visit, id.uuid(), form).await?)
}

pub async fn reply(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let said = (fields.text("signature").to_owned(), fields.text("reponse").to_owned());
    let outcome = publishing::reply(&mut tx, &house.outside, &visit.actor, id.uuid(), said).await;
    let again = async |form| reply_page(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (voice_path, "ajoute"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/post_hiding.html")]
pub(super) struct HidingPage {
    pub frame: Frame,
    pub form: Form,
    pub title: String,
    pub words: String,
    pub reason: Option<String>,
    pub revision: String,
}

impl HidingPage {
    pub fn new(frame: Frame, form: Form, one: &Post) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            title: one.terms.title.clone(),
            words: one.terms.words.clone(),
            reason: one.hidden.as_ref().map(|hidden| hidden.1.clone()),
            revision: one.revision.to_string(),
        }
    }
}

async fn hiding_page(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<HidingPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, one) = publishing::seen(&mut tx, &visit.actor, &acts::HIDE, id).await?;
    Ok(HidingPage::new(frame(visit, "Masquer un contenu manifestement illicite", &assembly), form, &one))
}

pub async fn hiding(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>) -> Answer {
    answer::page(&hiding_page(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn hide(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let reason = (!fields.is_ticked("montrer")).then(|| fields.text("raison").to_owned());
    let at = (id.uuid(), fields.revision());
    let outcome = publishing::hide(&mut tx, post(&house), &visit.actor, at, reason).await;
    let again = async |form| hiding_page(&house, &visit, id.uuid(), form).await;
    let answer = answer::settle(tx, outcome, (voice_path, "enregistre"), &fields, again).await;
    house.bell.ring();
    answer
}
