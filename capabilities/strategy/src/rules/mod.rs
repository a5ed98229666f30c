//! What a contract is, and what may be written in one.

mod amendment;
mod commitment;
mod contract;
mod fold;
mod history;
mod lens;
mod moving;
mod notes;
mod numbering;
mod signatory;
mod tree;

pub use amendment::{Amendment, AmendmentTerms, NamedVersion, check_amendment, check_version};
pub use commitment::{Commitment, CommitmentKind, CommitmentTerms, check_commitment, staff};
pub use contract::{Contract, ContractTerms, Status, check_code, check_period, check_terms};
pub use fold::{FoldedPage, Shown, folded, page_of, parts};
pub use history::{
    Aspect, Change, ChangeKind, LevelChange, Version, Write, aspects, differences, names_at, standing, taken_back,
};
pub use lens::{Lens, NodeTag, check_lens, lens_code, lenses, tags_of, tags_text};
pub use moving::{impossible, neighbours, placed};
pub use notes::{LONGEST_TITLE, NoteMove, NotePlace, PastedLine, WorkshopNote, pasted};
pub use numbering::{Numbering, numbered, suggested};
pub use signatory::{Requirement, Signatory, SignatoryTerms, SignatureStatus, check_signatory};
pub use tree::{Branch, Level, LevelNames, Node, NodeText, branches, check_level, check_node, find, may_stand_under};
