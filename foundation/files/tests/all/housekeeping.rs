//! The nightly job: what was deleted long ago goes, row and content, and the journal says so; on both databases.

use std::sync::Arc;
use std::time::Duration;

use database::testing::{TEST_START, each_database, outside};
use database::{Db, Migration};
use files::{File, Housekeeping, Kind, Limits, LocalVault, QUARANTINE_DAYS, Vault};
use jobs::{JobState, NewJob, Pace, Worker};
use journal::Entry;
use kernel::{Actor, Moment, Outside};

const TEXTS: Limits<'static> = Limits { largest_bytes: 1_000_000, kinds: &[Kind::Txt] };

async fn keep(db: &Db, vault: &LocalVault, outside: &Outside, text: &str, deleted: Option<Moment>) -> File {
    let prepared = files::receive(vault, "note.txt", TEXTS, &mut text.as_bytes()).await.expect("received");
    let mut tx = db.write().await.expect("begin");
    let file = files::attach(&mut tx, vault, outside, prepared, "test.note", None).await.expect("attached");
    if let Some(at) = deleted {
        assert!(files::mark_deleted(&mut tx, file.id, at).await.expect("marked"));
    }
    let touched = [("file", file.id)];
    let entry = Entry::on("test.note", "file", file.id).touched(&touched);
    journal::record(&mut tx, outside, &Actor::Platform("essai"), entry).await.expect("recorded");
    tx.commit().await.expect("commit");
    file
}

async fn one_night(db: &Db, outside: &Outside, vault: &LocalVault) {
    let mut tx = db.write().await.expect("begin");
    let queued =
        jobs::enqueue(&mut tx, outside, NewJob::new("files.purge", serde_json::Value::Null)).await.expect("queued");
    tx.commit().await.expect("commit");
    let handler = Housekeeping { vault: Arc::new(vault.clone()) };
    let pace = Pace { poll: Duration::from_millis(20), ..Pace::default() };
    let worker = Worker::new(db.clone(), outside.clone(), vec![Arc::new(handler)], 1).with_pace(pace);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(worker.run(async { drop(stopped.await) }));
    let mut state = JobState::Waiting;
    for _ in 0..500 {
        let mut tx = db.read().await.expect("read");
        state = jobs::find(&mut tx, queued.id).await.expect("asked").expect("the job").state;
        if state == JobState::Done {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send(()).expect("still working");
    working.await.expect("worker");
    assert_eq!(state, JobState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_left_the_quarantine_goes_in_the_night_and_is_recorded() {
    let migrations: Vec<Migration> = [journal::MIGRATIONS, jobs::MIGRATIONS, files::MIGRATIONS].concat();
    each_database(&migrations, |db| async move {
        let folder = tempfile::tempdir().expect("folder");
        let vault = LocalVault::open(folder.path()).expect("vault");
        let outside = outside(9);
        let old = TEST_START.plus_days(-QUARANTINE_DAYS - 1);
        let gone = keep(&db, &vault, &outside, "à oublier", Some(old)).await;
        let waiting = keep(&db, &vault, &outside, "supprimé hier", Some(TEST_START.plus_days(-1))).await;
        let kept = keep(&db, &vault, &outside, "gardé", None).await;
        one_night(&db, &outside, &vault).await;

        let mut tx = db.read().await.expect("read");
        let left: Vec<_> = files::all(&mut tx).await.expect("all").into_iter().map(|file| file.id).collect();
        assert!(!left.contains(&gone.id) && left.contains(&waiting.id) && left.contains(&kept.id), "{left:?}");
        let mut contents = vec![waiting.content, kept.content];
        contents.sort_unstable();
        assert_eq!(vault.list().await.expect("listed"), contents);
        let (acts,): (i64,) =
            database::fetch_one!(&mut tx, "SELECT COUNT(*) FROM journal_entry WHERE act = 'files.purge'")
                .expect("counted");
        assert_eq!(acts, 1);
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
        drop(tx);

        // A second night has nothing to do, and says nothing.
        one_night(&db, &outside, &vault).await;
        let mut tx = db.read().await.expect("read");
        let (acts,): (i64,) =
            database::fetch_one!(&mut tx, "SELECT COUNT(*) FROM journal_entry WHERE act = 'files.purge'")
                .expect("counted");
        assert_eq!(acts, 1);
    })
    .await;
}
