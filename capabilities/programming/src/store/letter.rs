//! Texts of letters, other aids, letters made and the batches that make them.

use std::collections::HashSet;

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional, insert_rows};
use kernel::{Moment, Uuid};

use crate::rules::{Decision, LetterState, LetterText};

/// The text of a call for a decision, with its revision.
pub async fn template(tx: &mut Tx, call: Uuid, decision: Decision) -> Result<Option<(LetterText, i64)>> {
    let sql = "SELECT subject, body, revision FROM letter_template WHERE call = $1 AND decision = $2";
    let row: Option<(String, String, i64)> = fetch_optional!(tx, sql, call, decision.code())?;
    Ok(row.map(|(subject, body, revision)| (LetterText { subject, body }, revision)))
}

/// Keeps a text, if nobody did since `revision`; 0 when there was none. Gives whether it is kept.
pub async fn save_template(
    tx: &mut Tx,
    id: Uuid,
    (call, decision): (Uuid, Decision),
    revision: i64,
    text: &LetterText,
) -> Result<bool> {
    let count = if revision == 0 {
        let sql = "INSERT INTO letter_template (id, call, decision, subject, body, revision) VALUES ($1, $2, $3, $4, $5, 1) \
                   ON CONFLICT DO NOTHING";
        execute!(tx, sql, id, call, decision.code(), &text.subject, &text.body)?
    } else {
        let sql = "UPDATE letter_template SET subject = $1, body = $2, revision = revision + 1 \
                   WHERE call = $3 AND decision = $4 AND revision = $5";
        execute!(tx, sql, &text.subject, &text.body, call, decision.code(), revision)?
    };
    Ok(count == 1)
}

/// The row of a text.
pub async fn template_id(tx: &mut Tx, call: Uuid, decision: Decision) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM letter_template WHERE call = $1 AND decision = $2";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, call, decision.code())?;
    Ok(row.map(|(id,)| id))
}

/// Another possible aid.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OtherAid {
    /// Identifier.
    pub id: Uuid,
    /// What it is.
    pub title: String,
    /// Who gives it.
    pub holder: String,
    /// Where it is described.
    pub address: String,
}

/// Other aids of a contract, in order.
pub async fn aids(tx: &mut Tx, contract: Uuid) -> Result<Vec<OtherAid>> {
    let sql = "SELECT id, title, holder, address FROM other_aid WHERE contract = $1 ORDER BY position, id";
    fetch_all!(tx, sql, contract)
}

/// Adds an aid, last.
pub async fn add_aid(tx: &mut Tx, contract: Uuid, one: &OtherAid) -> Result<()> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(position) FROM other_aid WHERE contract = $1", contract)?;
    let sql = "INSERT INTO other_aid (id, contract, title, holder, address, position) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, contract, &one.title, &one.holder, &one.address, last.unwrap_or(0) + 1)?;
    Ok(())
}

/// Takes an aid out of a contract; gives whether it was there.
pub async fn remove_aid(tx: &mut Tx, contract: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM other_aid WHERE contract = $1 AND id = $2", contract, id)? == 1)
}

/// A batch asked for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Batch {
    /// Identifier.
    pub id: Uuid,
    /// Its committee.
    pub committee: Uuid,
    /// The job that makes it.
    pub job: Uuid,
    /// When it was asked for, in milliseconds.
    pub asked_at: i64,
    /// Who asked.
    pub by_name: String,
}

/// Puts a batch in.
pub async fn insert_batch(tx: &mut Tx, one: &Batch) -> Result<()> {
    let sql = "INSERT INTO letter_batch (id, committee, job, asked_at, by_name) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, one.id, one.committee, one.job, one.asked_at, &one.by_name)?;
    Ok(())
}

/// A batch.
pub async fn batch(tx: &mut Tx, id: Uuid) -> Result<Option<Batch>> {
    fetch_optional!(tx, "SELECT id, committee, job, asked_at, by_name FROM letter_batch WHERE id = $1", id)
}

/// Batches of a committee, the last first.
pub async fn batches(tx: &mut Tx, committee: Uuid) -> Result<Vec<Batch>> {
    let sql = "SELECT id, committee, job, asked_at, by_name FROM letter_batch WHERE committee = $1 \
               ORDER BY asked_at DESC, id DESC";
    fetch_all!(tx, sql, committee)
}

/// What letters gather decisions by: application, funder of the call, decision.
pub type Key = (Uuid, Uuid, String);

/// A decision as a letter tells it: the vote, and how many times it had been amended.
pub type Told = (Uuid, i64);

