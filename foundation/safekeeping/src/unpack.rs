//! Reading an archive: from the first byte to the last, nothing believed before it is compared with the manifest.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use files::ContentHash;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use tar::Archive;

use crate::backup::hex;
use crate::manifest::{self, FORMAT, Manifest};
use crate::protection::Opening;
use crate::{Result, SafekeepingError};

/// Longest row read, bytes.
const LONGEST_ROW: u64 = 256 * 1024 * 1024;

/// A member as it passes.
pub(crate) enum Member<'a> {
    Rows { table: &'a str, content: &'a mut dyn Read },
    File { hash: ContentHash, content: &'a mut dyn Read },
}

fn opened(path: &Path, opening: &Opening) -> Result<Box<dyn Read + Send>> {
    let problem = |error: std::io::Error| SafekeepingError::Opening {
        path: path.display().to_string(),
        problem: error.to_string(),
    };
    let mut file = BufReader::with_capacity(256 * 1024, File::open(path).map_err(problem)?);
    let beginning = file.fill_buf().map_err(problem)?;
    if beginning.starts_with(b"age-encryption.org/") {
        opening.unwrap(file)
    } else if beginning.starts_with(&[0x1f, 0x8b]) {
        Ok(Box::new(file))
    } else {
        Err(SafekeepingError::NotABackup)
    }
}

/// Shows every member to `look`, then gives the manifest.
pub(crate) fn walk(path: &Path, opening: &Opening, look: &mut dyn FnMut(Member<'_>) -> Result<()>) -> Result<Manifest> {
    let mut archive = Archive::new(GzDecoder::new(opened(path, opening)?));
    let mut manifest = None;
    for entry in archive.entries().map_err(SafekeepingError::reading)? {
        let mut entry = entry.map_err(SafekeepingError::reading)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || manifest.is_some() {
            return Err(SafekeepingError::ChangedMember(name));
        }
        let table = name.strip_prefix("rows/").and_then(|rest| rest.strip_suffix(".jsonl"));
        let hash = name.strip_prefix("files/").and_then(ContentHash::parse);
        if name == manifest::NAME {
            let mut text = Vec::new();
            (&mut entry).take(manifest::LONGEST).read_to_end(&mut text).map_err(SafekeepingError::reading)?;
            manifest = Some(read_manifest(&text)?);
        } else if let Some(table) = table {
            look(Member::Rows { table, content: &mut entry })?;
        } else if let Some(hash) = hash {
            look(Member::File { hash, content: &mut entry })?;
        } else {
            return Err(SafekeepingError::ChangedMember(name));
        }
    }
    // To the very end, where the checksum of the compression and the last block of the encryption are.
    let mut rest = archive.into_inner();
    std::io::copy(&mut rest, &mut std::io::sink()).map_err(SafekeepingError::reading)?;
    std::io::copy(&mut rest.into_inner(), &mut std::io::sink()).map_err(SafekeepingError::reading)?;
    manifest.ok_or(SafekeepingError::Cut)
}

/// The format is looked at first: the rest may be said otherwise in another one.
fn read_manifest(text: &[u8]) -> Result<Manifest> {
    let changed = || SafekeepingError::ChangedMember(manifest::NAME.to_owned());
    let value: serde_json::Value = serde_json::from_slice(text).map_err(|_| changed())?;
    let format = value.get("format").and_then(serde_json::Value::as_u64).ok_or_else(changed)?;
    if format > u64::from(FORMAT) {
        return Err(SafekeepingError::NewerFormat(u32::try_from(format).unwrap_or(u32::MAX)));
    }
    serde_json::from_value(value).map_err(|_| changed())
}

/// Hands the lines of a member to `take`, one by one.
pub(crate) fn each_line(content: &mut dyn Read, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let mut reader = BufReader::with_capacity(128 * 1024, content);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = (&mut reader).take(LONGEST_ROW).read_until(b'\n', &mut line).map_err(SafekeepingError::reading)?;
        if length == 0 {
            return Ok(());
        }
        if line.last() != Some(&b'\n') {
            return Err(SafekeepingError::Damaged("une ligne n’a pas de fin".to_owned()));
        }
        take(&line)?;
    }
}

/// What was really read of a table.
struct Seen {
    row_count: u64,
    size: u64,
    sha256: String,
}

/// Reads a whole archive and compares every member with the manifest. Nothing is written anywhere.
///
/// # Errors
/// A wrong key, a cut or altered archive, a newer format: see [`SafekeepingError`].
pub(crate) fn inspect(path: &Path, opening: &Opening) -> Result<Manifest> {
    let mut tables: BTreeMap<String, Seen> = BTreeMap::new();
    let (mut names, mut file_count, mut file_size) = (Sha256::new(), 0_u64, 0_u64);
    let manifest = walk(path, opening, &mut |member| {
        match member {
            Member::Rows { table, content } => {
                let (mut hasher, mut row_count, mut size) = (Sha256::new(), 0, 0);
                each_line(content, &mut |line| {
                    hasher.update(line);
                    row_count += 1;
                    size += line.len() as u64;
                    Ok(())
                })?;
                let read = Seen { row_count, size, sha256: hex(hasher) };
                if tables.insert(table.to_owned(), read).is_some() {
                    return Err(SafekeepingError::ChangedMember(format!("rows/{table}.jsonl")));
                }
            }
            Member::File { hash, content } => {
                let mut hasher = Sha256::new();
                let mut piece = vec![0; 64 * 1024];
                loop {
                    let length = content.read(&mut piece).map_err(SafekeepingError::reading)?;
                    if length == 0 {
                        break;
                    }
                    hasher.update(&piece[..length]);
                    file_size += length as u64;
                }
                if ContentHash::finish(hasher) != hash {
                    return Err(SafekeepingError::ChangedMember(format!("files/{hash}")));
                }
                names.update(format!("{hash}\n"));
                file_count += 1;
            }
        }
        Ok(())
    })?;
    for table in &manifest.tables {
        let is_same = tables.remove(&table.name).is_some_and(|read| {
            read.row_count == table.row_count && read.size == table.size && read.sha256 == table.sha256
        });
        if !is_same {
            return Err(SafekeepingError::ChangedMember(format!("rows/{}.jsonl", table.name)));
        }
    }
    if let Some(extra) = tables.into_keys().next() {
        return Err(SafekeepingError::ChangedMember(format!("rows/{extra}.jsonl")));
    }
    let files = &manifest.files;
    if (files.count, files.size, &files.names_sha256) != (file_count, file_size, &hex(names)) {
        return Err(SafekeepingError::ChangedMember("files".to_owned()));
    }
    Ok(manifest)
}

/// Runs what blocks away from the threads that serve pages.
pub(crate) async fn away<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|lost| Err(SafekeepingError::Lost(lost.to_string())))
}

/// Reads a whole archive and compares every member with the manifest; gives the manifest. To prove that it can be
/// restored, see [`crate::rehearse`].
///
/// # Errors
/// A wrong key, a cut or altered archive, a newer format: see [`SafekeepingError`].
pub async fn verify_archive(path: &Path, opening: &Opening) -> Result<Manifest> {
    let (path, opening) = (path.to_owned(), opening.clone());
    away(move || inspect(&path, &opening)).await
}
