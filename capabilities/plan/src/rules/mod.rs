//! What the slice knows without asking anybody.

mod cells;
mod columns;
mod filters;
mod lead;
mod markup;
mod pasted;
mod pieces;
mod pieces_check;
mod sheet;
mod state;
mod validation;
mod vocabulary;

pub use cells::{LinkRead, cell_hint, cell_of, links_cell, notes_cell, read_cell, read_links, read_notes};
pub use columns::{COLUMNS, recognised};
pub use filters::Filters;
pub use kernel::table::{read_cell_day, read_day};
pub use lead::{Crossing, KNOWN_STRATEGIES, Lead, LeadStudy, check_coverage, check_crossing, check_strategy};
pub use markup::{Block, Span, parse, plain};
pub use pasted::tidied;
pub use pieces::{Indicator, Linked, Mean, Partner, Pieces, Place, Ranked, Step, measures_text, ranked, read_measures};
pub use pieces_check::check_pieces;
pub use sheet::{Bounds, Sheet, SheetText, check_text};
pub use state::{Said, State, check_state};
pub use validation::{Proposal, ProposalState};
pub use vocabulary::{
    Coverage, Deployment, IndicatorKind, Involvement, LinkKind, Nature, Section, Status, TargetKind, Term, Use,
};
