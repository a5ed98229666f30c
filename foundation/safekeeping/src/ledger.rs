//! The ledger: the marks of what was erased, in a file that no restore brings back to an older state.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use jobs::{Context, Handler, Job, JobError, Running};
use kernel::Breakdown;
use serde_json::json;

use crate::{Result, SafekeepingError, erasure};

/// The name of the ledger, beside the archives and in the data folder.
pub const LEDGER: &str = "effacements.txt";

/// The kind of job that writes it in the data folder.
pub const KEEP: &str = "safekeeping.ledger";

/// Marks, each with its day.
pub(crate) type Marks = BTreeMap<Vec<u8>, String>;

const HEAD: &str = "# Parvis : empreintes de ce qui a été effacé. Gardez ce fichier avec les sauvegardes : « parvis restore » \
                    s’en sert pour que rien de ce qui a été effacé ne revienne. Il ne dit rien de personne.";

/// What a ledger holds; a file that is not there holds nothing.
pub(crate) fn read(path: &Path) -> Result<Marks> {
    let unreadable = |problem: String| SafekeepingError::Opening { path: path.display().to_string(), problem };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Marks::new()),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let mut marks = Marks::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let read = line.split_once(' ').and_then(|(mark, day)| Some((bytes(mark)?, day.to_owned())));
        let (mark, day) = read.ok_or_else(|| unreadable(format!("la ligne {} n’est pas une empreinte", number + 1)))?;
        marks.insert(mark, day);
    }
    Ok(marks)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (hex.len() == 64).then(|| (0..64).step_by(2).map(pair).collect()).flatten()
}

/// Adds marks to a ledger: it never loses one. Written beside, then put in its place.
pub(crate) fn add(path: &Path, marks: &Marks) -> Result<()> {
    let mut all = read(path)?;
    let before = all.len();
    for (mark, day) in marks {
        all.entry(mark.clone()).or_insert_with(|| day.clone());
    }
    if all.len() == before && path.exists() {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(SafekeepingError::writing)?;
    let mut text = format!("{HEAD}\n");
    for (mark, day) in &all {
        text.push_str(&format!("{} {day}\n", journal::hex(mark)));
    }
    file.write_all(text.as_bytes()).map_err(SafekeepingError::writing)?;
    file.as_file().sync_all().map_err(SafekeepingError::writing)?;
    file.persist(path).map_err(|error| SafekeepingError::writing(error.error))?;
    Ok(())
}

/// Writes the ledger of the data folder each time something is erased.
pub struct Keeping {
    /// The data folder.
    pub folder: PathBuf,
}

impl Handler for Keeping {
    fn kind(&self) -> &'static str {
        KEEP
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().read().await?;
            let marks = erasure::marks(&mut tx).await?;
            drop(tx);
            add(&self.folder.join(LEDGER), &marks).map_err(|error| JobError::Broken(Breakdown(Box::new(error))))?;
            context.finish(context.db().write().await?, Some(json!({ "effacements": marks.len() }))).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_never_loses_a_mark_and_a_damaged_one_is_told() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join(LEDGER);
        assert!(read(&path).expect("nothing yet").is_empty());
        let one = |byte: u8| Marks::from([(vec![byte; 32], "2026-03-15".to_owned())]);
        add(&path, &one(1)).expect("written");
        add(&path, &one(2)).expect("written");
        add(&path, &Marks::new()).expect("written");
        assert_eq!(read(&path).expect("read").len(), 2);
        std::fs::write(&path, "n’importe quoi\n").expect("damaged");
        assert!(read(&path).expect_err("refused").to_string().contains("ligne 1"));
        assert!(add(&path, &one(3)).is_err(), "a ledger that cannot be read is not written over");
    }
}
