//! Files of people: electoral rolls, landlords' lists, lists of volunteers. Tried without keeping anybody, told line by line
//! without a name, then imported once; the file itself is erased.

use database::Tx;
use jobs::Job;
use journal::Entry;
use kernel::{Act, Actor, Breakdown, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;

use super::importing::{ask_reading, ask_trial, draw_back};
use super::pool::{Around, open_pool};
use super::reading::{Trial, first_mapping};
pub use super::table::MOST_LINES;
use super::table::Table;
use super::walk::Walk;
use super::{college, current};
use crate::actions::Mapping;
use crate::rules::{College, Council, Origin, list_format};
use crate::store::file::PoolFile;
use crate::{acts, store};

/// The kind of job that opens a heavy file.
pub const READING: &str = "councils.reading";
/// The kind of job that tries a long file.
pub const TRIAL: &str = "councils.trial";
/// The kind of job that imports a long file.
pub const IMPORT: &str = "councils.import";
/// The kind of job that takes back what a file put in before its import was cancelled.
pub const TAKE_BACK: &str = "councils.take_back";
/// Lines from which a file is tried and imported by jobs.
pub const LONG: usize = 2_000;
/// Bytes from which a file is opened by a job, and not while somebody waits for a page.
pub const HEAVY: usize = 300_000;
/// Days a file waits before it is erased.
const DAYS_KEPT: i64 = 3;
const PIECE: &str = "pool_file_piece.sealed";
const PIECE_BYTES: usize = 1_000_000;

/// The act that brings a file of this origin.
pub(crate) const fn act_of(origin: Origin) -> &'static Act {
    if matches!(origin, Origin::Roll) { &acts::ROLL } else { &acts::GATHER }
}

/// Whether a file is tried and imported by jobs: it has many lines, or a job opened it.
pub(crate) fn is_long(file: &PoolFile) -> bool {
    !file.mapping.is_empty() || usize::try_from(file.line_count).is_ok_and(|lines| lines > LONG)
}

/// Whether nobody opened a file yet, or nobody could.
pub(crate) fn is_unread(file: &PoolFile) -> bool {
    file.headers.is_empty()
}

/// A file somebody brings, sealed; opened too, unless it is heavy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    name: String,
    pieces: Vec<(Uuid, Vec<u8>)>,
    table: Option<Table>,
}

impl Brought {
    /// Opens a file and seals it, before anything is written. A heavy one is only sealed: a job opens it.
    ///
    /// # Errors
    /// [`Failure::Input`] on `fichier` when it is empty, or not a table.
    pub async fn open((outside, keys): (&Outside, &Keys), name: &str, bytes: Vec<u8>) -> Outcome<Self> {
        if bytes.is_empty() {
            return Err(Failure::field("fichier", "Choisissez un fichier CSV, .xlsx ou .ods"));
        }
        let table = if bytes.len() > HEAVY { None } else { Some(opened(bytes.clone()).await?) };
        let seal = |piece: &[u8]| {
            let row = outside.uuid();
            keys.seal(outside, PIECE, row, piece).map(|sealed| (row, sealed))
        };
        let pieces: Result<Vec<_>, Breakdown> = bytes.chunks(PIECE_BYTES).map(seal).collect();
        Ok(Self { name: kernel::text::shorten(name, 120), pieces: pieces?, table })
    }
}

/// Opens the table of a file, away from the threads that serve.
async fn opened(bytes: Vec<u8>) -> Outcome<Table> {
    let reading = tokio::task::spawn_blocking(move || Table::open(bytes)).await;
    let table = reading.map_err(|error| Breakdown(Box::new(error)))?;
    table.map_err(|told| Failure::field("fichier", told))
}

