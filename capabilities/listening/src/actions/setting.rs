//! Opening a consultation: its channels, and where each channel went.

use database::{Tx, search};
use jiff::civil::Date;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{place, record, record_correction};
use crate::rules::{ChannelText, CoverageText, Heard, check_channel, check_consultation, check_coverage};
use crate::store::setting::Consultation;
use crate::{acts, store};

/// A consultation to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConsultation {
    /// Stable key.
    pub code: String,
    /// The contract it prepares or follows, if any.
    pub contract: Option<Uuid>,
    /// French title.
    pub title: String,
    /// Its period, in words.
    pub period_label: String,
    /// Day by which it was over, when it is.
    pub ended_by: Option<Date>,
}

/// Opens a consultation. Gives its identifier.
///
/// # Errors
/// Not this actor's; a text to write.
pub async fn open_consultation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    new: impl Into<Filled<NewConsultation>>,
) -> Outcome<Uuid> {
    let mut form = new.into();
    if let Some(contract) = form.value.contract
        && strategy::facade::contract(tx, contract).await?.is_none()
    {
        form.find([FieldError::new("contrat", "Choisissez un contrat de la liste, ou aucun")]);
    }
    if !form.is_wrong("contrat") {
        actor.authorise(&acts::LEAD, &place(form.value.contract, None))?;
    }
    form.find(check_consultation(&form.value.title, &form.value.period_label));
    let new = form.sound()?;
    let id = outside.uuid();
    let code = if new.code.is_empty() { id.simple().to_string() } else { new.code };
    let row = Consultation {
        id,
        code,
        contract: new.contract,
        title: new.title,
        period_label: new.period_label,
        ended_by: new.ended_by.map(|day| day.to_string()),
    };
    store::setting::insert_consultation(tx, &row).await?;
    indexed(tx, &row).await?;
    record(tx, outside, actor, "nouvelle concertation", "consultation", id, &row.title).await?;
    Ok(id)
}

/// Lets everybody find a consultation, on the page that says who was heard and what became of it.
async fn indexed(tx: &mut Tx, one: &Consultation) -> Outcome<()> {
    let ended = one.ended_by.as_deref().and_then(|day| day.parse::<Date>().ok());
    let entry = search::Entry::new("concertation", one.id, search::Audience::Public)
        .told(&one.title, &one.period_label, "/concertations")
        .of(one.contract)
        .on(ended);
    search::index(tx, &entry).await?;
    Ok(())
}

/// Puts consultations into the site’s search again.
pub(super) async fn index_consultations(tx: &mut Tx) -> Outcome<()> {
    for one in store::setting::consultations(tx).await? {
        indexed(tx, &one).await?;
    }
    Ok(())
}

/// Adds a channel to a consultation. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; no such consultation.
pub async fn add_channel(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (consultation, code): (Uuid, &str),
    text: impl Into<Filled<ChannelText>>,
) -> Outcome<Uuid> {
    let found = store::setting::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &place(found.contract, None))?;
    let mut form = text.into();
    form.find(check_channel(&form.value));
    let text = form.sound()?;
    let id = outside.uuid();
    let own = id.simple().to_string();
    let code = if code.is_empty() { own.as_str() } else { code };
    store::setting::insert_channel(tx, (id, consultation, code), &text).await?;
    record(tx, outside, actor, "nouveau canal", "channel", id, &text.label).await?;
    Ok(id)
}

/// Corrects a channel. Gives its consultation.
///
/// # Errors
/// Not there for this actor; something to correct; changed since `revision`.
pub async fn amend_channel(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: impl Into<Filled<ChannelText>>,
) -> Outcome<Uuid> {
    let before = store::setting::channel(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (consultation, contract) = contract_of(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::LEAD, &place(contract, None)).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let mut form = text.into();
    form.find(check_channel(&form.value));
    let text = form.sound()?;
    if !store::setting::update_channel(tx, id, revision, &text).await? {
        return Err(Failure::conflict("ce canal", &[("Nom du canal", &text.label), ("Note", &text.note)]));
    }
    let told =
        |label: &str, hears: Heard, note: &str| json!({ "libelle": label, "public": hears.french(), "note": note });
    let change = (told(&before.label, before.hears, &before.note), told(&text.label, text.hears, &text.note));
    record_correction(tx, outside, actor, "canal corrigé", ("channel", id), change).await?;
    Ok(consultation)
}

/// Opens a cell of the coverage to whoever leads its consultation there.
///
/// # Errors
/// No such channel; not this actor's.
pub async fn open_coverage(tx: &mut Tx, actor: &Actor, (channel, area): (Uuid, Uuid)) -> Outcome<()> {
    let (_, contract) = contract_of(tx, channel).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &place(contract, Some(area)))
}

/// Says what a channel reached in a neighbourhood. `revision` is 0 for a cell nobody has filled yet.
///
/// # Errors
/// Not this actor's; something to correct; changed since `revision`.
pub async fn set_coverage(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (channel, area): (Uuid, Uuid),
    revision: i64,
    text: impl Into<Filled<CoverageText>>,
) -> Outcome<()> {
    let (_, contract) = contract_of(tx, channel).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &place(contract, Some(area)))?;
    territory::facade::area(tx, area).await?.ok_or(Refusal::NotFound)?;
    let mut form = text.into();
    form.find(check_coverage(&form.value));
    let text = form.sound()?;
    let stale =
        || Failure::conflict("cette case de la couverture", &[("Base", &text.base_label), ("Note", &text.note)]);
    let id = match store::setting::coverage_row(tx, channel, area).await? {
        None => {
            let id = outside.uuid();
            store::setting::insert_coverage(tx, id, channel, area, &text).await?;
            id
        }
        Some((id, _)) if store::setting::update_coverage(tx, id, revision, &text).await? => id,
        Some(_) => return Err(stale()),
    };
    record(tx, outside, actor, "couverture", "coverage", id, text.state.code()).await
}

/// The consultation of a channel and its contract; nothing when there is no such channel.
pub(super) async fn contract_of(tx: &mut Tx, channel: Uuid) -> Outcome<Option<(Uuid, Option<Uuid>)>> {
    let Some(found) = store::setting::channel(tx, channel).await? else { return Ok(None) };
    let consultation = store::setting::consultation(tx, found.consultation).await?;
    Ok(consultation.map(|consultation| (consultation.id, consultation.contract)))
}
