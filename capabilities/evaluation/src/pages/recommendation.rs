//! Recommendations, for those who prepare the evaluation and for who answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination};
use kernel::{Filled, Scope, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::told::{self, RecommendationShown};
use super::{HOME, at, choices, contract_by, contract_of, framed, page_asked, page_of};
use crate::rules::{AnswerKind, AnswerTerms, Progress, Recommendation, RecommendationTerms, StepTerms};
use crate::{actions, acts, store};

/// Where a recommendation is kept.
pub(super) fn recommendation_path(id: Uuid) -> String {
    format!("{HOME}/recommandations/{id}")
}

fn above(contract: &ContractBrief) -> Vec<Link> {
    vec![
        Link::new("Évaluation", at("", &contract.code)),
        Link::new("Recommandations", at("/recommandations", &contract.code)),
    ]
}

/// References of the findings of a contract, by identifier.
async fn references(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, String)>, Fault> {
    let all = store::finding::of_contract(tx, contract).await?;
    Ok(all.into_iter().map(|one| (one.id, one.reference())).collect())
}

#[derive(Template)]
#[template(path = "pages/recommendations.html")]
pub(super) struct RecommendationsPage {
    pub frame: Frame,
    pub lines: Vec<RecommendationShown>,
    pub pages: Pagination,
    pub new: String,
    /// « 2 recommandations en retard », and where they are; or all of them.
    pub late: String,
    pub late_path: String,
    pub all_path: String,
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let mut all = store::recommendation::of_contract(&mut tx, contract.id).await?;
    let steps = store::recommendation::steps(&mut tx, contract.id).await?;
    let known = references(&mut tx, contract.id).await?;
    let of = |id: &Uuid| steps.get(id).map(Vec::as_slice).unwrap_or_default();
    let late = all.iter().filter(|one| one.is_late(of(&one.id), today)).count() as i64;
    let only_late = asked.text("etat") == "retard";
    let all_path = at("/recommandations", &contract.code);
    let late_path = format!("{all_path}&etat=retard");
    if only_late {
        all.retain(|one| one.is_late(of(&one.id), today));
    }
    let may_write = visit.actor.may(&acts::WRITE, &Scope::contract(contract.id)).is_allowed();
    let base = if only_late { late_path.clone() } else { all_path.clone() };
    let (pages, shown) = page_of(&all, page_asked(&asked), base);
    answer::page(&RecommendationsPage {
        frame: framed(&visit, "Recommandations", &contract),
        lines: shown.iter().map(|one| told::recommendation(one, of(&one.id), &known, today)).collect(),
        pages,
        new: if may_write { at("/recommandations/nouvelle", &contract.code) } else { String::new() },
        late: match late {
            0 => String::new(),
            count => french::count(count, "recommandation en retard", "recommandations en retard"),
        },
        late_path,
        all_path: if only_late { all_path } else { String::new() },
    })
}

#[derive(Template)]
#[template(path = "pages/recommendation_form.html")]
pub(super) struct RecommendationForm {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub findings: Vec<Choice>,
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    contract: &ContractBrief,
    title: &str,
    form: Form,
) -> Result<RecommendationForm, Fault> {
    let findings = store::finding::of_contract(tx, contract.id).await?;
    Ok(RecommendationForm {
        frame: framed(visit, title, contract).with_breadcrumb(above(contract)).with_form(&form),
        form,
        contract: contract.code.clone(),
        findings: choices(
            findings.iter().map(|one| (one.id, french::spaced(&format!("{} {}", one.reference(), one.terms.words)))),
        ),
    })
}

fn read(fields: &Fields) -> Filled<RecommendationTerms> {
    let mut reading = Reading::of(fields);
    let terms = RecommendationTerms {
        words: reading.text("recommandation"),
        detail: reading.text("detail"),
        owner: reading.text("destinataire"),
        due_on: reading.day("echeance", "l’échéance"),
        findings: fields.all("constats").into_iter().filter_map(|id| id.parse().ok()).collect(),
    };
    reading.filled(terms)
}

const NEW: &str = "Écrire une recommandation";
const CHANGE: &str = "Modifier une recommandation";

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, asked.text("contrat")).await?;
    answer::page(&drawn(&mut tx, &visit, &contract, NEW, Form::empty()).await?)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::WRITE, fields.text("contrat")).await?;
    let typed = read(&fields);
    let outcome = actions::add_recommendation(&mut tx, &house.outside, &visit.actor, contract.id, typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, NEW, form).await
    };
    answer::settle(tx, outcome, (recommendation_path, "ajoute"), &fields, again).await
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Recommendation>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::recommendation(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let terms = &found.terms;
    let mut form = Form::filled([
        ("recommandation", terms.words.clone()),
        ("detail", terms.detail.clone()),
        ("destinataire", terms.owner.clone()),
        ("revision", found.revision.to_string()),
    ])
    .with_date("echeance", terms.due_on);
    for finding in &terms.findings {
        form.add("constats", finding.to_string());
    }
    answer::page(&drawn(&mut tx, &visit, &contract, CHANGE, form).await?)
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Recommendation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::recommendation(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let which = (found.id, fields.revision());
    let outcome = actions::change_recommendation(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &contract, CHANGE, form).await
    };
    answer::settle(tx, outcome, (|()| recommendation_path(found.id), "modifie"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/recommendation.html")]
pub(super) struct RecommendationPage {
    pub frame: Frame,
    pub form: Form,
    pub told: RecommendationShown,
    pub path: String,
    pub progress: Vec<Choice>,
    pub may_change: bool,
    pub may_publish: bool,
    pub may_follow: bool,
    pub is_published: bool,
    pub revision: i64,
}

pub(super) fn progress() -> Vec<Choice> {
    choices(Progress::ALL.iter().map(|one| (one.code(), one.french())))
}

async fn shown((house, visit): (&House, &Visit), id: Uuid, typed: Option<Form>) -> Result<RecommendationPage, Fault> {
    let mut tx = house.read().await?;
    let found = actions::recommendation(&mut tx, &visit.actor, &acts::READ, id).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let steps = store::recommendation::steps(&mut tx, contract.id).await?.remove(&found.id).unwrap_or_default();
    let known = references(&mut tx, contract.id).await?;
    let place = Scope::contract(contract.id);
    let may_publish = visit.actor.may(&acts::PUBLISH, &place).is_allowed();
    let form = typed.unwrap_or_else(|| Form::empty().with_date("note", Some(today)));
    let is_accepted = found.answer.as_ref().is_some_and(|answer| answer.kind != AnswerKind::Refused);
    Ok(RecommendationPage {
        frame: framed(visit, &format!("Recommandation {}", found.reference()), &contract)
            .with_breadcrumb(above(&contract))
            .with_form(&form),
        form,
        told: told::recommendation(&found, &steps, &known, today),
        path: recommendation_path(found.id),
        progress: progress(),
        may_change: found.answer.is_none() && visit.actor.may(&acts::WRITE, &place).is_allowed(),
        may_publish,
        may_follow: may_publish && is_accepted,
        is_published: found.published_at.is_some(),
        revision: found.revision,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Recommendation>) -> Answer {
    answer::page(&shown((&house, &visit), id.uuid(), None).await?)
}

pub async fn note(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Recommendation>,
    fields: Fields,
) -> Answer {
    let mut reading = Reading::of(&fields);
    let progress = reading.coded("avancement", Progress::from_code, "Dites où elle en est");
    let step = StepTerms {
        noted_on: reading.needed_day("note", "le jour").unwrap_or_default(),
        progress: progress.unwrap_or(Progress::UnderWay),
        words: reading.text("suite"),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::note_step(&mut tx, around, &visit.actor, id.uuid(), reading.filled(step)).await;
    let again = async |form| shown((&house, &visit), id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|()| recommendation_path(id.uuid()), "enregistre"), &fields, again).await
}

pub async fn publish(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Recommendation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision());
    match fields.text("etat") {
        "retrait" => actions::withdraw_recommendation(&mut tx, &house.outside, &visit.actor, which).await?,
        _ => actions::publish_recommendation(&mut tx, &house.outside, &visit.actor, which).await?,
    }
    tx.commit().await?;
    answer::done(&recommendation_path(id.uuid()), "enregistre")
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Recommendation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision());
    let contract = actions::remove_recommendation(&mut tx, &house.outside, &visit.actor, which).await?;
    let contract = contract_by(&mut tx, contract).await?;
    tx.commit().await?;
    answer::done(&at("/recommandations", &contract.code), "supprime")
}

#[derive(Template)]
#[template(path = "pages/recommendation_answer.html")]
pub(super) struct AnswerPage {
    pub frame: Frame,
    pub form: Form,
    pub words: String,
    pub kinds: Vec<Choice>,
}

pub(super) fn kinds() -> Vec<Choice> {
    choices(AnswerKind::ALL.iter().map(|one| (one.code(), one.french())))
}

fn answering(visit: &Visit, contract: &ContractBrief, found: &Recommendation, form: Form) -> AnswerPage {
    let reference = Link::new(format!("Recommandation {}", found.reference()), recommendation_path(found.id));
    let above = [above(contract), vec![reference]].concat();
    AnswerPage {
        frame: framed(visit, "Réponse du comité", contract).with_breadcrumb(above).with_form(&form),
        form,
        words: french::spaced(&found.terms.words),
        kinds: kinds(),
    }
}

pub async fn answer_form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Recommendation>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::recommendation(&mut tx, &visit.actor, &acts::PUBLISH, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let form = match &found.answer {
        Some(known) => {
            Form::filled([("reponse", known.kind.code()), ("raison", &known.reason), ("instance", &known.by)])
                .with_date("repondu", Some(known.on))
        }
        None => Form::empty().with_date("repondu", Some(today)),
    };
    let form = form.with("revision", found.revision.to_string());
    answer::page(&answering(&visit, &contract, &found, form))
}

pub async fn answer_act(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Recommendation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::recommendation(&mut tx, &visit.actor, &acts::PUBLISH, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let mut reading = Reading::of(&fields);
    let kind = reading.coded("reponse", AnswerKind::from_code, "Dites ce que le comité répond");
    let terms = AnswerTerms {
        kind: kind.unwrap_or(AnswerKind::Accepted),
        reason: reading.text("raison"),
        by: reading.text("instance"),
        on: reading.needed_day("repondu", "le jour de la réponse").unwrap_or_default(),
    };
    let around = (&house.outside, &house.settings.zone);
    let which = (found.id, fields.revision());
    let typed = reading.filled(terms);
    let outcome = actions::answer_recommendation(&mut tx, around, &visit.actor, which, typed).await;
    let again = async |form| Ok(answering(&visit, &contract, &found, form));
    answer::settle(tx, outcome, (|()| recommendation_path(found.id), "enregistre"), &fields, again).await
}
