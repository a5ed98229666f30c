//! Evidence of a finding: one form for each kind.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Filled, Uuid};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::finding::finding_path;
use super::{at, choices, contract_by, framed};
use crate::rules::{Evidence, EvidenceKind, EvidenceTerms, Finding};
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/evidence.html")]
pub(super) struct EvidencePage {
    pub frame: Frame,
    pub form: Form,
    pub kind: EvidenceKind,
    pub path: String,
    pub choices: Vec<Choice>,
    pub areas: Vec<Choice>,
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    (contract, found): (&ContractBrief, &Finding),
    kind: EvidenceKind,
    form: Form,
) -> Result<EvidencePage, Fault> {
    let offered = match kind {
        EvidenceKind::Figure => {
            let all = observatory::facade::indicators(tx).await?;
            choices(all.iter().map(|one| (one.code.as_str(), one.label.as_str())))
        }
        EvidenceKind::Sheet => {
            let all = plan::facade::sheets(tx, contract.id, false).await?;
            choices(all.iter().map(|one| (one.id, format!("{} {}", one.code, one.title))))
        }
        _ => Vec::new(),
    };
    let areas = match kind {
        EvidenceKind::Figure => territory::facade::areas_among(tx, &contract.area_ids).await?,
        _ => Vec::new(),
    };
    let path = finding_path(found.id);
    let above = vec![
        Link::new("Évaluation", at("", &contract.code)),
        Link::new(format!("Constat {}", found.reference()), path.clone()),
    ];
    Ok(EvidencePage {
        frame: framed(visit, "Ajouter une preuve", contract).with_breadcrumb(above).with_form(&form),
        form,
        kind,
        path,
        choices: offered,
        areas: choices(areas.iter().map(|one| (one.id, one.name.as_str()))),
    })
}

async fn found(
    tx: &mut Tx,
    visit: &Visit,
    id: Uuid,
    kind: &str,
) -> Result<(Finding, ContractBrief, EvidenceKind), Fault> {
    let found = actions::finding(tx, &visit.actor, &acts::WRITE, id).await?;
    let kind = match kind {
        "" => EvidenceKind::Figure,
        code => EvidenceKind::from_code(code).ok_or_else(Fault::not_found)?,
    };
    let contract = contract_by(tx, found.contract).await?;
    Ok((found, contract, kind))
}

pub async fn new(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Finding>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (found, contract, kind) = found(&mut tx, &visit, id.uuid(), asked.text("sorte")).await?;
    answer::page(&drawn(&mut tx, &visit, (&contract, &found), kind, Form::empty()).await?)
}

fn read(fields: &Fields, kind: EvidenceKind) -> (Filled<EvidenceTerms>, Option<Uuid>) {
    let mut reading = Reading::of(fields);
    let target = match kind {
        EvidenceKind::Figure => reading.text("indicateur"),
        EvidenceKind::Sheet => reading.text("fiche"),
        EvidenceKind::Meeting | EvidenceKind::Address => reading.text("adresse"),
        EvidenceKind::Document => String::new(),
    };
    let happened_on = match kind {
        EvidenceKind::Meeting | EvidenceKind::Document => reading.day("jour", "le jour"),
        _ => None,
    };
    let terms = EvidenceTerms { kind, target, words: reading.text("texte"), happened_on };
    (reading.filled(terms), fields.text("quartier").parse().ok())
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Finding>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (found, contract, kind) = found(&mut tx, &visit, id.uuid(), fields.text("sorte")).await?;
    let (typed, area) = read(&fields, kind);
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::add_evidence(&mut tx, around, &visit.actor, (found.id, area), typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, (&contract, &found), kind, form).await
    };
    answer::settle(tx, outcome, (|_| finding_path(found.id), "ajoute"), &fields, again).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Evidence>) -> Answer {
    let mut tx = house.write().await?;
    let finding = actions::remove_evidence(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&finding_path(finding), "supprime")
}
