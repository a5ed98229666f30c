//! Configuration: the file, then the environment, then the command line; the last word wins. Every value
//! remembers where it comes from, so that `config check` can say it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use interface::Site;
use jiff::tz::TimeZone;
use jobs::mail::{Carrier, Sender, SmtpSettings};
use site::Contacts;

use crate::command_line::Common;

/// One thing that can be set.
pub struct Key {
    /// In the file: `mail.url`; in the environment: `PARVIS_MAIL_URL`.
    pub name: &'static str,
    /// Without it; empty when there is none.
    pub default: &'static str,
    /// What it is, in French.
    pub about: &'static str,
    /// Whether its value must not be shown.
    pub is_secret: bool,
}

const fn key(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key { name, default, about, is_secret: false }
}

const fn secret(name: &'static str, about: &'static str) -> Key {
    Key { name, default: "", about, is_secret: true }
}

/// Everything that can be set.
pub const KEYS: &[Key] = &[
    key("data", "donnees", "Dossier des données : base embarquée, pièces jointes, clé"),
    secret("database", "Base de données : sqlite:chemin ou postgres://… ; vide : sqlite dans le dossier des données"),
    key("listen", "127.0.0.1:8080", "Adresse et port d’écoute"),
    key("public_url", "", "Adresse que tapent les gens, sans / final ; vide : http:// et l’adresse d’écoute"),
    key("service", "Parvis", "Nom du service, en tête de chaque page"),
    key("town", "", "Nom de la ville ou de l’intercommunalité"),
    key("contact.director", "", "Direction de la publication, pour les mentions légales"),
    key("contact.host", "", "Hébergeur : nom et adresse, pour les mentions légales"),
    key("contact.email", "", "Adresse de contact montrée sur le site"),
    key("contact.phone", "", "Téléphone de contact montré sur le site"),
    key("contact.data_protection", "", "Délégué·e à la protection des données : nom ou adresse"),
    key("time_zone", "Europe/Paris", "Fuseau horaire de la ville"),
    secret("key", "Clé maîtresse : 64 chiffres hexadécimaux ; vide : le fichier « cle » du dossier des données"),
    key("trusted_proxies", "0", "Nombre de serveurs mandataires de confiance devant Parvis"),
    key("requests_at_once", "200", "Requêtes qu’une même adresse peut faire d’un coup"),
    key("requests_per_second", "20", "Requêtes qu’une même adresse peut faire ensuite chaque seconde"),
    key("request_limit_kb", "1024", "Taille d’un envoi ordinaire, en ko"),
    key("upload_limit_mb", "50", "Taille d’un fichier envoyé, en Mo"),
    key(
        "encoder",
        "",
        "Encodeur de phrases, pour que les thèmes proposés tiennent compte du sens : chemin du fichier publié ; vide : sans",
    ),
    key(
        "beacon",
        "",
        "Balise publique des tirages : chemin du fichier « info » que publie le réseau ; vide : drand quicknet",
    ),
    key("clamd", "", "Antivirus qui regarde chaque fichier reçu : hôte:port ou unix:/chemin de clamd ; vide : sans"),
    key("workers", "2", "Travaux menés de front par « serve » et « work »"),
    secret("metrics_token", "Jeton qui ouvre /metriques ; vide : fermé"),
    secret("mail.url", "Serveur de courriel : smtps://utilisateur:motdepasse@serveur ; vide : pas d’envoi"),
    key("mail.folder", "", "Dossier où écrire les courriels au lieu de les envoyer (essais)"),
    key("mail.from", "", "Expéditeur des courriels : Contrat de ville <nom@exemple.fr>"),
    key("log", "info,sqlx=warn", "Ce que dit le journal technique : error, warn, info, debug"),
    key("log_format", "texte", "Forme du journal technique : texte ou json"),
];

/// Form of the technical log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// A value and where it comes from.
#[derive(Clone, Debug)]
pub struct Given {
    /// As it was written.
    pub text: String,
    /// In French: « parvis.toml », « PARVIS_TOWN », « ligne de commande », « valeur par défaut ».
    pub origin: String,
}

