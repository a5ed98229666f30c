//! Adding, changing and removing a signatory.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::conflict::{self, ConflictPage, Current, Disputed};
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
    /// What is there besides when the signatory is known.
    pub known: Option<Known>,
}

/// What a known signatory brings, and how it is taken out.
#[derive(Clone)]
pub(super) struct Known {
    pub id: Uuid,
    pub commitments: Vec<(Uuid, String)>,
}

impl Known {
    async fn load(tx: &mut database::Tx, signatory: &Signatory) -> Result<Self, Fault> {
        let all = store::commitment::of_contract(tx, signatory.contract).await?;
        let own = all.iter().filter(|one| one.signatory == signatory.id);
        Ok(Self { id: signatory.id, commitments: own.map(|one| (one.id, super::told::line(one))).collect() })
    }
}

impl SignatoryPage {
    pub fn new(frame: Frame, form: Form, known: Option<Known>) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            requirements: Requirement::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            statuses: SignatureStatus::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            known,
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

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Signatory>) -> Answer {
    let mut tx = house.read().await?;
    let (signatory, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let known = Known::load(&mut tx, &signatory).await?;
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
    answer::page(&SignatoryPage::new(frame, form, Some(known)))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Signatory>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (signatory, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let known = Known::load(&mut tx, &signatory).await?;
    let (stale, terms) = (fields.revision(), read(&fields));
    let outcome = actions::amend_signatory(&mut tx, &house.outside, &visit.actor, signatory.id, stale, terms).await;
    let again = async |form| {
        let frame = frame(&visit, &contract, "Modifier un signataire");
        Ok(SignatoryPage::new(frame, form, Some(known)))
    };
    let both = async || {
        let mut tx = house.read().await?;
        let (kept, _) = found(&mut tx, &visit, signatory.id).await?;
        let current = Current {
            revision: kept.revision,
            author: String::new(),
            fields: vec![
                Disputed::line("nom", "Organisme", &kept.terms.name),
                Disputed::long("engagement", "Engagement", &kept.terms.commitment),
                Disputed::line("base-legale", "Base légale", &kept.terms.legal_basis),
            ],
        };
        Ok(ConflictPage::new(frame(&visit, &contract, conflict::TITLE), "ce signataire", current, &fields))
    };
    conflict::settle(tx, outcome, (|_| sheet_path(contract.id), "modifie"), &fields, again, both).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Signatory>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_signatory(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&sheet_path(contract), "supprime")
}
