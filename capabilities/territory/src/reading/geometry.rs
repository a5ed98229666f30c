//! Geometry as it is kept: one GeoJSON feature, and its rings simplified once for every map to come.

use geography::Area;
use interface::map::Rings;
use serde_json::Value;

/// No border of a map moves by more than this.
const TOLERANCE_METRES: f64 = 6.0;

/// The feature kept for an area.
pub fn feature_text(area: &Area) -> String {
    geography::feature(area).to_string()
}

/// The simplified rings kept for an area, as JSON.
pub fn rings_text(area: &Area) -> String {
    let simplified =
        Area { perimeter: geography::drawing::simplify(&area.perimeter, TOLERANCE_METRES), ..area.clone() };
    let feature: Value = serde_json::from_str(&feature_text(&simplified)).unwrap_or(Value::Null);
    rings_of_geometry(&feature["geometry"]).map_or_else(String::new, |rings| write_rings(&rings))
}

/// Rings as JSON, five decimals (about a metre).
pub fn write_rings(rings: &Rings) -> String {
    let rounded: Vec<Vec<[f64; 2]>> = rings
        .iter()
        .map(|ring| ring.iter().map(|point| point.map(|degrees| (degrees * 100_000.0).round() / 100_000.0)).collect())
        .collect();
    serde_json::to_string(&rounded).unwrap_or_default()
}

/// Rings kept as JSON; none when there are none.
pub fn read_rings(text: &str) -> Rings {
    serde_json::from_str(text).unwrap_or_default()
}

/// The rings of a `Polygon` or a `MultiPolygon`.
pub fn rings_of_geometry(geometry: &Value) -> Option<Rings> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str()? {
        "Polygon" => rings(coordinates),
        "MultiPolygon" => {
            let polygons: Option<Vec<Rings>> = coordinates.as_array()?.iter().map(rings).collect();
            Some(polygons?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

fn rings(polygon: &Value) -> Option<Rings> {
    let point = |position: &Value| Some([position.get(0)?.as_f64()?, position.get(1)?.as_f64()?]);
    polygon.as_array()?.iter().map(|ring| ring.as_array()?.iter().map(point).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_read_from_both_kinds_of_geometry() {
        let polygon = serde_json::json!({"type": "Polygon", "coordinates": [[[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]]});
        let rings = rings_of_geometry(&polygon).expect("rings");
        assert_eq!(rings, vec![vec![[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]]);
        assert_eq!(read_rings(&write_rings(&rings)), rings);
        let many =
            serde_json::json!({"type": "MultiPolygon", "coordinates": [[[[1.0, 2.0]]], [[[5.0, 6.0]], [[7.0, 8.0]]]]});
        assert_eq!(rings_of_geometry(&many).expect("rings").len(), 3);
        assert_eq!(rings_of_geometry(&serde_json::json!({"type": "Point", "coordinates": [1, 2]})), None);
        assert!(read_rings("").is_empty());
    }
}