/// The configuration, read and checked.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Folder of the data.
    pub data: PathBuf,
    /// URL of the database.
    pub database: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where people reach the platform; none: the address listened to.
    pub public_url: Option<String>,
    /// Names on every page.
    pub site: Site,
    /// Who answers for the site.
    pub contacts: Contacts,
    /// Time zone.
    pub zone: TimeZone,
    /// The master key, when given as text.
    pub key: Option<String>,
    /// Proxies of ours in front.
    pub trusted_proxy_count: usize,
    /// Requests at once from an address.
    pub requests_at_once: u32,
    /// Requests a second from an address.
    pub requests_per_second: u32,
    /// Largest ordinary request.
    pub body_limit_bytes: usize,
    /// Largest file.
    pub upload_limit_bytes: usize,
    /// The encoder of sentences, when there is one: the published file.
    pub encoder: Option<PathBuf>,
    /// The public beacon of draws.
    pub beacon: beacon::Chain,
    /// Who looks for malware in files, when there is one.
    pub scanner: Option<files::Scanner>,
    /// Jobs at once.
    pub worker_count: usize,
    /// Token of the figures for supervision.
    pub metrics_token: Option<String>,
    /// How mails leave.
    pub carrier: Option<Carrier>,
    /// Filter of the log.
    pub log: String,
    /// Form of the log.
    pub log_format: LogFormat,
}

/// What the sources say, before it is understood.
#[derive(Debug)]
pub struct Sources {
    /// By key name.
    pub given: BTreeMap<&'static str, Given>,
    /// The file read, if any.
    pub file: Option<PathBuf>,
    /// What is wrong in the sources themselves.
    pub problems: Vec<String>,
    /// What is odd but harmless.
    pub notes: Vec<String>,
}

