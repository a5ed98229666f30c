//! The framework of an evaluation: its presentation, its lines, the starter, what everybody reads.

use std::collections::HashSet;

use database::Tx;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};

use super::{contract_for, reached, record};
use crate::rules::{Framework, Item, ItemTerms, Level, STARTER, Sense, check_item, check_purpose, under};
use crate::{acts, store};

/// Writes what an evaluation is for.
///
/// # Errors
/// Not this actor’s; something to correct; somebody else changed it.
pub async fn keep_purpose(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, revision): (Uuid, i64),
    purpose: &str,
) -> Outcome<()> {
    let contract = contract_for(tx, actor, &acts::WRITE, contract).await?;
    Failure::unless_empty(check_purpose(purpose))?;
    let known = store::framework::of_contract(tx, contract.id).await?;
    let mut one = known.unwrap_or_else(|| new_framework(outside, contract.id));
    purpose.clone_into(&mut one.purpose);
    save(tx, &one, revision).await?;
    record(tx, outside, (actor, &acts::WRITE), ("présentation écrite", "evaluation_framework"), &[one.id]).await
}

fn new_framework(outside: &Outside, contract: Uuid) -> Framework {
    Framework { id: outside.uuid(), contract, purpose: String::new(), published_at: None, revision: 0 }
}

async fn save(tx: &mut Tx, one: &Framework, revision: i64) -> Outcome<()> {
    if one.revision == revision && store::framework::save(tx, one, revision).await? {
        return Ok(());
    }
    Err(Failure::conflict("la présentation de l’évaluation", &[("Présentation", &one.purpose)]))
}

/// Shows a framework to everybody, as it stands and as it will change.
///
/// # Errors
/// Not this actor’s; nothing to show yet; somebody else changed it.
pub async fn publish(tx: &mut Tx, outside: &Outside, actor: &Actor, (contract, revision): (Uuid, i64)) -> Outcome<()> {
    let contract = contract_for(tx, actor, &acts::PUBLISH, contract).await?;
    let items = store::framework::items(tx, contract.id).await?;
    let known = store::framework::of_contract(tx, contract.id).await?.filter(|one| !one.purpose.is_empty());
    let Some(mut one) = known.filter(|_| items.iter().any(|item| item.level == Level::Criterion)) else {
        let why =
            "Écrivez sa présentation, et au moins une question avec un critère : c’est ce que tout le monde lira.";
        return Err(Refusal::rule("Cette évaluation ne peut pas encore être publiée", why).into());
    };
    one.published_at = one.published_at.or(Some(outside.now()));
    save(tx, &one, revision).await?;
    record(tx, outside, (actor, &acts::PUBLISH), ("évaluation publiée", "evaluation_framework"), &[one.id]).await
}

/// Takes a framework back from everybody. Nothing of it is lost.
///
/// # Errors
/// Not this actor’s, not there; somebody else changed it.
pub async fn withdraw(tx: &mut Tx, outside: &Outside, actor: &Actor, (contract, revision): (Uuid, i64)) -> Outcome<()> {
    let contract = contract_for(tx, actor, &acts::PUBLISH, contract).await?;
    let mut one = store::framework::of_contract(tx, contract.id).await?.ok_or(Refusal::NotFound)?;
    one.published_at = None;
    save(tx, &one, revision).await?;
    record(tx, outside, (actor, &acts::PUBLISH), ("évaluation retirée du public", "evaluation_framework"), &[one.id])
        .await
}

/// A line this actor changes. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn item(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Item> {
    let found = store::framework::item(tx, id).await?.ok_or(Refusal::NotFound)?;
    reached(actor, &acts::WRITE, found.contract)?;
    Ok(found)
}

