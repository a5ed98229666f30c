//! Findings, for those who prepare the evaluation.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination, Tag, TagColour};
use kernel::{Filled, Scope, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::told::{self, FindingShown};
use super::{HOME, at, choices, contract_by, contract_of, framed, page_asked, page_of};
use crate::rules::{Evidence, EvidenceKind, Finding, FindingTerms, Level, Strength, numbered};
use crate::{actions, acts, store};

/// Where a finding is kept.
pub(super) fn finding_path(id: Uuid) -> String {
    format!("{HOME}/constats/{id}")
}

/// A line of the list.
pub(super) struct FindingLine {
    pub reference: String,
    pub words: String,
    pub path: String,
    pub state: Tag,
    pub about: String,
}

#[derive(Template)]
#[template(path = "pages/findings.html")]
pub(super) struct FindingsPage {
    pub frame: Frame,
    pub lines: Vec<FindingLine>,
    pub pages: Pagination,
    pub new: String,
    pub recommendations: String,
}

fn state(one: &Finding) -> Tag {
    match one.published_at {
        Some(_) => Tag::new(TagColour::Green, "Publié"),
        None => Tag::new(TagColour::Grey, "Brouillon"),
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    let all = store::finding::of_contract(&mut tx, contract.id).await?;
    let evidence = store::finding::evidence_of_contract(&mut tx, contract.id).await?;
    let may_write = visit.actor.may(&acts::WRITE, &Scope::contract(contract.id)).is_allowed();
    let (pages, shown) = page_of(&all, page_asked(&asked), at("/constats", &contract.code));
    let line = |one: &Finding| {
        let count = evidence.iter().filter(|piece| piece.finding == one.id).count() as i64;
        FindingLine {
            reference: one.reference(),
            words: french::spaced(&one.terms.words),
            path: finding_path(one.id),
            state: state(one),
            about: match count {
                0 => "Aucune preuve".to_owned(),
                count => french::count(count, "preuve", "preuves"),
            },
        }
    };
    answer::page(&FindingsPage {
        frame: framed(&visit, "Constats", &contract),
        lines: shown.iter().map(line).collect(),
        pages,
        new: if may_write { at("/constats/nouveau", &contract.code) } else { String::new() },
        recommendations: at("/recommandations", &contract.code),
    })
}

#[derive(Template)]
#[template(path = "pages/finding_form.html")]
pub(super) struct FindingForm {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub questions: Vec<Choice>,
    pub strengths: Vec<Choice>,
}

pub(super) fn strengths() -> Vec<Choice> {
    choices(Strength::ALL.iter().map(|one| (one.code(), one.french())))
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    contract: &ContractBrief,
    title: &str,
    form: Form,
) -> Result<FindingForm, Fault> {
    let items = numbered(&store::framework::items(tx, contract.id).await?);
    let questions = items.iter().filter(|one| one.item.level == Level::Question);
    let above =
        vec![Link::new("Évaluation", at("", &contract.code)), Link::new("Constats", at("/constats", &contract.code))];
    Ok(FindingForm {
        frame: framed(visit, title, contract).with_breadcrumb(above).with_form(&form),
        form,
        contract: contract.code.clone(),
        questions: choices(questions.map(|one| (one.item.id, format!("{} {}", one.number, one.item.terms.words)))),
        strengths: strengths(),
    })
}

fn read(fields: &Fields) -> Filled<FindingTerms> {
    let mut reading = Reading::of(fields);
    let strength = reading.coded("solidite", Strength::from_code, "Dites jusqu’où on peut s’appuyer sur ce constat");
    let terms = FindingTerms {
        words: reading.text("constat"),
        detail: reading.text("detail"),
        question: reading.offered("question"),
        strength: strength.unwrap_or(Strength::Weak),
        found_on: reading.needed_day("fait", "le jour du constat").unwrap_or_default(),
    };
    reading.filled(terms)
}

const NEW: &str = "Écrire un constat";
const CHANGE: &str = "Modifier un constat";

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, asked.text("contrat")).await?;
    let form = Form::empty().with_date("fait", Some(house.outside.now().day(&house.settings.zone)));
    answer::page(&drawn(&mut tx, &visit, &contract, NEW, form).await?)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, fields.text("contrat")).await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::add_finding(&mut tx, around, &visit.actor, contract.id, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, NEW, form).await
    };
    answer::settle(tx, outcome, (finding_path, "ajoute"), &fields, again).await
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Finding>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::finding(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let terms = &found.terms;
    let form = Form::filled([
        ("constat", terms.words.clone()),
        ("detail", terms.detail.clone()),
        ("question", terms.question.map(|id| id.to_string()).unwrap_or_default()),
        ("solidite", terms.strength.code().to_owned()),
        ("revision", found.revision.to_string()),
    ])
    .with_date("fait", Some(terms.found_on));
    answer::page(&drawn(&mut tx, &visit, &contract, CHANGE, form).await?)
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Finding>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::finding(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let around = (&house.outside, &house.settings.zone);
    let which = (found.id, fields.revision());
    let outcome = actions::change_finding(&mut tx, around, &visit.actor, which, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, CHANGE, form).await
    };
    answer::settle(tx, outcome, (|()| finding_path(found.id), "modifie"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/finding.html")]
pub(super) struct FindingPage {
    pub frame: Frame,
    pub told: FindingShown,
    pub state: Tag,
    pub question: String,
    pub author: String,
    pub path: String,
    pub kinds: Vec<Link>,
    pub may_write: bool,
    pub may_publish: bool,
    pub is_published: bool,
    pub revision: i64,
}

/// What kinds of evidence may be added, each with its form.
pub(super) fn kinds(path: &str) -> Vec<Link> {
    let link = |one: &EvidenceKind| Link::new(one.french(), format!("{path}/preuves/nouvelle?sorte={}", one.code()));
    EvidenceKind::ALL.iter().map(link).collect()
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Finding>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::finding(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let evidence = store::finding::evidence_of(&mut tx, found.id).await?;
    let pieces = told::pieces(&mut tx, &evidence.iter().collect::<Vec<&Evidence>>()).await?;
    let items = numbered(&store::framework::items(&mut tx, contract.id).await?);
    let question = items.into_iter().find(|one| Some(one.item.id) == found.terms.question);
    let place = Scope::contract(contract.id);
    let above =
        vec![Link::new("Évaluation", at("", &contract.code)), Link::new("Constats", at("/constats", &contract.code))];
    answer::page(&FindingPage {
        frame: framed(&visit, &format!("Constat {}", found.reference()), &contract).with_breadcrumb(above),
        told: told::finding(&found, pieces),
        state: state(&found),
        question: question
            .map(|one| french::spaced(&format!("{} {}", one.number, one.item.terms.words)))
            .unwrap_or_default(),
        author: found.author_name.clone(),
        path: finding_path(found.id),
        kinds: kinds(&finding_path(found.id)),
        may_write: visit.actor.may(&acts::WRITE, &place).is_allowed(),
        may_publish: visit.actor.may(&acts::PUBLISH, &place).is_allowed(),
        is_published: found.published_at.is_some(),
        revision: found.revision,
    })
}

pub async fn publish(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Finding>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision());
    match fields.text("etat") {
        "retrait" => actions::withdraw_finding(&mut tx, &house.outside, &visit.actor, which).await?,
        _ => actions::publish_finding(&mut tx, &house.outside, &visit.actor, which).await?,
    }
    tx.commit().await?;
    answer::done(&finding_path(id.uuid()), "enregistre")
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Finding>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision());
    let contract = actions::remove_finding(&mut tx, &house.outside, &visit.actor, which).await?;
    let contract = contract_by(&mut tx, contract).await?;
    tx.commit().await?;
    answer::done(&at("/constats", &contract.code), "supprime")
}
