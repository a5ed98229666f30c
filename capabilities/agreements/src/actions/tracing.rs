//! The thread as agreements write it: what was decided leads to its agreement, the agreement to what is paid and reported, the
//! report to what was reached.

use database::Tx;
use kernel::{Actor, Outcome, Outside, Uuid};
use lineage::{End, Kind};

use crate::rules::{PartKind, Report, ReportPart, Version};

/// Rows of the thread that an act wrote, for its journal.
type Rows = Vec<(&'static str, Uuid)>;

async fn tie(
    tx: &mut Tx,
    (outside, actor): (&Outside, &Actor),
    (from, to): (End, End),
    rows: &mut Rows,
) -> Outcome<()> {
    let (link, is_new) = lineage::tie(tx, outside, actor, from, to, "").await?;
    if is_new {
        rows.push(("lineage_link", link));
    }
    Ok(())
}

/// Ties an agreement that is signed to the decisions it carries out; to the projects of those that no committee took here.
///
/// # Errors
/// The database failed.
pub async fn signed(tx: &mut Tx, outside: &Outside, actor: &Actor, version: &Version) -> Outcome<Rows> {
    let given: Vec<_> = version.lines.iter().filter(|line| line.cents > 0).collect();
    let fundings: Vec<Uuid> = given.iter().map(|line| line.funding).collect();
    let votes = programming::facade::votes_of(tx, &fundings).await?;
    let own = End::new(Kind::Agreement, version.agreement);
    let mut rows = Rows::new();
    for line in given {
        let vote = votes.iter().find(|(funding, _)| *funding == line.funding);
        let from = match vote {
            Some((_, vote)) => End::new(Kind::Decision, *vote),
            None => End::new(Kind::Application, line.project),
        };
        tie(tx, (outside, actor), (from, own), &mut rows).await?;
    }
    Ok(rows)
}

/// Ties an agreement to a payment that was made.
///
/// # Errors
/// The database failed.
pub async fn paid(tx: &mut Tx, outside: &Outside, actor: &Actor, (agreement, payment): (Uuid, Uuid)) -> Outcome<Rows> {
    let mut rows = Rows::new();
    let ends = (End::new(Kind::Agreement, agreement), End::new(Kind::Payment, payment));
    tie(tx, (outside, actor), ends, &mut rows).await?;
    Ok(rows)
}

/// Ties an agreement to a report that is accepted, and the report to what each action reached.
///
/// # Errors
/// The database failed.
pub async fn reported(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (report, parts): (&Report, &[ReportPart]),
) -> Outcome<Rows> {
    let mut rows = Rows::new();
    let own = End::new(Kind::Report, report.id);
    tie(tx, (outside, actor), (End::new(Kind::Agreement, report.agreement), own), &mut rows).await?;
    for part in parts.iter().filter(|part| part.kind == PartKind::Publics) {
        tie(tx, (outside, actor), (own, End::new(Kind::Result, part.id)), &mut rows).await?;
    }
    Ok(rows)
}
