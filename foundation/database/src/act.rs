//! A whole writing transaction handed over as one piece.
//!
//! On SQLite everybody writes in turn, and a transaction whose steps wait among the requests being answered holds the turn
//! of the others as long as they last. Handed over, it runs on a thread that does nothing but write.

use std::io;
use std::pin::Pin;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

use crate::tx::SqliteTx;
use crate::{Db, DbError, Result, Tx};

/// What is done inside a transaction handed over.
pub type Acting<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

/// The thread that writes, for every database of the process.
static WRITING: LazyLock<io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).thread_name("parvis-writing").enable_time().build());

impl Db {
    /// Begins a writing transaction, does `act` in it, and makes it durable. Goes on to its end even when nobody waits
    /// for it any more.
    ///
    /// # Errors
    /// Those of `act`: nothing is kept then. No connection could be had, or the commit failed.
    pub async fn act<T, E>(
        &self,
        act: impl for<'t> FnOnce(&'t mut Tx) -> Acting<'t, T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let lost = |problem: String| E::from(DbError::Commit(problem));
        let db = self.clone();
        let whole = async move {
            let mut tx = match &db {
                Self::Sqlite { writer, .. } => Tx::Sqlite(SqliteTx::Write(writer.turn().await?)),
                Self::Postgres(_) => db.write().await?,
            };
            let done = act(&mut tx).await?;
            tx.keep().await?;
            Ok(done)
        };
        let task = match self {
            Self::Sqlite { .. } => WRITING.as_ref().map_err(|error| lost(error.to_string()))?.spawn(whole),
            Self::Postgres(_) => tokio::spawn(whole),
        };
        task.await.map_err(|error| lost(error.to_string()))?
    }
}
