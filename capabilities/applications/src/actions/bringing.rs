//! Applications that come from elsewhere, an export of Dauphin or a spreadsheet: held, tried without keeping anything, then
//! brought by a job that can be stopped. The same file twice makes nothing twice.

use std::collections::HashMap;

use accounts::facade::OrganisationCard;
use database::Tx;
use documents::sheet::{self, Shape, Sheet};
use jobs::{Job, JobState, NewJob};
use journal::Entry;
use kernel::text::search_key;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;
use web::Keys;

use crate::rules::bringing::{Around, Brought, Mapping, Problem, files, guessed, mapping_text, missing, read_mapping};
use crate::rules::{Call, Funding, Nature, Project};
use crate::store::bringing::ImportFile;
use crate::{acts, store};

/// The kind of job that brings a file.
pub const BRING: &str = "applications.bring";
/// The kind of job that erases files.
pub const PURGE: &str = "applications.imports_purge";
/// Most lines of a file.
pub const MOST_LINES: usize = 20_000;
/// Most bytes of a file.
pub const MOST_BYTES: usize = 12_000_000;
/// Days a file is kept.
pub const DAYS_KEPT: i64 = 30;
const SEALED: &str = "application_import.sealed";

/// A call on which this actor brings applications.
async fn call_of(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Call> {
    let call = store::call::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    match actor.may(&acts::BRING, &Scope::contract(call.contract)) {
        verdict if verdict.is_allowed() => Ok(call),
        verdict @ kernel::Verdict::SecondFactorMissing(_) => {
            Err(Refusal::NotAllowed { act: &acts::BRING, verdict }.into())
        }
        _ => Err(Refusal::NotFound.into()),
    }
}

/// A call and the files brought for it, the last first.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn of_call(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Call, Vec<ImportFile>)> {
    let call = call_of(tx, actor, id).await?;
    Ok((call, store::bringing::of_call(tx, id).await?))
}

/// A file with its call and the job that brings it.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn file(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Call, ImportFile, Option<Job>)> {
    let file = store::bringing::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let call = call_of(tx, actor, file.call).await?;
    let job = match file.job {
        Some(job) => jobs::find(tx, job).await?,
        None => None,
    };
    Ok((call, file, job))
}

/// Opens the table of a file, away from the threads that serve.
///
/// # Errors
/// A sentence on `fichier`: empty, too large, no table.
pub async fn opened(bytes: Vec<u8>) -> Outcome<(Sheet, Vec<u8>)> {
    if bytes.is_empty() {
        return Err(Failure::field("fichier", "Choisissez un fichier CSV, .xlsx ou .ods"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(Failure::field("fichier", "Ce fichier dépasse 12 Mo : gardez-en le tableau seul, au format CSV"));
    }
    let shape = Shape { most_rows: MOST_LINES, least_columns: 2 };
    let reading = tokio::task::spawn_blocking(move || (sheet::open_as(&bytes, &shape), bytes)).await;
    let (sheet, bytes) = reading.map_err(|error| Breakdown(Box::new(error)))?;
    Ok((sheet.map_err(|told| Failure::field("fichier", told))?, bytes))
}

/// Holds a file, sealed, its columns recognised as they can be. Gives its identifier.
///
/// # Errors
/// Not this actor's; the call was never published.
pub async fn hold(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    call: Uuid,
    (name, (sheet, bytes)): (&str, (Sheet, Vec<u8>)),
) -> Outcome<Uuid> {
    let call = call_of(tx, actor, call).await?;
    if store::call::versions(tx, call.id).await?.is_empty() {
        let told = "Un dossier garde la version de l’appel avec laquelle il a commencé : publiez l’appel d’abord.";
        return Err(Refusal::rule("Cet appel n’est pas publié", told).into());
    }
    let id = outside.uuid();
    let one = ImportFile {
        id,
        call: call.id,
        name: kernel::text::shorten(name, 120),
        format: sheet.format,
        line_count: i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX),
        mapping: mapping_text(&guessed(&sheet.headers)),
        state: "held".to_owned(),
        told: String::new(),
        job: None,
        sent_at: outside.now().0,
        revision: 1,
    };
    store::bringing::insert(tx, &one, keys.seal(outside, SEALED, id, &bytes)?, actor.account()).await?;
    let detail = json!({ "acte": "fichier de dossiers reçu", "lignes": one.line_count });
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(detail).touched(&[("application_import", id)]);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// The table a file holds.
///
/// # Errors
/// It was erased.
pub async fn sheet_of(tx: &mut Tx, keys: &Keys, file: &ImportFile) -> Outcome<Sheet> {
    let sealed = store::bringing::sealed(tx, file.id).await?.ok_or(Refusal::NotFound)?;
    Ok(opened(keys.open(SEALED, file.id, &sealed)?).await?.0)
}

/// Says which column is which.
///
/// # Errors
/// Not this actor's; a needed column is not said; it is being brought, or somebody changed it since `revision`.
pub async fn map(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    mapping: &Mapping,
) -> Outcome<()> {
    let (call, ..) = file(tx, actor, id).await?;
    Failure::unless_empty(missing(mapping))?;
    if !store::bringing::set_mapping(tx, (id, revision), &mapping_text(mapping)).await? {
        return Err(Failure::conflict("ce fichier", &[]));
    }
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(json!({ "acte": "colonnes dites" }));
    journal::record(tx, outside, actor, entry.touched(&[("application_import", id)])).await?;
    Ok(())
}

/// What bringing an application would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new application.
    New,
    /// Projects or requests added to one that is there.
    Added,
    /// Nothing: all of it is there.
    Same,
    /// Nothing: it was never filed where it comes from.
    Unfiled,
    /// Nothing: something is wrong.
    Wrong,
}

/// An application of a file, and what bringing it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the file says.
    pub brought: Brought,
    /// What it would do.
    pub fate: Fate,
    /// The application that is there.
    pub known: Option<Uuid>,
    /// The organisation that is there; none: a new one.
    pub carrier: Option<Uuid>,
    /// Projects that would be new.
    pub projects: usize,
    /// Requests that would be new.
    pub fundings: usize,
}

