//! One function per act on a contract. Each authorises, loads, applies the rule, saves, and records once.

mod amendment;
mod commitment;
mod contract;
mod gesture;
mod level;
mod node;
mod notes;
mod signatory;
mod tree;
mod undo;

pub use amendment::{add_amendment, amend_amendment, name_version, remove_amendment};
pub use commitment::{add_commitment, amend_commitment, remove_commitment};
pub use contract::{amend_contract, create_contract, index_all, set_areas};
pub use level::{NewLevel, add_level, remove_level, rename_level};
pub use node::{Destination, Direction, add_node, amend_node, move_node, remove_node, tag_node, transfer_node};
pub use notes::{file_notes, notes_to_nodes, paste_notes};
pub use signatory::{add_signatory, amend_signatory, remove_signatory};
pub use tree::{add_lens, number_tree, parent_named};
pub use undo::undo;

pub use crate::rules::{
    AmendmentTerms, CommitmentKind, CommitmentTerms, ContractTerms, LevelNames, NodeTag, NodeText, NotePlace,
    Numbering, Requirement, SignatoryTerms, SignatureStatus, Status,
};

use kernel::{Actor, Outcome, Scope, Uuid};

/// Lets a change of this contract go on.
fn authorise_on(actor: &Actor, contract: Uuid) -> Outcome<()> {
    actor.authorise(&crate::acts::AMEND, &Scope::contract(contract))
}
