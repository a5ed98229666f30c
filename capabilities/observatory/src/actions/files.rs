//! A file of figures between its sending and its import: kept, looked at, imported now or by a job, or given up.

use std::collections::BTreeSet;

use database::Tx;
use jobs::NewJob;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

pub use super::importing::Chosen;
use super::importing::{self, Importer, MOST_TRIED, Report};
use crate::acts::IMPORT;
use crate::rules::breakdown::Breakdown;
use crate::rules::figures::Reading;
use crate::store;
use crate::store::figures::{Origin, Stored};
pub use crate::store::files::FigureFile;

/// The kind of job that imports a file.
pub const IMPORT_JOB: &str = "observatory.import";
/// Larger files are imported by a job.
const LARGEST_AT_ONCE_BYTES: i64 = 400_000;
/// Days a file waits before it is removed.
pub const DAYS_KEPT: i64 = 7;

/// A file as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFile {
    /// Its name, as the person has it.
    pub file_name: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// What is said of it.
    pub chosen: Chosen,
}

/// What was chosen for a file.
pub fn chosen(file: &FigureFile) -> Chosen {
    serde_json::from_str(&file.options).unwrap_or_default()
}

fn written(chosen: &Chosen) -> String {
    serde_json::to_string(chosen).unwrap_or_default()
}

/// Keeps a file until it is imported.
///
/// # Errors
/// Not allowed, fields to correct, or the database failed.
pub async fn keep(tx: &mut Tx, outside: &Outside, actor: &Actor, file: impl Into<Filled<NewFile>>) -> Outcome<Uuid> {
    super::authorise(actor, &IMPORT)?;
    let mut form = file.into();
    if form.value.content.is_empty() && !form.is_wrong("fichier") {
        form.find([FieldError::new("fichier", "Choisissez un fichier")]);
    }
    if form.value.chosen.source.is_empty() {
        form.find([FieldError::new(
            "source",
            "Dites qui produit ces chiffres : un chiffre sans source ne se publie pas",
        )]);
    }
    let NewFile { file_name, content, chosen } = form.sound()?;
    let file = FigureFile {
        id: outside.uuid(),
        file_name,
        options: written(&chosen),
        created_at: outside.now().0,
        created_by: actor.account(),
        job: None,
        size_bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
    };
    store::files::add(tx, &file, &content).await?;
    let detail = json!({ "fichier": file.file_name, "octets": content.len() });
    journal::record(tx, outside, actor, Entry::on("observatory.file", "figure_file", file.id).detail(detail)).await?;
    Ok(file.id)
}