/// What a trial says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Each application of the file, in its order.
    pub lines: Vec<Line>,
    /// Columns of the file nothing is made of.
    pub left_out: Vec<String>,
}

impl Report {
    /// How many applications have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.lines.iter().filter(|line| line.fate == fate).count()
    }

    /// Everything that is wrong, in the order of the file.
    pub fn problems(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.lines.iter().flat_map(|line| &line.brought.problems).collect();
        all.sort_by_key(|problem| problem.line);
        all
    }

    /// Organisations that would be new.
    pub fn new_carriers(&self) -> usize {
        let new = self.lines.iter().filter(|line| line.fate == Fate::New && line.carrier.is_none());
        let mut all: Vec<(String, &Option<String>)> =
            new.map(|line| (search_key(&line.brought.carrier), &line.brought.siret)).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }
}

/// What is there already of a call.
pub(super) struct Known {
    origins: HashMap<String, (Uuid, Option<Uuid>)>,
    numbers: HashMap<String, Uuid>,
    projects: HashMap<Uuid, Vec<Project>>,
    fundings: HashMap<Uuid, Vec<Funding>>,
    cards: Vec<OrganisationCard>,
}

/// A reference within a call: of an application, or of one of its projects.
pub(super) fn origin_key(reference: &str, project: Option<&str>) -> String {
    match project {
        Some(project) => format!("{}/{project}", search_key(reference)),
        None => search_key(reference),
    }
}

impl Known {
    pub(super) async fn read(tx: &mut Tx, call: Uuid) -> database::Result<Self> {
        let origins = store::bringing::origins(tx, call).await?;
        let numbered = store::application::of_call(tx, call).await?;
        let mut fundings: HashMap<Uuid, Vec<Funding>> = HashMap::new();
        for one in store::funding::of_call(tx, call).await? {
            fundings.entry(one.project).or_default().push(one);
        }
        Ok(Self {
            origins: origins.into_iter().map(|(name, application, project)| (name, (application, project))).collect(),
            numbers: numbered.into_iter().filter_map(|one| Some((search_key(&one.number?), one.id))).collect(),
            projects: store::project::of_call(tx, call).await?.projects,
            fundings,
            cards: accounts::facade::organisation_cards(tx).await?,
        })
    }

