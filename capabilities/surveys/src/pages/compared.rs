//! `/gestion/questionnaires/{id}/resultats/{nom}/voies` and `…/vagues`: one question by each way of answering, and from one wave to
//! the next.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::Table;
use interface::{Frame, Html};
use kernel::{Refusal, french};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::figure::{as_file, frame, shown};
use super::figures::loaded;
use super::path;
use crate::actions::{self, Counted, Subject, request};
use crate::facade::channels::side_by_side;
use crate::facade::results::notes;
use crate::facade::tables::Reader;
use crate::facade::waves::{Wave, wave_table};
use crate::rules::waves::prevents;
use crate::store::survey::Survey;

#[derive(Template)]
#[template(path = "pages/compared.html")]
pub(super) struct ComparedPage {
    pub frame: Frame,
    /// Why figures do not compare.
    pub caution: Vec<String>,
    /// What differs, or not.
    pub sentences: Vec<String>,
    pub table: Option<Html>,
    pub notes: Vec<String>,
}

/// A question with answers to choose from.
fn position_of(counted: &Counted, name: &str) -> Result<usize, Fault> {
    match counted.sheet().subject(name) {
        Some(Subject::Question(position)) if counted.data.variables()[position].is_categorical() => Ok(position),
        _ => Err(Fault::not_found()),
    }
}

fn spaced(all: Vec<String>) -> Vec<String> {
    all.iter().map(|told| french::spaced(told)).collect()
}

pub async fn channels(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let position = position_of(&counted, &name)?;
    let mut page = ComparedPage {
        frame: frame(&visit, &survey, &counted.data.variables()[position].label),
        caution: Vec::new(),
        sentences: Vec::new(),
        table: None,
        notes: notes(&counted),
    };
    let how = (request().policy, Reader::Agents);
    match side_by_side(&counted.data, (position, counted.mode()), &counted.controls(), how) {
        Ok(found) => {
            if let Some(file) = as_file(asked.text("format"), &found.table, &counted)? {
                return file;
            }
            let here = format!("{}/resultats/{}/voies", path(survey.id), answer::encode(&name));
            page.table = Some(shown(&found.table, &here, "", None));
            let sentences = spaced(found.sentences);
            if found.is_comparable {
                page.sentences = sentences
            } else {
                page.caution = sentences
            }
            page.notes.push(french::spaced(STANDARDISED));
        }
        Err(why) => page.caution.push(french::spaced(&why)),
    }
    answer::page(&page)
}

/// What a standardised share is.
const STANDARDISED: &str = "Part standardisée : ce que serait la part de chaque voie si les âges et les sexes y étaient les mêmes. \
                            Aucune part de l’ensemble n’est donnée : les voies n’atteignent pas les mêmes personnes.";

pub async fn waves(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let position = position_of(&counted, &name)?;
    let all = actions::waves(&mut tx, &visit.actor, &survey).await?;
    if all.len() < 2 {
        let what = "Commencez un questionnaire par « Une nouvelle vague de… » : ses questions seront les mêmes.";
        return Err(Refusal::rule("Ce questionnaire n’a qu’une vague", what).into());
    }
    // Waves that asked this question, with the form each was last published with.
    let (mut found, mut forms) = (Vec::new(), Vec::new());
    for wave in &all {
        let Some(ready) = actions::ready(&mut tx, wave.id, wave.published).await? else { continue };
        let Some(of_wave) = actions::counted_live(&mut tx, (&house.shelves, &house.outside), wave).await? else {
            continue;
        };
        if let Ok(question) = position_of(&of_wave, &name) {
            found.push((wave.text.title.clone(), of_wave, question));
            forms.push(ready);
        }
    }
    let mut page = ComparedPage {
        frame: frame(&visit, &survey, &counted.data.variables()[position].label),
        caution: Vec::new(),
        sentences: Vec::new(),
        table: None,
        notes: notes(&counted),
    };
    for (pair, names) in forms.windows(2).zip(found.windows(2)) {
        let changes = prevents(&pair[0].form, &pair[1].form, &name);
        if !changes.is_empty() {
            page.caution.push(format!("De « {} » à « {} » : {}.", names[0].0, names[1].0, changes.join(" ; ")));
        }
    }
    let is_comparable = found.len() > 1
        && forms.last_chunk::<2>().is_some_and(|[before, after]| prevents(&before.form, &after.form, &name).is_empty());
    if found.len() < 2 {
        page.caution.push("Cette question n’a été posée que dans une vague.".to_owned());
    }
    page.caution = spaced(page.caution);
    let of_wave =
        |(label, counted, question): &(String, Arc<Counted>, usize)| (label.clone(), counted.clone(), *question);
    let kept: Vec<(String, Arc<Counted>, usize)> = found.iter().map(of_wave).collect();
    let waves: Vec<Wave<'_>> = kept
        .iter()
        .map(|(label, counted, question)| Wave { label: label.clone(), data: &counted.data, question: *question })
        .collect();
    let (table, sentences): (Table, Vec<String>) =
        wave_table(&waves, is_comparable, request().policy).map_err(super::figure::failed)?;
    if let Some(file) = as_file(asked.text("format"), &table, &counted)? {
        return file;
    }
    let here = format!("{}/resultats/{}/vagues", path(survey.id), answer::encode(&name));
    page.table = Some(shown(&table, &here, "", None));
    page.sentences = spaced(sentences);
    page.notes
        .push(french::spaced("L’écart est celui des deux dernières vagues, avec son intervalle à 95 % (Newcombe)."));
    answer::page(&page)
}
