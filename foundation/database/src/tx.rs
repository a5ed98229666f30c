//! A transaction on either database.

use sqlx::{PgConnection, Postgres, SqliteConnection};

use crate::Result;
use crate::group_commit::GroupedWrite;

/// An open transaction. Dropped without [`Tx::commit`], it leaves nothing.
pub enum Tx {
    /// SQLite: a snapshot for reading, or a savepoint in the writer's group.
    Sqlite(SqliteTx),
    /// PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// The two kinds of SQLite transaction.
pub enum SqliteTx {
    /// On one of the reading connections.
    Read(sqlx::Transaction<'static, sqlx::Sqlite>),
    /// On the one writing connection.
    Write(GroupedWrite),
}

impl SqliteTx {
    /// The connection statements run on.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Read(tx) => tx,
            Self::Write(write) => write.connection(),
        }
    }
}

impl Tx {
    /// Makes the writes durable. When this returns `Ok`, a power cut loses nothing of them.
    ///
    /// # Errors
    /// The commit failed: nothing of this transaction is kept.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(SqliteTx::Read(tx)) => Ok(tx.commit().await?),
            Self::Sqlite(SqliteTx::Write(write)) => write.commit().await,
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }

    /// [`Tx::commit`], for who goes on to the end whatever happens to those who wait.
    pub(crate) async fn keep(self) -> Result<()> {
        match self {
            Self::Sqlite(SqliteTx::Write(write)) => write.keep().await,
            other => other.commit().await,
        }
    }

    /// Whether this is PostgreSQL, for the few dialect files.
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    pub(crate) fn postgres<'a>(connection: &'a mut sqlx::Transaction<'static, Postgres>) -> &'a mut PgConnection {
        connection
    }
}
