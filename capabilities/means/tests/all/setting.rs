//! The call of the tests of `applications`, decided and told, with two signatories and what they promise.

use std::sync::Arc;

use applications::facade::FundingState;
use applications::testing::{ACTOR, Ground};
use database::{Db, Migration, fetch_one};
use kernel::{Cents, Outside, Uuid};
use strategy::actions::{CommitmentKind, CommitmentTerms, Requirement, SignatoryTerms, SignatureStatus};
use strategy::actions::{add_commitment, add_signatory};
use web::House;
use web::testing::Knocker;

pub const HOME: &str = "/gestion/moyens";

pub fn migrations() -> Vec<Migration> {
    applications::testing::migrations(&[
        lineage::MIGRATIONS,
        listening::MIGRATIONS,
        plan::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        programming::MIGRATIONS,
        agreements::MIGRATIONS,
        means::MIGRATIONS,
    ])
}

/// What tests start from.
pub struct Setting {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub ground: Ground,
    /// The State, the department.
    pub signatories: [Uuid; 2],
}

/// The State gives 3 000 € and 2 000,50 €, the department 3 000 € for the first action and has not told about the second. The
/// department promised 60 000 € and two posts for 2026; the State nothing.
pub async fn arranged(db: Db, outside: Outside) -> Setting {
    let (house, ground) = applications::testing::house(db, outside).await;
    let mut tx = house.write().await.expect("write");
    for (funding, to, cents, is_told) in [
        (0, FundingState::Voted, 300_000, true),
        (1, FundingState::Voted, 300_000, true),
        (2, FundingState::Partial, 200_050, true),
        (3, FundingState::Partial, 100_000, false),
    ] {
        use FundingState::{Admissible, Complete, Notified, Proposed};
        let steps = [(Complete, None), (Admissible, None), (Proposed, None), (to, Some(Cents(cents)))];
        for (to, decided) in steps.into_iter().chain(is_told.then_some((Notified, None))) {
            let id = ground.fundings[funding];
            applications::facade::advance(&mut tx, &house.outside, &ACTOR, id, to, decided, "Motif d’essai")
                .await
                .expect("advanced");
        }
    }
    let mut signatories = [Uuid::nil(); 2];
    for (rank, name) in ["État", "Conseil départemental"].into_iter().enumerate() {
        let terms = SignatoryTerms {
            name: name.into(),
            requirement: Requirement::Required,
            status: SignatureStatus::Signed,
            commitment: String::new(),
            legal_basis: String::new(),
        };
        signatories[rank] =
            add_signatory(&mut tx, &house.outside, &ACTOR, ground.contract, terms).await.expect("a signatory");
    }
    for (kind, amount, fte_hundredths) in
        [(CommitmentKind::CommonLaw, Some(Cents(6_000_000)), None), (CommitmentKind::Staff, None, Some(200))]
    {
        let terms = CommitmentTerms { kind, amount, fte_hundredths, year: Some(2026), words: String::new() };
        add_commitment(&mut tx, &house.outside, &ACTOR, signatories[1], terms).await.expect("a commitment");
    }
    tx.commit().await.expect("kept");
    let knocker = Knocker::new(means::door(), house.clone());
    Setting { house, knocker, ground, signatories }
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

    /// Ties both organisations to their signatories.
    pub async fn tied(&self) {
        for (signatory, organisation) in self.signatories.iter().zip(self.ground.funder_organisations) {
            let (signatory, organisation) = (signatory.to_string(), organisation.to_string());
            let fields = [("contrat", "essai"), ("signataire", &*signatory), ("organisation", &*organisation)];
            let (status, page, _) = self.send("chef", &format!("{HOME}/signataires"), &fields).await;
            assert_eq!(status, 303, "{page}");
        }
    }

    /// The identifier of a partner: the State, the department, the intercommunality, the allowance fund.
    pub fn partner(&self, rank: usize) -> String {
        self.ground.funder_organisations[rank].to_string()
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
        let (count,): (i64,) = fetch_one!(&mut tx, sql, act).expect("counted");
        count
    }
}

/// A line that holds, over which some fields change.
pub fn line<'a>(partner: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("contrat", "essai"),
        ("partenaire", partner),
        ("annee", "2026"),
        ("dispositif", "Prévention spécialisée"),
        ("montant", "42 500,50"),
        ("methode", "population"),
        ("confiance", "fair"),
        ("pourquoi", "Effectifs connus, habitants de 2021"),
        ("source", "Budget du service"),
        ("compte-jour", "2"),
        ("compte-mois", "1"),
        ("compte-annee", "2026"),
    ];
    let kept = base.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

/// A page with ordinary spaces.
pub fn plain(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ")
}

/// The first address of a page that begins so, in a link or a form.
pub fn found(page: &str, start: &str) -> String {
    let at = page.find(&format!("\"{start}")).unwrap_or_else(|| panic!("no {start} in {page}"));
    page[at + 1..].split(['"', '?']).next().unwrap_or_default().to_owned()
}

/// The hidden value of a page: the first field of that name.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    rest.split('"').next().unwrap_or_default().to_owned()
}
