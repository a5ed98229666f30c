//! Tests of whoever stands on this slice: neighbourhoods.

use database::Tx;
use kernel::{Actor, Outside, Uuid};
use serde_json::json;

use crate::actions::{self, PerimeterOptions};
use crate::facade;

const ACTOR: Actor = Actor::Platform("essai");

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
    let options = PerimeterOptions::default();
    actions::import_perimeters(tx, outside, &ACTOR, file.as_bytes(), &options).await.expect("imported");
    let areas = facade::areas(tx).await.expect("areas");
    areas.into_iter().map(|area| area.id).collect()
}
