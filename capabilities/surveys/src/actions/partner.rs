//! A partner’s file of answers: tried without keeping anything, told line by line, then kept once.

use std::collections::{BTreeMap, HashMap};

use database::Tx;
use documents::sheet::Sheet;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Uuid, french};
use questionnaire::answering::{Answers, FaultKind, Session};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tabulation::answers::{Question, Remark, read_answers};
use web::Keys;

use super::secrets::{answer_id, imported_key};
use super::sending::{TOO_LONG, circumstances, send_collected};
use super::writing::survey;
use super::{Ready, Sending, SendingKey, deletion_code, ready};
use crate::rules::Mode;
use crate::rules::collect::is_tolerated;
use crate::rules::given::too_long;
use crate::rules::partner::{Place, answers, as_date, found, identifier, is_technical, renamed};
use crate::store::partner::PartnerFile;
use crate::store::survey::Survey;
use crate::{acts, store};

const SEALED: &str = "partner_file.sealed";
/// Most answers of one file.
pub const MOST_ROWS: usize = 5_000;

/// A file as it waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Held {
    /// Headers as written.
    pub headers: Vec<String>,
    /// Line in the file, and cells.
    pub rows: Vec<(u64, Vec<String>)>,
    /// What was noticed when it was opened.
    pub remarks: Vec<String>,
    /// What it is.
    pub format: String,
}

/// One answer of a file, ready to be kept.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    key: SendingKey,
    answers: Answers,
}

/// What a trial says.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// What prevents the import.
    pub refusals: Vec<Remark>,
    /// What is to be known.
    pub remarks: Vec<Remark>,
    /// Answers that are new.
    pub fresh: usize,
    /// Answers that were imported before.
    pub known: usize,
    /// Columns nothing is made of.
    pub left_out: Vec<String>,
    pub(crate) lines: Vec<Line>,
}

/// Keeps a file until it is imported, a day at most. Gives its identifier.
///
/// # Errors
/// Not this actor’s; nothing is published; a file to correct, on the field `fichier`.
pub async fn hold(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    id: Uuid,
    (name, sheet): (&str, Result<Sheet, String>),
) -> Outcome<Uuid> {
    let found = survey(tx, actor, &acts::COLLECT, id).await?;
    if found.published == 0 {
        let what = "Publiez une première version : le fichier est lu d’après ses questions.";
        return Err(Refusal::rule("Le questionnaire n’est pas publié", what).into());
    }
    let sheet = sheet.map_err(|told| Failure::field("fichier", told))?;
    let held = Held { headers: sheet.headers, rows: sheet.rows, remarks: sheet.remarks, format: sheet.format };
    let clear = serde_json::to_vec(&held).map_err(|error| Breakdown(Box::new(error)))?;
    let row = super::drawn(outside);
    let file = PartnerFile {
        id: row,
        survey: id,
        account: actor.account().unwrap_or_default(),
        name: kernel::text::shorten(name, 120),
        sealed: keys.seal(outside, SEALED, row, &clear)?,
    };
    store::partner::insert(tx, &file, outside.now().plus_days(1)).await?;
    Ok(row)
}

/// A file this actor left, with its questionnaire.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn held(tx: &mut Tx, keys: &Keys, actor: &Actor, id: Uuid) -> Outcome<(Survey, PartnerFile, Held)> {
    let account = actor.account().unwrap_or_default();
    let file = store::partner::of(tx, id, account).await?.ok_or(Refusal::NotFound)?;
    let survey = survey(tx, actor, &acts::COLLECT, file.survey).await?;
    let clear = keys.open(SEALED, file.id, &file.sealed)?;
    let held = serde_json::from_slice(&clear).map_err(|error| Breakdown(Box::new(error)))?;
    Ok((survey, file, held))
}

/// The questions of a version, as a file of answers is read against them.
///
/// # Errors
/// A question of the version cannot be counted.
pub fn questions(ready: &Ready) -> Outcome<Vec<Question>> {
    let counted = ::survey::Survey::new(ready.plan.clone(), "fr").map_err(Breakdown::because)?;
    Ok(counted.questions())
}

/// Where each question seems to be.
pub fn guess(questions: &[Question], held: &Held) -> Vec<Place> {
    questions.iter().map(|question| found(question, &held.headers)).collect()
}

