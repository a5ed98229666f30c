//! Tests of jobs: a worker for what is queued, and no longer.

use std::sync::Arc;
use std::time::Duration;

use database::Db;
use kernel::Outside;

use crate::{Handler, JobState, Worker, counts};

/// Checks of the queue before a test gives up waiting: three minutes, on a machine that does much else.
const CHECKS: u32 = 3_600;
const BETWEEN_CHECKS: Duration = Duration::from_millis(50);

/// Lets a worker run until nothing waits and nothing runs.
///
/// # Panics
/// The queue cannot be read, or does not come to an end.
pub async fn worked(db: &Db, outside: &Outside, handlers: Vec<Arc<dyn Handler>>) {
    let worker = Worker::new(db.clone(), outside.clone(), handlers, 1);
    let done = async {
        for _ in 0..CHECKS {
            tokio::time::sleep(BETWEEN_CHECKS).await;
            let mut tx = db.read().await.expect("a transaction");
            let states = counts(&mut tx).await.expect("counts");
            let is_open = |state: &JobState| matches!(state, JobState::Waiting | JobState::Running);
            if states.iter().all(|(state, count)| !is_open(state) || *count == 0) {
                return;
            }
        }
        panic!("jobs still wait or run");
    };
    worker.run(done).await;
}
