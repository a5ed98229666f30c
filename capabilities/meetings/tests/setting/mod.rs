//! A consultation with workshops and a walk, over a test database.

#![allow(dead_code, reason = "each test file uses a part of it")]

use database::{Migration, fetch_one};
use kernel::{Actor, Uuid};
use listening::actions::{self, ChannelText, GatheringText, Heard, NeedText, NewConsultation};
use web::House;

const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    [
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        listening::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
    ]
    .concat()
}

/// What tests start from.
#[derive(Clone, Debug)]
pub struct Setting {
    pub consultation: Uuid,
    pub workshops: [Uuid; 3],
    pub need: Uuid,
}

/// Opens a consultation with three workshops and a need.
pub async fn arranged(house: &House) -> Setting {
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let new = NewConsultation {
        code: String::new(),
        contract: None,
        title: "Concertation d’essai".into(),
        period_label: "Mars 2026".into(),
        ended_by: None,
    };
    let consultation = actions::open_consultation(&mut tx, outside, &ACTOR, new).await.expect("opened");
    let text = ChannelText { label: "Ateliers".into(), hears: Heard::Residents, note: String::new() };
    let channel = actions::add_channel(&mut tx, outside, &ACTOR, (consultation, ""), text).await.expect("a channel");
    let mut workshops = [Uuid::nil(); 3];
    for (at, topic) in ["Cadre de vie", "Mobilités", "Emploi"].into_iter().enumerate() {
        let text = GatheringText {
            channel,
            area: None,
            topic: topic.into(),
            times: 1,
            held_on: None,
            place: String::new(),
            participants: None,
            document: None,
            page: String::new(),
            note: String::new(),
        };
        workshops[at] = actions::add_gathering(&mut tx, outside, &ACTOR, text).await.expect("a workshop");
    }
    let theme = actions::add_theme(&mut tx, outside, &ACTOR, "", "Cadre de vie").await.expect("a theme");
    let text = NeedText { label: "Des bancs".into(), theme, sensitivity: None, note: String::new() };
    let need = actions::add_need(&mut tx, outside, &ACTOR, "B01", text).await.expect("a need");
    tx.commit().await.expect("kept");
    Setting { consultation, workshops, need }
}

/// One neighbourhood of 2024, a triangle.
const CONTOUR: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code_qp":"QN01101N","lib_qp":"Quartier d’Essai","insee_com":"11069","lib_com":"Carcassonne"},"geometry":{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.21]]]}}]}"#;

/// Puts a neighbourhood in.
pub async fn neighbourhood(house: &House) -> Uuid {
    let mut tx = house.write().await.expect("write");
    let options = territory::actions::PerimeterOptions::default();
    let file = CONTOUR.as_bytes();
    territory::actions::import_perimeters(&mut tx, &house.outside, &ACTOR, file, &options).await.expect("imported");
    let areas = territory::facade::areas(&mut tx).await.expect("areas");
    tx.commit().await.expect("kept");
    areas.first().expect("a neighbourhood").id
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
