//! Decision letters: their texts, the other aids they tell, the batches that make them, where each is.

use std::collections::BTreeMap;

use applications::facade::{FundingState, ProjectRow};
use database::Tx;
use documents::{Block, Document, Run};
use jiff::tz::TimeZone;
use jobs::mail::NewMail;
use jobs::{CancelOutcome, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Cents, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::desk::{self, Desk, desk};
use crate::rules::{APPEAL, Blank, Decision, LetterState, LetterText, Vote};
use crate::store::letter::{Batch, Key, Letter, OtherAid};
use crate::{acts_committee as acts, store};

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
    /// Application, funder, decision, amendments.
    pub key: Key,
    /// The decision.
    pub decision: Decision,
    /// Projects and their vote.
    pub lines: Vec<(&'a ProjectRow, &'a applications::facade::Funding, &'a Vote)>,
}

/// Letters that frozen decisions call for and that nobody made.
pub fn to_make<'a>(desk: &'a Desk, made: &[Key]) -> Vec<ToMake<'a>> {
    let mut all: BTreeMap<Key, ToMake<'a>> = BTreeMap::new();
    for row in &desk.rows {
        for funding in &row.fundings {
            let Some(vote) = desk.votes.get(&funding.id).filter(|vote| vote.minutes.is_some()) else { continue };
            let Some(decision) = vote.decision.filter(|_| funding.state != FundingState::Withdrawn) else { continue };
            let key = (row.application, funding.funder, decision.code().to_owned(), vote.amendments);
            if made.contains(&key) {
                continue;
            }
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
            let line = |(row, funding, vote): &(&ProjectRow, &applications::facade::Funding, &Vote)| {
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
        Blank::Day => french::date(desk.committee.terms.held_on),
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

/// A letter as a document.
fn document(text: &LetterText, (number, town): (&str, &str), day: jiff::civil::Date) -> Document {
    let mut document = Document::new(&*text.subject, town, day);
    document.reference = Some(number.to_owned());
    document.author = Some(town.to_owned());
    let mut items: Vec<Vec<Run>> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let flush = |items: &mut Vec<Vec<Run>>, words: &mut Vec<&str>, blocks: &mut Vec<Block>| {
        if !words.is_empty() {
            blocks.push(Block::Paragraph(vec![Run::plain(words.join("\n"))]));
            words.clear();
        }
        if !items.is_empty() {
            blocks.push(Block::List { is_numbered: false, items: std::mem::take(items) });
        }
    };
    for line in text.body.lines() {
        match line.trim().strip_prefix("- ") {
            Some(item) => {
                if items.is_empty() {
                    flush(&mut items, &mut words, &mut document.blocks);
                }
                items.push(vec![Run::plain(item)]);
            }
            None => {
                if !items.is_empty() || line.trim().is_empty() {
                    flush(&mut items, &mut words, &mut document.blocks);
                }
                if !line.trim().is_empty() {
                    words.push(line.trim());
                }
            }
        }
    }
    flush(&mut items, &mut words, &mut document.blocks);
    document
}

/// Has letters made out of sight. Gives the batch; ring the bell after the commit.
///
/// # Errors
/// Not there or not this actor's; no letter to make.
pub async fn ask_letters(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let desk = desk(tx, actor, &acts::SEND_LETTERS, id).await?;
    let made = store::letter::made(tx, id).await?;
    let count = to_make(&desk, &made).len();
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

/// What making letters needs to know of the house.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The town's time zone.
    pub zone: TimeZone,
    /// Name of the town.
    pub town: String,
    /// Where people reach the platform.
    pub public_url: String,
}

/// The committee of a batch, and the letters left to make, by key.
///
/// # Errors
/// The batch is no longer there; the database failed.
pub async fn left_to_make(tx: &mut Tx, actor: &Actor, batch: Uuid) -> Outcome<(Uuid, Vec<Key>)> {
    let one = store::letter::batch(tx, batch).await?.ok_or(Refusal::NotFound)?;
    let desk = desk(tx, actor, &acts::SEND_LETTERS, one.committee).await?;
    let made = store::letter::made(tx, one.committee).await?;
    Ok((one.committee, to_make(&desk, &made).into_iter().map(|one| one.key).collect()))
}

/// A letter set on paper, ready to be kept.
pub struct Paper {
    key: Key,
    decision: Decision,
    number: String,
    text: LetterText,
    fundings: Vec<(Uuid, FundingState)>,
    content: Vec<u8>,
}

/// Sets several letters on paper, away from those who wait for pages.
///
/// # Errors
/// The letters cannot be set; the database failed.
pub async fn papers(
    tx: &mut Tx,
    sender: &Sender,
    outside: &Outside,
    actor: &Actor,
    committee: Uuid,
    keys: &[Key],
) -> Outcome<Vec<Paper>> {
    let desk = desk(tx, actor, &acts::SEND_LETTERS, committee).await?;
    let aids = store::letter::aids(tx, desk.committee.contract).await?;
    let (now, mut all) = (outside.now(), Vec::new());
    for one in to_make(&desk, &[]).into_iter().filter(|one| keys.contains(&one.key)) {
        let (text, _) = text(tx, desk.committee.call, one.decision).await?;
        let text = filled(&desk, &text, &aids, &one);
        let number = one.lines.first().map(|(row, ..)| row.number.clone()).unwrap_or_default();
        let document = document(&text, (&number, &sender.town), now.day(&sender.zone));
        let setting = tokio::task::spawn_blocking(move || documents::pdf::render(&document, now)).await;
        let content = setting.map_err(|error| Breakdown(Box::new(error)))?;
        let content = content.map_err(|error| Breakdown(Box::new(error)))?;
        let fundings = one.lines.iter().map(|(_, funding, _)| (funding.id, funding.state)).collect();
        all.push(Paper { key: one.key, decision: one.decision, number, text, fundings, content });
    }
    Ok(all)
}

/// Keeps a letter, queues the message that tells it, and says in the application that it was notified; nothing when
/// the letter is there already. Gives whether it is new.
///
/// # Errors
/// The database failed.
pub async fn keep_letter(
    tx: &mut Tx,
    (outside, sender): (&Outside, &Sender),
    actor: &Actor,
    (committee, batch): (Uuid, Uuid),
    paper: Paper,
) -> Outcome<bool> {
    let (application, funder, _, round) = paper.key.clone();
    let recipients = applications::facade::recipients(tx, application).await?;
    let body = format!(
        "{}\n\nVous retrouvez cette décision et le suivi de votre dossier ici :\n{}{}\n",
        paper.text.body,
        sender.public_url,
        applications::facade::follow_path(application)
    );
    let mut mail = None;
    for (address, name) in &recipients {
        if let Ok(message) = NewMail::read("programming.letter", address, name, &paper.text.subject, &body) {
            mail = Some(jobs::mail::queue(tx, outside, &message).await?);
        }
    }
    let slug = kernel::text::slug(&paper.number, '-', 40);
    let letter = Letter {
        id: outside.uuid(),
        committee,
        batch,
        application,
        funder,
        decision: paper.decision,
        round,
        subject: paper.text.subject,
        state: if mail.is_some() { LetterState::Mailed } else { LetterState::Prepared },
        state_at: outside.now(),
        mail,
        name: format!("courrier-{slug}-{}.pdf", paper.decision.code()),
        revision: 1,
    };
    if !store::letter::insert(tx, &letter, paper.content).await? {
        return Ok(false);
    }
    for (funding, state) in paper.fundings {
        // What is put off awaits its decision: it is told, not notified.
        if state.may_become(FundingState::Notified) {
            applications::facade::advance(tx, outside, actor, funding, FundingState::Notified, None, "").await?;
        }
    }
    let detail =
        json!({ "acte": "courrier de décision", "decision": letter.decision.code(), "etat": letter.state.code() });
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", committee).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("decision_letter", letter.id)])).await?;
    Ok(true)
}

/// The letter, for whoever may do this on its committee and does not stay out of its application.
///
/// # Errors
/// Not there or not this actor's: the two look alike.
pub async fn letter(tx: &mut Tx, actor: &Actor, act: &'static kernel::Act, id: Uuid) -> Outcome<Letter> {
    let found = store::letter::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    desk::committee(tx, actor, act, found.committee).await?;
    applications::facade::application_for(tx, actor, found.application).await?;
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
