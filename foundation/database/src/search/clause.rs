//! Pieces of statements with the values they bind, numbered when they are put together.

use uuid::Uuid;

use crate::{Result, Tx};

/// After every sign: the end of the range of terms that begin with a stem.
const LAST: char = '\u{10FFFF}';

/// A value to bind.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Id(Uuid),
    Number(i64),
}

/// A statement being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    sql: String,
    values: Vec<Value>,
}

impl Clause {
    /// Adds text that binds nothing.
    pub(super) fn add(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds the place of a value.
    pub(super) fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.sql.push_str(&format!("${}", self.values.len()));
        self
    }

    /// Adds what is true of the terms of a stem, of whatever begins with it.
    pub(super) fn begins_with(&mut self, column: &str, stem: &str) -> &mut Self {
        self.add(&format!("{column} >= ")).bind(Value::Text(stem.to_owned()));
        self.add(&format!(" AND {column} < ")).bind(Value::Text(format!("{stem}{LAST}")))
    }

    /// The rows.
    pub(super) async fn fetch<T>(&self, tx: &mut Tx) -> Result<Vec<T>>
    where
        T: Send
            + Unpin
            + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        let sql = self.sql.clone();
        Ok(crate::on!(tx, conn => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
            for value in &self.values {
                query = match value {
                    Value::Text(text) => query.bind(text.as_str()),
                    Value::Id(id) => query.bind(*id),
                    Value::Number(number) => query.bind(*number),
                };
            }
            query.fetch_all(conn).await.map_err(crate::DbError::from)
        })?)
    }
}

/// The objects of a kind whose entry holds every one of so many stems, bound from `$first` on in the order of
/// [`super::query_stems`]: a query to stand in another, for lists that are narrowed by words and by something else.
pub fn objects(kind: &'static str, first: usize, count: usize) -> String {
    let mut sql = format!("SELECT e.object FROM search_entry e WHERE e.kind = '{kind}'");
    for rank in first..first + count {
        sql.push_str(&format!(
            " AND e.position IN (SELECT p.entry FROM search_posting p WHERE p.term >= ${rank} \
             AND p.term < ${rank} || '{LAST}')"
        ));
    }
    sql
}
