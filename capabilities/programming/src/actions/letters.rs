//! Decision letters: their texts, the other aids they tell, the batches that make them, where each is.

use std::collections::{BTreeMap, HashSet};

use applications::facade::{Funding, FundingState, ProjectRow};
use database::Tx;
use jobs::{CancelOutcome, NewJob};
use journal::Entry;
use kernel::{Actor, Cents, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::desk::{self, Desk, desk};
use crate::rules::{APPEAL, Blank, Decision, LetterState, LetterText, Vote};
use crate::store::letter::{Batch, Key, Letter, OtherAid, Told};
use crate::{acts_committee as acts, store};

pub use super::letter_papers::{Paper, Sender, keep_letter, left_to_make, papers};

/// The kind of job that makes letters.
pub const MAKE_LETTERS: &str = "programming.letters";

/// The text of a call for a decision, with its revision; the first text of the house and 0 while there is none.
///
/// # Errors
/// The database failed.
pub async fn text(tx: &mut Tx, call: Uuid, decision: Decision) -> database::Result<(LetterText, i64)> {
    let kept = store::letter::template(tx, call, decision).await?;
    Ok(kept.unwrap_or_else(|| (LetterText::first(decision), 0)))
}

/// Keeps the text of a call for a decision.
///
/// # Errors
/// Not there or not this actor's; something to correct; somebody changed it since `revision`.
pub async fn write_text(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, decision, revision): (Uuid, Decision, i64),
    typed: impl Into<Filled<LetterText>>,
) -> Outcome<()> {
    let (committee, _) = desk::committee(tx, actor, &acts::SEND_LETTERS, id).await?;
    let mut form = typed.into();
    form.find(form.value.check(decision));
    let text = form.sound()?;
    let new = outside.uuid();
    if !store::letter::save_template(tx, new, (committee.call, decision), revision, &text).await? {
        return Err(Failure::conflict("ce texte", &[("Objet", &text.subject), ("Texte", &text.body)]));
    }
    let row = store::letter::template_id(tx, committee.call, decision).await?.unwrap_or(new);
    let detail = json!({ "acte": "texte de courrier", "decision": decision.code() });
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("letter_template", row)])).await?;
    Ok(())
}

/// Adds another possible aid to those told to whoever is refused.
///
/// # Errors
/// Not there or not this actor's; no title; an address that is none.
pub async fn add_aid(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (title, holder, address): (&str, &str, &str),
) -> Outcome<()> {
    let (committee, _) = desk::committee(tx, actor, &acts::SEND_LETTERS, id).await?;
    let mut errors = Vec::new();
    if title.is_empty() || title.chars().count() > 150 || holder.chars().count() > 150 {
        errors.push(FieldError::new("titre", "Nommez l’aide, en moins de 150 signes"));
    }
    if !address.is_empty() && (!address.starts_with("https://") || address.chars().count() > 300) {
        errors.push(FieldError::new("adresse", "L’adresse commence par https://"));
    }
    Failure::unless_empty(errors)?;
    let one = OtherAid { id: outside.uuid(), title: title.into(), holder: holder.into(), address: address.into() };
    store::letter::add_aid(tx, committee.contract, &one).await?;
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", id).detail(json!({ "acte": "autre aide ajoutée" }));
    journal::record(tx, outside, actor, entry.touched(&[("other_aid", one.id)])).await?;
    Ok(())
}

/// Takes out another possible aid.
///
/// # Errors
/// Not there or not this actor's.
pub async fn remove_aid(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, aid): (Uuid, Uuid)) -> Outcome<()> {
    let (committee, _) = desk::committee(tx, actor, &acts::SEND_LETTERS, id).await?;
    if !store::letter::remove_aid(tx, committee.contract, aid).await? {
        return Err(Refusal::NotFound.into());
    }
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", id).detail(json!({ "acte": "autre aide retirée" }));
    journal::record(tx, outside, actor, entry.touched(&[("other_aid", aid)])).await?;
    Ok(())
}

