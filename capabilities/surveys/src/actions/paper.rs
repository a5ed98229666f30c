//! Sheets filled in with a pen: batches, a first and a second typing, what they do not agree on.
//!
//! The journal has an entry when a batch is opened and when it is closed, none for a sheet: the hour at which one was typed
//! would say when its answer came, of which only the day is kept.

use database::Tx;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use questionnaire::answering::Answers;
use serde_json::json;
use web::Keys;

use super::sending::{checked, send_collected};
use super::writing::survey;
use super::{Sending, SendingKey, ready};
use crate::rules::Mode;
use crate::rules::paper::{SheetState, differences};
use crate::store::paper::{Batch, Sheet};
use crate::store::survey::Survey;
use crate::{acts, store};

/// Where a sheet that waits is sealed.
const FIRST: &str = "paper_sheet.first_sealed";
const SECOND: &str = "paper_sheet.second_sealed";

/// Days a sheet may wait for its second typing.
const DAYS_WAITING: i32 = 365;

/// A batch to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch {
    /// What it is called: where the sheets come from.
    pub label: String,
    /// The version printed.
    pub version: i64,
    /// Whether another person types each sheet a second time.
    pub is_doubled: bool,
}

/// Which typing of a sheet it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The first.
    First,
    /// The second, by somebody else.
    Second,
}

/// A sheet as it was typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Its number, written on it.
    pub number: i64,
    /// Drawn by the page: sent twice, it is one sheet.
    pub key: SendingKey,
    /// What is on it.
    pub answers: Answers,
}

/// What became of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// An answer.
    Kept,
    /// It waits for a second typing.
    Waits,
    /// The two typings differ on this many questions.
    Differs(usize),
}