/// What the letters of a committee tell already.
pub async fn told(tx: &mut Tx, committee: Uuid) -> Result<HashSet<Told>> {
    let sql = "SELECT n.vote, n.round FROM decision_letter_line n JOIN decision_letter l ON l.id = n.letter \
               WHERE l.committee = $1";
    let rows: Vec<Told> = fetch_all!(tx, sql, committee)?;
    Ok(rows.into_iter().collect())
}

/// Whether a letter tells this already.
pub async fn is_told(tx: &mut Tx, (vote, round): Told) -> Result<bool> {
    let sql = "SELECT id FROM decision_letter_line WHERE vote = $1 AND round = $2";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, vote, round)?;
    Ok(row.is_some())
}

/// Says what a letter tells: row, decision.
pub async fn insert_lines(tx: &mut Tx, letter: Uuid, lines: &[(Uuid, Told)]) -> Result<()> {
    insert_rows!(
        tx,
        "INSERT INTO decision_letter_line (id, letter, vote, round) VALUES {rows}",
        lines,
        (id, (vote, round)) => [*id, letter, *vote, *round]
    );
    Ok(())
}

/// A letter, without its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Identifier.
    pub id: Uuid,
    /// Its committee.
    pub committee: Uuid,
    /// The batch that made it.
    pub batch: Uuid,
    /// The application decided.
    pub application: Uuid,
    /// The funder, as the call knows it.
    pub funder: Uuid,
    /// The decision.
    pub decision: Decision,
    /// Its subject.
    pub subject: String,
    /// Where it is.
    pub state: LetterState,
    /// Since when.
    pub state_at: Moment,
    /// The message that left with it.
    pub mail: Option<Uuid>,
    /// Name of its file.
    pub name: String,
    /// Changes so far.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    committee: Uuid,
    batch: Uuid,
    application: Uuid,
    call_funder: Uuid,
    decision: String,
    subject: String,
    state: String,
    state_at: i64,
    mail: Option<Uuid>,
    name: String,
    revision: i64,
}

fn read(row: Row) -> Result<Letter> {
    let unknown = |place: &'static str, problem: &str| DbError::Unreadable { place, problem: problem.to_owned() };
    let decision = Decision::from_code(&row.decision);
    let state = LetterState::from_code(&row.state);
    Ok(Letter {
        id: row.id,
        committee: row.committee,
        batch: row.batch,
        application: row.application,
        funder: row.call_funder,
        decision: decision.ok_or_else(|| unknown("decision_letter.decision", &row.decision))?,
        subject: row.subject,
        state: state.ok_or_else(|| unknown("decision_letter.state", &row.state))?,
        state_at: Moment(row.state_at),
        mail: row.mail,
        name: row.name,
        revision: row.revision,
    })
}

/// Letters of a committee, the first first.
pub async fn of_committee(tx: &mut Tx, committee: Uuid) -> Result<Vec<Letter>> {
    let sql = "SELECT id, committee, batch, application, call_funder, decision, subject, state, state_at, mail, name, \
               revision FROM decision_letter WHERE committee = $1 ORDER BY id";
    let rows: Vec<Row> = fetch_all!(tx, sql, committee)?;
    rows.into_iter().map(read).collect()
}

/// A letter.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Letter>> {
    let sql = "SELECT id, committee, batch, application, call_funder, decision, subject, state, state_at, mail, name, \
               revision FROM decision_letter WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// The file of a letter.
pub async fn content(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(tx, "SELECT content FROM decision_letter WHERE id = $1", id)?;
    Ok(row.map(|(content,)| content))
}

/// Puts a letter in. Its lines say what it tells, and that nothing else does.
pub async fn insert(tx: &mut Tx, one: &Letter, content: Vec<u8>) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO decision_letter (id, committee, batch, application, call_funder, decision, subject, state, \
         state_at, mail, name, content, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        one.id,
        one.committee,
        one.batch,
        one.application,
        one.funder,
        one.decision.code(),
        &one.subject,
        one.state.code(),
        one.state_at.0,
        one.mail,
        &one.name,
        content
    )?;
    Ok(())
}

/// Says which message left with a letter that has just been put in.
pub async fn mailed(tx: &mut Tx, id: Uuid, mail: Uuid) -> Result<()> {
    let sql = "UPDATE decision_letter SET mail = $1, state = $2 WHERE id = $3";
    execute!(tx, sql, mail, LetterState::Mailed.code(), id)?;
    Ok(())
}

/// Says where a letter is, if nobody did since `revision`.
pub async fn move_to(tx: &mut Tx, id: Uuid, revision: i64, state: LetterState, at: Moment) -> Result<bool> {
    let sql =
        "UPDATE decision_letter SET state = $1, state_at = $2, revision = revision + 1 WHERE id = $3 AND revision = $4";
    Ok(execute!(tx, sql, state.code(), at.0, id, revision)? == 1)
}
