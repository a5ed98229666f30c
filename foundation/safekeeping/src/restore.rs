//! Bringing an archive back into an empty instance: all of it, compared row by row, or nothing.

use std::path::Path;

use database::rows::CanonicalRow;
use database::{Db, Migration, Tx, catalog, rows, search};
use files::{ContentHash, Staging};
use jobs::Held;
use journal::Entry;
use kernel::{Actor, french};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::backup::{foreign, hex};
use crate::manifest::Manifest;
use crate::protection::Opening;
use crate::unpack::{Member, away, each_line, inspect, walk};
use crate::{Instance, Progress, Result, SafekeepingError, TRANSIENT, Told};

/// Tables that a server which only started has already put rows in.
const STARTED: &[&str] = &["job", "job_schedule"];
/// Rows handed over at once.
const BATCH: usize = 500;
/// Bytes of rows handed over at once, about.
const BATCH_SIZE: usize = 1024 * 1024;

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// What the archive held.
    pub manifest: Manifest,
    /// Mails held back and jobs put back.
    pub held: Held,
    /// What the journal says of the rows; anything here was already so when the backup was made.
    pub journal: journal::Report,
    /// Steps of the schema applied after the restore, when the archive is of an older version.
    pub steps: Vec<&'static str>,
}

impl Restored {
    /// What to tell the operator, one sentence a line.
    pub fn sentences(&self) -> Vec<String> {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut all = vec![format!(
            "{} et {} rétablis, identiques à la sauvegarde du {}",
            french::count(whole(self.manifest.row_count()), "ligne", "lignes"),
            french::count(whole(self.manifest.files.count), "fichier", "fichiers"),
            self.manifest.made_at
        )];
        if self.held.mail_count > 0 {
            all.push(format!(
                "{} en attente au moment de la sauvegarde : rien ne partira sans votre décision, voyez « Envoi incertain »",
                french::count(whole(self.held.mail_count), "courriel", "courriels")
            ));
        }
        for lost in &self.manifest.files.lost {
            all.push(format!("le contenu {lost} manquait déjà au moment de la sauvegarde"));
        }
        all.extend(
            self.journal.findings.iter().map(|finding| format!("déjà vrai à la sauvegarde : {}", finding.french())),
        );
        all
    }
}

/// Restores an archive into an instance whose database is new: without tables, or prepared and unused. The archive is
/// read to its end before anything is written.
///
/// # Errors
/// See [`SafekeepingError`]; the instance is then as it was.
pub async fn restore(instance: Instance<'_>, path: &Path, opening: &Opening, told: &mut Told<'_>) -> Result<Restored> {
    told(Progress { done: 0, total: 3, what: "lecture et contrôle de la sauvegarde".to_owned() });
    let (from, key) = (path.to_owned(), opening.clone());
    let manifest = away(move || inspect(&from, &key)).await?;
    let steps = steps_of(&manifest, instance.migrations)?;
    check_target(&instance, &manifest, &steps).await?;
    instance.db.migrate(&steps, instance.outside).await?;
    told(Progress { done: 1, total: 3, what: "écriture des lignes et des fichiers".to_owned() });
    let mut added = Vec::new();
    let filled = fill(&instance, &manifest, path, opening, &mut added).await;
    let (held, journal) = match filled {
        Ok(done) => done,
        Err(error) => {
            // Contents without a row would be orphans; those that stood before are left alone.
            for content in added {
                let _ = instance.vault.remove(content).await;
            }
            return Err(error.while_restoring());
        }
    };
    told(Progress { done: 2, total: 3, what: "mise à jour du schéma".to_owned() });
    let steps = instance.db.migrate(instance.migrations, instance.outside).await?.applied;
    if manifest.tables.iter().any(|table| table.name == "search_entry") {
        let mut tx = instance.db.write().await?;
        search::rebuild(&mut tx).await?;
        tx.commit().await?;
    }
    told(Progress { done: 3, total: 3, what: "rétablissement terminé".to_owned() });
    Ok(Restored { manifest, held, journal, steps })
}

