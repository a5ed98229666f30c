//! What bodies refer to authorities.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{known, maybe_day};
use crate::rules::{Addressee, Ballot, Referral, ReferralState, ReferralTerms, Satisfaction, Way};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    assembly: Uuid,
    author: Uuid,
    subject: String,
    words: String,
    addressee: String,
    addressee_name: String,
    origin: String,
    state: String,
    number: Option<i64>,
    way: String,
    meeting: Option<Uuid>,
    adopted_on: Option<String>,
    in_favour: i64,
    against: i64,
    abstention: i64,
    base: i64,
    is_public: bool,
    due_on: Option<String>,
    extension: String,
    answer: String,
    answer_file: Option<Uuid>,
    answered_on: Option<String>,
    satisfaction: String,
    satisfaction_words: String,
    revision: i64,
}

const SELECT: &str = "SELECT id, assembly, author, subject, words, addressee, addressee_name, origin, state, number, way, \
                      meeting, adopted_on, in_favour, against, abstention, base, is_public, due_on, extension, answer, \
                      answer_file, answered_on, satisfaction, satisfaction_words, revision FROM assembly_referral";

fn read(row: Row) -> Result<Referral> {
    let adopted = match (row.number, maybe_day("assembly_referral.adopted_on", row.adopted_on)?) {
        (Some(number), Some(on)) => {
            let way = known("assembly_referral.way", &row.way, Way::from_code(&row.way))?;
            let (in_favour, against, abstention, base) = (row.in_favour, row.against, row.abstention, row.base);
            Some((number, Ballot { way, meeting: row.meeting, on, in_favour, against, abstention, base }))
        }
        _ => None,
    };
    Ok(Referral {
        id: row.id,
        assembly: row.assembly,
        author: row.author,
        terms: ReferralTerms {
            subject: row.subject,
            words: row.words,
            addressee: known("assembly_referral.addressee", &row.addressee, Addressee::from_code(&row.addressee))?,
            addressee_name: row.addressee_name,
            origin: row.origin,
        },
        state: known("assembly_referral.state", &row.state, ReferralState::from_code(&row.state))?,
        adopted,
        is_public: row.is_public,
        due_on: maybe_day("assembly_referral.due_on", row.due_on)?,
        extension: row.extension,
        answer: row.answer,
        answer_file: row.answer_file,
        answered_on: maybe_day("assembly_referral.answered_on", row.answered_on)?,
        satisfaction: known(
            "assembly_referral.satisfaction",
            &row.satisfaction,
            Satisfaction::from_code(&row.satisfaction),
        )?,
        satisfaction_words: row.satisfaction_words,
        revision: row.revision,
    })
}

/// Those of a body: what waits first, then what is prepared, then what was answered; the oldest first.
pub async fn of_assembly(tx: &mut Tx, assembly: Uuid) -> Result<Vec<Referral>> {
    let sql = format!("{SELECT} WHERE assembly = $1 ORDER BY state = 'answered', state <> 'adopted', created_at, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), assembly)?;
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Referral>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts a draft in.
pub async fn insert(tx: &mut Tx, one: &Referral, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO assembly_referral (id, assembly, author, subject, words, addressee, addressee_name, origin, state, number, \
         way, meeting, adopted_on, in_favour, against, abstention, base, is_public, due_on, extension, answer, answer_file, \
         answered_on, satisfaction, satisfaction_words, created_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', \
         NULL, '', NULL, NULL, 0, 0, 0, 0, $9, NULL, '', '', NULL, NULL, 'none', '', $10, 1)",
        one.id,
        one.assembly,
        one.author,
        &terms.subject,
        &terms.words,
        terms.addressee.code(),
        &terms.addressee_name,
        &terms.origin,
        one.is_public,
        at.0
    )?;
    Ok(())
}

/// Writes everything about a referral, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Referral, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let ballot = one.adopted.map(|adopted| adopted.1);
    let votes = |of: fn(&Ballot) -> i64| ballot.as_ref().map_or(0, of);
    let count = execute!(
        tx,
        "UPDATE assembly_referral SET subject = $1, words = $2, addressee = $3, addressee_name = $4, origin = $5, state = $6, \
         number = $7, way = $8, meeting = $9, adopted_on = $10, in_favour = $11, against = $12, abstention = $13, base = $14, \
         is_public = $15, due_on = $16, extension = $17, answer = $18, answer_file = $19, answered_on = $20, \
         satisfaction = $21, satisfaction_words = $22, revision = revision + 1 WHERE id = $23 AND revision = $24",
        &terms.subject,
        &terms.words,
        terms.addressee.code(),
        &terms.addressee_name,
        &terms.origin,
        one.state.code(),
        one.adopted.map(|adopted| adopted.0),
        ballot.map_or("", |ballot| ballot.way.code()),
        ballot.and_then(|ballot| ballot.meeting),
        ballot.map(|ballot| ballot.on.to_string()),
        votes(|ballot| ballot.in_favour),
        votes(|ballot| ballot.against),
        votes(|ballot| ballot.abstention),
        votes(|ballot| ballot.base),
        one.is_public,
        one.due_on.map(|day| day.to_string()),
        &one.extension,
        &one.answer,
        one.answer_file,
        one.answered_on.map(|day| day.to_string()),
        one.satisfaction.code(),
        &one.satisfaction_words,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes a draft away, if nobody changed it since `revision`.
pub async fn remove(tx: &mut Tx, id: Uuid, revision: i64) -> Result<bool> {
    let sql = "DELETE FROM assembly_referral WHERE id = $1 AND revision = $2 AND state = 'draft'";
    Ok(execute!(tx, sql, id, revision)? == 1)
}
