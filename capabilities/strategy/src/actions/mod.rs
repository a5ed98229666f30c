//! One function per act on a contract. Each authorises, loads, applies the rule, saves, and records once.

mod contract;
mod signatory;
mod tree;

pub use contract::{amend_contract, create_contract, set_areas};
pub use signatory::{add_signatory, amend_signatory, remove_signatory};
pub use tree::{Direction, NewLevel, add_level, add_node, amend_node, move_node, remove_node, rename_level};

pub use crate::rules::{ContractTerms, LevelNames, NodeText, Requirement, SignatoryTerms, SignatureStatus, Status};

use kernel::{Actor, Outcome, Scope, Uuid};

/// Lets a change of this contract go on.
fn authorise_on(actor: &Actor, contract: Uuid) -> Outcome<()> {
    actor.authorise(&crate::acts::AMEND, &Scope::contract(contract))
}
