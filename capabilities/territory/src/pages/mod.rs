//! The pages: form, handler, view and samples side by side.

pub mod editing;
pub mod facilities;
pub mod importing;
pub mod locating;
pub mod my_neighbourhood;
pub mod neighbourhoods;
pub mod passage;
pub mod passages;
pub mod register;
pub(crate) mod sample;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use interface::map::{Area as MapArea, Rings};
use serde_json::{Value, json};

use crate::actions::viewing::Listed;
use crate::facade;

/// GeoJSON with what the interactive map shows: name, text, address of the page.
fn geojson(features: impl IntoIterator<Item = (String, String, String, String)>) -> Response {
    let features: Vec<Value> = features
        .into_iter()
        .filter_map(|(code, name, text, perimeter)| {
            let mut feature: Value = serde_json::from_str(&perimeter).ok()?;
            let href = facade::path(&code);
            let properties = feature.get_mut("properties")?.as_object_mut()?;
            properties.insert("code_qp".to_owned(), json!(code));
            properties.insert("lib_qp".to_owned(), json!(name));
            for (key, value) in [("name", &name), ("text", &text), ("href", &href)] {
                properties.insert(key.to_owned(), json!(value));
            }
            Some(feature)
        })
        .collect();
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}

/// An area of a map that leads to its page.
fn map_area(listed: &Listed) -> MapArea {
    MapArea {
        code: listed.area.code.clone(),
        name: listed.area.name.clone(),
        rings: listed.rings.clone(),
        datum: None,
        href: facade::path(&listed.area.code),
        is_here: false,
    }
}

/// The outline of the communes, unless it would make the neighbourhoods too small to be told apart.
pub(crate) fn fitting_outline(areas: &[MapArea], outline: Rings) -> Rings {
    let width = |points: &mut dyn Iterator<Item = [f64; 2]>| {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        let (west, east) = points.fold(none, |(west, east), [x, _]| (west.min(x), east.max(x)));
        if east > west { east - west } else { 0.0 }
    };
    let inner = width(&mut areas.iter().flat_map(|area| area.rings.iter().flatten().copied()));
    let outer = width(&mut outline.iter().flatten().copied());
    if inner * 2.0 < outer { Rings::new() } else { outline }
}

/// « contours du zonage 2015 et contours locaux »: which zoning the perimeters were drawn for.
pub(crate) fn geography_words(generations: &[&str]) -> String {
    let mut years: Vec<&str> = generations.to_vec();
    years.sort_unstable();
    years.dedup();
    let words: Vec<String> = years
        .into_iter()
        .map(|year| if year == "locale" { "contours locaux".to_owned() } else { format!("contours du zonage {year}") })
        .collect();
    words.join(" et ")
}
