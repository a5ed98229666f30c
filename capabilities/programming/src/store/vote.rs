//! What is proposed and decided of each funding.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional, insert_rows};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::committee::day;
use crate::rules::{Decision, Elsewhere, Vote};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    committee: Uuid,
    funding: Uuid,
    proposed_cents: Option<i64>,
    decision: Option<String>,
    cents: i64,
    reason: String,
    condition: String,
    envelope: Option<Uuid>,
    minutes: Option<Uuid>,
    amendments: i64,
    changed_at: i64,
    changed_by: String,
    revision: i64,
}

fn read(row: Row) -> Result<Vote> {
    let decision = match row.decision {
        None => None,
        Some(code) => {
            let unknown = || DbError::Unreadable { place: "committee_vote.decision", problem: code.clone() };
            Some(Decision::from_code(&code).ok_or_else(unknown)?)
        }
    };
    Ok(Vote {
        id: row.id,
        committee: row.committee,
        funding: row.funding,
        proposed: row.proposed_cents,
        decision,
        cents: row.cents,
        reason: row.reason,
        condition: row.condition,
        envelope: row.envelope,
        minutes: row.minutes,
        amendments: row.amendments,
        changed_at: Moment(row.changed_at),
        changed_by: row.changed_by,
        revision: row.revision,
    })
}

const SELECT: &str = "SELECT id, committee, funding, proposed_cents, decision, cents, reason, condition, envelope, minutes, \
                      amendments, changed_at, changed_by, revision FROM committee_vote";

/// Votes of a committee.
pub async fn of_committee(tx: &mut Tx, committee: Uuid) -> Result<Vec<Vote>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} WHERE committee = $1")), committee)?;
    rows.into_iter().map(read).collect()
}

/// The vote of a committee on one funding.
pub async fn on(tx: &mut Tx, committee: Uuid, funding: Uuid) -> Result<Option<Vote>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE committee = $1 AND funding = $2"));
    let row: Option<Row> = fetch_optional!(tx, sql, committee, funding)?;
    row.map(read).transpose()
}

/// Votes on a funding that no minutes froze.
pub async fn open_on(tx: &mut Tx, funding: Uuid) -> Result<Vec<Vote>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE funding = $1 AND minutes IS NULL"));
    let rows: Vec<Row> = fetch_all!(tx, sql, funding)?;
    rows.into_iter().map(read).collect()
}

/// What another committee holds: what it gives something to, or froze. What it put off is open to the next one.
const ELSEWHERE: &str = "SELECT v.funding, c.title, COALESCE(m.held_on, c.held_on), v.minutes FROM committee_vote v \
                         JOIN committee c ON c.id = v.committee LEFT JOIN committee_minutes m ON m.id = v.minutes \
                         WHERE (v.cents > 0 OR (v.minutes IS NOT NULL AND v.decision <> 'postponed')) AND c.id <> $1";

type ElsewhereRow = (Uuid, String, String, Option<Uuid>);

fn elsewhere((funding, title, held_on, minutes): ElsewhereRow) -> Result<(Uuid, Elsewhere)> {
    let held_on = day(&held_on, "committee.held_on")?;
    Ok((funding, Elsewhere { title, held_on, is_frozen: minutes.is_some() }))
}

/// Fundings of a call that another committee holds.
pub async fn held_elsewhere(tx: &mut Tx, committee: Uuid, call: Uuid) -> Result<Vec<(Uuid, Elsewhere)>> {
    let sql = AssertSqlSafe(format!("{ELSEWHERE} AND c.call = $2"));
    let rows: Vec<ElsewhereRow> = fetch_all!(tx, sql, committee, call)?;
    rows.into_iter().map(elsewhere).collect()
}

/// The other committee that holds a funding, when one does.
pub async fn held_elsewhere_on(tx: &mut Tx, committee: Uuid, funding: Uuid) -> Result<Option<Elsewhere>> {
    let sql = AssertSqlSafe(format!("{ELSEWHERE} AND v.funding = $2 LIMIT 1"));
    let row: Option<ElsewhereRow> = fetch_optional!(tx, sql, committee, funding)?;
    Ok(row.map(elsewhere).transpose()?.map(|(_, one)| one))
}

/// Keeps what is said of a funding, when nobody said otherwise since `one.revision`; 0 when nothing was said.
pub async fn save(tx: &mut Tx, one: &Vote) -> Result<bool> {
    let decision = one.decision.map(Decision::code);
    if one.revision == 0 {
        let count = execute!(
            tx,
            "INSERT INTO committee_vote (id, committee, funding, proposed_cents, decision, cents, reason, condition, envelope, \
             minutes, amendments, changed_at, changed_by, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) ON CONFLICT DO NOTHING",
            one.id,
            one.committee,
            one.funding,
            one.proposed,
            decision,
            one.cents,
            &one.reason,
            &one.condition,
            one.envelope,
            one.minutes,
            one.amendments,
            one.changed_at.0,
            &one.changed_by
        )?;
        return Ok(count == 1);
    }
    let count = execute!(
        tx,
        "UPDATE committee_vote SET proposed_cents = $1, decision = $2, cents = $3, reason = $4, condition = $5, envelope = $6, \
         minutes = $7, amendments = $8, changed_at = $9, changed_by = $10, revision = revision + 1 \
         WHERE id = $11 AND revision = $12",
        one.proposed,
        decision,
        one.cents,
        &one.reason,
        &one.condition,
        one.envelope,
        one.minutes,
        one.amendments,
        one.changed_at.0,
        &one.changed_by,
        one.id,
        one.revision
    )?;
    Ok(count == 1)
}

