//! A project read with the grid of its call, each reader blind to the others until she gives her own.

use applications::facade as files;
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assess_file::Dossier;
use super::assess_settling;
use crate::rules::{Came, Criterion, Reading, Score, Sense, check_conclusion, check_scores};
use crate::store::reading::Place;
use crate::{acts, store};

/// What a reader writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// What she concludes.
    pub sense: Option<Sense>,
    /// In which words.
    pub words: String,
    /// Points and reasons.
    pub scores: Vec<Score>,
    /// Whether she gives it: nothing of it changes after.
    pub is_given: bool,
}

/// The grid an application is read with: that of the version it began with.
pub fn grid(dossier: &Dossier) -> Vec<Criterion> {
    let one =
        |one: &files::Criterion| Criterion { code: one.key.clone(), label: one.label.clone(), weight: one.weight };
    dossier.view.terms.criteria.iter().map(one).collect()
}

/// Readings of a project that count: those of people who stay out of the file do not.
///
/// # Errors
/// The database failed.
pub async fn counted(tx: &mut Tx, dossier: &Dossier, project: Uuid) -> database::Result<Vec<Reading>> {
    let out = files::recused(tx, &dossier.view).await?;
    let all = store::reading::of_application(tx, dossier.view.application.id).await?;
    let counts = |one: &Reading| one.project == project && !out.iter().any(|(account, ..)| *account == one.reader);
    Ok(all.into_iter().filter(counts).collect())
}

/// Takes a project to read it oneself.
///
/// # Errors
/// Not there or not this actor’s; she reads it already.
pub async fn take(tx: &mut Tx, outside: &Outside, actor: &Actor, project: Uuid) -> Outcome<()> {
    let (reader, application) = (actor.account().ok_or(Refusal::NotFound)?, own(tx, actor, project).await?);
    let place = Place { project, application: application.0, call: application.1 };
    let made = store::reading::assign(tx, outside, place, reader, (Came::Own, Some(reader))).await?;
    let Some(id) = made else { return Ok(()) };
    let (detail, touched) = (json!({ "acte": "projet pris en lecture" }), [("assessment_reading", id)]);
    let entry = Entry::on(acts::ASSESS.code, "application", application.0).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The application and the call of a project this actor may assess.
async fn own(tx: &mut Tx, actor: &Actor, project: Uuid) -> Outcome<(Uuid, Uuid)> {
    let id = files::application_of_project(tx, project).await?.ok_or(Refusal::NotFound)?;
    let view = files::assessed_for(tx, actor, &acts::ASSESS, id).await?;
    Ok((id, view.call.id))
}

/// Keeps a reading as a draft, or gives it. Once every reader gave hers, what was admissible is assessed.
///
/// # Errors
/// Not there or not this actor’s; not hers to read; given already; points or reasons missing; somebody changed it since
/// `revision`: what was typed is given back.
pub async fn write(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (dossier, project, revision): (&Dossier, Uuid, i64),
    written: impl Into<Filled<Written>>,
) -> Outcome<Uuid> {
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let before = counted(tx, dossier, project).await?.into_iter().find(|one| one.reader == account);
    let before = before.ok_or(Refusal::NotFound)?;
    if before.is_given() {
        return Err(Refusal::rule(
            "Votre lecture est déjà donnée",
            "Elle ne change plus : les autres lecteurs et lectrices ont pu la lire.",
        )
        .into());
    }
    let mut form = written.into();
    form.find(check_scores(&grid(dossier), &form.value.scores, form.value.is_given));
    form.find(check_conclusion(form.value.sense, &form.value.words, form.value.is_given));
    let written = form.sound()?;
    let after = Reading {
        sense: written.sense,
        words: written.words,
        scores: written.scores,
        given_at: written.is_given.then(|| outside.now()),
        ..before
    };
    let Some(scores) = store::reading::save(tx, outside, &after, revision).await? else {
        let label = |score: &Score| {
            let known = grid(dossier).into_iter().find(|one| one.code == score.criterion);
            known.map_or_else(|| score.criterion.clone(), |one| one.label)
        };
        let mut kept = vec![("Remarques".to_owned(), after.words.clone())];
        kept.extend(after.scores.iter().map(|score| (label(score), score.reason.clone())));
        let kept: Vec<(&str, &str)> = kept.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect();
        return Err(Failure::conflict("cette lecture", &kept));
    };
    let application = dossier.view.application.id;
    let mut touched = vec![("assessment_reading", after.id)];
    touched.extend(scores.into_iter().map(|row| ("assessment_score", row)));
    let what = if written.is_given { "lecture donnée" } else { "lecture gardée en brouillon" };
    let detail = json!({ "acte": what, "projet": project.to_string() });
    let entry = Entry::on(acts::ASSESS.code, "application", application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    if written.is_given {
        assess_settling::settle(tx, outside, (application, project)).await?;
    }
    Ok(project)
}
