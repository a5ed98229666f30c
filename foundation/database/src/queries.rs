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
