//! When the steps of a call come: computed from closing, then chosen.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::{above, call_path, moment, revision_of};
use crate::actions::calls;
use crate::rules::{Call, CallStep, StepKind, check_steps, planned};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/call_steps.html")]
pub(super) struct StepsPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    /// When it closes; none: nothing can be computed.
    pub closes: Option<String>,
    /// Each step: the name of its field, what it is, the day computed.
    pub steps: Vec<(&'static str, &'static str, String)>,
    /// What is to be known of the days chosen.
    pub findings: Vec<String>,
}

impl StepsPage {
    pub fn new(frame: Frame, form: Form, call: &Call, steps: &[CallStep]) -> Self {
        let computed = call.closes_on().map(|on| planned(on, call.zone)).unwrap_or_default();
        let day_of = |kind: StepKind| computed.iter().find(|(known, _)| *known == kind).map(|(_, day)| *day);
        let hint =
            |kind: StepKind| day_of(kind).map_or(String::new(), |day| format!("Calculé : {}.", french::long_date(day)));
        let chosen: Vec<(StepKind, Date)> = steps.iter().map(|one| (one.kind, one.due_on)).collect();
        let found = call.closes_on().map(|on| check_steps(on, call.zone, &chosen, call.silence_months));
        Self {
            frame: frame.with_form(&form),
            form,
            path: format!("{}/calendrier", call_path(call.id)),
            closes: call.closes_at.map(|at| moment(call, at)),
            steps: StepKind::ALL.iter().map(|kind| (kind.code(), kind.french(), hint(*kind))).collect(),
            findings: found.unwrap_or_default().into_iter().map(|one| french::spaced(&one.sentence)).collect(),
        }
    }
}

pub(super) fn form_of(call: &Call, steps: &[CallStep]) -> Form {
    let form = Form::filled([("revision", revision_of(call))]);
    steps.iter().fold(form, |form, step| form.with_date(step.kind.code(), Some(step.due_on)))
}

fn frame(visit: &Visit, call: &Call) -> Frame {
    visit.back_office("Calendrier de réponse").with_breadcrumb(above(call))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let steps = store::call::steps(&mut tx, call.id).await?;
    answer::page(&StepsPage::new(frame(&visit, &call), form_of(&call, &steps), &call, &steps))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let mut steps = Vec::new();
    for kind in StepKind::ALL {
        let label = format!("le jour de l’étape « {} »", kind.french());
        steps.extend(typed.day(kind.code(), &label).map(|day| (*kind, day)));
    }
    let at = (call.id, fields.revision());
    let outcome = calls::set_steps(&mut tx, &house.outside, &visit.actor, at, typed.filled(steps)).await;
    let again = async |form| {
        let steps = store::call::steps(&mut house.read().await?, call.id).await?;
        Ok(StepsPage::new(frame(&visit, &call), form, &call, &steps))
    };
    let path = format!("{}/calendrier", call_path(call.id));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}

pub async fn plan_again(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    calls::plan_again(&mut tx, &house.outside, &visit.actor, (id.uuid(), fields.revision())).await?;
    tx.commit().await?;
    answer::done(&format!("{}/calendrier", call_path(id.uuid())), "enregistre")
}
