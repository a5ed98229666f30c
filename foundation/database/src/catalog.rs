//! What a database says of itself, and the few statements that backups and restores need: which tables stand,
//! how many rows they hold, which steps were applied, whether the engine finds itself sound.

use sqlx::AssertSqlSafe;

use crate::rows::checked;
use crate::{DbError, Result, Tx, execute, fetch_all, fetch_one};

/// Names of the tables that stand, sorted.
///
/// # Errors
/// The database failed.
pub async fn tables(tx: &mut Tx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = if tx.is_postgres() {
        let sql = "SELECT table_name::text FROM information_schema.tables \
                   WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1";
        fetch_all!(tx, sql)?
    } else {
        fetch_all!(tx, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")?
    };
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// How many rows a table holds.
///
/// # Errors
/// The table is not there, or the database failed.
pub async fn row_count(tx: &mut Tx, table: &str) -> Result<i64> {
    let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {}", checked(table)?));
    let (count,): (i64,) = fetch_one!(tx, sql)?;
    Ok(count)
}

/// Takes every row out of a table. For restores into an empty database only: migrations put a few rows in.
///
/// # Errors
/// The table is not there, its rows are protected, or the database failed.
pub async fn clear(tx: &mut Tx, table: &str) -> Result<u64> {
    // An append-only table refuses even to delete nothing on PostgreSQL, so nothing is asked of it.
    if row_count(tx, table).await? == 0 {
        return Ok(0);
    }
    let sql = AssertSqlSafe(format!("DELETE FROM {}", checked(table)?));
    execute!(tx, sql)
}

/// The schema steps applied, `(name, checksum)`, in the order of their names; none when the table is not there.
///
/// # Errors
/// The database failed.
pub async fn applied_steps(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    if !tables(tx).await?.iter().any(|name| name == "migration") {
        return Ok(Vec::new());
    }
    fetch_all!(tx, "SELECT name, checksum FROM migration ORDER BY name")
}

/// References between rows that are checked at the end instead of row by row; hand it to
/// [`settle_references`] before committing.
#[must_use]
pub struct Deferred(Vec<String>);

/// Lets rows come before the rows they refer to, until [`settle_references`]. Needs the right to alter the tables
/// on PostgreSQL, which the owner of the schema has.
///
/// # Errors
/// The database failed.
pub async fn defer_references(tx: &mut Tx) -> Result<Deferred> {
    if !tx.is_postgres() {
        execute!(tx, "PRAGMA defer_foreign_keys = ON")?;
        return Ok(Deferred(Vec::new()));
    }
    let sql = "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint \
               WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace";
    let rows: Vec<(String,)> = fetch_all!(tx, sql)?;
    let mut altered = Vec::with_capacity(rows.len());
    for (alter,) in rows {
        execute!(tx, AssertSqlSafe(format!("{alter} DEFERRABLE INITIALLY DEFERRED")))?;
        altered.push(alter);
    }
    Ok(Deferred(altered))
}

/// Checks every reference now and puts the row-by-row checks back.
///
/// # Errors
/// A row refers to one that is not there (the message names the table), or the database failed.
pub async fn settle_references(tx: &mut Tx, deferred: Deferred) -> Result<()> {
    if !tx.is_postgres() {
        return match broken_references(tx).await?.pop() {
            None => Ok(()),
            Some(problem) => Err(DbError::Unreadable { place: "references between rows", problem }),
        };
    }
    execute!(tx, "SET CONSTRAINTS ALL IMMEDIATE")?;
    for alter in deferred.0 {
        execute!(tx, AssertSqlSafe(format!("{alter} NOT DEFERRABLE")))?;
    }
    Ok(())
}

/// Rows that refer to one that is not there, one English line for each table (SQLite; PostgreSQL never lets one in).
async fn broken_references(tx: &mut Tx) -> Result<Vec<String>> {
    let sql = "SELECT \"table\", parent, COUNT(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2";
    let rows: Vec<(String, String, i64)> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().map(|(table, parent, count)| format!("{table} → {parent}: {count}")).collect())
}

/// What the engine finds wrong with itself, in French; empty when all is well. SQLite reads the whole file;
/// PostgreSQL checks its pages at each reading when the server was made with checksums, and says nothing here.
///
/// # Errors
/// The database failed.
pub async fn problems(tx: &mut Tx) -> Result<Vec<String>> {
    if tx.is_postgres() {
        return Ok(Vec::new());
    }
    let lines: Vec<(String,)> = fetch_all!(tx, "SELECT integrity_check FROM pragma_integrity_check LIMIT 20")?;
    let mut problems: Vec<String> = lines
        .into_iter()
        .filter(|(line,)| line != "ok")
        .map(|(line,)| format!("le fichier de la base est abîmé : {line}"))
        .collect();
    for broken in broken_references(tx).await? {
        problems.push(format!("des lignes renvoient à une ligne absente : {broken}"));
    }
    Ok(problems)
}
