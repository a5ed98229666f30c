//! Rules beside quotas: added and taken out while no draw is announced with them, then applied to the draw that is.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::setting::no_draw;
use super::{council, names};
use crate::rules::{Applied, College, Council, Crossed, Names, RuleScope, Traits, apply, check_crossed, elsewhere};
use crate::{acts, store};

/// Refuses while a draw of a college the rule looks at goes on.
async fn free(tx: &mut Tx, colleges: &[College], rule: &Crossed) -> Outcome<()> {
    for college in colleges.iter().filter(|college| rule.looks_at(college.kind)) {
        no_draw(tx, college.id).await?;
    }
    Ok(())
}

fn told(rule: &Crossed, name: &str) -> serde_json::Value {
    json!({ "portee": rule.scope.french(), "regle": name, "bornes": rule.bounds() })
}

/// Adds a rule to a council. Gives the council.
///
/// # Errors
/// Not this actor's; a draw goes on; something to correct; somebody changed the council since `revision`.
pub async fn add_rule(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    rule: impl Into<Filled<Crossed>>,
) -> Outcome<Uuid> {
    let council = council(tx, actor, &acts::SET_UP, id).await?;
    let colleges = store::council::colleges(tx, id).await?;
    let (known, names) = (store::crossed::of_council(tx, id).await?, names(tx, &council).await?);
    let mut form = rule.into();
    free(tx, &colleges, &form.value).await?;
    form.find(check_crossed(&form.value, &known, &names, &colleges));
    let rule = Crossed { id: outside.uuid(), ..form.sound()? };
    let name = rule.name(&names);
    if !store::council::update(tx, id, revision, &council.terms).await? {
        return Err(Failure::conflict("ce conseil", &[("Règle", &name)]));
    }
    let rank = i64::try_from(known.len()).unwrap_or_default() + 1;
    store::crossed::insert(tx, id, rank, &rule).await?;
    let touched = [("council", id), ("crossed_rule", rule.id)];
    let detail = json!({ "acte": "règle croisée ajoutée", "apres": told(&rule, &name) });
    let entry = Entry::on(acts::SET_UP.code, "council", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// Takes a rule out of a council. Gives the council.
///
/// # Errors
/// Not this actor's; a draw goes on; no such rule; somebody changed the council since `revision`.
pub async fn remove_rule(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    rule: Uuid,
) -> Outcome<Uuid> {
    let council = council(tx, actor, &acts::SET_UP, id).await?;
    let colleges = store::council::colleges(tx, id).await?;
    let known = store::crossed::of_council(tx, id).await?;
    let rule = known.into_iter().find(|one| one.id == rule).ok_or(Refusal::NotFound)?;
    free(tx, &colleges, &rule).await?;
    let name = rule.name(&names(tx, &council).await?);
    if !store::council::update(tx, id, revision, &council.terms).await? {
        return Err(Failure::conflict("ce conseil", &[("Règle", &name)]));
    }
    store::crossed::remove(tx, rule.id).await?;
    let touched = [("council", id), ("crossed_rule", rule.id)];
    let detail = json!({ "acte": "règle croisée retirée", "avant": told(&rule, &name) });
    let entry = Entry::on(acts::SET_UP.code, "council", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// The people who hold seats of a college, as its pool knows them: nobody's name is opened for that.
async fn sitting(tx: &mut Tx, college: &College) -> Outcome<Vec<Traits>> {
    let kinds: Vec<(Uuid, Uuid)> =
        store::structure::of_council(tx, college.council).await?.into_iter().map(|one| (one.id, one.kind)).collect();
    let draws = store::draw::of_college(tx, college.id).await?;
    let Some(last) = draws.iter().find(|draw| draw.is_seated()) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for seat in store::seat::of_draw(tx, last.id).await?.into_iter().filter(|seat| seat.state.holds()) {
        let Some(one) = store::pool::by_id(tx, seat.candidate).await? else { continue };
        let kind = kinds.iter().find(|(structure, _)| Some(*structure) == one.structure).map(|(_, kind)| *kind);
        let (sex, age, area, origin) = (one.sex, one.age, one.area, one.origin);
        all.push(Traits { sex, age, area, origin, kind, household: String::new() });
    }
    Ok(all)
}

/// Rules as they stand in a draw to announce: of a rule of the whole council, what the other college gives or may give is taken.
///
/// # Errors
/// A rule cannot be kept any more.
pub(super) async fn applied(
    tx: &mut Tx,
    (council, college): (&Council, &College),
    names: &Names,
) -> Outcome<Vec<Applied>> {
    let rules = store::crossed::of_council(tx, council.id).await?;
    let rules: Vec<Crossed> = rules.into_iter().filter(|rule| rule.looks_at(college.kind)).collect();
    let has_whole = rules.iter().any(|rule| rule.scope == RuleScope::Whole);
    let other = match has_whole {
        true => store::council::colleges(tx, council.id).await?.into_iter().find(|one| one.id != college.id),
        false => None,
    };
    let seated = match &other {
        Some(other) => sitting(tx, other).await?,
        None => Vec::new(),
    };
    let mut all = Vec::new();
    for rule in &rules {
        let given = match (&other, rule.scope) {
            (Some(other), RuleScope::Whole) => Some(elsewhere(rule, other, names, &seated)),
            _ => None,
        };
        let what = |told: String| Refusal::rule("Une règle croisée ne tient plus", told);
        all.push(apply(rule, college, names, given).map_err(what)?);
    }
    Ok(all)
}
