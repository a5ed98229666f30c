//! What other slices may ask of calls and applications.

mod aiding;
mod assessing;
mod awaiting;
mod followed;
mod following;
mod given;
mod listed;
mod people;
mod reading;
mod remembered;
mod reporting;
mod withdrawing;

use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Outcome, Outside, Uuid};

use crate::actions::{advancing, completing};
use crate::rules::Step;

pub use crate::actions::advancing::Told;
pub use crate::actions::call_publishing::index_all;
pub use crate::actions::completing::{Asked, NewCompletion};
pub use crate::actions::recusing::NewRecusal;
pub use crate::rules::{
    Answer, Application, ApplicationState, Attachment, CallFunder, CallStep, CallTerms, Completion, CompletionItem,
    Criterion, Event, EventKind, Funding, FundingState, ItemState, Message, Nature, Opening, Part, Project,
    ProjectKind, ProjectState, Question, QuestionKind, Section, Side, Stage, StepKind, Totals,
};
pub(crate) use aiding::aids;
pub use aiding::{Aid, Aids, tell_aids};
pub use assessing::{
    Joined, Request, answers_of_call, application_of_project, assessed_for, budgets, call_of, filed_by, joined,
    milestones, project_of_funding, recusals, recused, reference_elsewhere, requests, rows_for, rows_of,
};
pub(crate) use awaiting::pending;
pub use awaiting::{Awaiting, Pending, tell_awaiting};
pub use followed::{A_PERSON, FundingTold, funding_told};
pub use following::{
    ProjectTold, accept_completion, awaited, close_completions, keeps_out, project_told, tell_asked, unread_messages,
};
pub use given::{GivenLine, GivenSum, given_lines, given_sums, given_to};
pub use listed::listed;
pub use people::{contracts_of, kept_from, recipients};
pub use reading::{
    ApplicationView, CallBrief, Granted, OpenCall, ProjectRow, answers, application_for, asked_among, call_brief,
    call_by_address, calls_of, completions, contracts_with_calls, criteria, events, fundings_of_call, granted,
    granted_by_year, open_calls, projects_of_call, terms,
};
pub use remembered::{Place, Remembered};
pub(crate) use reporting::owed;
pub use reporting::{Foreseen, Foresight, Owed, counted_on, foreseen, tell_owed};
pub(crate) use withdrawing::released;
pub use withdrawing::{Released, tell_released};

pub use crate::rules::following::{Askable, AskableKind, BUDGET, askable};
pub use crate::rules::writing::form;

/// What the last version of a call says.
///
/// # Errors
/// The database failed.
pub async fn last_terms(tx: &mut Tx, call: Uuid) -> database::Result<Option<CallTerms>> {
    let versions = crate::store::call::versions(tx, call).await?;
    Ok(versions.into_iter().next().map(|version| version.terms))
}

/// Where services read an application.
pub fn path(id: Uuid) -> String {
    crate::rules::following::agents_path(id)
}

/// Where its carrier follows an application.
pub fn follow_path(id: Uuid) -> String {
    format!("{}/suivi", crate::rules::following::carrier_path(id))
}

/// Moves what is asked of a funder to another state: writes it, tells the timeline, records the act. `decided` is what
/// is voted; `note` the reason or the condition, which the carrier reads once notified.
///
/// # Errors
/// Not there, or not this actor's: a funder moves what is asked of it only; a move [`FundingState::next`] does not know;
/// an amount or a reason missing; somebody changed it meanwhile.
pub async fn advance(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    funding: Uuid,
    to: FundingState,
    decided: Option<Cents>,
    note: &str,
) -> Outcome<()> {
    advancing::advance(tx, outside, actor, funding, Step { to, decided, note }).await
}

/// Puts an event in the timeline of an application. The caller records its own act and names the row among those it
/// touched, `("application_event", row)`.
///
/// # Errors
/// The database failed.
pub async fn event(
    tx: &mut Tx,
    outside: &Outside,
    (actor, side): (&Actor, Side),
    application: Uuid,
    told: Told<'_>,
) -> database::Result<Uuid> {
    advancing::tell(tx, outside, (actor, side), application, told).await
}

/// Asks a carrier for what is missing, under the names of [`askable`]; only that opens again. A request already answered is
/// closed by this one. Nobody is written to: see [`tell_asked`]. Gives the request.
///
/// # Errors
/// Not there or not this actor's; not filed; a request already waits; something to correct, tied to `elements` or
/// `echeance`.
pub async fn ask_completion(
    tx: &mut Tx,
    outside: (&Outside, &TimeZone),
    actor: &Actor,
    application: Uuid,
    new: NewCompletion,
) -> Outcome<Uuid> {
    completing::ask(tx, outside, actor, application, new).await
}

/// Declares that somebody stays out of an application, or of whatever its organisation asks: at once.
///
/// # Errors
/// Not there or not this actor's; no reason.
pub async fn recuse(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    application: Uuid,
    new: NewRecusal<'_>,
) -> Outcome<Uuid> {
    crate::actions::recusing::declare(tx, outside, actor, application, new).await
}
