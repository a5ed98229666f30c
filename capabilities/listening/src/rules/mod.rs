//! What listening means: words kept apart, what a silence says, what figures must agree on.

mod agreement;
mod document;
mod evidence;
mod figures;
mod matrix;
mod need;
mod proposal;
mod removal;
mod setting;
mod vocabulary;

pub use agreement::{Agreement, Asked, Voices, agreement};
pub use document::{DocumentText, check_document};
pub use evidence::{Evidence, EvidenceText, check_evidence, is_told, names_somebody};
pub use figures::{Comparison, Figure, FigureText, check_figure, compare, shown_value};
pub use matrix::{CoverageCell, CoverageText, Grid, Mark, Mentions, Order, Weight, check_coverage, grid, prudence};
pub use need::{Need, NeedText, Theme, check_need};
pub use proposal::{Answers, Crossing, Proposal, ProposalText, answers, check_proposal};
pub use removal::{Removable, THREAD};
pub use setting::{ChannelText, GatheringText, check_channel, check_consultation, check_gathering};
pub use vocabulary::{ComparisonRule, CoverageState, Heard, Kind, Looked, Sensitivity, Unit, Visibility};