/// What a form says of what is elsewhere: the line above, objectives, the library.
async fn check_around(
    tx: &mut Tx,
    form: &mut Filled<ItemTerms>,
    contract: Uuid,
    (level, parent, own): (Level, Option<Uuid>, Option<Uuid>),
) -> Outcome<()> {
    let items = store::framework::items(tx, contract).await?;
    let above = parent.and_then(|id| items.iter().find(|one| one.id == id));
    if above.map(|one| one.level) != level.above() {
        let sentence = match level {
            Level::Measure => "Choisissez un critère de ce contrat",
            _ => "Choisissez une question de ce contrat",
        };
        form.find([FieldError::new("sous", sentence)]);
    }
    let nodes: HashSet<Uuid> = strategy::facade::nodes(tx, contract).await?.into_iter().map(|node| node.id).collect();
    if form.value.nodes.iter().any(|node| !nodes.contains(node)) {
        form.find([FieldError::new("objectifs", "Cochez des objectifs de ce contrat")]);
    }
    if level == Level::Measure && !form.value.indicator.is_empty() {
        let library = observatory::facade::indicators(tx).await?;
        let is_known = library.iter().any(|one| one.code == form.value.indicator);
        let is_there = items
            .iter()
            .any(|one| one.parent == parent && Some(one.id) != own && one.terms.indicator == form.value.indicator);
        if !is_known {
            form.find([FieldError::new("indicateur", "Choisissez un indicateur de la bibliothèque partagée")]);
        } else if is_there {
            form.find([FieldError::new("indicateur", "Cet indicateur est déjà sous ce critère")]);
        }
    }
    Ok(())
}

/// Adds a line after the last of those under the same line.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn add_item(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, level, parent): (Uuid, Level, Option<Uuid>),
    typed: impl Into<Filled<ItemTerms>>,
) -> Outcome<Uuid> {
    let contract = contract_for(tx, actor, &acts::WRITE, contract).await?;
    let mut form = typed.into();
    form.find(check_item(level, &form.value));
    check_around(tx, &mut form, contract.id, (level, parent, None)).await?;
    let terms = form.sound()?;
    let id = put(tx, outside, contract.id, (level, parent), terms).await?;
    let what = ("ligne ajoutée au cadre d’évaluation", "evaluation_item");
    record(tx, outside, (actor, &acts::WRITE), what, &[id]).await?;
    Ok(id)
}

async fn put(
    tx: &mut Tx,
    outside: &Outside,
    contract: Uuid,
    (level, parent): (Level, Option<Uuid>),
    terms: ItemTerms,
) -> Outcome<Uuid> {
    let position = store::framework::next_position(tx, contract, parent).await?;
    let one = Item { id: outside.uuid(), contract, parent, level, position, terms, revision: 0 };
    store::framework::save_item(tx, outside, &one, 0).await?;
    Ok(one.id)
}

/// Changes a line, or puts it under another one, after those that are there.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn change_item(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision, parent): (Uuid, i64, Option<Uuid>),
    typed: impl Into<Filled<ItemTerms>>,
) -> Outcome<Uuid> {
    let found = item(tx, actor, id).await?;
    let mut form = typed.into();
    form.find(check_item(found.level, &form.value));
    check_around(tx, &mut form, found.contract, (found.level, parent, Some(id))).await?;
    let terms = form.sound()?;
    let position = match parent == found.parent {
        true => found.position,
        false => store::framework::next_position(tx, found.contract, parent).await?,
    };
    let one = Item { parent, position, terms, ..found };
    if !store::framework::save_item(tx, outside, &one, revision).await? {
        let kept = [("Texte", one.terms.words.as_str()), ("À savoir", &one.terms.note)];
        return Err(Failure::conflict(one.level.this(), &kept));
    }
    record(tx, outside, (actor, &acts::WRITE), ("ligne du cadre d’évaluation modifiée", "evaluation_item"), &[id])
        .await?;
    Ok(one.contract)
}

/// Moves a line one rank up or down among its neighbours. Gives its contract.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn shift_item(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, is_up: bool) -> Outcome<Uuid> {
    let found = item(tx, actor, id).await?;
    let items = store::framework::items(tx, found.contract).await?;
    let mut order: Vec<&Item> = under(&items, found.parent);
    let at = order.iter().position(|one| one.id == id).unwrap_or(0);
    let to = if is_up { at.saturating_sub(1) } else { (at + 1).min(order.len().saturating_sub(1)) };
    if at != to {
        order.swap(at, to);
    }
    let mut touched = vec![id];
    for (position, one) in (1_i64..).zip(order) {
        if one.position != position {
            store::framework::rank(tx, one.id, position).await?;
            touched.extend(Some(one.id).filter(|other| *other != id));
        }
    }
    record(tx, outside, (actor, &acts::WRITE), ("ligne du cadre d’évaluation déplacée", "evaluation_item"), &touched)
        .await?;
    Ok(found.contract)
}

