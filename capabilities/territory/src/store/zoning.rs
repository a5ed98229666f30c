//! Passages from one generation to the next, and the mark that changes with every perimeter.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use geography::zoning::Relation;
use kernel::{Moment, Outside, Uuid};
use sqlx::FromRow;

use crate::rules::passages::{Decision, NO_LONGER, Pair, Passage, State};

#[derive(FromRow)]
struct PassageRow {
    id: Uuid,
    from_code: String,
    to_code: String,
    relation: String,
    share: Option<f64>,
    basis: String,
}

#[derive(FromRow)]
struct DecisionRow {
    correspondence: Uuid,
    state: String,
    from_code: String,
    to_code: String,
    relation: String,
    share: Option<f64>,
    proposed_relation: String,
    proposed_share: Option<f64>,
    reason: String,
    decided_at: i64,
    revision: i64,
}

fn relation(key: &str) -> Result<Relation> {
    let unknown = || DbError::Unreadable { place: "correspondence.relation", problem: key.to_owned() };
    Relation::from_key(key).ok_or_else(unknown)
}

impl TryFrom<DecisionRow> for (Uuid, Decision) {
    type Error = DbError;
    fn try_from(row: DecisionRow) -> Result<Self> {
        let unknown = || DbError::Unreadable { place: "correspondence_decision.state", problem: row.state.clone() };
        let decision = Decision {
            state: State::from_key(&row.state).ok_or_else(unknown)?,
            pair: Pair {
                relation: relation(&row.relation)?,
                from_code: row.from_code,
                to_code: row.to_code,
                share: row.share,
            },
            proposed: (relation(&row.proposed_relation)?, row.proposed_share),
            reason: row.reason,
            at: Moment(row.decided_at),
            by: String::new(),
            revision: row.revision,
        };
        Ok((row.correspondence, decision))
    }
}

/// Every passage with what was decided of it, by codes.
pub async fn passages(tx: &mut Tx) -> Result<Vec<Passage>> {
    let rows: Vec<PassageRow> = fetch_all!(
        tx,
        "SELECT id, from_code, to_code, relation, share, basis FROM correspondence ORDER BY from_code, to_code"
    )?;
    let decided: Vec<DecisionRow> = fetch_all!(
        tx,
        "SELECT correspondence, state, from_code, to_code, relation, share, proposed_relation, proposed_share, reason, \
         decided_at, revision FROM correspondence_decision"
    )?;
    assembled(rows, decided)
}

/// The passages from or to any code of a neighbourhood, as proposed or as decided.
pub async fn passages_of(tx: &mut Tx, neighbourhood: Uuid) -> Result<Vec<Passage>> {
    let rows: Vec<PassageRow> = fetch_all!(
        tx,
        "SELECT c.id, c.from_code, c.to_code, c.relation, c.share, c.basis FROM correspondence c \
         LEFT JOIN correspondence_decision d ON d.correspondence = c.id \
         WHERE COALESCE(d.from_code, c.from_code) IN (SELECT code FROM neighbourhood_version WHERE neighbourhood = $1) \
         OR COALESCE(d.to_code, c.to_code) IN (SELECT code FROM neighbourhood_version WHERE neighbourhood = $1) \
         ORDER BY c.from_code, c.to_code",
        neighbourhood
    )?;
    let mut decided = Vec::new();
    for row in &rows {
        decided.extend(decision_row(tx, row.id).await?);
    }
    assembled(rows, decided)
}

/// One passage.
pub async fn passage(tx: &mut Tx, id: Uuid) -> Result<Option<Passage>> {
    let row: Option<PassageRow> = fetch_optional!(
        tx,
        "SELECT id, from_code, to_code, relation, share, basis FROM correspondence WHERE id = $1",
        id
    )?;
    let decided = decision_row(tx, id).await?;
    Ok(assembled(row.into_iter().collect(), decided.into_iter().collect())?.pop())
}

async fn decision_row(tx: &mut Tx, correspondence: Uuid) -> Result<Option<DecisionRow>> {
    fetch_optional!(
        tx,
        "SELECT correspondence, state, from_code, to_code, relation, share, proposed_relation, proposed_share, reason, \
         decided_at, revision FROM correspondence_decision WHERE correspondence = $1",
        correspondence
    )
}

