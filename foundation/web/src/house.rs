//! What every handler is handed: the database, time and chance, keys, settings.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use database::{Acting, Db, Tx};
use files::Vault;
use interface::{Link, Site};
use jiff::tz::TimeZone;
use jobs::Bell;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside};

use crate::{KeptPages, Keys, Metrics, Shelves};

/// Settings a request may depend on; read once at start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Names shown on every page.
    pub site: Site,
    /// Where people reach the platform, without a final `/`: `https://contrat.exemple.fr`.
    pub public_url: String,
    /// The town's time zone.
    pub zone: TimeZone,
    /// How many proxies in front are ours; the client's address is that many steps from the right of
    /// `X-Forwarded-For`. None: the address of the connection.
    pub trusted_proxy_count: usize,
    /// Requests a client address may make at once, and each second after that.
    pub requests_at_once: u32,
    /// See `requests_at_once`.
    pub requests_per_second: u32,
    /// Largest ordinary request, in bytes.
    pub body_limit_bytes: usize,
    /// Largest file sent, in bytes.
    pub upload_limit_bytes: usize,
    /// The public beacon that draws announced from now on may name.
    pub beacon: beacon::Chain,
    /// The token that opens `/metriques`; none: closed.
    pub metrics_token: Option<String>,
    /// Whether pages say that this is a demonstration.
    pub is_demonstration: bool,
}

impl Settings {
    /// Whether people reach the platform through HTTPS, which hardens cookies and headers.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// A boxed future, for traits kept as objects.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Knows sessions and people; the slice `accounts` is the one that implements it.
pub trait Gatekeeper: Send + Sync {
    /// Who holds this session token, if anybody still does.
    fn actor<'a>(&'a self, house: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>>;
}

/// What every handler is handed.
pub struct House {
    /// The database.
    pub db: Db,
    /// Time and chance.
    pub outside: Outside,
    /// Attachments.
    pub vault: Arc<dyn Vault>,
    /// Wakes the workers of this process: ring after a commit that queued a job or a mail.
    pub bell: Bell,
    /// Secrets.
    pub keys: Keys,
    /// Settings.
    pub settings: Settings,
    /// Figures for supervision.
    pub metrics: Metrics,
    /// Public pages, kept until something changes.
    pub kept_pages: KeptPages,
    /// What slices remember between two requests.
    pub shelves: Shelves,
    /// Who holds a session.
    pub gatekeeper: Arc<dyn Gatekeeper>,
    /// Links of the header for an actor; the binary knows every slice, so it gives them.
    pub links: fn(&Actor) -> Vec<Link>,
}

impl House {
    /// A transaction for reading.
    ///
    /// # Errors
    /// The database failed.
    pub async fn read(&self) -> database::Result<Tx> {
        self.db.read().await
    }

    /// A transaction for writing.
    ///
    /// # Errors
    /// The database failed.
    pub async fn write(&self) -> database::Result<Tx> {
        self.db.write().await
    }

    /// A whole writing transaction handed over: what many people do at once does not wait among their pages.
    ///
    /// # Errors
    /// Those of `act`; the database failed.
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl for<'t> FnOnce(&'t mut Tx) -> Acting<'t, T, Failure> + Send + 'static,
    ) -> Outcome<T> {
        self.db.act(act).await
    }

    /// The whole address of a path of ours.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }
}
