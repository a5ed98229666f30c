//! Opening a database from its URL, with sentences for an operator when it cannot be.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use crate::group_commit::Writer;
use crate::tx::SqliteTx;
use crate::{Result, Tx};

/// Which engine is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded file.
    Sqlite,
    /// Server.
    Postgres,
}

/// A database, cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// Embedded file: reading connections and one writer.
    Sqlite {
        /// Reading connections.
        readers: SqlitePool,
        /// The writer.
        writer: Writer,
        /// Where the file is.
        path: PathBuf,
    },
    /// Server.
    Postgres(PgPool),
}

/// Why a database could not be opened; the text is for the operator, in French.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is not one of ours.
    #[error(
        "l’adresse de la base « {0} » n’est pas reconnue. Écrivez sqlite:chemin/parvis.sqlite ou \
         postgres://utilisateur:motdepasse@serveur/base"
    )]
    UnknownUrl(String),
    /// The folder of the file cannot be made or written.
    #[error("le dossier {folder} n’est pas utilisable : {problem}. Vérifiez qu’il existe et que l’on peut y écrire")]
    Folder {
        /// The folder.
        folder: String,
        /// The system's word.
        problem: String,
    },
    /// The file is not an SQLite database, or is damaged.
    #[error("le fichier {path} n’a pas pu être ouvert comme base SQLite : {problem}")]
    File {
        /// The file.
        path: String,
        /// The engine's word.
        problem: String,
    },
    /// The server does not answer or refuses.
    #[error(
        "la base PostgreSQL n’a pas répondu ({problem}). Vérifiez l’adresse, le nom, le mot de passe et que le \
         serveur accepte les connexions"
    )]
    Server {
        /// The driver's word, without the password.
        problem: String,
    },
}

/// A URL without its password, for logs and messages.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.find('@')) {
        (Some(start), Some(end)) if end > start => match url[start + 3..end].split_once(':') {
            Some((user, _)) => format!("{}://{user}:…{}", &url[..start], &url[end..]),
            None => url.to_owned(),
        },
        _ => url.to_owned(),
    }
}

impl Db {
    /// Opens `sqlite:PATH` (made if absent) or `postgres://…`.
    ///
    /// # Errors
    /// See [`OpenError`]; every message says what to do.
    pub async fn open(url: &str) -> std::result::Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.trim_start_matches("//");
            if path.is_empty() {
                return Err(OpenError::UnknownUrl(url.to_owned()));
            }
            return Self::open_sqlite(Path::new(path)).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url, None).await;
        }
        Err(OpenError::UnknownUrl(without_password(url)))
    }

    pub(crate) async fn open_sqlite(path: &Path) -> std::result::Result<Self, OpenError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| OpenError::Folder {
                folder: folder.display().to_string(),
                problem: error.to_string(),
            })?;
        }
        let broken =
            |error: sqlx::Error| OpenError::File { path: path.display().to_string(), problem: error.to_string() };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("cache_size", "-8000")
            .pragma("temp_store", "memory")
            // The log is folded into the file every 32 MB, not every 4: under load the same pages change again and again.
            .pragma("wal_autocheckpoint", "8000")
            // What is deleted is overwritten: a sentence taken back stays in no page of the file.
            .pragma("secure_delete", "on")
            .disable_statement_logging();
        let writer = options.clone().connect().await.map_err(broken)?;
        let beside = options.clone().connect().await.map_err(broken)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .min_connections(1)
            .test_before_acquire(false)
            .connect_with(options.read_only(true).pragma("query_only", "on"))
            .await
            .map_err(broken)?;
        Ok(Self::Sqlite { readers, writer: Writer::new(writer, beside), path: path.to_owned() })
    }

    pub(crate) async fn open_postgres(url: &str, schema: Option<&str>) -> std::result::Result<Self, OpenError> {
        let mut options = PgConnectOptions::from_str(url)
            .map_err(|error| OpenError::Server { problem: error.to_string() })?
            .disable_statement_logging();
        if let Some(schema) = schema {
            options = options.options([("search_path", schema)]);
        }
        // A pool would try again for a while; one plain connection says at once what is wrong.
        let told = |error: sqlx::Error| OpenError::Server { problem: error.to_string() };
        let first = tokio::time::timeout(Duration::from_secs(10), options.connect()).await;
        first.map_err(|_| OpenError::Server { problem: "aucune réponse en 10 secondes".to_owned() })?.map_err(told)?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(8))
            .test_before_acquire(false)
            .connect_lazy_with(options);
        Ok(Self::Postgres(pool))
    }

    /// Which engine is behind.
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// A transaction for reading.
    ///
    /// # Errors
    /// No connection could be had.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(SqliteTx::Read(readers.begin().await?)),
            Self::Postgres(pool) => Tx::Postgres(begun(pool, "BEGIN").await?),
        })
    }

    /// A transaction that sees one unmoving state of the whole database, for exports and backups.
    ///
    /// # Errors
    /// No connection could be had.
    pub async fn snapshot(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(SqliteTx::Read(readers.begin().await?)),
            Self::Postgres(pool) => {
                Tx::Postgres(begun(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?)
            }
        })
    }

    /// A transaction for writing. On SQLite it waits for its turn and takes the write lock at once.
    ///
    /// # Errors
    /// No connection could be had, or the lock is held elsewhere for more than ten seconds.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(SqliteTx::Write(writer.begin().await?)),
            Self::Postgres(pool) => Tx::Postgres(begun(pool, "BEGIN").await?),
        })
    }

    /// After rows were deleted for good: nothing of them stays in the write-ahead log (SQLite) nor in the pages of
    /// these tables (PostgreSQL). Waits its turn like any write.
    ///
    /// # Errors
    /// The database failed; what is deleted stays deleted.
    pub async fn drop_traces(&self, tables: &[&'static str]) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => writer.checkpoint().await,
            Self::Postgres(pool) => {
                for table in tables {
                    let sql = sqlx::AssertSqlSafe(format!("VACUUM FULL {}", crate::rows::checked(table)?));
                    sqlx::raw_sql(sql).execute(pool).await?;
                }
                Ok(())
            }
        }
    }

    /// Before stopping: everything in the main file, connections closed.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, .. } => {
                readers.close().await;
                let _ = writer.end().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins a transaction to the end, even when nobody waits for it any more: a request dropped between the statement and its answer
/// would give back to the pool a connection where a transaction stays open, for the next request to fall into.
async fn begun(pool: &PgPool, statement: &'static str) -> Result<sqlx::Transaction<'static, sqlx::Postgres>> {
    let pool = pool.clone();
    let task = tokio::spawn(async move { pool.begin_with(statement).await });
    Ok(task.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn wrong_urls_are_told_without_the_password() {
        let error = Db::open("mysql://moi:secret@hote/base").await.err().expect("refused").to_string();
        assert!(error.contains("moi:…@hote") && !error.contains("secret"), "{error}");
        let error = Db::open("postgres://moi:secret@127.0.0.1:9/base").await.err().expect("refused").to_string();
        assert!(error.contains("n’a pas répondu") && !error.contains("secret"), "{error}");
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.sqlite");
        std::fs::write(&path, "ceci n’est pas une base de données, mais un texte assez long".repeat(20))
            .expect("written");
        let error = Db::open_sqlite(&path).await.err().expect("refused").to_string();
        assert!(error.contains("x.sqlite"), "{error}");
    }
}
