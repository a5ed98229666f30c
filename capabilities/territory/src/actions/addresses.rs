//! Importing the addresses of the national base, in batches: the file may hold a whole department.

use std::io::Read;

use database::Tx;
use geography::ban::{BanError, Reader, Row};
use kernel::{Actor, Failure, Outcome, Outside};
use serde_json::json;

use crate::actions;
use crate::acts::IMPORT;
use crate::store;

/// Rows written in one transaction when the import runs in batches.
pub const BATCH: usize = 2_000;

/// What an import of addresses did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressReport {
    /// Addresses kept.
    pub kept_count: u64,
    /// Former addresses of the same communes that are no longer in the file.
    pub removed_count: u64,
    /// Lines left aside.
    pub refused_count: u64,
    /// The first sentences about them.
    pub sentences: Vec<String>,
}

impl AddressReport {
    /// « 61 234 adresses gardées, 3 lignes laissées de côté ».
    pub fn summary(&self) -> String {
        let number = |count: u64| kernel::french::integer(i64::try_from(count).unwrap_or(i64::MAX));
        format!(
            "{} adresses gardées, {} retirées, {} lignes laissées de côté",
            number(self.kept_count),
            number(self.removed_count),
            number(self.refused_count)
        )
    }
}

/// Opens a file of addresses, gzip or not.
///
/// # Errors
/// Another file, told on the field `fichier`.
pub fn open<'a>(reader: impl Read + 'a) -> Outcome<Reader<'a>> {
    Reader::open(reader).map_err(|error| Failure::field("fichier", error.to_string()))
}

/// Takes the next batch of a file; an empty one is the end. Only the communes of `keep` (INSEE codes; empty: all).
///
/// # Errors
/// The file could not be read to its end.
pub fn next_batch(reader: &mut Reader<'_>, keep: &[String], report: &mut AddressReport) -> Outcome<Vec<Row>> {
    let mut batch = Vec::with_capacity(BATCH);
    for row in reader.by_ref() {
        match row {
            Ok(row) if keep.is_empty() || keep.iter().any(|code| row.commune_code.starts_with(code.as_str())) => {
                batch.push(row)
            }
            Ok(_) => {}
            Err(error @ BanError::Line { .. }) => {
                report.refused_count += 1;
                if report.sentences.len() < 20 {
                    report.sentences.push(error.to_string());
                }
            }
            Err(error) => return Err(Failure::field("fichier", error.to_string())),
        }
        if batch.len() == BATCH {
            break;
        }
    }
    report.kept_count += batch.len() as u64;
    Ok(batch)
}

/// Writes a batch. The import is finished by [`finish`]; run again from the start, it gives the same rows.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn put_batch(tx: &mut Tx, actor: &Actor, batch: &[Row], stamp: &str) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    Ok(store::addresses::put(tx, batch, stamp).await?)
}

/// Removes what the file no longer holds, and records the import.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn finish(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    stamp: &str,
    report: &mut AddressReport,
) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    report.removed_count = store::addresses::remove_former(tx, stamp).await?;
    let entry = journal::Entry::general(IMPORT.code, "address")
        .detail(json!({ "fichier": "adresses", "bilan": report.summary() }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Imports a whole file in one transaction: for the command line and small files.
///
/// # Errors
/// Not allowed, another file, or the database failed.
pub async fn import_addresses(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    bytes: &[u8],
    keep: &[String],
) -> Outcome<AddressReport> {
    let stamp = outside.uuid().to_string();
    let mut report = AddressReport::default();
    let mut at = 0;
    // The reader cannot be held while waiting for the database, so each turn takes everything it can first.
    let batches = {
        let mut reader = open(bytes)?;
        let mut batches = Vec::new();
        loop {
            let batch = next_batch(&mut reader, keep, &mut report)?;
            if batch.is_empty() {
                break;
            }
            batches.push(batch);
        }
        batches
    };
    while let Some(batch) = batches.get(at) {
        put_batch(tx, actor, batch, &stamp).await?;
        at += 1;
    }
    finish(tx, outside, actor, &stamp, &mut report).await?;
    Ok(report)
}
