//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

mod setting;

pub(crate) use setting::quota_field;
pub use setting::{NewCouncil, amend_college, amend_council, open_council};

pub use crate::rules::{
    Age, CandidateState, ChanceKind, College, CollegeKind, CollegeTerms, Council, CouncilTerms, DrawState, Feature,
    Objective, Origin, Placed, Quota, SeatState, Sex, StructureState, Way,
};

use database::Tx;
use kernel::{Act, Actor, Outcome, Refusal, Scope, Uuid};

use crate::store;

/// Where acts on a council take place.
pub(crate) fn place(terms: &CouncilTerms) -> Scope {
    let territory = match terms.areas.as_slice() {
        [area] => Some(*area),
        _ => None,
    };
    Scope { contract: terms.contract, territory, organisation: None }
}

/// The council, when this actor may do this there: otherwise nothing is there.
pub(crate) async fn council(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Council> {
    let found = store::council::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if actor.may(act, &place(&found.terms)).is_allowed() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// The college and its council, when this actor may do this there.
pub(crate) async fn college(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<(Council, College)> {
    let found = store::council::college_by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((council(tx, actor, act, found.council).await?, found))
}
