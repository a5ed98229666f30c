//! A decision and what became of it, for whoever steers.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering::SteeringBody;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{HOME, REGISTER, session_path, tag};
use crate::facade;
use crate::rules::{Decision, DecisionState, Step, StepTerms, next};
use crate::{actions, acts, store};

/// A step, as told.
pub(super) struct StepShown {
    pub head: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "pages/decision.html")]
pub(super) struct DecisionPage {
    pub frame: Frame,
    pub form: Form,
    pub title: String,
    pub rows: Vec<SummaryRow>,
    pub words: String,
    pub steps: Vec<StepShown>,
    pub states: Vec<Choice>,
    pub path: String,
    pub may_amend: bool,
    pub may_follow: bool,
}

/// What may be done by whoever reads.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct May {
    pub record: bool,
    pub follow: bool,
}

/// What a decision says, row by row.
pub(super) fn rows(body: &SteeringBody, one: &Decision, is_inside: bool, today: Date) -> Vec<SummaryRow> {
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
    let link = |term: &str, label: &str, href: &str| SummaryRow::new(term, Html::link(&french::spaced(label), href));
    let mut rows = vec![SummaryRow::new("Où elle en est", tag(one, today).html())];
    let met = format!("{}, le {}", body.name, french::long_date(one.decided_on));
    rows.push(match is_inside {
        true => link("Décidée par", &met, &session_path(one.meeting)),
        false => text("Décidée par", &met),
    });
    if let Some(object) = &one.terms.object {
        let href = if is_inside { &object.path } else { &object.open_path };
        let label = format!("{} : {}", object.kind.french(), object.label);
        rows.push(match href.is_empty() {
            true => text("Sur", &label),
            false => link("Sur", &label, href),
        });
    }
    if !one.terms.owner.is_empty() {
        rows.push(text("Qui s’en charge", &one.terms.owner));
    }
    if let Some(due) = one.terms.due_on {
        rows.push(text("Pour le", &french::long_date(due)));
    }
    rows
}

/// Steps, as told.
pub(super) fn shown(steps: &[Step]) -> Vec<StepShown> {
    let told = |step: &Step| StepShown {
        head: french::spaced(&format!("{} : {}", french::date(step.noted_on), step.state.french())),
        words: step.words.clone(),
    };
    steps.iter().map(told).collect()
}

impl DecisionPage {
    pub fn new(
        frame: Frame,
        form: Form,
        (body, one): (&SteeringBody, &Decision),
        steps: &[Step],
        (may, today): (May, Date),
    ) -> Self {
        let mut rows = rows(body, one, true, today);
        let told = match one.told_at {
            Some(_) => "Envoyée aux membres joignables et à l’organisme chargé : elle ne se corrige plus",
            None => "Personne n’a encore reçu cette décision",
        };
        rows.push(SummaryRow::new("Information", Html::text(told)));
        if body.are_decisions_public && one.state != DecisionState::Withdrawn {
            let open = format!("{}/{}", super::OPEN, one.id);
            rows.push(SummaryRow::new("Lue par tous", Html::link("La page publique de cette décision", &open)));
        }
        let is_offered = |state: &&DecisionState| may.record || **state != DecisionState::Withdrawn;
        Self {
            frame: frame
                .with_form(&form)
                .with_breadcrumb(vec![Link::new("Pilotage", HOME), Link::new("Registre des décisions", REGISTER)]),
            form,
            title: one.terms.title.clone(),
            rows,
            words: one.terms.words.clone(),
            steps: shown(steps),
            states: next(one.state)
                .iter()
                .filter(is_offered)
                .map(|state| Choice::new(state.code(), state.french()))
                .collect(),
            path: facade::path(one.id),
            may_amend: may.record && one.told_at.is_none() && one.state != DecisionState::Withdrawn,
            may_follow: may.follow && one.state != DecisionState::Withdrawn,
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<DecisionPage, Fault> {
    let mut tx = house.read().await?;
    let (body, one) = actions::deciding::decided(&mut tx, &visit.actor, &acts::READ, id).await?;
    let steps = store::decision::steps(&mut tx, id).await?;
    let may = May {
        record: visit.actor.may(&acts::RECORD, &body.scope).is_allowed(),
        follow: visit.actor.may(&acts::FOLLOW, &body.scope).is_allowed(),
    };
    let today = house.outside.now().day(&house.settings.zone);
    let form = typed.unwrap_or_else(|| {
        Form::filled([("etat", one.state.code().to_owned()), ("revision", one.revision.to_string())])
    });
    let frame = visit.back_office(&format!("Décision {}", one.reference()));
    Ok(DecisionPage::new(frame, form, (&body, &one), &steps, (may, today)))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Decision>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn follow(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Decision>,
    fields: Fields,
) -> Answer {
    let mut typed = Reading::of(&fields);
    let state = typed.coded("etat", DecisionState::from_code, "Choisissez où en est la décision");
    let step = StepTerms { state: state.unwrap_or(DecisionState::Open), words: typed.text("suite") };
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::deciding::follow(&mut tx, around, &visit.actor, at, typed.filled(step)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|()| facade::path(id.uuid()), "enregistre"), &fields, again).await
}
