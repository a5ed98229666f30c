//! The contract of the tests of `applications`, with an indicator of the library and figures of its two neighbourhoods.

use std::sync::Arc;

use applications::testing::{ACTOR, Ground, LocalPeople};
use database::{Db, Migration, fetch_one};
use kernel::{Actor, Breakdown, Function, Grant, Outside, Person, Scope, Uuid};
use observatory::actions::define;
use observatory::actions::files::{self, Chosen};
use observatory::rules::figures::Unit;
use observatory::rules::indicator::{Direction, Indicator, IndicatorTerms};
use plan::actions::{self as act, NewSheet, SheetText, State, Status};
use web::house::Boxed;
pub use web::testing::hidden;
use web::testing::{Knocker, plain};
use web::{Gatekeeper, House};

pub const HOME: &str = "/gestion/evaluation";

pub fn migrations() -> Vec<Migration> {
    applications::testing::migrations(&[
        observatory::MIGRATIONS,
        lineage::MIGRATIONS,
        listening::MIGRATIONS,
        plan::MIGRATIONS,
        evaluation::MIGRATIONS,
    ])
}

/// What tests start from.
pub struct Setting {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub ground: Ground,
}

/// The people of the ground, and `evaluatrice`, who evaluates the contract.
struct People(LocalPeople);

impl Gatekeeper for People {
    fn actor<'a>(&'a self, _: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move {
            if token != "evaluatrice" {
                return Ok(self.0.actor_of(token));
            }
            let grants = vec![Grant { function: Function::Evaluator, scope: Scope::contract(self.0.0.contract) }];
            Ok(Actor::Person(Person {
                account: LocalPeople::account(token),
                session: Uuid::from_u128(7),
                name: "Inès Évaluatrice".into(),
                grants,
                has_second_factor: true,
                acting_for: None,
            }))
        })
    }
}

fn indicator(code: &str, label: &str, unit: Unit) -> Indicator {
    let terms = IndicatorTerms {
        label: label.into(),
        theme: "t".into(),
        unit,
        producer: "INSEE".into(),
        direction: Direction::Down,
        ..IndicatorTerms::default()
    };
    Indicator { code: code.into(), terms, part_of: None, position: 1, revision: 1 }
}

/// A contract with two neighbourhoods; a poverty rate known to be 0 in the first, not measured in the second.
pub async fn arranged(db: Db, outside: Outside) -> Setting {
    let (house, ground) = applications::testing::house(db, outside).await;
    let Ok(mut own) = Arc::try_unwrap(house) else { panic!("the house is shared already") };
    own.gatekeeper = Arc::new(People(LocalPeople(ground.clone())));
    let house = Arc::new(own);
    let mut tx = house.write().await.expect("write");
    let all = [
        indicator("tp60", "Taux de pauvreté", Unit::Percent),
        indicator("tx_tot_empl", "Personnes en emploi", Unit::Percent),
    ];
    define(&mut tx, &house.outside, &ACTOR, &[("t", "Revenus")], &all).await.expect("defined");
    let codes = territory::facade::drawn::codes_of(&mut tx, ground.areas[0]).await.expect("codes");
    let text = format!("code_qp;annee;indicateur;valeur\n{};2021;tp60;0\n", codes[0]);
    let chosen =
        Chosen { source: "Filosofi".into(), licence: "LO".into(), as_of: "2024-02-01".into(), ..Chosen::default() };
    let report = files::bring(&mut tx, &house.outside, &ACTOR, text.into_bytes(), &chosen).await.expect("brought");
    assert_eq!(report.new, 1, "{report:?}");
    tx.commit().await.expect("kept");
    let knocker = Knocker::new(evaluation::door(), house.clone());
    Setting { house, knocker, ground }
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
        (reply.status.as_u16(), plain(&reply.body), reply.location)
    }

    /// The journal is whole, and says nothing was changed behind its back.
    pub async fn sound(&self) {
        web::testing::sound(&self.house).await;
    }

    /// How many acts of that name are in the journal.
    pub async fn acts(&self, act: &str) -> i64 {
        let mut tx = self.house.read().await.expect("read");
        let sql = "SELECT COUNT(*) FROM journal_entry WHERE act = $1";
        let (count,): (i64,) = fetch_one!(&mut tx, sql, act).expect("counted");
        count
    }
}

/// Every address of a page that begins so, in a link or a form, each once.
pub fn every(page: &str, start: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut rest = page;
    let needle = format!("\"{start}");
    while let Some(at) = rest.find(&needle) {
        rest = &rest[at + 1..];
        let one = rest.split('"').next().unwrap_or_default().to_owned();
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// A framework of one question, published; gives the question.
pub async fn published(set: &Setting) -> String {
    let starter = [("contrat", "essai"), ("questions", "ecarts")];
    assert_eq!(set.send("chef", &format!("{HOME}/modele"), &starter).await.0, 303);
    let purpose = [("contrat", "essai"), ("presentation", "Savoir ce qui change."), ("revision", "0")];
    assert_eq!(set.send("chef", &format!("{HOME}/presentation"), &purpose).await.0, 303);
    let publish = [("contrat", "essai"), ("revision", "1")];
    assert_eq!(set.send("chef", &format!("{HOME}/publication"), &publish).await.0, 303);
    let (_, page) = set.read("chef", HOME).await;
    every(&page, &format!("{HOME}/lignes/"))[0].rsplit('/').next().unwrap_or_default().to_owned()
}

/// A sheet of the plan, published.
pub async fn sheet(set: &Setting, code: &str, lead: &str, is_published: bool) -> Uuid {
    let mut tx = set.house.write().await.expect("write");
    let around = act::around(&mut tx, set.ground.contract).await.expect("read").expect("a contract");
    let text =
        SheetText { code: code.into(), title: format!("Action {code}"), lead: lead.into(), ..SheetText::default() };
    let since = "2026-01-06".parse().expect("a day");
    let state = State { status: Status::UnderWay, since, source: "Comité".into(), reason: String::new() };
    let new = NewSheet { text, state };
    let id = act::create_sheet(&mut tx, &set.house.outside, &ACTOR, &around, new).await.expect("a sheet");
    if is_published {
        act::publish_sheet(&mut tx, &set.house.outside, &ACTOR, id).await.expect("published");
    }
    tx.commit().await.expect("kept");
    id
}

/// Where an answer leads, without its query.
pub fn path(location: &str) -> String {
    location.split('?').next().unwrap_or_default().to_owned()
}
