//! A consultation with one of everything.

use database::Migration;
use kernel::Uuid;
use listening::actions::{self, ComparisonRule, FigureText, GatheringText, Unit};
pub use listening::testing::ACTOR;
use listening::testing::{consultation, need, neighbourhoods};
use web::House;

/// Everything the doors need.
pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[])
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
    let (consultation, channel) = consultation(&mut tx, outside, "Ateliers").await;
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
    let need = need(&mut tx, outside, "Des bancs").await;
    tx.commit().await.expect("kept");
    (consultation, channel, need)
}

/// Puts a neighbourhood in; gives its identifier.
pub async fn neighbourhood(house: &House) -> Uuid {
    let mut tx = house.write().await.expect("a transaction");
    let area = neighbourhoods(&mut tx, &house.outside, &["Quartier d’Essai"]).await[0];
    tx.commit().await.expect("kept");
    area
}