/// Keeps a file until it is imported or given up; a heavy one is opened, and a long one tried, by a job. Gives its identifier.
///
/// # Errors
/// Not this actor's; pool closed.
pub async fn hold_file(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, origin): (Uuid, Origin),
    brought: Brought,
) -> Outcome<Uuid> {
    let outside = around.0;
    let (council, college) = college(tx, actor, act_of(origin), id).await?;
    open_pool(tx, college.id).await?;
    let mut file = PoolFile {
        id: outside.uuid(),
        college: college.id,
        origin,
        name: brought.name,
        account: actor.account().unwrap_or_default(),
        state: "held".to_owned(),
        line_count: 0,
        format: String::new(),
        mapping: String::new(),
        report: String::new(),
        received_at: outside.now(),
        expires_at: outside.now().plus_days(DAYS_KEPT),
        headers: Vec::new(),
    };
    match brought.table {
        None => {
            // Its columns are not known; the day ages are counted on is.
            file.mapping = first_mapping(&file.headers, &council, around).text();
            ask_reading(tx, outside, actor, file.id).await?;
        }
        Some(table) => {
            file.describe(&table, table.count().map_err(|told| Failure::field("fichier", told))?);
            if is_long(&file) {
                file.mapping = first_mapping(&file.headers, &council, around).text();
                ask_trial(tx, outside, actor, file.id).await?;
            }
        }
    }
    store::file::insert(tx, &file).await?;
    let mut touched = vec![("pool_file", file.id)];
    for (rank, (row, sealed)) in (1..).zip(&brought.pieces) {
        store::file::insert_piece(tx, *row, file.id, rank, sealed).await?;
        touched.push(("pool_file_piece", *row));
    }
    let detail = json!({ "acte": "fichier du vivier reçu", "origine": origin.code(), "lignes": file.line_count });
    let entry = Entry::on(act_of(origin).code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(file.id)
}

impl PoolFile {
    /// Notes what a file is, once it is opened.
    pub(super) fn describe(&mut self, table: &Table, lines: usize) {
        self.line_count = i64::try_from(lines).unwrap_or(i64::MAX);
        self.format = format!("{}, {}", list_format(&table.headers), table.format);
        self.headers.clone_from(&table.headers);
    }
}

/// A file of the pool, for whoever may bring one like it.
///
/// # Errors
/// Not there, or not this actor's.
pub(crate) async fn file(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Council, College, PoolFile)> {
    let file = store::file::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, act_of(file.origin), file.college).await?;
    Ok((council, college, file))
}

/// The table a file holds.
///
/// # Errors
/// It is gone, or cannot be opened.
pub(crate) async fn table_of(tx: &mut Tx, keys: &Keys, file: &PoolFile) -> Outcome<Table> {
    let rows = store::file::pieces(tx, file.id).await?;
    let mut bytes = Vec::with_capacity(rows.len() * PIECE_BYTES);
    // A piece at a time: sealed and open, the file is not held twice.
    for row in rows {
        let sealed = store::file::piece(tx, row).await?.ok_or(Refusal::NotFound)?;
        bytes.extend(keys.open(PIECE, row, &sealed)?);
    }
    if bytes.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    opened(bytes).await
}

/// The job that opens a file, tries it, imports it or takes back what it put in, if one waits or runs.
///
/// # Errors
/// The database failed.
pub(crate) async fn job_of(tx: &mut Tx, file: Uuid) -> Outcome<Option<Job>> {
    current(tx, &[READING, TRIAL, IMPORT, TAKE_BACK], file).await
}

/// Reads a file without keeping anybody.
///
/// # Errors
/// The database failed.
pub(crate) async fn try_out(
    tx: &mut Tx,
    around: Around<'_>,
    of: (&Council, &College, &PoolFile),
    (mapping, table): (&Mapping, &Table),
) -> Outcome<Trial> {
    let mut walk = Walk::new(tx, around, of, mapping).await?;
    for part in 0..table.parts() {
        walk.look(tx, table, part).await?;
    }
    Ok(walk.trial)
}

/// Erases a file nobody wants to import. Gives its college.
///
/// # Errors
/// Not this actor's; imported already; something is still done of it.
pub async fn forget_file(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let (council, college, file) = file(tx, actor, id).await?;
    if file.state != "held" {
        let what = "Il est importé, ou en cours d’import. Les personnes se retirent une à une, à leur demande.";
        return Err(Refusal::rule("Ce fichier ne peut plus être abandonné", what).into());
    }
    if let Some(job) = job_of(tx, id).await? {
        if ![READING, TRIAL].contains(&job.kind.as_str()) {
            let what = "Ce qu’il avait fait entrer dans le vivier en est retiré. Attendez la fin, puis effacez-le.";
            return Err(Refusal::rule("Ce fichier sert encore", what).into());
        }
        jobs::cancel(tx, outside, job.id).await?;
    }
    erase(tx, outside, actor, (council.id, &file)).await?;
    Ok(college.id)
}

async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, (council, file): (Uuid, &PoolFile)) -> Outcome<()> {
    let mut touched = vec![("pool_file", file.id)];
    touched.extend(store::file::pieces(tx, file.id).await?.into_iter().map(|row| ("pool_file_piece", row)));
    store::file::delete(tx, file.id).await?;
    let detail = json!({ "acte": "fichier du vivier effacé sans import" });
    let entry = Entry::on(act_of(file.origin).code, "council", council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Erases files nobody imported in time; an import that stopped half way is drawn back first. Gives how many.
///
/// # Errors
/// The database failed.
pub(crate) async fn erase_expired(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let mut erased = 0;
    for id in store::file::expired(tx, outside.now()).await? {
        let (council, _, file) = file(tx, actor, id).await?;
        if job_of(tx, id).await?.is_some() {
            continue;
        }
        if file.state == "importing" {
            draw_back(tx, outside, actor, (council.id, &file)).await?;
        } else {
            erase(tx, outside, actor, (council.id, &file)).await?;
            erased += 1;
        }
    }
    Ok(erased)
}
