//! A file of people put into the pool: at once when it is short, by jobs that tell how far they are and can be stopped when it
//! is long. A job writes by batches; what a cancelled import put in is taken out again.

use database::Tx;
use jobs::{CancelOutcome, Context, JobError, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Uuid, french};
use serde_json::{Value, json};
use web::Keys;

use super::files::{IMPORT, READING, TAKE_BACK, TRIAL, act_of, file, is_long, job_of, table_of};
use super::pool::{Around, open_pool};
use super::reading::{Mapping, Trial, check_mapping, first_mapping};
use super::table::Table;
use super::walk::Walk;
use crate::rules::{College, Council};
use crate::store;
use crate::store::file::PoolFile;

/// People taken out together.
const BATCH: usize = 500;
/// Who does what a job does.
pub(super) const PLATFORM: Actor = Actor::Platform("import du vivier");

async fn queue(tx: &mut Tx, outside: &Outside, actor: &Actor, (kind, file): (&'static str, Uuid)) -> Outcome<()> {
    let job = NewJob::new(kind, json!({ "fichier": file.to_string() })).unique(file.to_string());
    let job = match actor.account() {
        Some(account) => job.requested_by(account),
        None => job,
    };
    jobs::enqueue(tx, outside, job).await?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (council, file): (Uuid, &PoolFile),
    detail: Value,
) -> Outcome<()> {
    let touched = [("pool_file", file.id)];
    let entry = Entry::on(act_of(file.origin).code, "council", council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

fn busy(what: &str) -> Failure {
    Refusal::rule("Ce fichier sert déjà", what).into()
}

/// Has a heavy file opened by a job.
pub(super) async fn ask_reading(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    queue(tx, outside, actor, (READING, id)).await
}

/// Has a long file tried by a job.
pub(super) async fn ask_trial(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    queue(tx, outside, actor, (TRIAL, id)).await
}

/// Tries a long file with these columns, by a job.
///
/// # Errors
/// Not this actor's; not held any more; something is done of it already; a column to choose.
pub async fn try_long(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, mapping: &Mapping) -> Outcome<()> {
    let (council, _, file) = file(tx, actor, id).await?;
    Failure::unless_empty(check_mapping(mapping, &council))?;
    if job_of(tx, id).await?.is_some() {
        return Err(busy("Attendez que ce qui est en cours finisse, ou arrêtez-le."));
    }
    if !store::file::move_on(tx, id, "held", "held", (&mapping.text(), "")).await? {
        return Err(Failure::conflict("ce fichier", &[]));
    }
    ask_trial(tx, outside, actor, id).await?;
    record(tx, outside, actor, (council.id, &file), json!({ "acte": "essai d’un fichier lancé" })).await
}

/// Imports a file, or queues a job when it is long. Says whether it is done.
///
/// # Errors
/// Not this actor's; pool closed; another file is being imported; a column to choose; imported meanwhile.
pub async fn import_file(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    id: Uuid,
    mapping: impl FnOnce(&[String], &Council) -> Mapping,
) -> Outcome<bool> {
    let (council, college, file) = file(tx, actor, id).await?;
    open_pool(tx, college.id).await?;
    let mapping = mapping(&file.headers, &council);
    Failure::unless_empty(check_mapping(&mapping, &council))?;
    free(tx, college.id).await?;
    if !store::file::move_on(tx, file.id, "held", "importing", (&mapping.text(), "")).await? {
        return Err(Failure::conflict("ce fichier", &[]));
    }
    if is_long(&file) {
        if let Some(trial) = job_of(tx, id).await? {
            jobs::cancel(tx, around.0, trial.id).await?;
        }
        queue(tx, around.0, actor, (IMPORT, id)).await?;
        let detail = json!({ "acte": "import du vivier lancé", "lignes": file.line_count });
        record(tx, around.0, actor, (council.id, &file), detail).await?;
        return Ok(false);
    }
    let table = table_of(tx, around.1, &file).await?;
    let mut walk = Walk::new(tx, around, (&council, &college, &file), &mapping).await?;
    for part in 0..table.parts() {
        walk.write(tx, &table, part).await?;
    }
    finish(tx, around.0, actor, (&council, &file, &mapping), (&walk.trial, &walk.learnt)).await?;
    Ok(true)
}

/// Imports at once a file read as it seems to be, everybody in it living in one neighbourhood.
///
/// # Errors
/// As [`import_file`].
pub async fn import_whole(tx: &mut Tx, around: Around<'_>, actor: &Actor, id: Uuid, area: Uuid) -> Outcome<bool> {
    let mapping =
        |headers: &[String], council: &Council| Mapping { area: Some(area), ..first_mapping(headers, council, around) };
    import_file(tx, around, actor, id, mapping).await
}

/// Refuses when a file of a college is being imported, or drawn back: one at a time, so that each says what it did.
pub(super) async fn free(tx: &mut Tx, college: Uuid) -> Outcome<()> {
    for one in store::file::of_college(tx, college).await? {
        let is_drawn_back = match one.state.as_str() {
            "held" => job_of(tx, one.id).await?.is_some_and(|job| job.kind == TAKE_BACK),
            _ => false,
        };
        if one.state == "importing" || is_drawn_back {
            let what =
                format!("« {} » entre dans le vivier, ou en sort. Attendez la fin, ou annulez cet import.", one.name);
            return Err(Refusal::rule("Un fichier change le vivier en ce moment", what).into());
        }
    }
    Ok(())
}

async fn finish(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (council, file, mapping): (&Council, &PoolFile, &Mapping),
    (trial, learnt): (&Trial, &[Uuid]),
) -> Outcome<()> {
    let mut touched = vec![("pool_file", file.id)];
    touched.extend(learnt.iter().flat_map(|id| [("candidate", *id), ("candidate_person", *id)]));
    touched.extend(store::file::pieces(tx, file.id).await?.into_iter().map(|row| ("pool_file_piece", row)));
    store::file::erase_pieces(tx, file.id).await?;
    if !store::file::move_on(tx, file.id, "importing", "imported", (&mapping.text(), &trial.text())).await? {
        return Err(Failure::conflict("ce fichier", &[]));
    }
    let detail = json!({ "acte": "vivier complété", "origine": file.origin.code(), "nouvelles": trial.fresh, "connues": trial.known, "doublons": trial.doubts });
    let entry = Entry::on(act_of(file.origin).code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What a job reads of a long file.
struct Opened {
    council: Council,
    college: College,
    file: PoolFile,
    mapping: Mapping,
    table: Table,
    /// Its lines, for whoever waits.
    lines: usize,
}

async fn opened(context: &Context, keys: &Keys, id: Uuid) -> Result<Opened, JobError> {
    context.progress(0, 0, "Lecture du fichier");
    let mut tx = context.db().read().await?;
    let (council, college, file) = file(&mut tx, &PLATFORM, id).await?;
    let table = table_of(&mut tx, keys, &file).await?;
    let mapping = Mapping::read(&file.mapping).ok_or_else(|| Breakdown::because("a mapping of a pool file"));
    let lines = usize::try_from(file.line_count).unwrap_or_default();
    Ok(Opened { council, college, mapping: mapping.map_err(Failure::from)?, file, table, lines })
}

fn tell(context: &Context, (done, total): (usize, usize), what: &str) {
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    context.progress(whole(done), whole(total), format!("{} {what}", french::integer(whole(done))));
}

/// What a job does to try a long file: it keeps nobody, and writes what reading said, unless the file moved on meanwhile.
///
/// # Errors
/// The file is gone, a stop was asked, or the database failed.
pub(crate) async fn trial_long(context: &Context, keys: &Keys, id: Uuid) -> Result<Tx, JobError> {
    let zone = jiff::tz::TimeZone::UTC;
    let around: Around<'_> = (context.outside(), keys, &zone);
    let it = opened(context, keys, id).await?;
    let of = (&it.council, &it.college, &it.file);
    let mut walk = Walk::new(&mut context.db().read().await?, around, of, &it.mapping).await?;
    for part in 0..it.table.parts() {
        context.check()?;
        walk.look(&mut context.db().read().await?, &it.table, part).await?;
        tell(context, (walk.trial.lines, it.lines), "lignes lues");
    }
    let mut tx = context.db().write().await?;
    let now = store::file::by_id(&mut tx, id).await?;
    if now.is_some_and(|now| now.state == "held" && now.mapping == it.file.mapping) {
        let kept = (it.file.mapping.as_str(), walk.trial.text());
        store::file::move_on(&mut tx, id, "held", "held", (kept.0, &kept.1)).await?;
        let detail = json!({ "acte": "fichier essayé, personne n’est gardé", "lignes": walk.trial.lines });
        record(&mut tx, context.outside(), &PLATFORM, (it.council.id, &it.file), detail).await?;
    }
    Ok(tx)
}

/// What a job does of a long file: batches, each in its own transaction; a second attempt writes the same lines again.
///
/// # Errors
/// The file is gone, its import was cancelled, the pool is closed, or the database failed.
pub(crate) async fn import_long(context: &Context, keys: &Keys, id: Uuid) -> Result<(Tx, usize), JobError> {
    let zone = jiff::tz::TimeZone::UTC;
    let around: Around<'_> = (context.outside(), keys, &zone);
    let it = opened(context, keys, id).await?;
    let of = (&it.council, &it.college, &it.file);
    let mut walk = Walk::new(&mut context.db().read().await?, around, of, &it.mapping).await?;
    for part in 0..it.table.parts() {
        context.check()?;
        let mut tx = context.db().write().await?;
        if !store::file::hold(&mut tx, id, "importing").await? {
            return Err(JobError::Cancelled);
        }
        open_pool(&mut tx, it.college.id).await?;
        walk.write(&mut tx, &it.table, part).await?;
        tx.commit().await?;
        tell(context, (walk.trial.lines, it.lines), "lignes importées");
    }
    let mut tx = context.db().write().await?;
    let told = (&walk.trial, &walk.learnt[..]);
    finish(&mut tx, context.outside(), &PLATFORM, (&it.council, &it.file, &it.mapping), told).await?;
    Ok((tx, walk.trial.fresh))
}

/// Stops what is done of a long file: its trial, or its import. Whoever it put in is taken out by a job.
///
/// # Errors
/// Not this actor's; nothing is done of it any more.
pub async fn stop(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let (council, _, file) = file(tx, actor, id).await?;
    let job = job_of(tx, id).await?;
    if file.state == "importing" {
        if let Some(job) = job {
            jobs::cancel(tx, outside, job.id).await?;
        }
        return draw_back(tx, outside, actor, (council.id, &file)).await;
    }
    let outcome = match job {
        Some(job) if job.kind == TRIAL => jobs::cancel(tx, outside, job.id).await?,
        _ => CancelOutcome::TooLate,
    };
    if outcome == CancelOutcome::TooLate {
        return Err(Refusal::rule("Rien n’est à arrêter", "Rechargez la page pour lire ce qui a été fait.").into());
    }
    record(tx, outside, actor, (council.id, &file), json!({ "acte": "essai d’un fichier arrêté" })).await
}

/// Says that a file is not imported after all, and has whoever it put in taken out.
pub(super) async fn draw_back(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (council, file): (Uuid, &PoolFile),
) -> Outcome<()> {
    // From here on the import writes no line: it holds this row for each batch.
    if !store::file::move_on(tx, file.id, "importing", "held", (&file.mapping, "")).await? {
        return Err(Failure::conflict("ce fichier", &[]));
    }
    queue(tx, outside, actor, (TAKE_BACK, file.id)).await?;
    record(tx, outside, actor, (council, file), json!({ "acte": "import du vivier annulé" })).await
}

/// What a job does after an import was cancelled: takes out whoever the file put in, except those of whom something was said
/// since. Gives how many went.
///
/// # Errors
/// The file is gone, or the database failed.
pub(crate) async fn take_back(context: &Context, id: Uuid) -> Result<(Tx, u64), JobError> {
    let mut tx = context.db().read().await?;
    let (council, college, file) = file(&mut tx, &PLATFORM, id).await?;
    let lines = store::pool::untouched(&mut tx, college.id, id).await?;
    drop(tx);
    let mut gone = 0;
    for (rank, batch) in lines.chunks(BATCH).enumerate() {
        let (Some(first), Some(last)) = (batch.first(), batch.last()) else { continue };
        let mut tx = context.db().write().await?;
        gone += store::pool::take_out(&mut tx, college.id, id, (*first, *last)).await?;
        tx.commit().await?;
        tell(context, (rank * BATCH + batch.len(), lines.len()), "personnes retirées");
    }
    let mut tx = context.db().write().await?;
    let detail = json!({ "acte": "personnes retirées après un import annulé", "personnes": gone });
    record(&mut tx, context.outside(), &PLATFORM, (council.id, &file), detail).await?;
    Ok((tx, gone))
}
