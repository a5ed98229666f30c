//! What a contract is, and what may be written in one.

mod contract;
mod tree;

pub use contract::{
    Contract, ContractTerms, Requirement, Signatory, SignatoryTerms, SignatureStatus, Status, check_code, check_period,
    check_signatory, check_terms,
};
pub use tree::{Branch, Level, LevelNames, Node, NodeText, branches, check_level, check_node, may_stand_under};
