//! A contract with two neighbourhoods, two landlords, a walk with a finding in the first neighbourhood.

use std::sync::Arc;

use accounts::{OrganisationKind, OrganisationTerms};
use database::{Db, Migration, Tx};
use kernel::{Actor, Breakdown, Function, Grant, Outside, Person, Scope, Uuid};
use listening::actions::GatheringText;
use listening::testing::{ACTOR, consultation, neighbourhoods};
use meetings::actions::{Category, FindingText, Gravity, NewFinding};
use strategy::actions::{ContractTerms, Status, create_contract};
use web::house::Boxed;
pub use web::testing::plain;
use web::testing::{Knocker, NamedPeople, house};
use web::{Gatekeeper, House};

pub const HOME: &str = "/gestion/abattement";

pub fn migrations() -> Vec<Migration> {
    let more = [corpus::MIGRATIONS, meetings::MIGRATIONS, accounts::MIGRATIONS, landlords::MIGRATIONS];
    listening::testing::migrations(&more)
}

/// What tests start from.
pub struct Setting {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub areas: Vec<Uuid>,
    pub landlords: [Uuid; 2],
    pub finding: Uuid,
}

/// `viaduc` fills in for the first landlord, without second factor. Everybody else is known everywhere.
struct Landlords([Uuid; 2]);

impl Gatekeeper for Landlords {
    fn actor<'a>(&'a self, house: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move {
            if token != "viaduc" {
                return NamedPeople.actor(house, token).await;
            }
            let scope = Scope::organisation(self.0[0]);
            Ok(Actor::Person(Person {
                account: Uuid::from_u128(3000),
                session: Uuid::from_u128(3001),
                name: "Service d’un bailleur".into(),
                grants: vec![Grant { function: Function::Landlord, scope }],
                has_second_factor: false,
                acting_for: None,
            }))
        })
    }
}

async fn landlord(tx: &mut Tx, outside: &Outside, name: &str) -> Uuid {
    let terms = OrganisationTerms { name: name.into(), kind: OrganisationKind::Landlord, siret: None };
    accounts::actions::create_organisation(tx, outside, &ACTOR, terms).await.expect("a landlord")
}

pub async fn arranged(db: Db, outside: Outside) -> Setting {
    let mut house = house(db, outside);
    let mut tx = house.write().await.expect("write");
    let outside = &house.outside;
    let areas = neighbourhoods(&mut tx, outside, &["La Conte", "Grazailles"]).await;
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
    create_contract(&mut tx, outside, &ACTOR, "essai", terms, &areas).await.expect("a contract");
    let landlords =
        [landlord(&mut tx, outside, "Habitat du Viaduc").await, landlord(&mut tx, outside, "Foyers du Midi").await];
    let (_, channel) = consultation(&mut tx, outside, "Marches").await;
    let text = GatheringText {
        channel,
        area: Some(areas[0]),
        topic: "Marche de La Conte".into(),
        times: 1,
        held_on: None,
        place: String::new(),
        participants: None,
        document: None,
        page: String::new(),
        note: String::new(),
    };
    let walk = listening::actions::add_gathering(&mut tx, outside, &ACTOR, text).await.expect("a walk");
    let finding = outside.uuid();
    let text = FindingText {
        words: "Porte du hall qui ne ferme plus".into(),
        category: Category::Buildings,
        gravity: Gravity::Serious,
        stop: None,
        position: None,
    };
    let new = NewFinding { key: finding, text, code_hash: None };
    meetings::actions::note_finding(&mut tx, outside, &ACTOR, (walk, None), new, None).await.expect("a finding");
    tx.commit().await.expect("kept");
    Arc::get_mut(&mut house).expect("a new house").gatekeeper = Arc::new(Landlords(landlords));
    let knocker = Knocker::new(landlords::door(), house.clone());
    Setting { house, knocker, areas, landlords, finding }
}

impl Setting {
    /// A page, with ordinary spaces.
    pub async fn read(&self, token: &str, path: &str) -> (u16, String) {
        let reply = self.knocker.get(token, path).await;
        (reply.status.as_u16(), plain(&reply.body))
    }

    /// Sends a form. Gives the status, the page, where it leads.
    pub async fn send(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let reply = self.knocker.post(token, path, fields).await;
        let to = reply.location.split('?').next().unwrap_or_default().to_owned();
        (reply.status.as_u16(), plain(&reply.body), to)
    }

    /// Opens an agreement of a landlord in a neighbourhood, from 2024 to 2030. Gives where it is.
    pub async fn open(&self, landlord: usize, area: usize) -> String {
        let (landlord, area) = (self.landlords[landlord].to_string(), self.areas[area].to_string());
        let fields = [period(), vec![("bailleur", &*landlord), ("quartier", &*area)]].concat();
        let (status, page, to) = self.send("chef", &format!("{HOME}/nouvelle"), &fields).await;
        assert_eq!(status, 303, "{page}");
        to
    }

    /// The journal is whole, and says nothing was changed behind its back.
    pub async fn sound(&self) {
        let mut tx = self.house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    }

    /// How many acts of that name are in the journal.
    pub async fn acts(&self, act: &str) -> i64 {
        let mut tx = self.house.read().await.expect("read");
        let sql = "SELECT COUNT(*) FROM journal_entry WHERE act = $1";
        let (count,): (i64,) = database::fetch_one!(&mut tx, sql, act).expect("counted");
        count
    }
}

/// Days of an agreement.
pub fn period() -> Vec<(&'static str, &'static str)> {
    vec![
        ("debut-jour", "31"),
        ("debut-mois", "3"),
        ("debut-annee", "2024"),
        ("fin-jour", "31"),
        ("fin-mois", "12"),
        ("fin-annee", "2030"),
        ("service", "Service de proximité"),
    ]
}

/// Figures of a year that hold: 455,23 € are spared.
pub fn figures<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("logements", "2"),
        ("base", "3125,50"),
        ("taux-commune", "47,32 %"),
        ("taux-epci", "1,23"),
        ("taux-teom", "11"),
        ("source", "Avis d’imposition 2025"),
        ("compte-jour", "2"),
        ("compte-mois", "1"),
        ("compte-annee", "2026"),
        ("revision", "0"),
    ];
    let kept = base.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

/// The first address of a page that begins so, in a link or a form.
pub fn found(page: &str, start: &str) -> String {
    let at = page.find(&format!("\"{start}")).unwrap_or_else(|| panic!("no {start} in {page}"));
    page[at + 1..].split('"').next().unwrap_or_default().to_owned()
}
