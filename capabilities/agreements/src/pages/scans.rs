//! `/gestion/numerisations`: piles of scanned pages, each page with the agreement it belongs to.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Tag, TagColour};
use jobs::{Job, JobState};
use kernel::{Breakdown, Failure, Moment, Outcome, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::{HOME, contract_of, id_of, with_contract};
use crate::actions::scan_reading;
use crate::actions::scanning as actions;
use crate::acts;
use crate::rules::{Fate, Sorted, Stack};
use crate::store::scanning::ScanBatch;

/// Where piles are.
pub(super) const SCANS: &str = "/gestion/numerisations";

#[derive(Template)]
#[template(path = "pages/scans.html")]
pub(super) struct ScansPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub rows: Vec<BatchRow>,
    pub hint: String,
    pub days: i64,
}

/// A pile in a list.
pub(super) struct BatchRow {
    pub href: String,
    pub title: String,
    pub told: String,
    pub state: Tag,
}

#[derive(Template)]
#[template(path = "pages/scan_batch.html")]
pub(super) struct BatchPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub state: Tag,
    pub told: String,
    pub is_reading: bool,
    pub is_stopped: bool,
    pub whole: Vec<Choice>,
    pub papers: Vec<Link>,
    pub parts: Vec<String>,
    pub groups: Vec<FateGroup>,
    pub given: String,
}

/// Pages to which the same thing happens.
pub(super) struct FateGroup {
    pub title: String,
    pub pages: Vec<(Link, String)>,
}

fn home(id: Uuid) -> String {
    format!("{SCANS}/{id}")
}

fn state(job: Option<&Job>) -> Tag {
    let (colour, words) = match job.map(|job| job.state) {
        Some(JobState::Waiting) => (TagColour::Grey, "En attente"),
        Some(JobState::Running) => (TagColour::Blue, "Lecture en cours"),
        Some(JobState::Failed) => (TagColour::Red, "Lecture impossible"),
        Some(JobState::Cancelled) => (TagColour::Amber, "Lecture arrêtée"),
        Some(JobState::Done) | None => (TagColour::Green, "Pages lues"),
    };
    Tag::new(colour, words)
}

async fn contract(tx: &mut Tx, visit: &Visit, code: &str) -> Result<ContractBrief, Fault> {
    Ok(contract_of(tx, visit, code, &acts::SIGN).await?.ok_or_else(Fault::not_found)?.0)
}

async fn drawn_list(tx: &mut Tx, house: &House, visit: &Visit, code: &str, form: Form) -> Result<ScansPage, Fault> {
    let contract = contract(tx, visit, code).await?;
    let mut rows = Vec::new();
    for one in actions::batches(tx, &visit.actor, contract.id).await? {
        let job = jobs::find(tx, one.job).await?;
        let pages = match one.pages {
            0 => String::new(),
            pages => format!("{}, ", french::count(pages, "page", "pages")),
        };
        let when = french::moment(Moment(one.asked_at), &house.settings.zone);
        rows.push(BatchRow {
            href: home(one.id),
            title: one.name.clone(),
            told: french::spaced(&format!("{pages}déposé le {when} par {}", one.by_name)),
            state: state(job.as_ref()),
        });
    }
    let frame = visit.back_office("Pages numérisées").with_form(&form).with_caption(&*contract.title);
    let limits = actions::limits(house.settings.upload_limit_bytes as u64);
    Ok(ScansPage {
        frame: frame.with_breadcrumb(vec![Link::new("Conventions", with_contract(HOME, &contract.code))]),
        form,
        action: with_contract(SCANS, &contract.code),
        rows,
        hint: french::spaced(&format!("{}, {} pages au plus.", limits.french(), scans::MOST_PAGES)),
        days: actions::DAYS_KEPT,
    })
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    answer::page(&drawn_list(&mut house.read().await?, &house, &visit, asked.text("contrat"), Form::empty()).await?)
}

/// The pile of a form, with the name of its content.
async fn received(house: &House, upload: &Upload) -> Outcome<Option<(files::Prepared, String)>> {
    if upload.file_name.is_empty() {
        return Ok(None);
    }
    let open = async || {
        let file = tokio::fs::File::open(upload.path()?).await;
        file.map_err(|error| Failure::Broken(Breakdown(Box::new(error))))
    };
    let mut content: files::Content = Box::new(open().await?);
    let stored = files::measure(&mut content).await.map_err(|error| Breakdown(Box::new(error)))?;
    let limits = actions::limits(house.settings.upload_limit_bytes as u64);
    let received = files::receive(house.vault.as_ref(), &upload.file_name, limits, &mut open().await?).await;
    let file = received.map_err(|error| error.at_field("fichier"))?;
    Ok(Some((file, stored.hash.to_string())))
}

