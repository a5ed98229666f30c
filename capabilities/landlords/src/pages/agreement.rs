//! An agreement of abatement: opened, changed, published.

use std::sync::Arc;

use accounts::OrganisationKind;
use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::Filled;
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, above_of, areas_of, choices, contract_of, path};
use crate::actions::{self, AbatementAgreement, AgreementTerms, NewAgreement};
use crate::acts;

#[derive(Template)]
#[template(path = "pages/agreement.html")]
pub(super) struct AgreementPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    /// Landlords and neighbourhoods, when it is new.
    pub parties: Option<(Vec<Choice>, Vec<Choice>)>,
}

async fn drawn_new(tx: &mut Tx, visit: &Visit, contract: &ContractBrief, form: Form) -> Result<AgreementPage, Fault> {
    let cards = accounts::facade::organisation_cards(tx).await?;
    let landlords = cards.into_iter().filter(|card| card.kind == OrganisationKind::Landlord);
    let landlords = choices(landlords.map(|card| (card.id, card.name)));
    let areas = areas_of(tx, contract).await?;
    let frame = visit.back_office("Ouvrir une convention d’abattement").with_form(&form);
    Ok(AgreementPage {
        frame: frame.with_caption(&*contract.title).with_breadcrumb(above()),
        form,
        contract: contract.code.clone(),
        parties: Some((landlords, areas)),
    })
}

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, asked.text("contrat")).await?;
    let form = Form::empty().with_date("debut", Some(contract.starts_on)).with_date("fin", Some(contract.ends_on));
    answer::page(&drawn_new(&mut tx, &visit, &contract, form).await?)
}

fn terms(reading: &mut Reading<'_>) -> AgreementTerms {
    AgreementTerms {
        starts_on: reading.needed_day("debut", "la date de début").unwrap_or_default(),
        ends_on: reading.needed_day("fin", "la date de fin").unwrap_or_default(),
        signed_on: reading.day("signature", "la date de signature"),
        service: reading.text("service"),
        note: reading.text("note"),
    }
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, fields.text("contrat")).await?;
    let mut reading = Reading::of(&fields);
    let new = NewAgreement {
        landlord: reading.chosen("bailleur", "Choisissez un bailleur"),
        area: reading.chosen("quartier", "Choisissez un quartier"),
        terms: terms(&mut reading),
    };
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::open(&mut tx, around, &visit.actor, contract.id, reading.filled(new)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn_new(&mut tx, &visit, &contract, form).await
    };
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

fn filled(one: &AbatementAgreement) -> Form {
    let form = Form::filled([
        ("service", one.terms.service.clone()),
        ("note", one.terms.note.clone()),
        ("revision", one.revision.to_string()),
    ]);
    let form = if one.is_public { form.with("publique", "oui") } else { form };
    form.with_date("debut", Some(one.terms.starts_on))
        .with_date("fin", Some(one.terms.ends_on))
        .with_date("signature", one.terms.signed_on)
}

async fn drawn(tx: &mut Tx, visit: &Visit, one: &AbatementAgreement, form: Form) -> Result<AgreementPage, Fault> {
    let told = actions::told(tx, one).await?;
    let title = format!("{}, {}", told.landlord, told.area);
    let frame = visit.back_office("Modifier la convention d’abattement").with_form(&form).with_caption(&*title);
    let frame = frame.with_breadcrumb(above_of(one.id, &title));
    Ok(AgreementPage { frame, form, contract: String::new(), parties: None })
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<AbatementAgreement>) -> Answer {
    let mut tx = house.read().await?;
    let one = actions::agreement(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    answer::page(&drawn(&mut tx, &visit, &one, filled(&one)).await?)
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<AbatementAgreement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let one = actions::agreement(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    let mut reading = Reading::of(&fields);
    let terms = terms(&mut reading);
    let typed: Filled<_> = reading.filled((terms, fields.is_ticked("publique")));
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::change(&mut tx, around, &visit.actor, (one.id, fields.revision()), typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &one, form).await
    };
    answer::settle(tx, outcome, (|()| path(one.id), "modifie"), &fields, again).await
}
