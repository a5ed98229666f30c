//! Durable writes on SQLite without paying one disk flush each.
//!
//! One connection writes. Each caller's transaction is a savepoint inside the transaction that is open
//! on it; when nobody else is queueing, or the group is large, the whole group is committed with
//! `synchronous=FULL` and only then is anybody acknowledged. Measured on two cores: 16,000–22,000 durable
//! writes a second against about 250 with connections contending for the lock.
//!
//! Work that must not be cut in the middle (a visitor closes her browser) runs in its own task; a
//! transaction dropped on the way is rolled back by a task too.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::{Connection, Executor, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard, mpsc, oneshot};

use crate::{DbError, Result};

/// A group is closed at this size even if others queue, so that nobody waits without bound. With 256 people writing at once, groups
/// of 512 are as large as the crowd: everybody waits for everybody (`benchmarks/surveys`).
const LARGEST_GROUP: usize = 128;

/// After this many acts the log is folded into the file by a connection beside, so that little is left to fold on the day the
/// engine makes a writer do it: nobody waits for a whole log.
const FOLDED_EVERY: usize = 600;

/// The writing end of an SQLite database.
#[derive(Clone)]
pub struct Writer {
    state: Arc<Mutex<State>>,
    queueing: Arc<AtomicUsize>,
}

struct State {
    connection: SqliteConnection,
    is_open: bool,
    /// The last savepoint is kept but not yet released: whoever comes next does it, in the same message to the engine.
    is_to_release: bool,
    waiting: Vec<oneshot::Sender<Result<(), String>>>,
    /// Acts committed since the log was last asked to be folded.
    unfolded: usize,
    /// Asks for the log to be folded; gone once the database is closed.
    folding: Option<mpsc::Sender<()>>,
}

impl State {
    /// Ends the group: commits, or rolls all of it back, and tells everybody who waits.
    async fn close(&mut self) -> Result<(), String> {
        if !self.is_open {
            return Ok(());
        }
        // Ends the savepoint too, if it is still there.
        let outcome = self.connection.execute("COMMIT").await.map(|_| ()).map_err(|error| error.to_string());
        if outcome.is_err() {
            // The transaction may already be gone (disk full); then this says so and changes nothing.
            let _ = self.connection.execute("ROLLBACK").await;
        }
        self.is_open = false;
        self.is_to_release = false;
        self.unfolded += self.waiting.len() + 1;
        if self.unfolded >= FOLDED_EVERY && self.folding.as_ref().is_some_and(|folding| folding.try_send(()).is_ok()) {
            self.unfolded = 0;
        }
        for waiter in self.waiting.drain(..) {
            let _ = waiter.send(outcome.clone());
        }
        outcome
    }

    /// Opens a savepoint, in the group that is open or in a new one.
    async fn open(&mut self) -> Result<()> {
        if self.is_open {
            let sql = if self.is_to_release { "RELEASE act; SAVEPOINT act" } else { "SAVEPOINT act" };
            let Err(error) = self.connection.execute(sql).await else {
                self.is_to_release = false;
                return Ok(());
            };
            // The group is gone; whoever comes now is not of it.
            let _ = self.connection.execute("ROLLBACK").await;
            self.lose(&error.to_string());
        }
        if let Err(error) = self.connection.execute("BEGIN IMMEDIATE; SAVEPOINT act").await {
            let _ = self.connection.execute("ROLLBACK").await;
            return Err(error.into());
        }
        self.is_open = true;
        Ok(())
    }

    /// The engine has dropped the whole transaction: everybody in the group must know.
    fn lose(&mut self, problem: &str) {
        self.is_open = false;
        self.is_to_release = false;
        for waiter in self.waiting.drain(..) {
            let _ = waiter.send(Err(problem.to_owned()));
        }
    }
}

impl Writer {
    /// `connection` writes; `beside` folds the log into the file while others write, and never blocks them.
    pub(crate) fn new(connection: SqliteConnection, beside: SqliteConnection) -> Self {
        let (folding, asked) = mpsc::channel(1);
        tokio::spawn(fold(beside, asked));
        let state = State {
            connection,
            is_open: false,
            is_to_release: false,
            waiting: Vec::new(),
            unfolded: 0,
            folding: Some(folding),
        };
        Self { state: Arc::new(Mutex::new(state)), queueing: Arc::new(AtomicUsize::new(0)) }
    }