impl Sources {
    /// Reads file, environment and command line.
    pub fn read(common: &Common, environment: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut sources = Self { given: BTreeMap::new(), file: None, problems: Vec::new(), notes: Vec::new() };
        for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
            sources.give(key, key.default, "valeur par défaut");
        }
        let environment: Vec<(String, String)> =
            environment.into_iter().filter(|(name, _)| name.starts_with("PARVIS_")).collect();
        let from_environment =
            environment.iter().find(|(name, _)| name == "PARVIS_CONFIG").map(|(_, path)| PathBuf::from(path));
        match common.config.clone().or(from_environment) {
            Some(path) => sources.read_file(&path),
            None if Path::new("parvis.toml").exists() => sources.read_file(Path::new("parvis.toml")),
            None => {}
        }
        for (name, text) in &environment {
            let known = KEYS.iter().find(|key| variable(key) == *name);
            match known {
                Some(key) => sources.give(key, text, name),
                None if name == "PARVIS_CONFIG" => {}
                None => sources.notes.push(format!("La variable {name} n’est pas une variable de configuration.")),
            }
        }
        let data = common.data.as_ref().map(|path| path.display().to_string());
        for (name, text) in [("data", data), ("database", common.database.clone())] {
            if let (Some(key), Some(text)) = (KEYS.iter().find(|key| key.name == name), text) {
                sources.give(key, &text, "ligne de commande");
            }
        }
        sources
    }

    /// Sets a value said on the command line.
    pub fn say(&mut self, name: &str, text: &str) {
        if let Some(key) = KEYS.iter().find(|key| key.name == name) {
            self.give(key, text, "ligne de commande");
        }
    }

    fn give(&mut self, key: &Key, text: &str, origin: &str) {
        self.given.insert(key.name, Given { text: text.trim().to_owned(), origin: origin.to_owned() });
    }

    fn read_file(&mut self, path: &Path) {
        let shown = path.display().to_string();
        self.file = Some(path.to_owned());
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return self.problems.push(format!("Le fichier {shown} n’a pas pu être lu : {error}.")),
        };
        let table: toml::Table = match toml::from_str(&text) {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
                return self.problems.push(format!(
                    "Le fichier {shown} n’est pas du TOML à la ligne {line}. Écrivez par exemple : town = \"Carcassonne\"."
                ));
            }
        };
        let mut flat = Vec::new();
        flatten("", &table, &mut flat);
        for (name, value) in flat {
            match (KEYS.iter().find(|key| key.name == name), value) {
                (Some(key), Some(text)) => self.give(key, &text, &shown),
                (Some(_), None) => self.problems.push(format!("{shown} : {name} attend un texte ou un nombre.")),
                (None, _) => {
                    self.problems.push(format!("{shown} : {name} n’est pas une clé connue.{}", nearest(&name)))
                }
            }
        }
    }

    fn text(&self, name: &str) -> &str {
        self.given.get(name).map_or("", |given| given.text.as_str())
    }

    /// Understands the values.
    ///
    /// # Errors
    /// Every problem found, in French, each with the key and where its value comes from.
    pub fn understand(&self) -> Result<Configuration, Vec<String>> {
        let mut problems = self.problems.clone();
        let mut wrong = |name: &str, why: &str| {
            let (text, origin) =
                self.given.get(name).map_or(("", "absent"), |given| (given.text.as_str(), given.origin.as_str()));
            let is_secret = KEYS.iter().any(|key| key.name == name && key.is_secret);
            let shown = if is_secret { "…" } else { text };
            problems.push(format!("{name} = « {shown} » ({origin}) : {why}"));
        };
        let listen = self.text("listen").parse().unwrap_or_else(|_| {
            wrong("listen", "écrivez une adresse et un port, par exemple 127.0.0.1:8080.");
            SocketAddr::from(([127, 0, 0, 1], 8080))
        });
        let mut number = |name: &str, least: u64, most: u64| -> u64 {
            self.text(name).parse().ok().filter(|value| (least..=most).contains(value)).unwrap_or_else(|| {
                wrong(name, &format!("écrivez un nombre entier entre {least} et {most}."));
                least
            })
        };
        let (trusted_proxies, workers) = (number("trusted_proxies", 0, 16), number("workers", 1, 64));
        let (at_once, per_second) =
            (number("requests_at_once", 1, 1_000_000), number("requests_per_second", 1, 1_000_000));
        let (body_kb, upload_mb) = (number("request_limit_kb", 16, 65_536), number("upload_limit_mb", 1, 4096));
        let zone = TimeZone::get(self.text("time_zone")).unwrap_or_else(|_| {
            wrong("time_zone", "ce fuseau n’existe pas ; pour la métropole, écrivez Europe/Paris.");
            TimeZone::UTC
        });
        let log_format = match self.text("log_format") {
            "json" => LogFormat::Json,
            "texte" => LogFormat::Text,
            _ => {
                wrong("log_format", "écrivez texte ou json.");
                LogFormat::Text
            }
        };
        let public_url = Some(self.text("public_url").trim_end_matches('/').to_owned()).filter(|url| !url.is_empty());
        let is_origin = |url: &String| {
            let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['/', '?', '#', '@', ' ']))
        };
        if public_url.as_ref().is_some_and(|url| !is_origin(url)) {
            wrong(
                "public_url",
                "écrivez https:// et le nom du site, sans chemin, par exemple https://contrat.ville.fr.",
            );
        }
        let key = Some(self.text("key").to_owned()).filter(|text| !text.is_empty());
        if key.as_ref().is_some_and(|text| web::Keys::from_text(text).is_none()) {
            wrong("key", "la clé compte 64 chiffres hexadécimaux (0 à 9, a à f).");
        }
        let carrier = self.carrier().unwrap_or_else(|(name, why)| {
            wrong(name, &why);
            None
        });
        let encoder = Some(PathBuf::from(self.text("encoder"))).filter(|path| !path.as_os_str().is_empty());
        if let Some(Err(told)) = encoder.as_deref().map(crate::encoder::check) {
            wrong("encoder", &told);
        }
        let beacon = match self.text("beacon") {
            "" => Ok(beacon::QUICKNET),
            path => std::fs::read_to_string(path)
                .map_err(|error| format!("ce fichier ne se lit pas ({error})"))
                .and_then(|info| beacon::Chain::of_info(&info)),
        };
        let beacon = beacon.unwrap_or_else(|told| {
            wrong("beacon", &format!("{told}."));
            beacon::QUICKNET
        });
        let scanner = files::Scanner::read(self.text("clamd"));
        if scanner.is_none() && !self.text("clamd").is_empty() {
            wrong("clamd", "écrivez hôte:port, par exemple 127.0.0.1:3310, ou unix:/run/clamav/clamd.ctl.");
        }
        let data = PathBuf::from(self.text("data"));
        let database = match self.text("database") {
            "" => format!("sqlite:{}", data.join("parvis.sqlite").display()),
            url => url.to_owned(),
        };
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme)) {
            wrong("database", "écrivez sqlite:chemin/parvis.sqlite ou postgres://utilisateur:motdepasse@serveur/base.");
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let megabyte = 1_000_000;
        Ok(Configuration {
            data,
            database,
            listen,
            public_url,
            site: Site {
                service: self.text("service").to_owned(),
                town: self.text("town").to_owned(),
                ..Site::default()
            },
            contacts: Contacts {
                director: self.text("contact.director").to_owned(),
                host: self.text("contact.host").to_owned(),
                email: self.text("contact.email").to_owned(),
                phone: self.text("contact.phone").to_owned(),
                data_protection: self.text("contact.data_protection").to_owned(),
            },
            zone,
            key,
            trusted_proxy_count: trusted_proxies as usize,
            requests_at_once: at_once as u32,
            requests_per_second: per_second as u32,
            body_limit_bytes: body_kb as usize * 1000,
            upload_limit_bytes: upload_mb as usize * megabyte,
            encoder,
            beacon,
            scanner,
            worker_count: workers as usize,
            metrics_token: Some(self.text("metrics_token").to_owned()).filter(|token| !token.is_empty()),
            carrier,
            log: self.text("log").to_owned(),
            log_format,
        })
    }

    fn carrier(&self) -> Result<Option<Carrier>, (&'static str, String)> {
        let (url, folder, from) = (self.text("mail.url"), self.text("mail.folder"), self.text("mail.from"));
        if url.is_empty() && folder.is_empty() {
            return Ok(None);
        }
        if !url.is_empty() && !folder.is_empty() {
            return Err((
                "mail.folder",
                "choisissez un serveur (mail.url) ou un dossier (mail.folder), pas les deux.".into(),
            ));
        }
        if !url.is_empty() {
            let named = |field: &str| if field == "from" { "mail.from" } else { "mail.url" };
            return SmtpSettings::read(url, from)
                .map(|settings| Some(Carrier::Smtp(settings)))
                .map_err(|error| (named(&error.field), error.sentence));
        }
        let from = Sender::read(from).map_err(|error| ("mail.from", error.sentence))?;
        Ok(Some(Carrier::Folder { folder: PathBuf::from(folder), from }))
    }
}

