//! What can go wrong with a database, and the few cases callers tell apart.

use kernel::{Breakdown, Failure, Refusal};

/// A failed query, commit or connection.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The driver's own error.
    #[error(transparent)]
    Driver(#[from] sqlx::Error),
    /// The group commit this write belonged to did not reach the disk: nothing of it is kept.
    #[error("the group commit failed: {0}")]
    Commit(String),
    /// A stored value that this version cannot read.
    #[error("unreadable value in {place}: {problem}")]
    Unreadable {
        /// Table and column.
        place: &'static str,
        /// What was found.
        problem: String,
    },
}

/// What stores return.
pub type Result<T, E = DbError> = std::result::Result<T, E>;

impl DbError {
    /// A unique rule refused the row.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Driver(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// A reference to a row that is not there (or still needed) was refused.
    pub fn is_foreign_key_violation(&self) -> bool {
        matches!(self, Self::Driver(sqlx::Error::Database(error)) if error.is_foreign_key_violation())
    }

    /// No connection could be had for now: every one is taken, or the server starts. Nothing was asked of the database, so nothing is
    /// kept; a connection lost halfway is not told so, because nobody knows whether its commit was kept.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Driver(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) => true,
            // PostgreSQL: 53300 (too many connections), 57P03 (it starts). SQLite: 5 (SQLITE_BUSY).
            Self::Driver(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| ["5", "53300", "57P03"].contains(&code.as_ref()))
            }
            _ => false,
        }
    }

    /// The disk has no room left: reads go on, writes wait for room.
    pub fn is_disk_full(&self) -> bool {
        let text = self.to_string();
        // SQLite: code 13 (SQLITE_FULL); PostgreSQL: class 53100.
        match self {
            Self::Driver(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| code == "13" || code == "53100") || text.contains("disk is full")
            }
            _ => text.contains("disk is full") || text.contains("No space left"),
        }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        if error.is_disk_full() {
            return Self::Refused(Refusal::rule(
                "Rien n’a pu être enregistré : le serveur n’a plus de place",
                "La consultation continue de fonctionner. Gardez votre texte et réessayez dans quelques minutes ; \
                 l’équipe technique doit libérer de l’espace disque.",
            ));
        }
        Self::Broken(Breakdown(Box::new(error)))
    }
}
