//! What the pages of the committee share: addresses, choices, amounts read and told.

use applications::facade::CallBrief;
use database::Tx;
use interface::{Link, Tag, TagColour};
use kernel::{Act, Cents, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Fault, Reading, Visit, answer};

pub(super) use super::choices;
use crate::actions::desk;
use crate::acts_committee as acts;
use crate::rules::{Decision, LetterState};

/// Where the committees are.
pub(super) const HOME: &str = "/gestion/programmation";

/// Where a committee is.
pub(super) fn committee_path(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

/// Where a line is.
pub(super) fn line_path(committee: Uuid, application: Uuid, funding: Uuid) -> String {
    format!("{HOME}/{committee}/lignes/{application}/{funding}")
}

/// Where a project is, in a committee.
pub(super) fn row_path(committee: Uuid, application: Uuid, project: Uuid) -> String {
    format!("{HOME}/{committee}/actions/{application}/{project}")
}

/// The pages above those of a committee.
pub(super) fn above(committee: Uuid, title: &str) -> Vec<Link> {
    vec![Link::new("Programmation", HOME), Link::new(french::spaced(title), committee_path(committee))]
}

/// An amount.
pub(super) fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

/// An amount as a field holds it: « 12500,50 ».
pub(super) fn typed(cents: i64) -> String {
    Cents(cents).typed()
}

/// An amount as it is typed; none when the field is empty. Below zero, too large and not a number are three sentences.
pub(super) fn amount(reading: &mut Reading<'_>, name: &str) -> Option<i64> {
    let text = reading.text(name);
    if text.is_empty() {
        return None;
    }
    let read = Cents::read_positive(&text).map_err(|wrong| reading.tell(name, wrong.to_string()));
    read.ok().map(|amount| amount.0)
}

/// A decision, as a tag.
pub(super) fn decision_tag(decision: Option<Decision>) -> Tag {
    let Some(decision) = decision else { return Tag::new(TagColour::Grey, "À décider") };
    let colour = match decision {
        Decision::Favourable => TagColour::Green,
        Decision::Partial => TagColour::Blue,
        Decision::Conditional => TagColour::Amber,
        Decision::Postponed => TagColour::Violet,
        Decision::Refused => TagColour::Red,
    };
    Tag::new(colour, decision.french())
}

/// Where a letter is, as a tag.
pub(super) fn letter_tag(state: LetterState) -> Tag {
    let colour = match state {
        LetterState::Prepared => TagColour::Blue,
        LetterState::Mailed | LetterState::Printed => TagColour::Green,
        LetterState::Returned => TagColour::Red,
    };
    Tag::new(colour, state.french())
}

/// The contracts on which somebody may do this, on the whole or for one of the funders of their calls.
pub(super) async fn contracts(
    tx: &mut Tx,
    visit: &Visit,
    act: &'static Act,
) -> Result<Vec<(ContractBrief, Vec<CallBrief>)>, Fault> {
    let mut mine = Vec::new();
    for (contract, calls) in applications::facade::contracts_with_calls(tx).await? {
        let on_contract = visit.actor.may(act, &kernel::Scope::contract(contract.id)).is_allowed();
        // Neighbourhoods open committees to be read, not to be held.
        let areas = if act.code == acts::READ_COMMITTEE.code { &contract.area_ids[..] } else { &[] };
        let is_mine = |call: &CallBrief| desk::verdict_among(&visit.actor, act, call, areas).is_allowed();
        let calls: Vec<CallBrief> = calls.into_iter().filter(is_mine).collect();
        if on_contract || !calls.is_empty() {
            mine.push((contract, calls));
        }
    }
    Ok(mine)
}

/// The contract asked for among those: the first when none is.
pub(super) async fn contract_of(
    tx: &mut Tx,
    visit: &Visit,
    code: &str,
    act: &'static Act,
) -> Result<Option<(ContractBrief, Vec<CallBrief>)>, Fault> {
    Ok(applications::facade::asked_among(contracts(tx, visit, act).await?, code)?)
}

/// A path with a contract asked after it.
pub(super) fn with_contract(path: &str, code: &str) -> String {
    format!("{path}?contrat={}", answer::encode(code))
}

/// Where the money of something is followed, from its envelope to its result.
pub(super) fn money_path(kind: &str, id: Uuid) -> String {
    format!("/gestion/argent/{kind}/{id}")
}
