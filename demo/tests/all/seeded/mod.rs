//! The demonstration in a database, behind its doors.

use std::future::Future;
use std::sync::Arc;

use database::{Db, Migration};
use demo::seed::listening::Placed;
use kernel::Outside;
use web::House;
pub use web::testing::plain;
use web::testing::{Knocker, house};

pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[observatory::MIGRATIONS, corpus::MIGRATIONS, meetings::MIGRATIONS])
}

pub struct Seeded {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub codes: Vec<String>,
}

/// The whole demonstration.
pub async fn seeded(db: Db, outside: Outside) -> Seeded {
    seeded_with(db, outside, &demo::load().expect("the demonstration is read")).await.0
}

/// A demonstration, and where things were said.
pub async fn seeded_with(db: Db, outside: Outside, told: &demo::Demonstration) -> (Seeded, Placed) {
    let mut tx = db.write().await.expect("a transaction");
    let areas = demo::seed::territory::territory(&mut tx, &outside, told).await.expect("the territory");
    let contract = demo::seed::strategy::strategy(&mut tx, &outside, told, &areas).await.expect("the contract");
    let placed = demo::seed::listening::listening(&mut tx, &outside, told, &areas, contract).await;
    let placed = placed.expect("the consultation");
    tx.commit().await.expect("kept");
    let mut tx = db.read().await.expect("a transaction");
    let codes = territory::facade::areas(&mut tx).await.expect("areas").into_iter().map(|area| area.code).collect();
    drop(tx);
    let house = house(db, outside);
    let door = strategy::door().and(listening::door()).and(meetings::door());
    (Seeded { knocker: Knocker::new(door, house.clone()), house, codes }, placed)
}

pub async fn on_each<F, Fut>(seed: u64, test: F)
where
    F: Fn(Seeded) -> Fut,
    Fut: Future<Output = ()>,
{
    let test = &test;
    database::testing::each_database(&migrations(), |db| async move {
        test(seeded(db, database::testing::outside(seed)).await).await;
    })
    .await;
}

/// Values of the open-data file, header left out.
pub async fn lines(knocker: &Knocker, path: &str) -> Vec<Vec<String>> {
    let file = knocker.get("", path).await;
    assert_eq!(file.status, 200, "{path}");
    let mut reader = csv::Reader::from_reader(file.body.as_bytes());
    reader.records().map(|record| record.expect("a line").iter().map(str::to_owned).collect()).collect()
}
