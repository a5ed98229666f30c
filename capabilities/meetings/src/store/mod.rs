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

pub mod finding;
pub mod log;
pub mod meeting;
pub mod note;
pub mod purge;

use database::DbError;
use jiff::civil::Date;

/// A day as it is kept; a text that is none is a damaged row.
fn day(place: &'static str, text: Option<String>) -> database::Result<Option<Date>> {
    text.map(|text| text.parse().map_err(|_| DbError::Unreadable { place, problem: text })).transpose()
}

/// A value known by a stable name; one that this version does not know is a damaged row.
fn known<T>(place: &'static str, code: &str, found: Option<T>) -> database::Result<T> {
    found.ok_or_else(|| DbError::Unreadable { place, problem: code.to_owned() })
}
