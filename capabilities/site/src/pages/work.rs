//! Background jobs: where they stand; stopping one, starting one again.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Sample, Site, Tag, TagColour};
use jiff::tz::TimeZone;
use jobs::JobState;
use kernel::{Moment, Uuid, french};
use web::{Answer, Asked, House, PathId, Visit};

use super::sample;
use crate::actions;

/// Jobs shown of one state.
const SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "pages/work.html")]
struct WorkPage {
    frame: Frame,
    state: JobState,
    states: Vec<(JobState, i64)>,
    jobs: Vec<JobShown>,
}

struct JobShown {
    id: Uuid,
    kind: String,
    tag: Tag,
    progress: String,
    attempts: String,
    when: String,
    error: String,
    can_cancel: bool,
    can_try_again: bool,
}

/// Marks a job's identifier in an address.
pub struct Job;

/// The list of one state; the running ones first.
pub async fn show(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let states = jobs::counts(&mut tx).await?;
    let state = JobState::ALL.into_iter().find(|state| state.code() == asked.text("etat"));
    // Without a choice: what runs, or what failed, or what waits, or what is done.
    let busiest = [JobState::Running, JobState::Failed, JobState::Waiting, JobState::Done]
        .into_iter()
        .find(|wanted| states.iter().any(|(state, count)| state == wanted && *count > 0));
    let state = state.or(busiest).unwrap_or(JobState::Running);
    let jobs = jobs::list(&mut tx, state, SHOWN).await?;
    let jobs = jobs.iter().map(|job| shown(job, &house.settings.zone)).collect();
    web::answer::page(&WorkPage { frame: visit.back_office("Tâches de fond"), state, states, jobs })
}

/// Stops one.
pub async fn cancel(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Job>) -> Answer {
    let mut tx = house.write().await?;
    actions::cancel_job(&mut tx, &visit.actor, &house.outside, id.uuid()).await?;
    tx.commit().await?;
    web::answer::done("/gestion/travaux", "annule")
}

/// Starts one again.
pub async fn try_again(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Job>) -> Answer {
    let mut tx = house.write().await?;
    actions::try_job_again(&mut tx, &visit.actor, &house.outside, id.uuid()).await?;
    tx.commit().await?;
    house.bell.ring();
    web::answer::done("/gestion/travaux?etat=waiting", "lance")
}

/// What a task does, in French; its name when nobody has given it words.
fn kind_told(kind: &str) -> &str {
    match kind {
        "accounts.purge" => "Effacer ce qui a expiré dans les comptes",
        "accounts.send_link" => "Envoyer un lien de connexion",
        "corpus.group" => "Regrouper les paroles d’une concertation",
        "corpus.learn" => "Apprendre du codage des paroles",
        "corpus.purge" => "Effacer les paroles dont la durée est passée, et leurs traces",
        "files.purge" => "Effacer les fichiers retirés",
        "jobs.purge" => "Effacer les tâches et les courriels anciens",
        "territory.purge_drafts" => "Effacer les fichiers envoyés puis laissés de côté",
        "territory.import" => "Importer un fichier du territoire",
        other => other,
    }
}

fn tag(state: JobState) -> Tag {
    let colour = match state {
        JobState::Waiting | JobState::Cancelled => TagColour::Grey,
        JobState::Running => TagColour::Blue,
        JobState::Done => TagColour::Green,
        JobState::Failed => TagColour::Red,
    };
    Tag::new(colour, state.french())
}

fn shown(job: &jobs::Job, zone: &TimeZone) -> JobShown {
    let progress = match (job.progress_done, job.progress_total) {
        (0, 0) => job.progress_text.clone(),
        (done, 0) => format!("{} ({})", job.progress_text, french::integer(done)),
        (done, total) => format!("{} ({} sur {})", job.progress_text, french::integer(done), french::integer(total)),
    };
    let when = match (job.state, job.finished_at) {
        (_, Some(at)) => format!("finie le {}", french::moment(at, zone)),
        (JobState::Waiting, None) => format!("prévue le {}", french::moment(job.run_at, zone)),
        (_, None) => format!("demandée le {}", french::moment(job.created_at, zone)),
    };
    JobShown {
        id: job.id,
        kind: kind_told(&job.kind).to_owned(),
        tag: tag(job.state),
        progress: if job.is_cancel_asked && job.state == JobState::Running {
            format!("{progress} Arrêt demandé.").trim_start().to_owned()
        } else {
            progress
        },
        attempts: format!("{} sur {}", job.attempts, job.max_attempts),
        when,
        error: job.last_error.clone().unwrap_or_default(),
        can_cancel: matches!(job.state, JobState::Waiting | JobState::Running) && !job.is_cancel_asked,
        can_try_again: matches!(job.state, JobState::Failed | JobState::Cancelled),
    }
}

/// One job in each state, and none.
pub fn samples(site: &Site) -> Vec<Sample> {
    let job = |rank: u128, state: JobState| jobs::Job {
        id: Uuid::from_u128(rank),
        kind: "territory.import".into(),
        payload: "{}".into(),
        unique_key: None,
        state,
        run_at: Moment(1_773_572_400_000),
        attempts: 1,
        max_attempts: 5,
        locked_by: None,
        progress_done: 120,
        progress_total: 463,
        progress_text: "Lignes lues".into(),
        last_error: (state == JobState::Failed).then(|| "le fichier <b>n’est plus là</b>".into()),
        created_at: Moment(1_773_572_400_000),
        finished_at: matches!(state, JobState::Done | JobState::Failed).then_some(Moment(1_773_572_460_000)),
        is_cancel_asked: false,
        requested_by: None,
        result: None,
    };
    let page = |state: JobState, jobs: Vec<jobs::Job>| WorkPage {
        frame: Frame::back_office(site, "Tâches de fond", "/gestion/travaux"),
        state,
        states: JobState::ALL.into_iter().map(|state| (state, i64::from(!jobs.is_empty()))).collect(),
        jobs: jobs.iter().map(|job| shown(job, &TimeZone::UTC)).collect(),
    };
    let every = JobState::ALL.into_iter().zip(1..).map(|(state, rank)| job(rank, state)).collect();
    vec![
        sample("Tâches de fond", &page(JobState::Running, every)),
        sample("Tâches de fond, aucune", &page(JobState::Failed, Vec::new())),
    ]
}
