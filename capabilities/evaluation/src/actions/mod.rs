//! What may be done, act by act.

mod campaign;
mod finding;
mod framework;
mod public;
mod recommendation;
mod reminding;

pub use campaign::{
    add_ask, answer_request, ask_carriers, campaign, carried, carrier_field, keep_campaign, publish_campaign,
    remove_ask, replies_told, request,
};
pub use finding::{
    add_evidence, add_finding, change_finding, finding, publish_finding, remove_evidence, remove_finding,
    withdraw_finding,
};
pub use reminding::remind;

pub use framework::{
    accept_starter, add_item, change_item, item, keep_purpose, publish, remove_item, shift_item, withdraw,
};
pub use public::{counted, say_public};
pub use recommendation::{
    add_recommendation, answer_recommendation, change_recommendation, note_step, publish_recommendation,
    recommendation, remove_recommendation, withdraw_recommendation,
};

pub use crate::rules::{
    Age, AnswerKind, AnswerTerms, AskKind, CampaignTerms, EvidenceKind, EvidenceTerms, FindingTerms, ItemTerms, Level,
    Marker, MeasureSort, Progress, RecommendationTerms, Replies, Reply, Sense, StepTerms, Strength,
};

use database::Tx;
use journal::Entry;
use kernel::{Act, Actor, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;
use strategy::facade::ContractBrief;

/// A contract, for this act.
async fn contract_for(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<ContractBrief> {
    let contract = strategy::facade::contract(tx, id).await?.ok_or(Refusal::NotFound)?;
    reached(actor, act, contract.id)?;
    Ok(contract)
}

/// Lets whoever reads the evaluation of a contract do this act on a thing of it. Not hers and not there look alike.
fn reached(actor: &Actor, act: &'static Act, contract: Uuid) -> Outcome<()> {
    let place = Scope::contract(contract);
    if !actor.may(&crate::acts::READ, &place).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(act, &place)
}

/// Records an act on rows of the slice; nothing typed goes to the journal.
async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    (what, table): (&str, &'static str),
    rows: &[Uuid],
) -> Outcome<()> {
    let touched: Vec<(&'static str, Uuid)> = rows.iter().map(|id| (table, *id)).collect();
    let about = rows.first().copied().unwrap_or_default();
    let entry = Entry::on(act.code, table, about).detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
