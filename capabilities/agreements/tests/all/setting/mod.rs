//! The call of the tests of `applications`, decided and told, with the people of a town.

use std::sync::Arc;

use applications::facade::FundingState;
use applications::testing::{ACTOR, Ground};
use database::{Db, Migration, fetch_all};
use kernel::{Cents, Outside, Uuid};
use web::House;
use web::testing::Knocker;
pub use web::testing::{count, hidden, plain, sound};

pub const HOME: &str = "/gestion/conventions";

pub fn migrations() -> Vec<Migration> {
    applications::testing::migrations(&[
        lineage::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        programming::MIGRATIONS,
        agreements::MIGRATIONS,
    ])
}

/// What tests start from.
pub struct Setting {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub ground: Ground,
}

impl Setting {
    /// Decides what is asked of a funder, and tells the carrier when `is_told`.
    pub async fn decide(&self, funding: usize, to: FundingState, cents: i64, is_told: bool) {
        let mut tx = self.house.write().await.expect("write");
        let id = self.ground.fundings[funding];
        use FundingState::{Admissible, Complete, Notified, Proposed};
        let steps = [(Complete, None), (Admissible, None), (Proposed, None), (to, to.grants().then_some(Cents(cents)))];
        for (to, decided) in steps.into_iter().chain(is_told.then_some((Notified, None))) {
            applications::facade::advance(&mut tx, &self.house.outside, &ACTOR, id, to, decided, "Motif d’essai")
                .await
                .expect("advanced");
        }
        tx.commit().await.expect("kept");
    }

    /// Prepares the agreements of the call. Gives the status and the page.
    pub async fn prepare(&self, token: &str) -> (u16, String) {
        let call = self.ground.call.to_string();
        let fields = [("appel", call.as_str()), ("contrat", "essai")];
        let reply = self.knocker.post(token, &format!("{HOME}/preparation"), &fields).await;
        (reply.status.as_u16(), plain(&reply.body))
    }

    /// The agreements there are, by number: identifier and number.
    pub async fn agreements(&self) -> Vec<(Uuid, String)> {
        let mut tx = self.house.read().await.expect("read");
        fetch_all!(&mut tx, "SELECT id, number FROM agreement ORDER BY number").expect("agreements")
    }

    /// A page, with ordinary spaces.
    pub async fn read(&self, token: &str, path: &str) -> (u16, String) {
        let reply = self.knocker.get(token, path).await;
        (reply.status.as_u16(), plain(&reply.body))
    }

    /// Sends a form. Gives the status and the page.
    pub async fn send(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let reply = self.knocker.post(token, path, fields).await;
        (reply.status.as_u16(), plain(&reply.body))
    }
}

/// A house with its call: the State gives 3 000 € and 2 000,50 €, the department 3 000 € for the first action and has not told
/// about the second, the intercommunality refuses.
pub async fn arranged(db: Db, outside: Outside) -> Setting {
    directory::facade::tell_deals(agreements::facade::deals);
    let (house, ground) = applications::testing::house(db, outside).await;
    let knocker = Knocker::new(agreements::door(), house.clone());
    let set = Setting { house, knocker, ground };
    set.decide(0, FundingState::Voted, 300_000, true).await;
    set.decide(1, FundingState::Voted, 300_000, true).await;
    set.decide(2, FundingState::Partial, 200_050, true).await;
    set.decide(3, FundingState::Partial, 100_000, false).await;
    set.decide(4, FundingState::Refused, 0, true).await;
    set
}

/// A form of a draft that holds, over which some fields change.
pub fn draft<'a>(revision: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("debut-jour", "1"),
        ("debut-mois", "9"),
        ("debut-annee", "2026"),
        ("fin-jour", "31"),
        ("fin-mois", "12"),
        ("fin-annee", "2026"),
        ("compte-rendu-jour", "30"),
        ("compte-rendu-mois", "6"),
        ("compte-rendu-annee", "2027"),
        ("montant-1", "3000"),
        ("montant-2", "2000,50"),
        ("versement-1", "70 %"),
        ("attente-1", "signature"),
        ("versement-2", "solde"),
        ("attente-2", "report"),
        ("quand-2", "2026"),
        ("texte", TEXT),
        ("revision", revision),
    ];
    let kept = base.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

/// A text that holds.
pub const TEXT: &str =
    "{financeur} aide {porteur} pour {montant}.\n{actions}\n{echeancier}\n[si avenant]\nMotif : {motif}\n[fin]";