/// One letter to make: what it tells, and the lines it is about.
pub struct ToMake<'a> {
    /// Application, funder, decision.
    pub key: Key,
    /// The decision.
    pub decision: Decision,
    /// Projects and their vote.
    pub lines: Vec<(&'a ProjectRow, &'a Funding, &'a Vote)>,
}

/// Letters that frozen decisions call for: what no letter tells yet, whichever wave or amendment it comes from.
pub fn to_make<'a>(desk: &'a Desk, told: &HashSet<Told>) -> Vec<ToMake<'a>> {
    gathered(desk, |funding, vote| {
        let is_awaited = !told.contains(&(vote.id, vote.amendments)) && funding.state != FundingState::Notified;
        is_awaited && !desk.elsewhere.contains_key(&funding.id)
    })
}

/// A letter of this decision, to see how its text reads: one that is told already will do.
pub fn example(desk: &Desk, decision: Decision) -> Option<ToMake<'_>> {
    let all = gathered(desk, |_, _| true);
    all.into_iter().find(|one| one.decision == decision && !desk.closed.contains(&one.key.0))
}

/// Frozen decisions, gathered as letters tell them.
fn gathered<'a>(desk: &'a Desk, is_wanted: impl Fn(&Funding, &Vote) -> bool) -> Vec<ToMake<'a>> {
    let mut all: BTreeMap<Key, ToMake<'a>> = BTreeMap::new();
    for row in &desk.rows {
        for funding in &row.fundings {
            let Some(vote) = desk.votes.get(&funding.id).filter(|vote| vote.minutes.is_some()) else { continue };
            let Some(decision) = vote.decision.filter(|_| funding.state != FundingState::Withdrawn) else { continue };
            if !is_wanted(funding, vote) {
                continue;
            }
            let key = (row.application, funding.funder, decision.code().to_owned());
            let one = all.entry(key.clone()).or_insert_with(|| ToMake { key, decision, lines: Vec::new() });
            one.lines.push((row, funding, vote));
        }
    }
    all.into_values().collect()
}

