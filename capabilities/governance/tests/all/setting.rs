//! A contract with its steering committee, over a test database.

use std::sync::Arc;

use assemblies::actions::Body;
use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{AssemblyTerms, CollegeKind, Counted, Kind, MeetingTerms, MemberTerms, meeting, member};
use database::{Db, Migration, Tx, fetch_all};
use governance::facade::{Object, ObjectKind, Pending};
use jiff::civil::{Date, date, time};
use kernel::{Outside, Uuid};
use strategy::actions::{
    ContractTerms, Requirement, SignatoryTerms, SignatureStatus, Status, add_signatory, create_contract,
};
use web::House;
use web::house::Boxed;
use web::testing::{Knocker, house};

pub use councils::testing::{ACTOR, count, hidden, plain, sound};

/// The sheet that waits in every test.
pub const SHEET: Uuid = Uuid::from_u128(0x5_1ee7);

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    councils::testing::migrations(&[assemblies::MIGRATIONS, lineage::MIGRATIONS, governance::MIGRATIONS])
}

/// What other slices would tell: a sheet to validate, a call that waits for nothing.
fn objects(_: &mut Tx, _: Uuid, _: Date) -> Boxed<'_, database::Result<Vec<Pending>>> {
    let object = |kind, id, label: &str| Object {
        kind,
        id,
        label: label.into(),
        path: format!("/gestion/objets/{id}"),
        open_path: String::new(),
    };
    let sheet = object(ObjectKind::Sheet, SHEET, "12 Un jardin partagé");
    let call = object(ObjectKind::Call, Uuid::from_u128(0xca11), "Appel à projets 2026");
    Box::pin(async move {
        Ok(vec![
            Pending { object: sheet, waits: "à valider".into(), due_on: Some(date(2026, 4, 30)) },
            Pending { object: call, waits: String::new(), due_on: None },
        ])
    })
}

/// What tests start from.
pub struct Setting {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub contract: Uuid,
    pub body: Uuid,
    /// The State and the town, signatories.
    pub signatories: [Uuid; 2],
}

impl Setting {
    /// A contract, two signatories, a steering committee of two seats.
    pub async fn arranged(db: Db, outside: Outside) -> Self {
        governance::facade::tell_objects(objects);
        assemblies::facade::steering::tell_meeting_links(governance::facade::meeting_links);
        let house = house(db, outside);
        let mut tx = house.write().await.expect("write");
        let areas = councils::testing::areas(&mut tx, &house).await;
        let terms = ContractTerms {
            title: "Contrat d’essai".into(),
            starts_on: date(2024, 3, 31),
            ends_on: date(2030, 3, 30),
            review_year: None,
            review_on: None,
            holder: String::new(),
            zoning_generation: None,
            status: Status::Proposed,
            source: String::new(),
            note: String::new(),
        };
        create_contract(&mut tx, &house.outside, &ACTOR, "essai", terms, &areas).await.expect("a contract");
        let contract = strategy::facade::contracts(&mut tx).await.expect("contracts")[0].id;
        let mut signatories = Vec::new();
        for name in ["État", "Ville"] {
            let terms = SignatoryTerms {
                name: name.into(),
                requirement: Requirement::Required,
                status: SignatureStatus::Signed,
                commitment: String::new(),
                legal_basis: String::new(),
            };
            let id = add_signatory(&mut tx, &house.outside, &ACTOR, contract, terms).await.expect("a signatory");
            signatories.push(id);
        }
        let terms = AssemblyTerms {
            name: "Comité de pilotage".into(),
            contract: Some(contract),
            place: "Hôtel de ville".into(),
            ..AssemblyTerms::first(Kind::Steering)
        };
        let new = NewAssembly { kind: Kind::Steering, council: None, terms };
        let body = assembly::open(&mut tx, &house.outside, &ACTOR, new).await.expect("opened");
        tx.commit().await.expect("kept");
        let knocker = Knocker::new(governance::door().and(assemblies::door()), house.clone());
        Self { house, knocker, contract, body, signatories: [signatories[0], signatories[1]] }
    }

    /// Has somebody sit for a signatory, or in the place of somebody. Gives the member.
    pub async fn seat(&self, name: &str, signatory: usize, titular: Option<Uuid>) -> Uuid {
        let mut tx = self.house.write().await.expect("write");
        let terms = MemberTerms {
            called_name: name.into(),
            email: format!("{}@exemple.fr", name.to_lowercase()),
            college: if signatory == 0 { CollegeKind::State } else { CollegeKind::Towns },
            structure: "Service de la ville".into(),
            counted: Counted::Unknown,
            starts_on: date(2026, 1, 1),
            ends_on: None,
            is_alternate: titular.is_some(),
            leaves_at_half: false,
            is_secretary: false,
            is_name_public: false,
            signatory: Some(self.signatories[signatory]),
            titular,
        };
        let around = (&self.house.outside, &self.house.keys, &self.house.settings.zone);
        let id = member::add(&mut tx, around, &ACTOR, self.body, terms).await.expect("added");
        tx.commit().await.expect("kept");
        id
    }

    /// Plans a meeting.
    pub async fn meeting(&self, held_on: Date) -> Uuid {
        let mut tx = self.house.write().await.expect("write");
        let terms = MeetingTerms {
            title: "Comité de printemps".into(),
            held_on,
            starts_at: time(14, 0, 0, 0),
            ends_at: time(16, 0, 0, 0),
            place: "Hôtel de ville".into(),
            link: String::new(),
            agenda: "Accueil".into(),
        };
        let at = (self.body, Body::Own);
        let id = meeting::plan(&mut tx, &self.house.outside, &ACTOR, at, terms).await.expect("planned");
        tx.commit().await.expect("kept");
        id
    }

    /// A page, with plain spaces.
    pub async fn page(&self, token: &str, path: &str) -> String {
        let reply = self.knocker.get(token, path).await;
        assert_eq!(reply.status.as_u16(), 200, "{path}: {}", reply.body);
        plain(&reply.body)
    }

    /// Sends a form. Gives the status, the page with plain spaces, and where it goes on.
    pub async fn send(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let reply = self.knocker.post(token, path, fields).await;
        let to = reply.location.split('?').next().unwrap_or_default().to_owned();
        (reply.status.as_u16(), plain(&reply.body), to)
    }

    /// Mails that wait: to whom, about what, what they say.
    pub async fn mails(&self) -> Vec<(String, String, String)> {
        let mut tx = self.house.read().await.expect("read");
        let sql = "SELECT to_address, subject, text_body FROM mail ORDER BY created_at, to_address";
        let rows: Vec<(String, String, String)> = fetch_all!(&mut tx, sql).expect("mails");
        rows.into_iter().map(|(to, subject, text)| (to, plain(&subject), plain(&text))).collect()
    }
}

/// What follows a word in a text, up to the end of the line.
pub fn after<'a>(text: &'a str, word: &str) -> &'a str {
    let rest = text.split_once(word).unwrap_or_else(|| panic!("no {word} in {text}")).1;
    rest.lines().next().unwrap_or_default()
}
