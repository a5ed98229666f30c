//! Projects of a call nearly alike, whoever carries them: compared at once, or out of sight when there are many.

use std::collections::HashMap;

use ::jobs::{NewJob, enqueue};
use applications::facade::{self as files, CallBrief, Part, ProjectRow, QuestionKind};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::rules::{BIG_CALL, Text, near_projects};
use crate::store::near::Found;
use crate::{acts, store};

/// The kind of job that compares.
pub const COMPARE_JOB: &str = "programming.compare";

/// A call where this actor compares projects.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn compared(tx: &mut Tx, actor: &Actor, call: Uuid) -> Outcome<CallBrief> {
    let call = files::call_brief(tx, call).await?.ok_or(Refusal::NotFound)?;
    match actor.may(&acts::COMPARE, &Scope::contract(call.contract)).is_allowed() {
        true => Ok(call),
        false => Err(Refusal::NotFound.into()),
    }
}

/// Texts of projects: their long answers, in the order of the form.
async fn texts(tx: &mut Tx, call: &CallBrief, rows: &[ProjectRow]) -> database::Result<HashMap<Uuid, String>> {
    let mut keys: Vec<String> = Vec::new();
    let mut versions: Vec<Uuid> = rows.iter().map(|row| row.version).collect();
    versions.sort_unstable();
    versions.dedup();
    for version in versions {
        let Some(terms) = files::terms(tx, version).await? else { continue };
        let sections = terms.sections.into_iter().filter(|section| section.part == Part::Project);
        let asked = sections.flat_map(|section| section.questions).filter(|one| one.kind == QuestionKind::Text);
        let new: Vec<String> = asked.map(|question| question.key).filter(|key| !keys.contains(key)).collect();
        keys.extend(new);
    }
    let mut all: HashMap<Uuid, String> = HashMap::new();
    for key in keys {
        for (project, value) in files::answers_of_call(tx, call.id, &key).await? {
            let text = all.entry(project).or_default();
            text.push_str(value.trim());
            text.push('\n');
        }
    }
    Ok(all)
}

/// Compares the projects of a call; when there are many, a job does it. Gives whether it is done already.
///
/// # Errors
/// Not this actor’s.
pub async fn ask(tx: &mut Tx, outside: &Outside, actor: &Actor, call: Uuid) -> Outcome<bool> {
    let call = compared(tx, actor, call).await?;
    if files::projects_of_call(tx, call.id).await?.len() <= BIG_CALL {
        compare(tx, outside, actor, call.id).await?;
        return Ok(true);
    }
    let mut job = NewJob::new(COMPARE_JOB, json!({ "call": call.id.to_string() })).unique(call.id.to_string());
    if let Some(account) = actor.account() {
        job = job.requested_by(account);
    }
    enqueue(tx, outside, job).await?;
    Ok(false)
}

/// Compares the projects of a call and keeps what is nearly alike. Gives how many pairs.
///
/// # Errors
/// Not this actor’s.
pub async fn compare(tx: &mut Tx, outside: &Outside, actor: &Actor, call: Uuid) -> Outcome<usize> {
    let call = compared(tx, actor, call).await?;
    let rows = files::projects_of_call(tx, call.id).await?;
    let mut said = texts(tx, &call, &rows).await?;
    let text = |row: &ProjectRow| Text {
        project: row.project.id,
        carrier: row.carrier,
        title: row.project.title.clone(),
        description: said.remove(&row.project.id).unwrap_or_default(),
    };
    let texts: Vec<Text> = rows.iter().map(text).collect();
    let found = near_projects(&texts);
    let count = i64::try_from(texts.len()).unwrap_or(i64::MAX);
    store::near::replace(tx, outside, call.id, &found, count).await?;
    let detail = json!({ "acte": "projets comparés", "projets": count, "ressemblances": found.len() });
    let entry = Entry::on(acts::COMPARE.code, "call", call.id).detail(detail);
    journal::record(tx, outside, actor, entry).await?;
    Ok(found.len())
}

/// A likeness between two projects this actor may both read, with both texts.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What was found.
    pub found: Found,
    /// Its call.
    pub call: CallBrief,
    /// Both projects with what they say.
    pub sides: [(ProjectRow, String); 2],
}

/// Those of a call that this actor may read both ends of.
///
/// # Errors
/// The database failed.
pub async fn of_call(
    tx: &mut Tx,
    actor: &Actor,
    call: &CallBrief,
) -> database::Result<Vec<(Found, ProjectRow, ProjectRow)>> {
    let rows = files::projects_of_call(tx, call.id).await?;
    let rows = files::rows_for(tx, actor, &acts::COMPARE, call, rows).await?;
    let by: HashMap<Uuid, &ProjectRow> = rows.iter().map(|row| (row.project.id, row)).collect();
    let all = store::near::of_call(tx, call.id).await?;
    let told = |found: Found| {
        let (one, other) = (*by.get(&found.near.one)?, *by.get(&found.near.other)?);
        Some((found, one.clone(), other.clone()))
    };
    Ok(all.into_iter().filter_map(told).collect())
}

/// A likeness with both texts, for whoever may read both.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn pair(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Pair> {
    let found = store::near::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let call = compared(tx, actor, found.call).await?;
    let all = of_call(tx, actor, &call).await?;
    let (found, one, other) = all.into_iter().find(|(known, ..)| known.id == id).ok_or(Refusal::NotFound)?;
    let mut said = texts(tx, &call, &[one.clone(), other.clone()]).await?;
    let sides = [one, other].map(|row| {
        let text = said.remove(&row.project.id).unwrap_or_default();
        (row, text)
    });
    Ok(Pair { found, call, sides })
}

/// Says that a likeness is nothing. Nothing more is asked of it.
///
/// # Errors
/// Not there or not this actor’s; no reason.
pub async fn set_aside(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, why: &str) -> Outcome<String> {
    let pair = pair(tx, actor, id).await?;
    let why = why.trim();
    if why.is_empty() || why.chars().count() > 500 {
        return Err(Failure::field("motif", "Dites pourquoi ce n’est rien, en moins de 500 signes"));
    }
    if store::near::set_aside(tx, id, (outside.now(), actor.account()), why).await? {
        let (detail, touched) = (json!({ "acte": "ressemblance écartée" }), [("assessment_near", id)]);
        let entry = Entry::on(acts::COMPARE.code, "call", pair.call.id).detail(detail).why(why).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(pair.call.address)
}