/// The steps of the archive, as this version knows them, in order.
fn steps_of(manifest: &Manifest, known: &[Migration]) -> Result<Vec<Migration>> {
    for saved in &manifest.schema {
        match known.iter().find(|migration| migration.name == saved.name) {
            None => return Err(SafekeepingError::NewerSchema(saved.name.clone())),
            Some(migration) if migration.checksum() != saved.checksum => {
                return Err(SafekeepingError::ChangedSchema(saved.name.clone()));
            }
            Some(_) => {}
        }
    }
    let is_saved = |migration: &&Migration| manifest.schema.iter().any(|saved| saved.name == migration.name);
    Ok(known.iter().filter(is_saved).copied().collect())
}

/// The target must hold nothing but what the steps of the schema put there.
async fn check_target(instance: &Instance<'_>, manifest: &Manifest, steps: &[Migration]) -> Result<()> {
    let mut tx = instance.db.read().await?;
    let standing = catalog::tables(&mut tx).await?;
    let known = rows::tables(instance.migrations);
    if let Some(table) = foreign(&standing, &known).into_iter().next() {
        return Err(SafekeepingError::NotEmpty(format!("table {table}")));
    }
    for (name, _) in catalog::applied_steps(&mut tx).await? {
        if !manifest.schema.iter().any(|saved| saved.name == name) {
            return Err(SafekeepingError::TargetAhead(name));
        }
    }
    let fresh = fresh_counts(instance, steps).await?;
    for table in known.into_iter().filter(|table| *table != "migration" && standing.iter().any(|name| name == table)) {
        let here = catalog::row_count(&mut tx, table).await?;
        let expected = fresh.iter().find(|(name, _)| *name == table).map_or(0, |(_, count)| *count);
        if here > expected && !STARTED.contains(&table) && !TRANSIENT.contains(&table) {
            let rows = french::count(here - expected, "ligne", "lignes");
            return Err(SafekeepingError::NotEmpty(format!("{rows} dans la table {table}")));
        }
    }
    Ok(())
}

/// How many rows each table holds just after these steps: known from a database made for the purpose.
async fn fresh_counts(instance: &Instance<'_>, steps: &[Migration]) -> Result<Vec<(&'static str, i64)>> {
    let folder = tempfile::tempdir_in(instance.vault.waiting_room()).map_err(SafekeepingError::writing)?;
    let url = format!("sqlite:{}", folder.path().join("neuve.sqlite").display());
    let db = Db::open(&url).await.map_err(|error| SafekeepingError::Lost(error.to_string()))?;
    db.migrate(steps, instance.outside).await?;
    let mut tx = db.read().await?;
    let mut counts = Vec::new();
    for table in rows::tables(steps) {
        counts.push((table, catalog::row_count(&mut tx, table).await?));
    }
    drop(tx);
    db.close().await;
    Ok(counts)
}

/// What the reading thread hands over.
enum Piece {
    Rows { table: String, rows: Vec<CanonicalRow> },
    FileStart(ContentHash),
    FileBytes(Vec<u8>),
    FileEnd,
    End(Result<Manifest>),
}

/// Everything that is undone when something goes wrong.
async fn fill(
    instance: &Instance<'_>,
    manifest: &Manifest,
    path: &Path,
    opening: &Opening,
    added: &mut Vec<ContentHash>,
) -> Result<(Held, journal::Report)> {
    let mut tx = instance.db.write().await?;
    let deferred = catalog::defer_references(&mut tx).await?;
    // What the steps of the schema put in comes back from the archive.
    for table in &manifest.tables {
        catalog::clear(&mut tx, &table.name).await?;
    }
    let again = pour(instance, &mut tx, path, opening, added).await?;
    if again != *manifest {
        return Err(SafekeepingError::Damaged("le fichier a changé pendant la lecture".to_owned()));
    }
    catalog::settle_references(&mut tx, deferred).await?;
    compare(&mut tx, manifest).await?;
    let has = |name: &str| manifest.tables.iter().any(|table| table.name == name);
    let journal = if has("journal_head") { journal::verify(&mut tx).await? } else { journal::Report::default() };
    let held = if has("mail") { jobs::hold_restored(&mut tx, instance.outside).await? } else { Held::default() };
    if has("journal_head") {
        let detail = json!({
            "made_at": manifest.made_at,
            "app_version": manifest.app_version,
            "engine": manifest.engine,
            "rows": manifest.row_count(),
            "files": manifest.files.count,
            "held_mails": held.mail_count,
            "jobs_put_back": held.job_count,
        });
        let entry = Entry::general("safekeeping.restore", "backup").detail(detail);
        journal::record(&mut tx, instance.outside, &Actor::Platform("sauvegarde"), entry).await?;
    }
    tx.commit().await?;
    Ok((held, journal))
}

