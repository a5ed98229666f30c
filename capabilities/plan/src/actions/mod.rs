//! One function per act on the plan. Each authorises, loads, applies the rule, saves, and records once.

mod around;
mod bulk;
mod comments;
mod digest;
mod files;
mod follow;
mod import;
mod leads;
mod pieces;
mod sheet;
mod state;
mod thread;

pub use around::{Around, Objective, Seen, around, lenses, objectives};
pub use bulk::{Bulk, change_many};
pub use comments::{comment, remove_comment};
pub use digest::send_digests;
pub use files::{FileText, PHOTOS, PAPERS, add_file, remove_file};
pub use follow::{Target, ask_to_follow, confirm_follower, key_text, leave, target_of};
pub use import::{ImportLine, ImportReport, LineOutcome, Read, exported, import_plan, read_import};
pub use leads::{add_strategy, cross_lead, leads, make_sheet, qualify_lead, strategies};
pub use pieces::{every_piece, set_pieces};
pub use sheet::{NewSheet, amend_sheet, create_sheet, publish_sheet, remove_sheet, unpublish_sheet};
pub use state::say_state;

pub use crate::rules::{
    Coverage, Crossing, Deployment, Indicator, IndicatorKind, Involvement, LinkKind, Linked, Mean, Nature, Partner, Pieces,
    Place, SheetText, State, Status, Step, TargetKind, Term, Use, ranked,
};

use kernel::{Act, Actor, Outcome, Scope, Uuid};

/// Lets an act on this contract go on.
fn authorise_on(actor: &Actor, act: &'static Act, contract: Uuid) -> Outcome<()> {
    actor.authorise(act, &Scope::contract(contract))
}
