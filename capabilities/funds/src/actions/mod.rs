//! What may be done, act by act.

mod filing;
pub mod followed;
mod paying;
mod purging;
mod reminding;
mod reporting;
mod setting;
mod sitting;
mod tracing;

pub use filing::{Filed, NewPaper, Project, ProjectTerms, file_online, file_paper, followed, project, support};
pub use paying::{Payment, give_up, pay, take_back};
pub use purging::purge;
pub use reminding::{Owed, owed, remind};
pub use reporting::{NewPiece, ReportTerms, accept_report, report_by_code, report_for};
pub use setting::{
    College, EnvelopeTerms, Fund, FundKind, FundTerms, Standing, add_member, fund, open, retire_member, set,
    set_envelope, standing,
};
pub use sitting::{
    Ballot, Choice, DecisionTerms, NewSession, Outcome as Decided, close, convene, decide, grants_of, session,
};
