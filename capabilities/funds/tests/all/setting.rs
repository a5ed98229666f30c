//! A contract with two neighbourhoods, a fund of 2 000 € whose ceiling is 800 €, a committee of four.

use std::sync::Arc;

use database::{Db, Migration, fetch_all, fetch_one};
use kernel::{Actor, Outside, Uuid};
use strategy::actions::{ContractTerms, Status, create_contract};
use web::House;
pub use web::testing::plain;
use web::testing::{Knocker, Reply, house};

pub const HOME: &str = "/gestion/fonds";

const ACTOR: Actor = Actor::Platform("essai");

pub fn migrations() -> Vec<Migration> {
    [
        journal::MIGRATIONS,
        lineage::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        accounts::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        funds::MIGRATIONS,
    ]
    .concat()
}

/// What tests start from.
pub struct Setting {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub areas: Vec<Uuid>,
    /// Where the fund is.
    pub fund: String,
}

pub async fn arranged(db: Db, outside: Outside) -> Setting {
    let house = house(db, outside);
    let mut tx = house.write().await.expect("write");
    let areas = territory::testing::neighbourhoods(&mut tx, &house.outside, &["La Conte", "Grazailles"]).await;
    let terms = ContractTerms {
        title: "Contrat d’essai".into(),
        starts_on: "2024-03-31".parse().expect("a day"),
        ends_on: "2030-03-30".parse().expect("a day"),
        review_year: None,
        review_on: None,
        holder: String::new(),
        zoning_generation: None,
        status: Status::Proposed,
        source: String::new(),
        note: String::new(),
    };
    create_contract(&mut tx, &house.outside, &ACTOR, "essai", terms, &areas).await.expect("a contract");
    tx.commit().await.expect("kept");
    let knocker = Knocker::new(funds::door(), house.clone());
    let mut set = Setting { house, knocker, areas, fund: String::new() };
    let (status, page, to) = set.send("chef", &format!("{HOME}/nouveau"), &fund(&[])).await;
    assert_eq!(status, 303, "{page}");
    set.fund = to;
    set
}

/// A fund that holds, over which some fields change.
pub fn fund<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("sorte", "micro"),
        ("nom", "Fonds d’initiatives locales"),
        ("objet", "Aider les projets des habitants"),
        ("regles", "Un projet ouvert à tous"),
        ("porteur", "Régie de quartier"),
        ("service", "Service politique de la ville"),
        ("plafond", "800"),
        ("avance", "80"),
        ("delai", "60"),
        ("quorum", "3"),
        ("duree", "24"),
        ("ouvert", "oui"),
    ];
    over(&base, changes)
}

fn over<'a>(base: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = base.iter().copied().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

impl Setting {
    /// A page, with ordinary spaces.
    pub async fn read(&self, token: &str, path: &str) -> (u16, String) {
        let reply = self.knocker.get(token, path).await;
        (reply.status.as_u16(), plain(&reply.body))
    }

    /// Sends a form. Gives the status, the page, where it leads.
    pub async fn send(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        told(&self.knocker.post(token, path, fields).await)
    }

    /// Sends a form with a file.
    pub async fn upload(&self, token: &str, path: &str, fields: &[(&str, &str)], file: &[u8]) -> (u16, String, String) {
        told(&self.knocker.upload(token, path, fields, ("fichier", "ticket.pdf", file)).await)
    }

    /// An envelope of this year, for the whole territory.
    pub async fn envelope(&self, euros: &str) -> (u16, String) {
        let year = self.today().year().to_string();
        let fields = [("annee", &*year), ("montant", euros), ("source", "La ville et l’État")];
        let (status, page, _) = self.send("chef", &format!("{}/enveloppes", self.fund), &fields).await;
        (status, page)
    }

    /// The day it is in the town.
    pub fn today(&self) -> jiff::civil::Date {
        self.house.outside.now().day(&self.house.settings.zone)
    }

    /// Puts four people in the committee; gives the fields of their votes.
    pub async fn committee(&self) -> Vec<String> {
        for (name, college) in [("Léa", "resident"), ("Noé", "resident"), ("Ali", "association"), ("Inès", "town")] {
            let fields = [("membre", name), ("college", college)];
            let (status, page, _) = self.send("chef", &format!("{}/membres", self.fund), &fields).await;
            assert_eq!(status, 303, "{page}");
        }
        let mut tx = self.house.read().await.expect("read");
        let all: Vec<(Uuid,)> =
            database::fetch_all!(&mut tx, "SELECT id FROM fund_member ORDER BY added_at, id").expect("members");
        all.into_iter().map(|(id,)| format!("vote-{id}")).collect()
    }

