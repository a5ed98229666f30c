//! Style, scripts and images, embedded. Addresses carry a hash of all of them together, so that a
//! page and its files always fit and browsers may keep them for ever.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// A file ready to be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its content.
    pub bytes: &'static [u8],
    /// Value of `Content-Type`.
    pub mime: &'static str,
    /// Value of `ETag`, quotes included.
    pub etag: &'static str,
}

macro_rules! files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_bytes!(concat!("../assets/", $path)) as &[u8])),*] };
}

const FILES: &[(&str, &[u8])] = files![
    "board.js",
    "budget.js",
    "conditions.js",
    "draft.js",
    "favicon.svg",
    "icon-192.png",
    "icon-512.png",
    "icon.svg",
    "interview.js",
    "keys.js",
    "live.js",
    "logo.svg",
    "map.js",
    "offline.js",
    "parvis.css",
    "parvis.js",
    "queue.js",
    "survey.js",
    "tree.js",
    "worker.js",
    "vendor/leaflet-1.9.4/LICENSE",
    "vendor/leaflet-1.9.4/images/layers-2x.png",
    "vendor/leaflet-1.9.4/images/layers.png",
    "vendor/leaflet-1.9.4/images/marker-icon-2x.png",
    "vendor/leaflet-1.9.4/images/marker-icon.png",
    "vendor/leaflet-1.9.4/images/marker-shadow.png",
    "vendor/leaflet-1.9.4/leaflet.css",
    "vendor/leaflet-1.9.4/leaflet.js",
];

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (path, bytes) in FILES {
        hash.update(path.as_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

static ETAG: LazyLock<String> = LazyLock::new(|| format!("\"{}\"", hash()));

/// Twelve hexadecimal digits that change when any asset changes.
pub fn hash() -> &'static str {
    &HASH
}

/// The file of that path (`parvis.css`, `vendor/leaflet-1.9.4/leaflet.js`), hash not included.
pub fn get(path: &str) -> Option<Asset> {
    let (name, bytes) = FILES.iter().find(|(name, _)| *name == path)?;
    let mime = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    };
    Some(Asset { bytes, mime, etag: &ETAG })
}

/// The address of a file: `/a/<hash>/parvis.css`. The server may answer it with
/// `Cache-Control: public, max-age=31536000, immutable` when the hash is the present one.
pub fn url(path: &str) -> String {
    format!("/a/{}/{path}", hash())
}

/// Every path, for tests and for writing a copy of the assets.
pub fn paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(path, _)| *path)
}
