//! Taking words in: sealed apart, masked, given a rank by lot and a code to take them back.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use super::{PLACE, masked, place, today};
use crate::facade::{Batch, Taken};
use crate::rules::{code, intake};
use crate::store::verbatims::{Sealed, Verbatim};
use crate::{acts, store};

/// Puts in the corpus what this person heard.
///
/// # Errors
/// Not this actor's here; something to correct.
pub async fn record_words(
    tx: &mut Tx,
    outside: &Outside,
    keys: &Keys,
    actor: &Actor,
    batch: &Batch,
) -> Outcome<Vec<Taken>> {
    let consultation = listening::facade::consultation(tx, batch.consultation).await?.ok_or(Refusal::NotFound)?;
    for words in &batch.words {
        actor.authorise(&acts::RECORD, &place(consultation.contract, words.area))?;
    }
    take_in(tx, outside, keys, actor, batch).await
}

/// See [`crate::facade::take_in`].
///
/// # Errors
/// As there.
pub async fn take_in(tx: &mut Tx, outside: &Outside, keys: &Keys, actor: &Actor, batch: &Batch) -> Outcome<Vec<Taken>> {
    listening::facade::consultation(tx, batch.consultation).await?.ok_or(Refusal::NotFound)?;
    Failure::unless_empty(problems(tx, outside, batch).await?)?;
    let setting = store::setting::of(tx, batch.consultation).await?;
    // The day only: an hour would say who spoke to whoever knows when she did.
    let now = outside.now().day_only();
    let mut taken = Vec::with_capacity(batch.words.len());
    for words in &batch.words {
        let id = crate::facade::nameless_id(outside);
        let given = match &batch.deletion_code {
            Some(given) => given.clone(),
            None => code::written(outside.bytes()),
        };
        let comparable = code::comparable(&given).unwrap_or_default();
        let made = token_hash(&comparable);
        let sealed = keys.seal(outside, PLACE, id, words.text.as_bytes())?;
        let read = masked(&words.text).text;
        let row = Verbatim {
            id,
            consultation: batch.consultation,
            channel: batch.channel,
            gathering: batch.gathering,
            area: words.area,
            audience: words.audience.trim().to_owned(),
            month: words.heard_on.map(intake::month),
            times_said: i64::from(words.times_said.max(1)),
            same_key: intake::same_key(&read),
            masked: read,
            state: "to_review".to_owned(),
            draw: i64::from(u32::from_le_bytes(outside.bytes())),
            evidence: None,
            revision: 1,
        };
        let kept = Sealed {
            sealed: &sealed,
            purge_at: now.plus_days(setting.raw_kept_days),
            code_hash: words.code_hash.as_deref().unwrap_or(&made),
            recorded_at: now,
            recorded_by: actor.account(),
        };
        store::verbatims::insert(tx, &row, &kept).await?;
        taken.push(Taken { id, deletion_code: given });
    }
    let touched: Vec<(&str, Uuid)> = taken.iter().map(|one| ("verbatim", one.id)).collect();
    let detail = json!({ "acte": "saisie", "paroles": taken.len() });
    let entry = Entry::on(acts::RECORD.code, "consultation", batch.consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(taken)
}

/// See [`crate::facade::said_again`].
///
/// # Errors
/// As there.
pub async fn said_again(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, times: u32) -> Outcome<bool> {
    let Some(consultation) = store::verbatims::add_times(tx, id, i64::from(times)).await? else { return Ok(false) };
    let detail = json!({ "acte": "dit encore", "fois": times });
    let touched = [("verbatim", id)];
    let entry = Entry::on(acts::RECORD.code, "consultation", consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(true)
}

/// What is wrong with a batch.
async fn problems(tx: &mut Tx, outside: &Outside, batch: &Batch) -> Outcome<Vec<FieldError>> {
    let mut errors = Vec::new();
    match batch.words.len() {
        0 => errors.push(FieldError::new("paroles", "Saisissez au moins une parole, une par ligne")),
        count if count > intake::MOST_SENTENCES => {
            errors.push(FieldError::new("paroles", "Saisissez 2 000 paroles au plus à la fois"));
        }
        _ => {}
    }
    let channels = listening::facade::words::channels(tx, batch.consultation).await?;
    if batch.channel.is_some_and(|channel| channels.iter().all(|one| one.id != channel)) {
        errors.push(FieldError::new("canal", "Ce canal n’est pas de cette concertation : choisissez-en un autre"));
    }
    let gatherings = listening::facade::words::gatherings(tx, batch.consultation).await?;
    if let Some(gathering) = batch.gathering {
        let found = gatherings.iter().find(|one| one.id == gathering);
        if found.is_none_or(|found| Some(found.channel) != batch.channel) {
            errors
                .push(FieldError::new("rencontre", "Cette rencontre n’est pas de ce canal : choisissez-en une autre"));
        }
    }
    let areas = territory::facade::areas(tx).await?;
    if batch.words.iter().any(|words| words.area.is_some_and(|area| areas.iter().all(|one| one.id != area))) {
        errors.push(FieldError::new("quartier", "Ce quartier n’est pas connu : choisissez-le dans la liste"));
    }
    if batch.deletion_code.as_deref().is_some_and(|given| code::comparable(given).is_none()) {
        errors.push(FieldError::new("code", "Ce code d’effacement n’a pas la forme attendue"));
    }
    let today = today(outside);
    for (rank, words) in batch.words.iter().enumerate() {
        for error in intake::check(words, rank + 1, today) {
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }
    errors.truncate(20);
    Ok(errors)
}
