//! Tests at the door: a house over a test database, named people, and requests without a network.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use database::{Db, fetch_one};
use interface::Site;
use jiff::tz::TimeZone;
use kernel::{Actor, Breakdown, Function, Grant, Outside, Person, Scope, Uuid};
use tower::ServiceExt;

use crate::house::Boxed;
use crate::{Door, Gatekeeper, House, Keys, Metrics, Settings};

/// Settings of a test house.
pub fn settings() -> Settings {
    Settings {
        site: Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() },
        public_url: "http://localhost".into(),
        zone: TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC),
        trusted_proxy_count: 0,
        requests_at_once: 100_000,
        requests_per_second: 100_000,
        body_limit_bytes: 1 << 20,
        upload_limit_bytes: 20_000_000,
        beacon: beacon::QUICKNET,
        metrics_token: Some("essai".into()),
        is_demonstration: true,
    }
}

/// People known by their session token: `chef` (project manager), `asso` (association), `elue`, `audit`,
/// `admin`, … and `chef-sans-code`, who has not given her second factor.
pub struct NamedPeople;

/// The function behind a test token.
pub fn function(token: &str) -> Option<Function> {
    Some(match token {
        "chef" | "chef-sans-code" => Function::ProjectManager,
        "admin" => Function::Administrator,
        "asso" => Function::CarrierEditor,
        "elue" => Function::Elected,
        "financeur" => Function::Funder,
        "conseil" => Function::CouncilMember,
        "enquete" => Function::Interviewer,
        "elections" => Function::ElectionsAgent,
        "prefecture" => Function::PrefectDelegate,
        "audit" => Function::Auditor,
        "dpo" => Function::DataProtectionOfficer,
        _ => return None,
    })
}

impl Gatekeeper for NamedPeople {
    fn actor<'a>(&'a self, _: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move {
            let Some(function) = function(token) else { return Ok(Actor::Visitor) };
            let rank = Function::ALL.iter().position(|known| *known == function).unwrap_or(0) as u128;
            Ok(Actor::Person(Person {
                account: Uuid::from_u128(1000 + rank),
                session: Uuid::from_u128(2000 + rank),
                name: format!("Personne d’essai ({token})"),
                grants: vec![Grant { function, scope: Scope::EVERYWHERE }],
                has_second_factor: token != "chef-sans-code",
                acting_for: None,
            }))
        })
    }
}

/// A house over this database, with named people.
///
/// # Panics
/// When no folder can be made for its attachments.
pub fn house(db: Db, outside: Outside) -> Arc<House> {
    let folder = tempfile::Builder::new().prefix("parvis-essai-").tempdir().map(tempfile::TempDir::keep);
    let vault = match folder.and_then(|folder| files::LocalVault::open(&folder)) {
        Ok(vault) => vault,
        Err(error) => panic!("no folder for attachments: {error}"),
    };
    Arc::new(House {
        db,
        outside,
        vault: Arc::new(vault),
        bell: jobs::Bell::default(),
        keys: Keys::new([5; 32]),
        settings: settings(),
        metrics: Metrics::default(),
        kept_pages: crate::KeptPages::default(),
        shelves: crate::Shelves::default(),
        gatekeeper: Arc::new(NamedPeople),
        links: |_| Vec::new(),
    })
}

/// A slice's doors, ready to be knocked at.
pub struct Knocker {
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// `Location`, empty when none.
    pub location: String,
    /// The page.
    pub body: String,
    /// The file, byte for byte.
    pub bytes: Vec<u8>,
    /// `Content-Type`.
    pub media_type: String,
    /// The session token put in the cookie: `None` when the cookie was left alone, empty when it was taken away.
    pub token: Option<String>,
}

impl Knocker {
    /// Behind these doors.
    pub fn new(door: Door, house: Arc<House>) -> Self {
        Self { router: door.into_surface(house).router }
    }

    /// Asks for a page as somebody (`""`: a visitor).
    pub async fn get(&self, token: &str, path: &str) -> Reply {
        self.send(Request::get(path), token, Body::empty()).await
    }

    /// Asks for a file as somebody: its bytes as they are.
    pub async fn get_bytes(&self, token: &str, path: &str) -> Vec<u8> {
        let request = Request::get(path).header(header::COOKIE, format!("parvis={token}")).body(Body::empty());
        let request = request.unwrap_or_else(|error| panic!("not a request: {error}"));
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default().to_vec()
    }

    /// Sends a form as somebody.
    pub async fn post(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        let encoded: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", crate::answer::encode(name), crate::answer::encode(value)))
            .collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, token, Body::from(encoded.join("&"))).await
    }

    /// Sends a form with one file.
    pub async fn upload(&self, token: &str, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Reply {
        const EDGE: &str = "limite-d-essai";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (name, file_name, bytes) = file;
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{EDGE}--\r\n").bytes());
        let request = Request::post(path).header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"));
        self.send(request, token, Body::from(body)).await
    }

    async fn send(&self, request: axum::http::request::Builder, token: &str, body: Body) -> Reply {
        let request = match token {
            "" => request,
            token => request.header(header::COOKIE, format!("parvis={token}")),
        };
        let request = match request.header("sec-fetch-site", "same-origin").body(body) {
            Ok(request) => request,
            Err(error) => panic!("not a request: {error}"),
        };
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let header = |name: header::HeaderName| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let (location, media_type) = (header(header::LOCATION), header(header::CONTENT_TYPE));
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        let token = cookies.filter_map(|line| line.to_str().ok()?.strip_prefix("parvis=")?.split(';').next());
        let token = token.map(str::to_owned).next();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status, location, body, bytes: bytes.to_vec(), media_type, token }
    }
}

/// A page with ordinary spaces, to look for sentences in it.
pub fn plain(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ").replace("&nbsp;", " ")
}

/// The hidden value of a page: the first field of that name.
///
/// # Panics
/// There is none.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Rows of a table.
///
/// # Panics
/// The database failed.
pub async fn count(house: &House, table: &str) -> i64 {
    let counted = async {
        let mut tx = house.read().await?;
        let sql = database::sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let (count,): (i64,) = fetch_one!(&mut tx, sql)?;
        Ok(count)
    };
    counted.await.unwrap_or_else(|error: database::DbError| panic!("not counted: {error}"))
}

/// The journal is whole, and says nothing was changed behind its back.
///
/// # Panics
/// It is not, or the database failed.
pub async fn sound(house: &House) {
    let verified = async { journal::verify(&mut house.read().await?).await };
    let report = verified.await.unwrap_or_else(|error| panic!("not verified: {error}"));
    assert!(report.findings.is_empty(), "{report:?}");
}
