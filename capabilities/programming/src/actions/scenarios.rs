//! Scenarios drawn, compared, taken up as proposals.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::desk::{Desk, desk, may_propose};
use crate::rules::scenario::{Drawn, Given, Recipe, drawn, given};
use crate::rules::{Line, Vote};
use crate::store::committee::Change;
use crate::store::scenario::Scenario;
use crate::{acts_committee as acts, store};

/// Scenarios of a committee at most.
pub const MOST: usize = 12;

/// A wave, or what no wave holds; none outside: every project.
pub type InWave = Option<Option<Uuid>>;

/// Lines a scenario is about: those of a wave, or all of them.
fn lines(desk: &Desk, wave: InWave) -> Vec<Line> {
    let is_of = |row: &&applications::facade::ProjectRow| {
        wave.is_none_or(|wave| desk.wave_of.get(&row.project.id).copied() == wave)
    };
    let rows = desk.rows.iter().filter(is_of);
    let votable = rows.flat_map(|row| &row.fundings).filter(|funding| desk.may_decide(funding));
    votable.map(|funding| desk.line(funding)).collect()
}

/// Draws a scenario. Gives its identifier.
///
/// # Errors
/// Not there or not this actor's; no title; too many already.
pub async fn draw_scenario(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (title, recipe, permille, wave): (&str, Option<Recipe>, i64, InWave),
) -> Outcome<Uuid> {
    let desk = desk(tx, actor, &acts::PROPOSE, id).await?;
    let known = store::scenario::of_committee(tx, id).await?;
    let mut errors = Vec::new();
    if title.is_empty() || title.chars().count() > 80 {
        errors.push(FieldError::new("titre", "Nommez le scénario, en moins de 80 signes"));
    } else if known.iter().any(|one| one.title == title) {
        errors.push(FieldError::new("titre", "Un scénario porte déjà ce nom"));
    }
    if known.len() >= MOST {
        errors.push(FieldError::new("titre", "Il y a déjà douze scénarios : supprimez-en un"));
    }
    if !(0..=1000).contains(&permille) {
        errors.push(FieldError::new("part", "La part est entre 0 et 100 %"));
    }
    if recipe.is_none() {
        errors.push(FieldError::new("recette", "Choisissez d’où part le scénario"));
    }
    Failure::unless_empty(errors)?;
    let Some(recipe) = recipe else { return Err(Refusal::NotFound.into()) };
    let one = Scenario { id: outside.uuid(), committee: id, title: title.to_owned(), by_name: actor.journal_name() };
    store::scenario::insert(tx, &one, (recipe.code(), permille), outside.now()).await?;
    let cents = drawn(recipe, permille, &lines(&desk, wave), &desk.left());
    for (funding, cents) in &cents {
        store::scenario::insert_line(tx, outside.uuid(), one.id, *funding, *cents).await?;
    }
    let detail = json!({ "acte": "scénario dessiné", "recette": recipe.code(), "lignes": cents.len() });
    let entry = Entry::on(acts::PROPOSE.code, "committee", id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("committee_scenario", one.id)])).await?;
    Ok(one.id)
}

/// Takes a scenario out.
///
/// # Errors
/// Not there or not this actor's.
pub async fn remove_scenario(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, scenario): (Uuid, Uuid),
) -> Outcome<()> {
    super::desk::committee(tx, actor, &acts::PROPOSE, id).await?;
    let one = store::scenario::by_id(tx, scenario).await?.filter(|one| one.committee == id).ok_or(Refusal::NotFound)?;
    store::scenario::delete(tx, one.id).await?;
    let entry = Entry::on(acts::PROPOSE.code, "committee", id).detail(json!({ "acte": "scénario supprimé" }));
    journal::record(tx, outside, actor, entry.touched(&[("committee_scenario", one.id)])).await?;
    Ok(())
}

/// What a scenario is called and gives; the first is what is proposed today, without identifier.
pub type Compared = (Option<Uuid>, String, Given);

/// Scenarios side by side, for the projects of a wave or for all of them.
///
/// # Errors
/// Not there or not this actor's; the database failed.
pub async fn compared(tx: &mut Tx, actor: &Actor, id: Uuid, wave: InWave) -> Outcome<(Desk, Vec<Compared>)> {
    let desk = desk(tx, actor, &acts::READ_COMMITTEE, id).await?;
    let (lines, places) = (lines(&desk, wave), desk.places());
    let today: Drawn = drawn(Recipe::Copy, 0, &lines, &desk.left());
    let mut all = vec![(None, "Propositions du moment".to_owned(), given(&lines, &today, &places))];
    for one in store::scenario::of_committee(tx, id).await? {
        let drawn: Drawn = store::scenario::lines(tx, one.id).await?.into_iter().collect();
        all.push((Some(one.id), one.title, given(&lines, &drawn, &places)));
    }
    Ok((desk, all))
}

/// Takes a scenario up: its amounts become the proposals of the lines on which this actor may propose and which nobody
/// decided; each is told among the changes of the committee, as a proposal that follows this scenario. Gives how many.
///
/// # Errors
/// Not there or not this actor's; somebody changes lines at the same time.
pub async fn take_up(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, scenario): (Uuid, Uuid)) -> Outcome<usize> {
    store::committee::hold(tx, id).await?;
    let desk = desk(tx, actor, &acts::PROPOSE, id).await?;
    let one = store::scenario::by_id(tx, scenario).await?.filter(|one| one.committee == id).ok_or(Refusal::NotFound)?;
    let drawn: Drawn = store::scenario::lines(tx, one.id).await?.into_iter().collect();
    let (mut votes, mut changes) = (Vec::new(), Vec::new());
    for row in desk.rows.iter().filter(|row| !desk.closed.contains(&row.application)) {
        for funding in row.fundings.iter().filter(|funding| desk.may_decide(funding)) {
            let (Some(cents), Some(funder)) = (drawn.get(&funding.id), desk.funder(funding.funder)) else { continue };
            let before = desk.votes.get(&funding.id).cloned();
            let before = before.unwrap_or_else(|| Vote {
                id: outside.uuid(),
                committee: id,
                funding: funding.id,
                ..Vote::default()
            });
            if before.decision.is_some() || before.proposed == Some(*cents) || !may_propose(actor, &desk.call, funder) {
                continue;
            }
            let (at, by_name) = (outside.now(), actor.journal_name());
            let after = Vote { proposed: Some(*cents), changed_at: at, changed_by: by_name.clone(), ..before.clone() };
            changes.push(Change {
                id: outside.uuid(),
                committee: id,
                funding: funding.id,
                kind: "proposal".to_owned(),
                at: at.0,
                by_name,
                before: before.told(),
                after: after.told(),
                reason: format!("scénario « {} »", one.title),
            });
            votes.push(after);
        }
    }
    if !store::vote::propose_all(tx, &votes).await? {
        return Err(Failure::conflict("ce tableau", &[]));
    }
    store::committee::note_all(tx, &changes).await?;
    let mut touched: Vec<(&str, Uuid)> = votes.iter().map(|one| ("committee_vote", one.id)).collect();
    touched.extend(changes.iter().map(|one| ("committee_change", one.id)));
    let detail = json!({ "acte": "scénario repris", "lignes": votes.len() });
    let entry = Entry::on(acts::PROPOSE.code, "committee", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(votes.len())
}
