//! One function per act on the plan. Each authorises, loads, applies the rule, saves, and records once.

mod around;
mod bulk;
mod comments;
mod digest;
mod export;
mod files;
mod follow;
mod import;
mod import_line;
mod leads;
mod pieces;
mod place;
mod sheet;
mod sheet_check;
mod state;
mod thread;
mod validation;

pub use around::{Around, Objective, Seen, around, around_sheet, lenses, objectives};
pub use bulk::{Bulk, change_many};
pub use comments::{comment, remove_comment};
pub use digest::send_digests;
pub use export::exported;
pub use files::{FileText, PAPERS, PHOTOS, add_file, remove_file};
pub use follow::{Target, ask_to_follow, confirm_follower, follow_inside, key_text, leave, own_address, target_of};
pub use import::{ImportLine, ImportReport, LineOutcome, Read, import_plan, read_import};
pub use leads::{add_strategy, cross_lead, leads, make_sheet, qualify_lead, strategies};
pub use pieces::{every_piece, set_pieces};
pub(crate) use place::verdict_on;
pub use place::{Reach, reach, verdict};
pub use sheet::{
    NewSheet, amend_sheet, create_sheet, index_all, publish_sheet, remove_sheet, revision, unpublish_sheet,
};
pub use state::say_state;
pub use thread::WHY_FIELD;
pub(crate) use thread::release_need;
pub use validation::{ask_validation, decide_on_sheet, propose_sheet};

pub use crate::rules::{
    Coverage, Crossing, Deployment, Indicator, IndicatorKind, Involvement, LinkKind, Linked, Mean, Nature, Partner,
    Pieces, Place, SheetText, State, Status, Step, TargetKind, Term, Use, ranked, read_measures,
};

use kernel::{Act, Actor, Outcome, Scope, Uuid};

/// Lets an act on this contract go on.
fn authorise_on(actor: &Actor, act: &'static Act, contract: Uuid) -> Outcome<()> {
    actor.authorise(act, &Scope::contract(contract))
}
