//! A small instance with everything in it: rows of every type, a journal, attachments, jobs, mails, a search index.

use std::path::PathBuf;

use database::rows::CanonicalRow;
use database::testing::{TestDatabase, databases, outside};
use database::{Db, Migration, catalog, execute, rows, search};
use files::{File, Kind, Limits, LocalVault};
use jobs::NewJob;
use jobs::mail::NewMail;
use journal::Entry;
use kernel::{Actor, Outside, Uuid};
use safekeeping::{BackupOptions, Instance, Opening, Protection, Restored, Result, Summary, backup, restore};
use serde_json::json;

pub const NOTE: Migration = Migration {
    name: "test/0001_note",
    sql: "CREATE TABLE note (id {uuid} PRIMARY KEY, words TEXT NOT NULL, rank {int}, share {real}, is_open {bool} NOT NULL, \
          seal {bytes}, parent {uuid} REFERENCES note (id)) {strict};\n\
          CREATE TABLE word (place TEXT NOT NULL, language TEXT NOT NULL, \"order\" {int} NOT NULL, \
          note {uuid} NOT NULL REFERENCES note (id), PRIMARY KEY (place, language)) {strict};\n\
          CREATE TABLE line (id {serial}, words TEXT NOT NULL) {strict};\n\
          INSERT INTO line (words) VALUES ('posée par la migration');\n\
          CREATE TABLE session (id {uuid} PRIMARY KEY, secret TEXT NOT NULL) {strict};",
};

/// A step of the version after.
pub const COLOUR: Migration = Migration {
    name: "test/0002_colour",
    sql: "ALTER TABLE note ADD COLUMN colour TEXT;\nUPDATE note SET words = words || ' !' WHERE rank = 1;",
};

pub fn steps() -> Vec<Migration> {
    [search::MIGRATIONS, journal::MIGRATIONS, files::MIGRATIONS, jobs::MIGRATIONS, &[NOTE]].concat()
}

pub struct Scene {
    pub test: TestDatabase,
    pub vault: LocalVault,
    pub folder: tempfile::TempDir,
    pub outside: Outside,
    pub steps: Vec<Migration>,
}

/// One instance for each engine, migrated with these steps (none: a database as the server gives it).
pub async fn scenes(applied: &[Migration], seed: u64) -> Vec<Scene> {
    let mut all = Vec::new();
    for test in databases(applied).await {
        let folder = tempfile::tempdir().expect("folder");
        let vault = LocalVault::open(&folder.path().join("fichiers")).expect("vault");
        all.push(Scene { test, vault, folder, outside: outside(seed), steps: steps() });
    }
    all
}

/// Instances with everything in them.
pub async fn full(seed: u64) -> Vec<Scene> {
    let all = scenes(&steps(), seed).await;
    for scene in &all {
        scene.fill().await;
    }
    all
}

pub fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank << 64 | rank)
}

impl Scene {
    pub fn db(&self) -> &Db {
        &self.test.db
    }

    pub fn instance(&self) -> Instance<'_> {
        Instance { db: self.db(), vault: &self.vault, migrations: &self.steps, outside: &self.outside }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub async fn save(&self, name: &str, protection: Protection) -> Result<(Summary, PathBuf)> {
        let path = self.path(name);
        let options = BackupOptions { protection, transient: &["session"], app_version: "1.2.3" };
        backup(self.instance(), options, &path, &mut |_| {}).await.map(|summary| (summary, path))
    }

    pub async fn bring_back(&self, path: &std::path::Path, opening: &Opening) -> Result<Restored> {
        restore(self.instance(), path, opening, &mut |_| {}).await
    }