pub async fn give(State(house): State<Arc<House>>, visit: Visit, asked: Asked, request: Request) -> Answer {
    // Nobody sends bytes to what is not hers.
    let contract = contract(&mut house.read().await?, &visit, asked.text("contrat")).await?;
    let upload = Upload::read(&house, request).await?;
    let kept = async {
        let file = received(&house, &upload).await?;
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        let given = actions::give(&mut tx, around, &visit.actor, contract.id, file).await?;
        tx.commit().await?;
        house.bell.ring();
        Ok::<_, Failure>(given)
    };
    match kept.await {
        Ok(given) if given.is_new => answer::done(&home(given.id), "lance"),
        Ok(given) => answer::see(&home(given.id)),
        Err(failure) => {
            let form = Form::empty().with_errors(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&drawn_list(&mut tx, &house, &visit, &contract.code, form).await?)
        }
    }
}

/// « pages 3, 4 et 6 » of a pile.
fn ranks(positions: &[i64]) -> String {
    let words: Vec<String> = positions.iter().map(i64::to_string).collect();
    match words.split_last() {
        Some((only, [])) => format!("page {only}"),
        Some((last, others)) => format!("pages {} et {last}", others.join(", ")),
        None => String::new(),
    }
}

fn groups(id: Uuid, sorted: &Sorted) -> Vec<FateGroup> {
    let mut all = Vec::new();
    for fate in Fate::ALL.iter().filter(|fate| **fate != Fate::Placed) {
        let own = sorted.fates.iter().filter(|(_, own, _)| own == fate);
        let pages: Vec<(Link, String)> = own
            .map(|(position, _, paper)| {
                let told = paper.as_ref().map(|(number, page)| format!("convention {number}, page {page}"));
                let link = Link::new(format!("Page {position}"), format!("{}/pages/{position}", home(id)));
                (link, french::spaced(&told.unwrap_or_default()))
            })
            .collect();
        if !pages.is_empty() {
            let count = french::count(pages.len() as i64, "page", "pages");
            all.push(FateGroup { title: french::spaced(&format!("{} ({count})", fate.french())), pages });
        }
    }
    all
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    batch: &ScanBatch,
    form: Option<Form>,
) -> Result<BatchPage, Fault> {
    let job = jobs::find(tx, batch.job).await?;
    let sorted = actions::sorted(tx, &visit.actor, batch).await?;
    let is_reading = job.as_ref().is_some_and(|job| matches!(job.state, JobState::Waiting | JobState::Running));
    let is_stopped = job.as_ref().is_some_and(|job| matches!(job.state, JobState::Failed | JobState::Cancelled));
    let names: HashMap<Uuid, String> =
        accounts::facade::organisations(tx).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let title = |stack: &Stack| {
        let carrier = names.get(&stack.printed.carrier).map(String::as_str).unwrap_or_default();
        french::spaced(&format!("Convention {}, {carrier}", stack.printed.number))
    };
    let whole: Vec<Choice> = sorted
        .whole()
        .map(|stack| {
            let label = format!("{} : {} du lot", title(stack), ranks(&stack.positions));
            Choice::new(stack.printed.version.to_string(), &french::spaced(&label))
        })
        .collect();
    let chosen = || Form::filled(whole.iter().map(|choice| ("convention", choice.value.clone())));
    let form = form.unwrap_or_else(chosen);
    let when = french::moment(Moment(batch.asked_at), &house.settings.zone);
    let told = match &job {
        Some(job) if job.state == JobState::Failed => job.last_error.clone().unwrap_or_default(),
        Some(job) if is_reading => format!("{} Rechargez la page pour suivre la lecture.", job.told()),
        _ => format!("Lu : {} sur {}.", sorted.fates.len(), french::count(batch.pages, "page", "pages")),
    };
    let given = sorted.fates.iter().filter(|(_, fate, _)| *fate == Fate::Given).count() as i64;
    let contract = strategy::facade::contracts(tx).await?.into_iter().find(|one| one.id == batch.contract);
    let code = contract.map(|one| one.code).unwrap_or_default();
    let caption = french::spaced(&format!("Déposé le {when} par {}", batch.by_name));
    let frame = visit.back_office(&batch.name).with_form(&form).with_caption(caption);
    let above = [("Conventions", HOME), ("Pages numérisées", SCANS)];
    Ok(BatchPage {
        frame: frame.with_breadcrumb(Vec::from(above.map(|(name, path)| Link::new(name, with_contract(path, &code))))),
        form,
        path: home(batch.id),
        state: state(job.as_ref()),
        told: french::spaced(&told),
        is_reading,
        is_stopped,
        papers: sorted
            .whole()
            .map(|stack| Link::new(title(stack), format!("{}/conventions/{}", home(batch.id), stack.printed.version)))
            .collect(),
        whole: if is_reading { Vec::new() } else { whole },
        parts: sorted
            .stacks
            .iter()
            .filter(|stack| !stack.is_whole())
            .map(|stack| french::spaced(&format!("{} : {}.", title(stack), stack.told())))
            .collect(),
        groups: groups(batch.id, &sorted),
        given: if given > 0 {
            french::count(given, "page déjà déposée", "pages déjà déposées")
        } else {
            String::new()
        },
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ScanBatch>) -> Answer {
    let mut tx = house.read().await?;
    let batch = actions::batch(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&drawn(&mut tx, &house, &visit, &batch, None).await?)
}

/// Some pages of a pile, to take away; the database is left meanwhile.
async fn taken(house: &House, mut tx: Tx, batch: &ScanBatch, (name, positions): (String, Vec<i64>)) -> Answer {
    let file = scan_reading::file(&mut tx, batch).await?;
    drop(tx);
    let pile = scan_reading::opened(file, house.vault.as_ref()).await?;
    answer::download(&name, "application/pdf", scan_reading::gathered(pile, positions).await?)
}

pub async fn sheet(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, position)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let batch = actions::batch(&mut tx, &visit.actor, id_of(&id)?).await?;
    let position: i64 = position.parse().map_err(|_| Fault::not_found())?;
    taken(&house, tx, &batch, (format!("page-{position}.pdf"), vec![position])).await
}

pub async fn stack(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, version)): Path<(String, String)>,
) -> Answer {
    let (id, version) = (id_of(&id)?, id_of(&version)?);
    let mut tx = house.read().await?;
    let batch = actions::batch(&mut tx, &visit.actor, id).await?;
    let sorted = actions::sorted(&mut tx, &visit.actor, &batch).await?;
    let found = sorted.whole().find(|stack| stack.printed.version == version).ok_or_else(Fault::not_found)?;
    let name = format!("{}-signee.pdf", kernel::text::slug(&found.printed.number, '-', 40));
    taken(&house, tx, &batch, (name, found.positions.clone())).await
}

