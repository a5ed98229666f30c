//! Agreements of urban management and their actions.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known, maybe_day};
use crate::rules::{
    ManagementAction, ManagementActionTerms, ManagementState, ManagementTerms, ManagementTheme, UrbanManagement,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    contract: Uuid,
    title: String,
    partners: String,
    starts_on: String,
    ends_on: String,
    note: String,
    is_public: bool,
    revision: i64,
}

const SELECT: &str = "SELECT id, contract, title, partners, starts_on, ends_on, note, is_public, revision \
                      FROM urban_management";

async fn whole(tx: &mut Tx, row: Row) -> Result<UrbanManagement> {
    let sql = "SELECT area FROM urban_management_area WHERE agreement = $1 ORDER BY id";
    let areas: Vec<(Uuid,)> = fetch_all!(tx, sql, row.id)?;
    Ok(UrbanManagement {
        id: row.id,
        contract: row.contract,
        terms: ManagementTerms {
            title: row.title,
            partners: row.partners,
            starts_on: day("urban_management.starts_on", &row.starts_on)?,
            ends_on: day("urban_management.ends_on", &row.ends_on)?,
            note: row.note,
            areas: areas.into_iter().map(|(area,)| area).collect(),
            is_public: row.is_public,
        },
        revision: row.revision,
    })
}

/// One agreement.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<UrbanManagement>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    match row {
        Some(row) => Ok(Some(whole(tx, row).await?)),
        None => Ok(None),
    }
}

/// Every agreement, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<UrbanManagement>> {
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} ORDER BY title, id")))?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(whole(tx, row).await?);
    }
    Ok(all)
}

/// Writes an agreement: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, outside: &Outside, one: &UrbanManagement, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO urban_management (title, partners, starts_on, ends_on, note, is_public, contract, id, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9 + 1)"
    } else {
        "UPDATE urban_management SET title = $1, partners = $2, starts_on = $3, ends_on = $4, note = $5, \
         is_public = $6, revision = revision + 1 WHERE contract = $7 AND id = $8 AND revision = $9"
    };
    let count = execute!(
        tx,
        sql,
        &terms.title,
        &terms.partners,
        terms.starts_on.to_string(),
        terms.ends_on.to_string(),
        &terms.note,
        terms.is_public,
        one.contract,
        one.id,
        revision
    )?;
    if count != 1 {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM urban_management_area WHERE agreement = $1", one.id)?;
    for area in &terms.areas {
        let sql = "INSERT INTO urban_management_area (id, agreement, area) VALUES ($1, $2, $3)";
        execute!(tx, sql, outside.uuid(), one.id, *area)?;
    }
    Ok(true)
}

#[derive(sqlx::FromRow)]
struct ActionRow {
    id: Uuid,
    agreement: Uuid,
    year: i64,
    theme: String,
    title: String,
    who: String,
    due_on: Option<String>,
    state: String,
    note: String,
    revision: i64,
}

const SELECT_ACTION: &str = "SELECT id, agreement, year, theme, title, who, due_on, state, note, revision \
                             FROM urban_management_action";

fn read(row: ActionRow) -> Result<ManagementAction> {
    Ok(ManagementAction {
        id: row.id,
        agreement: row.agreement,
        terms: ManagementActionTerms {
            year: row.year,
            theme: known("urban_management_action.theme", &row.theme, ManagementTheme::from_code(&row.theme))?,
            title: row.title,
            who: row.who,
            due_on: maybe_day("urban_management_action.due_on", row.due_on)?,
            state: known("urban_management_action.state", &row.state, ManagementState::from_code(&row.state))?,
            note: row.note,
        },
        revision: row.revision,
    })
}

/// Actions of an agreement, the last year first.
pub async fn actions(tx: &mut Tx, agreement: Uuid) -> Result<Vec<ManagementAction>> {
    let sql = format!("{SELECT_ACTION} WHERE agreement = $1 ORDER BY year DESC, added_at, id");
    let rows: Vec<ActionRow> = fetch_all!(tx, AssertSqlSafe(sql), agreement)?;
    rows.into_iter().map(read).collect()
}

/// One action.
pub async fn action(tx: &mut Tx, id: Uuid) -> Result<Option<ManagementAction>> {
    let row: Option<ActionRow> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT_ACTION} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts an action in.
pub async fn insert_action(tx: &mut Tx, one: &ManagementAction, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO urban_management_action (id, agreement, year, theme, title, who, due_on, state, note, added_at, \
         revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        one.id,
        one.agreement,
        terms.year,
        terms.theme.code(),
        &terms.title,
        &terms.who,
        terms.due_on.map(|day| day.to_string()),
        terms.state.code(),
        &terms.note,
        at.0
    )?;
    Ok(())
}

/// Writes an action, if nobody did since `revision`.
pub async fn save_action(tx: &mut Tx, (id, revision): (Uuid, i64), terms: &ManagementActionTerms) -> Result<bool> {
    let sql = "UPDATE urban_management_action SET year = $1, theme = $2, title = $3, who = $4, due_on = $5, state = $6, \
               note = $7, revision = revision + 1 WHERE id = $8 AND revision = $9";
    let count = execute!(
        tx,
        sql,
        terms.year,
        terms.theme.code(),
        &terms.title,
        &terms.who,
        terms.due_on.map(|day| day.to_string()),
        terms.state.code(),
        &terms.note,
        id,
        revision
    )?;
    Ok(count == 1)
}
