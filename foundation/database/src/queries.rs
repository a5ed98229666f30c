//! One text of SQL, two drivers. `$1…$n`, bound in order.

/// Runs an expression on the connection of either database: `on!(tx, conn => sqlx::query("…").execute(conn).await)`.
#[macro_export]
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => {
                let $conn = tx.connection();
                $body
            }
            $crate::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

/// Runs a statement; gives the number of rows touched.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::on!($tx, conn => {
            let query = $crate::sqlx::query($sql)$(.bind($value))*;
            $crate::sqlx::Executor::execute(conn, query).await.map(|done| done.rows_affected()).map_err($crate::DbError::from)
        })
    };
}

/// All rows, as tuples or `FromRow` structs.
#[macro_export]
macro_rules! fetch_all {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::on!($tx, conn => $crate::sqlx::query_as($sql)$(.bind($value))*.fetch_all(conn).await.map_err($crate::DbError::from))
    };
}

/// The row, if there is one: absence is not an error.
#[macro_export]
macro_rules! fetch_optional {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::on!($tx, conn => $crate::sqlx::query_as($sql)$(.bind($value))*.fetch_optional(conn).await.map_err($crate::DbError::from))
    };
}

/// The one row that must be there (aggregates, `RETURNING`).
#[macro_export]
macro_rules! fetch_one {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::on!($tx, conn => $crate::sqlx::query_as($sql)$(.bind($value))*.fetch_one(conn).await.map_err($crate::DbError::from))
    };
}

/// Inserts rows together, in as few statements as the databases take: `{rows}` stands in the text for their places. Gives the
/// number of rows touched. To be used in a function that gives a [`crate::Result`]; each row binds the same values.
#[macro_export]
macro_rules! insert_rows {
    ($tx:expr, $sql:expr, $rows:expr, $row:pat => [$($value:expr),+ $(,)?]) => {{
        let columns = [$(stringify!($value)),+].len();
        let mut touched = 0;
        for rows in $rows.chunks($crate::together(columns)) {
            let sql = $crate::placed($sql, rows.len(), columns);
            touched += $crate::on!($tx, conn => {
                let mut query = $crate::sqlx::query($crate::sqlx::AssertSqlSafe(sql));
                for $row in rows {
                    query = query$(.bind($value))+;
                }
                $crate::sqlx::Executor::execute(conn, query).await.map(|done| done.rows_affected()).map_err($crate::DbError::from)
            })?;
        }
        touched
    }};
}

/// Rows of the objects named, read together in as few statements as the databases take: `{rows}` stands in the text for their
/// identifiers. To be used in a function that gives a [`crate::Result`].
#[macro_export]
macro_rules! fetch_among {
    ($tx:expr, $sql:expr, $ids:expr) => {{
        let mut found = Vec::with_capacity($ids.len());
        for some in $ids.chunks($crate::together(1)) {
            let sql = $crate::placed($sql, some.len(), 1);
            found.append(&mut $crate::on!(&mut *$tx, conn => {
                let mut query = $crate::sqlx::query_as($crate::sqlx::AssertSqlSafe(sql));
                for id in some {
                    query = query.bind(*id);
                }
                query.fetch_all(conn).await.map_err($crate::DbError::from)
            })?);
        }
        found
    }};
}

/// Values bound to one statement at most: both databases take four times as many.
const MOST_BOUND: usize = 8_000;

/// How many rows of so many columns are inserted by one statement.
pub const fn together(columns: usize) -> usize {
    if columns == 0 { MOST_BOUND } else { MOST_BOUND.div_ceil(columns) }
}

/// A statement with places for so many rows of so many columns.
pub fn placed(sql: &str, rows: usize, columns: usize) -> String {
    let row = |rank: usize| {
        let places: Vec<String> = (1..=columns).map(|column| format!("${}", rank * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    sql.replace("{rows}", &(0..rows).map(row).collect::<Vec<_>>().join(", "))
}
