//! Committees, their waves, the gestures on lines, and minutes.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional, insert_rows};
use jiff::civil::Date;
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::rules::{Committee, CommitteeTerms};

type Row = (Uuid, Uuid, Uuid, String, String, String, String, String, String, i64);

/// A day as it is kept.
pub(super) fn day(text: &str, place: &'static str) -> Result<Date> {
    text.parse().map_err(|_| database::DbError::Unreadable { place, problem: text.to_owned() })
}

fn read(row: Row) -> Result<Committee> {
    let (id, contract, call, title, held_on, place, chair, present, state, revision) = row;
    let day = day(&held_on, "committee.held_on")?;
    let terms = CommitteeTerms { title, held_on: day, place, chair, present };
    Ok(Committee { id, contract, call, terms, is_frozen: state == "frozen", revision })
}

const SELECT: &str = "SELECT id, contract, call, title, held_on, place, chair, present, state, revision FROM committee";

/// Committees of some contracts, the last first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Committee>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} ORDER BY held_on DESC, id DESC")))?;
    rows.into_iter().map(read).collect()
}

/// A committee.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Committee>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Holds every committee of the call of this one until the transaction ends: what is decided of a line, frozen and told is
/// done by one at a time, whichever committee does it. SQLite has one writer already.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<()> {
    if matches!(tx, Tx::Postgres(_)) {
        let sql =
            "SELECT id FROM committee WHERE call = (SELECT call FROM committee WHERE id = $1) ORDER BY id FOR UPDATE";
        let _: Vec<(Uuid,)> = fetch_all!(tx, sql, id)?;
    }
    Ok(())
}

/// The same, from the call.
pub async fn hold_of_call(tx: &mut Tx, call: Uuid) -> Result<()> {
    if matches!(tx, Tx::Postgres(_)) {
        let _: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM committee WHERE call = $1 ORDER BY id FOR UPDATE", call)?;
    }
    Ok(())
}

/// Puts a committee in.
pub async fn insert(tx: &mut Tx, one: &Committee, at: Moment) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO committee (id, contract, call, title, held_on, place, chair, present, state, created_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, 1)",
        one.id,
        one.contract,
        one.call,
        &one.terms.title,
        one.terms.held_on.to_string(),
        &one.terms.place,
        &one.terms.chair,
        &one.terms.present,
        at.0
    )?;
    Ok(())
}

/// Changes what is written of a committee, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &CommitteeTerms) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE committee SET title = $1, held_on = $2, place = $3, chair = $4, present = $5, revision = revision + 1 \
         WHERE id = $6 AND revision = $7",
        &terms.title,
        terms.held_on.to_string(),
        &terms.place,
        &terms.chair,
        &terms.present,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Says that everything is decided.
pub async fn freeze(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "UPDATE committee SET state = 'frozen', revision = revision + 1 WHERE id = $1", id)?;
    Ok(())
}

/// A wave: identifier, title.
pub type Wave = (Uuid, String);

/// Waves of a committee, in order.
pub async fn waves(tx: &mut Tx, committee: Uuid) -> Result<Vec<Wave>> {
    fetch_all!(tx, "SELECT id, title FROM committee_wave WHERE committee = $1 ORDER BY position, id", committee)
}

/// Adds a wave, last.
pub async fn add_wave(tx: &mut Tx, id: Uuid, committee: Uuid, title: &str) -> Result<()> {
    let (last,): (Option<i64>,) =
        fetch_one!(tx, "SELECT MAX(position) FROM committee_wave WHERE committee = $1", committee)?;
    let sql = "INSERT INTO committee_wave (id, committee, title, position) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, id, committee, title, last.unwrap_or(0) + 1)?;
    Ok(())
}

/// Which wave each project is in: (project, wave).
pub async fn placed(tx: &mut Tx, committee: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    fetch_all!(tx, "SELECT project, wave FROM committee_wave_project WHERE committee = $1", committee)
}

/// Puts a project in a wave, or in none. Gives the row put in.
pub async fn place(tx: &mut Tx, id: Uuid, committee: Uuid, project: Uuid, wave: Option<Uuid>) -> Result<Option<Uuid>> {
    execute!(tx, "DELETE FROM committee_wave_project WHERE committee = $1 AND project = $2", committee, project)?;
    let Some(wave) = wave else { return Ok(None) };
    let sql = "INSERT INTO committee_wave_project (id, committee, wave, project) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, id, committee, wave, project)?;
    Ok(Some(id))
}

/// A gesture on a line.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    /// Identifier.
    pub id: Uuid,
    /// The committee.
    pub committee: Uuid,
    /// The funding.
    pub funding: Uuid,
    /// `proposal`, `vote` or `amendment`.
    pub kind: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Who.
    pub by_name: String,
    /// What was said before, in French.
    pub before: String,
    /// What is said now, in French.
    pub after: String,
    /// Why.
    pub reason: String,
}

