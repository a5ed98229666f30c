//! Letters set on paper, then kept one by one: each tells what is decided when it leaves, and once.

use applications::facade::FundingState;
use database::Tx;
use documents::{Block, Document, Run};
use jiff::tz::TimeZone;
use jobs::mail::NewMail;
use journal::Entry;
use kernel::{Actor, Breakdown, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::desk::desk;
use super::letters::{filled, text, to_make};
use crate::rules::{Decision, LetterState, LetterText, Vote};
use crate::store::letter::{Key, Letter, Told};
use crate::{acts_committee as acts, store};

/// Who tells applications that they were notified, whoever asked for the letters.
const PLATFORM: Actor = Actor::Platform("courriers");

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
    let told = store::letter::told(tx, one.committee).await?;
    Ok((one.committee, to_make(&desk, &told).into_iter().map(|one| one.key).collect()))
}

/// A letter set on paper, ready to be kept.
pub struct Paper {
    key: Key,
    decision: Decision,
    number: String,
    text: LetterText,
    lines: Vec<Vote>,
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
    let told = store::letter::told(tx, committee).await?;
    for one in to_make(&desk, &told).into_iter().filter(|one| keys.contains(&one.key)) {
        let (text, _) = text(tx, desk.committee.call, one.decision).await?;
        let text = filled(&desk, &text, &aids, &one);
        let number = one.lines.first().map(|(row, ..)| row.number.clone()).unwrap_or_default();
        let document = document(&text, (&number, &sender.town), now.day(&sender.zone));
        let setting = tokio::task::spawn_blocking(move || documents::pdf::render(&document, now)).await;
        let content = setting.map_err(|error| Breakdown(Box::new(error)))?;
        let content = content.map_err(|error| Breakdown(Box::new(error)))?;
        let lines = one.lines.iter().map(|(.., vote)| (*vote).clone()).collect();
        all.push(Paper { key: one.key, decision: one.decision, number, text, lines, content });
    }
    Ok(all)
}

/// The fundings of a paper that become notified; none when it no longer tells what is decided: another letter told it
/// meanwhile, it was amended, withdrawn or decided elsewhere.
async fn still_true(tx: &mut Tx, committee: Uuid, paper: &Paper) -> Outcome<Option<Vec<Uuid>>> {
    let view = applications::facade::application_for(tx, &PLATFORM, paper.key.0).await?;
    let mut notified = Vec::with_capacity(paper.lines.len());
    for line in &paper.lines {
        let now = store::vote::on(tx, committee, line.funding).await?;
        let funding = view.fundings.iter().find(|one| one.id == line.funding);
        let Some(funding) = funding.filter(|_| now.is_some_and(|now| now.decides_as(line))) else { return Ok(None) };
        let is_over = matches!(funding.state, FundingState::Notified | FundingState::Withdrawn);
        let is_told = store::letter::is_told(tx, (line.id, line.amendments)).await?;
        if is_over || is_told || store::vote::held_elsewhere_on(tx, committee, line.funding).await?.is_some() {
            return Ok(None);
        }
        // What is put off awaits its decision: it is told, not notified.
        notified.extend(funding.state.may_become(FundingState::Notified).then_some(funding.id));
    }
    Ok(Some(notified))
}

/// Keeps a letter, queues the message that tells it, and says in the application that it was notified; nothing when it tells
/// what another letter told, or what is no longer decided. Gives whether it is new.
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
    store::committee::hold(tx, committee).await?;
    let contract = store::committee::by_id(tx, committee).await?.map(|one| one.contract);
    let Some(notified) = still_true(tx, committee, &paper).await? else { return Ok(false) };
    let (application, funder, _) = paper.key.clone();
    let body = format!(
        "{}\n\nVous retrouvez cette décision et le suivi de votre dossier ici :\n{}{}\n",
        paper.text.body,
        sender.public_url,
        applications::facade::follow_path(application)
    );
    let slug = kernel::text::slug(&paper.number, '-', 40);
    let letter = Letter {
        id: outside.uuid(),
        committee,
        batch,
        application,
        funder,
        decision: paper.decision,
        subject: paper.text.subject,
        state: LetterState::Prepared,
        state_at: outside.now(),
        mail: None,
        name: format!("courrier-{slug}-{}.pdf", paper.decision.code()),
        revision: 1,
    };
    store::letter::insert(tx, &letter, paper.content).await?;
    let lines: Vec<(Uuid, Told)> =
        paper.lines.iter().map(|line| (outside.uuid(), (line.id, line.amendments))).collect();
    store::letter::insert_lines(tx, letter.id, &lines).await?;
    // Nobody is written to before the letter is there: whoever comes second writes to nobody.
    let mut mail = None;
    for (address, name) in applications::facade::recipients(tx, application).await? {
        if let Ok(message) = NewMail::read("programming.letter", &address, &name, &letter.subject, &body) {
            mail = Some(jobs::mail::queue(tx, outside, &message.of_contract(contract)).await?);
        }
    }
    if let Some(mail) = mail {
        store::letter::mailed(tx, letter.id, mail).await?;
    }
    for funding in notified {
        applications::facade::advance(tx, outside, &PLATFORM, funding, FundingState::Notified, None, "").await?;
    }
    let state = if mail.is_some() { LetterState::Mailed } else { LetterState::Prepared };
    let detail = json!({ "acte": "courrier de décision", "decision": letter.decision.code(), "etat": state.code() });
    let mut touched = vec![("decision_letter", letter.id)];
    touched.extend(lines.iter().map(|(row, _)| ("decision_letter_line", *row)));
    let entry = Entry::on(acts::SEND_LETTERS.code, "committee", committee).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(true)
}
