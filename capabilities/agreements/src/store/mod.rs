//! All the SQL of the slice.

pub mod agreement;
pub mod batch;
pub mod payment;
pub mod publisher;
pub mod repayment;
pub mod report;
pub mod report_part;
pub mod scanning;
pub mod setting;
pub mod signing;
pub mod trusted;
pub mod version;

use database::{DbError, Result, Tx};
use kernel::Uuid;
use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};

/// Rows of a statement where `{rows}` stands for some identifiers.
async fn among<T>(tx: &mut Tx, sql: &str, ids: &[Uuid]) -> Result<Vec<T>>
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let mut all = Vec::new();
    for some in ids.chunks(database::together(1)) {
        let sql = database::placed(sql, some.len(), 1);
        let rows: Vec<T> = database::on!(&mut *tx, conn => {
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