pub async fn confirm(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ScanBatch>,
    fields: Fields,
) -> Answer {
    let mut tx = house.read().await?;
    let batch = actions::batch(&mut tx, &visit.actor, id.uuid()).await?;
    let sorted = actions::sorted(&mut tx, &visit.actor, &batch).await?;
    let chosen: Vec<Uuid> = fields.all("convention").into_iter().filter_map(|one| one.parse().ok()).collect();
    let stacks: Vec<&Stack> = sorted.whole().filter(|stack| chosen.contains(&stack.printed.version)).collect();
    if stacks.is_empty() {
        let errors = Failure::field("convention", "Choisissez au moins une convention complète à déposer");
        let form = fields.form_with(Fault::from(errors).into_input()?);
        return answer::page_to_correct(&drawn(&mut tx, &house, &visit, &batch, Some(form)).await?);
    }
    let file = scan_reading::file(&mut tx, &batch).await?;
    drop(tx);
    let pile = scan_reading::opened(file, house.vault.as_ref()).await?;
    let most = house.settings.upload_limit_bytes as u64;
    let bound = actions::bind(house.vault.as_ref(), &pile, &stacks, most).await?;
    let mut tx = house.write().await?;
    let around = (&house.outside, house.vault.as_ref());
    actions::give_back(&mut tx, around, &visit.actor, (batch.id, bound)).await?;
    tx.commit().await?;
    answer::done(&home(batch.id), "enregistre")
}

pub async fn stop(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ScanBatch>) -> Answer {
    let mut tx = house.write().await?;
    actions::stop(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&home(id.uuid()), "annule")
}

pub async fn resume(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ScanBatch>) -> Answer {
    let mut tx = house.write().await?;
    actions::resume(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&home(id.uuid()), "lance")
}