    /// The application of that reference: brought before, or filed here under that number.
    fn application(&self, reference: &str) -> Option<Uuid> {
        let key = origin_key(reference, None);
        self.origins.get(&key).map(|(id, _)| *id).or_else(|| self.numbers.get(&key).copied())
    }

    /// The project of an application: of that reference, that title, or that rank.
    pub(super) fn project(&self, application: Uuid, reference: &str, (key, title): (&str, &str)) -> Option<Uuid> {
        if let Some((_, Some(id))) = self.origins.get(&origin_key(reference, Some(key))) {
            return Some(*id);
        }
        let own = self.projects.get(&application)?;
        let title = search_key(title);
        let by_title = own.iter().find(|one| search_key(&one.title) == title);
        let by_rank = || own.iter().find(|one| key.parse() == Ok(one.position));
        by_title.or_else(by_rank).map(|one| one.id)
    }

    pub(super) fn asks(&self, project: Uuid, (funder, year, nature): (Uuid, i64, Nature)) -> bool {
        let own = self.fundings.get(&project).map(Vec::as_slice).unwrap_or_default();
        own.iter().any(|one| (one.funder, one.year, one.nature) == (funder, year, nature))
    }

    /// The last rank of the projects of an application.
    pub(super) fn last_rank(&self, application: Uuid) -> i64 {
        let own = self.projects.get(&application).map(Vec::as_slice).unwrap_or_default();
        own.iter().map(|one| one.position).max().unwrap_or(0)
    }

    /// The organisation of that SIRET, or of that name alone.
    fn carrier(&self, brought: &Brought) -> Result<Option<Uuid>, &'static str> {
        if brought.siret.is_some()
            && let Some(card) = self.cards.iter().find(|card| card.siret == brought.siret)
        {
            return Ok(Some(card.id));
        }
        let key = search_key(&brought.carrier);
        let is_alike = |card: &&OrganisationCard| {
            search_key(&card.name) == key && (brought.siret.is_none() || card.siret.is_none())
        };
        let mut alike = self.cards.iter().filter(is_alike);
        match (alike.next(), alike.next()) {
            (None, _) => Ok(None),
            (Some(only), None) => Ok(Some(only.id)),
            (Some(_), Some(_)) => Err("Plusieurs organisations d’ici portent ce nom : ajoutez le numéro SIRET"),
        }
    }

    /// What bringing an application would do.
    pub(super) fn line(&self, mut brought: Brought) -> Line {
        let known = self.application(&brought.reference);
        let carrier = match self.carrier(&brought) {
            Ok(found) => found,
            Err(sentence) => {
                let line = brought.lines.first().copied().unwrap_or_default();
                let problem = Problem { line, column: "Porteur".to_owned(), sentence: sentence.to_owned() };
                brought.problems.push(problem);
                None
            }
        };
        let (mut projects, mut fundings) = (0, 0);
        for project in brought.projects.iter().filter(|project| !project.fundings.is_empty()) {
            let there = known.and_then(|id| self.project(id, &brought.reference, (&project.key, &project.title)));
            projects += usize::from(there.is_none());
            let is_new = |asked: (Uuid, i64, Nature)| there.is_none_or(|id| !self.asks(id, asked));
            fundings += project.fundings.iter().filter(|one| is_new((one.funder, one.year, one.nature))).count();
        }
        let fate = match (known, fundings) {
            _ if !brought.problems.is_empty() => Fate::Wrong,
            (_, 0) if brought.projects.iter().all(|project| project.fundings.is_empty()) => Fate::Unfiled,
            (Some(_), 0) => Fate::Same,
            (Some(_), _) => Fate::Added,
            (None, _) => Fate::New,
        };
        Line { brought, fate, known, carrier, projects, fundings }
    }
}

/// What a file of a call is read against.
pub(super) async fn around(tx: &mut Tx, call: &Call, today: jiff::civil::Date) -> Outcome<Around> {
    let funders = store::call::funders(tx, call.id).await?;
    let contract = strategy::facade::contract(tx, call.contract).await?.ok_or(Refusal::NotFound)?;
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    Ok(Around {
        year: call.year,
        years: call.terms.years,
        funders: funders.into_iter().map(|one| (one.id, one.name, one.programme)).collect(),
        areas: areas.into_iter().map(|area| (area.id, area.code, area.name)).collect(),
        nodes: nodes.into_iter().map(|node| (node.id, node.code, node.title)).collect(),
        today: Some(today),
    })
}

