//! A consultation with one of everything.

use database::Migration;
use kernel::{Actor, Uuid};
use listening::actions::{
    self, ChannelText, ComparisonRule, FigureText, GatheringText, Heard, NeedText, NewConsultation, Unit,
};
use web::House;

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Everything the doors need.
pub fn migrations() -> Vec<Migration> {
    [
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        listening::MIGRATIONS,
    ]
    .concat()
}

fn figure(code: &str, value: f64) -> FigureText {
    FigureText {
        code: code.into(),
        channel: None,
        area: None,
        label: format!("Réponses par téléphone ({code})"),
        value,
        unit: Unit::Answers,
        base: None,
        base_label: "personnes appelées".into(),
        document: None,
        page: String::new(),
        reported_on: None,
        note: String::new(),
    }
}

/// Puts a consultation with one of everything; gives `(consultation, channel, need)`.
pub async fn arranged(house: &House) -> (Uuid, Uuid, Uuid) {
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
    let text = GatheringText {
        channel,
        area: None,
        topic: "Cadre de vie".into(),
        times: 1,
        held_on: None,
        place: String::new(),
        participants: None,
        document: None,
        page: String::new(),
        note: String::new(),
    };
    actions::add_gathering(&mut tx, outside, &ACTOR, text).await.expect("a gathering");
    for (code, value) in [("F1", 157.0), ("F2", 158.0)] {
        actions::record_figure(&mut tx, outside, &ACTOR, (consultation, figure(code, value))).await.expect("a figure");
    }
    let told = ("Deux chiffres", ComparisonRule::Equal, "");
    actions::compare_figures(&mut tx, outside, &ACTOR, consultation, told, &["F1", "F2"]).await.expect("compared");
    let theme = actions::add_theme(&mut tx, outside, &ACTOR, "", "Cadre de vie").await.expect("a theme");
    let text = NeedText { label: "Des bancs".into(), theme, sensitivity: None, note: String::new() };
    let need = actions::add_need(&mut tx, outside, &ACTOR, "B01", text).await.expect("a need");
    tx.commit().await.expect("kept");
    (consultation, channel, need)
}

/// Puts a neighbourhood in; gives its identifier.
pub async fn neighbourhood(house: &House) -> Uuid {
    const CONTOUR: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code_qp":"QN01101N","lib_qp":"Quartier d’Essai","insee_com":"11069","lib_com":"Carcassonne"},"geometry":{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.21]]]}}]}"#;
    let mut tx = house.write().await.expect("a transaction");
    let options = territory::actions::PerimeterOptions::default();
    territory::actions::import_perimeters(&mut tx, &house.outside, &ACTOR, CONTOUR.as_bytes(), &options)
        .await
        .expect("imported");
    let areas = territory::facade::areas(&mut tx).await.expect("areas");
    tx.commit().await.expect("kept");
    areas[0].id
}
