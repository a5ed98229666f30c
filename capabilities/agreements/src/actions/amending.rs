//! Amendments: a version more, which starts from the one in force and never changes it.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::desk::{self, Whole};
use super::preparing::line;
use crate::rules::{EXECUTION_TEXT, Version, VersionState, VersionTerms};
use crate::{acts, store};

/// Begins an amendment of a signed agreement: what is in force is copied, decisions told since are added.
///
/// # Errors
/// Not there or not this actor’s; no reason; nothing is signed, or something is being written or signed already.
pub async fn begin(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, reason: &str) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let whole = desk::agreement(tx, actor, &acts::WRITE, id).await?;
    let last = whole.last().ok_or(Refusal::NotFound)?;
    if last.state != VersionState::Signed {
        let why = "Un avenant part d’une convention signée par tous. Terminez d’abord ce qui est en rédaction ou en signature.";
        return Err(Refusal::rule("Pas d’avenant pour l’instant", why).into());
    }
    if reason.trim().is_empty() || reason.chars().count() > 500 {
        return Err(Failure::field("motif", "Dites pourquoi la convention change, en moins de 500 signes"));
    }
    let (_, left) = desk::granted(tx, &whole).await?;
    let mut lines: Vec<_> =
        last.lines.iter().map(|line| crate::rules::Line { id: outside.uuid(), ..line.clone() }).collect();
    let mut touched = Vec::new();
    for one in &left {
        if let Some(row) = store::agreement::bind(tx, outside, one.funding, id).await? {
            touched.push(("agreement_funding", row));
            lines.push(line(outside, one));
        }
    }
    let version = Version {
        id: outside.uuid(),
        number: last.number + 1,
        rank: amendments(&whole) + 1,
        executes: None,
        terms: VersionTerms { body: frame_text(&whole), ..last.terms.clone() },
        reason: reason.trim().to_owned(),
        state: VersionState::Draft,
        made_at: outside.now(),
        by_name: actor.journal_name(),
        file_name: None,
        signed_on: None,
        noted_at: None,
        revision: 1,
        lines,
        ..last.clone()
    };
    touched.extend(store::version::insert(tx, outside, &version).await?);
    let detail = json!({ "acte": "avenant commencé", "avenant": version.number });
    let entry = Entry::on(acts::WRITE.code, "agreement", id).detail(detail).why(reason.trim()).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// How many amendments an agreement had.
fn amendments(whole: &Whole) -> i64 {
    whole.versions.iter().filter(|one| one.number > 0 && one.executes.is_none()).count() as i64
}

/// The text an amendment starts from: of the agreement itself, not of what executed a year of it.
fn frame_text(whole: &Whole) -> String {
    let frame = whole.versions.iter().rev().find(|one| one.executes.is_none());
    frame.map(|one| one.terms.body.clone()).unwrap_or_default()
}

/// Begins the execution agreement of a year: the year becomes firm once it is signed, within what the frame foresees.
///
/// # Errors
/// Not there or not this actor’s; nothing is signed, or something is being written or signed already; the year is firm.
pub async fn execute(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, year): (Uuid, Option<i64>)) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let whole = desk::agreement(tx, actor, &acts::WRITE, id).await?;
    let last = whole.last().ok_or(Refusal::NotFound)?;
    if last.state != VersionState::Signed {
        let why = "Une année s’exécute à partir d’une convention signée par tous. Terminez d’abord ce qui est en rédaction ou \
                   en signature.";
        return Err(Refusal::rule("Pas de convention d’exécution pour l’instant", why).into());
    }
    let first = last.forecast.iter().min().copied();
    let year = year.filter(|year| last.forecast.contains(year));
    let year = year.ok_or_else(|| Failure::field("annee", "Choisissez une année encore prévisionnelle"))?;
    if first.is_some_and(|first| year > first) {
        let sentence = "Les années s’exécutent dans l’ordre : commencez par la première qui est prévisionnelle";
        return Err(Failure::field("annee", sentence));
    }
    let version = Version {
        id: outside.uuid(),
        number: last.number + 1,
        rank: 0,
        executes: Some(year),
        forecast: last.forecast.iter().copied().filter(|one| *one != year).collect(),
        reason: format!("Exécution de l’année {year}"),
        terms: VersionTerms { body: EXECUTION_TEXT.to_owned(), ..last.terms.clone() },
        state: VersionState::Draft,
        made_at: outside.now(),
        by_name: actor.journal_name(),
        file_name: None,
        signed_on: None,
        noted_at: None,
        revision: 1,
        lines: last.lines.iter().map(|line| crate::rules::Line { id: outside.uuid(), ..line.clone() }).collect(),
        ..last.clone()
    };
    let touched = store::version::insert(tx, outside, &version).await?;
    let detail = json!({ "acte": "convention d’exécution commencée", "annee": year });
    let entry = Entry::on(acts::WRITE.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Gives an amendment up before it goes round: what it alone bound is free again.
///
/// # Errors
/// Not there or not this actor’s; no amendment is being written.
pub async fn give_up(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let whole = desk::agreement(tx, actor, &acts::WRITE, id).await?;
    let last = whole.last().ok_or(Refusal::NotFound)?;
    let mut touched = store::version::remove_draft(tx, last.id).await?;
    if touched.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let before: Vec<&Version> = whole.versions.iter().filter(|one| one.id != last.id).collect();
    for line in &last.lines {
        if before.iter().all(|one| one.lines.iter().all(|known| known.funding != line.funding)) {
            let row = store::version::unbind(tx, id, line.funding).await?;
            touched.extend(row.map(|row| ("agreement_funding", row)));
        }
    }
    let detail = json!({ "acte": "avenant abandonné", "avenant": last.number });
    let entry = Entry::on(acts::WRITE.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
