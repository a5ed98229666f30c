//! What every command that works on an installation opens first: database, key, attachments, house.

use std::path::Path;
use std::sync::Arc;

use database::Db;
use files::LocalVault;
use jobs::Bell;
use kernel::Outside;
use web::{House, KeptPages, Keys, Metrics, Settings};

use super::Problem;
use crate::configuration::Configuration;
use crate::{indexing, outside, wiring};

/// What to do when the schema is not of this version.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Bring it to this version.
    Migrate,
    /// Refuse.
    Require,
}

/// An installation, opened.
pub struct Opened {
    /// The database.
    pub db: Db,
    /// Attachments.
    pub vault: LocalVault,
    /// Secrets.
    pub keys: Keys,
    /// Clock and chance.
    pub outside: Outside,
}

/// Opens the database, the attachments and the key.
pub async fn open(configuration: &Configuration, schema: Schema) -> Result<Opened, Problem> {
    let outside = outside::of_this_machine();
    let db = Db::open(&configuration.database).await?;
    let migrations = wiring::migrations();
    let is_new = match schema {
        Schema::Migrate => db.migrate(&migrations, &outside).await?.already_count == 0,
        Schema::Require => {
            db.check_schema(&migrations).await?;
            false
        }
    };
    let keys = keys(configuration, &outside, is_new)?;
    indexing::read_again(&db).await?;
    Ok(Opened { vault: vault(configuration)?, db, keys, outside })
}

/// Opens the folder of attachments.
pub fn vault(configuration: &Configuration) -> Result<LocalVault, Problem> {
    let folder = configuration.data.join("pieces");
    let opened = LocalVault::open(&folder).map(|vault| vault.with_scanner(configuration.scanner.clone()));
    opened.map_err(|error| {
        let folder = folder.display();
        Problem::told(format!(
            "Le dossier {folder} n’est pas utilisable ({error}). Vérifiez qu’il existe et que l’on peut y écrire"
        ))
    })
}

/// The house that serves pages at this address.
pub fn house(configuration: &Configuration, opened: &Opened, public_url: String, is_demonstration: bool) -> Arc<House> {
    wiring::introduce(configuration.contacts.clone());
    let settings = Settings {
        site: configuration.site.clone(),
        public_url,
        zone: configuration.zone.clone(),
        trusted_proxy_count: configuration.trusted_proxy_count,
        requests_at_once: configuration.requests_at_once,
        requests_per_second: configuration.requests_per_second,
        body_limit_bytes: configuration.body_limit_bytes,
        upload_limit_bytes: configuration.upload_limit_bytes,
        beacon: configuration.beacon.clone(),
        metrics_token: configuration.metrics_token.clone(),
        is_demonstration,
    };
    Arc::new(House {
        db: opened.db.clone(),
        outside: opened.outside.clone(),
        vault: Arc::new(opened.vault.clone()),
        bell: Bell::default(),
        keys: opened.keys.clone(),
        settings,
        metrics: Metrics::default(),
        kept_pages: KeptPages::default(),
        shelves: web::Shelves::default(),
        gatekeeper: wiring::gatekeeper(),
        links: wiring::links,
    })
}

/// The key given, or the one in the folder of the data; made only for an installation that is new.
pub fn keys(configuration: &Configuration, outside: &Outside, is_new: bool) -> Result<Keys, Problem> {
    if let Some(keys) = configuration.key.as_deref().and_then(Keys::from_text) {
        return Ok(keys);
    }
    let path = configuration.data.join("cle");
    let shown = path.display();
    match std::fs::read_to_string(&path) {
        Ok(text) => Keys::from_text(&text).ok_or_else(|| {
            Problem::told(format!(
                "Le fichier {shown} ne contient pas une clé : 64 chiffres hexadécimaux sont attendus"
            ))
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && is_new => {
            let bytes = outside.bytes::<32>();
            let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            write_secret(&path, &text)
                .map_err(|error| Problem::told(format!("La clé n’a pas pu être écrite dans {shown} : {error}")))?;
            Ok(Keys::new(bytes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Problem::told(format!(
            "La clé {shown} manque, alors que la base contient déjà des données chiffrées avec elle. Remettez ce fichier en \
             place (il est à part des sauvegardes), copiez-le de l’autre nœud, ou donnez la clé par PARVIS_KEY"
        ))),
        Err(error) => Err(Problem::told(format!("La clé {shown} n’a pas pu être lue : {error}"))),
    }
}

/// Writes a file only its owner can read, on the disk before we go on.
pub fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}