    /// Raw SQL, as somebody with the password of the database would type it.
    pub async fn raw(&self, sql: &'static str) {
        let mut tx = self.db().write().await.expect("begin");
        execute!(&mut tx, sql).unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.test.name));
        tx.commit().await.expect("commit");
    }

    pub async fn note(&self, rank: u128, parent: Option<Uuid>) {
        let mut tx = self.db().write().await.expect("begin");
        let number = i64::try_from(rank).expect("small");
        #[allow(clippy::cast_precision_loss, reason = "a few hundred")]
        let share = number as f64 / 7.0;
        execute!(
            &mut tx,
            "INSERT INTO note (id, words, rank, share, is_open, seal, parent) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id(rank),
            format!("« Élan » n° {rank}\n\"l’été\" 🌳"),
            (!rank.is_multiple_of(3)).then_some(number),
            (!rank.is_multiple_of(4)).then_some(share),
            rank.is_multiple_of(2),
            (!rank.is_multiple_of(5)).then(|| rank.to_be_bytes().to_vec()),
            parent
        )
        .expect("note");
        let entry = Entry::on("test.write", "note", id(rank)).detail(json!({"rank": number}));
        let touched = [("note", id(rank))];
        journal::record(&mut tx, &self.outside, &Actor::Platform("essai"), entry.touched(&touched))
            .await
            .expect("recorded");
        tx.commit().await.expect("commit");
    }

    pub async fn keep(&self, text: &str) -> File {
        let limits = Limits { largest_bytes: 10_000_000, kinds: &[Kind::Txt] };
        let prepared = files::receive(&self.vault, "lettre.txt", limits, &mut text.as_bytes()).await.expect("received");
        let mut tx = self.db().write().await.expect("begin");
        let file =
            files::attach(&mut tx, &self.vault, &self.outside, prepared, "test.letter", None).await.expect("kept");
        let entry = Entry::on("test.attach", "file", file.id);
        let touched = [("file", file.id)];
        journal::record(&mut tx, &self.outside, &Actor::Platform("essai"), entry.touched(&touched))
            .await
            .expect("recorded");
        tx.commit().await.expect("commit");
        file
    }

    async fn fill(&self) {
        // A parent with a larger identifier than its child: rows do not come back in the order of references.
        self.note(900, None).await;
        for rank in 1..=40 {
            self.note(rank, (rank > 20).then(|| id(900))).await;
        }
        self.keep("une lettre").await;
        self.keep(&"une longue lettre\n".repeat(40_000)).await;
        let mut tx = self.db().write().await.expect("begin");
        for (place, language) in [("É", "fr"), ("e", "fr"), ("E", "fr"), ("é", "ar"), ("z", "en"), ("", "")] {
            let sql = "INSERT INTO word (place, language, \"order\", note) VALUES ($1, $2, 3, $3)";
            execute!(&mut tx, sql, place, language, id(3)).expect("word");
        }
        execute!(&mut tx, "INSERT INTO session (id, secret) VALUES ($1, 'jeton')", id(5)).expect("session");
        for rank in 1..=3 {
            let title = format!("Quartier du Viguier {rank}");
            let text = "Des bancs, de l’ombre et un cheminement éclairé";
            let entry = search::Entry::new("quartier", id(rank), search::Audience::Public)
                .told(&title, text, "/quartiers/1")
                .at(&[id(rank)]);
            search::index(&mut tx, &entry).await.expect("indexed");
        }
        for rank in 0..4 {
            let mail = NewMail::read("t", &format!("a{rank}@exemple.fr"), "Zoé", "Objet", "Bonjour").expect("mail");
            jobs::mail::queue(&mut tx, &self.outside, &mail).await.expect("queued");
        }
        let sql = "UPDATE mail SET state = 'sent', sent_at = 5 WHERE to_address = 'a0@exemple.fr'";
        execute!(&mut tx, sql).expect("sent");
        let sql =
            "UPDATE mail SET state = 'sending', locked_by = 'x/1', locked_until = 9 WHERE to_address = 'a1@exemple.fr'";
        execute!(&mut tx, sql).expect("sending");
        for kind in ["t.one", "t.two"] {
            jobs::enqueue(&mut tx, &self.outside, NewJob::new(kind, json!({"n": 1}))).await.expect("queued");
        }
        let sql =
            "UPDATE job SET state = 'running', attempts = 1, locked_by = 'x/1', locked_until = 9 WHERE kind = 't.two'";
        execute!(&mut tx, sql).expect("running");
        tx.commit().await.expect("commit");
    }

    /// Every row of every table, under the name of the table.
    pub async fn all_rows(&self) -> Vec<(&'static str, Vec<CanonicalRow>)> {
        let mut tx = self.db().read().await.expect("read");
        let standing = catalog::tables(&mut tx).await.expect("tables");
        let mut all = Vec::new();
        for table in rows::tables(&self.steps) {
            if standing.iter().any(|name| name == table) && table != "migration" {
                all.push((table, rows::read_table(&mut tx, table).await.expect("rows")));
            }
        }
        all
    }
}
