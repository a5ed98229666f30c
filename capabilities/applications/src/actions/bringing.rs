//! Applications that come from elsewhere, an export of Dauphin or a spreadsheet: held, tried without keeping anything, then
//! brought by a job that can be stopped. The same file twice makes nothing twice.

use database::Tx;
use documents::sheet::{self, Shape, Sheet};
use jobs::{Job, JobState, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;
use web::Keys;

use super::practices;
use crate::rules::Call;
use crate::rules::bringing::{Mapping, mapping_text, missing, read_mapping};
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
        mapping: mapping_text(&practices::recognised(tx, call.contract, &sheet.headers).await?),
        state: "held".to_owned(),
        told: String::new(),
        job: None,
        sent_at: outside.now().0,
        revision: 1,
    };
    store::bringing::insert(tx, &one, keys.seal(outside, SEALED, id, &bytes)?, actor.account()).await?;
    let detail = json!({ "acte": "fichier de dossiers reçu", "lignes": one.line_count });
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("application_import", id)])).await?;
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

/// Says which column is which, and keeps it for the next file of the contract.
///
/// # Errors
/// Not this actor's; a needed column is not said; it is being brought, or somebody changed it since `revision`.
pub async fn map(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (mapping, headers): (&Mapping, &[String]),
) -> Outcome<()> {
    let (call, ..) = file(tx, actor, id).await?;
    Failure::unless_empty(missing(mapping))?;
    if !store::bringing::set_mapping(tx, (id, revision), &mapping_text(mapping)).await? {
        return Err(Failure::conflict("ce fichier", &[]));
    }
    let mut touched = vec![("application_import", id)];
    touched.extend(practices::keep_columns(tx, outside, call.contract, (headers, mapping)).await?);
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(json!({ "acte": "colonnes dites" }));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
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
        return Err(
            Refusal::rule("Ce fichier est effacé", "Envoyez-le de nouveau : rien ne sera fait deux fois.").into()
        );
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
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("application_import", id)])).await?;
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