/// From the archive into the transaction and the vault.
async fn pour(
    instance: &Instance<'_>,
    tx: &mut Tx,
    path: &Path,
    opening: &Opening,
    added: &mut Vec<ContentHash>,
) -> Result<Manifest> {
    let (sender, mut pieces) = mpsc::channel(4);
    let (from, key) = (path.to_owned(), opening.clone());
    let _thread = std::thread::Builder::new()
        .name("restore".to_owned())
        .spawn(move || {
            let ended = walk(&from, &key, &mut |member| hand_over(member, &sender));
            let _ = sender.blocking_send(Piece::End(ended));
        })
        .map_err(SafekeepingError::Writing)?;
    let mut receiving: Option<(ContentHash, Staging)> = None;
    while let Some(piece) = pieces.recv().await {
        match piece {
            Piece::Rows { table, rows } => rows::write_table(tx, &table, &rows).await?,
            Piece::FileStart(hash) => receiving = Some((hash, Staging::start(instance.vault)?)),
            Piece::FileBytes(bytes) => {
                if let Some((_, staging)) = &mut receiving {
                    staging.write(&bytes).await?;
                }
            }
            Piece::FileEnd => {
                let Some((hash, staging)) = receiving.take() else { continue };
                let staged = staging.finish().await?;
                if staged.stored.hash != hash {
                    return Err(SafekeepingError::ChangedMember(format!("files/{hash}")));
                }
                if instance.vault.open(hash).await?.is_none() {
                    added.push(hash);
                }
                instance.vault.put(staged).await?;
            }
            Piece::End(ended) => return ended,
        }
    }
    Err(SafekeepingError::Lost("lecture de la sauvegarde".to_owned()))
}

/// Runs in the reading thread.
fn hand_over(member: Member<'_>, sender: &mpsc::Sender<Piece>) -> Result<()> {
    let send = |piece: Piece| {
        sender.blocking_send(piece).map_err(|_| SafekeepingError::Lost("rétablissement abandonné".to_owned()))
    };
    match member {
        Member::Rows { table, content } => {
            let (mut rows, mut size) = (Vec::new(), 0);
            each_line(content, &mut |line| {
                let row: CanonicalRow = serde_json::from_slice(line)
                    .map_err(|_| SafekeepingError::ChangedMember(format!("rows/{table}.jsonl")))?;
                rows.push(row);
                size += line.len();
                if rows.len() >= BATCH || size >= BATCH_SIZE {
                    size = 0;
                    send(Piece::Rows { table: table.to_owned(), rows: std::mem::take(&mut rows) })?;
                }
                Ok(())
            })?;
            send(Piece::Rows { table: table.to_owned(), rows })
        }
        Member::File { hash, content } => {
            send(Piece::FileStart(hash))?;
            loop {
                let mut bytes = vec![0; 64 * 1024];
                let length = content.read(&mut bytes).map_err(SafekeepingError::reading)?;
                if length == 0 {
                    return send(Piece::FileEnd);
                }
                bytes.truncate(length);
                send(Piece::FileBytes(bytes))?;
            }
        }
    }
}

/// Reads every table again: the same rows give the same bytes on both engines.
async fn compare(tx: &mut Tx, manifest: &Manifest) -> Result<()> {
    for table in &manifest.tables {
        let mut hasher = Sha256::new();
        let row_count = rows::each_row(tx, &table.name, |row| {
            let text = serde_json::to_vec(&row).map_err(|error| SafekeepingError::Writing(error.into()))?;
            hasher.update(text);
            hasher.update(b"\n");
            Ok::<_, SafekeepingError>(())
        })
        .await?;
        if row_count != table.row_count || hex(hasher) != table.sha256 {
            return Err(SafekeepingError::Mismatch(table.name.clone()));
        }
    }
    Ok(())
}