/// The environment variable of a key.
pub fn variable(key: &Key) -> String {
    format!("PARVIS_{}", key.name.replace('.', "_").to_uppercase())
}

fn flatten(prefix: &str, table: &toml::Table, out: &mut Vec<(String, Option<String>)>) {
    for (name, value) in table {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(below) => flatten(&name, below, out),
            toml::Value::String(text) => out.push((name, Some(text.clone()))),
            toml::Value::Integer(number) => out.push((name, Some(number.to_string()))),
            toml::Value::Boolean(value) => out.push((name, Some(value.to_string()))),
            _ => out.push((name, None)),
        }
    }
}

/// A known key that looks like the one written.
fn nearest(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let is_near = |key: &&Key| key.name.ends_with(last) || key.name.starts_with(name) || name.starts_with(key.name);
    KEYS.iter().find(is_near).map_or_else(String::new, |key| format!(" Vouliez-vous écrire « {} » ?", key.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(file: &str, environment: &[(&str, &str)], common: Common) -> Sources {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("essai.toml");
        std::fs::write(&path, file).expect("write");
        let environment = environment.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Sources::read(&Common { config: Some(path), ..common }, environment)
    }

    #[test]
    fn the_last_word_wins_and_says_where_it_comes_from() {
        let file = "town = \"A\"\nservice = \"Fichier\"\ndata = \"f\"\n[mail]\nfolder = \"m\"\nfrom = \"a@b.fr\"";
        let common = Common { data: Some("ligne".into()), ..Common::default() };
        let sources = from(file, &[("PARVIS_TOWN", "B"), ("PARVIS_DATA", "env"), ("AUTRE", "x")], common);
        let configuration = sources.understand().expect("right");
        assert_eq!((configuration.site.town.as_str(), configuration.site.service.as_str()), ("B", "Fichier"));
        assert_eq!(configuration.database, "sqlite:ligne/parvis.sqlite");
        assert!(matches!(configuration.carrier, Some(Carrier::Folder { .. })));
        assert_eq!(sources.given["town"].origin, "PARVIS_TOWN");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let file = "twon = \"A\"\nlisten = \"ici\"\nworkers = 0\ndatabase = \"mysql://moi:secret@x/y\"\n[mail]\nurl = \"smtp://\"";
        let problems =
            from(file, &[("PARVIS_TIME_ZONE", "Mars/Olympe")], Common::default()).understand().expect_err("wrong");
        let all = problems.join("\n");
        for part in ["twon", "listen", "workers", "time_zone", "Mars/Olympe", "mail.url", "database"] {
            assert!(all.contains(part), "{part} in {all}");
        }
        assert!(!all.contains("secret"), "{all}");
    }

    #[test]
    fn a_file_that_is_not_toml_is_told_by_its_line() {
        let problems = from("town = \"A\"\nservice = Parvis", &[], Common::default()).understand().expect_err("wrong");
        assert!(problems[0].contains("ligne 2"), "{problems:?}");
    }
}
