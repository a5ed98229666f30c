//! Each job's effect happens once, whatever becomes of the workers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use database::testing::{each_database, outside};
use database::{Db, execute, fetch_all};
use jobs::{Handler, Job, JobError, JobState, NewJob, Pace, Worker, cancel, counts, enqueue, find, list};
use kernel::{Outside, Uuid};
use serde_json::json;

use crate::bench::{Leaves, effects, hire, pace, steps, until};

async fn queue(db: &Db, outside: &Outside, job: NewJob) -> Uuid {
    let mut tx = db.write().await.expect("begin");
    let id = enqueue(&mut tx, outside, job).await.expect("queued").id;
    tx.commit().await.expect("commit");
    id
}

async fn job(db: &Db, id: Uuid) -> Job {
    let mut tx = db.read().await.expect("read");
    find(&mut tx, id).await.expect("asked").expect("there")
}

async fn raw(db: &Db, sql: &'static str) {
    let mut tx = db.write().await.expect("begin");
    execute!(&mut tx, sql).expect(sql);
    tx.commit().await.expect("commit");
}

async fn is(db: &Db, id: Uuid, state: JobState) -> bool {
    job(db, id).await.state == state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_workers_do_two_hundred_jobs_each_once() {
    each_database(&steps(), |db| async move {
        let outside = outside(10);
        let mut tx = db.write().await.expect("begin");
        for rank in 0..200 {
            enqueue(&mut tx, &outside, NewJob::new("t.leave", json!({"rank": rank}))).await.expect("queued");
        }
        tx.commit().await.expect("commit");
        let hired: Vec<_> = (0..8)
            .map(|rank| {
                let handler: Arc<dyn Handler> = Arc::new(Leaves {
                    kind: "t.leave",
                    name: format!("w{rank}"),
                    before: |_, _| Ok(()),
                    wait: Duration::ZERO,
                });
                hire(Worker::new(db.clone(), outside.clone(), vec![handler], 2).with_pace(pace()))
            })
            .collect();
        until("all done", async || {
            let mut tx = db.read().await.expect("read");
            counts(&mut tx).await.expect("counted").contains(&(JobState::Done, 200))
        })
        .await;
        for worker in hired {
            worker.dismiss().await;
        }
        let mut tx = db.read().await.expect("read");
        let done: Vec<(Uuid, i64)> =
            fetch_all!(&mut tx, "SELECT job, COUNT(*) FROM effect GROUP BY job").expect("read");
        assert_eq!(done.len(), 200);
        assert!(done.iter().all(|(_, count)| *count == 1));
        let attempts: Vec<(i64,)> = fetch_all!(&mut tx, "SELECT DISTINCT attempts FROM job").expect("read");
        assert_eq!(attempts, [(1,)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_lost_its_lease_cannot_commit() {
    each_database(&steps(), |db| async move {
        let outside = outside(11);
        let id = queue(&db, &outside, NewJob::new("t.leave", json!({}))).await;
        let slow: Arc<dyn Handler> = Arc::new(Leaves {
            kind: "t.leave",
            name: "lente".to_owned(),
            before: |_, _| Ok(()),
            wait: Duration::from_millis(400),
        });
        // It looks at its lease so seldom that it learns of the loss only when it commits.
        let asleep = Pace { poll: Duration::from_secs(60), ..pace() };
        let slow = hire(Worker::new(db.clone(), outside.clone(), vec![slow], 1).with_pace(asleep));
        until("claimed", async || is(&db, id, JobState::Running).await).await;
        raw(&db, "UPDATE job SET locked_until = 1").await;
        let quick: Arc<dyn Handler> =
            Arc::new(Leaves { kind: "t.leave", name: "vive".to_owned(), before: |_, _| Ok(()), wait: Duration::ZERO });
        let quick = hire(Worker::new(db.clone(), outside.clone(), vec![quick], 1).with_pace(pace()));
        until("done", async || is(&db, id, JobState::Done).await).await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        slow.dismiss().await;
        quick.dismiss().await;
        let mut tx = db.read().await.expect("read");
        let by: Vec<(String,)> = fetch_all!(&mut tx, "SELECT by_whom FROM effect").expect("read");
        assert_eq!(by, [("vive".to_owned(),)]);
        assert_eq!(job(&db, id).await.attempts, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_tried_again_and_then_given_up() {
    static TRIES: AtomicU32 = AtomicU32::new(0);
    each_database(&steps(), |db| async move {
        TRIES.store(0, Ordering::SeqCst);
        let outside = outside(12);
        let handlers = vec![
            Leaves::after("t.twice", |_, _| match TRIES.fetch_add(1, Ordering::SeqCst) {
                0 => Err(JobError::Temporary("le serveur des adresses ne répond pas".to_owned())),
                1 => panic!("un essai qui s’arrête net"),
                _ => Ok(()),
            }),
            Leaves::after("t.never", |_, _| Err(JobError::Temporary("toujours pas".to_owned()))),
            Leaves::after("t.wrong", |_, _| Err(JobError::Permanent("le fichier n’est pas un tableau".to_owned()))),
        ];
        let twice = queue(&db, &outside, NewJob::new("t.twice", json!({}))).await;
        let never = queue(&db, &outside, NewJob::new("t.never", json!({})).max_attempts(3)).await;
        let wrong = queue(&db, &outside, NewJob::new("t.wrong", json!({}))).await;
        let worker = hire(Worker::new(db.clone(), outside.clone(), handlers, 3).with_pace(pace()));
        until("all ended", async || {
            let mut tx = db.read().await.expect("read");
            let counts = counts(&mut tx).await.expect("counted");
            counts.contains(&(JobState::Done, 1)) && counts.contains(&(JobState::Failed, 2))
        })
        .await;
        worker.dismiss().await;
        let (twice, never, wrong) = (job(&db, twice).await, job(&db, never).await, job(&db, wrong).await);
        assert_eq!((twice.state, twice.attempts, twice.last_error), (JobState::Done, 3, None));
        assert_eq!((never.state, never.attempts), (JobState::Failed, 3));
        assert_eq!(never.last_error.as_deref(), Some("toujours pas"));
        assert_eq!((wrong.state, wrong.attempts), (JobState::Failed, 1));
        assert_eq!(effects(&db).await, 1);
        let mut tx = db.read().await.expect("read");
        let failures: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT act FROM journal_entry ORDER BY seq").expect("the journal");
        assert_eq!(failures, [("jobs.fail".to_owned(),), ("jobs.fail".to_owned(),)]);
        assert!(journal::verify(&mut tx).await.expect("verified").findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_job_stops_when_asked_and_leaves_nothing() {
    each_database(&steps(), |db| async move {
        let outside = outside(13);
        let long: Arc<dyn Handler> = Arc::new(Leaves {
            kind: "t.long",
            name: String::new(),
            before: |_, context| {
                context.progress(12, 120, "12 lignes lues");
                Ok(())
            },
            wait: Duration::from_secs(25),
        });
        let id = queue(&db, &outside, NewJob::new("t.long", json!({}))).await;
        let worker = hire(Worker::new(db.clone(), outside.clone(), vec![long], 1).with_pace(pace()));
        until("progress", async || job(&db, id).await.progress_text == "12 lignes lues").await;
        assert_eq!((job(&db, id).await.progress_done, job(&db, id).await.progress_total), (12, 120));
        let mut tx = db.write().await.expect("begin");
        assert_eq!(cancel(&mut tx, &outside, id).await.expect("asked"), jobs::CancelOutcome::Asked);
        tx.commit().await.expect("commit");
        until("cancelled", async || is(&db, id, JobState::Cancelled).await).await;
        worker.dismiss().await;
        assert_eq!(effects(&db).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_told_to_stop_gives_back_what_it_cannot_end() {
    each_database(&steps(), |db| async move {
        let outside = outside(14);
        let long: Arc<dyn Handler> = Arc::new(Leaves {
            kind: "t.long",
            name: String::new(),
            before: |_, _| Ok(()),
            wait: Duration::from_secs(60),
        });
        let id = queue(&db, &outside, NewJob::new("t.long", json!({}))).await;
        let hurried = Pace { grace: Duration::from_millis(200), ..pace() };
        let worker = hire(Worker::new(db.clone(), outside.clone(), vec![long], 1).with_pace(hurried));
        until("claimed", async || is(&db, id, JobState::Running).await).await;
        worker.dismiss().await;
        let given_back = job(&db, id).await;
        assert_eq!((given_back.state, given_back.attempts, given_back.locked_by), (JobState::Waiting, 0, None));
        let quick = hire(Worker::new(db.clone(), outside, vec![Leaves::at_once("t.long")], 1).with_pace(pace()));
        until("done", async || is(&db, id, JobState::Done).await).await;
        quick.dismiss().await;
        assert_eq!(effects(&db).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_kills_its_worker_does_not_go_round_for_ever() {
    each_database(&steps(), |db| async move {
        let outside = outside(15);
        let id = queue(&db, &outside, NewJob::new("t.leave", json!({})).max_attempts(2)).await;
        // As a worker killed in the middle of its second and last attempt leaves it.
        raw(&db, "UPDATE job SET state = 'running', attempts = 2, locked_by = 'mort/1', locked_until = 1").await;
        let worker = hire(Worker::new(db.clone(), outside, vec![Leaves::at_once("t.leave")], 1).with_pace(pace()));
        until("given up", async || is(&db, id, JobState::Failed).await).await;
        worker.dismiss().await;
        assert_eq!(effects(&db).await, 0);
        let mut tx = db.read().await.expect("read");
        assert_eq!(list(&mut tx, JobState::Failed, 10).await.expect("listed").len(), 1);
    })
    .await;
}
