//! What other slices may ask of the listening.

use database::{Result, Tx};
use kernel::Uuid;

use crate::store;

/// How many different needs were named in a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeedsByArea {
    /// The neighbourhood.
    pub area: Uuid,
    /// Number of different needs.
    pub need_count: i64,
}

/// A need in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedBrief {
    /// Its code: « B05 ».
    pub code: String,
    /// Its neutral label.
    pub label: String,
}

/// Number of needs named in each neighbourhood where any was.
///
/// # Errors
/// The database failed.
pub async fn needs_by_area(tx: &mut Tx) -> Result<Vec<NeedsByArea>> {
    let rows = store::matrix::needs_by_area(tx).await?;
    Ok(rows.into_iter().map(|(area, need_count)| NeedsByArea { area, need_count }).collect())
}

/// Needs named in a neighbourhood, in their order.
///
/// # Errors
/// The database failed.
pub async fn needs_of_area(tx: &mut Tx, area: Uuid) -> Result<Vec<NeedBrief>> {
    let rows = store::matrix::needs_of_area(tx, area).await?;
    Ok(rows.into_iter().map(|(code, label)| NeedBrief { code, label }).collect())
}

/// Where the matrix is read.
pub fn matrix_path() -> &'static str {
    "/besoins"
}
