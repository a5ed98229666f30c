//! Logs go to the standard error: one line per event, as text for people or JSON for machines. They hold
//! routes, counts and references, never what a person typed.

use tracing_subscriber::EnvFilter;

use crate::configuration::LogFormat;

/// Starts the log. A second call (in tests) changes nothing.
pub fn start(filter: &str, format: LogFormat) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    let _ = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
}
