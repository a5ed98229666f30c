//! Figures for supervision, behind a token. Without the right token the page does not exist.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use jobs::mail::Followed;
use subtle::ConstantTimeEq;
use web::{Answer, Fault, House};

/// The figures, in Prometheus' text format.
pub async fn show(State(house): State<Arc<House>>, headers: HeaderMap) -> Answer {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let is_open = house.settings.metrics_token.as_deref().is_some_and(|token| opens(token, given));
    if !is_open {
        return Err(Fault::not_found());
    }
    let mut tx = house.read().await?;
    let mut gauges: Vec<(String, &str, i64)> = Vec::new();
    for (state, count) in jobs::counts(&mut tx).await? {
        gauges.push((format!("jobs_{}", state.code()), "Jobs in this state", count));
    }
    for (state, count) in jobs::mail::counts(&mut tx, &Followed::Every).await? {
        gauges.push((format!("mails_{}", state.code()), "Mails in this state", count));
    }
    let head = journal::head(&mut tx).await?;
    gauges.push(("journal_entries".to_owned(), "Entries of the journal", head.seq));
    let gauges: Vec<(&str, &str, i64)> =
        gauges.iter().map(|(name, help, value)| (name.as_str(), *help, *value)).collect();
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-store")], house.metrics.text(&gauges))
        .into_response())
}

/// Compared without telling, by the time it takes, how much of it was right. An empty token opens nothing.
fn opens(token: &str, given: &str) -> bool {
    !token.is_empty() && bool::from(token.as_bytes().ct_eq(given.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::opens;

    #[test]
    fn only_the_whole_token_opens() {
        assert!(opens("secret", "secret"));
        for given in ["", "secre", "secretx", "Secret"] {
            assert!(!opens("secret", given), "{given}");
        }
        assert!(!opens("", ""));
    }
}