/// Keeps a gesture.
pub async fn note(tx: &mut Tx, one: &Change) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO committee_change (id, committee, funding, kind, at, by_name, before, after, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        one.id,
        one.committee,
        one.funding,
        &one.kind,
        one.at,
        &one.by_name,
        &one.before,
        &one.after,
        &one.reason
    )?;
    Ok(())
}

/// Keeps several gestures.
pub async fn note_all(tx: &mut Tx, all: &[Change]) -> Result<()> {
    insert_rows!(
        tx,
        "INSERT INTO committee_change (id, committee, funding, kind, at, by_name, before, after, reason) VALUES {rows}",
        all,
        one => [
            one.id,
            one.committee,
            one.funding,
            &one.kind,
            one.at,
            &one.by_name,
            &one.before,
            &one.after,
            &one.reason
        ]
    );
    Ok(())
}

/// Gestures since a moment, the last first, at most `most`.
pub async fn since(tx: &mut Tx, committee: Uuid, moment: Moment, most: i64) -> Result<Vec<Change>> {
    let sql = "SELECT id, committee, funding, kind, at, by_name, before, after, reason FROM committee_change \
               WHERE committee = $1 AND at > $2 ORDER BY at DESC, id DESC LIMIT $3";
    fetch_all!(tx, sql, committee, moment.0, most)
}

/// Amendments of a committee, the first first.
pub async fn amendments(tx: &mut Tx, committee: Uuid) -> Result<Vec<Change>> {
    let sql = "SELECT id, committee, funding, kind, at, by_name, before, after, reason FROM committee_change \
               WHERE committee = $1 AND kind = 'amendment' ORDER BY at, id";
    fetch_all!(tx, sql, committee)
}

/// Gestures on some fundings, the last first.
pub async fn of_funding(tx: &mut Tx, funding: Uuid) -> Result<Vec<Change>> {
    let sql = "SELECT id, committee, funding, kind, at, by_name, before, after, reason FROM committee_change \
               WHERE funding = $1 ORDER BY at DESC, id DESC LIMIT 30";
    fetch_all!(tx, sql, funding)
}

/// A text that changes whenever something that the pages of a committee show of its call changes: lines, whichever committee
/// says it, waves, minutes, the committee itself, envelopes. Counted, so that no clock of no node matters.
pub async fn mark(tx: &mut Tx, one: &Committee) -> Result<String> {
    let of_call = "committee IN (SELECT id FROM committee WHERE call = $1)";
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM committee_change WHERE {of_call}), (SELECT COUNT(*) FROM committee_minutes WHERE {of_call}), \
         (SELECT COUNT(*) FROM committee_wave_project WHERE committee = $2), (SELECT revision FROM committee WHERE id = $2), \
         (SELECT COUNT(*) FROM envelope WHERE contract = $3), \
         (SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM envelope WHERE contract = $3)"
    );
    let counts: (i64, i64, i64, i64, i64, i64) = fetch_one!(tx, AssertSqlSafe(sql), one.call, one.id, one.contract)?;
    let (changes, minutes, placed, revision, envelopes, revisions) = counts;
    Ok(format!("{changes}.{minutes}.{placed}.{revision}.{envelopes}.{revisions}"))
}

/// Minutes, without their file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// Identifier.
    pub id: Uuid,
    /// The wave they are of; none: everything left.
    pub wave: Option<Uuid>,
    /// Their number in the committee, from 1.
    pub number: i64,
    /// The day of the committee that they tell.
    pub held_on: Date,
    /// When, in milliseconds.
    pub at: i64,
    /// Who made them.
    pub by_name: String,
    /// Name of their file.
    pub name: String,
}

/// Minutes of a committee, in order.
pub async fn minutes(tx: &mut Tx, committee: Uuid) -> Result<Vec<Minutes>> {
    let sql = "SELECT id, wave, number, held_on, at, by_name, name FROM committee_minutes WHERE committee = $1 ORDER BY number";
    type Row = (Uuid, Option<Uuid>, i64, String, i64, String, String);
    let rows: Vec<Row> = fetch_all!(tx, sql, committee)?;
    let read = |(id, wave, number, held_on, at, by_name, name): Row| {
        let held_on = day(&held_on, "committee_minutes.held_on")?;
        Ok(Minutes { id, wave, number, held_on, at, by_name, name })
    };
    rows.into_iter().map(read).collect()
}

/// Puts minutes in.
pub async fn insert_minutes(tx: &mut Tx, committee: Uuid, one: &Minutes, content: Vec<u8>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO committee_minutes (id, committee, wave, number, held_on, at, by_name, name, content) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        one.id,
        committee,
        one.wave,
        one.number,
        one.held_on.to_string(),
        one.at,
        &one.by_name,
        &one.name,
        content
    )?;
    Ok(())
}

/// The file of minutes: its name and its bytes.
pub async fn minutes_file(tx: &mut Tx, committee: Uuid, number: i64) -> Result<Option<(String, Vec<u8>)>> {
    let sql = "SELECT name, content FROM committee_minutes WHERE committee = $1 AND number = $2";
    fetch_optional!(tx, sql, committee, number)
}
