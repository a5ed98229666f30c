//! A committee on the call of the tests of `applications`, every line admissible.

use std::sync::Arc;

use applications::facade::FundingState;
use applications::testing::{ACTOR, Ground};
use database::{Db, Migration, fetch_one};
use kernel::{Outside, Uuid};
use web::House;
use web::testing::Knocker;

pub const HOME: &str = "/gestion/programmation";

pub fn migrations() -> Vec<Migration> {
    applications::testing::migrations(&[
        lineage::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        programming::MIGRATIONS,
    ])
}

/// What tests of the committee start from.
pub struct Setting {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub ground: Ground,
    pub committee: Uuid,
}

impl Setting {
    /// Where a line is.
    pub fn line(&self, funding: usize) -> String {
        format!("{HOME}/{}/lignes/{}/{}", self.committee, self.ground.application, self.ground.fundings[funding])
    }

    /// Where something of the committee is.
    pub fn at(&self, part: &str) -> String {
        format!("{HOME}/{}{part}", self.committee)
    }

    /// Votes as somebody. Gives the status and the page.
    pub async fn vote(&self, token: &str, funding: usize, revision: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let mut all = vec![("revision", revision)];
        all.extend_from_slice(fields);
        let reply = self.knocker.post(token, &format!("{}/vote", self.line(funding)), &all).await;
        (reply.status.as_u16(), plain(&reply.body))
    }
}

/// A house with its call, whose lines may all be decided, and a committee opened by the project manager.
pub async fn arranged(db: Db, outside: Outside) -> Setting {
    let (house, ground) = applications::testing::house(db, outside).await;
    let mut tx = house.write().await.expect("write");
    for funding in &ground.fundings {
        for to in [FundingState::Complete, FundingState::Admissible] {
            applications::facade::advance(&mut tx, &house.outside, &ACTOR, *funding, to, None, "")
                .await
                .expect("advanced");
        }
    }
    tx.commit().await.expect("kept");
    let knocker = Knocker::new(programming::door(), house.clone());
    let reply =
        knocker.post("chef", &format!("{HOME}/nouveau"), &committee(&ground.call.to_string(), "Comité de mai")).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    let id = reply.location.split(['/', '?']).nth(3).and_then(|id| id.parse().ok());
    let committee = id.unwrap_or_else(|| panic!("no committee in {}", reply.location));
    Setting { house, knocker, ground, committee }
}

/// What a committee says at least.
pub fn committee<'a>(call: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("appel", call),
        ("titre", title),
        ("jour-jour", "12"),
        ("jour-mois", "5"),
        ("jour-annee", "2026"),
        ("presidence", "Lina Azoulay, sous-préfète"),
        ("presents", "Lina Azoulay, préfecture\nMarc Teyssier, département"),
    ]
}

/// A page with ordinary spaces.
pub fn plain(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ")
}

/// Rows of a table.
pub async fn count(house: &House, table: &str) -> i64 {
    let mut tx = house.read().await.expect("read");
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let (count,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
    count
}

/// The journal is whole, and says nothing was changed behind its back.
pub async fn sound(house: &House) {
    let mut tx = house.read().await.expect("read");
    let report = journal::verify(&mut tx).await.expect("verified");
    assert!(report.findings.is_empty(), "{report:?}");
}

/// The hidden value of a page: the first field of that name.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    rest.split('"').next().unwrap_or_default().to_owned()
}
