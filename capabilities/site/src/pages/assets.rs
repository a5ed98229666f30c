//! Style, scripts and images. Their addresses change with their content, so browsers keep them for ever.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use interface::assets;
use web::{Answer, Fault};

/// A file of that path.
pub async fn show(Path((hash, path)): Path<(String, String)>, headers: HeaderMap) -> Answer {
    let keeping = match hash == assets::hash() {
        true => "public, max-age=31536000, immutable",
        // A page drawn before an update still finds its files, but nobody keeps them.
        false => "no-cache",
    };
    answer(&path, keeping, &headers)
}

/// The icon, for browsers that ask for it without reading the page.
pub async fn icon(headers: HeaderMap) -> Answer {
    answer("favicon.svg", "public, max-age=86400", &headers)
}

fn answer(path: &str, keeping: &'static str, headers: &HeaderMap) -> Answer {
    let asset = assets::get(path).ok_or_else(Fault::not_found)?;
    let known = [(header::CACHE_CONTROL, keeping), (header::ETAG, asset.etag)];
    let is_kept = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == asset.etag.as_bytes());
    if is_kept {
        return Ok((StatusCode::NOT_MODIFIED, known).into_response());
    }
    Ok((known, [(header::CONTENT_TYPE, asset.mime)], asset.bytes).into_response())
}
