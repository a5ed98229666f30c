//! Adding, changing and removing a signatory.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, sheet_path, visible};
use crate::rules::{Contract, Requirement, Signatory, SignatoryTerms, SignatureStatus};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/edit_signatory.html")]
pub(super) struct SignatoryPage {
    pub frame: Frame,
    pub form: Form,
    pub requirements: Vec<Choice>,
    pub statuses: Vec<Choice>,
    pub remove: Option<String>,
}

impl SignatoryPage {
    pub fn new(frame: Frame, form: Form, remove: Option<String>) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            requirements: Requirement::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            statuses: SignatureStatus::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            remove,
        }
    }
}

fn read(fields: &Fields) -> Filled<SignatoryTerms> {
    let mut typed = Reading::of(fields);
    let sentence = "Choisissez si la signature est obligatoire ou possible";
    let requirement = typed.coded("obligation", Requirement::from_code, sentence);
    let status = typed.coded("etat", SignatureStatus::from_code, "Choisissez où en est la signature");
    let terms = SignatoryTerms {
        name: typed.text("nom"),
        requirement: requirement.unwrap_or(Requirement::Possible),
        status: status.unwrap_or(SignatureStatus::ToConfirm),
        commitment: typed.text("engagement"),
        legal_basis: typed.text("base-legale"),
    };
    typed.filled(terms)
}

fn frame(visit: &Visit, contract: &Contract, title: &str) -> Frame {
    visit.back_office(title).with_breadcrumb(above(contract))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    answer::page(&SignatoryPage::new(frame(&visit, &contract, "Ajouter un signataire"), Form::empty(), None))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let outcome = actions::add_signatory(&mut tx, &house.outside, &visit.actor, contract.id, read(&fields)).await;
    let again = async |form| Ok(SignatoryPage::new(frame(&visit, &contract, "Ajouter un signataire"), form, None));
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "ajoute"), &fields, again).await
}

async fn found(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<(Signatory, Contract), Fault> {
    let signatory = store::signatory::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(visit, store::contract::by_id(tx, signatory.contract).await?)?;
    Ok((signatory, contract))
}

fn removal(id: Uuid) -> Option<String> {
    Some(format!("/gestion/contrats/signataires/{id}/retrait"))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Signatory>) -> Answer {
    let mut tx = house.read().await?;
    let (signatory, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let terms = signatory.terms;
    let form = Form::filled([
        ("nom", terms.name),
        ("obligation", terms.requirement.code().to_owned()),
        ("etat", terms.status.code().to_owned()),
        ("engagement", terms.commitment),
        ("base-legale", terms.legal_basis),
        ("revision", signatory.revision.to_string()),
    ]);
    let frame = frame(&visit, &contract, "Modifier un signataire");
    answer::page(&SignatoryPage::new(frame, form, removal(signatory.id)))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Signatory>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (signatory, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let (stale, terms) = (fields.revision(), read(&fields));
    let outcome = actions::amend_signatory(&mut tx, &house.outside, &visit.actor, signatory.id, stale, terms).await;
    let again = async |form| {
        let frame = frame(&visit, &contract, "Modifier un signataire");
        Ok(SignatoryPage::new(frame, form, removal(signatory.id)))
    };
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "modifie"), &fields, again).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Signatory>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_signatory(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&sheet_path(contract), "supprime")
}
