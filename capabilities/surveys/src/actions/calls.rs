//! Telephone: lists of numbers, whom to call next, how each call ended.
//!
//! The journal has an entry when a list is brought and when it is closed, none for a call: the hour of a call that was answered
//! would say which answer came then. For the same reason a row keeps no day, and the number goes in the transaction that keeps
//! the answer: what is left, a neighbourhood and « a répondu », leads to nobody.

use std::collections::HashMap;

use database::Tx;
use documents::sheet::Sheet;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::text::search_key;
use kernel::{Actor, Failure, FieldError, Filled, Moment, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;

use super::secrets::phone_marker;
use super::writing::survey;
use crate::rules::calls::{CallState, after, dialled, shown, with_zero};
use crate::store::calls::List;
use crate::store::survey::Survey;
use crate::{acts, store};

const PLACE: &str = "call_number.sealed";

/// Most numbers of one list.
pub const MOST_NUMBERS: usize = 20_000;
/// Days numbers are kept at most.
const MOST_DAYS: i64 = 184;
/// Minutes somebody has a number to call it, then to ask the questions.
const MINUTES_HELD: i64 = 30;
const MINUTES_ASKING: i64 = 180;
/// Minutes before a number nobody answered is called again.
const MINUTES_AFTER_ABSENCE: i64 = 120;

/// A list to bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewList {
    /// Where the numbers come from.
    pub label: String,
    /// Calls to a number nobody answers, at most.
    pub most_tries: i64,
    /// The day after which numbers go.
    pub until: Option<Date>,
}

/// What was brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// The list.
    pub list: Uuid,
    /// Numbers to call.
    pub count: usize,
    /// What was not taken, line by line, and why.
    pub remarks: Vec<String>,
}

/// A call to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its row.
    pub id: Uuid,
    /// The number, as it is read.
    pub number: String,
    /// The number, as it is dialled.
    pub dialled: String,
    /// The neighbourhood, when the list says it.
    pub area: Option<Uuid>,
    /// Calls before this one.
    pub tries: i64,
    /// Whether this hour was agreed with the person.
    pub is_call_back: bool,
}

fn read_file(sheet: &Result<Sheet, String>) -> Outcome<(&Sheet, usize, Option<usize>)> {
    let wrong = |what: &str| Failure::field("fichier", what);
    let sheet = sheet.as_ref().map_err(|told| wrong(told))?;
    let names =
        ["numéro", "numero de telephone", "téléphone", "telephone", "tel", "mobile", "portable", "phone", "number"];
    let number = sheet.column_among(&names).ok_or_else(|| {
        wrong("Aucune colonne ne s’appelle « numéro » ou « téléphone » : la première ligne doit nommer les colonnes")
    })?;
    Ok((sheet, number, sheet.column_among(&["quartier", "code quartier", "qpv", "code"])))
}

