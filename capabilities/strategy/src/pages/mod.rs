//! The pages of the slice.

pub mod edit_level;
pub mod edit_node;
pub mod edit_signatory;
pub mod edit_terms;
pub mod list;
pub mod manage;
mod samples;
pub mod show;

pub use samples::samples;

use interface::Link;
use kernel::{Scope, Uuid};
use web::{Fault, Visit};

use crate::acts;
use crate::rules::Contract;

/// Lets somebody see the back office of this contract, or says that there is nothing there.
fn visible(visit: &Visit, contract: Option<Contract>) -> Result<Contract, Fault> {
    contract
        .filter(|contract| visit.actor.may(&acts::AMEND, &Scope::contract(contract.id)).is_allowed())
        .ok_or_else(Fault::not_found)
}

/// Where the back office shows a contract.
fn sheet_path(id: Uuid) -> String {
    format!("/gestion/contrats/{id}")
}

/// The pages above a page about a contract.
fn above(contract: &Contract) -> Vec<Link> {
    vec![Link::new("Contrats", "/gestion/contrats"), Link::new(contract.terms.title.as_str(), sheet_path(contract.id))]
}
