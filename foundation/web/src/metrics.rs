//! Figures for supervision, in Prometheus' text format. No address, no name: counts and times only.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tokio::time::Instant;

use crate::House;

/// The figures.
pub struct Metrics {
    registry: Registry,
    answers: Family<Vec<(&'static str, String)>, Counter>,
    seconds: Histogram,
    limited: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("parvis");
        let answers = Family::default();
        let seconds = Histogram::new([0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0]);
        let limited = Counter::default();
        registry.register("answers", "Answers by route and status", answers.clone());
        registry.register("answer_seconds", "Time to answer", seconds.clone());
        registry.register("limited", "Requests refused because too many came from one address", limited.clone());
        Self { registry, answers, seconds, limited }
    }
}

impl Metrics {
    /// The text supervision reads, after gauges given by the caller (`name`, help, value).
    pub fn text(&self, gauges: &[(&str, &str, i64)]) -> String {
        let mut text = String::new();
        for (name, help, value) in gauges {
            text.push_str(&format!("# HELP parvis_{name} {help}\n# TYPE parvis_{name} gauge\nparvis_{name} {value}\n"));
        }
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    pub(crate) fn limited(&self) {
        self.limited.inc();
    }
}

/// Counts and logs each answer by its route, never by its address: addresses may hold what people typed.
pub(crate) async fn layer(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let seconds = start.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    house.metrics.seconds.observe(seconds);
    let labels = vec![("route", format!("{method} {route}")), ("status", status.to_string())];
    house.metrics.answers.get_or_create(&labels).inc();
    tracing::info!(target: "parvis::answer", %method, route, status, ms = seconds * 1000.0);
    response
}
