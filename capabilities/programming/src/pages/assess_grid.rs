//! `/gestion/dossiers/actions/{id}/lecture`: the grid of a project, one’s own reading.

use std::sync::Arc;

use applications::facade::Project;
use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link, SummaryRow};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::assess_file::sections;
use super::{above, choices, project_path, senses, today};
use crate::actions::assess_file::{self, Dossier};
use crate::actions::assess_reading::{self, Written};
use crate::acts;
use crate::rules::{Criterion, MOST_POINTS, Reading, Score, Sense, points_field, reason_field, score_of};

/// A criterion as it is filled in.
pub(super) struct Line {
    pub label: String,
    pub hint: String,
    pub points: String,
    pub reason: String,
}

#[derive(Template)]
#[template(path = "pages/assess_grid.html")]
pub(super) struct GridPage {
    pub frame: Frame,
    pub form: Form,
    pub lines: Vec<Line>,
    pub scale: Vec<Choice>,
    pub senses: Vec<Choice>,
    pub sections: Vec<(String, Vec<SummaryRow>)>,
    pub revision: String,
    pub is_given: bool,
}

impl GridPage {
    pub fn new(frame: Frame, form: Form, dossier: &Dossier, (project, own): (Uuid, &Reading)) -> Self {
        let line = |criterion: &applications::facade::Criterion| Line {
            label: format!("{} (poids {})", criterion.label, criterion.weight),
            hint: criterion.hint.clone(),
            points: points_field(&criterion.key),
            reason: reason_field(&criterion.key),
        };
        Self {
            frame: frame.with_form(&form).with_caption("Votre lecture"),
            form,
            lines: dossier.view.terms.criteria.iter().map(line).collect(),
            scale: choices((0..=MOST_POINTS).map(|points| (points, points.to_string()))),
            senses: senses(),
            sections: sections(dossier, Some(project)),
            revision: own.revision.to_string(),
            is_given: own.is_given(),
        }
    }
}

fn form_of(own: &Reading, grid: &[Criterion]) -> Form {
    let mut form = Form::filled([("avis", own.sense.map_or("", Sense::code)), ("remarques", own.words.as_str())]);
    for criterion in grid {
        let Some(score) = score_of(&own.scores, &criterion.code) else { continue };
        let points = score.points.map(|points| points.to_string()).unwrap_or_default();
        form.add(points_field(&criterion.code), points);
        form.add(reason_field(&criterion.code), score.reason.clone());
    }
    form
}

/// The file, and one’s own reading of a project of it.
async fn mine(house: &House, visit: &Visit, id: Uuid) -> Result<(Dossier, Reading), Fault> {
    let mut tx = house.read().await?;
    let around = (today(house), &house.settings.zone);
    let dossier = assess_file::open_project(&mut tx, around, &visit.actor, &acts::ASSESS, id).await?;
    let all = assess_reading::counted(&mut tx, &dossier, id).await?;
    let own = all.into_iter().find(|one| Some(one.reader) == visit.actor.account());
    Ok((dossier, own.ok_or_else(Fault::not_found)?))
}

fn frame(visit: &Visit, dossier: &Dossier, project: Uuid) -> Frame {
    let title = dossier.row(project).map(|row| row.project.title.clone()).unwrap_or_default();
    let own = Link::new(&title, project_path(project));
    visit.back_office(&title).with_breadcrumb([above(Some(dossier)), vec![own]].concat())
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>) -> Answer {
    let (dossier, own) = mine(&house, &visit, id.uuid()).await?;
    let form = form_of(&own, &assess_reading::grid(&dossier));
    answer::page(&GridPage::new(frame(&visit, &dossier, id.uuid()), form, &dossier, (id.uuid(), &own)))
}

fn read(fields: &Fields, grid: &[Criterion]) -> Filled<Written> {
    let mut errors = Vec::new();
    let score = |criterion: &Criterion| {
        let name = points_field(&criterion.code);
        let typed = fields.text(&name);
        let points = typed.parse::<i64>().ok();
        if !typed.is_empty() && points.is_none() {
            errors.push(kernel::FieldError::new(name, format!("Choisissez de 0 à {MOST_POINTS} points")));
        }
        Score {
            criterion: criterion.code.clone(),
            points,
            reason: fields.text(&reason_field(&criterion.code)).to_owned(),
        }
    };
    let scores = grid.iter().map(score).collect();
    let written = Written {
        sense: Sense::from_code(fields.text("avis")),
        words: fields.text("remarques").to_owned(),
        scores,
        is_given: fields.text("geste") == "donner",
    };
    Filled::new(written, errors)
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Project>,
    fields: Fields,
) -> Answer {
    let (dossier, own) = mine(&house, &visit, id.uuid()).await?;
    let written = read(&fields, &assess_reading::grid(&dossier));
    let mut tx = house.write().await?;
    let at = (&dossier, id.uuid(), fields.revision());
    let outcome = assess_reading::write(&mut tx, &house.outside, &visit.actor, at, written).await;
    let again = async |form| Ok(GridPage::new(frame(&visit, &dossier, id.uuid()), form, &dossier, (id.uuid(), &own)));
    answer::settle(tx, outcome, (project_path, "enregistre"), &fields, again).await
}
