//! The demonstration, prepared once by the binary under test and copied for each test that wants one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use super::{parvis, run};

/// Fills a folder that is not there yet, or is empty, with the demonstration; the database named must be empty too.
pub fn fill(data: &Path, database: Option<&str>) {
    if data.join("comptes.txt").exists() {
        return;
    }
    let (folder, made_on) = prepared(database.is_some());
    if let Some(database) = database {
        let (server, name) = database.rsplit_once('/').expect("a database in its address");
        let again = format!("CREATE DATABASE {name} TEMPLATE {}", made_on.expect("prepared on PostgreSQL"));
        psql(&format!("{server}/postgres"), &[&format!("DROP DATABASE {name}"), &again]);
    }
    copy(&folder, data);
}

/// The folder of the demonstration, and its database when it is on PostgreSQL; the first test that asks prepares both, for
/// this binary and this day.
fn prepared(on_postgres: bool) -> (PathBuf, Option<String>) {
    let binary = PathBuf::from(parvis().get_program());
    let kept = fs::metadata(&binary).expect("the binary");
    let written = kept.modified().expect("a date").duration_since(UNIX_EPOCH).expect("a date").as_nanos();
    let today = UNIX_EPOCH.elapsed().expect("a date").as_secs() / 86_400;
    let name = format!("parvis_model_{today}_{written}_{}", kept.len());
    let shelf = std::env::temp_dir().join(&name);
    fs::create_dir_all(&shelf).expect("a folder");
    let folder = shelf.join(if on_postgres { "postgres" } else { "sqlite" });
    let lock = File::create(shelf.join(if on_postgres { "postgres.lock" } else { "sqlite.lock" })).expect("a lock");
    lock.lock().expect("locked");
    let database = on_postgres.then(|| {
        let url = std::env::var("PARVIS_TEST_POSTGRES").expect("a server of PostgreSQL");
        let (server, _) = url.rsplit_once('/').expect("a database in PARVIS_TEST_POSTGRES");
        format!("{server}/{name}")
    });
    if !folder.join("comptes.txt").exists() || database.as_deref().is_some_and(absent) {
        let _ = fs::remove_dir_all(&folder);
        if let Some(database) = &database {
            let (server, name) = database.rsplit_once('/').expect("a database in its address");
            let empty = [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")];
            psql(&format!("{server}/postgres"), &[&empty[0], &empty[1]]);
        }
        let mut command = parvis();
        command.arg("demo").arg("--data").arg(&folder).env("DEMONSTRATION_PARVIS_REMPLIT", "1");
        if let Some(database) = &database {
            command.args(["--database", database]);
        }
        let said = run(&mut command);
        assert_eq!(said.code, 0, "the demonstration is prepared: {said:?}");
    }
    (folder, database.map(|_| name))
}

fn absent(database: &str) -> bool {
    !Command::new("psql").args(["-q", database, "-c", "SELECT 1"]).output().expect("psql").status.success()
}

fn psql(url: &str, orders: &[&str]) {
    let mut command = Command::new("psql");
    command.args(["-q", "-v", "ON_ERROR_STOP=1", url]);
    for order in orders {
        command.args(["-c", order]);
    }
    assert!(command.status().expect("psql").success(), "{orders:?}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}
