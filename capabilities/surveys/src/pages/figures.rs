//! `/gestion/questionnaires/{id}/resultats`: every question with its base, and the files of answers to take away.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link};
use kernel::french;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::{above, files, path};
use crate::actions::{self, Counted, Subject};
use crate::acts;
use crate::facade::results::{base_of_repeat, first_of, notes};
use crate::facade::tables::Reader;
use crate::store::survey::Survey;

/// What stands between a repeat and its question in an address.
pub(super) const WITHIN: char = ':';

/// A question of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub link: Link,
    pub first: String,
    pub base: String,
}

#[derive(Template)]
#[template(path = "pages/figures.html")]
pub(super) struct FiguresPage {
    pub frame: Frame,
    pub counted: String,
    pub notes: Vec<String>,
    pub lines: Vec<Line>,
    /// What was asked several times, with its questions.
    pub repeats: Vec<(String, Vec<Line>)>,
    pub files: Vec<Link>,
}

/// A questionnaire and its answers counted.
pub(super) async fn loaded(
    tx: &mut database::Tx,
    house: &House,
    visit: &Visit,
    id: kernel::Uuid,
) -> Result<(Survey, Arc<Counted>), Fault> {
    let survey = actions::survey(tx, &visit.actor, &acts::READ, id).await?;
    let around = (&house.shelves, &house.outside);
    let counted = actions::counted_live(tx, around, &survey).await?.ok_or_else(Fault::not_found)?;
    Ok((survey, counted))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let mut lines = Vec::new();
    let at = |name: &str| format!("{}/resultats/{}", path(survey.id), answer::encode(name));
    let sheet = counted.sheet();
    for subject in sheet.subjects() {
        let (first, base) = first_of(sheet, subject, Reader::Agents)?;
        let link = Link::new(french::spaced(sheet.label(subject)), at(sheet.name(subject)));
        lines.push(Line { link, first, base });
    }
    let mut repeats = Vec::new();
    for repeated in &counted.repeats {
        let sheet = repeated.sheet();
        let base = french::spaced(&base_of_repeat(repeated));
        let line = |subject: Subject| -> Result<Line, Fault> {
            let (first, _) = first_of(sheet, subject, Reader::Agents)?;
            let name = format!("{}{WITHIN}{}", repeated.repeat.name, sheet.name(subject));
            let link = Link::new(french::spaced(sheet.label(subject)), at(&name));
            Ok(Line { link, first, base: base.clone() })
        };
        let lines = sheet.subjects().into_iter().map(line).collect::<Result<Vec<Line>, Fault>>()?;
        repeats.push((french::spaced(&repeated.repeat.label), lines));
    }
    let count = i64::try_from(counted.data.len()).unwrap_or(i64::MAX);
    let frame = visit.back_office("Résultats").with_caption(survey.text.title.clone());
    answer::page(&FiguresPage {
        frame: frame.with_breadcrumb(above(&survey)),
        counted: french::count(count, "réponse comptée", "réponses comptées"),
        notes: notes(&counted),
        lines,
        repeats,
        files: files::links(&survey, &counted),
    })
}
