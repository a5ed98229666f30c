//! Lines of ordinary means: added, changed, taken out.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::place::{Ground, authorise_fill, ground};
use crate::rules::check_line;
pub use crate::rules::{CommonLawLine, Confidence, LineTerms, Method};
use crate::{acts, store};

/// A line this actor reads. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn line(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<CommonLawLine> {
    let found = store::line::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::READ, &found.scope()).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    Ok(found)
}

/// What is wrong with a line on this ground.
pub(super) async fn wrong(
    tx: &mut Tx,
    ground: &Ground,
    terms: &LineTerms,
    today: jiff::civil::Date,
) -> database::Result<Vec<FieldError>> {
    let mut errors = check_line(terms, ground.years(), today);
    if accounts::facade::organisation(tx, terms.partner).await?.is_none() {
        errors.push(FieldError::new("partenaire", "Choisissez un partenaire de la liste"));
    }
    if terms.theme.is_some_and(|theme| ground.themes.iter().all(|(id, ..)| *id != theme)) {
        errors.push(FieldError::new("theme", "Choisissez un thème de ce contrat, ou aucun"));
    }
    if terms.area.is_some_and(|area| !ground.contract.area_ids.contains(&area)) {
        errors.push(FieldError::new("quartier", "Choisissez un quartier de ce contrat, ou tout le contrat"));
    }
    Ok(errors)
}

const fn place(contract: Uuid, terms: &LineTerms) -> Scope {
    Scope { contract: Some(contract), territory: terms.area, organisation: Some(terms.partner) }
}

/// Adds a line.
///
/// # Errors
/// Not this actor’s; something to correct; a line says the same already.
pub async fn add_line(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    typed: impl Into<Filled<LineTerms>>,
) -> Outcome<Uuid> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    let ground = ground(tx, contract).await?;
    let mut form = typed.into();
    form.find(wrong(tx, &ground, &form.value, outside.now().day(zone)).await?);
    let terms = form.sound()?;
    authorise_fill(tx, actor, &place(ground.contract.id, &terms)).await?;
    let own = store::line::of_year(tx, ground.contract.id, terms.year).await?;
    if own.iter().any(|one| one.is_of(&terms)) {
        let sentence = "Ce partenaire a déjà une ligne pour ce dispositif, ce thème et ce quartier : modifiez-la";
        return Err(Failure::field("dispositif", sentence));
    }
    let one = CommonLawLine { id: outside.uuid(), contract: ground.contract.id, terms, revision: 1 };
    store::line::insert(tx, &one, outside.now()).await?;
    record(tx, outside, actor, "moyens de droit commun ajoutés", one.id).await?;
    Ok(one.id)
}

/// Changes a line. Gives it as it was.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn change_line(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<LineTerms>>,
) -> Outcome<CommonLawLine> {
    let before = line(tx, actor, id).await?;
    authorise_fill(tx, actor, &before.scope()).await?;
    let contract = strategy::facade::contract(tx, before.contract).await?.ok_or(Refusal::NotFound)?;
    let ground = ground(tx, contract).await?;
    let mut form = typed.into();
    form.find(wrong(tx, &ground, &form.value, outside.now().day(zone)).await?);
    let terms = form.sound()?;
    authorise_fill(tx, actor, &place(before.contract, &terms)).await?;
    let own = store::line::of_year(tx, before.contract, terms.year).await?;
    if own.iter().any(|one| one.id != id && one.is_of(&terms)) {
        return Err(Failure::field("dispositif", "Une autre ligne dit déjà la même chose : modifiez-la"));
    }
    if !store::line::save(tx, (id, revision), &terms).await? {
        let kept = [("Dispositif", terms.label.as_str()), ("Pourquoi", &terms.why), ("Source", &terms.source)];
        return Err(Failure::conflict("cette ligne", &kept));
    }
    record(tx, outside, actor, "moyens de droit commun modifiés", id).await?;
    Ok(before)
}

/// Takes a line out. Gives it as it was.
///
/// # Errors
/// Not there or not this actor’s; somebody else changed it.
pub async fn remove_line(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<CommonLawLine> {
    let before = line(tx, actor, id).await?;
    authorise_fill(tx, actor, &before.scope()).await?;
    if !store::line::delete(tx, (id, revision)).await? {
        return Err(Failure::conflict("cette ligne", &[]));
    }
    record(tx, outside, actor, "moyens de droit commun retirés", id).await?;
    Ok(before)
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, what: &str, id: Uuid) -> Outcome<()> {
    let touched = [("common_law", id)];
    let entry = Entry::on(acts::FILL.code, "common_law", id).detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
