//! The pages of the slice.

pub mod amendment;
pub mod commitment;
pub mod compare;
mod conflict;
pub mod edit_level;
pub mod edit_node;
pub mod edit_signatory;
pub mod edit_terms;
pub mod history;
pub mod list;
pub mod manage;
pub mod move_node;
pub mod node;
pub mod notes;
mod piece;
mod samples;
pub mod settings;
pub mod show;
mod told;
pub mod tree;
mod tree_samples;

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

/// Whether somebody may change this contract.
fn may_amend(visit: &Visit, contract: Uuid) -> bool {
    visit.actor.may(&acts::AMEND, &Scope::contract(contract)).is_allowed()
}

/// Lets somebody read the history of this contract, or says that there is nothing there.
fn readable(visit: &Visit, contract: Option<Contract>) -> Result<Contract, Fault> {
    contract
        .filter(|contract| visit.actor.may(&acts::READ, &Scope::contract(contract.id)).is_allowed())
        .ok_or_else(Fault::not_found)
}

/// The pages above one that those who cannot change the contract read too.
fn reader_above(visit: &Visit, contract: &Contract) -> Vec<Link> {
    if may_amend(visit, contract.id) {
        let mut above = above(contract);
        above.push(Link::new("Arbre", tree::tree_path(contract.id)));
        return above;
    }
    vec![Link::new(contract.terms.title.as_str(), crate::facade::path(&contract.code))]
}

/// Where the back office shows a contract.
fn sheet_path(id: Uuid) -> String {
    format!("/gestion/contrats/{id}")
}

/// The pages above a page about a contract.
fn above(contract: &Contract) -> Vec<Link> {
    vec![Link::new("Contrats", "/gestion/contrats"), Link::new(contract.terms.title.as_str(), sheet_path(contract.id))]
}
