//! One attempt at a job: the handler in its own task, and beside it what keeps the lease, writes the
//! progress, carries the request to stop, and settles the end.

use std::sync::Arc;

use database::{Db, Result};
use kernel::{Outside, text};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::handler::Shared;
use crate::lease::{self, Claimed, Progress, backoff_seconds};
use crate::worker::Stop;
use crate::{Context, Done, Handler, JobError, Pace};

/// Longest error text kept with a job, in characters.
const LONGEST_ERROR: usize = 2000;

pub(crate) struct Attempt {
    pub db: Db,
    pub outside: Outside,
    pub pace: Pace,
    pub held: Claimed,
    pub handler: Arc<dyn Handler>,
    pub stopping: watch::Receiver<Stop>,
}

/// The handler's task.
type Task = JoinSet<Result<Done, JobError>>;

/// What the watch over a running job saw.
enum Watched {
    GoOn,
    LeaseLost,
}

/// How the handler's task ended.
enum End {
    Told(Result<Done, JobError>),
    Panicked(String),
    GivenBack,
    LeaseLost,
}

impl Attempt {
    pub(crate) async fn run(mut self) {
        let (context, shared) = Context::new(self.db.clone(), self.outside.clone(), &self.held);
        let (handler, job) = (self.handler.clone(), self.held.job.clone());
        // In its own task: a handler that panics or computes for long takes nobody with it.
        // The set of one ends it when this attempt itself is dropped.
        let mut task = JoinSet::new();
        task.spawn(async move { handler.run(&job, &context).await });
        let end = self.watch(&mut task, &shared).await;
        if let Err(error) = self.settle(end).await {
            tracing::error!(%error, job = %self.held.job.id, "the end of a job could not be written; its lease will end");
        }
    }

    async fn watch(&mut self, task: &mut Task, shared: &Shared) -> End {
        let mut look = interval(self.pace.poll);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut written = Progress::default();
        let mut renewed_at = Instant::now();
        let mut stopping = self.stopping.clone();
        loop {
            let is_stopped_now = tokio::select! {
                Some(ended) = task.join_next() => return told(ended),
                _ = look.tick() => false,
                _ = stopping.wait_for(|stop| *stop == Stop::Now) => true,
            };
            if is_stopped_now {
                return self.cut(task, shared, End::GivenBack).await;
            }
            match self.look(shared, &mut written, &mut renewed_at).await {
                Ok(Watched::GoOn) => {}
                Ok(Watched::LeaseLost) => return self.cut(task, shared, End::LeaseLost).await,
                Err(error) => tracing::warn!(%error, job = %self.held.job.id, "the lease of a job was not renewed"),
            }
        }
    }

    /// Stops the handler, unless it is committing: then its word is awaited.
    async fn cut(&self, task: &mut Task, shared: &Shared, end: End) -> End {
        if !shared.is_finishing() {
            task.abort_all();
        }
        match task.join_next().await {
            None => end,
            Some(Err(error)) if error.is_cancelled() => end,
            Some(ended) => told(ended),
        }
    }

    /// Writes when there is something to write (progress, or a quarter of the lease gone), else only reads.
    async fn look(&self, shared: &Shared, written: &mut Progress, renewed_at: &mut Instant) -> Result<Watched> {
        let progress = shared.progress();
        let quarter = u64::try_from(self.pace.lease_seconds).unwrap_or(0) * 250;
        let is_due = renewed_at.elapsed().as_millis() >= u128::from(quarter);
        let seen = if is_due || progress != *written {
            let seen = lease::renew(&self.db, &self.outside, &self.held, &progress, self.pace.lease_seconds).await?;
            (*written, *renewed_at) = (progress, Instant::now());
            seen
        } else {
            lease::look(&self.db, &self.held).await?
        };
        match seen {
            None => return Ok(Watched::LeaseLost),
            Some(true) => shared.ask_to_stop(),
            Some(false) => {}
        }
        Ok(Watched::GoOn)
    }

    async fn settle(&self, end: End) -> Result<()> {
        let Claimed { job, .. } = &self.held;
        let is_ours = match end {
            End::Told(Ok(_)) => true,
            End::Told(Err(JobError::LeaseLost)) | End::LeaseLost => false,
            End::Told(Err(JobError::Cancelled)) => lease::end(&self.db, &self.outside, &self.held, false, None).await?,
            End::Told(Err(JobError::Permanent(sentence))) => self.fail(&sentence).await?,
            End::Told(Err(error)) => self.retry_or_fail(&error.to_string()).await?,
            End::Panicked(problem) => self.retry_or_fail(&format!("la tâche s’est arrêtée net : {problem}")).await?,
            End::GivenBack => lease::release(&self.db, &self.held).await?,
        };
        if !is_ours {
            tracing::warn!(job = %job.id, kind = %job.kind, "another worker holds this job; this attempt left nothing");
        }
        Ok(())
    }

    async fn retry_or_fail(&self, error: &str) -> Result<bool> {
        let job = &self.held.job;
        if job.attempts >= job.max_attempts {
            return self.fail(error).await;
        }
        tracing::warn!(job = %job.id, kind = %job.kind, attempt = job.attempts, "a job failed and will be tried again");
        let delay = backoff_seconds(job.attempts, self.pace.first_retry_seconds, self.pace.longest_retry_seconds);
        lease::postpone(&self.db, &self.outside, &self.held, &text::shorten(error, LONGEST_ERROR), delay).await
    }

    async fn fail(&self, error: &str) -> Result<bool> {
        let job = &self.held.job;
        // Only kind and identifier go to the log: the error may name a person, and stays with the job.
        tracing::error!(job = %job.id, kind = %job.kind, attempt = job.attempts, "a job failed for good");
        lease::end(&self.db, &self.outside, &self.held, true, Some(&text::shorten(error, LONGEST_ERROR))).await
    }
}

fn told(ended: Result<Result<Done, JobError>, JoinError>) -> End {
    match ended {
        Ok(ended) => End::Told(ended),
        Err(error) => End::Panicked(error.to_string()),
    }
}
