//! What a slice writes to have work done: a [`Handler`] per kind of job.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use database::{Db, DbError, Tx};
use kernel::{Breakdown, Failure, Outside, Refusal, Uuid};
use serde_json::Value;

use crate::Job;
use crate::lease::{self, Claimed, Progress};

/// What a handler's `run` gives: write `Box::pin(async move { … })`.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Done, JobError>> + Send + 'a>>;

/// Runs the jobs of one kind. Keep it shallow: read the payload, call an action, finish.
pub trait Handler: Send + Sync {
    /// The kind of job it runs: `slice.verb`.
    fn kind(&self) -> &'static str;

    /// Runs one attempt. It may be stopped at any `await` when the lease is lost, and run again from the
    /// start: its effect must go through the transaction handed to [`Context::finish`].
    fn run<'a>(&'a self, job: &'a Job, context: &'a Context) -> Running<'a>;
}

/// Proof that the effect and the "done" mark are committed; only [`Context::finish`] makes one.
#[derive(Debug)]
pub struct Done(());

/// Why an attempt did not end well.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Something outside is not ready; tried again later. The sentence is for the administrator, in French.
    #[error("{0}")]
    Temporary(String),
    /// Trying again would not help. The sentence is for the administrator, in French.
    #[error("{0}")]
    Permanent(String),
    /// The handler saw that a stop was asked, and stopped.
    #[error("la tâche a été annulée")]
    Cancelled,
    /// Another worker holds the job now: nothing of this attempt is kept.
    #[error("une autre instance a repris la tâche ; rien de cet essai n’a été gardé")]
    LeaseLost,
    /// Something broke; tried again later.
    #[error("{0}")]
    Broken(Breakdown),
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        Self::Broken(Breakdown(Box::new(error)))
    }
}

impl From<Failure> for JobError {
    /// A refusal or a field to correct will be the same next time; a breakdown may not.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Broken(breakdown) => Self::Broken(breakdown),
            Failure::Input(errors) => {
                let sentences: Vec<String> = errors.into_iter().map(|error| error.sentence).collect();
                Self::Permanent(sentences.join(" "))
            }
            Failure::Refused(Refusal::NotFound) => {
                Self::Permanent("ce dont la tâche s’occupe n’existe plus".to_owned())
            }
            Failure::Refused(Refusal::NotAllowed { .. }) => {
                Self::Permanent("la personne qui a demandé la tâche n’a pas le droit nécessaire".to_owned())
            }
            Failure::Refused(Refusal::Conflict { explanation, .. } | Refusal::Rule { explanation, .. }) => {
                Self::Permanent(explanation)
            }
            Failure::Refused(Refusal::TooMany { retry_after_seconds }) => {
                Self::Temporary(format!("trop de demandes ; nouvel essai possible dans {retry_after_seconds} s"))
            }
        }
    }
}

/// What the handler and the worker that watches over it both see.
#[derive(Default)]
pub(crate) struct Shared {
    progress: Mutex<Progress>,
    is_cancelled: AtomicBool,
    is_finishing: AtomicBool,
}

impl Shared {
    pub(crate) fn progress(&self) -> Progress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn ask_to_stop(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// The "done" mark is being committed: the row may be seen as no longer ours because it is done.
    pub(crate) fn is_finishing(&self) -> bool {
        self.is_finishing.load(Ordering::SeqCst)
    }
}

/// What a handler needs while it runs.
pub struct Context {
    db: Db,
    outside: Outside,
    id: Uuid,
    claim: String,
    shared: Arc<Shared>,
}

impl Context {
    pub(crate) fn new(db: Db, outside: Outside, held: &Claimed) -> (Self, Arc<Shared>) {
        let shared = Arc::new(Shared::default());
        (Self { db, outside, id: held.job.id, claim: held.claim.clone(), shared: shared.clone() }, shared)
    }

    /// The database.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Clock and chance.
    pub const fn outside(&self) -> &Outside {
        &self.outside
    }

    /// Tells how far the work is, in French: « 120 lignes lues ». Costs nothing: the worker writes the last
    /// word at each look at the job (every second), and `finish` writes it too. A `total` of 0 means not known.
    pub fn progress(&self, done: i64, total: i64, text: impl Into<String>) {
        let told = Progress { done, total, text: text.into() };
        *self.shared.progress.lock().unwrap_or_else(PoisonError::into_inner) = told;
    }

    /// Whether somebody asked that the job stop. Look between two steps of long work, and return
    /// [`JobError::Cancelled`].
    pub fn is_cancelled(&self) -> bool {
        self.shared.is_cancelled.load(Ordering::Relaxed)
    }

    /// [`JobError::Cancelled`] when a stop was asked, to write `context.check()?` between two steps.
    ///
    /// # Errors
    /// A stop was asked.
    pub fn check(&self) -> Result<(), JobError> {
        if self.is_cancelled() { Err(JobError::Cancelled) } else { Ok(()) }
    }

    /// Commits the handler's own effect, held in `tx`, together with the "done" mark and the result.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`] when another worker holds the job, or the database failed: nothing is kept.
    pub async fn finish(&self, mut tx: Tx, result: Option<Value>) -> Result<Done, JobError> {
        self.shared.is_finishing.store(true, Ordering::SeqCst);
        let ended = async {
            let progress = self.shared.progress();
            if !lease::mark_done(&mut tx, &self.outside, self.id, &self.claim, &progress, result.as_ref()).await? {
                return Err(JobError::LeaseLost);
            }
            tx.commit().await?;
            Ok(Done(()))
        };
        let ended = ended.await;
        if ended.is_err() {
            self.shared.is_finishing.store(false, Ordering::SeqCst);
        }
        ended
    }
}
