//! The bank account: shown by its two ends, changed by those who sign, read whole by an act.

use std::sync::Arc;

use accounts::facade::OrganisationCard;
use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::{Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::form::{Field, FormPage, Input};
use super::{sheet_path, under};
use crate::actions::bank::{self, BankWhole, NewBank, RIGHT};
use crate::rules::{BankTerms, Sheet};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/bank_whole.html")]
pub(super) struct WholePage {
    pub frame: Frame,
    pub holder: String,
    pub iban: String,
    pub bic: String,
    pub back: String,
}

impl WholePage {
    pub fn new(frame: Frame, whole: BankWhole, back: String) -> Self {
        Self { frame, holder: whole.holder, iban: identifiers::shown_iban(&whole.iban), bic: whole.bic, back }
    }
}

/// A name with « code » is never given back by a form ([`Fields::form`]): a number refused is typed again.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new("titulaire", "Titulaire du compte", Input::Text)
            .hint("Tel que le RIB l’écrit : le nom de l’association."),
        Field::new("code-iban", "IBAN", Input::Text)
            .hint("Les espaces ne comptent pas. Il est chiffré, et ne sera plus montré en entier."),
        Field::new("bic", "BIC", Input::Text).hint("8 ou 11 signes.").optional(),
    ]
}

fn read(typed: &Fields) -> Filled<NewBank> {
    let mut reading = Reading::of(typed);
    if typed.text("code-iban").is_empty() {
        reading.tell("code-iban", "Recopiez l’IBAN depuis le RIB");
    }
    let iban = super::sections::identifier(&mut reading, "code-iban", identifiers::read_iban).unwrap_or_default();
    let bic = super::sections::identifier(&mut reading, "bic", identifiers::read_bic).unwrap_or_default();
    let holder = reading.text("titulaire");
    reading.filled(NewBank { holder, iban, bic })
}

/// A sentence about the account there is.
pub(super) fn told(current: Option<&BankTerms>, zone: &jiff::tz::TimeZone) -> String {
    match current {
        Some(one) => format!(
            "Compte actuel : {}, au nom de {}, depuis le {}. Un autre le remplacera à partir d’aujourd’hui.",
            one.masked(),
            one.holder,
            french::date(one.since.day(zone))
        ),
        None => "Aucun compte n’est enregistré pour l’instant.".to_owned(),
    }
}

fn page(house: &House, visit: &Visit, card: &OrganisationCard, form: Form, current: Option<&BankTerms>) -> FormPage {
    let before = current.map(|one| one.id.to_string()).unwrap_or_default();
    FormPage::new(under(visit, card, "Compte bancaire"), form, visit.path.clone(), fields(), "Enregistrer ce compte")
        .lead(told(current, &house.settings.zone))
        .hiding("avant", before)
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (card, _) = actions::reached(&mut tx, &visit.actor, RIGHT, id.uuid()).await?;
    let current = store::bank::current(&mut tx, card.id).await?;
    answer::page(&page(&house, &visit, &card, Form::empty(), current.as_ref()))
}

pub async fn enter(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (card, _) = actions::reached(&mut tx, &visit.actor, RIGHT, id.uuid()).await?;
    let before: Option<Uuid> = fields.text("avant").parse().ok();
    let around = (&house.outside, &house.keys);
    let outcome = bank::enter(&mut tx, around, &visit.actor, (card.id, before), read(&fields)).await;
    let is_done = outcome.is_ok();
    let path = sheet_path(&visit, card.id);
    let again = async |form| {
        let current = store::bank::current(&mut house.read().await?, card.id).await?;
        Ok::<_, Fault>(page(&house, &visit, &card, form, current.as_ref()))
    };
    let answered = answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await;
    if is_done {
        house.bell.ring();
    }
    answered
}

/// Confirms the account that waits, or refuses it.
pub async fn decide(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sheet>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let what = (id.uuid(), fields.text("compte").parse().ok());
    let is_confirmed = fields.text("reponse") == "oui";
    bank::decide(&mut tx, &house.outside, &visit.actor, what, is_confirmed).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&sheet_path(&visit, id.uuid()), "enregistre")
}

/// Reads the number whole: a form sent, so that no link or history does it again.
pub async fn read_whole(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sheet>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys);
    let which = (id.uuid(), fields.text("compte").parse().ok());
    let whole = bank::read_whole(&mut tx, around, &visit.actor, which).await?;
    let (card, _) = actions::read(&mut tx, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    let frame = under(&visit, &card, "Numéro de compte en entier");
    let back = sheet_path(&visit, card.id);
    answer::page(&WholePage::new(frame, whole, back))
}