/// Takes out a line nothing stands under. Gives its contract.
///
/// # Errors
/// Not there or not this actor’s; lines or findings stand under it; somebody else changed it.
pub async fn remove_item(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<Uuid> {
    let found = item(tx, actor, id).await?;
    let items = store::framework::items(tx, found.contract).await?;
    let title = match found.level {
        Level::Question => "Cette question ne peut pas être retirée",
        Level::Criterion => "Ce critère ne peut pas être retiré",
        Level::Measure => "Cet indicateur ne peut pas être retiré",
    };
    if !under(&items, Some(id)).is_empty() {
        let why = match found.level {
            Level::Question => {
                "Des critères sont dessous : rangez-les sous une autre question, ou retirez-les d’abord."
            }
            _ => "Des indicateurs sont dessous : rangez-les sous un autre critère, ou retirez-les d’abord.",
        };
        return Err(Refusal::rule(title, why).into());
    }
    let findings = store::finding::of_contract(tx, found.contract).await?;
    if findings.iter().any(|one| one.terms.question == Some(id)) {
        let why = "Des constats y répondent : rattachez-les d’abord à une autre question, ou à aucune.";
        return Err(Refusal::rule(title, why).into());
    }
    if !store::framework::remove(tx, id, revision).await? {
        return Err(Failure::conflict(found.level.this(), &[]));
    }
    record(tx, outside, (actor, &acts::WRITE), ("ligne retirée du cadre d’évaluation", "evaluation_item"), &[id])
        .await?;
    Ok(found.contract)
}

/// Lays questions of the starter, with their criteria and the indicators the library has, after those that are there. A question
/// that stands there already, word for word, is not laid twice. Gives how many questions were.
///
/// # Errors
/// Not this actor’s; none was chosen.
pub async fn accept_starter(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    keys: &[&str],
) -> Outcome<i64> {
    let contract = contract_for(tx, actor, &acts::WRITE, contract).await?;
    let items = store::framework::items(tx, contract.id).await?;
    let library = observatory::facade::indicators(tx).await?;
    if !STARTER.iter().any(|one| keys.contains(&one.key)) {
        return Err(Failure::field("questions", "Cochez au moins une question"));
    }
    let chosen: Vec<_> = STARTER
        .iter()
        .filter(|one| keys.contains(&one.key))
        .filter(|one| items.iter().all(|known| known.terms.words != one.words))
        .collect();
    if chosen.is_empty() {
        return Err(Failure::field("questions", "Ces questions sont déjà dans le cadre d’évaluation"));
    }
    let mut touched = Vec::new();
    for one in &chosen {
        let terms = ItemTerms { words: one.words.into(), note: one.note.into(), ..ItemTerms::default() };
        let question = put(tx, outside, contract.id, (Level::Question, None), terms).await?;
        touched.push(question);
        for criterion in one.criteria {
            let terms = ItemTerms { words: criterion.words.into(), ..ItemTerms::default() };
            let under = put(tx, outside, contract.id, (Level::Criterion, Some(question)), terms).await?;
            touched.push(under);
            for (code, sort) in criterion.indicators {
                let Some(known) = library.iter().find(|known| known.code == *code) else { continue };
                let terms = ItemTerms {
                    indicator: known.code.clone(),
                    sort: Some(*sort),
                    sense: known.is_hoped_higher.map_or(Sense::Unsaid, |up| if up { Sense::Up } else { Sense::Down }),
                    target: known.target.map(|(value, _)| value),
                    target_year: known.target.map(|(_, year)| year),
                    ..ItemTerms::default()
                };
                touched.push(put(tx, outside, contract.id, (Level::Measure, Some(under)), terms).await?);
            }
        }
    }
    let what = ("cadre d’évaluation proposé accepté", "evaluation_item");
    record(tx, outside, (actor, &acts::WRITE), what, &touched).await?;
    Ok(i64::try_from(chosen.len()).unwrap_or(i64::MAX))
}
