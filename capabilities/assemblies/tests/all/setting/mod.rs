//! Bodies over two neighbourhoods, over a test database.

use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{AssemblyTerms, CollegeKind, Counted, Kind, MemberTerms, inviting, member};
use database::Migration;
use kernel::Uuid;
use web::House;

pub use councils::testing::{ACTOR, areas, count, hidden, plain, sound};

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    councils::testing::migrations(&[assemblies::MIGRATIONS])
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
        signatory: None,
        titular: None,
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
