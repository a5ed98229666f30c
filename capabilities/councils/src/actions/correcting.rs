//! What is put right in a pool: a line found for whoever asks for hers, corrected, taken out, or made one with another.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;

use super::pool::{Around, complete, open_pool, settle};
use super::{college, secrets};
use crate::rules::{Age, CandidateState, College, Council, Person, Placed, Sex, check_person};
use crate::store::pool::Candidate;
use crate::{acts, store};

/// The lines of somebody who asks for hers: found from all of her name and her birth, never listed.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn find_person(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    id: Uuid,
    person: impl Into<Filled<Person>>,
) -> Outcome<Vec<Uuid>> {
    let (_, college) = college(tx, actor, &acts::GATHER, id).await?;
    let mut form = person.into();
    form.find(check_person(&form.value, false));
    if form.value.identity().is_none() && !form.is_wrong("naissance") {
        form.find([kernel::FieldError::new("naissance", "Saisissez le jour, le mois et l’année de naissance")]);
    }
    let person = form.sound()?;
    let marks = secrets::marks(keys, college.id, &person);
    Ok(store::pool::of_identity(tx, college.id, marks.identity.as_deref().unwrap_or_default()).await?)
}

/// The candidate, when this actor may gather there.
pub(crate) async fn candidate(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Council, College, Candidate)> {
    let one = store::pool::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, &acts::GATHER, one.college).await?;
    Ok((council, college, one))
}

/// What an agent may correct of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Her sex.
    pub sex: Sex,
    /// Her age.
    pub age: Age,
    /// Her neighbourhood; elsewhere, when none.
    pub area: Option<Uuid>,
}

/// Corrects what the draw knows of somebody.
///
/// # Errors
/// Not this actor's; pool closed; somebody changed it since `revision`.
pub async fn correct_candidate(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    correction: impl Into<Filled<Correction>>,
) -> Outcome<Uuid> {
    let (council, college, before) = candidate(tx, actor, id).await?;
    open_pool(tx, college.id).await?;
    let correction = correction.into().sound()?;
    let mut one = Candidate { sex: correction.sex, age: correction.age, ..before.clone() };
    if correction.area != before.area {
        one.area = correction.area;
        one.placed = if correction.area.is_some() { Placed::ByHand } else { Placed::Outside };
    }
    let structure = match one.structure {
        Some(id) => store::structure::by_id(tx, id).await?.map(|structure| structure.state),
        None => None,
    };
    settle(&council, college.kind, &mut one, structure);
    if !store::pool::update(tx, &one, revision).await? {
        return Err(Failure::conflict("cette fiche", &[]));
    }
    let told = |one: &Candidate| {
        json!([one.sex.code(), one.age.code(), one.area.map(|area| area.to_string()), one.placed.code()])
    };
    let detail = json!({ "acte": "fiche corrigée", "avant": told(&before), "apres": told(&one) });
    let touched = [("candidate", id)];
    let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(college.id)
}

/// Takes somebody out of the pool, with the reason. After the freeze her number stays in what was published; drawn, she is
/// replaced.
///
/// # Errors
/// Not this actor's; no reason; somebody changed it since `revision`.
pub async fn withdraw_candidate(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: &str,
) -> Outcome<Uuid> {
    let (council, college, before) = candidate(tx, actor, id).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 300 {
        return Err(Failure::field(
            "raison",
            "Dites pourquoi, en moins de 300 signes : demande de la personne, radiation…",
        ));
    }
    let one = Candidate { state: CandidateState::Withdrawn, reason: reason.to_owned(), ..before };
    if !store::pool::update(tx, &one, revision).await? {
        return Err(Failure::conflict("cette fiche", &[("Raison", reason)]));
    }
    let mut touched = vec![("candidate", id)];
    touched.extend(store::doubt::close_of(tx, id).await?.into_iter().map(|row| ("candidate_doubt", row)));
    let entry = Entry::on(acts::GATHER.code, "council", council.id)
        .why(reason)
        .detail(json!({ "acte": "personne retirée du vivier" }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(college.id)
}

/// Says whether two lines are the same person: merged, the older line stays and learns what the other knew.
///
/// # Errors
/// Not this actor's; pool closed; somebody decided meanwhile.
pub async fn decide_doubt(tx: &mut Tx, around: Around<'_>, actor: &Actor, id: Uuid, is_same: bool) -> Outcome<Uuid> {
    let found = store::doubt::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, &acts::GATHER, found.college).await?;
    open_pool(tx, college.id).await?;
    let decision = if is_same { "merged" } else { "distinct" };
    if !store::doubt::decide(tx, id, decision).await? {
        return Err(Failure::conflict("ce doublon possible", &[]));
    }
    let mut touched = vec![("candidate_doubt", id)];
    if is_same {
        let pair = (store::pool::by_id(tx, found.first).await?, store::pool::by_id(tx, found.second).await?);
        let (Some(first), Some(second)) = pair else { return Err(Refusal::NotFound.into()) };
        let (kept, gone) = if first.added_at <= second.added_at { (first, second) } else { (second, first) };
        merge(tx, around, (&council, &college), kept, gone, &mut touched).await?;
    }
    let detail = json!({ "acte": if is_same { "doublon réuni" } else { "deux personnes distinctes" } });
    let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, around.0, actor, entry).await?;
    Ok(college.id)
}

async fn merge(
    tx: &mut Tx,
    around: Around<'_>,
    (council, college): (&Council, &College),
    kept: Candidate,
    gone: Candidate,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<()> {
    if let Some(sealed) = store::pool::person(tx, gone.id).await? {
        let other = secrets::open(around.1, gone.id, &sealed)?;
        if complete(tx, around, college.id, kept.id, &other).await? {
            touched.push(("candidate_person", kept.id));
        }
    }
    let mut better = kept.clone();
    if better.sex == Sex::Unknown {
        better.sex = gone.sex;
    }
    if better.age == Age::Unknown {
        better.age = gone.age;
    }
    if matches!(better.placed, Placed::Unknown) {
        (better.area, better.placed) = (gone.area, gone.placed);
    }
    settle(council, college.kind, &mut better, None);
    let merged = Candidate { state: CandidateState::Merged, merged_into: Some(kept.id), ..gone.clone() };
    let is_saved = store::pool::update(tx, &better, kept.revision).await?
        && store::pool::update(tx, &merged, gone.revision).await?;
    if !is_saved {
        return Err(Failure::conflict("ces deux fiches", &[]));
    }
    touched.extend([("candidate", kept.id), ("candidate", gone.id)]);
    let closed = store::doubt::close_of(tx, gone.id).await?;
    touched.extend(closed.into_iter().map(|row| ("candidate_doubt", row)));
    Ok(())
}
