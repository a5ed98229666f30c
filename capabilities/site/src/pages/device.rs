//! What a telephone needs to keep pages of ours and to show us among its applications.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use interface::assets;
use kernel::Breakdown;
use serde_json::json;
use web::{Answer, House};

use crate::wiring::Wiring;

/// The worker: asked again at each visit, so that a device never follows an old one.
pub async fn worker(wiring: Wiring) -> Answer {
    let script = web::offline::worker(&(wiring.offline)());
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, script).into_response())
}

/// The manifest: a telephone can put the way into meetings on its home screen.
pub async fn manifest(State(house): State<Arc<House>>) -> Answer {
    let site = &house.settings.site;
    let icon = |path: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": assets::url(path), "sizes": sizes, "type": kind, "purpose": purpose });
    let name = format!("{} {}", site.service, site.town);
    let manifest = json!({
        "id": "/r",
        "name": name.trim(),
        "short_name": site.service,
        "description": "Dire quelques mots dans une rencontre du quartier, avec ou sans réseau.",
        "lang": "fr",
        "start_url": "/r",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#073b45",
        "icons": [
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "maskable"),
            icon("icon.svg", "any", "image/svg+xml", "any"),
        ],
    });
    let text = serde_json::to_string(&manifest).map_err(|error| Breakdown(Box::new(error)))?;
    Ok(([(header::CONTENT_TYPE, "application/manifest+json")], text).into_response())
}
