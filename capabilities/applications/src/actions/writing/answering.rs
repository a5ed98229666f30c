//! Answers, saved one by one.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::looking::{changed, writable};
use crate::actions::looking::Found;
use crate::rules::following::BUDGET;
use crate::rules::writing::{Given, IDENTITY, Piece, YEARS, check, form};
use crate::rules::{Answer, Application, Part, Question};
use crate::{acts, store};

/// Which answer: of which application, of which of its projects, to which question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<'a> {
    /// The application.
    pub application: Uuid,
    /// The project; none: the whole.
    pub project: Option<Uuid>,
    /// The question.
    pub key: &'a str,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Saved, in this row.
    Saved(Uuid),
    /// Somebody else saved another answer meanwhile: this one.
    Overtaken(Box<Answer>),
}

/// Keeps an answer unless another one was kept since `revision` (zero: none was there). The same text twice is no
/// conflict.
pub(super) async fn keep(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: At<'_>,
    (value, revision): (&str, i64),
) -> Outcome<Kept> {
    let known = store::answer::of_key(tx, at.application, at.project, at.key).await?;
    let mut one = Answer {
        id: outside.uuid(),
        application: at.application,
        project: at.project,
        key: at.key.to_owned(),
        value: value.to_owned(),
        saved_at: outside.now(),
        saved_by_name: actor.journal_name(),
        revision: 1,
    };
    let is_kept = match known {
        None => store::answer::insert(tx, &one, actor.account()).await?,
        Some(known) if known.revision == revision || known.value == value => {
            one.id = known.id;
            store::answer::save(tx, &one, actor.account(), known.revision).await?
        }
        Some(_) => false,
    };
    if is_kept {
        return Ok(Kept::Saved(one.id));
    }
    let now = store::answer::of_key(tx, at.application, at.project, at.key).await?.ok_or(Refusal::NotFound)?;
    Ok(Kept::Overtaken(Box::new(now)))
}

/// The question of a form, with the section it stands in.
pub(super) async fn question(tx: &mut Tx, version: Uuid, at: At<'_>) -> Outcome<(Question, String, i64)> {
    let version = store::call::version(tx, version).await?.ok_or(Refusal::NotFound)?;
    let part = if at.project.is_some() { Part::Project } else { Part::Application };
    for section in form(&version.terms).into_iter().filter(|section| section.part == part) {
        if let Some(question) = section.questions.into_iter().find(|question| question.key == at.key) {
            return Ok((question, section.key, version.terms.years));
        }
    }
    Err(Refusal::NotFound.into())
}

/// What this actor may answer now: the application, its question, and the most years its call allows.
///
/// # Errors
/// Not there or not this actor's; no such question; withdrawn, or filed and not asked again.
pub async fn opened(tx: &mut Tx, actor: &Actor, at: At<'_>) -> Outcome<(Found, Question, i64)> {
    let found = super::looking::opened(tx, actor, at.application).await?;
    let (question, section, most_years) = question(tx, found.application.version, at).await?;
    let is_identity = [Piece::Title.code(), Piece::Dates.code()].contains(&at.key);
    let whole = if is_identity { IDENTITY } else { at.key };
    // A budget asked again opens budgets, not the questions of a section of the same name.
    let section = if section == BUDGET { at.key } else { section.as_str() };
    let found = writable(tx, actor, at.application, at.project, &[at.key, section, whole]).await?;
    Ok((found, question, most_years))
}

