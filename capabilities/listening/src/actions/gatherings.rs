//! Gatherings of a channel: noted, then corrected.

use database::Tx;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};

use super::setting::contract_of;
use super::{check_place, place, record, record_correction};
use crate::rules::{GatheringText, check_gathering};
use crate::{acts, store};

/// Notes a gathering of a channel. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn add_gathering(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    text: impl Into<Filled<GatheringText>>,
) -> Outcome<Uuid> {
    let mut form = text.into();
    check(tx, actor, &mut form).await?;
    let text = form.sound()?;
    let id = outside.uuid();
    store::gatherings::insert_gathering(tx, id, &text).await?;
    record(tx, outside, actor, "nouvelle rencontre", "gathering", id, &text.topic).await?;
    Ok(id)
}

/// Corrects a gathering. Gives its consultation.
///
/// # Errors
/// Not there for this actor; something to correct; changed since `revision`.
pub async fn amend_gathering(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: impl Into<Filled<GatheringText>>,
) -> Outcome<Uuid> {
    let before = store::gatherings::gathering(tx, id).await?.ok_or(Refusal::NotFound)?.text;
    let (consultation, contract) = contract_of(tx, before.channel).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::LEAD, &place(contract, before.area)).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let mut form = text.into();
    check(tx, actor, &mut form).await?;
    if contract_of(tx, form.value.channel).await?.is_none_or(|(of, _)| of != consultation) {
        form.find([FieldError::new("canal", "Choisissez un canal de cette concertation")]);
    }
    let text = form.sound()?;
    if !store::gatherings::update_gathering(tx, id, revision, &text).await? {
        let kept = [("Sujet", text.topic.as_str()), ("Lieu", &text.place), ("Page", &text.page), ("Note", &text.note)];
        return Err(kernel::Failure::conflict("cette rencontre", &kept));
    }
    let change = (told(&before), told(&text));
    record_correction(tx, outside, actor, "rencontre corrigée", ("gathering", id), change).await?;
    Ok(consultation)
}

/// What the rules find, once the place is this actor's.
async fn check(tx: &mut Tx, actor: &Actor, form: &mut Filled<GatheringText>) -> Outcome<()> {
    form.find(check_gathering(&form.value));
    check_place(tx, form, |text| (text.area, text.document)).await?;
    match contract_of(tx, form.value.channel).await? {
        // Without the place there is nothing to authorise, and nothing will be saved.
        None => form.find([FieldError::new("canal", "Choisissez un canal")]),
        Some(_) if form.is_wrong("quartier") => {}
        Some((_, contract)) => actor.authorise(&acts::LEAD, &place(contract, form.value.area))?,
    }
    Ok(())
}

fn told(text: &GatheringText) -> Value {
    json!({
        "canal": text.channel.to_string(),
        "quartier": text.area.map(|area| area.to_string()),
        "sujet": text.topic,
        "nombre": text.times,
        "date": text.held_on.map(|day| day.to_string()),
        "lieu": text.place,
        "participants": text.participants,
        "document": text.document.map(|document| document.to_string()),
        "page": text.page,
        "note": text.note,
    })
}
