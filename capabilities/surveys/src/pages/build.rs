//! `/gestion/questionnaires/{id}/questions`: every question in order, as people will read it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Html};
use questionnaire::model::{self, Item, Kind};
use questionnaire::xlsform;
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{above, path};
use crate::rules::draft::{self, OFFERED};
use crate::store::survey::Survey;
use crate::{actions, acts};

/// A question of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub name: String,
    pub label: String,
    pub told: String,
    pub depth: usize,
    pub is_editable: bool,
    pub choices: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/build.html")]
pub(super) struct BuildPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub lines: Vec<Line>,
    pub problems: Vec<String>,
    /// What to know, which prevents nothing.
    pub warnings: Vec<String>,
    pub languages: Vec<String>,
    pub revision: i64,
    pub may_lead: bool,
}

/// What a question is, in a few words.
fn told(item: &Item) -> String {
    let code = draft::code_of_item(item);
    let kind = OFFERED.iter().find(|(known, ..)| *known == code).map_or_else(
        || match item.kind {
            Kind::Repeat => "Questions posées plusieurs fois".to_owned(),
            Kind::Calculate => "Valeur calculée".to_owned(),
            _ => format!("Type « {code} » d’un formulaire importé"),
        },
        |(_, label, _)| (*label).to_owned(),
    );
    let mut parts = vec![kind];
    if item.required.is_some() {
        parts.push("obligatoire".into());
    }
    if let Some(most) = item.max_selected {
        parts.push(format!("{most} au plus"));
    }
    if let Some(condition) = &item.relevant {
        parts.push(format!("posée si {condition}"));
    }
    if let Some(role) = &item.role {
        parts.extend(
            draft::ROLES
                .iter()
                .find(|(known, _)| known == role)
                .map(|(_, label)| format!("sert à dire : {}", label.to_lowercase())),
        );
    }
    kernel::french::spaced(&parts.join(" ; "))
}

/// The list of questions.
pub(super) fn lines(form: &model::Form) -> Vec<Line> {
    let mut all = Vec::new();
    let default = form.settings.default_language.clone();
    let mut tables: Vec<&str> = Vec::new();
    form.walk(&mut |item, around| {
        if draft::is_matrix(item) {
            tables.push(&item.name);
        }
        // The lines of a table are corrected with it.
        let is_line = around.last().is_some_and(|group| tables.contains(group));
        let choices = form.list_of(item).map_or(&[][..], |list| &list.choices);
        let label = item.label.told("fr", &default);
        all.push(Line {
            name: item.name.clone(),
            label: kernel::french::spaced(if label.is_empty() { &item.name } else { label }),
            told: told(item),
            depth: around.len(),
            is_editable: !is_line && OFFERED.iter().any(|(code, ..)| *code == draft::code_of_item(item)),
            choices: choices.iter().take(30).map(|choice| choice.label.told("fr", &default).to_owned()).collect(),
        });
    });
    all
}

/// The rows of a workbook just brought, by question: « photo.12,son.15 ».
fn rows_of(written: &model::Form, told: &str) -> Vec<(String, u32)> {
    let pairs = told.split(',').filter_map(|one| one.rsplit_once('.'));
    let known = pairs.filter_map(|(name, row)| Some((written.item(name)?.name.clone(), row.parse().ok()?)));
    known.collect()
}

/// What to know of a form, with the rows it was read from where they are known.
fn warnings(written: &model::Form, rows: &[(String, u32)]) -> Vec<String> {
    let mut written = written.clone();
    fn place(items: &mut [Item], rows: &[(String, u32)]) {
        for item in items {
            let row = rows.iter().find(|(name, _)| *name == item.name).map_or(0, |(_, row)| *row);
            item.row = model::Row(row);
            place(&mut item.children, rows);
        }
    }
    place(&mut written.items, rows);
    let told = xlsform::check(&written).into_iter().filter(|problem| !problem.is_refusal());
    told.map(|problem| kernel::french::spaced(&if problem.row > 0 { problem.to_string() } else { problem.sentence }))
        .collect()
}

async fn draw(
    tx: &mut database::Tx,
    visit: &Visit,
    survey: &Survey,
    (form, rows): (Form, &str),
) -> Result<BuildPage, Fault> {
    let written = actions::form_of(survey)?;
    let may_lead = actions::survey(tx, &visit.actor, &acts::LEAD, survey.id).await.is_ok();
    let refusals = xlsform::check(&written).into_iter().filter(questionnaire::Problem::is_refusal);
    let problems = refusals.map(|problem| kernel::french::spaced(&problem.sentence)).collect();
    let warnings = warnings(&written, &rows_of(&written, rows));
    let frame = visit.back_office("Les questions").with_caption(survey.text.title.clone());
    Ok(BuildPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        form,
        path: path(survey.id),
        lines: lines(&written),
        problems,
        warnings,
        languages: draft::languages(&written).into_iter().filter(|name| !name.is_empty()).collect(),
        revision: survey.revision,
        may_lead,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    answer::page(&draw(&mut tx, &visit, &survey, (Form::empty(), asked.text("lignes"))).await?)
}

pub async fn add_language(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let mut form = actions::form_of(&survey)?;
    let name = fields.text("langue-nouvelle").to_owned();
    let outcome = if model::Language::new(&name).code.is_none() {
        let told = "Écrivez le nom de la langue et son code, par exemple : English (en), العربية (ar)";
        Err(kernel::Failure::field("langue-nouvelle", told))
    } else {
        draft::add_language(&mut form, &name);
        actions::change_draft(&mut tx, &house.outside, &visit.actor, (survey.id, fields.revision()), &form).await
    };
    let again = async |form| draw(&mut house.read().await?, &visit, &survey, (form, "")).await;
    answer::settle(tx, outcome, (|()| format!("{}/questions", path(survey.id)), "ajoute"), &fields, again).await
}

impl Line {
    /// Spaces before a question that stands in a group.
    fn marks(&self) -> Html {
        Html::trusted("<span aria-hidden=\"true\">↳ </span>".repeat(self.depth))
    }
}
