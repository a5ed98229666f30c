//! Bodies over two neighbourhoods, over a test database.

#![allow(dead_code, reason = "each test file uses a part of it")]

use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{AssemblyTerms, CollegeKind, Counted, Kind, MemberTerms, inviting, member};
use database::{Migration, Tx, fetch_one};
use kernel::{Actor, Uuid};
use web::House;

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    [
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        accounts::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
    ]
    .concat()
}

/// Two neighbourhoods.
pub async fn areas(tx: &mut Tx, house: &House) -> Vec<Uuid> {
    let features = ["Fleming La Reille", "Grazailles"].iter().zip(1_u8..).map(|(name, rank)| {
        let west = 2.33 + 0.02 * f64::from(rank);
        serde_json::json!({
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
    let file = serde_json::json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() }).to_string();
    let options = territory::actions::PerimeterOptions::default();
    territory::actions::import_perimeters(tx, &house.outside, &ACTOR, file.as_bytes(), &options).await.expect("areas");
    territory::facade::areas(tx).await.expect("areas").into_iter().map(|area| area.id).collect()
}

/// Opens a body that was not drawn, over both neighbourhoods.
pub async fn opened(house: &House, kind: Kind, name: &str) -> Uuid {
    let mut tx = house.write().await.expect("a transaction");
    let known: Vec<Uuid> = territory::facade::areas(&mut tx).await.expect("areas").iter().map(|area| area.id).collect();
    let areas = if known.is_empty() { areas(&mut tx, house).await } else { known };
    let terms = AssemblyTerms { name: name.into(), areas, ..AssemblyTerms::first(kind) };
    let new = NewAssembly { kind, council: None, terms };
    let id = assembly::open(&mut tx, &house.outside, &ACTOR, new).await.expect("opened");
    tx.commit().await.expect("kept");
    id
}

/// Rows of a table.
pub async fn count(house: &House, table: &str) -> i64 {
    let mut tx = house.read().await.expect("read");
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let (count,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
    count
}

/// The hidden value of a page: the first field of that name.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The journal is whole, and says nothing was changed behind its back.
pub async fn sound(house: &House) {
    let mut tx = house.read().await.expect("read");
    let report = journal::verify(&mut tx).await.expect("verified");
    assert!(report.findings.is_empty(), "{report:?}");
}

/// A page with ordinary spaces.
pub fn plain(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ")
}

/// The account behind a test token.
pub fn account(token: &str) -> Uuid {
    let function = web::testing::function(token).expect("a token");
    let rank = kernel::Function::ALL.iter().position(|known| *known == function).unwrap_or(0) as u128;
    Uuid::from_u128(1000 + rank)
}

/// Has somebody sit, with her account. Gives the member.
pub async fn seated(house: &House, assembly: Uuid, name: &str, token: &str) -> Uuid {
    let mut tx = house.write().await.expect("write");
    let terms = MemberTerms {
        called_name: name.into(),
        email: format!("{token}@exemple.fr"),
        college: CollegeKind::None,
        structure: String::new(),
        counted: Counted::Unknown,
        starts_on: jiff::civil::date(2026, 1, 1),
        ends_on: Some(jiff::civil::date(2028, 12, 31)),
        is_alternate: false,
        leaves_at_half: false,
        is_secretary: false,
        is_name_public: false,
    };
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let id = member::add(&mut tx, around, &ACTOR, assembly, terms).await.expect("added");
    inviting::tie_account(&mut tx, &house.outside, &ACTOR, (id, account(token))).await.expect("tied");
    tx.commit().await.expect("kept");
    id
}

/// The neighbourhoods known.
pub async fn areas_of(house: &House) -> Vec<Uuid> {
    let mut tx = house.read().await.expect("read");
    territory::facade::areas(&mut tx).await.expect("areas").iter().map(|area| area.id).collect()
}

/// A small picture.
pub fn png() -> Vec<u8> {
    include_bytes!("../pixel.png").to_vec()
}