/// Keeps what is proposed of several fundings of which nothing is decided, when nobody said otherwise since each revision.
/// Gives whether all are kept.
pub async fn propose_all(tx: &mut Tx, all: &[Vote]) -> Result<bool> {
    let touched = insert_rows!(
        tx,
        "INSERT INTO committee_vote (id, committee, funding, proposed_cents, cents, reason, condition, amendments, changed_at, \
         changed_by, revision) VALUES {rows} ON CONFLICT (committee, funding) DO UPDATE SET \
         proposed_cents = excluded.proposed_cents, changed_at = excluded.changed_at, changed_by = excluded.changed_by, \
         revision = excluded.revision \
         WHERE committee_vote.revision + 1 = excluded.revision AND committee_vote.decision IS NULL",
        all,
        one => [
            one.id,
            one.committee,
            one.funding,
            one.proposed,
            one.cents,
            &one.reason,
            &one.condition,
            one.amendments,
            one.changed_at.0,
            &one.changed_by,
            one.revision + 1
        ]
    );
    Ok(touched == all.len() as u64)
}

/// Says which minutes froze a vote, when nobody changed it since `revision`. Gives whether it is frozen.
pub async fn freeze(tx: &mut Tx, (id, revision): (Uuid, i64), minutes: Uuid) -> Result<bool> {
    let sql = "UPDATE committee_vote SET minutes = $1, revision = revision + 1 \
               WHERE id = $2 AND revision = $3 AND minutes IS NULL";
    Ok(execute!(tx, sql, minutes, id, revision)? == 1)
}

/// Where what was granted on a call was decided: funding, committee, its day, number of the minutes.
pub async fn references(tx: &mut Tx, call: Uuid) -> Result<Vec<(Uuid, String, String, i64)>> {
    let sql = "SELECT committee_vote.funding, committee.title, committee_minutes.held_on, committee_minutes.number FROM committee_vote \
               JOIN committee ON committee.id = committee_vote.committee \
               JOIN committee_minutes ON committee_minutes.id = committee_vote.minutes \
               WHERE committee.call = $1 AND committee_vote.cents > 0";
    fetch_all!(tx, sql, call)
}

/// Notes that an account voted an amount. Gives the row, or none when it did already.
pub async fn note_voter(tx: &mut Tx, id: Uuid, (funding, account): (Uuid, Uuid)) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO committee_voter (id, funding, account) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok((execute!(tx, sql, id, funding, account)? == 1).then_some(id))
}

/// Whether one of these accounts voted the amount of one of these fundings: one question, whatever their number.
pub async fn have_voted(tx: &mut Tx, fundings: &[Uuid], accounts: &[Uuid]) -> Result<bool> {
    if fundings.is_empty() || accounts.is_empty() {
        return Ok(false);
    }
    let places = |first: usize, count: usize| {
        (first..first + count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
    };
    let sql = format!(
        "SELECT id FROM committee_voter WHERE account IN ({}) AND funding IN ({}) LIMIT 1",
        places(1, accounts.len()),
        places(1 + accounts.len(), fundings.len())
    );
    let found: Vec<(Uuid,)> = database::on!(&mut *tx, conn => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for id in accounts.iter().chain(fundings) {
            query = query.bind(*id);
        }
        query.fetch_all(conn).await.map_err(DbError::from)
    })?;
    Ok(!found.is_empty())
}

/// The frozen votes that gave these fundings something: funding, vote.
pub async fn giving(tx: &mut Tx, fundings: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    let mut all = Vec::new();
    for some in fundings.chunks(database::together(1)) {
        let sql =
            "SELECT funding, id FROM committee_vote WHERE cents > 0 AND minutes IS NOT NULL AND funding IN ({rows})";
        let sql = database::placed(sql, some.len(), 1);
        let rows: Vec<(Uuid, Uuid)> = database::on!(&mut *tx, conn => {
            let mut query = sqlx::query_as(AssertSqlSafe(sql));
            for id in some {
                query = query.bind(*id);
            }
            query.fetch_all(conn).await.map_err(DbError::from)
        })?;
        all.extend(rows);
    }
    Ok(all)
}

/// The vote on a funding: the one that gives something, or else the last one said.
pub async fn last_on(tx: &mut Tx, funding: Uuid) -> Result<Option<Vote>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE funding = $1 ORDER BY cents DESC, changed_at DESC, id LIMIT 1"));
    let row: Option<Row> = fetch_optional!(tx, sql, funding)?;
    row.map(read).transpose()
}

/// One vote.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Vote>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// What an envelope gave: call, funding, cents.
pub async fn given(tx: &mut Tx, envelope: Uuid) -> Result<Vec<(Uuid, Uuid, i64)>> {
    let sql = "SELECT committee.call, committee_vote.funding, committee_vote.cents FROM committee_vote \
               JOIN committee ON committee.id = committee_vote.committee \
               WHERE committee_vote.envelope = $1 AND committee_vote.cents > 0";
    fetch_all!(tx, sql, envelope)
}