/// Tries a file without keeping anything of it.
///
/// # Errors
/// A needed column is not said; the database failed.
pub async fn try_out(
    tx: &mut Tx,
    (call, today): (&Call, jiff::civil::Date),
    (sheet, mapping): (&Sheet, &Mapping),
) -> Outcome<Report> {
    Failure::unless_empty(missing(mapping))?;
    let around = around(tx, call, today).await?;
    let known = Known::read(tx, call.id).await?;
    let brought = files(&sheet.headers, &sheet.rows, mapping, &around);
    let used: Vec<usize> = mapping.values().copied().collect();
    let unused = sheet.headers.iter().enumerate().filter(|(at, header)| !used.contains(at) && !header.is_empty());
    Ok(Report {
        lines: brought.into_iter().map(|one| known.line(one)).collect(),
        left_out: unused.map(|(_, header)| header.clone()).collect(),
    })
}

/// Whether a job still has something to do.
pub(crate) fn is_live(job: Option<&Job>) -> bool {
    job.is_some_and(|job| matches!(job.state, JobState::Waiting | JobState::Running))
}

/// Has a file brought by a job; ring the bell after the commit. What is wrong in it stays out.
///
/// # Errors
/// Not this actor's; a needed column is not said; erased; it is being brought.
pub async fn launch(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let (call, one, job) = file(tx, actor, id).await?;
    Failure::unless_empty(missing(&read_mapping(&one.mapping)))?;
    if store::bringing::sealed(tx, id).await?.is_none() {
        return Err(Refusal::rule("Ce fichier est effacé", "Envoyez-le de nouveau : rien ne sera fait deux fois.").into());
    }
    if one.state == "running" && !is_live(job.as_ref()) {
        store::bringing::end(tx, id, ("stopped", "")).await?;
    }
    let new = NewJob::new(BRING, json!({ "fichier": id.to_string() })).unique(id.to_string());
    let new = match actor.account() {
        Some(account) => new.requested_by(account),
        None => new,
    };
    let queued = jobs::enqueue(tx, outside, new).await?;
    if !store::bringing::begin(tx, id, queued.id).await? {
        let told = "Attendez qu’il finisse, ou arrêtez-le : cette page dit où il en est.";
        return Err(Refusal::rule("Cet import est déjà en cours", told).into());
    }
    let detail = json!({ "acte": "import de dossiers lancé", "lignes": one.line_count });
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(detail).touched(&[("application_import", id)]);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Stops what is under way: applications brought so far stay, the others can be brought later.
///
/// # Errors
/// Not this actor's; nothing is under way.
pub async fn stop(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let (call, one, _) = file(tx, actor, id).await?;
    if !store::bringing::end(tx, id, ("stopped", "")).await? {
        return Err(Refusal::rule("Rien n’est à arrêter", "Rechargez la page pour lire ce qui a été fait.").into());
    }
    if let Some(job) = one.job {
        jobs::cancel(tx, outside, job).await?;
    }
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(json!({ "acte": "import de dossiers arrêté" }));
    journal::record(tx, outside, actor, entry.touched(&[("application_import", id)])).await?;
    Ok(())
}

/// Erases a file; what it brought stays. Gives its call.
///
/// # Errors
/// Not this actor's; being brought.
pub async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let (call, one, job) = file(tx, actor, id).await?;
    if one.state == "running" && is_live(job.as_ref()) {
        return Err(Refusal::rule("Ce fichier est en cours d’import", "Arrêtez l’import, puis effacez-le.").into());
    }
    store::bringing::erase(tx, id).await?;
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(json!({ "acte": "fichier de dossiers effacé" }));
    journal::record(tx, outside, actor, entry.touched(&[("application_import", id)])).await?;
    Ok(call.id)
}

/// Erases files whose days are over. Gives how many.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let gone = store::bringing::erase_sent_before(tx, outside.now().plus_days(-DAYS_KEPT)).await?;
    if !gone.is_empty() {
        let touched: Vec<(&str, Uuid)> = gone.iter().map(|id| ("application_import", *id)).collect();
        let detail = json!({ "acte": "purge", "fichiers": gone.len() });
        let entry = Entry::general(acts::BRING.code, "application_import").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(gone.len())
}
