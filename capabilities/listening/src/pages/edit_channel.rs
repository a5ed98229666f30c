//! Adding a channel to a consultation, correcting it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::setting;
use crate::rules::{ChannelText, Heard};
use crate::store::setting::{Channel, Consultation};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/edit_channel.html")]
pub(super) struct ChannelPage {
    pub frame: Frame,
    pub form: Form,
    pub heard: Vec<Choice>,
}

impl ChannelPage {
    pub fn new(frame: Frame, form: Form) -> Self {
        Self { frame: frame.with_form(&form), form, heard: heard() }
    }
}

/// Whom a channel may hear.
pub(super) fn heard() -> Vec<Choice> {
    Heard::ALL.iter().map(|heard| Choice::new(heard.code(), heard.french())).collect()
}

fn read(fields: &Fields) -> Filled<ChannelText> {
    let mut typed = Reading::of(fields);
    let hears = typed.coded("public", Heard::from_code, "Choisissez qui ce canal entend");
    let text = ChannelText {
        label: typed.text("libelle"),
        hears: hears.unwrap_or(Heard::Residents),
        note: typed.text("note"),
    };
    typed.filled(text)
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Consultation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let of = setting::visible(&mut tx, &visit, id.uuid()).await?;
    let again = setting::Sheet::load(&mut tx, of.clone()).await?;
    let outcome = actions::add_channel(&mut tx, &house.outside, &visit.actor, (of.id, ""), read(&fields)).await;
    let again = async |form| Ok(again.page(&visit, form));
    answer::settle(tx, outcome, (|_| setting::path(of.id), "ajoute"), &fields, again).await
}

async fn found(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<(Channel, Consultation), Fault> {
    let channel = store::setting::channel(tx, id).await?.ok_or_else(Fault::not_found)?;
    let consultation = setting::visible(tx, visit, channel.consultation).await?;
    Ok((channel, consultation))
}

fn edit_page(visit: &Visit, of: &Consultation, form: Form) -> ChannelPage {
    ChannelPage::new(visit.back_office("Corriger un canal").with_breadcrumb(setting::above(of)), form)
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Channel>) -> Answer {
    let mut tx = house.read().await?;
    let (channel, of) = found(&mut tx, &visit, id.uuid()).await?;
    let form = Form::filled([
        ("libelle", channel.label),
        ("public", channel.hears.code().to_owned()),
        ("note", channel.note),
        ("revision", channel.revision.to_string()),
    ]);
    answer::page(&edit_page(&visit, &of, form))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Channel>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (channel, of) = found(&mut tx, &visit, id.uuid()).await?;
    let stale = (channel.id, fields.revision());
    let outcome = actions::amend_channel(&mut tx, &house.outside, &visit.actor, stale, read(&fields)).await;
    let again = async |form| Ok(edit_page(&visit, &of, form));
    answer::settle(tx, outcome, (setting::path, "modifie"), &fields, again).await
}