/// The text of a letter, filled.
pub fn filled(desk: &Desk, text: &LetterText, aids: &[OtherAid], one: &ToMake<'_>) -> LetterText {
    let euros = |cents: i64| french::euros(Cents(cents));
    let first = one.lines.first();
    let distinct = |pick: &dyn Fn(&Vote) -> &str| {
        let mut said: Vec<&str> = Vec::new();
        for (_, _, vote) in &one.lines {
            let words = pick(vote).trim();
            if !words.is_empty() && !said.contains(&words) {
                said.push(words);
            }
        }
        said.join("\n")
    };
    let value = |blank: Blank| match blank {
        Blank::Number => first.map(|(row, ..)| row.number.clone()).unwrap_or_default(),
        Blank::Carrier => first.map(|(row, ..)| row.carrier_name.clone()).unwrap_or_default(),
        Blank::Projects => {
            let line = |(row, funding, vote): &(&ProjectRow, &Funding, &Vote)| {
                let given = if vote.cents > 0 { format!(" : {}", euros(vote.cents)) } else { String::new() };
                format!("- {} ({}){given}", row.project.title, funding.year)
            };
            one.lines.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Blank::Amount => euros(one.lines.iter().map(|(.., vote)| vote.cents).sum()),
        Blank::Asked => euros(one.lines.iter().map(|(_, funding, _)| funding.asked.0).sum()),
        Blank::Funder => desk.funder_name(one.key.1).to_owned(),
        Blank::Call => desk.call.title.clone(),
        Blank::Committee => desk.committee.terms.title.clone(),
        Blank::Day => days(desk, one),
        Blank::Reason => distinct(&|vote| &vote.reason),
        Blank::Condition => distinct(&|vote| &vote.condition),
        Blank::Appeal => APPEAL.to_owned(),
        Blank::Aids => {
            let line = |aid: &OtherAid| {
                let parts = [&*aid.title, &*aid.holder, &*aid.address];
                format!("- {}", parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
            };
            aids.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    };
    let filled = text.filled(value);
    LetterText { subject: french::spaced(&filled.subject), body: french::spaced(&filled.body) }
}

/// The days of the committee that took the decisions of a letter: one for each wave.
fn days(desk: &Desk, one: &ToMake<'_>) -> String {
    let mut days: Vec<_> = one.lines.iter().filter_map(|(.., vote)| desk.held.get(&vote.minutes?).copied()).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(french::date).collect::<Vec<_>>().join(" et le ")
}

/// Has letters made out of sight. Gives the batch; ring the bell after the commit.
///
/// # Errors
/// Not there or not this actor's; no letter to make.
pub async fn ask_letters(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let desk = desk(tx, actor, &acts::SEND_LETTERS, id).await?;
    let count = to_make(&desk, &store::letter::told(tx, id).await?).len();
    if count == 0 {
        let why = "Chaque décision arrêtée a déjà son courrier. Arrêtez d’abord les décisions du comité.";
        return Err(Refusal::rule("Aucun courrier à préparer", why).into());
    }
    let batch = outside.uuid();
    let mut job = NewJob::new(MAKE_LETTERS, json!({ "lot": batch.to_string() })).unique(id.to_string());
    if let Some(account) = actor.account() {
        job = job.requested_by(account);
    }
    let job = jobs::enqueue(tx, outside, job).await?;
    if !job.is_new {
        let why = "Un lot de courriers est déjà en préparation pour ce comité. Attendez sa fin, ou arrêtez-le.";
        return Err(Refusal::rule("Un lot est en cours", why).into());
    }
    let one = Batch { id: batch, committee: id, job: job.id, asked_at: outside.now().0, by_name: actor.journal_name() };
    store::letter::insert_batch(tx, &one).await?;
    let detail = json!({ "acte": "lot de courriers demandé", "courriers": count });
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("letter_batch", batch)])).await?;
    Ok(batch)
}

/// Asks that a batch stop. Letters made stay made.
///
/// # Errors
/// Not there or not this actor's.
pub async fn stop_letters(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, batch): (Uuid, Uuid)) -> Outcome<()> {
    desk::committee(tx, actor, &acts::SEND_LETTERS, id).await?;
    let one = store::letter::batch(tx, batch).await?.filter(|one| one.committee == id).ok_or(Refusal::NotFound)?;
    let is_stopped = jobs::cancel(tx, outside, one.job).await? != CancelOutcome::TooLate;
    let detail = json!({ "acte": "lot de courriers arrêté", "a_temps": is_stopped });
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", id).detail(detail);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The letter, for whoever may do this on its committee, does not stay out of its application and does not carry it.
///
/// # Errors
/// Not there or not this actor's: the two look alike.
pub async fn letter(tx: &mut Tx, actor: &Actor, act: &'static kernel::Act, id: Uuid) -> Outcome<Letter> {
    let found = store::letter::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    desk::committee(tx, actor, act, found.committee).await?;
    applications::facade::assessed_for(tx, actor, &acts::READ_COMMITTEE, found.application).await?;
    Ok(found)
}

/// Says where a letter is.
///
/// # Errors
/// Not there or not this actor's; not a state of letters; somebody said otherwise since `revision`.
pub async fn move_letter(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    state: Option<LetterState>,
) -> Outcome<Uuid> {
    let found = letter(tx, actor, &acts::SEND_LETTERS, id).await?;
    let Some(state) = state else { return Err(Failure::field("etat", "Choisissez où en est ce courrier")) };
    if !store::letter::move_to(tx, id, revision, state, outside.now()).await? {
        return Err(Failure::conflict("ce courrier", &[("État", state.french())]));
    }
    let detail = json!({ "acte": "suivi d’un courrier", "avant": found.state.code(), "apres": state.code() });
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", found.committee).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("decision_letter", id)])).await?;
    Ok(found.committee)
}
