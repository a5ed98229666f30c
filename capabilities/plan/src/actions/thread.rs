//! The thread as sheets write it: needs and objectives lead to a sheet, and the needs of a sheet lead to its objective.

use database::Tx;
use kernel::{Actor, Outcome, Outside, Uuid};
use lineage::{End, Kind};

use crate::rules::SheetText;

/// Rows of the thread that an act wrote.
pub type Rows = Vec<(&'static str, Uuid)>;

/// The table of links, as the journal names it.
const TABLE: &str = "lineage_link";

/// Ties two ends; the row, when it is new.
pub async fn tie(tx: &mut Tx, outside: &Outside, actor: &Actor, from: End, to: End, rows: &mut Rows) -> Outcome<()> {
    let (id, is_new) = lineage::tie(tx, outside, actor, from, to, "").await?;
    if is_new {
        rows.push((TABLE, id));
    }
    Ok(())
}

/// Ties a sheet to what its text names, and breaks the ties it no longer names.
pub async fn follow(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    sheet: Uuid,
    text: &SheetText,
) -> Outcome<Rows> {
    let mut rows = Rows::new();
    let objective = text.operational.or(text.strategic);
    let mut wanted: Vec<End> = text.needs.iter().map(|need| End::new(Kind::Need, *need)).collect();
    wanted.extend(objective.map(|node| End::new(Kind::Objective, node)));
    for link in lineage::before(tx, sheet, 1_000).await? {
        let is_ours = matches!(link.from.kind, Kind::Need | Kind::Objective);
        if is_ours && !wanted.contains(&link.from) {
            lineage::untie(tx, outside, actor, link.id, "La fiche action ne le mentionne plus").await?;
            rows.push((TABLE, link.id));
        }
    }
    let own = End::new(Kind::Sheet, sheet);
    for from in &wanted {
        tie(tx, outside, actor, *from, own, &mut rows).await?;
    }
    if let Some(objective) = objective {
        for need in &text.needs {
            let (need, objective) = (End::new(Kind::Need, *need), End::new(Kind::Objective, objective));
            tie(tx, outside, actor, need, objective, &mut rows).await?;
        }
    }
    Ok(rows)
}

/// Breaks every tie of a sheet that is taken out.
pub async fn forget(tx: &mut Tx, outside: &Outside, actor: &Actor, sheet: Uuid, why: &str) -> Outcome<Rows> {
    let mut links = lineage::before(tx, sheet, 10_000).await?;
    links.extend(lineage::after(tx, sheet, 10_000).await?);
    let mut rows = Rows::with_capacity(links.len());
    for link in links {
        lineage::untie(tx, outside, actor, link.id, why).await?;
        rows.push((TABLE, link.id));
    }
    Ok(rows)
}
