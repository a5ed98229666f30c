//! Dossiers as folders: read whole, written whole; a dossier holds what it lists, nothing more.

use std::path::Path;

use sortition::dossier::{self, Files};
use sortition::mailing;
use sortition::reading::Wrong;

use super::super::Problem;

/// What systems leave in folders without being asked.
const LEFT: [&str; 2] = ["Thumbs.db", "desktop.ini"];

/// Whether a file is one of a draw, or of the first draw of those invited.
fn is_known(name: &str) -> bool {
    dossier::NAMES.contains(&name) || mailing::NAMES.contains(&name)
}

/// Refuses a folder where a draw took place, or that holds something else than `own`: a dossier holds what it lists, nothing
/// more.
pub fn fresh(out: &Path, own: &[&str]) -> Result<(), Problem> {
    if ["draw.json", "letters.json"].iter().any(|name| out.join(name).exists()) {
        return Err(Problem::told(format!(
            "Le tirage de {} a eu lieu : un autre tirage s’écrit dans un autre dossier, et les deux restent",
            out.display()
        )));
    }
    if let Some(other) = listed(out)?.into_iter().find(|name| !own.contains(&name.as_str())) {
        return Err(Problem::told(format!(
            "Le dossier {} contient déjà « {other} » : donnez à « --out » un dossier vide ou à créer",
            out.display()
        )));
    }
    Ok(())
}

/// Names of the files of a folder; none when it is not there.
fn listed(folder: &Path) -> Result<Vec<String>, Problem> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Problem::unread(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.starts_with('.') && !LEFT.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// The files of a dossier.
pub fn open(folder: &Path) -> Result<Files, Problem> {
    let names = listed(folder)?;
    if !names.iter().any(|name| is_known(name)) {
        return Err(Problem::told(format!("Le dossier « {} » n’est pas celui d’un tirage", folder.display())));
    }
    names.into_iter().map(|name| Ok((name.clone(), read(&folder.join(name))?))).collect()
}

/// Refuses to go on from a dossier that was changed.
pub fn sound(folder: &Path, files: &Files) -> Result<(), Problem> {
    let report = sortition_verifier::verify(files, None);
    if report.is_sound() {
        return Ok(());
    }
    Err(Problem::told(format!("Le dossier {} ne peut pas servir :\n{}", folder.display(), report.faults.join("\n"))))
}

/// Writes files into a folder.
pub fn write_all(folder: &Path, files: &Files) -> Result<(), Problem> {
    files.iter().try_for_each(|(name, bytes)| write_one(folder, name, bytes))
}

/// Writes a file into a folder.
pub fn write_one(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let path = folder.join(name);
    std::fs::write(&path, bytes)
        .map_err(|error| Problem::told(format!("{} n’a pas pu être écrit : {error}", path.display())))
}

/// What is wrong in a file, told with its name.
pub fn of_file(path: &Path, wrong: &Wrong) -> Problem {
    Problem::told(format!(
        "Le fichier {} est à corriger, rien n’a été tiré.\n  - {}",
        path.display(),
        wrong.0.join("\n  - ")
    ))
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|error| Problem::unread(path, &error))
}
