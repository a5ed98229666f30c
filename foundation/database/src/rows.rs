//! Rows as engine-independent text, for backups, copies and fingerprints: the same row gives the same
//! bytes on SQLite and on PostgreSQL. Keys sorted; UUIDs and bytes in base64; booleans as 0 and 1.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use futures_util::TryStreamExt;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Column, Row, TypeInfo, ValueRef};
use uuid::Uuid;

use crate::queries::{placed, together};
use crate::{DbError, Migration, Result, Tx, fetch_all};

/// Tables in the order they were created, which is an order they can be filled in; those a later step drops are left out.
pub fn tables(migrations: &[Migration]) -> Vec<&'static str> {
    let mut names = vec!["migration"];
    for migration in migrations {
        for line in migration.sql.lines() {
            let named = |rest: &'static str| rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next();
            if let Some(gone) = line.trim_start().strip_prefix("DROP TABLE ").and_then(named) {
                names.retain(|name| *name != gone);
            }
            // Virtual tables are derived from others and rebuilt, so they are left out.
            let Some(rest) = line.trim_start().strip_prefix("CREATE TABLE ") else { continue };
            let name = named(rest).unwrap_or_default();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// One row as a JSON object.
pub type CanonicalRow = Map<String, Value>;

fn bytes(value: &[u8]) -> Value {
    Value::String(BASE64.encode(value))
}

fn of_sqlite(row: &SqliteRow) -> Result<CanonicalRow> {
    let mut object = Map::new();
    for column in row.columns() {
        let raw = row.try_get_raw(column.ordinal())?;
        let value = if raw.is_null() {
            Value::Null
        } else {
            match raw.type_info().name() {
                "INTEGER" | "BOOLEAN" => Value::from(row.try_get_unchecked::<i64, _>(column.ordinal())?),
                "REAL" => Value::from(row.try_get_unchecked::<f64, _>(column.ordinal())?),
                "BLOB" => bytes(&row.try_get_unchecked::<Vec<u8>, _>(column.ordinal())?),
                _ => Value::String(row.try_get_unchecked(column.ordinal())?),
            }
        };
        object.insert(column.name().to_owned(), value);
    }
    Ok(object)
}

fn of_postgres(row: &PgRow) -> Result<CanonicalRow> {
    let mut object = Map::new();
    for column in row.columns() {
        let at = column.ordinal();
        // The search vector is computed by PostgreSQL from another column and exists there only.
        if column.type_info().name().eq_ignore_ascii_case("tsvector") {
            continue;
        }
        let value = match column.type_info().name() {
            "INT8" => row.try_get::<Option<i64>, _>(at)?.map(Value::from),
            "FLOAT8" => row.try_get::<Option<f64>, _>(at)?.map(Value::from),
            "BOOL" => row.try_get::<Option<bool>, _>(at)?.map(|is| Value::from(i64::from(is))),
            "UUID" => row.try_get::<Option<Uuid>, _>(at)?.map(|id| bytes(id.as_bytes())),
            "BYTEA" => row.try_get::<Option<Vec<u8>>, _>(at)?.map(|blob| bytes(&blob)),
            _ => row.try_get::<Option<String>, _>(at)?.map(Value::String),
        };
        object.insert(column.name().to_owned(), value.unwrap_or(Value::Null));
    }
    Ok(object)
}

/// Only names that are ours are put into SQL text: letters, digits and underscores.
pub(crate) fn checked(name: &str) -> Result<&str> {
    let is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if is_plain { Ok(name) } else { Err(DbError::Unreadable { place: "table name", problem: name.to_owned() }) }
}

async fn canonical(tx: &mut Tx, sql: String, ids: &[Uuid]) -> Result<Vec<CanonicalRow>> {
    // Not kept prepared: another node, or `parvis migrate`, may add a column meanwhile, and `*` then means something else.
    match tx {
        Tx::Sqlite(tx) => {
            let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
            for id in ids {
                query = query.bind(*id);
            }
            query.fetch_all(tx.connection()).await?.iter().map(of_sqlite).collect()
        }
        Tx::Postgres(tx) => {
            let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
            for id in ids {
                query = query.bind(*id);
            }
            query.fetch_all(&mut **tx).await?.iter().map(of_postgres).collect()
        }
    }
}

/// The query that reads a whole table in the same order on both engines: by primary key, texts compared byte by
/// byte; by every column for a table without one. Columns are named: those PostgreSQL computes are left out.
async fn reading(tx: &mut Tx, table: &str) -> Result<String> {
    let key: Vec<(String, String)> = if tx.is_postgres() {
        let sql = "SELECT a.attname::text, format_type(a.atttypid, NULL)::text FROM pg_index i \
                   CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, rank) \
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum \
                   JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = current_schema()::regnamespace \
                   WHERE i.indisprimary AND c.relname = $1 ORDER BY k.rank";
        fetch_all!(tx, sql, checked(table)?)?
    } else {
        fetch_all!(tx, "SELECT name, type FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", checked(table)?)?
    };
    let columns = columns(tx, table).await?;
    let mut names = Vec::with_capacity(columns.len());
    for (name, _) in &columns {
        names.push(format!("\"{}\"", checked(name)?));
    }
    let nulls = if key.is_empty() { " NULLS FIRST" } else { "" };
    let mut order = Vec::new();
    for (name, kind) in if key.is_empty() { &columns } else { &key } {
        let collation = if tx.is_postgres() && kind == "text" { " COLLATE \"C\"" } else { "" };
        order.push(format!("\"{}\"{collation}{nulls}", checked(name)?));
    }
    Ok(format!("SELECT {} FROM {} ORDER BY {}", names.join(", "), checked(table)?, order.join(", ")))
}

/// Every row of a table, in the order of its primary key, the same on both engines.
///
/// # Errors
/// The table is not there, or the connection failed.
pub async fn read_table(tx: &mut Tx, table: &str) -> Result<Vec<CanonicalRow>> {
    let sql = reading(tx, table).await?;
    canonical(tx, sql, &[]).await
}

/// Hands every row of a table to `take`, one after the other, in the order of its primary key (the same on both
/// engines), without holding the table in memory. Gives the number of rows.
///
/// # Errors
/// The table is not there, the connection failed, or `take` gave up.
pub async fn each_row<E, F>(tx: &mut Tx, table: &str, mut take: F) -> Result<u64, E>
where
    E: From<DbError>,
    F: FnMut(CanonicalRow) -> Result<(), E>,
{
    let sql = AssertSqlSafe(reading(tx, table).await?);
    let mut count = 0;
    match tx {
        Tx::Sqlite(tx) => {
            let mut rows = sqlx::query(sql).fetch(tx.connection());
            while let Some(row) = rows.try_next().await.map_err(DbError::from)? {
                take(of_sqlite(&row)?)?;
                count += 1;
            }
        }
        Tx::Postgres(tx) => {
            let mut rows = sqlx::query(sql).fetch(&mut **tx);
            while let Some(row) = rows.try_next().await.map_err(DbError::from)? {
                take(of_postgres(&row)?)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// The row of a table whose `id` this is.
///
/// # Errors
/// The table is not there, or the connection failed.
pub async fn read_row(tx: &mut Tx, table: &str, id: Uuid) -> Result<Option<CanonicalRow>> {
    Ok(read_rows(tx, table, &[id]).await?.remove(&id))
}

/// The rows of a table whose `id` is one of these, read together; those that are not there are left out.
///
/// # Errors
/// The table is not there, or the connection failed.
pub async fn read_rows(tx: &mut Tx, table: &str, ids: &[Uuid]) -> Result<HashMap<Uuid, CanonicalRow>> {
    let sql = format!("SELECT * FROM {} WHERE id IN ({{rows}})", checked(table)?);
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(together(1)) {
        let mut by_text: HashMap<Value, CanonicalRow> = canonical(tx, placed(&sql, some.len(), 1), some)
            .await?
            .into_iter()
            .filter_map(|row| Some((row.get("id")?.clone(), row)))
            .collect();
        found.extend(some.iter().filter_map(|id| Some((*id, by_text.remove(&bytes(id.as_bytes()))?))));
    }
    Ok(found)
}

/// SHA-256 of a row, in hexadecimal: the same on both engines. Empty columns do not count, so that a column added
/// to a table by a later version does not make every older row look changed.
pub fn fingerprint(row: &CanonicalRow) -> String {
    // serde_json's map is sorted by key (no `preserve_order`), so equal rows give equal text.
    let filled: CanonicalRow =
        row.iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect();
    let text = Value::Object(filled).to_string();
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The declared type of each column, `(name, type)`, as the engine says it.
async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<(String, String)>> {
    let table = checked(table)?.to_owned();
    if tx.is_postgres() {
        let sql = "SELECT column_name::text, data_type::text FROM information_schema.columns \
                   WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' \
                   ORDER BY ordinal_position";
        fetch_all!(tx, sql, table)
    } else {
        fetch_all!(tx, "SELECT name, type FROM pragma_table_info($1)", table)
    }
}

/// Puts rows back into a table, whatever engine they came from.
///
/// # Errors
/// A row does not fit the table: the message names the column.
pub async fn write_table(tx: &mut Tx, table: &str, rows: &[CanonicalRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = columns(tx, table).await?;
    let names: Vec<&str> = columns.iter().map(|(name, _)| checked(name)).collect::<Result<_>>()?;
    let marks: Vec<String> = (1..=names.len()).map(|rank| format!("${rank}")).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", checked(table)?, quoted.join(", "), marks.join(", "));
    // The two engines bind alike, and their types differ.
    macro_rules! filled {
        ($row:expr) => {{
            let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
            for (name, kind) in &columns {
                query = match bound($row.get(name), kind, name)? {
                    Bound::Int(value) => query.bind(value),
                    Bound::Real(value) => query.bind(value),
                    Bound::Text(value) => query.bind(value),
                    Bound::Bytes(value) => query.bind(value),
                    Bound::Bool(value) => query.bind(value),
                    Bound::Uuid(value) => query.bind(value),
                };
            }
            query
        }};
    }
    for row in rows {
        if let Some(unknown) = row.keys().find(|key| !names.contains(&key.as_str())) {
            return Err(DbError::Unreadable {
                place: "backup",
                problem: format!("{table}.{unknown} is not known here"),
            });
        }
        match tx {
            Tx::Sqlite(tx) => filled!(row).execute(tx.connection()).await.map(|_| ())?,
            Tx::Postgres(tx) => filled!(row).execute(&mut **tx).await.map(|_| ())?,
        }
    }
    restart_counters(tx, table, &columns).await
}

/// After rows were put back with their numbers, PostgreSQL's own counters must go on after the largest.
async fn restart_counters(tx: &mut Tx, table: &str, columns: &[(String, String)]) -> Result<()> {
    let Tx::Postgres(tx) = tx else { return Ok(()) };
    let Some((name, kind)) = columns.first() else { return Ok(()) };
    if kind != "bigint" {
        return Ok(());
    }
    let sql = format!(
        "SELECT setval(pg_get_serial_sequence('{table}', '{name}'), (SELECT MAX({name}) FROM {table})) \
         WHERE pg_get_serial_sequence('{table}', '{name}') IS NOT NULL"
    );
    sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await?;
    Ok(())
}

enum Bound {
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Bool(Option<bool>),
    Uuid(Option<Uuid>),
}

fn bound(value: Option<&Value>, kind: &str, column: &str) -> Result<Bound> {
    let value = value.filter(|value| !value.is_null());
    let misfit =
        || DbError::Unreadable { place: "backup", problem: format!("column {column}: {value:?} is not {kind}") };
    let blob = |value: &Value| value.as_str().and_then(|text| BASE64.decode(text).ok()).ok_or_else(misfit);
    let kind = kind.to_ascii_lowercase();
    Ok(match kind.as_str() {
        "integer" | "bigint" => Bound::Int(value.map(|v| v.as_i64().ok_or_else(misfit)).transpose()?),
        "real" | "double precision" => Bound::Real(value.map(|v| v.as_f64().ok_or_else(misfit)).transpose()?),
        "boolean" => Bound::Bool(value.map(|v| v.as_i64().map(|n| n != 0).ok_or_else(misfit)).transpose()?),
        "blob" | "bytea" => Bound::Bytes(value.map(blob).transpose()?),
        "uuid" => {
            let uuid = |v: &Value| blob(v).and_then(|bytes| Uuid::from_slice(&bytes).map_err(|_| misfit()));
            Bound::Uuid(value.map(uuid).transpose()?)
        }
        _ => Bound::Text(value.map(|v| v.as_str().map(str::to_owned).ok_or_else(misfit)).transpose()?),
    })
}
