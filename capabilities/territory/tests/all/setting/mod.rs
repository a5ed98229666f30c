//! A house with the territory's tables, and small files to import.
use std::future::Future;
use std::sync::Arc;

use database::Migration;
use kernel::Actor;
use territory::actions::{self, PerimeterOptions, Report};
use web::House;
use web::testing::{Knocker, Reply};

/// One neighbourhood of 2024, a triangle.
pub const CONTOUR: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code_qp":"QN01101N","lib_qp":"Quartier d’Essai","insee_com":"11069","lib_com":"Carcassonne"},"geometry":{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.21]]]}}]}"#;

/// Three addresses of Carcassonne and one of another commune.
pub const ADDRESSES: &str = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;cad_parcelles
11069_0420_00012;;12;;Rue de Verdun;11000;11069;Carcassonne;;;0;0;2.358;43.212;entrée;;;;;;;1;
11069_0420_00014;;14;;Rue de Verdun;11000;11069;Carcassonne;;;0;0;2.30;43.20;entrée;;;;;;;1;
11069_0099_00003;;3;;Place Carnot;11000;11069;Carcassonne;;;0;0;2.35;43.20;entrée;;;;;;;1;
11011_0099_00003;;3;;Place Carnot;11170;11011;Alzonne;;;0;0;2.17;43.25;entrée;;;;;;;1;
";

/// Everything the doors need.
pub fn migrations() -> Vec<Migration> {
    [database::search::MIGRATIONS, journal::MIGRATIONS, jobs::MIGRATIONS, territory::MIGRATIONS].concat()
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

/// The doors of the slice.
pub fn door_of(house: Arc<House>) -> Knocker {
    Knocker::new(territory::door(), house)
}

/// What a page says, no-break spaces and apostrophes made plain.
pub fn said(reply: &Reply) -> String {
    reply.body.replace(['\u{a0}', '\u{202f}'], " ").replace("&nbsp;", " ").replace("&#39;", "'")
}

/// Imports perimeters as the platform.
pub async fn import(house: &House, text: &str) -> Report {
    let mut tx = house.write().await.expect("a transaction");
    let options = PerimeterOptions::default();
    let report =
        actions::import_perimeters(&mut tx, &house.outside, &Actor::Platform("essai"), text.as_bytes(), &options)
            .await
            .expect("imported");
    tx.commit().await.expect("kept");
    report
}

/// Imports the addresses as the platform.
pub async fn import_addresses(house: &House) {
    let mut tx = house.write().await.expect("a transaction");
    actions::import_addresses(&mut tx, &house.outside, &Actor::Platform("essai"), ADDRESSES.as_bytes(), &[])
        .await
        .expect("imported");
    tx.commit().await.expect("kept");
}