/// What tells an answer of a file apart: its identifier, or the whole line and how many times it came.
fn identifiers(held: &Held) -> Vec<String> {
    let column = identifier(&held.headers);
    let mut times: HashMap<String, usize> = HashMap::new();
    let of = |cells: &Vec<String>| {
        let named = column.and_then(|column| cells.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        named.map_or_else(|| format!("{:x?}", Sha256::digest(cells.join("\u{1f}").as_bytes())), str::to_owned)
    };
    let mut all = Vec::with_capacity(held.rows.len());
    for (_, cells) in &held.rows {
        let identifier = of(cells);
        let count = times.entry(identifier.clone()).or_insert(0);
        *count += 1;
        all.push(if *count > 1 { format!("{identifier}#{count}") } else { identifier });
    }
    all
}

/// Reads a file without keeping anything of it.
///
/// # Errors
/// The database failed.
pub async fn try_out(
    tx: &mut Tx,
    (outside, keys, zone): (&Outside, &Keys, &TimeZone),
    ready: &Ready,
    (held, questions, places): (&Held, &[Question], &[Place]),
) -> Outcome<Trial> {
    let (headers, told) = renamed(questions, &held.headers, places);
    let flag = |sentence: String| Remark { line: None, sentence, is_refusal: false };
    let mut trial = Trial::default();
    trial.remarks.extend(held.remarks.iter().cloned().chain(told).map(flag));
    for (column, header) in held.headers.iter().enumerate() {
        if headers[column].starts_with('\u{1f}') && !header.is_empty() {
            trial.left_out.push(header.clone());
        }
    }
    trial.left_out.sort_by_key(|header| is_technical(header));
    // A day that a spreadsheet counts in numbers is read as the day it is.
    let is_day = |column: &usize| questions.iter().any(|one| one.is_date && one.variable.name == headers[*column]);
    let mut read_days = 0;
    let mut rows = held.rows.clone();
    for column in (0..headers.len()).filter(is_day) {
        for cell in rows.iter_mut().filter_map(|(_, cells)| cells.get_mut(column)) {
            if let Some(day) = as_date(cell) {
                *cell = day;
                read_days += 1;
            }
        }
    }
    let read = match read_answers(questions, &headers, &rows) {
        Ok(read) => read,
        Err(remarks) => {
            let (refusals, others): (Vec<Remark>, Vec<Remark>) = remarks.into_iter().partition(|one| one.is_refusal);
            trial.refusals = refusals;
            trial.remarks.extend(others);
            return Ok(trial);
        }
    };
    trial.remarks.extend(read.remarks);
    let identifiers = identifiers(held);
    let of_line: HashMap<u64, &String> = held.rows.iter().map(|row| row.0).zip(&identifiers).collect();
    let mut not_asked: BTreeMap<String, usize> = BTreeMap::new();
    for (row, line) in read.lines.iter().enumerate() {
        let identifier = of_line.get(line).map_or("", |identifier| identifier.as_str());
        let key = imported_key(keys, ready.survey, identifier);
        let mut given = answers(questions, &read.data, row);
        let now = circumstances(outside.now(), zone, key.chance());
        for fault in Session::open(&ready.plan, &given, now).faults("fr") {
            let mut sentence = format!("« {} » : {}", fault.key, fault.sentence);
            if !is_tolerated(Mode::Import, fault.kind) {
                given.remove(&fault.key);
                sentence.push_str(" Cette réponse n’est pas gardée.");
            } else if matches!(fault.kind, FaultKind::Missing | FaultKind::TooMany | FaultKind::NotAlone) {
                // Told by the reading of the file, or no fault of whoever answered.
                continue;
            }
            trial.remarks.push(Remark { line: Some(*line), sentence, is_refusal: false });
        }
        for key in too_long(&ready.plan, &given, corpus::facade::MOST_SIGNS) {
            let sentence = format!("« {key} » : {TOO_LONG}. Cette réponse n’est pas gardée.");
            given.remove(&key);
            trial.remarks.push(Remark { line: Some(*line), sentence, is_refusal: false });
        }
        let session = Session::open(&ready.plan, &given, now);
        for key in given.keys().filter(|key| !session.is_asked(key)) {
            *not_asked.entry(key.clone()).or_default() += 1;
        }
        let comparable = corpus::facade::comparable(&deletion_code(keys, &key)).unwrap_or_default();
        match store::answer::by_id(tx, answer_id(keys, &comparable)).await? {
            Some(_) => trial.known += 1,
            None => trial.fresh += 1,
        }
        trial.lines.push(Line { key, answers: given });
    }
    if read_days > 0 {
        let what = french::count(read_days, "date écrite", "dates écrites");
        trial
            .remarks
            .push(flag(format!("{what} comme un tableur les compte, ou jour/mois/année : lues comme des dates.")));
    }
    for (question, count) in not_asked {
        let count = french::count(i64::try_from(count).unwrap_or(i64::MAX), "réponse", "réponses");
        let sentence =
            format!("{count} à « {question} » de personnes à qui elle ne se pose pas : elles ne sont pas gardées.");
        trial.remarks.push(flag(sentence));
    }
    Ok(trial)
}

/// Keeps the answers of a file. Gives how many are new. The same file again changes nothing.
///
/// # Errors
/// Not this actor’s; the file is refused.
pub async fn import(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    id: Uuid,
    places: impl Fn(&[Question], &Held) -> Vec<Place>,
) -> Outcome<usize> {
    let (survey, file, held) = held(tx, around.1, actor, id).await?;
    let ready = ready(tx, survey.id, survey.published).await?.ok_or(Refusal::NotFound)?;
    let questions = questions(&ready)?;
    let places = places(&questions, &held);
    let trial = try_out(tx, around, &ready, (&held, &questions, &places)).await?;
    if !trial.refusals.is_empty() || trial.lines.is_empty() {
        return Err(Failure::field("", "Ce fichier ne peut pas être importé tel quel : lisez ce qui est à corriger"));
    }
    let mut fresh = 0;
    for line in trial.lines {
        let sending = Sending {
            key: line.key,
            version: ready.number,
            answers: line.answers,
            token: None,
            parked: None,
            language: "fr".into(),
            code: None,
        };
        let receipt = send_collected(tx, around, actor, &survey, (Mode::Import, &sending)).await?;
        fresh += usize::from(receipt.is_new);
    }
    store::partner::delete(tx, file.id).await?;
    let detail = json!({ "acte": "fichier de réponses importé", "fichier": file.name, "nouvelles": fresh, "déjà là": trial.known });
    journal::record(tx, around.0, actor, Entry::on(acts::COLLECT.code, "survey", survey.id).detail(detail)).await?;
    Ok(fresh)
}

/// Forgets a file this actor left.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn forget(tx: &mut Tx, keys: &Keys, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let (survey, file, _) = held(tx, keys, actor, id).await?;
    store::partner::delete(tx, file.id).await?;
    Ok(survey.id)
}
