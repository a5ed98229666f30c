//! What somebody with access to the database file could do, and what `verify` says of it.

use database::testing::{each_database, outside};
use database::{Db, Migration, Tx, execute};
use journal::{Entry, Finding, erase_words, record, verify};
use kernel::{Actor, Uuid};
use serde_json::json;

const NOTE: Migration = Migration {
    name: "test/0001_note",
    sql: "CREATE TABLE note (id {uuid} PRIMARY KEY, words TEXT NOT NULL) {strict};",
};

fn steps() -> Vec<Migration> {
    [journal::MIGRATIONS, &[NOTE]].concat()
}

fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

async fn write_notes(db: &Db) {
    let outside = outside(3);
    for rank in 1..=5 {
        let mut tx = db.write().await.expect("begin");
        execute!(&mut tx, "INSERT INTO note (id, words) VALUES ($1, $2)", id(rank), format!("note {rank}"))
            .expect("insert");
        let touched = [("note", id(rank))];
        let entry =
            Entry::on("note.add", "note", id(rank)).why("essai").detail(json!({"rank": rank as u64})).touched(&touched);
        record(&mut tx, &outside, &Actor::Platform("test"), entry).await.expect("recorded");
        tx.commit().await.expect("commit");
    }
}

async fn findings(db: &Db) -> Vec<Finding> {
    let mut tx = db.read().await.expect("read");
    verify(&mut tx).await.expect("verified").findings
}

/// What a person with the right to drop triggers can do.
async fn disarm(tx: &mut Tx) {
    for (sqlite, postgres) in [
        ("DROP TRIGGER journal_entry_kept", "DROP TRIGGER journal_entry_kept ON journal_entry"),
        ("DROP TRIGGER journal_entry_kept_too", "SELECT 1"),
        ("DROP TRIGGER journal_seal_kept", "DROP TRIGGER journal_seal_kept ON journal_seal"),
        ("DROP TRIGGER journal_seal_kept_too", "SELECT 1"),
    ] {
        if tx.is_postgres() { execute!(tx, postgres) } else { execute!(tx, sqlite) }.expect("disarmed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_journal_has_nothing_to_report_even_with_words_erased() {
    each_database(&steps(), |db| async move {
        write_notes(&db).await;
        assert_eq!(findings(&db).await, vec![]);
        let mut tx = db.write().await.expect("begin");
        assert_eq!(erase_words(&mut tx, 2).await.expect("erased"), 1);
        tx.commit().await.expect("commit");
        let mut tx = db.read().await.expect("read");
        let report = verify(&mut tx).await.expect("verified");
        assert_eq!((report.entry_count, report.erased_count, report.row_count), (5, 1, 5));
        assert_eq!(report.findings, vec![]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_refuses_changes() {
    each_database(&steps(), |db| async move {
        write_notes(&db).await;
        for sql in ["UPDATE journal_entry SET act = 'x'", "DELETE FROM journal_entry", "DELETE FROM journal_seal"] {
            let mut tx = db.write().await.expect("begin");
            let error = execute!(&mut tx, sql).expect_err("refused").to_string();
            assert!(error.contains("append-only"), "{error}");
        }
    })
    .await;
}

/// What is done by hand, and which finding names it.
type Tampering = (&'static str, fn(&Finding) -> bool);

#[tokio::test(flavor = "multi_thread")]
async fn every_tampering_is_named() {
    let tamperings: [Tampering; 8] = [
        (
            "UPDATE note SET words = 'autre' WHERE words = 'note 3'",
            |f| matches!(f, Finding::ChangedRow { id, .. } if *id == Uuid::from_u128(3)),
        ),
        (
            "DELETE FROM note WHERE words = 'note 4'",
            |f| matches!(f, Finding::MissingRow { id, .. } if *id == Uuid::from_u128(4)),
        ),
        ("UPDATE journal_words SET why = 'autre' WHERE seq = 2", |f| matches!(f, Finding::ChangedWords { seq: 2 })),
        ("UPDATE journal_entry SET at = at + 1 WHERE seq = 3", |f| matches!(f, Finding::BrokenLink { seq: 3, .. })),
        ("UPDATE journal_entry SET act = 'x', hash = previous_hash WHERE seq = 3", |f| {
            matches!(f, Finding::BrokenLink { .. })
        }),
        ("UPDATE journal_seal SET fingerprint = 'gone' WHERE seq = 1", |f| {
            matches!(f, Finding::ChangedSeals { seq: 1 })
        }),
        ("UPDATE journal_head SET seq = 4", |f| matches!(f, Finding::WrongHead)),
        ("DELETE FROM journal_seal WHERE seq = 5", |f| matches!(f, Finding::ChangedSeals { seq: 5 })),
    ];
    for (sql, is_named) in tamperings {
        each_database(&steps(), move |db| async move {
            write_notes(&db).await;
            let mut tx = db.write().await.expect("begin");
            disarm(&mut tx).await;
            assert_eq!(execute!(&mut tx, sql).expect("tampered"), 1, "{sql}");
            tx.commit().await.expect("commit");
            let found = findings(&db).await;
            assert!(found.iter().any(is_named), "{sql}: {found:?}");
            assert!(found.iter().all(|finding| !finding.french().is_empty()));
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_tail_is_seen() {
    each_database(&steps(), |db| async move {
        write_notes(&db).await;
        let mut tx = db.write().await.expect("begin");
        disarm(&mut tx).await;
        for sql in [
            "DELETE FROM journal_seal WHERE seq = 5",
            "DELETE FROM journal_words WHERE seq = 5",
            "DELETE FROM journal_entry WHERE seq = 5",
        ] {
            execute!(&mut tx, sql).expect("cut");
        }
        tx.commit().await.expect("commit");
        assert!(findings(&db).await.contains(&Finding::WrongHead));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_made_at_once_still_form_one_chain() {
    each_database(&steps(), |db| async move {
        let outside = outside(9);
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let (db, outside) = (db.clone(), outside.clone());
                tokio::spawn(async move {
                    let mut tx = db.write().await.expect("begin");
                    record(&mut tx, &outside, &Actor::Visitor, Entry::general("test.act", "test"))
                        .await
                        .expect("recorded");
                    tx.commit().await.expect("commit");
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("task");
        }
        let mut tx = db.read().await.expect("read");
        let report = verify(&mut tx).await.expect("verified");
        assert_eq!((report.entry_count, report.findings), (50, vec![]));
    })
    .await;
}
