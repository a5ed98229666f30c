//! A committee on the call of the tests of `applications`, every line admissible.

use std::sync::Arc;

use applications::facade::FundingState;
use applications::testing::{ACTOR, Ground, LocalPeople};
use database::{Db, Migration, execute};
use kernel::{Outside, Uuid};
use web::House;
use web::testing::Knocker;
pub use web::testing::{count, hidden, plain, sound};

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

/// Decides the five lines: three funders, every kind of decision.
pub async fn decided(set: &Setting) {
    for (token, funding, fields) in [
        ("financeur-etat", 0, vec![("decision", "favourable"), ("montant", "3000")]),
        ("financeur-departement", 1, vec![("decision", "refused"), ("motif", "=Hors des priorités")]),
        ("financeur-etat", 2, vec![("decision", "partial"), ("montant", "1000,50")]),
        ("financeur-departement", 3, vec![("decision", "postponed"), ("motif", "Budget à revoir")]),
        (
            "financeur-agglo",
            4,
            vec![("decision", "conditional"), ("montant", "500"), ("reserve", "Fournir les comptes")],
        ),
    ] {
        let (status, page) = set.vote(token, funding, "0", &fields).await;
        assert_eq!(status, 303, "{funding}: {page}");
    }
}

/// Freezes a wave, or what is left, as the project manager. Gives the status and the page.
pub async fn freeze(set: &Setting, wave: &str) -> (u16, String) {
    let page = set.knocker.get("chef", &set.at("/releves")).await.body;
    let reply = set
        .knocker
        .post("chef", &set.at("/releves"), &[("vague", wave), ("revision", &hidden(&page, "revision"))])
        .await;
    (reply.status.as_u16(), plain(&reply.body))
}

/// Somebody of the association has an account: she is written to.
pub async fn written_to(set: &Setting) {
    let mut tx = set.house.write().await.expect("write");
    let (account, row) = (set.house.outside.uuid(), set.house.outside.uuid());
    let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, is_demonstration, created_at, \
               revision) VALUES ($1, 'nadia@example.org', 'nadia@example.org', 'Nadia Fabre', 'nadia fabre', 0, 'open', FALSE, \
               0, 1)";
    execute!(&mut tx, sql, account).expect("an account");
    let sql = "INSERT INTO membership (id, account, organisation, role, created_at) VALUES ($1, $2, $3, 'editor', 0)";
    execute!(&mut tx, sql, row, account, set.ground.carriers[0]).expect("a member");
    tx.commit().await.expect("kept");
}

/// Somebody stays out of the application, or of all that its association asks.
pub async fn recuse(set: &Setting, token: &str, is_whole_organisation: bool) {
    let person = LocalPeople(set.ground.clone()).actor_of(token);
    let mut tx = set.house.write().await.expect("write");
    let new = applications::facade::NewRecusal { account: None, is_whole_organisation, reason: "Au bureau" };
    applications::facade::recuse(&mut tx, &set.house.outside, &person, set.ground.application, new)
        .await
        .expect("recused");
    tx.commit().await.expect("kept");
}

/// Has the letters that are awaited made, as the project manager.
pub async fn letters(set: &Setting) {
    let asked = set.knocker.post("chef", &set.at("/courriers"), &[]).await;
    assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
    worked(set).await;
}

/// Lets what is done out of sight be done.
pub async fn worked(set: &Setting) {
    let handlers = programming::handlers(&web::testing::settings());
    jobs::testing::worked(&set.house.db, &set.house.outside, handlers).await;
}

/// Opens another committee on the same call. Gives it with the same people and the same call.
pub async fn another(set: &Setting, title: &str) -> Setting {
    let call = set.ground.call.to_string();
    let reply = set.knocker.post("chef", &format!("{HOME}/nouveau"), &committee(&call, title)).await;
    let id = reply.location.split(['/', '?']).nth(3).and_then(|id| id.parse().ok());
    let committee = id.unwrap_or_else(|| panic!("no committee in {}", reply.location));
    let knocker = Knocker::new(programming::door(), set.house.clone());
    Setting { house: set.house.clone(), knocker, ground: set.ground.clone(), committee }
}
