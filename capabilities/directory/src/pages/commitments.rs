//! The contrat d’engagement républicain: read, signed, its history; another text published by an agent.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use jiff::tz::TimeZone;
use kernel::{Scope, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::form::{Field, FormPage, Input};
use super::{AGENTS, under};
use crate::actions::commitments;
use crate::rules::{Charter, Sheet, Signature};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/commitments.html")]
pub(super) struct CommitmentsPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub charter: Charter,
    pub fingerprint: String,
    pub is_signed: bool,
    pub may_sign: bool,
    /// What was signed, when, by whom.
    pub history: Vec<String>,
}

impl CommitmentsPage {
    pub fn new(
        frame: Frame,
        form: Form,
        path: String,
        (charter, signatures, may_sign): (Charter, &[Signature], bool),
        zone: &TimeZone,
    ) -> Self {
        let fingerprint = charter.fingerprint();
        let told = |one: &Signature| {
            format!(
                "Version {}, signée par {} ({}) le {}, empreinte {}…",
                one.version,
                one.signed_name,
                one.quality,
                french::moment(one.signed_at, zone),
                one.fingerprint.get(..12).unwrap_or_default()
            )
        };
        Self {
            frame: frame.with_form(&form),
            form,
            path,
            is_signed: signatures.iter().any(|one| one.fingerprint == fingerprint),
            charter,
            fingerprint,
            may_sign,
            history: signatures.iter().map(told).collect(),
        }
    }
}

async fn drawn(house: &House, visit: &Visit, id: kernel::Uuid, form: Form) -> Result<CommitmentsPage, Fault> {
    let mut tx = house.read().await?;
    let (card, _) = actions::read(&mut tx, &visit.actor, id).await?;
    let charter = store::commitment::charter(&mut tx).await?;
    let signatures = store::commitment::signatures(&mut tx, card.id).await?;
    let may_sign = !super::is_agents(visit) && visit.actor.may(&acts::SIGN, &Scope::organisation(card.id)).is_allowed();
    let frame = under(visit, &card, "Contrat d’engagement républicain");
    let what = (charter, signatures.as_slice(), may_sign);
    Ok(CommitmentsPage::new(frame, form, visit.path.clone(), what, &house.settings.zone))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    answer::page(&drawn(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn sign(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let what = (fields.is_ticked("lu"), fields.text("qualite"), fields.text("empreinte"));
    let outcome = commitments::sign(&mut tx, &house.outside, &visit.actor, id.uuid(), what).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| visit.path.clone(), "enregistre"), &fields, again).await
}

pub(super) fn text_page(frame: Frame, form: Form) -> FormPage {
    let fields = vec![
        Field::new("version", "Version", Input::Text).hint("Par exemple « 2027-01 »."),
        Field::new("texte", "Engagements", Input::Long).hint("Un par ligne."),
    ];
    let action = format!("{AGENTS}/engagement");
    FormPage::new(frame, form, action, fields, "Publier cette version")
        .lead("Publier une autre version demande à chaque association de signer de nouveau. Les signatures données restent, avec le texte qu’elles visaient.")
}

fn text_frame(visit: &Visit) -> Frame {
    visit
        .back_office("Texte du contrat d’engagement républicain")
        .with_breadcrumb(vec![Link::new("Associations", AGENTS)])
}

pub async fn text(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let charter = store::commitment::charter(&mut house.read().await?).await?;
    let form = Form::filled([("version", charter.version), ("texte", charter.words)]);
    answer::page(&text_page(text_frame(&visit), form))
}

pub async fn publish(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let charter = Charter { version: fields.text("version").to_owned(), words: fields.text("texte").replace('\r', "") };
    let outcome = commitments::publish(&mut tx, &house.outside, &visit.actor, charter).await;
    let again = async |form| Ok::<_, Fault>(text_page(text_frame(&visit), form));
    answer::settle(tx, outcome, (|()| AGENTS.to_owned(), "enregistre"), &fields, again).await
}
