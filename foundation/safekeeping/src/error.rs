//! What can go wrong, each with a sentence in French that says what to do.

use std::io::{Error, ErrorKind};

use database::DbError;
use database::migrations::MigrateError;
use files::FileError;

/// Why a backup, a restore or a verification did not end.
#[derive(Debug, thiserror::Error)]
pub enum SafekeepingError {
    /// There is a file under that name.
    #[error("le fichier {0} existe déjà : choisissez un autre nom, ou déplacez-le d’abord")]
    AlreadyThere(String),
    /// The folder of the archive cannot be used.
    #[error("le dossier {folder} n’est pas utilisable ({problem}) : vérifiez qu’il existe et que l’on peut y écrire")]
    Folder {
        /// The folder.
        folder: String,
        /// The system's word.
        problem: String,
    },
    /// No room left.
    #[error("le disque est plein : aucune sauvegarde n’a été écrite. Libérez de la place, puis recommencez")]
    DiskFull,
    /// No room left while restoring.
    #[error("le disque est plein : rien n’a été rétabli. Libérez de la place, puis recommencez")]
    DiskFullRestoring,
    /// The archive could not be written.
    #[error("la sauvegarde n’a pas pu être écrite : {0}")]
    Writing(Error),
    /// The archive cannot be opened.
    #[error("le fichier {path} n’a pas pu être ouvert : {problem}")]
    Opening {
        /// The file.
        path: String,
        /// The system's word.
        problem: String,
    },
    /// A passphrase that would not protect.
    #[error("la phrase de passe est trop courte : il en faut au moins {0} signes")]
    ShortPassphrase(usize),
    /// A key that is not one.
    #[error("« {0} » n’est pas une clé publique age : elle commence par « age1 » et « age-keygen » en fabrique")]
    UnknownRecipient(String),
    /// A private key that is not one.
    #[error("la clé privée age n’est pas lisible : elle commence par « AGE-SECRET-KEY-1 »")]
    UnknownIdentity,
    /// Encrypted, and no key was given.
    #[error("cette sauvegarde est chiffrée : donnez la phrase de passe ou la clé privée qui l’ouvre")]
    KeyNeeded,
    /// Encrypted with something else.
    #[error("la phrase de passe ou la clé n’ouvre pas cette sauvegarde : vérifiez-la, majuscules comprises")]
    WrongKey,
    /// Neither an encrypted nor a plain archive of ours.
    #[error("ce fichier n’est pas une sauvegarde de Parvis")]
    NotABackup,
    /// The end is missing.
    #[error(
        "la sauvegarde est incomplète : le fichier s’arrête avant la fin. Rien n’a été rétabli ; prenez-en une autre copie"
    )]
    Cut,
    /// Bytes changed.
    #[error("la sauvegarde est abîmée ({0}). Rien n’a été rétabli ; prenez-en une autre copie")]
    Damaged(String),
    /// A member is not what the manifest says.
    #[error(
        "la partie « {0} » de la sauvegarde n’est plus celle qui a été enregistrée. Rien n’a été rétabli ; prenez-en une autre copie"
    )]
    ChangedMember(String),
    /// Made by a version whose archives are not known here.
    #[error(
        "cette sauvegarde a été faite par une version plus récente de Parvis (format {0}) : installez cette version"
    )]
    NewerFormat(u32),
    /// Its schema has steps not known here.
    #[error(
        "cette base ou cette sauvegarde vient d’une version plus récente de Parvis (étape inconnue ici : {0}) : installez cette version"
    )]
    NewerSchema(String),
    /// One of its steps is not the one known here.
    #[error(
        "l’étape {0} du schéma diffère de celle de cette version : utilisez la version de Parvis qui a fait la sauvegarde"
    )]
    ChangedSchema(String),
    /// The target holds something.
    #[error(
        "la base où rétablir n’est pas vide ({0}) : une sauvegarde ne se rétablit que dans une base neuve. Rien n’a été modifié"
    )]
    NotEmpty(String),
    /// The target was prepared by a version newer than the archive.
    #[error(
        "la base où rétablir est déjà préparée pour une version plus récente que la sauvegarde (étape {0}) : donnez une base neuve, que Parvis préparera lui-même"
    )]
    TargetAhead(String),
    /// What was written is not what the archive holds.
    #[error("après écriture, la table {0} n’est pas identique à celle de la sauvegarde. Rien n’a été gardé")]
    Mismatch(String),
    /// The schema could not be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The database failed.
    #[error("la base de données n’a pas répondu comme attendu : {0}")]
    Database(DbError),
    /// The vault failed.
    #[error("le dossier des fichiers n’a pas répondu comme attendu : {0}")]
    Files(FileError),
    /// What was erased since could not be erased again.
    #[error(
        "la base est rétablie, mais ce qui avait été effacé depuis n’a pas pu l’être à nouveau ({0}) : ne la mettez pas en service, supprimez-la et recommencez"
    )]
    NotErased(String),
    /// A part of the program stopped.
    #[error("une partie de Parvis s’est arrêtée net : {0}")]
    Lost(String),
}

fn is_full(error: &Error) -> bool {
    // The header of the encryption tells the system's error inside one of its own.
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        || error.to_string().contains("StorageFull")
}

impl SafekeepingError {
    /// A failure while writing the archive or what waits to go into it.
    pub(crate) fn writing(error: Error) -> Self {
        if is_full(&error) { Self::DiskFull } else { Self::Writing(error) }
    }

    /// A failure while reading the archive.
    pub(crate) fn reading(error: Error) -> Self {
        match error.kind() {
            ErrorKind::UnexpectedEof => Self::Cut,
            _ => Self::Damaged(error.to_string()),
        }
    }

    /// The same failure, told by somebody who was restoring.
    pub(crate) fn while_restoring(self) -> Self {
        match self {
            Self::DiskFull => Self::DiskFullRestoring,
            other => other,
        }
    }
}

impl From<DbError> for SafekeepingError {
    fn from(error: DbError) -> Self {
        if error.is_disk_full() { Self::DiskFull } else { Self::Database(error) }
    }
}

impl From<FileError> for SafekeepingError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Vault { problem, .. } if is_full(&problem) => Self::DiskFull,
            FileError::Database(error) => error.into(),
            error => Self::Files(error),
        }
    }
}
