//! What a sheet must respect beyond its own words: the tree, the needs, the codes already used.

use database::Tx;
use kernel::{FieldError, Outcome, Uuid};

use super::Around;
use crate::rules::{Bounds, SheetText, check_text, tidied};
use crate::store;

/// A text as it is kept: formatted text tidied, lists in the order of the contract, each once.
pub(super) fn prepare(text: &mut SheetText, around: &Around) {
    text.code = text.code.to_uppercase();
    text.description = tidied(&text.description);
    let mut lenses: Vec<String> = std::mem::take(&mut text.lenses);
    lenses.sort_unstable();
    lenses.dedup();
    text.lenses = lenses;
    let mut needs: Vec<Uuid> = std::mem::take(&mut text.needs);
    needs.sort_unstable();
    needs.dedup();
    text.needs = needs;
    // The objective above is known from the one below.
    if text.strategic.is_none()
        && let Some(below) = around.node(text.operational)
    {
        let mut top = below.parent;
        while let Some(above) = around.node(top).and_then(|node| node.parent) {
            top = Some(above);
        }
        text.strategic = top;
    }
}

/// What is wrong with a text: its rules, then what it names.
pub(super) async fn check(
    tx: &mut Tx,
    around: &Around,
    text: &SheetText,
    own: Option<Uuid>,
) -> Outcome<Vec<FieldError>> {
    let contract = &around.contract;
    let mut errors = check_text(text, Bounds { first: contract.starts_on, last: contract.ends_on });
    let is_there = |node: Option<Uuid>| node.is_none() || around.node(node).is_some_and(|node| !node.is_lens);
    for (field, node) in [("strategique", text.strategic), ("operationnel", text.operational)] {
        if !is_there(node) {
            let sentence = "Cet objectif n’est plus dans le contrat : choisissez-en un de la liste";
            errors.push(FieldError::new(field, sentence));
        }
    }
    if text.lenses.iter().any(|lens| around.lens(lens).is_none()) {
        errors.push(FieldError::new("axes", "Un axe transversal n’est plus dans le contrat : cochez ceux de la liste"));
    }
    if text.needs.iter().any(|need| around.need(*need).is_none()) {
        errors.push(FieldError::new("besoins", "Un besoin n’existe plus : cochez ceux de la liste"));
    }
    if let Some(other) = store::sheet::by_code(tx, contract.id, &text.code).await?
        && Some(other.id) != own
    {
        let sentence = format!("La référence {} est déjà prise dans ce contrat : choisissez-en une autre", text.code);
        errors.push(FieldError::new("reference", sentence));
    }
    Ok(errors)
}

/// A public address nobody has: the code alone, or after that of the contract.
pub(super) async fn address(tx: &mut Tx, contract: &str, code: &str) -> Outcome<String> {
    let mut address = code.to_owned();
    let mut rank = 2;
    while store::sheet::is_taken(tx, &address).await? {
        address = match rank {
            2 => format!("{contract}-{code}"),
            more => format!("{contract}-{code}-{more}"),
        };
        rank += 1;
    }
    Ok(address)
}
