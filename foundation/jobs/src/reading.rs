//! Jobs as a page of progress or an administrator sees them.

use database::{DbError, Result, Tx, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use crate::JobError;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobState {
    /// Queued, for now or for later.
    Waiting,
    /// Claimed by a worker.
    Running,
    /// Its effect is in the database.
    Done,
    /// Given up; `last_error` says why.
    Failed,
    /// Stopped on request.
    Cancelled,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Waiting => "En attente",
            Self::Running => "En cours",
            Self::Done => "Terminée",
            Self::Failed => "Échouée",
            Self::Cancelled => "Annulée",
        }
    }

    fn from_code(code: &str) -> Result<Self> {
        let unknown = || DbError::Unreadable { place: "job.state", problem: code.to_owned() };
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or_else(unknown)
    }
}

/// A job as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Identifier.
    pub id: Uuid,
    /// Which handler runs it.
    pub kind: String,
    /// What it is about, JSON text.
    pub payload: String,
    /// The key under which it is queued once.
    pub unique_key: Option<String>,
    /// Where it stands.
    pub state: JobState,
    /// Not before.
    pub run_at: Moment,
    /// Times it was started.
    pub attempts: i64,
    /// Times it may be started.
    pub max_attempts: i64,
    /// Which worker holds it.
    pub locked_by: Option<String>,
    /// Steps done.
    pub progress_done: i64,
    /// Steps in all; 0 when not known.
    pub progress_total: i64,
    /// What is being done, in French.
    pub progress_text: String,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// Queued at.
    pub created_at: Moment,
    /// Ended at.
    pub finished_at: Option<Moment>,
    /// Whether somebody asked that it stop.
    pub is_cancel_asked: bool,
    /// Who asked for it.
    pub requested_by: Option<Uuid>,
    /// What it gave, JSON text.
    pub result: Option<String>,
}

impl Job {
    /// How far it is, in a sentence: « Mise en page (étape 2 sur 3). »
    pub fn told(&self) -> String {
        match (self.progress_text.as_str(), self.progress_total) {
            ("", _) => "En attente.".to_owned(),
            (text, total) if self.progress_done < total => {
                format!("{text} (étape {} sur {total}).", self.progress_done + 1)
            }
            (text, _) => format!("{text}."),
        }
    }

    /// Reads the payload.
    ///
    /// # Errors
    /// [`JobError::Permanent`]: trying again would read the same text.
    pub fn read_payload<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        serde_json::from_str(&self.payload)
            .map_err(|error| JobError::Permanent(format!("le contenu de la tâche n’est pas lisible : {error}")))
    }
}

/// The columns of [`JobRow`], in one place for every statement that gives a job.
macro_rules! job_columns {
    () => {
        "id, kind, payload, unique_key, state, run_at, attempts, max_attempts, locked_by, progress_done, \
         progress_total, progress_text, last_error, created_at, finished_at, is_cancel_asked, requested_by, result"
    };
}
pub(crate) use job_columns;

#[derive(FromRow)]
pub(crate) struct JobRow {
    id: Uuid,
    kind: String,
    payload: String,
    unique_key: Option<String>,
    state: String,
    run_at: i64,
    attempts: i64,
    max_attempts: i64,
    locked_by: Option<String>,
    progress_done: i64,
    progress_total: i64,
    progress_text: String,
    last_error: Option<String>,
    created_at: i64,
    finished_at: Option<i64>,
    is_cancel_asked: bool,
    requested_by: Option<Uuid>,
    result: Option<String>,
}

impl TryFrom<JobRow> for Job {
    type Error = DbError;
    fn try_from(row: JobRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            payload: row.payload,
            unique_key: row.unique_key,
            state: JobState::from_code(&row.state)?,
            run_at: Moment(row.run_at),
            attempts: row.attempts,
            max_attempts: row.max_attempts,
            locked_by: row.locked_by,
            progress_done: row.progress_done,
            progress_total: row.progress_total,
            progress_text: row.progress_text,
            last_error: row.last_error,
            created_at: Moment(row.created_at),
            finished_at: row.finished_at.map(Moment),
            is_cancel_asked: row.is_cancel_asked,
            requested_by: row.requested_by,
            result: row.result,
        })
    }
}

/// One job. The caller checks the right: see `requested_by`.
///
/// # Errors
/// The database failed.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Job>> {
    let row: Option<JobRow> = fetch_optional!(tx, concat!("SELECT ", job_columns!(), " FROM job WHERE id = $1"), id)?;
    row.map(Job::try_from).transpose()
}

/// Jobs in one state, newest first, at most `limit`.
///
/// # Errors
/// The database failed.
pub async fn list(tx: &mut Tx, state: JobState, limit: i64) -> Result<Vec<Job>> {
    let sql =
        concat!("SELECT ", job_columns!(), " FROM job WHERE state = $1 ORDER BY created_at DESC, id DESC LIMIT $2");
    let rows: Vec<JobRow> = fetch_all!(tx, sql, state.code(), limit)?;
    rows.into_iter().map(Job::try_from).collect()
}

/// How many jobs are in each state, for the health page; states without jobs give 0.
///
/// # Errors
/// The database failed.
pub async fn counts(tx: &mut Tx) -> Result<Vec<(JobState, i64)>> {
    let rows: Vec<(String, i64)> = fetch_all!(tx, "SELECT state, COUNT(*) FROM job GROUP BY state")?;
    let count_of = |state: JobState| rows.iter().find(|(code, _)| code == state.code()).map_or(0, |(_, count)| *count);
    Ok(JobState::ALL.into_iter().map(|state| (state, count_of(state))).collect())
}
