//! What the tests share: a table where jobs leave their effect, and handlers that count.

use std::sync::Arc;
use std::time::Duration;

use database::{Db, Migration, execute, fetch_one};
use jobs::{Context, Handler, Job, JobError, Pace, Running, Worker};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const EFFECT: Migration = Migration {
    name: "test/0001_effect",
    sql: "CREATE TABLE effect (job {uuid} NOT NULL, by_whom TEXT NOT NULL) {strict};",
};

pub fn steps() -> Vec<Migration> {
    [journal::MIGRATIONS, jobs::MIGRATIONS, &[EFFECT]].concat()
}

/// A worker's rhythm for tests.
pub fn pace() -> Pace {
    Pace {
        poll: Duration::from_millis(10),
        lease_seconds: 60,
        grace: Duration::from_secs(5),
        first_retry_seconds: 0,
        longest_retry_seconds: 0,
    }
}

/// What a handler of tests does before it leaves its effect.
pub type Before = fn(&Job, &Context) -> Result<(), JobError>;

/// Leaves one row in `effect` and finishes.
pub struct Leaves {
    pub kind: &'static str,
    pub name: String,
    pub before: Before,
    pub wait: Duration,
}

impl Leaves {
    pub fn at_once(kind: &'static str) -> Arc<dyn Handler> {
        Arc::new(Self { kind, name: String::new(), before: |_, _| Ok(()), wait: Duration::ZERO })
    }

    pub fn after(kind: &'static str, before: Before) -> Arc<dyn Handler> {
        Arc::new(Self { kind, name: String::new(), before, wait: Duration::ZERO })
    }
}

impl Handler for Leaves {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            (self.before)(job, context)?;
            // Long work, in small steps that look whether a stop was asked.
            let until = tokio::time::Instant::now() + self.wait;
            while tokio::time::Instant::now() < until {
                context.check()?;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let mut tx = context.db().write().await?;
            execute!(&mut tx, "INSERT INTO effect (job, by_whom) VALUES ($1, $2)", job.id, &self.name)?;
            context.finish(tx, None).await
        })
    }
}

pub async fn effects(db: &Db) -> i64 {
    let mut tx = db.read().await.expect("read");
    let (count,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM effect").expect("counted");
    count
}

/// A running worker and what stops it.
pub struct Hired {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

pub fn hire(worker: Worker) -> Hired {
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(worker.run(async move {
        let _ = stopped.await;
    }));
    Hired { stop, task }
}

impl Hired {
    pub async fn dismiss(self) {
        let _ = self.stop.send(());
        self.task.await.expect("the worker ends by itself");
    }
}

/// Waits until `is_true` says so, thirty seconds at most.
pub async fn until(what: &str, mut is_true: impl AsyncFnMut() -> bool) {
    for _ in 0..3000 {
        if is_true().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("waited thirty seconds in vain: {what}");
}
