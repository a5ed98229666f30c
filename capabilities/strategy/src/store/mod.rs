//! All the SQL of the slice.

/// Rows of the objects named, in as few statements as the databases take: `{rows}` stands in the text for their identifiers.
macro_rules! fetch_among {
    ($tx:expr, $sql:expr, $ids:expr) => {{
        let mut found = Vec::with_capacity($ids.len());
        for some in $ids.chunks(database::together(1)) {
            let sql = sqlx::AssertSqlSafe(database::placed($sql, some.len(), 1));
            found.extend(database::on!($tx, connection => {
                let mut query = sqlx::query_as(sql);
                for id in some {
                    query = query.bind(*id);
                }
                query.fetch_all(connection).await?
            }));
        }
        found
    }};
}

pub mod amendment;
pub mod commitment;
pub mod contract;
pub mod history;
pub mod notes;
pub mod signatory;
pub mod tree;

use database::DbError;
use jiff::civil::Date;

/// A day as it is kept; a text that is none is a damaged row.
fn day(place: &'static str, text: &str) -> database::Result<Date> {
    text.parse().map_err(|_| DbError::Unreadable { place, problem: text.to_owned() })
}

/// A value known by a stable name; one that this version does not know is a damaged row.
fn known<T>(place: &'static str, code: &str, found: Option<T>) -> database::Result<T> {
    found.ok_or_else(|| DbError::Unreadable { place, problem: code.to_owned() })
}
