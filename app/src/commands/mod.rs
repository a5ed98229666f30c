//! One file per command.

mod account;
mod config;
mod demo;
mod draw;
mod export;
mod form;
mod migrate;
mod safekeeping;
mod serve;
mod start;
mod subsidies;
mod tabulate;
mod territory;
mod themes;

use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use crate::command_line::{Command, CommandLine};
use crate::configuration::{Configuration, Sources};

/// Why a command did not end well, for the operator.
#[derive(Debug)]
pub struct Problem {
    sentence: String,
    code: u8,
}

impl Problem {
    /// The command could not be done (exit code 1).
    pub fn told(sentence: impl Display) -> Self {
        Self { sentence: sentence.to_string(), code: 1 }
    }

    /// The command line or the configuration is to be corrected (exit code 2).
    pub fn to_correct(sentence: impl Display) -> Self {
        Self { sentence: sentence.to_string(), code: 2 }
    }

    /// It was looked at to the end, and the answer is no (exit code 3).
    pub fn refused(sentence: impl Display) -> Self {
        Self { sentence: sentence.to_string(), code: 3 }
    }

    /// A file cannot be read (exit code 1).
    pub fn unread(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::told(match error.kind() {
            ErrorKind::NotFound => format!("Le fichier {path} n’existe pas"),
            ErrorKind::IsADirectory => format!("{path} est un dossier : un fichier est attendu"),
            ErrorKind::PermissionDenied => {
                format!("Le fichier {path} ne peut pas être lu : ses droits ne le permettent pas")
            }
            _ => format!("Le fichier {path} n’a pas pu être lu : {error}"),
        })
    }

    /// Prints it on the standard error.
    pub fn print(self) -> ExitCode {
        let mut sentence = self.sentence;
        if let Some(first) = sentence.chars().next() {
            sentence.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        if !sentence.ends_with(['.', '!', '?', '\n']) {
            sentence.push('.');
        }
        eprintln!("{}", sentence.trim_end());
        ExitCode::from(self.code)
    }
}

/// How a command ends.
pub type Ended = Result<ExitCode, Problem>;

/// What several errors of the foundations become.
macro_rules! told {
    ($($error:ty),*) => {
        $(impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                Self::told(error)
            }
        })*
    };
}
told!(database::OpenError, database::migrations::MigrateError, web::ServeError, ::demo::LoadError);

impl From<database::DbError> for Problem {
    fn from(error: database::DbError) -> Self {
        if error.is_disk_full() {
            return Self::told(
                "Le disque est plein : rien n’a été perdu de ce qui était enregistré. Libérez de la place, puis recommencez.",
            );
        }
        Self::told(format!("La base de données n’a pas répondu comme attendu : {error}"))
    }
}

impl From<kernel::Failure> for Problem {
    fn from(failure: kernel::Failure) -> Self {
        match failure {
            kernel::Failure::Input(errors) => {
                let sentences: Vec<String> = errors.into_iter().map(|error| error.sentence).collect();
                Self::told(sentences.join("\n"))
            }
            kernel::Failure::Refused(kernel::Refusal::Rule { title, explanation }) => {
                Self::told(format!("{title}. {explanation}"))
            }
            kernel::Failure::Refused(kernel::Refusal::Conflict { explanation, .. }) => Self::told(explanation),
            kernel::Failure::Refused(_) => Self::told("L’objet demandé n’existe pas ou cet acte n’est pas permis"),
            kernel::Failure::Broken(breakdown) => {
                Self::told(format!("Une partie de Parvis n’a pas fonctionné : {breakdown}"))
            }
        }
    }
}

/// Runs what was asked. What needs no server and no database waits for nobody: no thread is started for it.
pub fn run(asked: CommandLine) -> Ended {
    let mut sources = Sources::read(&asked.common, std::env::vars());
    match asked.command {
        Command::Demo { listen } => waited(demo::run(sources, asked.common.data, listen)),
        Command::Serve { listen, without_jobs, without_migration } => {
            if let Some(listen) = listen {
                sources.say("listen", &listen.to_string());
            }
            waited(serve::run(&configured(&sources)?, without_jobs, without_migration))
        }
        Command::Migrate { check } => waited(migrate::run(&configured(&sources)?, check)),
        Command::Work => waited(serve::work(&configured(&sources)?)),
        Command::Backup { out, passphrase_file } => {
            waited(safekeeping::backup(&configured(&sources)?, &out, passphrase_file.as_deref()))
        }
        Command::Restore { from, erasures, passphrase_file } => {
            let files = (passphrase_file.as_deref(), erasures.as_deref());
            waited(safekeeping::restore(&configured(&sources)?, &from, files))
        }
        Command::Verify { backup: Some(path), passphrase_file } => {
            waited(safekeeping::verify_backup(&path, passphrase_file.as_deref()))
        }
        Command::Verify { backup: None, .. } => waited(safekeeping::verify(&configured(&sources)?)),
        Command::Territory(command) => waited(territory::run(command, &sources)),
        Command::Form(command) => form::run(&command),
        Command::Tabulate(asked) => tabulate::run(&asked),
        Command::Themes(asked) => themes::run(&asked),
        Command::Draw(command) => draw::run(&command),
        Command::Subsidies(command) => subsidies::run(&command),
        Command::Account(command) => waited(account::run(command, &configured(&sources)?)),
        Command::Export { out, agents } => waited(export::run(&configured(&sources)?, &out, agents)),
        Command::Config(_) => Ok(config::check(&sources)),
    }
}

/// Runs what waits for a database, a disk or a network.
fn waited(work: impl Future<Output = Ended>) -> Ended {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Problem::told(format!("Parvis n’a pas pu démarrer : {error}")))?.block_on(work)
}

/// The configuration, or everything that is to be corrected in it. Starts the log.
fn configured(sources: &Sources) -> Result<Configuration, Problem> {
    let configuration = sources.understand().map_err(|problems| {
        let advice = "« parvis config check » dit d’où vient chaque valeur.";
        Problem::to_correct(format!("La configuration est à corriger :\n  - {}\n{advice}", problems.join("\n  - ")))
    })?;
    crate::logging::start(&configuration.log, configuration.log_format);
    Ok(configuration)
}
