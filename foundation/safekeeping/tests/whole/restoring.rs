//! What comes back is what was saved, whatever the engines.

use database::{Migration, fetch_all, search};
use files::Vault;
use jobs::JobState;
use jobs::mail::MailState;
use safekeeping::{Opening, Protection, rehearse, verify, verify_archive};

use crate::scene::{COLOUR, Scene, full, scenes, steps};

/// Tables where a restore leaves its mark on purpose, or that are not kept.
const MARKED: &[&str] = &["journal_head", "journal_entry", "journal_words", "journal_seal", "mail", "job", "session"];

async fn check_same(source: &Scene, target: &Scene) {
    let names = format!("{} → {}", source.test.name, target.test.name);
    let (before, after) = (source.all_rows().await, target.all_rows().await);
    assert_eq!(before.len(), after.len(), "{names}");
    for ((table, before), (_, after)) in before.iter().zip(&after) {
        if table.starts_with("journal") && *table != "journal_head" {
            assert_eq!(before[..], after[..before.len()], "{names}: {table}");
            // One act more: the restore itself, which touches no row.
            assert_eq!(after.len(), before.len() + usize::from(*table != "journal_seal"), "{names}: {table}");
        } else if !MARKED.contains(table) {
            assert!(!before.is_empty() || matches!(*table, "file_removal" | "job_schedule"), "{table} says nothing");
            assert_eq!(before, after, "{names}: {table}");
        }
    }
    assert_eq!(source.vault.list().await.expect("listed"), target.vault.list().await.expect("listed"), "{names}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_and_file_comes_back_on_either_engine() {
    for source in full(2).await {
        let (summary, path) = source.save("s.parvis", Protection::None).await.expect("saved");
        assert_eq!(summary.manifest, verify_archive(&path, &Opening::None).await.expect("sound"));
        assert_eq!((summary.manifest.files.count, summary.size), (2, path.metadata().expect("there").len()));
        assert!(summary.foreign_tables.is_empty() && summary.manifest.files.lost.is_empty(), "{summary:?}");
        for target in scenes(&[], 3).await {
            let restored = target.bring_back(&path, &Opening::None).await.expect("restored");
            assert!(restored.journal.findings.is_empty(), "{:?}", restored.journal);
            check_same(&source, &target).await;
            let report = verify(target.instance()).await.expect("verified");
            assert!(report.is_sound(), "{:?}", report.sentences());
            let mut tx = target.db().read().await.expect("read");
            let found = search::search(&mut tx, &search::Query::words("ombres éclairées", 10), &search::Reader::PUBLIC)
                .await
                .expect("searched");
            assert_eq!(found.count, 3, "the search index is rebuilt");
            drop(tx);
            // Life goes on: counters are after what came back, references hold again.
            target.note(5000, None).await;
            target.raw("INSERT INTO line (words) VALUES ('suite')").await;
            let mut tx = target.db().write().await.expect("begin");
            let orphan = database::execute!(
                &mut tx,
                "INSERT INTO word (place, language, \"order\", note) VALUES ('x', 'x', 1, $1)",
                crate::scene::id(77_777)
            );
            assert!(orphan.is_err_and(|error| error.is_foreign_key_violation()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_state_gives_the_same_members_from_both_engines() {
    let sources = full(4).await;
    let mut members = Vec::new();
    for source in &sources {
        members.push(source.save("s.parvis", Protection::None).await.expect("saved").0.manifest.tables);
    }
    assert!(members.windows(2).all(|pair| pair[0] == pair[1]), "{members:?}");
    assert!(members[0].iter().all(|table| table.name != "session" && table.name != "file_removal"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mail_leaves_a_restored_instance_by_itself() {
    for source in full(5).await {
        let (_, path) = source.save("s.parvis", Protection::None).await.expect("saved");
        for target in scenes(&[], 6).await {
            let restored = target.bring_back(&path, &Opening::None).await.expect("restored");
            assert_eq!((restored.held.mail_count, restored.held.job_count), (3, 1));
            assert!(
                restored.sentences().iter().any(|line| line.starts_with("3\u{a0}courriels")),
                "{:?}",
                restored.sentences()
            );
            let mut tx = target.db().read().await.expect("read");
            let mails = jobs::mail::counts(&mut tx, &jobs::mail::Followed::Every).await.expect("counted");
            let of = |state| mails.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count);
            assert_eq!((of(MailState::Uncertain), of(MailState::Sent), of(MailState::Queued)), (3, 1, 0));
            let jobs = jobs::counts(&mut tx).await.expect("counted");
            assert!(jobs.contains(&(JobState::Waiting, 2)) && jobs.contains(&(JobState::Running, 0)), "{jobs:?}");
            let sessions: Vec<(String,)> = fetch_all!(&mut tx, "SELECT secret FROM session").expect("read");
            assert!(sessions.is_empty(), "nobody is signed in by a backup");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_the_version_before_is_brought_up_to_date() {
    for source in full(7).await {
        let (_, path) = source.save("s.parvis", Protection::None).await.expect("saved");
        for mut target in scenes(&[], 8).await {
            target.steps.push(COLOUR);
            let restored = target.bring_back(&path, &Opening::None).await.expect("restored");
            assert_eq!(restored.steps, [COLOUR.name]);
            let mut tx = target.db().read().await.expect("read");
            let words: Vec<(String,)> = fetch_all!(&mut tx, "SELECT words FROM note WHERE rank = 1").expect("read");
            assert!(words[0].0.ends_with(" !"), "the step ran on the restored rows: {words:?}");
        }
        let next = [steps(), vec![COLOUR]].concat();
        for mut ahead in scenes(&next, 9).await {
            ahead.steps.push(COLOUR);
            let told = ahead.bring_back(&path, &Opening::None).await.expect_err("refused").to_string();
            assert!(told.contains("plus récente que la sauvegarde") && told.contains(COLOUR.name), "{told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_added_later_makes_no_row_look_changed() {
    for scene in full(10).await {
        let next = [steps(), vec![Migration { sql: "ALTER TABLE note ADD COLUMN colour TEXT;", ..COLOUR }]].concat();
        scene.db().migrate(&next, &scene.outside).await.expect("migrated");
        let mut tx = scene.db().read().await.expect("read");
        assert!(journal::verify(&mut tx).await.expect("verified").findings.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_proves_the_archive_and_leaves_nothing() {
    for source in full(11).await {
        let (_, path) = source.save("s.parvis", Protection::None).await.expect("saved");
        let folder = tempfile::tempdir().expect("folder");
        let (restored, report) =
            rehearse(&path, &Opening::None, &source.steps, &source.outside, folder.path(), &mut |_| {})
                .await
                .expect("rehearsed");
        assert!(report.is_sound() && report.row_count == 43, "{:?}", report.sentences());
        assert_eq!(restored.manifest.files.count, 2);
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 0);
    }
}
