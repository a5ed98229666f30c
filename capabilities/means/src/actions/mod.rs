//! What may be done, act by act.

mod gathering;
mod grid;
mod line;
mod paper;
mod pasting;
mod place;
mod post;
mod signatory;
mod sponsor;
mod statement;

pub use gathering::{Gathered, Voted, gathered, leverage, shares};
pub(crate) use grid::of_scheme;
pub use grid::{Grid, grid_mark, keep_grid};
pub use line::{CommonLawLine, Confidence, LineTerms, Method, add_line, change_line, line, remove_line};
pub(crate) use paper::{
    accounts, actions as actions_table, cell, lines as lines_table, means as means_table, parties, time as time_cell,
};
pub use paper::{document, tables};
pub use pasting::{Pasted, bring, tried};
pub use place::{Ground, fills, ground, own_organisations, readable_lines};
pub use post::{Post, PostTerms, add_kind, keep_post, kinds, post, remove_post};
pub use signatory::{Stands, promises, stand_for, stands, withdraw};
pub use sponsor::{
    EndowmentFund, EndowmentYearTerms, Sponsorship, SponsorshipKind, SponsorshipTerms, keep_endowment,
    keep_sponsorship, open_endowment, remove_sponsorship, sponsorship,
};
pub(crate) use statement::spending;
pub use statement::{Approval, approve, mark, may_read_statement, statement};

pub use crate::rules::Amount;
