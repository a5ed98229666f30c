//! The levels of a tree, with the names its contract gives them.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};

use super::authorise_on;
use super::gesture::{Gesture, Held, keep_with};
use crate::acts;
use crate::rules::{ChangeKind, Level, LevelChange, LevelNames, check_level};
use crate::store;

/// A level to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLevel {
    /// Depth, from 1.
    pub depth: i64,
    /// Its names.
    pub names: LevelNames,
    /// Whether its nodes cross the whole tree.
    pub is_transversal: bool,
}

/// Adds a level to the tree, or a transversal one.
///
/// # Errors
/// Not this actor's; a name to correct; a depth that leaves a gap.
pub async fn add_level(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    level: impl Into<Filled<NewLevel>>,
) -> Outcome<Uuid> {
    store::contract::by_id(tx, contract).await?.ok_or(Refusal::NotFound)?;
    authorise_on(actor, contract)?;
    let mut form = level.into();
    form.find(check_level(&form.value.names));
    let levels = store::tree::levels(tx, contract).await?;
    let NewLevel { depth, is_transversal, .. } = form.value;
    let has_above = levels.iter().any(|level| level.depth + 1 == depth && level.is_transversal == is_transversal);
    if depth != 1 && !has_above {
        form.find([FieldError::new("profondeur", "Ajoutez d’abord le niveau juste au-dessus")]);
    }
    let NewLevel { depth, names, is_transversal } = form.sound()?;
    let level = Level { id: outside.uuid(), contract, depth, names, is_transversal, revision: 1 };
    store::tree::insert_level(tx, &level).await?;
    let detail = json!({ "acte": "ajout d’un niveau", "niveau": level.names.singular });
    record(tx, outside, actor, contract, &[("contract_level", level.id)], detail).await?;
    Ok(level.id)
}

/// Renames a level. Gives its contract.
///
/// # Errors
/// Not this actor's; a name to correct; somebody changed it since `revision`.
pub async fn rename_level(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    names: impl Into<Filled<LevelNames>>,
) -> Outcome<Uuid> {
    let before = store::tree::level(tx, id).await?.ok_or(Refusal::NotFound)?;
    let held = Held::take(tx, actor, before.contract).await?;
    let mut form = names.into();
    form.find(check_level(&form.value));
    let names = form.sound()?;
    if !store::tree::rename_level(tx, id, revision, &names).await? {
        return Err(Failure::conflict("ce niveau", &[("Singulier", &names.singular), ("Pluriel", &names.plural)]));
    }
    if before.names == names {
        return Ok(before.contract);
    }
    let what = format!("« {} », appelé « {} »", before.names.singular, names.singular);
    keep_change(tx, outside, actor, &held, (before, Some(names)), what).await
}

/// Takes a level out, when no node is at it. Gives its contract.
///
/// # Errors
/// Not this actor's; nodes are at it, or another level stands under it.
pub async fn remove_level(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let level = store::tree::level(tx, id).await?.ok_or(Refusal::NotFound)?;
    let held = Held::take(tx, actor, level.contract).await?;
    let (nodes, levels) = (&held.nodes, &held.levels);
    let has_below = levels.iter().any(|one| one.is_transversal == level.is_transversal && one.depth > level.depth);
    let has_twin =
        levels.iter().any(|one| one.id != id && one.is_transversal == level.is_transversal && one.depth == level.depth);
    let why = if nodes.iter().any(|node| node.level == id) {
        "Des éléments de l’arbre sont à ce niveau. Déplacez-les ou supprimez-les d’abord."
    } else if has_below && !has_twin {
        "Un autre niveau se trouve en dessous. Supprimez d’abord le plus bas."
    } else {
        store::tree::delete_level(tx, id).await?;
        let what = format!("« {} », supprimé", level.names.singular);
        return keep_change(tx, outside, actor, &held, (level, None), what).await;
    };
    Err(Refusal::rule(format!("Le niveau « {} » ne peut pas encore être supprimé", level.names.singular), why).into())
}

/// Keeps in the history what a level was called. Gives its contract.
async fn keep_change(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    held: &Held,
    (level, after): (Level, Option<LevelNames>),
    what: String,
) -> Outcome<Uuid> {
    let row = outside.uuid();
    let change = LevelChange { seq: held.seq, level: level.id, before: level.names, after };
    store::history::insert_level_change(tx, (row, level.contract), &change).await?;
    let touched = vec![("contract_level", level.id), ("contract_level_change", row)];
    keep_with(tx, outside, actor, held, Gesture::new(ChangeKind::Level, what), (&[], &[]), touched).await?;
    Ok(level.contract)
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    touched: &[(&str, Uuid)],
    detail: Value,
) -> Outcome<()> {
    let entry = Entry::on(acts::AMEND.code, "contract", contract).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
