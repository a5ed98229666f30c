//! Making a backup while the instance goes on.

use std::io::{BufWriter, Cursor, Write};
use std::path::Path;

use database::{Engine, Tx, catalog, rows};
use files::ContentHash;
use kernel::Moment;
use kernel::french::{count, integer};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt;

use crate::manifest::{self, FORMAT, Manifest, SavedFiles, SavedHead, SavedStep, SavedTable};
use crate::pack::Packer;
use crate::spool::{Spool, Spooled};
use crate::{Instance, LEDGER, Progress, Protection, Result, SafekeepingError, TRANSIENT, Told, erasure, ledger};

/// How a backup is made.
#[derive(Clone, Default)]
pub struct BackupOptions<'a> {
    /// How it is encrypted.
    pub protection: Protection,
    /// Tables of the slices whose rows are not kept (sessions, sign-in links), besides [`TRANSIENT`].
    pub transient: &'a [&'a str],
    /// Version of Parvis, written into the archive.
    pub app_version: &'a str,
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What was written into it.
    pub manifest: Manifest,
    /// Its size, bytes; 0 when it was handed to a writer.
    pub size: u64,
    /// Tables that stand in the database, are not Parvis's, and are not in the archive.
    pub foreign_tables: Vec<String>,
}

impl Summary {
    /// What to tell the operator, one sentence a line.
    pub fn sentences(&self) -> Vec<String> {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut all = vec![format!(
            "{} et {} sauvegardés ; journal à l’entrée {}",
            count(whole(self.manifest.row_count()), "ligne", "lignes"),
            count(whole(self.manifest.files.count), "fichier", "fichiers"),
            integer(self.manifest.journal.as_ref().map_or(0, |head| head.seq)),
        )];
        for lost in &self.manifest.files.lost {
            all.push(format!("attention : le contenu {lost} manque ou est abîmé et n’a pas pu être sauvegardé"));
        }
        if !self.foreign_tables.is_empty() {
            all.push(format!("tables étrangères à Parvis, non sauvegardées : {}", self.foreign_tables.join(", ")));
        }
        all
    }
}

/// Makes a backup at `path`, which must not exist: written beside under another name, put on the disk, then renamed.
/// A backup that fails leaves nothing.
///
/// # Errors
/// See [`SafekeepingError`].
pub async fn backup(
    instance: Instance<'_>,
    options: BackupOptions<'_>,
    path: &Path,
    told: &mut Told<'_>,
) -> Result<Summary> {
    if path.exists() {
        return Err(SafekeepingError::AlreadyThere(path.display().to_string()));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = tempfile::Builder::new().prefix(".sauvegarde-").tempfile_in(folder).map_err(|error| {
        SafekeepingError::Folder { folder: folder.display().to_string(), problem: error.to_string() }
    })?;
    let output = BufWriter::with_capacity(256 * 1024, temporary);
    let (mut summary, output) = backup_into(instance, options, output, told).await?;
    let temporary = output.into_inner().map_err(|error| SafekeepingError::writing(error.into_error()))?;
    let (folder, path, beside) = (folder.to_owned(), path.to_owned(), folder.join(LEDGER));
    let kept = tokio::task::spawn_blocking(move || keep(temporary, &folder, &path)).await;
    summary.size = kept.map_err(|lost| SafekeepingError::Lost(lost.to_string()))??;
    keep_ledger(&instance, &beside).await?;
    Ok(summary)
}

/// The marks of what was erased stand beside the archives: a later one tells an older one what is to be erased again.
async fn keep_ledger(instance: &Instance<'_>, path: &Path) -> Result<()> {
    let mut tx = instance.db.read().await?;
    if catalog::tables(&mut tx).await?.iter().any(|table| table == "erasure") {
        let marks = erasure::marks(&mut tx).await?;
        ledger::add(path, &marks)?;
    }
    Ok(())
}

fn keep(temporary: NamedTempFile, folder: &Path, path: &Path) -> Result<u64> {
    temporary.as_file().sync_all().map_err(SafekeepingError::writing)?;
    let file = temporary.persist_noclobber(path).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => SafekeepingError::AlreadyThere(path.display().to_string()),
        _ => SafekeepingError::writing(error.error),
    })?;
    // A new name is durable once the folder that holds it is.
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(SafekeepingError::writing)?;
    Ok(file.metadata().map_err(SafekeepingError::writing)?.len())
}

