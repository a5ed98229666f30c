//! One function per act on a contract. Each authorises, loads, applies the rule, saves, and records once.

mod contract;
mod signatory;
mod tree;

pub use contract::{amend_contract, create_contract, set_areas};
pub use signatory::{add_signatory, amend_signatory, remove_signatory};
pub use tree::{Direction, add_level, add_node, amend_node, move_node, remove_node, rename_level};

pub use crate::rules::{ContractTerms, LevelNames, NodeText, Requirement, SignatoryTerms, SignatureStatus, Status};

use kernel::{Act, Actor, Failure, FieldError, Outcome, Refusal, Scope, Uuid};

/// Lets the act go on, or says why not.
fn authorise(actor: &Actor, act: &'static Act, place: &Scope) -> Outcome<()> {
    match actor.may(act, place) {
        verdict if verdict.is_allowed() => Ok(()),
        verdict => Err(Refusal::NotAllowed { act, verdict }.into()),
    }
}

/// Lets a change of this contract go on.
fn authorise_on(actor: &Actor, contract: Uuid) -> Outcome<()> {
    authorise(actor, &crate::acts::AMEND, &Scope::contract(contract))
}

/// Goes on when nothing is to correct.
fn checked(errors: Vec<FieldError>) -> Outcome<()> {
    if errors.is_empty() { Ok(()) } else { Err(Failure::Input(errors)) }
}

/// Somebody else changed the same thing meanwhile; the text typed is given back.
fn conflict(what: &str, kept: &[(&str, &str)]) -> Failure {
    let explanation = format!(
        "Quelqu’un d’autre a modifié {what} pendant que vous écriviez. Relisez la version enregistrée, puis reportez \
         ce que vous aviez écrit, gardé ci-dessous."
    );
    let kept = kept
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| ((*label).to_owned(), (*text).to_owned()))
        .collect();
    Refusal::Conflict { explanation, kept }.into()
}