/// Brings a list of numbers. What is no number, or was on a list of this questionnaire already, is told and left out.
///
/// # Errors
/// Not this actor’s; a file or a field to correct.
pub async fn bring(
    tx: &mut Tx,
    (outside, keys, zone): (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    id: Uuid,
    (new, sheet): (Filled<NewList>, &Result<Sheet, String>),
) -> Outcome<Brought> {
    let found = survey(tx, actor, &acts::COLLECT, id).await?;
    let mut new = new;
    let today = outside.now().day(zone);
    new.find(check(&new.value, today));
    if let Err(Failure::Input(errors)) = read_file(sheet) {
        new.find(errors);
    }
    let new = new.sound()?;
    let (sheet, number, place) = read_file(sheet)?;
    let areas: HashMap<String, Uuid> = territory::facade::areas(tx)
        .await?
        .into_iter()
        .flat_map(|area| [(search_key(&area.code), area.id), (search_key(&area.name), area.id)])
        .collect();
    let until = new.until.unwrap_or(today).to_string();
    let list = List {
        id: outside.uuid(),
        survey: found.id,
        label: new.label.trim().to_owned(),
        most_tries: new.most_tries,
        until,
        state: "open".into(),
        revision: 1,
    };
    store::calls::insert_list(tx, &list).await?;
    let mut brought = Brought { list: list.id, count: 0, remarks: sheet.remarks.clone() };
    for (line, cells) in &sheet.rows {
        let cell = |column: usize| cells.get(column).map_or("", String::as_str).trim();
        let typed = cell(number);
        let mut tell = |what: String| brought.remarks.push(format!("Ligne {line} : {what}"));
        let dial = match (dialled(typed), with_zero(typed)) {
            (Some(dial), _) => dial,
            (None, Some(dial)) => {
                tell(format!("« {typed} » a perdu son premier zéro dans un tableur : lu {}.", shown(&dial)));
                dial
            }
            (None, None) if typed.is_empty() => {
                tell("pas de numéro.".into());
                continue;
            }
            (None, None) => {
                tell(format!("« {typed} » n’est pas un numéro de téléphone."));
                continue;
            }
        };
        let area = place.map(cell).filter(|typed| !typed.is_empty());
        let known = area.and_then(|typed| areas.get(&search_key(typed)).copied());
        if let (Some(typed), None) = (area, known) {
            tell(format!("le quartier « {typed} » n’est pas connu : le numéro est pris sans quartier."));
        }
        if !store::calls::know(tx, found.id, &phone_marker(keys, found.id, &dial)).await? {
            tell(format!("le numéro {} est déjà dans une liste de ce questionnaire.", shown(&dial)));
            continue;
        }
        // An identifier drawn by lot: rows stand in no order, and none can be told from its line.
        let row = super::drawn(outside);
        let sealed = keys.seal(outside, PLACE, row, dial.as_bytes())?;
        store::calls::insert(tx, list.id, row, known, &sealed).await?;
        brought.count += 1;
    }
    if brought.count == 0 {
        let told = format!("Aucun numéro de ce fichier n’est à appeler. {}", brought.remarks.join(" "));
        return Err(Failure::field("fichier", kernel::text::shorten(&told, 900)));
    }
    let detail = json!({ "acte": "liste d’appels apportée", "liste": list.label, "numéros": brought.count });
    record(tx, outside, actor, &list, detail).await?;
    Ok(brought)
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, list: &List, detail: serde_json::Value) -> Outcome<()> {
    let touched = [("call_list", list.id)];
    let entry = Entry::on(acts::COLLECT.code, "survey", list.survey).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

fn check(new: &NewList, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if new.label.trim().is_empty() {
        errors.push(FieldError::new(
            "liste",
            "Dites d’où viennent ces numéros : « Annuaire des adhérents, avec leur accord »",
        ));
    }
    if !(1..=20).contains(&new.most_tries) {
        errors.push(FieldError::new("essais", "Écrivez un nombre d’essais de 1 à 20"));
    }
    match new.until {
        None => errors.push(FieldError::new("jusqu-au", "Dites jusqu’à quel jour ces numéros sont gardés")),
        Some(day) if day <= today => {
            errors.push(FieldError::new("jusqu-au", "Ce jour doit être à venir"));
        }
        Some(day) if i64::from((day - today).get_days()) > MOST_DAYS => {
            errors.push(FieldError::new("jusqu-au", "Des numéros se gardent six mois au plus"));
        }
        Some(_) => {}
    }
    errors
}

/// A list and its questionnaire, when this actor collects there.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn list(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Survey, List)> {
    let found = store::calls::list(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((survey(tx, actor, &acts::COLLECT, found.survey).await?, found))
}

fn account(actor: &Actor) -> Uuid {
    actor.account().unwrap_or_default()
}

fn minutes(now: Moment, count: i64) -> Moment {
    now.plus_seconds(count * 60)
}

/// The call this actor has to make now.
///
/// # Errors
/// The database failed, or a number cannot be opened.
pub async fn current(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    id: Uuid,
) -> Outcome<Option<Call>> {
    let Some(found) = store::calls::held(tx, id, account(actor), outside.now()).await? else { return Ok(None) };
    let clear = keys.open(PLACE, found.id, found.sealed.as_deref().unwrap_or_default())?;
    let dialled = String::from_utf8_lossy(&clear).into_owned();
    Ok(Some(Call {
        id: found.id,
        number: shown(&dialled),
        dialled,
        area: found.area,
        tries: found.tries,
        is_call_back: found.state == CallState::CallBack,
    }))
}

/// Gives this actor a number to call, unless she has one. Whether there is one.
///
/// # Errors
/// Not this actor’s; the list is closed.
pub async fn next(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<bool> {
    let (_, list) = list(tx, actor, id).await?;
    let (now, who) = (outside.now(), account(actor));
    if !list.is_open() {
        return Err(closed().into());
    }
    if store::calls::held(tx, id, who, now).await?.is_some() {
        return Ok(true);
    }
    // Somebody else may take the same number at the same moment: the next one is tried.
    for _ in 0..5 {
        let Some(found) = store::calls::next(tx, id, now).await? else { return Ok(false) };
        if store::calls::hold(tx, found, who, now, minutes(now, MINUTES_HELD)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn closed() -> Refusal {
    Refusal::rule("Cette liste est close", "Ses numéros sont effacés. Apportez une autre liste pour appeler encore.")
}

/// Keeps the number while the questions are asked.
///
/// # Errors
/// This actor has no such call.
pub async fn begin(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, call): (Uuid, Uuid)) -> Outcome<()> {
    let (_, list) = list(tx, actor, id).await?;
    let (now, who) = (outside.now(), account(actor));
    if store::calls::list_of(tx, call, who).await? != Some(list.id)
        || !store::calls::hold(tx, call, who, now, minutes(now, MINUTES_ASKING)).await?
    {
        return Err(Refusal::NotFound.into());
    }
    Ok(())
}

/// Says how a call ended.
///
/// # Errors
/// This actor has no such call; an hour to correct, on the field `rappel`.
pub async fn end(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, call): (Uuid, Uuid),
    (ending, call_at): (CallState, Option<Moment>),
) -> Outcome<()> {
    let (_, list) = list(tx, actor, id).await?;
    let now = outside.now();
    let held = store::calls::held(tx, id, account(actor), now).await?.filter(|held| held.id == call);
    let held = held.ok_or(Refusal::NotFound)?;
    let tries = held.tries + 1;
    let state = after(ending, tries, list.most_tries);
    let at = match state {
        CallState::CallBack => {
            let at = call_at.ok_or_else(|| Failure::field("rappel", "Dites quel jour et à quelle heure rappeler"))?;
            if at <= now {
                return Err(Failure::field("rappel", "Ce moment est passé : choisissez un jour et une heure à venir"));
            }
            Some(at)
        }
        CallState::Absent => Some(minutes(now, MINUTES_AFTER_ABSENCE)),
        _ => None,
    };
    Ok(store::calls::end(tx, call, state, tries, at).await?)
}

/// The person called has answered: her number goes. In the transaction of the answer.
///
/// # Errors
/// The database failed.
pub async fn answered(tx: &mut Tx, actor: &Actor, call: Uuid) -> Outcome<()> {
    if store::calls::list_of(tx, call, account(actor)).await?.is_some() {
        store::calls::end(tx, call, CallState::Answered, 0, None).await?;
    }
    Ok(())
}

/// Closes a list: its numbers go.
///
/// # Errors
/// Not this actor’s; changed meanwhile.
pub async fn close(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<()> {
    let (_, list) = list(tx, actor, id).await?;
    if !store::calls::close(tx, id, revision).await? {
        return Err(Failure::conflict("cette liste", &[]));
    }
    let detail = json!({ "acte": "liste d’appels close", "liste": list.label });
    record(tx, outside, actor, &list, detail).await
}

/// Closes the lists whose day is past, and forgets which numbers were on the lists of a questionnaire that has none open.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<()> {
    let today = outside.now().day(&TimeZone::UTC).to_string();
    for list in store::calls::over(tx, &today).await? {
        store::calls::close(tx, list.id, list.revision).await?;
        let detail = json!({ "acte": "liste d’appels close à son terme", "liste": list.label });
        record(tx, outside, actor, &list, detail).await?;
        if store::calls::lists(tx, list.survey).await?.iter().all(|other| !other.is_open()) {
            store::calls::forget_known(tx, list.survey).await?;
        }
    }
    Ok(())
}
