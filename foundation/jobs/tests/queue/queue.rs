//! Jobs exist if, and only if, the act that asked for them does.

use database::testing::{TEST_START, each_database, outside};
use jobs::{CancelOutcome, JobState, NewJob, cancel, enqueue, find, purge, try_again};
use serde_json::json;

use crate::bench::steps;

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_queued_with_the_act_or_not_at_all() {
    each_database(&steps(), |db| async move {
        let outside = outside(2);
        let mut tx = db.write().await.expect("begin");
        let lost = enqueue(&mut tx, &outside, NewJob::new("t.leave", json!({}))).await.expect("queued");
        drop(tx);
        let mut tx = db.write().await.expect("begin");
        let kept = enqueue(&mut tx, &outside, NewJob::new("t.leave", json!({"n": 1}))).await.expect("queued");
        tx.commit().await.expect("commit");
        let mut tx = db.read().await.expect("read");
        assert_eq!(find(&mut tx, lost.id).await.expect("asked"), None);
        let job = find(&mut tx, kept.id).await.expect("asked").expect("there");
        assert_eq!((job.state, job.payload.as_str()), (JobState::Waiting, "{\"n\":1}"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_work_is_queued_once_while_it_waits() {
    each_database(&steps(), |db| async move {
        let outside = outside(3);
        let mut tasks = Vec::new();
        for _ in 0..12 {
            let (db, outside) = (db.clone(), outside.clone());
            tasks.push(tokio::spawn(async move {
                let mut tx = db.write().await.expect("begin");
                let job = NewJob::new("t.leave", json!({})).unique("2026");
                let queued = enqueue(&mut tx, &outside, job).await.expect("queued");
                tx.commit().await.expect("commit");
                queued
            }));
        }
        let mut queued = Vec::new();
        for task in tasks {
            queued.push(task.await.expect("task"));
        }
        assert_eq!(queued.iter().filter(|queued| queued.is_new).count(), 1);
        assert!(queued.windows(2).all(|pair| pair[0].id == pair[1].id));
        let mut tx = db.write().await.expect("begin");
        assert_eq!(cancel(&mut tx, &outside, queued[0].id).await.expect("asked"), CancelOutcome::Cancelled);
        assert_eq!(cancel(&mut tx, &outside, queued[0].id).await.expect("asked"), CancelOutcome::TooLate);
        let job = NewJob::new("t.leave", json!({})).unique("2026");
        let again = enqueue(&mut tx, &outside, job).await.expect("queued");
        assert!(again.is_new && !try_again(&mut tx, &outside, queued[0].id).await.expect("asked"));
        cancel(&mut tx, &outside, again.id).await.expect("asked");
        assert!(try_again(&mut tx, &outside, queued[0].id).await.expect("asked"));
        assert_eq!(purge(&mut tx, TEST_START.plus_days(1)).await.expect("purged"), 1);
        tx.commit().await.expect("commit");
    })
    .await;
}
