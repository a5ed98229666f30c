//! What other slices may ask of the councils.

use database::{Result, Tx};
use kernel::Uuid;

use crate::store;

/// A council in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilBrief {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its contract.
    pub contract: Option<Uuid>,
    /// Its neighbourhoods.
    pub area_ids: Vec<Uuid>,
}

/// Every council, by name.
///
/// # Errors
/// The database failed.
pub async fn councils(tx: &mut Tx) -> Result<Vec<CouncilBrief>> {
    let brief = |council: crate::rules::Council| CouncilBrief {
        id: council.id,
        name: council.terms.name,
        contract: council.terms.contract,
        area_ids: council.terms.areas,
    };
    Ok(store::council::all(tx).await?.into_iter().map(brief).collect())
}
