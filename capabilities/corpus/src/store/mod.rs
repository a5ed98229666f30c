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

pub mod codebook;
pub mod codings;
pub mod groupings;
pub mod purge;
pub mod setting;
pub mod suggestions;
pub mod verbatims;
