//! `/gestion/questionnaires/{id}/resultats/{nom}/reponses`: the answers behind a figure, one person after another, without what
//! could name her.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Pagination, SummaryRow};
use kernel::french;
use tabulation::secrecy::SecrecyRule;
use tabulation::{Answer as Given, Category, Kind, Variable};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::figure::frame;
use super::figures::loaded;
use super::path;
use crate::actions::{Counted, Subject};
use crate::store::survey::Survey;

/// Fewest people whose answers are listed.
pub(super) const LEAST: i64 = SecrecyRule::SURVEY.threshold as i64;
/// Answers of one page.
const ON_A_PAGE: u32 = 10;

#[derive(Template)]
#[template(path = "pages/cell.html")]
pub(super) struct CellPage {
    pub frame: Frame,
    pub counted: String,
    pub refusal: String,
    /// Each person, and what she answered.
    pub answers: Vec<(String, Vec<SummaryRow>)>,
    pub pages: Pagination,
}

/// An answer in words; nothing where there is none to show.
fn told(variable: &Variable, given: &Given<'_>) -> Option<String> {
    let special = |one: &Option<Category>| one.as_ref().map(|category| category.label.clone());
    Some(match given {
        Given::NotAsked | Given::NoAnswer | Given::Text(_) => return None,
        Given::DontKnow => special(&variable.dont_know)?,
        Given::RatherNotSay => special(&variable.rather_not_say)?,
        Given::One(category) => variable.categories[*category].label.clone(),
        Given::Several(chosen) => {
            let words: Vec<&str> = chosen.iter().map(|one| variable.categories[*one].label.as_str()).collect();
            words.join(" ; ")
        }
        Given::Number(value) => value.to_string().replace('.', ","),
    })
}

/// A figure: a question and one of its answers, by their names.
fn cell_of(counted: &Counted, name: &str, code: &str) -> Result<(usize, usize), Fault> {
    let position = match counted.sheet().subject(name) {
        Some(Subject::Question(position)) => position,
        _ if counted.data.variables()[counted.mode()].name == name => counted.mode(),
        _ => return Err(Fault::not_found()),
    };
    let category = counted.data.variables()[position].category(code).ok_or_else(Fault::not_found)?;
    Ok((position, category))
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let (data, variables) = (&counted.data, counted.data.variables());
    let (position, category) = cell_of(&counted, &name, asked.text("valeur"))?;
    let mut rows = data.rows_where(position, category);
    let mut what = variables[position].categories[category].label.clone();
    let mut query = format!("valeur={}", answer::encode(asked.text("valeur")));
    if !asked.text("par").is_empty() {
        let (by, within) = cell_of(&counted, asked.text("par"), asked.text("dans"))?;
        rows = rows.and(&data.rows_where(by, within));
        what = format!("{what} ; {}", variables[by].categories[within].label);
        query.push_str(&format!(
            "&par={}&dans={}",
            answer::encode(asked.text("par")),
            answer::encode(asked.text("dans"))
        ));
    }
    let count = i64::try_from(rows.count()).unwrap_or(i64::MAX);
    let is_few = count < LEAST;
    let here = format!("{}/resultats/{}/reponses?{query}", path(survey.id), answer::encode(&name));
    let pages = Pagination::new(asked.text("page").parse().unwrap_or(1), rows.count(), ON_A_PAGE, here);
    let mut answers = Vec::new();
    if !is_few {
        let told_questions: Vec<usize> =
            counted.told().into_iter().filter(|at| variables[*at].kind != Kind::Open).chain([counted.mode()]).collect();
        let shown = counted.order.iter().filter(|row| rows.contains(**row)).enumerate();
        for (rank, row) in shown.skip((pages.page as usize - 1) * ON_A_PAGE as usize).take(ON_A_PAGE as usize) {
            let line = |at: &usize| {
                let words = told(&variables[*at], &data.answer(*row, *at))?;
                Some(SummaryRow::new(french::spaced(&variables[*at].label), french::spaced(&words)))
            };
            answers.push((format!("Réponse {}", rank + 1), told_questions.iter().filter_map(line).collect()));
        }
    }
    let refusal = "Moins de cinq personnes ont répondu ainsi : leurs réponses, mises côte à côte, les désigneraient.";
    let people =
        if is_few { "moins de cinq personnes".to_owned() } else { french::count(count, "personne", "personnes") };
    answer::page(&CellPage {
        frame: frame(&visit, &survey, &variables[position].label),
        counted: french::spaced(&format!("{what} : {people}")),
        refusal: if is_few { french::spaced(refusal) } else { String::new() },
        answers,
        pages,
    })
}
