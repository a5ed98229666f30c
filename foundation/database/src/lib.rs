//! The only crate that names a database. One text of SQL runs on SQLite (embedded, the default) and on
//! PostgreSQL (several nodes); see [`on!`] and the query macros. Writes on SQLite are fully durable and
//! grouped: see [`group_commit`].

mod act;
pub mod catalog;
mod error;
pub mod group_commit;
pub mod migrations;
mod open;
mod queries;
pub mod rows;
pub mod search;
pub mod testing;
mod tx;

pub use act::Acting;
pub use error::{DbError, Result};
pub use migrations::{Migration, MigrationReport};
pub use open::{Db, Engine, OpenError};
pub use queries::{placed, together};
pub use sqlx;
pub use tx::Tx;
