//! Databases for tests: an SQLite file in a fresh folder, and a fresh schema on the PostgreSQL server
//! named by `PARVIS_TEST_POSTGRES`. The same test runs on both.

use std::future::Future;

use kernel::{Moment, Outside};
use sqlx::AssertSqlSafe;

use crate::{Db, Migration, on};

/// A migrated database that disappears with the value.
pub struct TestDatabase {
    /// The database.
    pub db: Db,
    /// `SQLite` or `PostgreSQL`, for messages.
    pub name: &'static str,
    _folder: Option<tempfile::TempDir>,
}

/// 2026-03-15 12:00 in Paris: the "now" of tests.
pub const TEST_START: Moment = Moment(1_773_572_400_000);

/// An outside that is the same in every run.
pub fn outside(seed: u64) -> Outside {
    Outside::told(TEST_START, seed)
}

/// Empty databases, one of each engine at hand.
///
/// # Panics
/// When a database cannot be opened or migrated: a test then has nothing to say.
pub async fn databases(migrations: &[Migration]) -> Vec<TestDatabase> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sqlite = Db::open_sqlite(&folder.path().join("test.sqlite")).await.expect("SQLite opens");
    let mut all = vec![TestDatabase { db: sqlite, name: "SQLite", _folder: Some(folder) }];
    match std::env::var("PARVIS_TEST_POSTGRES") {
        Ok(url) => {
            let schema = format!("t_{}", uuid::Uuid::new_v4().simple());
            let admin = Db::open(&url).await.expect("PostgreSQL answers");
            let mut tx = admin.write().await.expect("a transaction");
            let sql = AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
            on!(&mut tx, conn => sqlx::raw_sql(sql).execute(conn).await.map(|_| ())).expect("a schema");
            tx.commit().await.expect("the schema is made");
            let db = Db::open_postgres(&url, Some(&schema)).await.expect("PostgreSQL opens");
            all.push(TestDatabase { db, name: "PostgreSQL", _folder: None });
        }
        Err(_) => eprintln!("PARVIS_TEST_POSTGRES absent : essai sur SQLite seulement"),
    }
    for database in &all {
        database.db.migrate(migrations, &outside(1)).await.unwrap_or_else(|error| panic!("{}: {error}", database.name));
    }
    all
}

/// Runs a test on every database at hand.
///
/// # Panics
/// As [`databases`].
pub async fn each_database<F, Fut>(migrations: &[Migration], test: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    for database in databases(migrations).await {
        eprintln!("— {}", database.name);
        test(database.db.clone()).await;
    }
}
