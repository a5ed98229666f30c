//! Tests of this slice and of whoever stands on it: two neighbourhoods, and what is read of pages, tables and journal.

use database::{Migration, Tx, fetch_one};
use kernel::{Actor, Uuid};
use serde_json::json;
use web::House;

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on, its own, then those of `more`.
pub fn migrations(more: &[&[Migration]]) -> Vec<Migration> {
    let under = [
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        accounts::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    [under.as_slice(), more].concat().concat()
}

/// Two neighbourhoods.
///
/// # Panics
/// They are refused.
pub async fn areas(tx: &mut Tx, house: &House) -> Vec<Uuid> {
    let features = ["Fleming La Reille", "Grazailles"].iter().zip(1_u8..).map(|(name, rank)| {
        let west = 2.33 + 0.02 * f64::from(rank);
        json!({
            "type": "Feature",
            "properties": {
                "code_qp": format!("QN0110{rank}N"), "lib_qp": name, "insee_com": "11069", "lib_com": "Carcassonne"
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, 43.21], [west + 0.01, 43.21], [west + 0.01, 43.22], [west, 43.22], [west, 43.21]]]
            }
        })
    });
    let file = json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() }).to_string();
    let options = territory::actions::PerimeterOptions::default();
    territory::actions::import_perimeters(tx, &house.outside, &ACTOR, file.as_bytes(), &options).await.expect("areas");
    territory::facade::areas(tx).await.expect("areas").into_iter().map(|area| area.id).collect()
}

/// Rows of a table.
///
/// # Panics
/// There is no such table.
pub async fn count(house: &House, table: &str) -> i64 {
    let mut tx = house.read().await.expect("read");
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let (count,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
    count
}

/// The hidden value of a page: the first field of that name.
///
/// # Panics
/// There is none.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The journal is whole, and says nothing was changed behind its back.
///
/// # Panics
/// It is not.
pub async fn sound(house: &House) {
    let mut tx = house.read().await.expect("read");
    let report = journal::verify(&mut tx).await.expect("verified");
    assert!(report.findings.is_empty(), "{report:?}");
}

/// A page with ordinary spaces.
pub fn plain(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ")
}
