//! The thread as sheets write it: needs and objectives lead to a sheet, and the needs of a sheet lead to its objective.

use database::Tx;
use journal::Entry;
use kernel::{Actor, FieldError, Outcome, Outside, Refusal, Uuid};
use lineage::{End, Kind, Link};
use serde_json::json;

use super::place::authorise_sheet;
use crate::rules::SheetText;
use crate::{acts, store};

/// Rows of the thread that an act wrote.
pub type Rows = Vec<(&'static str, Uuid)>;

/// The table of links, as the journal names it.
const TABLE: &str = "lineage_link";

/// The field where somebody says why a sheet no longer stands where it stood on the thread.
pub const WHY_FIELD: &str = "motif-fil";

/// Links towards one sheet, at most: a sheet names a few needs and one objective.
const MOST: i64 = 10_000;

/// Ties two ends; the row, when it is new.
pub async fn tie(tx: &mut Tx, outside: &Outside, actor: &Actor, from: End, to: End, rows: &mut Rows) -> Outcome<()> {
    let (id, is_new) = lineage::tie(tx, outside, actor, from, to, "").await?;
    if is_new {
        rows.push((TABLE, id));
    }
    Ok(())
}

/// The objective that leads to a sheet: the closest one its text names.
fn objective(text: &SheetText) -> Option<Uuid> {
    text.operational.or(text.strategic)
}

/// Ends that lead to a sheet, as its text says.
fn wanted(text: &SheetText) -> Vec<End> {
    let needs = text.needs.iter().map(|need| End::new(Kind::Need, *need));
    needs.chain(objective(text).map(|node| End::new(Kind::Objective, node))).collect()
}

/// Links towards a sheet that its text no longer names.
async fn dropped(tx: &mut Tx, sheet: Uuid, text: &SheetText) -> Outcome<Vec<Link>> {
    let wanted = wanted(text);
    let mut links = lineage::before(tx, sheet, MOST).await?;
    links.retain(|link| matches!(link.from.kind, Kind::Need | Kind::Objective) && !wanted.contains(&link.from));
    Ok(links)
}

/// Whether a text takes a sheet away from a need or an objective that led to it.
pub async fn drops(tx: &mut Tx, sheet: Uuid, text: &SheetText) -> Outcome<bool> {
    Ok(!dropped(tx, sheet, text).await?.is_empty())
}

/// What is wrong with the reason given for what a text drops: there must be one, short enough to be kept.
pub async fn check_reason(tx: &mut Tx, sheet: Uuid, text: &SheetText, why: &str) -> Outcome<Vec<FieldError>> {
    if !drops(tx, sheet, text).await? {
        return Ok(Vec::new());
    }
    let length = why.chars().count();
    let sentence = match length {
        0 => "Vous retirez un besoin ou changez d’objectif : dites pourquoi, le fil en garde la trace".to_owned(),
        _ if length > lineage::LONGEST_REASON => {
            format!("Le motif doit faire {} signes au plus : il en a {length}", lineage::LONGEST_REASON)
        }
        _ => return Ok(Vec::new()),
    };
    Ok(vec![FieldError::new(WHY_FIELD, sentence)])
}

/// Ties a sheet to what its text names, and breaks the ties it no longer names for that reason, see [`check_reason`].
pub async fn follow(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    sheet: Uuid,
    (text, why): (&SheetText, &str),
) -> Outcome<Rows> {
    let mut rows = Rows::new();
    for link in dropped(tx, sheet, text).await? {
        lineage::untie(tx, outside, actor, link.id, why).await?;
        rows.push((TABLE, link.id));
    }
    let own = End::new(Kind::Sheet, sheet);
    for from in wanted(text) {
        tie(tx, outside, actor, from, own, &mut rows).await?;
    }
    if let Some(objective) = objective(text) {
        for need in &text.needs {
            let (need, objective) = (End::new(Kind::Need, *need), End::new(Kind::Objective, objective));
            tie(tx, outside, actor, need, objective, &mut rows).await?;
        }
    }
    Ok(rows)
}

/// Breaks every tie of a sheet that is taken out.
pub async fn forget(tx: &mut Tx, outside: &Outside, actor: &Actor, sheet: Uuid, why: &str) -> Outcome<Rows> {
    let mut links = lineage::before(tx, sheet, MOST).await?;
    links.extend(lineage::after(tx, sheet, MOST).await?);
    let mut rows = Rows::with_capacity(links.len());
    for link in links {
        lineage::untie(tx, outside, actor, link.id, why).await?;
        rows.push((TABLE, link.id));
    }
    Ok(rows)
}

/// See [`crate::facade::release_need`].
pub async fn release_need(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    link: &lineage::Link,
    why: &str,
) -> Outcome<()> {
    let sheet = store::sheet::by_id(tx, link.to.id).await?.ok_or(Refusal::NotFound)?;
    authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
    lineage::untie(tx, outside, actor, link.id, why).await?;
    store::sheet::count_change(tx, sheet.id, outside.now()).await?;
    let rows: Rows = vec![(TABLE, link.id), ("action_sheet", sheet.id)];
    let detail = json!({ "acte": "besoin retiré d’une fiche", "fiche": sheet.text.code });
    let entry = Entry::on(acts::EDIT.code, "action_sheet", sheet.id).why(why).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
