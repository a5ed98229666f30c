//! Does it work? For a load balancer: a yes or a no, and no detail to learn from.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use web::{Answer, House};

use crate::wiring::Wiring;

/// 200 when the database answers and has exactly the schema of this version, 503 otherwise.
pub async fn show(wiring: Wiring, State(house): State<Arc<House>>) -> Answer {
    let (status, word) = match house.db.check_schema(&(wiring.migrations)()).await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "health");
            (StatusCode::SERVICE_UNAVAILABLE, "indisponible")
        }
    };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((status, headers, format!("{{\"etat\":\"{word}\"}}\n")).into_response())
}