/// Opens a batch. Gives its identifier.
///
/// # Errors
/// Not this actor’s; no such version; something to correct.
pub async fn open_batch(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    new: Filled<NewBatch>,
) -> Outcome<Uuid> {
    let found = survey(tx, actor, &acts::COLLECT, id).await?;
    let mut new = new;
    match new.value.label.trim() {
        "" => new.find([FieldError::new("lot", "Dites d’où viennent ces feuilles : « Forum du 12 mars »")]),
        label if label.chars().count() > 120 => {
            new.find([FieldError::new("lot", "Le nom du lot doit faire 120 signes au plus")]);
        }
        _ => {}
    }
    if ready(tx, id, new.value.version).await?.is_none() {
        new.find([FieldError::new("version", "Choisissez une version publiée")]);
    }
    let new = new.sound()?;
    let row = Batch {
        id: outside.uuid(),
        survey: found.id,
        label: new.label.trim().to_owned(),
        version: new.version,
        is_doubled: new.is_doubled,
        state: "open".into(),
        opened_on: outside.now().day(zone).to_string(),
        revision: 1,
    };
    store::paper::insert_batch(tx, &row).await?;
    let detail = json!({ "acte": "lot de feuilles ouvert", "lot": row.label, "double saisie": row.is_doubled });
    let touched = [("paper_batch", row.id)];
    let entry = Entry::on(acts::COLLECT.code, "survey", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(row.id)
}

/// A batch and its questionnaire, when this actor collects there.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn batch(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Survey, Batch)> {
    let found = store::paper::batch(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((survey(tx, actor, &acts::COLLECT, found.survey).await?, found))
}

fn account(actor: &Actor) -> Uuid {
    actor.account().unwrap_or_default()
}

fn seal(keys: &Keys, outside: &Outside, place: &str, sheet: Uuid, answers: &Answers) -> Outcome<Vec<u8>> {
    let clear = serde_json::to_vec(answers).map_err(|error| kernel::Breakdown(Box::new(error)))?;
    Ok(keys.seal(outside, place, sheet, &clear)?)
}

fn unseal(keys: &Keys, place: &str, sheet: Uuid, sealed: Option<&Vec<u8>>) -> Outcome<Answers> {
    let Some(sealed) = sealed else { return Ok(Answers::new()) };
    let clear = keys.open(place, sheet, sealed)?;
    serde_json::from_slice(&clear).map_err(|error| kernel::Breakdown(Box::new(error)).into())
}

/// What both typings of a sheet say.
///
/// # Errors
/// The database failed, or what was sealed cannot be opened.
pub fn both(keys: &Keys, sheet: &Sheet) -> Outcome<(Answers, Answers)> {
    Ok((
        unseal(keys, FIRST, sheet.id, sheet.first_sealed.as_ref())?,
        unseal(keys, SECOND, sheet.id, sheet.second_sealed.as_ref())?,
    ))
}

fn open(batch: &Batch) -> Outcome<()> {
    if batch.is_open() {
        return Ok(());
    }
    let what = "Ouvrez un autre lot pour les feuilles arrivées depuis.";
    Err(Refusal::rule("Ce lot est clos", what).into())
}

fn sending(batch: &Batch, key: SendingKey, answers: Answers) -> Sending {
    Sending { key, version: batch.version, answers, token: None, parked: None, language: "fr".into(), code: None }
}

/// Makes an answer of a sheet, under a key drawn now: nothing leads from the sheet to it.
async fn keep(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    (survey, batch): (&Survey, &Batch),
    answers: Answers,
) -> Outcome<()> {
    let key = SendingKey::new(around.0.bytes());
    send_collected(tx, around, actor, survey, (Mode::Paper, &sending(batch, key, answers))).await?;
    Ok(())
}

/// Takes a sheet as it was typed, the first or the second time.
///
/// # Errors
/// Not this actor’s; the batch is closed; the same person types twice; the number is taken or unknown; answers to correct.
pub async fn type_sheet(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    (id, pass): (Uuid, Pass),
    typed: Typed,
) -> Outcome<Became> {
    let (found, batch) = batch(tx, actor, id).await?;
    open(&batch)?;
    match pass {
        Pass::First => first(tx, around, actor, (&found, &batch), typed).await,
        Pass::Second => second(tx, around, actor, (&found, &batch), typed).await,
    }
}

async fn first(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    (survey, batch): (&Survey, &Batch),
    typed: Typed,
) -> Outcome<Became> {
    let (outside, keys, zone) = around;
    // The identifier of a sheet is the key its page drew; that of its answer has nothing to do with it.
    let sheet = Uuid::parse_str(typed.key.text()).unwrap_or_else(|_| super::drawn(outside));
    let became = if batch.is_doubled { Became::Waits } else { Became::Kept };
    if store::paper::is_there(tx, sheet).await? {
        return Ok(became);
    }
    let mut errors = Vec::new();
    if typed.number < 1 {
        errors.push(FieldError::new("numero", "Écrivez le numéro porté sur la feuille"));
    } else if store::paper::sheet(tx, batch.id, typed.number).await?.is_some() {
        errors.push(taken(typed.number));
    }
    let ready = ready(tx, survey.id, batch.version).await?.ok_or(Refusal::NotFound)?;
    let sent = sending(batch, typed.key, typed.answers);
    let checked = Failure::gather(&mut errors, checked((outside, zone), &ready, Mode::Paper, &sent))?;
    Failure::unless_empty(errors)?;
    let answers = checked.unwrap_or_default();
    let mut row = Sheet {
        id: sheet,
        number: typed.number,
        state: SheetState::Kept,
        first_by: None,
        first_sealed: None,
        second_sealed: None,
    };
    if batch.is_doubled {
        row.state = SheetState::Typed;
        row.first_by = Some(account(actor));
        row.first_sealed = Some(seal(keys, outside, FIRST, sheet, &answers)?);
    } else {
        keep(tx, around, actor, (survey, batch), answers).await?;
    }
    match store::paper::insert(tx, batch.id, &row).await {
        Err(error) if error.is_unique_violation() => Err(Failure::Input(vec![taken(typed.number)])),
        done => Ok(done.map(|_| became)?),
    }
}

fn taken(number: i64) -> FieldError {
    FieldError::new("numero", format!("La feuille {number} est déjà saisie : vérifiez le numéro porté sur la feuille"))
}

async fn second(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    (survey, batch): (&Survey, &Batch),
    typed: Typed,
) -> Outcome<Became> {
    let (outside, keys, zone) = around;
    let found = store::paper::sheet(tx, batch.id, typed.number).await?;
    let Some(sheet) = found.filter(|sheet| sheet.state == SheetState::Typed) else {
        return Err(Failure::field("numero", "Cette feuille n’attend pas de seconde saisie : vérifiez son numéro"));
    };
    if sheet.first_by == Some(account(actor)) {
        return Err(same_person().into());
    }
    let ready = ready(tx, survey.id, batch.version).await?.ok_or(Refusal::NotFound)?;
    let sent = sending(batch, typed.key, typed.answers);
    let answers = checked((outside, zone), &ready, Mode::Paper, &sent)?;
    let (before, _) = both(keys, &sheet)?;
    let different = differences(&before, &answers);
    if different.is_empty() {
        keep(tx, around, actor, (survey, batch), answers).await?;
        store::paper::kept(tx, sheet.id).await?;
        return Ok(Became::Kept);
    }
    let sealed = seal(keys, outside, SECOND, sheet.id, &answers)?;
    store::paper::differs(tx, sheet.id, &sealed).await?;
    Ok(Became::Differs(different.len()))
}

fn same_person() -> Refusal {
    let what = "La seconde saisie est faite par une autre personne : c’est ce qui trouve les erreurs de frappe.";
    Refusal::rule("Vous avez déjà saisi cette feuille", what)
}

/// A sheet whose two typings differ.
///
/// # Errors
/// No such sheet, or it has nothing to settle.
pub async fn differing(tx: &mut Tx, batch: Uuid, number: i64) -> Outcome<Sheet> {
    let found = store::paper::sheet(tx, batch, number).await?.filter(|sheet| sheet.state == SheetState::Differs);
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Settles a sheet: for each question on which the typings differ, whether the second is right.
///
/// # Errors
/// Not this actor’s; nothing to settle; a question not settled, on the field `choix.` of its key; answers to correct.
pub async fn settle(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    (id, number): (Uuid, i64),
    chosen: impl Fn(&str) -> Option<bool>,
) -> Outcome<()> {
    let (found, batch) = batch(tx, actor, id).await?;
    open(&batch)?;
    let sheet = differing(tx, batch.id, number).await?;
    let (mut answers, second) = both(around.1, &sheet)?;
    let mut errors = Vec::new();
    for key in differences(&answers, &second) {
        match (chosen(&key), second.get(&key)) {
            (None, _) => errors.push(FieldError::new(choice_field(&key), "Choisissez ce qui est écrit sur la feuille")),
            (Some(false), _) => {}
            (Some(true), Some(value)) => {
                answers.insert(key, value.clone());
            }
            (Some(true), None) => {
                answers.remove(&key);
            }
        }
    }
    Failure::unless_empty(errors)?;
    match keep(tx, around, actor, (&found, &batch), answers).await {
        Err(Failure::Input(errors)) => {
            let moved = errors.into_iter().map(|error| FieldError::new("", error.sentence));
            return Err(Failure::Input(moved.collect()));
        }
        done => done?,
    }
    if store::paper::kept(tx, sheet.id).await? { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// The field where the right typing of a question is chosen.
pub fn choice_field(key: &str) -> String {
    format!("choix.{key}")
}

/// Takes out a sheet that is no answer yet, to be typed again.
///
/// # Errors
/// Not this actor’s; no such sheet.
pub async fn start_over(tx: &mut Tx, actor: &Actor, (id, number): (Uuid, i64)) -> Outcome<()> {
    let (_, batch) = batch(tx, actor, id).await?;
    open(&batch)?;
    if store::paper::drop_sheet(tx, batch.id, number).await? { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// Closes a batch.
///
/// # Errors
/// Not this actor’s; sheets still wait and are not to be forgotten, on the field `oublier`; changed meanwhile.
pub async fn close(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    forgets: bool,
) -> Outcome<()> {
    let (survey, batch) = batch(tx, actor, id).await?;
    let sheets = store::paper::sheets(tx, id).await?;
    let kept = sheets.iter().filter(|sheet| sheet.state == SheetState::Kept).count();
    let waiting = sheets.len() - kept;
    if waiting > 0 && !forgets {
        let told = "Des feuilles attendent encore : terminez-les, ou cochez cette case pour les effacer";
        return Err(Failure::field("oublier", told));
    }
    if !store::paper::close(tx, id, revision).await? {
        return Err(Failure::conflict("ce lot", &[]));
    }
    store::paper::drop_waiting(tx, id).await?;
    let detail = json!({ "acte": "lot de feuilles clos", "lot": batch.label, "réponses": kept, "effacées": waiting });
    let touched = [("paper_batch", id)];
    let entry = Entry::on(acts::COLLECT.code, "survey", survey.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Takes out the sheets that have waited too long. Gives how many.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside) -> Outcome<u64> {
    let today = outside.now().day(&TimeZone::UTC);
    let before = today.checked_sub(DAYS_WAITING.days()).unwrap_or(today);
    Ok(store::paper::drop_old(tx, &before.to_string()).await?)
}
