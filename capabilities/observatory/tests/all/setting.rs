//! A house with the tables of the observatory and of what it stands on, three neighbourhoods, an indicator.

use std::future::Future;
use std::sync::Arc;

use database::Migration;
use kernel::Actor;
use observatory::actions::define;
use observatory::actions::files::{self, Chosen};
use observatory::actions::importing::Report;
use observatory::rules::breakdown::Axis;
use observatory::rules::figures::Unit;
use observatory::rules::indicator::{Indicator, IndicatorTerms};
use observatory::rules::secrecy::Secrecy;
use territory::actions::PerimeterOptions;
use web::House;
use web::testing::{Knocker, Reply};

pub const ACTOR: Actor = Actor::Platform("essai");

/// Two neighbourhoods of 2024 and one of 2015 that became the first; the last one left.
pub const CONTOURS: &str = "code_qp;nom_qp;insee;nom_commune;wkt
QP011001;Bel Air;11069;Carcassonne;\"POLYGON((2.35 43.21,2.36 43.21,2.36 43.22,2.35 43.22,2.35 43.21))\"
QP011009;Parti;11069;Carcassonne;\"POLYGON((2.45 43.21,2.46 43.21,2.46 43.22,2.45 43.22,2.45 43.21))\"
";
const LATER: &str = "code_qp;nom_qp;insee;nom_commune;wkt
QN01101I;Bel Air;11069;Carcassonne;\"POLYGON((2.35 43.21,2.36 43.21,2.36 43.22,2.35 43.22,2.35 43.21))\"
QN01102N;Le Viguier;11069;Carcassonne;\"POLYGON((2.37 43.21,2.38 43.21,2.38 43.22,2.37 43.22,2.37 43.21))\"
QN01103N;Grazailles;11069;Carcassonne;\"POLYGON((2.39 43.21,2.40 43.21,2.40 43.22,2.39 43.22,2.39 43.21))\"
";

pub fn migrations() -> Vec<Migration> {
    [
        database::search::MIGRATIONS,
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        territory::MIGRATIONS,
        observatory::MIGRATIONS,
    ]
    .concat()
}

/// Runs a test in a house over each database.
pub async fn with_house<F, Fut>(test: F)
where
    F: Fn(Arc<House>) -> Fut,
    Fut: Future<Output = ()>,
{
    database::testing::each_database(&migrations(), |db| test(web::testing::house(db, database::testing::outside(11))))
        .await;
}

/// The doors of the slice and of the territory.
pub fn door_of(house: Arc<House>) -> Knocker {
    Knocker::new(observatory::door().and(territory::door()), house)
}

/// What a page says, no-break spaces and apostrophes made plain.
pub fn said(reply: &Reply) -> String {
    reply.body.replace(['\u{a0}', '\u{202f}'], " ").replace("&nbsp;", " ").replace("&#39;", "'")
}

/// An indicator by its reference.
pub fn indicator(code: &str, label: &str, unit: Unit) -> Indicator {
    let terms = IndicatorTerms {
        label: label.into(),
        theme: "t".into(),
        unit,
        producer: "INSEE".into(),
        ..IndicatorTerms::default()
    };
    Indicator { code: code.into(), terms, part_of: None, position: 1, revision: 1 }
}

/// Imports perimeters as the platform.
pub async fn import_perimeters(house: &House, text: &str) {
    let mut tx = house.write().await.expect("a transaction");
    let options = PerimeterOptions::default();
    territory::actions::import_perimeters(&mut tx, &house.outside, &ACTOR, text.as_bytes(), &options)
        .await
        .expect("imported");
    tx.commit().await.expect("kept");
}

/// Both zonings, and three indicators: a share, job seekers by sex whose small counts are secret, inhabitants.
pub async fn arranged(house: &House) {
    import_perimeters(house, CONTOURS).await;
    import_perimeters(house, LATER).await;
    let mut seekers = indicator("abcde", "Demandeurs d’emploi", Unit::People);
    (seekers.terms.axes, seekers.terms.secrecy) = (vec![Axis::Sex], Secrecy::Households);
    let all = [
        indicator("tp60", "Taux de pauvreté", Unit::Percent),
        seekers,
        indicator("pop_mun", "Habitants du quartier", Unit::Inhabitants),
    ];
    let mut tx = house.write().await.expect("a transaction");
    define(&mut tx, &house.outside, &ACTOR, &[("t", "Un thème")], &all).await.expect("defined");
    tx.commit().await.expect("kept");
}

/// Brings a file as the platform.
pub async fn bring(house: &House, text: &str) -> Report {
    let chosen =
        Chosen { source: "INSEE".into(), licence: "LO".into(), as_of: "2024-02-01".into(), ..Chosen::default() };
    let mut tx = house.write().await.expect("a transaction");
    let report =
        files::bring(&mut tx, &house.outside, &ACTOR, text.as_bytes().to_vec(), &chosen).await.expect("brought");
    tx.commit().await.expect("kept");
    report
}

/// The fields of a sheet that holds, over which some change.
pub fn sheet<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("reference", "acces_soins"),
        ("libelle", "Accès aux soins"),
        ("theme", "Santé"),
        ("unite", "percent"),
        ("producteur", "CPAM"),
        ("sens", "up"),
        ("maille", "quartier"),
        ("frequence", "aucun"),
        ("secret", "aucun"),
    ];
    let mut all: Vec<(&str, &str)> =
        base.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name)).collect();
    all.extend_from_slice(changes);
    all
}
