//! What lists of a contract read again and again between two acts: its agreements, the reports they await, what is published of them.
//! For pages that only read.

use std::sync::Arc;

use applications::facade::Remembered;
use database::Tx;
use kernel::{Outcome, Uuid};

use super::dues::{self, Due};
use super::publishing::{self, Published};
use crate::rules::Brief;
use crate::store;

/// Contracts remembered at once: ten years of a large town are some megabytes each.
const MOST: usize = 4;

static AGREEMENTS: Remembered<Vec<Brief>> = Remembered::new(MOST);
static DUES: Remembered<Vec<Due>> = Remembered::new(MOST);
static PUBLISHED: Remembered<Published> = Remembered::new(MOST);

/// Agreements of a contract with their last version, by number.
///
/// # Errors
/// The database failed.
pub async fn agreements(tx: &mut Tx, contract: Uuid) -> database::Result<Arc<Vec<Brief>>> {
    match AGREEMENTS.recall(tx, contract).await? {
        Ok(known) => Ok(known),
        Err(place) => Ok(AGREEMENTS.keep(place, store::agreement::of_contract(tx, contract).await?)),
    }
}

/// Reports the agreements of a contract await, the first due first.
///
/// # Errors
/// The database failed.
pub async fn dues(tx: &mut Tx, contract: Uuid) -> database::Result<Arc<Vec<Due>>> {
    match DUES.recall(tx, contract).await? {
        Ok(known) => Ok(known),
        Err(place) => Ok(DUES.keep(place, dues::of_contract(tx, contract).await?)),
    }
}

/// What is published of a contract, and what is left out.
///
/// # Errors
/// A file cannot be written; the database failed.
pub async fn published(tx: &mut Tx, contract: Uuid) -> Outcome<Arc<Published>> {
    match PUBLISHED.recall(tx, contract).await? {
        Ok(known) => Ok(known),
        Err(place) => Ok(PUBLISHED.keep(place, publishing::published(tx, contract).await?)),
    }
}