/// Makes a backup into any writer, given back once everything is in it.
///
/// # Errors
/// See [`SafekeepingError`]; what was written then reads as cut.
pub async fn backup_into<W: Write + Send + 'static>(
    instance: Instance<'_>,
    options: BackupOptions<'_>,
    output: W,
    told: &mut Told<'_>,
) -> Result<(Summary, W)> {
    let made_at = instance.outside.now();
    let seconds = u64::try_from(made_at.0 / 1000).unwrap_or(0);
    let mut packer = Packer::start(output, options.protection.clone(), seconds)?;
    // One unmoving state of the whole database, until the last row is read.
    let mut tx = instance.db.snapshot().await?;
    let schema = schema(&mut tx, &instance).await?;
    let standing = catalog::tables(&mut tx).await?;
    let known = rows::tables(instance.migrations);
    let is_kept = |table: &&str| {
        *table != "migration"
            && standing.iter().any(|name| name == table)
            && !TRANSIENT.contains(table)
            && !options.transient.contains(table)
    };
    let saved: Vec<&str> = known.iter().copied().filter(is_kept).collect();
    let contents = if saved.contains(&"file") { files::needed_contents(&mut tx).await? } else { Vec::new() };
    let journal = if saved.contains(&"journal_head") {
        let head = journal::head(&mut tx).await?;
        Some(SavedHead { seq: head.seq, hash: head.hash })
    } else {
        None
    };
    let total = (saved.len() + contents.len()) as u64;
    let mut tables = Vec::with_capacity(saved.len());
    for table in saved {
        told(Progress { done: tables.len() as u64, total, what: format!("table {table}") });
        tables.push(save_table(&mut tx, &instance, &mut packer, table).await?);
    }
    drop(tx);
    let files = save_contents(&instance, &mut packer, &contents, (tables.len() as u64, total), told).await?;
    let manifest = Manifest {
        format: FORMAT,
        app_version: options.app_version.to_owned(),
        made_at: rfc3339(made_at),
        engine: if instance.db.engine() == Engine::Sqlite { "sqlite" } else { "postgres" }.to_owned(),
        schema,
        tables,
        files,
        journal,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| SafekeepingError::Writing(error.into()))?;
    packer.add(manifest::NAME.to_owned(), text.len() as u64, Box::new(Cursor::new(text))).await?;
    let output = packer.finish().await?;
    told(Progress { done: total, total, what: "sauvegarde terminée".to_owned() });
    let foreign_tables = foreign(&standing, &known);
    Ok((Summary { manifest, size: 0, foreign_tables }, output))
}

fn rfc3339(moment: Moment) -> String {
    moment.rfc3339()
}

/// Tables that stand and that no step of the schema makes. The engine's own are left out.
pub(crate) fn foreign(standing: &[String], known: &[&str]) -> Vec<String> {
    let is_foreign = |name: &&String| !known.contains(&name.as_str()) && !name.starts_with("sqlite_");
    standing.iter().filter(is_foreign).cloned().collect()
}

/// The steps applied; a step not known here would mean tables that would silently be left out.
async fn schema(tx: &mut Tx, instance: &Instance<'_>) -> Result<Vec<SavedStep>> {
    let mut steps = Vec::new();
    for (name, checksum) in catalog::applied_steps(tx).await? {
        match instance.migrations.iter().find(|migration| migration.name == name) {
            None => return Err(SafekeepingError::NewerSchema(name)),
            Some(migration) if migration.checksum() != checksum => return Err(SafekeepingError::ChangedSchema(name)),
            Some(_) => steps.push(SavedStep { name, checksum }),
        }
    }
    Ok(steps)
}

pub(crate) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn save_table<W: Write + Send + 'static>(
    tx: &mut Tx,
    instance: &Instance<'_>,
    packer: &mut Packer<W>,
    table: &str,
) -> Result<SavedTable> {
    let mut spool = Spool::start(instance.vault.waiting_room())?;
    let mut line = Vec::new();
    let row_count = rows::each_row(tx, table, |row| {
        line.clear();
        serde_json::to_writer(&mut line, &row).map_err(|error| SafekeepingError::Writing(error.into()))?;
        line.push(b'\n');
        spool.write(&line)
    })
    .await?;
    let Spooled { file, size, hash } = spool.finish()?;
    packer.add(format!("rows/{table}.jsonl"), size, Box::new(file)).await?;
    Ok(SavedTable { name: table.to_owned(), row_count, size, sha256: hex(hash) })
}

async fn save_contents<W: Write + Send + 'static>(
    instance: &Instance<'_>,
    packer: &mut Packer<W>,
    contents: &[ContentHash],
    (before, total): (u64, u64),
    told: &mut Told<'_>,
) -> Result<SavedFiles> {
    let mut saved = SavedFiles::default();
    let mut names = Sha256::new();
    for (rank, content) in contents.iter().enumerate() {
        if rank % 50 == 0 {
            told(Progress { done: before + rank as u64, total, what: "fichiers joints".to_owned() });
        }
        match read_content(instance, *content).await? {
            None => saved.lost.push(content.to_string()),
            Some(Spooled { file, size, .. }) => {
                packer.add(format!("files/{content}"), size, Box::new(file)).await?;
                names.update(format!("{content}\n"));
                saved.count += 1;
                saved.size += size;
            }
        }
    }
    saved.names_sha256 = hex(names);
    Ok(saved)
}

/// The content, read to its end; `None` when it is missing or is no longer what it was.
async fn read_content(instance: &Instance<'_>, content: ContentHash) -> Result<Option<Spooled>> {
    let Some(mut bytes) = instance.vault.open(content).await? else { return Ok(None) };
    let mut spool = Spool::start(instance.vault.waiting_room())?;
    let mut piece = vec![0; 64 * 1024];
    loop {
        match bytes.read(&mut piece).await {
            Ok(0) => break,
            Ok(length) => spool.write(&piece[..length])?,
            // A disk that cannot give the bytes back: the rest is worth saving all the same.
            Err(_) => return Ok(None),
        }
    }
    let spooled = spool.finish()?;
    Ok((ContentHash::finish(spooled.hash.clone()) == content).then_some(spooled))
}
