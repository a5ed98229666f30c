//! What can go wrong with a file: something the person can correct, or something broken on our side.

use database::DbError;
use kernel::french::spaced;
use kernel::{Breakdown, Failure, Refusal};

use crate::kinds::{Limits, size_in_french};

/// Why a file is not accepted, with what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct FileProblem {
    /// The name as the person knows it.
    pub name: String,
    /// What is wrong.
    pub reason: Reason,
    /// What would be accepted: « PDF, JPEG ou PNG de 10 Mo au plus ».
    pub accepted: String,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its name ends in a way that is not accepted here.
    Kind,
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// Nothing in it.
    Empty,
    /// Its content is not what its name announces.
    NotWhatItSays(&'static str),
    /// It announces text and holds something else.
    NotText,
    /// It is damaged, or only half of it came.
    Damaged,
    /// Opened, it would fill the memory.
    TooMuchInside,
    /// It carries macros.
    Macros,
    /// A photograph of a telephone in a form that most programs do not open.
    Heic,
    /// clamd found malware in it.
    Malware,
    /// A picture of more than this many million pixels.
    TooManyPixels(u64),
}

impl Reason {
    /// Why a name is refused before anything is read.
    pub(crate) fn of_name(name: &str) -> Self {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
        match end.as_str() {
            "heic" | "heif" => Self::Heic,
            "docm" | "xlsm" | "pptm" | "dotm" | "xltm" => Self::Macros,
            _ => Self::Kind,
        }
    }
}

impl FileProblem {
    pub(crate) fn new(name: &str, reason: Reason, limits: &Limits<'_>) -> Self {
        Self { name: name.to_owned(), reason, accepted: limits.french() }
    }

    fn sentence(&self) -> String {
        let Self { name, accepted, .. } = self;
        let text = match &self.reason {
            Reason::Kind => format!("Le fichier « {name} » n’est pas accepté : envoyez un {accepted}"),
            Reason::TooLarge(bytes) => format!(
                "Le fichier « {name} » dépasse {} : réduisez-le ou envoyez-le en plusieurs parties",
                size_in_french(*bytes)
            ),
            Reason::Empty => {
                format!("Le fichier « {name} » est vide : vérifiez-le sur votre ordinateur et renvoyez-le")
            }
            Reason::NotWhatItSays(kind) => format!(
                "Le fichier « {name} » n’est pas un {kind}, malgré son nom : enregistrez-le de nouveau en {kind} ou \
                 envoyez un {accepted}"
            ),
            Reason::NotText => format!(
                "Le fichier « {name} » n’est pas lisible comme texte : enregistrez-le en texte ou CSV, encodage UTF-8"
            ),
            Reason::Damaged => format!(
                "Le fichier « {name} » est abîmé ou incomplet : ouvrez-le, enregistrez-le de nouveau et renvoyez-le"
            ),
            Reason::TooMuchInside => format!(
                "Le fichier « {name} » contient trop de données une fois ouvert : envoyez-le en PDF ou en plus petit"
            ),
            Reason::Macros => {
                format!("Le fichier « {name} » contient des macros : enregistrez-le sans macros ou envoyez-le en PDF")
            }
            Reason::Heic => format!(
                "La photo « {name} » est au format HEIC, que tout le monde ne peut pas ouvrir : sur le téléphone, \
                 choisissez Réglages, Appareil photo, Formats, « Le plus compatible », et reprenez la photo ; ou \
                 envoyez-vous la photo par courriel, elle devient un JPEG"
            ),
            Reason::Malware => format!(
                "Le fichier « {name} » contient un programme malveillant : il n’a pas été gardé. Analysez votre \
                 ordinateur avec un antivirus, puis envoyez le fichier d’origine"
            ),
            Reason::TooManyPixels(millions) => {
                format!("L’image « {name} » dépasse {millions} millions de pixels : réduisez-la avant de l’envoyer")
            }
        };
        spaced(&text)
    }
}

/// What can go wrong when files are received, kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The person can correct it.
    #[error(transparent)]
    Refused(#[from] FileProblem),
    /// The connection stopped while the file was coming.
    #[error("the upload stopped before its end: {0}")]
    Interrupted(std::io::Error),
    /// The place where contents are kept failed.
    #[error("the vault failed ({place}): {problem}")]
    Vault {
        /// What was being done.
        place: &'static str,
        /// The system's word.
        problem: std::io::Error,
    },
    /// Nobody could look for malware in it: it is not kept.
    #[error("clamd did not answer: {0}")]
    Unscanned(std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl FileError {
    pub(crate) fn vault(place: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |problem| Self::Vault { place, problem }
    }

    /// The failure to return from an action: the sentence stands at the form field `field`.
    pub fn at_field(self, field: &str) -> Failure {
        match self {
            Self::Refused(problem) => Failure::field(field, problem.to_string()),
            Self::Interrupted(_) => Failure::field(
                field,
                "L’envoi du fichier s’est interrompu : vérifiez votre connexion et envoyez-le de nouveau",
            ),
            Self::Unscanned(_) => Failure::field(
                field,
                "L’antivirus du site ne répond pas : le fichier n’a pas été gardé. Renvoyez-le dans quelques minutes",
            ),
            Self::Vault { problem, .. } if problem.kind() == std::io::ErrorKind::StorageFull => {
                Failure::Refused(Refusal::rule(
                    "Le fichier n’a pas pu être enregistré : le serveur n’a plus de place",
                    "Gardez-le et réessayez dans quelques minutes ; l’équipe technique doit libérer de l’espace disque.",
                ))
            }
            Self::Database(error) => error.into(),
            other => Failure::Broken(Breakdown(Box::new(other))),
        }
    }
}
