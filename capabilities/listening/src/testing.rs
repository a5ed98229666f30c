//! Tests of whoever stands on this slice: a consultation to begin with, a need, neighbourhoods.

use database::{Migration, Tx};
use kernel::{Actor, Outside, Uuid};
use serde_json::json;

use crate::actions::{self, ChannelText, Heard, NeedText, NewConsultation};

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on, its own, then those of `more`.
pub fn migrations(more: &[&[Migration]]) -> Vec<Migration> {
    let under = [
        journal::MIGRATIONS,
        lineage::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    [under.as_slice(), more].concat().concat()
}

/// A consultation that heard residents through one channel: `(consultation, channel)`.
///
/// # Panics
/// It is refused.
pub async fn consultation(tx: &mut Tx, outside: &Outside, channel: &str) -> (Uuid, Uuid) {
    let new = NewConsultation {
        code: String::new(),
        contract: None,
        title: "Concertation d’essai".into(),
        period_label: "Mars 2026".into(),
        ended_by: None,
    };
    let id = actions::open_consultation(tx, outside, &ACTOR, new).await.expect("opened");
    let text = ChannelText { label: channel.into(), hears: Heard::Residents, note: String::new() };
    (id, actions::add_channel(tx, outside, &ACTOR, (id, ""), text).await.expect("a channel"))
}

/// A need of the theme « Cadre de vie », under the code `B01`.
///
/// # Panics
/// It is refused.
pub async fn need(tx: &mut Tx, outside: &Outside, label: &str) -> Uuid {
    let theme = actions::add_theme(tx, outside, &ACTOR, "", "Cadre de vie").await.expect("a theme");
    let text = NeedText { label: label.into(), theme, sensitivity: None, note: String::new() };
    actions::add_need(tx, outside, &ACTOR, "B01", text).await.expect("a need")
}

/// Neighbourhoods of 2024 in Carcassonne, triangles side by side: `QN01101N`, `QN01102N`, in order.
///
/// # Panics
/// They are refused.
pub async fn neighbourhoods(tx: &mut Tx, outside: &Outside, names: &[&str]) -> Vec<Uuid> {
    let features = names.iter().zip(1_u8..).map(|(name, rank)| {
        let west = 2.33 + 0.02 * f64::from(rank);
        json!({
            "type": "Feature",
            "properties": {
                "code_qp": format!("QN0110{rank}N"), "lib_qp": name, "insee_com": "11069", "lib_com": "Carcassonne"
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, 43.21], [west + 0.01, 43.21], [west + 0.01, 43.22], [west, 43.21]]]
            }
        })
    });
    let file = json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() }).to_string();
    let options = territory::actions::PerimeterOptions::default();
    territory::actions::import_perimeters(tx, outside, &ACTOR, file.as_bytes(), &options).await.expect("imported");
    let areas = territory::facade::areas(tx).await.expect("areas");
    areas.into_iter().map(|area| area.id).collect()
}
