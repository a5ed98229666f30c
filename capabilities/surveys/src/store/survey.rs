//! Questionnaires and their versions.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::rules::{Access, State, SurveyText};

/// A questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    pub id: Uuid,
    pub consultation: Uuid,
    pub code: String,
    pub text: SurveyText,
    pub state: State,
    pub wave_of: Option<Uuid>,
    /// The form being written, as JSON.
    pub draft: String,
    /// Number of the last version published; 0: none.
    pub published: i64,
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    consultation: Uuid,
    channel: Option<Uuid>,
    code: String,
    title: String,
    purpose: String,
    follow_up: String,
    state: String,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    access: String,
    kept_days: i64,
    least_age: i64,
    is_published: bool,
    wave_of: Option<Uuid>,
    draft: String,
    published: i64,
    revision: i64,
}

const COLUMNS: &str = "id, consultation, channel, code, title, purpose, follow_up, state, opens_at, closes_at, access, \
                       kept_days, least_age, is_published, wave_of, draft, published, revision";

fn known<T>(place: &'static str, code: String, found: Option<T>) -> Result<T> {
    found.ok_or(DbError::Unreadable { place, problem: code })
}

fn read(row: Row) -> Result<Survey> {
    let (state, access) = (State::from_code(&row.state), Access::from_code(&row.access));
    Ok(Survey {
        id: row.id,
        consultation: row.consultation,
        code: row.code,
        state: known("survey.state", row.state, state)?,
        wave_of: row.wave_of,
        draft: row.draft,
        published: row.published,
        revision: row.revision,
        text: SurveyText {
            title: row.title,
            purpose: row.purpose,
            follow_up: row.follow_up,
            channel: row.channel,
            access: known("survey.access", row.access, access)?,
            opens_at: row.opens_at.map(Moment),
            closes_at: row.closes_at.map(Moment),
            kept_days: row.kept_days,
            least_age: row.least_age,
            is_published: row.is_published,
        },
    })
}

/// Every questionnaire, the last begun first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Survey>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("SELECT {COLUMNS} FROM survey ORDER BY id DESC")))?;
    rows.into_iter().map(read).collect()
}

/// One questionnaire.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Survey>> {
    let row: Option<Row> =
        fetch_optional!(tx, AssertSqlSafe(format!("SELECT {COLUMNS} FROM survey WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The questionnaire of that address.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Survey>> {
    let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM survey WHERE code = $1"));
    let row: Option<Row> = fetch_optional!(tx, sql, code)?;
    row.map(read).transpose()
}

/// Addresses that begin like this one.
pub async fn codes(tx: &mut Tx, base: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch_all!(tx, "SELECT code FROM survey WHERE substr(code, 1, length($1)) = $1", base)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Puts a questionnaire in.
pub async fn insert(tx: &mut Tx, one: &Survey) -> Result<()> {
    let text = &one.text;
    execute!(
        tx,
        "INSERT INTO survey (id, consultation, channel, code, title, purpose, follow_up, state, opens_at, closes_at, access, \
         kept_days, least_age, is_published, wave_of, draft, published, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)",
        one.id,
        one.consultation,
        text.channel,
        &one.code,
        &text.title,
        &text.purpose,
        &text.follow_up,
        one.state.code(),
        text.opens_at.map(|moment| moment.0),
        text.closes_at.map(|moment| moment.0),
        text.access.code(),
        text.kept_days,
        text.least_age,
        text.is_published,
        one.wave_of,
        &one.draft,
        one.published
    )?;
    Ok(())
}

/// Keeps a questionnaire as changed, unless it was changed since its revision.
pub async fn update(tx: &mut Tx, one: &Survey) -> Result<bool> {
    let text = &one.text;
    let done = execute!(
        tx,
        "UPDATE survey SET channel = $3, title = $4, purpose = $5, follow_up = $6, state = $7, opens_at = $8, \
         closes_at = $9, access = $10, kept_days = $11, least_age = $12, is_published = $13, draft = $14, \
         published = $15, revision = revision + 1 WHERE id = $1 AND revision = $2",
        one.id,
        one.revision,
        text.channel,
        &text.title,
        &text.purpose,
        &text.follow_up,
        one.state.code(),
        text.opens_at.map(|moment| moment.0),
        text.closes_at.map(|moment| moment.0),
        text.access.code(),
        text.kept_days,
        text.least_age,
        text.is_published,
        &one.draft,
        one.published
    )?;
    Ok(done == 1)
}

/// A version of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    pub id: Uuid,
    pub number: i64,
    pub definition: String,
    pub note: String,
    pub published_at: i64,
}

/// Puts a version in.
pub async fn insert_version(tx: &mut Tx, survey: Uuid, version: &Version) -> Result<()> {
    let sql = "INSERT INTO survey_version (id, survey, number, definition, note, published_at) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, version.id, survey, version.number, &version.definition, &version.note, version.published_at)?;
    Ok(())
}

/// One version.
pub async fn version(tx: &mut Tx, survey: Uuid, number: i64) -> Result<Option<Version>> {
    let sql = "SELECT id, number, definition, note, published_at FROM survey_version WHERE survey = $1 AND number = $2";
    fetch_optional!(tx, sql, survey, number)
}

/// Every version, the first first.
pub async fn versions(tx: &mut Tx, survey: Uuid) -> Result<Vec<Version>> {
    let sql = "SELECT id, number, definition, note, published_at FROM survey_version WHERE survey = $1 ORDER BY number";
    fetch_all!(tx, sql, survey)
}
