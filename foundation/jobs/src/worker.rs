//! The worker: claims jobs, watches over them while they run, sends mails, queues what the clock asks.
//! Several may run, on one node or many; a node that only serves pages runs none.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use database::Db;
use jiff::tz::TimeZone;
use kernel::{Moment, Outside};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::attempt::Attempt;
use crate::lease;
use crate::mail::{Carrier, Courier, Round};
use crate::{Handler, Schedule, enqueue_due};

/// Wakes the workers of this process after a commit that queued something; without it they look every
/// second anyway.
#[derive(Clone, Debug, Default)]
pub struct Bell {
    jobs: Arc<Notify>,
    mails: Arc<Notify>,
}

impl Bell {
    /// Something was queued and committed.
    pub fn ring(&self) {
        self.jobs.notify_one();
        self.mails.notify_one();
    }
}

/// The rhythm of a worker.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often it looks at the queue, and at the jobs it runs.
    pub poll: Duration,
    /// How long a job stays with a worker that no longer gives a sign of life; renewed four times as often.
    pub lease_seconds: i64,
    /// How long running jobs may go on when the worker is told to stop; then they are given back.
    pub grace: Duration,
    /// Wait after a first failed attempt; doubled at each further one.
    pub first_retry_seconds: i64,
    /// Longest wait between two attempts.
    pub longest_retry_seconds: i64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            lease_seconds: 60,
            grace: Duration::from_secs(30),
            first_retry_seconds: 10,
            longest_retry_seconds: 3600,
        }
    }
}

/// Takes jobs of the kinds it has handlers for.
pub struct Worker {
    db: Db,
    outside: Outside,
    handlers: HashMap<&'static str, Arc<dyn Handler>>,
    concurrency: usize,
    name: String,
    bell: Bell,
    pace: Pace,
    schedules: Option<(TimeZone, Vec<Schedule>)>,
    carrier: Option<Carrier>,
}

impl Worker {
    /// A worker that runs at most `concurrency` jobs at once (one at least).
    pub fn new(db: Db, outside: Outside, handlers: Vec<Arc<dyn Handler>>, concurrency: usize) -> Self {
        let name = outside.uuid().simple().to_string();
        Self {
            db,
            outside,
            handlers: handlers.into_iter().map(|handler| (handler.kind(), handler)).collect(),
            concurrency: concurrency.clamp(1, 1024),
            name,
            bell: Bell::default(),
            pace: Pace::default(),
            schedules: None,
            carrier: None,
        }
    }

    /// The name seen in `locked_by` (a host and process, for instance).
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The bell that the pages of this process ring.
    #[must_use]
    pub fn with_bell(mut self, bell: Bell) -> Self {
        self.bell = bell;
        self
    }

    /// Another rhythm.
    #[must_use]
    pub fn with_pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Queues these by the clock of this time zone (`Europe/Paris` for mainland France).
    #[must_use]
    pub fn with_schedules(mut self, zone: TimeZone, schedules: Vec<Schedule>) -> Self {
        self.schedules = Some((zone, schedules));
        self
    }

    /// Sends the mails of the outbox; without this they stay queued.
    #[must_use]
    pub fn with_carrier(mut self, carrier: Carrier) -> Self {
        self.carrier = Some(carrier);
        self
    }