fn assembled(rows: Vec<PassageRow>, decided: Vec<DecisionRow>) -> Result<Vec<Passage>> {
    let decided: Result<Vec<(Uuid, Decision)>> = decided.into_iter().map(TryInto::try_into).collect();
    let mut decided: std::collections::HashMap<Uuid, Decision> = decided?.into_iter().collect();
    let passage = |row: PassageRow| {
        Ok(Passage {
            id: row.id,
            proposed: Pair {
                relation: relation(&row.relation)?,
                from_code: row.from_code,
                to_code: row.to_code,
                share: row.share,
            },
            basis: row.basis,
            decision: decided.remove(&row.id),
        })
    };
    rows.into_iter().map(passage).collect()
}

/// Puts a proposal; the last word on a pair of codes wins. What was decided of it stays.
pub async fn propose(tx: &mut Tx, id: Uuid, told: &Pair, basis: &str) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO correspondence (id, from_code, to_code, relation, share, basis) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (from_code, to_code) DO UPDATE SET relation = excluded.relation, share = excluded.share, \
         basis = excluded.basis",
        id,
        &told.from_code,
        &told.to_code,
        told.relation.key(),
        told.share,
        basis
    )?;
    Ok(())
}

/// Takes back a proposal that imports no longer make: gone when nobody decided of it; beside a decision, it stays as
/// nothing kept.
pub async fn withdraw(tx: &mut Tx, id: Uuid, is_decided: bool) -> Result<u64> {
    if is_decided {
        return execute!(tx, "UPDATE correspondence SET basis = $1, share = 0 WHERE id = $2", NO_LONGER, id);
    }
    execute!(tx, "DELETE FROM correspondence WHERE id = $1", id)
}

/// Keeps a decision, in the place of the one of that revision (0: none yet). Nothing when somebody decided meanwhile.
pub async fn decide(
    tx: &mut Tx,
    id: Uuid,
    correspondence: Uuid,
    by: Option<Uuid>,
    decision: &Decision,
) -> Result<Option<Uuid>> {
    let (proposed_relation, proposed_share) = (decision.proposed.0.key(), decision.proposed.1);
    let pair = &decision.pair;
    let row: Option<(Uuid,)> = fetch_optional!(
        tx,
        "INSERT INTO correspondence_decision (id, correspondence, state, from_code, to_code, relation, share, \
         proposed_relation, proposed_share, reason, decided_at, decided_by, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (correspondence) DO UPDATE SET state = excluded.state, from_code = excluded.from_code, \
         to_code = excluded.to_code, relation = excluded.relation, share = excluded.share, \
         proposed_relation = excluded.proposed_relation, proposed_share = excluded.proposed_share, \
         reason = excluded.reason, decided_at = excluded.decided_at, decided_by = excluded.decided_by, revision = excluded.revision \
         WHERE correspondence_decision.revision = excluded.revision - 1 RETURNING id",
        id,
        correspondence,
        decision.state.key(),
        &pair.from_code,
        &pair.to_code,
        pair.relation.key(),
        pair.share,
        proposed_relation,
        proposed_share,
        &decision.reason,
        decision.at.0,
        by,
        decision.revision
    )?;
    Ok(row.map(|(id,)| id))
}

/// The mark of the perimeters as they stand: what a node holds in memory is right while the mark is the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    number: i64,
    stamp: String,
}

/// The mark now.
pub async fn mark(tx: &mut Tx) -> Result<Mark> {
    let (number, stamp): (i64, String) = fetch_one!(tx, "SELECT number, stamp FROM zoning_state WHERE id = 1")?;
    Ok(Mark { number, stamp })
}

/// Changes the mark, in the transaction that changes a perimeter, a name or a validity. The stamp is unique, so that
/// two databases never share one.
pub async fn change_mark(tx: &mut Tx, outside: &Outside) -> Result<()> {
    let stamp = outside.uuid().to_string();
    execute!(tx, "UPDATE zoning_state SET number = number + 1, stamp = $1 WHERE id = 1", stamp)?;
    Ok(())
}
