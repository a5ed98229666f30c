//! Samples of tables, charts and maps.

use super::Sample;

/// Tables, charts, maps and matrices in every state.
pub(super) fn samples() -> Vec<Sample> {
    Vec::new()
}