    /// Plans a session today. Gives where it is.
    pub async fn session(&self) -> String {
        let day = self.today();
        let (d, m, y) = (day.day().to_string(), day.month().to_string(), day.year().to_string());
        let fields = [("seance-jour", &*d), ("seance-mois", &*m), ("seance-annee", &*y), ("ou", "Maison des projets")];
        let (status, page, _) = self.send("chef", &format!("{}/seances", self.fund), &fields).await;
        assert_eq!(status, 303, "{page}");
        let mut tx = self.house.read().await.expect("read");
        let (id,): (Uuid,) =
            fetch_one!(&mut tx, "SELECT id FROM fund_session ORDER BY id DESC LIMIT 1").expect("a session");
        format!("{HOME}/seances/{id}")
    }

    /// Files a project without account. Gives its code and where it is followed by agents.
    pub async fn file(&self, title: &str, asked: &str) -> (String, Uuid) {
        let area = self.areas[0].to_string();
        let fields = project(&[("titre", title), ("demande", asked), ("quartier", &area)]);
        let (status, page, _) = self.send("", "/fonds/fonds-d-initiatives-locales/demande", &fields).await;
        assert_eq!(status, 200, "{page}");
        let rest = page.split_once("Le code du groupe :").expect("a code").1;
        let code = rest.split_once("<strong>").expect("a code").1.split('<').next().unwrap_or_default().to_owned();
        let mut tx = self.house.read().await.expect("read");
        let sql = "SELECT id FROM fund_project WHERE title = $1";
        let (id,): (Uuid,) = fetch_one!(&mut tx, sql, title).expect("a project");
        (code, id)
    }

    /// Money that moves, today.
    pub async fn money(&self, project: Uuid, what: &str, euros: &str) -> (u16, String) {
        let day = self.today();
        let (d, m, y) = (day.day().to_string(), day.month().to_string(), day.year().to_string());
        let fields = [("montant", euros), ("jour-jour", &*d), ("jour-mois", &*m), ("jour-annee", &*y)];
        let (status, page, _) = self.send("chef", &format!("{HOME}/projets/{project}/{what}"), &fields).await;
        (status, page)
    }

    /// What is left in the envelope, from the journal alone: what was put in, less what was granted, plus what came back.
    pub async fn left_by_the_journal(&self) -> i64 {
        let mut tx = self.house.read().await.expect("read");
        let sql = "SELECT w.detail FROM journal_entry e JOIN journal_words w ON w.seq = e.seq ORDER BY e.seq";
        let all: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("entries");
        let (mut envelope, mut moved) = (0, 0);
        for (detail,) in all {
            let detail: serde_json::Value = serde_json::from_str(&detail).unwrap_or_default();
            let cents = |name: &str| detail[name].as_i64().unwrap_or_default();
            match detail["acte"].as_str().unwrap_or_default() {
                "enveloppe dotée" => envelope = cents("centimes"),
                "décision du comité" if detail["decision"] == "granted" => moved -= cents("centimes"),
                "argent noté" if detail["sorte"] == "returned" => moved += cents("centimes"),
                _ => moved += cents("remis"),
            }
        }
        envelope + moved
    }

    /// The journal is whole, and says nothing was changed behind its back.
    pub async fn sound(&self) {
        let mut tx = self.house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    }
}

fn told(reply: &Reply) -> (u16, String, String) {
    let to = reply.location.split('?').next().unwrap_or_default().to_owned();
    (reply.status.as_u16(), plain(&reply.body), to)
}

/// A project that holds, over which some fields change.
pub fn project<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("titre", "Fête de la tour"),
        ("quoi", "Un repas et de la musique"),
        ("lieu", "Pied de la tour"),
        ("debut-jour", "1"),
        ("debut-mois", "12"),
        ("debut-annee", "2029"),
        ("personnes", "80"),
        ("demande", "650"),
        ("depenses", "Boissons, sono"),
        ("groupe", "Les voisins du 12"),
        ("contact", "Samira Belkacem"),
        ("joindre", "06 39 98 12 34"),
        ("accord", "oui"),
    ];
    over(&base, changes)
}
