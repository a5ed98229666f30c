//! Amendments: adding, changing and taking out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::conflict::{self, ConflictPage, Current, Disputed};
use super::{above, sheet_path, visible};
use crate::rules::{Amendment, AmendmentTerms, Contract};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/amendment.html")]
pub(super) struct AmendmentPage {
    pub frame: Frame,
    pub form: Form,
    pub remove: Option<String>,
}

impl AmendmentPage {
    pub fn new(frame: Frame, form: Form, remove: Option<String>) -> Self {
        Self { frame: frame.with_form(&form), form, remove }
    }
}

fn read(fields: &Fields) -> Filled<AmendmentTerms> {
    let mut typed = Reading::of(fields);
    let sentence = "Saisissez le numéro de l’avenant, par exemple 1";
    let terms = AmendmentTerms {
        number: typed.coded("numero", |text| text.parse().ok(), sentence).unwrap_or(1),
        signed_on: typed.day("signe", "la date de signature"),
        changes: typed.text("changements"),
    };
    typed.filled(terms)
}

fn frame(visit: &Visit, contract: &Contract, title: &str) -> Frame {
    visit.back_office(title).with_breadcrumb(above(contract))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let known = store::amendment::of_contract(&mut tx, contract.id).await?;
    let next = known.last().map_or(1, |last| last.terms.number + 1);
    let form = Form::filled([("numero", next.to_string())]);
    answer::page(&AmendmentPage::new(frame(&visit, &contract, "Ajouter un avenant"), form, None))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let outcome = actions::add_amendment(&mut tx, &house.outside, &visit.actor, contract.id, read(&fields)).await;
    let again = async |form| Ok(AmendmentPage::new(frame(&visit, &contract, "Ajouter un avenant"), form, None));
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "ajoute"), &fields, again).await
}

async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Amendment, Contract), Fault> {
    let one = store::amendment::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(visit, store::contract::by_id(tx, one.contract).await?)?;
    Ok((one, contract))
}

fn removal(id: Uuid) -> Option<String> {
    Some(format!("/gestion/contrats/avenants/{id}/retrait"))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Amendment>) -> Answer {
    let mut tx = house.read().await?;
    let (one, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let form = Form::filled([
        ("numero", one.terms.number.to_string()),
        ("changements", one.terms.changes),
        ("revision", one.revision.to_string()),
    ])
    .with_date("signe", one.terms.signed_on);
    answer::page(&AmendmentPage::new(frame(&visit, &contract, "Modifier un avenant"), form, removal(one.id)))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Amendment>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let at = (one.id, fields.revision());
    let outcome = actions::amend_amendment(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let again =
        async |form| Ok(AmendmentPage::new(frame(&visit, &contract, "Modifier un avenant"), form, removal(one.id)));
    let both = async || {
        let mut tx = house.read().await?;
        let (kept, _) = found(&mut tx, &visit, one.id).await?;
        let current = Current {
            revision: kept.revision,
            author: String::new(),
            fields: vec![
                Disputed::line("numero", "Numéro", &kept.terms.number.to_string()),
                Disputed::long("changements", "Ce que l’avenant change", &kept.terms.changes),
            ],
        };
        Ok(ConflictPage::new(frame(&visit, &contract, conflict::TITLE), "cet avenant", current, &fields))
    };
    conflict::settle(tx, outcome, (sheet_path, "modifie"), &fields, again, both).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Amendment>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_amendment(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&sheet_path(contract), "supprime")
}