/// A file waiting, with its bytes.
///
/// # Errors
/// Not allowed, no such file, or the database failed.
pub async fn open(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(FigureFile, Vec<u8>)> {
    super::authorise(actor, &IMPORT)?;
    let file = store::files::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let content = store::files::content(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((file, content))
}

/// What importing a file would do, from its first lines; and what does not hold in what was chosen.
///
/// # Errors
/// A file that cannot be read, told on the field `fichier`; or the database failed.
pub async fn dry_run(tx: &mut Tx, file: &FigureFile, content: Vec<u8>) -> Outcome<(Report, Vec<FieldError>)> {
    let mut opened = importing::open(content)?;
    let mut importer = match Importer::new(tx, &opened, &chosen(file)).await? {
        Ok(importer) => importer,
        Err((mut report, wrong)) => {
            report.example = opened.lines.read()?.map(|(_, cells)| cells).unwrap_or_default();
            return Ok((report, wrong));
        }
    };
    let mut batch = Vec::new();
    while let Some((number, cells)) = opened.lines.read()? {
        importer.take(number, &cells, &mut batch);
        if importer.report.lines >= MOST_TRIED {
            let remark = format!(
                "Essai sur les {} premières lignes : le fichier entier est lu à l’import.",
                kernel::french::integer(importer.report.lines as i64)
            );
            importer.report.remarks.push(remark);
            break;
        }
    }
    importer.compare(tx, batch, 0).await?;
    Ok((importer.report, Vec::new()))
}

fn not_launched(file: &FigureFile) -> Outcome<()> {
    match file.job {
        None => Ok(()),
        Some(_) => Err(Refusal::rule(
            "L’import est déjà lancé",
            "Suivez son avancement sur la page du fichier. Pour recommencer, envoyez de nouveau le fichier.",
        )
        .into()),
    }
}

/// Keeps what was chosen on screen for a file.
///
/// # Errors
/// Not allowed, no such file, fields to correct, already launched, or the database failed.
pub async fn choose(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<Chosen>>,
) -> Outcome<()> {
    let (file, content) = open(tx, actor, id).await?;
    not_launched(&file)?;
    let mut form = typed.into();
    if form.value.source.is_empty() {
        form.find([FieldError::new(
            "source",
            "Dites qui produit ces chiffres : un chiffre sans source ne se publie pas",
        )]);
    }
    let tried = FigureFile { options: written(&form.value), ..file };
    let (_, wrong) = dry_run(tx, &tried, content).await?;
    form.find(wrong);
    form.sound()?;
    store::files::set_options(tx, id, &tried.options).await?;
    journal::record(tx, outside, actor, Entry::on("observatory.file_columns", "figure_file", id)).await?;
    Ok(())
}

/// What launching an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Launched {
    /// Imported now; the file is removed.
    Done(Report),
    /// A job does it.
    Job(Uuid),
}

/// Imports a file: at once when it is small, by a job otherwise.
///
/// # Errors
/// Not allowed, no such file, a file that cannot be read, or the database failed.
pub async fn launch(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Launched> {
    let (file, content) = open(tx, actor, id).await?;
    not_launched(&file)?;
    if file.size_bytes > LARGEST_AT_ONCE_BYTES {
        let job = NewJob::new(IMPORT_JOB, json!({ "file": id.to_string() })).unique(id.to_string()).max_attempts(3);
        let job = match actor.account() {
            Some(account) => job.requested_by(account),
            None => job,
        };
        let queued = jobs::enqueue(tx, outside, job).await?;
        store::files::set_job(tx, id, queued.id).await?;
        let entry = Entry::on("observatory.import_asked", "figure_file", id);
        journal::record(tx, outside, actor, entry.detail(json!({ "fichier": file.file_name }))).await?;
        return Ok(Launched::Job(queued.id));
    }
    let report = bring(tx, outside, actor, content, &chosen(&file)).await?;
    store::files::remove(tx, id).await?;
    Ok(Launched::Done(report))
}

/// Imports what a file says, as was chosen, in one transaction.
///
/// # Errors
/// Not allowed, a file that cannot be read, what was chosen does not hold, or the database failed.
pub async fn bring(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    content: Vec<u8>,
    chosen: &Chosen,
) -> Outcome<Report> {
    super::authorise(actor, &IMPORT)?;
    let mut opened = importing::open(content)?;
    let mut importer = importer(tx, &opened, chosen).await?;
    let origin = store::figures::origin(tx, &importing::origin(chosen)).await?;
    let mut batch = Vec::new();
    while let Some((number, cells)) = opened.lines.read()? {
        importer.take(number, &cells, &mut batch);
    }
    let put = importer.compare(tx, batch, origin).await?;
    store::figures::put(tx, &put).await?;
    finish(tx, outside, actor, &importer, chosen).await?;
    Ok(importer.report)
}

/// A figure told by whoever knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureTold {
    /// Code of the perimeter or of the commune.
    pub place: String,
    /// Indicator.
    pub indicator: String,
    /// Year measured, when known.
    pub year: Option<i64>,
    /// Year published.
    pub edition: i64,
    /// What is known.
    pub reading: Reading,
}

/// Keeps figures told one by one, each with its own source, or that of all when it says none.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn keep_told(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    told: &[(FigureTold, String)],
    chosen: &Chosen,
) -> Outcome<()> {
    super::authorise(actor, &IMPORT)?;
    let mut put = Vec::with_capacity(told.len());
    for (one, source) in told {
        let own = match source.as_str() {
            "" => importing::origin(chosen),
            source => Origin { source: source.to_owned(), ..Origin::default() },
        };
        put.push(Stored {
            place: one.place.clone(),
            indicator: one.indicator.clone(),
            part: Breakdown::Everybody,
            year: one.year.unwrap_or(one.edition),
            is_measured: one.year.is_some(),
            edition: one.edition,
            reading: one.reading.clone(),
            units: None,
            largest: None,
            hidden: None,
            origin: store::figures::origin(tx, &own).await?,
        });
    }
    store::figures::put(tx, &put).await?;
    let touched: BTreeSet<(&str, i64)> = put.iter().map(|one| (one.indicator.as_str(), one.year)).collect();
    for (code, year) in touched {
        let indicator = super::library::indicator(tx, code).await?;
        super::secrecy::apply(tx, &indicator, year).await?;
    }
    let detail = json!({ "valeurs": put.len(), "source": chosen.source });
    journal::record(tx, outside, actor, Entry::general(IMPORT.code, "indicator_value").detail(detail)).await?;
    Ok(())
}

/// What reads the lines of a file; a file whose columns do not hold is told on them.
pub(crate) async fn importer(tx: &mut Tx, opened: &importing::Opened, chosen: &Chosen) -> Outcome<Importer> {
    Importer::new(tx, opened, chosen).await?.map_err(|(_, wrong)| kernel::Failure::Input(wrong))
}

/// Ends an import: judges what may be published, and records it.
pub(crate) async fn finish(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    importer: &Importer,
    chosen: &Chosen,
) -> Outcome<()> {
    importer.judge(tx).await?;
    let detail = json!({ "bilan": importer.report.summary(), "source": chosen.source });
    journal::record(tx, outside, actor, Entry::general(IMPORT.code, "indicator_value").detail(detail)).await?;
    Ok(())
}

/// Gives a file up.
///
/// # Errors
/// Not allowed, no such file, or the database failed.
pub async fn give_up(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    super::authorise(actor, &IMPORT)?;
    if store::files::remove(tx, id).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    journal::record(tx, outside, actor, Entry::on("observatory.file_given_up", "figure_file", id)).await?;
    Ok(())
}

/// Removes a file once its job has imported it; the import has its own entry in the journal.
pub(crate) async fn forget(tx: &mut Tx, id: Uuid) -> Outcome<()> {
    store::files::remove(tx, id).await?;
    Ok(())
}

/// Removes the files nobody came back for.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside) -> Outcome<u64> {
    let before = outside.now().plus_days(-DAYS_KEPT);
    let count = store::files::remove_older(tx, before).await?;
    if count > 0 {
        let entry = Entry::general("observatory.purge", "figure_file").detail(json!({ "fichiers": count }));
        journal::record(tx, outside, &Actor::Platform("purge"), entry).await?;
    }
    Ok(count)
}
