//! The contract: its terms, its neighbourhoods, its tree and those who may sign it.

use std::collections::BTreeMap;

use database::Tx;
use kernel::{Actor, Breakdown, Cents, Outcome, Outside, Uuid};
use strategy::actions::{
    self, AmendmentTerms, CommitmentKind, CommitmentTerms, ContractTerms, LevelNames, NewLevel, NodeTag, NodeText,
    Requirement, SignatoryTerms, SignatureStatus, Status,
};

use crate::Demonstration;
use crate::contract::{Requirement as ToldRequirement, SignatureStatus as ToldStatus};

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// Puts the contract over the neighbourhoods named by their keys; gives its identifier.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn strategy(
    tx: &mut Tx,
    outside: &Outside,
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
) -> Outcome<Uuid> {
    let file = &told.contract;
    let places: Vec<Uuid> = file.contract.neighbourhoods.iter().filter_map(|key| areas.get(key).copied()).collect();
    let terms = ContractTerms {
        title: file.contract.title.clone(),
        starts_on: file.contract.starts_on,
        ends_on: file.contract.ends_on,
        holder: file.contract.holder.clone(),
        review_on: None,
        review_year: Some(i64::from(file.contract.review_year)),
        zoning_generation: Some(i64::from(file.contract.zoning_generation)),
        status: Status::Proposed,
        source: file.header.source.clone(),
        note: file.contract.note.clone(),
    };
    let contract = actions::create_contract(tx, outside, &ACTOR, &file.contract.code, terms, &places).await?;
    let mut levels: BTreeMap<&str, Uuid> = BTreeMap::new();
    for level in &file.levels {
        let names = LevelNames { singular: level.label.clone(), plural: level.label_plural.clone() };
        let new = NewLevel { depth: i64::from(level.depth), names, is_transversal: level.is_transversal };
        let id = actions::add_level(tx, outside, &ACTOR, contract, new).await?;
        levels.insert(&level.code, id);
    }
    let mut nodes: BTreeMap<&str, Uuid> = BTreeMap::new();
    for node in &file.nodes {
        let level = *levels.get(node.level.as_str()).ok_or_else(|| Breakdown::because("a level without definition"))?;
        let parent = node.parent.as_deref().and_then(|code| nodes.get(code).copied());
        let text = NodeText {
            code: node.code.clone(),
            title: node.title.clone(),
            summary: node.summary.clone().unwrap_or_default(),
            note: node.note.clone().unwrap_or_default(),
        };
        let id = actions::add_node(tx, outside, &ACTOR, contract, parent, (level, text)).await?;
        let tags: Vec<NodeTag> = node.lenses.iter().cloned().map(NodeTag::Lens).collect();
        if !tags.is_empty() {
            actions::tag_node(tx, outside, &ACTOR, id, &tags).await?;
        }
        nodes.insert(&node.code, id);
    }
    let named = ("Architecture proposée", "Telle que présentée en comité de pilotage.");
    actions::name_version(tx, outside, &ACTOR, contract, named).await?;
    for signatory in &file.signatories {
        let terms = SignatoryTerms {
            name: signatory.name.clone(),
            requirement: match signatory.requirement {
                ToldRequirement::RequiredByLaw => Requirement::Required,
                ToldRequirement::Possible => Requirement::Possible,
            },
            status: match signatory.status {
                ToldStatus::ToConfirm => SignatureStatus::ToConfirm,
                ToldStatus::Signed => SignatureStatus::Signed,
            },
            commitment: String::new(),
            legal_basis: signatory.legal_basis.clone(),
        };
        let id = actions::add_signatory(tx, outside, &ACTOR, contract, terms).await?;
        for one in told.plan.commitments.iter().filter(|one| one.signatory == signatory.code) {
            let kind = CommitmentKind::from_code(&one.kind);
            let terms = CommitmentTerms {
                kind: kind.ok_or_else(|| Breakdown::because("a commitment of no kind"))?,
                amount: one.euros.map(|euros| Cents(euros * 100)),
                fte_hundredths: one.fte_hundredths,
                year: one.year,
                words: one.words.clone(),
            };
            actions::add_commitment(tx, outside, &ACTOR, id, terms).await?;
        }
    }
    for one in &told.plan.amendments {
        let terms = AmendmentTerms { number: one.number, signed_on: None, changes: one.changes.clone() };
        actions::add_amendment(tx, outside, &ACTOR, contract, terms).await?;
    }
    Ok(contract)
}
