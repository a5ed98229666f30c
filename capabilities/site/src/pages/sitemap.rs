//! What search engines and security researchers read.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use interface::Escaped;
use web::{Answer, House};

use super::plan::{OWN_PLACES, pages_of_objects};
use crate::wiring::Wiring;

/// Paths search engines leave alone: people's pages, and lists without end.
const LEFT_ALONE: &[&str] =
    &["/gestion", "/compte", "/connexion", "/deconnexion", "/recherche?", "/galerie", "/demonstration"];

/// Every public page.
pub async fn sitemap(wiring: Wiring, State(house): State<Arc<House>>) -> Answer {
    let (areas, contracts) = pages_of_objects(&house).await?;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let fixed = ["/"].into_iter().chain(wiring.places.iter().chain(OWN_PLACES).map(|place| place.path));
    let objects = areas.iter().chain(&contracts).map(|link| link.href.as_str());
    for path in fixed.chain(objects) {
        // Writing to a String cannot fail.
        let _ = writeln!(xml, "<url><loc>{}</loc></url>", Escaped(house.address(path)));
    }
    xml.push_str("</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
}

/// What to leave alone, and where the list of pages is.
pub async fn robots(State(house): State<Arc<House>>) -> Answer {
    let mut text = String::from("User-agent: *\n");
    for path in LEFT_ALONE {
        let _ = writeln!(text, "Disallow: {path}");
    }
    let _ = writeln!(text, "Sitemap: {}", house.address("/sitemap.xml"));
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Days a security contact is announced for; the text is made anew at each reading.
const SECURITY_DAYS: i64 = 180;

/// Whom to write to about a weakness (RFC 9116).
pub async fn security(wiring: Wiring, State(house): State<Arc<House>>) -> Answer {
    let email = (wiring.contacts)().email;
    let contact = if email.is_empty() { house.address("/aide#contact") } else { format!("mailto:{email}") };
    let expires = house.outside.now().plus_days(SECURITY_DAYS).rfc3339();
    let canonical = house.address("/.well-known/security.txt");
    let text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: fr, en\nCanonical: {canonical}\n");
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