    /// Works until `shutdown` resolves, then takes nothing new, lets what runs end within the grace, and
    /// gives back the rest. A failing database is waited for, with a line in the log.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let (stop, stopping) = watch::channel(Stop::Working);
        let worker = Arc::new(self);
        let mut parts = JoinSet::new();
        parts.spawn(worker.clone().take_jobs(stopping.clone()));
        parts.spawn(worker.clone().send_mails(stopping.clone()));
        parts.spawn(worker.clone().follow_the_clock(stopping));
        shutdown.await;
        let _ = stop.send(Stop::Draining);
        let drained = async { while parts.join_next().await.is_some() {} };
        if timeout(worker.pace.grace, drained).await.is_err() {
            let _ = stop.send(Stop::Now);
            // Giving a job back is one short write; a database that does not answer must not hold the exit.
            let given_back = async { while parts.join_next().await.is_some() {} };
            if timeout(Duration::from_secs(5), given_back).await.is_err() {
                tracing::warn!("a job or a mail could not be given back in time; its lease will end by itself");
            }
        }
    }

    async fn take_jobs(self: Arc<Self>, mut stopping: watch::Receiver<Stop>) {
        let kinds: Vec<&'static str> = self.handlers.keys().copied().collect();
        let slots = Arc::new(Semaphore::new(self.concurrency));
        let mut attempts = JoinSet::new();
        while *stopping.borrow() == Stop::Working {
            while attempts.try_join_next().is_some() {}
            let slot = tokio::select! {
                slot = slots.clone().acquire_owned() => slot,
                _ = stopping.changed() => break,
            };
            match lease::claim_next(&self.db, &self.outside, &self.name, &kinds, &self.pace).await {
                Ok(Some(held)) => {
                    let Some(handler) = self.handlers.get(held.job.kind.as_str()).cloned() else { continue };
                    let (db, outside, pace) = (self.db.clone(), self.outside.clone(), self.pace);
                    let attempt = Attempt { db, outside, pace, held, handler, stopping: stopping.clone() };
                    attempts.spawn(async move {
                        attempt.run().await;
                        drop(slot);
                    });
                }
                Ok(None) => {
                    drop(slot);
                    self.rest(&self.bell.jobs, self.pace.poll, &mut stopping).await;
                }
                Err(error) => {
                    drop(slot);
                    tracing::error!(%error, "the job queue could not be read");
                    self.rest(&self.bell.jobs, self.pace.poll, &mut stopping).await;
                }
            }
        }
        while attempts.join_next().await.is_some() {}
    }

    async fn send_mails(self: Arc<Self>, mut stopping: watch::Receiver<Stop>) {
        let Some(carrier) = self.carrier.clone() else { return };
        let courier = Courier::new(self.db.clone(), self.outside.clone(), carrier, self.name.clone());
        while *stopping.borrow() == Stop::Working {
            // A round in progress ends (its own time limits hold); only `Stop::Now` cuts it.
            let round = tokio::select! {
                round = courier.round() => round,
                _ = stopping.wait_for(|stop| *stop == Stop::Now) => return,
            };
            match round {
                Ok(Round::Handled) => {}
                Ok(Round::Idle) => self.rest(&self.bell.mails, self.pace.poll, &mut stopping).await,
                // Each mail has its own wait; this one spares a server that is away the whole outbox at once.
                Ok(Round::ServerAway) => self.pause(self.pace.poll * 5, &mut stopping).await,
                Err(error) => {
                    tracing::error!(%error, "the mail outbox could not be read");
                    self.pause(self.pace.poll * 5, &mut stopping).await;
                }
            }
        }
    }

    async fn follow_the_clock(self: Arc<Self>, mut stopping: watch::Receiver<Stop>) {
        let Some((zone, schedules)) = &self.schedules else { return };
        let mut seen: HashMap<&'static str, Moment> = HashMap::new();
        while *stopping.borrow() == Stop::Working {
            match enqueue_due(&self.db, &self.outside, zone, schedules, &mut seen).await {
                Ok(0) => {}
                Ok(_) => self.bell.ring(),
                Err(error) => tracing::error!(%error, "scheduled jobs could not be queued"),
            }
            self.pause(self.pace.poll, &mut stopping).await;
        }
    }

    /// Waits for the bell, but not longer than `longest` nor past a stop.
    async fn rest(&self, bell: &Notify, longest: Duration, stopping: &mut watch::Receiver<Stop>) {
        tokio::select! {
            () = bell.notified() => {}
            () = sleep(longest) => {}
            _ = stopping.changed() => {}
        }
    }

    async fn pause(&self, length: Duration, stopping: &mut watch::Receiver<Stop>) {
        tokio::select! {
            () = sleep(length) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Where a worker is on its way to the exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Working,
    Draining,
    Now,
}
