//! The line of somebody in the pool, as the draw knows her: no name.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Language, Link, SummaryRow};
use kernel::french;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::person::{candidate_path, sexes};
use super::{above, choices, college_path};
use crate::actions::{self, Correction};
use crate::rules::{Age, CandidateState, Feature, Names, Sex};
use crate::store::pool::Candidate;

#[derive(Template)]
#[template(path = "pages/candidate.html")]
pub(super) struct CandidatePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub sexes: Vec<Choice>,
    pub ages: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub is_in: bool,
}

impl CandidatePage {
    pub fn new(frame: Frame, form: Form, one: &Candidate, names: &Names, zone: &jiff::tz::TimeZone) -> Self {
        let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(value));
        let area = one.area.map(|id| names.value(Feature::Area, &id.to_string()));
        let state = match one.reason.is_empty() {
            true => one.state.french().to_owned(),
            false => format!("{} : {}", one.state.french(), one.reason),
        };
        let rows = vec![
            text("État", &french::spaced(&state)),
            text("Vient de", one.origin.french()),
            text("Sexe", one.sex.french()),
            text("Âge", &names.value(Feature::Age, one.age.code())),
            text("Quartier", &area.unwrap_or_default()),
            text("Quartier connu", one.placed.french()),
            text("Entrée dans le vivier", &french::date(one.added_at.day(zone))),
        ];
        let ages = Age::ALL.iter().map(|age| Choice::new(age.code(), &names.value(Feature::Age, age.code())));
        Self {
            frame: frame.with_form(&form),
            form,
            path: candidate_path(one.id),
            rows,
            sexes: sexes(Language::French),
            ages: ages.collect(),
            areas: choices(names.areas()),
            is_in: matches!(one.state, CandidateState::Kept | CandidateState::SetAside),
        }
    }
}

/// What is written of somebody, to be corrected.
pub(super) fn form_of(one: &Candidate) -> Form {
    Form::filled([
        ("sexe", one.sex.code().to_owned()),
        ("age", one.age.code().to_owned()),
        ("quartier", one.area.map(|id| id.to_string()).unwrap_or_default()),
        ("revision", one.revision.to_string()),
    ])
}

async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    id: kernel::Uuid,
    typed: Option<Form>,
) -> Result<CandidatePage, Fault> {
    let (council, college, one) = actions::candidate(tx, &visit.actor, id).await?;
    let names = actions::names(tx, &council).await?;
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    let frame = visit.back_office("Une fiche du vivier").with_breadcrumb([above(&council), vec![pool]].concat());
    let form = typed.unwrap_or_else(|| form_of(&one));
    Ok(CandidatePage::new(frame, form, &one, &names, &house.settings.zone))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Candidate>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, id.uuid(), None).await?)
}

pub async fn correct(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Candidate>,
    fields: Fields,
) -> Answer {
    let mut typed = Reading::of(&fields);
    let correction = Correction {
        sex: typed.coded("sexe", Sex::from_code, "Choisissez une ligne").unwrap_or(Sex::Unknown),
        age: typed.coded("age", Age::from_code, "Choisissez une ligne").unwrap_or(Age::Unknown),
        area: typed.offered("quartier"),
    };
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::correct_candidate(&mut tx, &house.outside, &visit.actor, at, typed.filled(correction)).await;
    let again = async |form| draw(&mut house.read().await?, &house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|_| candidate_path(id.uuid()), "modifie"), &fields, again).await
}

pub async fn withdraw(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Candidate>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let reason = fields.text("raison");
    let outcome = actions::withdraw_candidate(&mut tx, &house.outside, &visit.actor, at, reason).await;
    let again = async |form: Form| {
        let mut tx = house.read().await?;
        let (.., one) = actions::candidate(&mut tx, &visit.actor, id.uuid()).await?;
        let form = form_of(&one).with("raison", fields.text("raison")).with_errors(form.errors());
        draw(&mut tx, &house, &visit, id.uuid(), Some(form)).await
    };
    answer::settle(tx, outcome, (|_| candidate_path(id.uuid()), "modifie"), &fields, again).await
}
