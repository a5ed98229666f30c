//! `parvis backup`, `parvis restore` and `parvis verify`.

use std::path::Path;
use std::process::ExitCode;

use ::safekeeping::erasure::erase_again;
use ::safekeeping::{BackupOptions, Instance, LEDGER, Opening, Progress, Protection, SafekeepingError, rehearse};

use super::start::{self, Opened, Schema};
use super::{Ended, Problem};
use crate::configuration::Configuration;
use crate::{outside, wiring};

/// Exit code of a verification that found something wrong.
const FOUND: u8 = 3;

impl From<SafekeepingError> for Problem {
    fn from(error: SafekeepingError) -> Self {
        Self::told(error)
    }
}

/// The passphrase of a file: its first line.
fn passphrase(file: Option<&Path>) -> Result<Option<String>, Problem> {
    let Some(file) = file else { return Ok(None) };
    let text = std::fs::read_to_string(file).map_err(|error| {
        Problem::to_correct(format!("Le fichier {} de la phrase secrète n’a pas pu être lu : {error}", file.display()))
    })?;
    Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
}

fn opening(file: Option<&Path>) -> Result<Opening, Problem> {
    Ok(passphrase(file)?.map_or(Opening::None, |text| Opening::passphrase(&text)))
}

fn say(progress: Progress) {
    eprintln!("[{}/{}] {}", progress.done, progress.total, progress.what);
}

fn instance<'a>(opened: &'a Opened, migrations: &'a [database::Migration]) -> Instance<'a> {
    Instance { db: &opened.db, vault: &opened.vault, migrations, outside: &opened.outside }
}

/// Writes a backup while the platform goes on.
pub async fn backup(configuration: &Configuration, out: &Path, file: Option<&Path>) -> Ended {
    let protection = match passphrase(file)? {
        Some(text) => Protection::passphrase(&text)?,
        None => Protection::None,
    };
    let is_protected = file.is_some();
    let opened = start::open(configuration, Schema::Require).await?;
    let migrations = wiring::migrations();
    let options = BackupOptions { protection, transient: wiring::TRANSIENT, app_version: env!("CARGO_PKG_VERSION") };
    let summary = ::safekeeping::backup(instance(&opened, &migrations), options, out, &mut say).await?;
    for sentence in summary.sentences() {
        println!("{sentence}");
    }
    println!("Sauvegarde écrite : {}", out.display());
    if !is_protected {
        println!("Elle n’est pas chiffrée : gardez-la où vous seul pouvez la lire, ou donnez --passphrase-file.");
    }
    println!("La clé de l’installation n’est pas dedans : gardez le fichier « cle » à part.");
    opened.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Restores a backup into an empty database, then erases again what was erased since.
pub async fn restore(
    configuration: &Configuration,
    from: &Path,
    (file, ledger): (Option<&Path>, Option<&Path>),
) -> Ended {
    let opening = opening(file)?;
    if let Some(path) = ledger.filter(|path| !path.is_file()) {
        return Err(Problem::to_correct(format!("Le registre des effacements {} n’est pas là", path.display())));
    }
    let db = database::Db::open(&configuration.database).await?;
    let (vault, outside, migrations) = (start::vault(configuration)?, outside::of_this_machine(), wiring::migrations());
    let target = Instance { db: &db, vault: &vault, migrations: &migrations, outside: &outside };
    let restored = ::safekeeping::restore(target, from, &opening, &mut say).await?;
    for sentence in restored.sentences() {
        println!("{sentence}");
    }
    let beside = from.with_file_name(LEDGER);
    let ledgers: Vec<&Path> = std::iter::once(beside.as_path()).chain(ledger).collect();
    let (erasables, traces) = (wiring::erasables(), wiring::erased_tables());
    let again = erase_again(target, &wiring::erased_again(&erasables, &traces), &ledgers).await?;
    match (ledgers.iter().any(|path| path.is_file()), again) {
        (false, _) => println!(
            "Aucun registre des effacements ({LEDGER}) à côté de la sauvegarde : ce qui a été effacé depuis est revenu. \
             Si vous l’avez ailleurs, recommencez dans une base neuve avec --erasures."
        ),
        (true, 0) => println!("Rien de ce qui a été effacé depuis n’était dans cette sauvegarde."),
        (true, count) => println!(
            "{} à nouveau, d’après le registre des effacements.",
            kernel::french::count(i64::try_from(count).unwrap_or(i64::MAX), "élément effacé", "éléments effacés")
        ),
    }
    println!("Remettez le fichier « cle » de l’installation dans {} avant de servir.", configuration.data.display());
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Looks for changed rows, missing files and broken links of the journal.
pub async fn verify(configuration: &Configuration) -> Ended {
    let db = database::Db::open(&configuration.database).await?;
    let (vault, outside, migrations) = (start::vault(configuration)?, outside::of_this_machine(), wiring::migrations());
    let looked_at = Instance { db: &db, vault: &vault, migrations: &migrations, outside: &outside };
    let report = ::safekeeping::verify(looked_at).await?;
    for sentence in report.sentences() {
        println!("{sentence}");
    }
    db.close().await;
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

/// Rehearses the restore of a backup in a passing folder: reads it whole, restores it, verifies the result.
pub async fn verify_backup(path: &Path, file: Option<&Path>) -> Ended {
    let (opening, outside, migrations) = (opening(file)?, outside::of_this_machine(), wiring::migrations());
    let folder = std::env::temp_dir();
    let (restored, report) = rehearse(path, &opening, &migrations, &outside, &folder, &mut say).await?;
    for sentence in restored.sentences().into_iter().chain(report.sentences()) {
        println!("{sentence}");
    }
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}
