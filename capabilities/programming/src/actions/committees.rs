//! Committees opened and described; their waves.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid, Verdict, french};
use serde_json::json;

use super::desk::{self, verdict};
use crate::rules::{Committee, CommitteeTerms, check_committee};
use crate::{acts_committee as acts, store};

/// Opens a committee on a call. Gives its identifier.
///
/// # Errors
/// Not there or not this actor's; something to correct.
pub async fn open_committee(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    call: Uuid,
    terms: impl Into<Filled<CommitteeTerms>>,
) -> Outcome<Uuid> {
    let call = applications::facade::call_brief(tx, call).await?.ok_or(Refusal::NotFound)?;
    match verdict(actor, &acts::HOLD_COMMITTEE, &call) {
        Verdict::Allowed(_) => {}
        verdict => return Err(Refusal::NotAllowed { act: &acts::HOLD_COMMITTEE, verdict }.into()),
    }
    let mut form = terms.into();
    form.find(check_committee(&form.value));
    let terms = form.sound()?;
    let (id, contract) = (outside.uuid(), call.contract);
    let one = Committee { id, contract, call: call.id, terms, is_frozen: false, revision: 1 };
    store::committee::insert(tx, &one, outside.now()).await?;
    let entry = Entry::on(acts::HOLD_COMMITTEE.code, "committee", id).detail(json!({ "acte": "comité ouvert" }));
    journal::record(tx, outside, actor, entry.touched(&[("committee", id)])).await?;
    Ok(id)
}

/// Changes what is written of a committee.
///
/// # Errors
/// Not there or not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_committee(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<CommitteeTerms>>,
) -> Outcome<()> {
    store::committee::hold(tx, id).await?;
    desk::committee(tx, actor, &acts::HOLD_COMMITTEE, id).await?;
    let mut form = terms.into();
    form.find(check_committee(&form.value));
    let terms = form.sound()?;
    if !store::committee::update(tx, id, revision, &terms).await? {
        let kept = [("Titre", terms.title.as_str()), ("Présidence", &terms.chair), ("Présents", &terms.present)];
        return Err(Failure::conflict("ce comité", &kept));
    }
    let entry = Entry::on(acts::HOLD_COMMITTEE.code, "committee", id).detail(json!({ "acte": "comité modifié" }));
    journal::record(tx, outside, actor, entry.touched(&[("committee", id)])).await?;
    Ok(())
}

/// Makes a wave of some projects of a committee; they leave the wave they were in. Gives how many.
///
/// # Errors
/// Not there or not this actor's; no title or no project; a project whose decisions are frozen.
pub async fn make_wave(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (title, projects): (&str, &[Uuid]),
) -> Outcome<usize> {
    store::committee::hold(tx, id).await?;
    let desk = desk::desk(tx, actor, &acts::HOLD_COMMITTEE, id).await?;
    let mut errors = Vec::new();
    if title.is_empty() || title.chars().count() > 100 {
        errors.push(kernel::FieldError::new("titre", "Nommez la vague, en moins de 100 signes"));
    }
    let is_frozen = |project: &Uuid| {
        desk.rows
            .iter()
            .filter(|row| row.project.id == *project)
            .flat_map(|row| &row.fundings)
            .any(|funding| desk.votes.get(&funding.id).is_some_and(|vote| vote.minutes.is_some()))
    };
    let known: Vec<Uuid> =
        projects.iter().copied().filter(|id| desk.rows.iter().any(|row| row.project.id == *id)).collect();
    let wanted: Vec<Uuid> = known.iter().copied().filter(|project| !is_frozen(project)).collect();
    if wanted.is_empty() {
        let sentence = "Aucune action à mettre dans cette vague : changez le critère";
        errors.push(kernel::FieldError::new("critere", sentence));
    }
    Failure::unless_empty(errors)?;
    let wave = match desk.waves.iter().find(|(_, known)| known == title) {
        Some((wave, _)) => *wave,
        None => {
            let wave = outside.uuid();
            store::committee::add_wave(tx, wave, id, title).await?;
            wave
        }
    };
    let mut touched = vec![("committee_wave", wave)];
    for project in &wanted {
        let row = store::committee::place(tx, outside.uuid(), id, *project, Some(wave)).await?;
        touched.extend(row.map(|row| ("committee_wave_project", row)));
    }
    let detail = json!({ "acte": "vague faite", "actions": wanted.len() });
    let entry = Entry::on(acts::HOLD_COMMITTEE.code, "committee", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(wanted.len())
}

/// How many projects each wave holds, and how many none does, in sentences.
pub fn waves_told(desk: &desk::Desk) -> Vec<String> {
    let count = |wave: Option<Uuid>| {
        desk.rows.iter().filter(|row| desk.wave_of.get(&row.project.id).copied() == wave).count() as i64
    };
    let mut told: Vec<String> = desk
        .waves
        .iter()
        .map(|(id, title)| format!("{title} : {}", french::count(count(Some(*id)), "action", "actions")))
        .collect();
    if !desk.waves.is_empty() {
        told.push(format!("Hors vague : {}", french::count(count(None), "action", "actions")));
    }
    told
}
