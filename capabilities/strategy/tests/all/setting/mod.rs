//! A contract built by knocking at doors, over a test database.

use database::{Migration, fetch_one};
use kernel::Uuid;
use web::House;
pub use web::testing::plain;
use web::testing::{Knocker, Reply};

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    [database::search::MIGRATIONS, journal::MIGRATIONS, jobs::MIGRATIONS, territory::MIGRATIONS, strategy::MIGRATIONS]
        .concat()
}

/// Somebody at work: a project manager at the doors.
pub struct Manager<'a> {
    pub knocker: &'a Knocker,
}

impl Manager<'_> {
    /// Sends a form that must be accepted; where it leads.
    pub async fn does(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let reply = self.knocker.post("chef", path, fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{path} {fields:?}: {}", reply.body);
        reply.location
    }

    /// Sends a form; what comes back.
    pub async fn tries(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let reply = self.knocker.post("chef", path, fields).await;
        Reply { body: plain(&reply.body), ..reply }
    }

    /// What anybody reads there.
    pub async fn public(&self, path: &str) -> String {
        plain(&self.knocker.get("", path).await.body)
    }

    /// Reads a page that must be there.
    pub async fn reads(&self, path: &str) -> String {
        let reply = self.knocker.get("chef", path).await;
        assert_eq!(reply.status.as_u16(), 200, "{path}: {}", reply.body);
        assert!(reply.body.len() <= 50_000, "{path}: {} bytes", reply.body.len());
        plain(&reply.body)
    }

    /// Opens a contract; its identifier.
    pub async fn opens(&self, code: &str, title: &str, status: &str) -> String {
        let fields = [
            ("titre", title),
            ("porteur", "Agglomération d’essai"),
            ("reference", code),
            ("debut-jour", "31"),
            ("debut-mois", "3"),
            ("debut-annee", "2024"),
            ("fin-jour", "30"),
            ("fin-mois", "3"),
            ("fin-annee", "2030"),
            ("revision-annee", "2027"),
            ("etat", status),
        ];
        let location = self.does("/gestion/contrats/nouveau", &fields).await;
        location.trim_start_matches("/gestion/contrats/").split('?').next().unwrap_or_default().to_owned()
    }

    /// Names a level: `place` is its depth or `transversal`. Its identifier, read on the sheet.
    pub async fn level(&self, contract: &str, place: &str, names: (&str, &str)) -> String {
        let fields = [("profondeur", place), ("singulier", names.0), ("pluriel", names.1)];
        self.does(&format!("/gestion/contrats/{contract}/niveaux"), &fields).await;
        let sheet = self.reads(&format!("/gestion/contrats/{contract}")).await;
        let mark = format!("Renommer<span class=\"visually-hidden\"> {}</span>", names.0);
        let before = sheet.split(&mark).next().unwrap_or_default();
        let id = before.rsplit("/gestion/contrats/niveaux/").next().unwrap_or_default();
        id.split('"').next().unwrap_or_default().to_owned()
    }

    /// Adds a node; its identifier.
    pub async fn node(&self, contract: &str, (level, parent): (&str, &str), code: &str, title: &str) -> String {
        let fields = [("niveau", level), ("parent", parent), ("reference", code), ("intitule", title)];
        id_of(&self.does(&format!("/gestion/contrats/{contract}/elements"), &fields).await)
    }
}

/// The node an address shows.
pub fn id_of(location: &str) -> String {
    let id = location.split("pres=").nth(1).and_then(|rest| rest.split(['&', '#']).next()).unwrap_or_default();
    assert!(id.parse::<Uuid>().is_ok(), "{location} shows no node");
    id.to_owned()
}

/// How many rows a table has.
pub async fn count(house: &House, sql: &'static str) -> i64 {
    let mut tx = house.read().await.expect("read");
    let (count,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
    count
}