/// Answers a question. `told` is what was given as people read it: it is what the next person sees of it.
///
/// # Errors
/// Not there or not this actor's; no such question; filed and not asked again; something to correct.
pub async fn answer(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: At<'_>,
    (given, told, revision): (Filled<Given>, &str, i64),
) -> Outcome<Kept> {
    let (found, question, most_years) = opened(tx, actor, at).await?;
    let (first, years) = (found.application.first_year, found.application.years);
    let mut given = given;
    given.find(check(&question, &given.value, (first, years, most_years)));
    let given = given.sound()?;
    let kept = keep(tx, outside, actor, at, (told, revision)).await?;
    let Kept::Saved(row) = kept else { return Ok(kept) };
    let mut touched = vec![("application_answer", row)];
    match at.project {
        Some(project) => touched.extend(write_piece(tx, outside, project, given).await?),
        None => {
            if let (YEARS, Given::Years(years)) = (at.key, given) {
                let application = Application { years, ..found.application.clone() };
                if !store::application::save(tx, &application, application.revision).await? {
                    return Err(Failure::conflict("ce dossier", &[]));
                }
                touched.push(("application", application.id));
            }
        }
    }
    touched.extend(changed(tx, outside, actor, &found.application).await?);
    let detail =
        json!({ "acte": "réponse enregistrée", "question": at.key, "action": at.project.map(|id| id.to_string()) });
    let entry = Entry::on(acts::CARRY.code, "application", at.application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(Kept::Saved(row))
}

/// Answers several questions of one part of a draft that has none of them answered, in one act: what a register or a
/// demonstration tells. `told` as in [`answer`].
///
/// # Errors
/// Not there or not this actor's; no such question; filed; something to correct, or answered already.
pub async fn answer_many(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (application, project): (Uuid, Option<Uuid>),
    answers: Vec<(String, Given, String)>,
) -> Outcome<()> {
    let found = writable(tx, actor, application, project, &[]).await?.application;
    let version = store::call::version(tx, found.version).await?.ok_or(Refusal::NotFound)?;
    let part = if project.is_some() { Part::Project } else { Part::Application };
    let sections = form(&version.terms);
    let questions: Vec<&Question> =
        sections.iter().filter(|section| section.part == part).flat_map(|section| &section.questions).collect();
    let mut touched = Vec::with_capacity(answers.len());
    for (key, given, told) in answers {
        let question = questions.iter().find(|question| question.key == key).ok_or(Refusal::NotFound)?;
        let errors = check(question, &given, (found.first_year, found.years, version.terms.years));
        Failure::unless_empty(errors)?;
        let one = Answer {
            id: outside.uuid(),
            application,
            project,
            key,
            value: told,
            saved_at: outside.now(),
            saved_by_name: actor.journal_name(),
            revision: 1,
        };
        if !store::answer::insert(tx, &one, actor.account()).await? {
            return Err(Failure::conflict("cette réponse", &[(&question.label, &one.value)]));
        }
        touched.push(("application_answer", one.id));
        if let Some(project) = project {
            touched.extend(write_piece(tx, outside, project, given).await?);
        }
    }
    touched.extend(changed(tx, outside, actor, &found).await?);
    touched.sort_unstable();
    touched.dedup();
    let detail = json!({ "acte": "réponses reprises", "action": project.map(|id| id.to_string()) });
    let entry = Entry::on(acts::CARRY.code, "application", application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Writes what is kept in rows of its own.
pub(super) async fn write_piece(
    tx: &mut Tx,
    outside: &Outside,
    id: Uuid,
    given: Given,
) -> Outcome<Option<(&'static str, Uuid)>> {
    if matches!(given, Given::Text(_) | Given::Years(_)) {
        return Ok(None);
    }
    let mut project = store::project::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let revision = project.revision;
    match given {
        Given::Text(_) | Given::Years(_) => {}
        Given::Title(title) => project.title = title,
        Given::Dates(starts, ends) => (project.starts_on, project.ends_on) = (starts, ends),
        Given::Objectives(nodes) => store::project::set_nodes(tx, outside, id, &nodes).await?,
        Given::Places(places) => store::writing::set_places(tx, outside, id, &places).await?,
        Given::Publics(publics) => store::writing::set_publics(tx, outside, id, &publics).await?,
        Given::Means(means) => store::writing::set_means(tx, outside, id, &means).await?,
        Given::Indicators(all) => store::writing::set_indicators(tx, outside, id, &all).await?,
    }
    match store::project::save(tx, &project, revision).await? {
        true => Ok(Some(("project", id))),
        false => Err(Failure::conflict("cette action", &[])),
    }
}