    /// Waits for its turn (first come, first served) and opens a savepoint. Only for who goes on to the end.
    pub(crate) async fn turn(&self) -> Result<GroupedWrite> {
        self.queueing.fetch_add(1, Ordering::SeqCst);
        let mut state = self.state.clone().lock_owned().await;
        self.queueing.fetch_sub(1, Ordering::SeqCst);
        state.open().await?;
        Ok(GroupedWrite { state: Some(state), writer: self.clone() })
    }

    /// [`Writer::turn`], for who may be cut in the middle.
    pub(crate) async fn begin(&self) -> Result<GroupedWrite> {
        let writer = self.clone();
        let task = tokio::spawn(async move { writer.turn().await });
        task.await.map_err(|error| DbError::Commit(error.to_string()))?
    }

    fn is_somebody_queueing(&self) -> bool {
        self.queueing.load(Ordering::SeqCst) > 0
    }

    /// [`Writer::checkpoint`], the last: nothing folds the log afterwards.
    pub(crate) async fn end(&self) -> Result<()> {
        self.state.clone().lock_owned().await.folding = None;
        self.checkpoint().await
    }

    /// Closes a group left open, and folds the write-ahead log into the database file.
    pub(crate) async fn checkpoint(&self) -> Result<()> {
        let mut state = self.state.clone().lock_owned().await;
        state.close().await.map_err(DbError::Commit)?;
        state.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        Ok(())
    }
}

/// Folds the log into the file each time it is asked, until nobody can ask any more. What cannot be folded now (somebody reads an
/// old page) will be the next time.
async fn fold(mut beside: SqliteConnection, mut asked: mpsc::Receiver<()>) {
    while asked.recv().await.is_some() {
        let _ = beside.execute("PRAGMA wal_checkpoint(PASSIVE)").await;
    }
    let _ = beside.close().await;
}

/// One caller's transaction inside the group.
pub struct GroupedWrite {
    state: Option<OwnedMutexGuard<State>>,
    writer: Writer,
}

impl GroupedWrite {
    #[allow(clippy::expect_used, reason = "the guard leaves only when the value is consumed or dropped")]
    fn state_mut(&mut self) -> &mut State {
        self.state.as_mut().expect("the guard is there until commit or drop")
    }

    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.state_mut().connection
    }

    /// Keeps the savepoint and waits until the group is on the disk. Only for who goes on to the end.
    pub(crate) async fn keep(mut self) -> Result<()> {
        let Some(mut state) = self.state.take() else { return Ok(()) };
        state.is_to_release = true;
        if self.writer.is_somebody_queueing() && state.waiting.len() < LARGEST_GROUP {
            let (sender, receiver) = oneshot::channel();
            state.waiting.push(sender);
            drop(state);
            return receiver.await.unwrap_or_else(|lost| Err(lost.to_string())).map_err(DbError::Commit);
        }
        state.close().await.map_err(DbError::Commit)
    }

    /// [`GroupedWrite::keep`], for who may be cut in the middle.
    pub(crate) async fn commit(self) -> Result<()> {
        let task = tokio::spawn(self.keep());
        task.await.map_err(|error| DbError::Commit(error.to_string()))?
    }
}

/// Takes back one savepoint; if the engine has already dropped the transaction, says so to the group.
async fn undo(state: &mut State) {
    if !state.is_open {
        return;
    }
    if let Err(error) = state.connection.execute("ROLLBACK TO act").await {
        let _ = state.connection.execute("ROLLBACK").await;
        state.lose(&error.to_string());
        return;
    }
    let _ = state.connection.execute("RELEASE act").await;
}

impl Drop for GroupedWrite {
    fn drop(&mut self) {
        let Some(mut state) = self.state.take() else { return };
        let writer = self.writer.clone();
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            undo(&mut state).await;
            if !writer.is_somebody_queueing() {
                let _ = state.close().await;
            }
        });
    }
}
