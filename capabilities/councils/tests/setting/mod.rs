//! A council over two neighbourhoods, over a test database.

#![allow(dead_code, reason = "each test file uses a part of it")]

use councils::actions::{self, CouncilTerms, NewCouncil};
use database::{Migration, fetch_all, fetch_one};
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
    ]
    .concat()
}

/// What tests start from.
#[derive(Clone, Debug)]
pub struct Setting {
    pub council: Uuid,
    pub areas: Vec<Uuid>,
    pub residents: Uuid,
    pub actors: Option<Uuid>,
    pub kinds: Vec<Uuid>,
}

/// Opens a council of so many residents and actors over two neighbourhoods.
pub async fn arranged(house: &House, residents: i64, actors: i64, kinds: &[&str]) -> Setting {
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let areas = strategy_areas(&mut tx, house).await;
    let terms = CouncilTerms { name: "Conseil d’essai".into(), areas: areas.clone(), ..CouncilTerms::default() };
    let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let new = NewCouncil { terms, residents, actors, kinds };
    let council = actions::open_council(&mut tx, outside, &ACTOR, new).await.expect("opened");
    tx.commit().await.expect("kept");
    let mut tx = house.read().await.expect("read");
    let colleges: Vec<(Uuid, String)> = fetch_all!(&mut tx, "SELECT id, kind FROM college").expect("colleges");
    let of = |kind: &str| colleges.iter().find(|college| college.1 == kind).map(|college| college.0);
    let kinds: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM structure_kind ORDER BY rank").expect("kinds");
    Setting {
        council,
        areas,
        residents: of("residents").expect("residents"),
        actors: of("actors"),
        kinds: kinds.into_iter().map(|kind| kind.0).collect(),
    }
}

async fn strategy_areas(tx: &mut database::Tx, house: &House) -> Vec<Uuid> {
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

/// A pool of so many people who live in both neighbourhoods, women and men, young and not, two by two at one address.
pub async fn pool(house: &House, set: &Setting, many: usize) {
    pool_of(house, set, 0..many).await;
}

/// The same people, of these ranks.
pub async fn pool_of(house: &House, set: &Setting, ranks: std::ops::Range<usize>) {
    let zone = &house.settings.zone;
    for rank in ranks {
        let person = councils::actions::Person {
            birth_name: format!("Nomdepersonne{}", rank / 2),
            forenames: format!("Prenom{rank}"),
            birth: councils::actions::Birth::read(&format!("01/02/{}", if rank % 3 == 0 { 2004 } else { 1970 }))
                .expect("a day"),
            street: format!("{} rue des Lilas", rank / 2 + 1),
            postcode: "11000".into(),
            city: "Carcassonne".into(),
            email: format!("personne{rank}@exemple.fr"),
            ..councils::actions::Person::default()
        };
        let sex = if rank % 2 == 0 { councils::actions::Sex::Woman } else { councils::actions::Sex::Man };
        let area = Some(set.areas[rank % 5 % 2]);
        let new = actions::Newcomer { person, sex, area, structure: None };
        let mut tx = house.write().await.expect("write");
        let around = (&house.outside, &house.keys, zone);
        actions::type_paper(&mut tx, around, &ACTOR, set.residents, new).await.expect("typed");
        tx.commit().await.expect("kept");
    }
}

/// Lets jobs run.
pub async fn worked(house: &House) {
    jobs::testing::worked(&house.db, &house.outside, councils::handlers(&house.keys)).await;
}

/// A day to come, in the fields of a form.
pub const SESSION: [(&str, &str); 3] = [("seance-jour", "3"), ("seance-mois", "6"), ("seance-annee", "2027")];

/// Announces, freezes and publishes a draw of residents. Gives its address in the back office.
pub async fn published(house: &House, knocker: &web::testing::Knocker, set: &Setting, chance: &str) -> String {
    led(house, knocker, set, &[("hasard", chance)], &["cloture", "loterie"]).await
}

/// Announces a draw of residents with these fields beside the usual ones, and leads it through these steps.
pub async fn led(
    house: &House,
    knocker: &web::testing::Knocker,
    set: &Setting,
    fields: &[(&str, &str)],
    steps: &[&str],
) -> String {
    let list = format!("/gestion/colleges/{}/tirages", set.residents);
    let mut form = SESSION.to_vec();
    form.extend([("lieu", "Salle des fêtes"), ("balise", "Balise drand, puis le Loto")]);
    form.extend(fields);
    let announced = knocker.post("chef", &list, &form).await;
    assert_eq!(announced.status.as_u16(), 303, "{}", announced.body);
    let path = announced.location.split('?').next().unwrap_or_default().to_owned();
    for step in steps {
        let page = knocker.get("chef", &path).await.body;
        let revision = hidden(&page, "revision");
        let asked = knocker.post("chef", &format!("{path}/{step}"), &[("revision", &revision)]).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        worked(house).await;
    }
    path
}
