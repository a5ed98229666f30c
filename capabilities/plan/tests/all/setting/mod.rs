//! A contract with its tree, two neighbourhoods and a lead, over a test database.

use database::{Migration, Tx};
use kernel::{Actor, Outside, Uuid};
use listening::actions::{Looked, ProposalText};
pub use plan::testing::opened;
use strategy::actions::{ContractTerms, LevelNames, NewLevel, NodeText};
use web::House;
pub use web::testing::{count, hidden, plain, sound};

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[accounts::MIGRATIONS, plan::MIGRATIONS])
}

/// What tests start from.
#[derive(Clone, Debug)]
pub struct Setting {
    pub contract: Uuid,
    pub stake: Uuid,
    pub objective: Uuid,
    pub axis: Uuid,
    pub areas: Vec<Uuid>,
    pub need: Uuid,
    pub lead: Uuid,
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().expect("a day")
}

/// Opens a contract under this code over these neighbourhoods; its stake, objective and axis.
pub async fn contract(tx: &mut Tx, outside: &Outside, code: &str, areas: &[Uuid]) -> (Uuid, [Uuid; 3]) {
    use strategy::actions as act;
    let terms = ContractTerms {
        title: format!("Contrat {code}"),
        starts_on: day("2024-03-31"),
        ends_on: day("2030-03-30"),
        review_year: None,
        review_on: None,
        holder: String::new(),
        zoning_generation: None,
        status: act::Status::Proposed,
        source: String::new(),
        note: String::new(),
    };
    let contract = act::create_contract(tx, outside, &ACTOR, code, terms, areas).await.expect("a contract");
    let level = |depth: i64, one: &str, is_transversal: bool| NewLevel {
        depth,
        names: LevelNames { singular: one.into(), plural: format!("{one}s") },
        is_transversal,
    };
    let stakes = act::add_level(tx, outside, &ACTOR, contract, level(1, "Enjeu", false)).await.expect("a level");
    let aims = act::add_level(tx, outside, &ACTOR, contract, level(2, "Objectif", false)).await.expect("a level");
    let axes = act::add_level(tx, outside, &ACTOR, contract, level(1, "Axe", true)).await.expect("a level");
    let text = |code: &str, title: &str| NodeText {
        code: code.into(),
        title: title.into(),
        summary: String::new(),
        note: String::new(),
    };
    let stake = act::add_node(tx, outside, &ACTOR, contract, None, (stakes, text("E1", "Habiter"))).await.expect("E1");
    let aim = (aims, text("O1", "Quartiers apaisés"));
    let objective = act::add_node(tx, outside, &ACTOR, contract, Some(stake), aim).await.expect("O1");
    let axis = act::add_node(tx, outside, &ACTOR, contract, None, (axes, text("T1", "Mobilités"))).await.expect("T1");
    (contract, [stake, objective, axis])
}

/// A contract, its tree, two neighbourhoods, a need and a lead tied to it.
pub async fn arranged(house: &House) -> Setting {
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let areas = listening::testing::neighbourhoods(&mut tx, outside, &["La Conte", "Grazailles", "Ailleurs"]).await;
    let (contract, [stake, objective, axis]) = contract(&mut tx, outside, "essai", &areas[..2]).await;
    let need = listening::testing::need(&mut tx, outside, "Des lieux propres").await;
    let family = listening::actions::add_solution(&mut tx, outside, &ACTOR, "", "Cadre de vie").await;
    let text = ProposalText {
        label: "Nettoyage des espaces communs".into(),
        theme: family.expect("a family"),
        state: Looked::Linked,
        needs: vec![need],
        document: None,
        page: String::new(),
        note: String::new(),
    };
    let lead = listening::actions::add_proposal(&mut tx, outside, &ACTOR, "P01", text).await.expect("a lead");
    tx.commit().await.expect("kept");
    Setting { contract, stake, objective, axis, areas, need, lead }
}

/// What a new sheet says at least.
pub fn new_sheet<'a>(code: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("contrat", "essai"),
        ("reference", code),
        ("titre", title),
        ("etat", "under_way"),
        ("depuis-jour", "3"),
        ("depuis-mois", "3"),
        ("depuis-annee", "2026"),
        ("source", "Comité de pilotage"),
    ]
}
