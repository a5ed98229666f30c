//! Opening a consultation: channels, gatherings, and where each channel went.

use database::Tx;
use jiff::civil::Date;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};

use super::{place, record};
use crate::rules::{CoverageText, Heard, check_coverage};
use crate::store::setting::{Channel, Consultation, Gathering};
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
pub async fn open_consultation(tx: &mut Tx, outside: &Outside, actor: &Actor, new: NewConsultation) -> Outcome<Uuid> {
    actor.authorise(&acts::LEAD, &place(new.contract, None))?;
    let mut errors = Vec::new();
    if new.title.trim().is_empty() {
        errors.push(FieldError::new("titre", "Saisissez le titre de la concertation"));
    }
    if new.period_label.trim().is_empty() {
        errors.push(FieldError::new("periode", "Saisissez quand elle a lieu, par exemple : mars à juin 2026"));
    }
    Failure::unless_empty(errors)?;
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
    record(tx, outside, actor, "nouvelle concertation", "consultation", id, &row.title).await?;
    Ok(id)
}

/// A channel to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChannel {
    /// Stable key within the consultation.
    pub code: String,
    /// French label.
    pub label: String,
    /// Whom it hears.
    pub hears: Heard,
    /// What a reader must know.
    pub note: String,
}

/// Adds a channel to a consultation. Gives its identifier.
///
/// # Errors
/// Not this actor's; a label to write; no such consultation.
pub async fn add_channel(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    new: NewChannel,
) -> Outcome<Uuid> {
    let found = store::setting::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &place(found.contract, None))?;
    if new.label.trim().is_empty() {
        return Err(Failure::field("libelle", "Saisissez le nom du canal, par exemple : ateliers"));
    }
    let id = outside.uuid();
    let code = if new.code.is_empty() { id.simple().to_string() } else { new.code };
    let row = Channel { id, consultation, code, label: new.label, hears: new.hears, note: new.note };
    store::setting::insert_channel(tx, &row).await?;
    record(tx, outside, actor, "nouveau canal", "channel", id, &row.label).await?;
    Ok(id)
}

/// A gathering to note: a workshop, a walk, or several alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGathering {
    /// The neighbourhood, when the source names one.
    pub area: Option<Uuid>,
    /// Its topic, or nothing.
    pub topic: String,
    /// How many times.
    pub times: i64,
    /// Day, when known.
    pub held_on: Option<Date>,
    /// Place, or nothing.
    pub place: String,
    /// Number of people, when it was counted.
    pub participants: Option<i64>,
    /// The document it is read in.
    pub document: Option<Uuid>,
    /// Page or slide.
    pub page: String,
    /// What a reader must know.
    pub note: String,
}

/// Notes a gathering of a channel. Gives its identifier.
///
/// # Errors
/// Not this actor's; a number to write; no such channel.
pub async fn add_gathering(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    channel: Uuid,
    new: NewGathering,
) -> Outcome<Uuid> {
    let contract = contract_of(tx, channel).await?;
    actor.authorise(&acts::LEAD, &place(contract, new.area))?;
    if new.times < 1 {
        return Err(Failure::field("nombre", "Le nombre de rencontres doit être au moins 1"));
    }
    let row = Gathering {
        id: outside.uuid(),
        channel,
        area: new.area,
        topic: new.topic,
        times: new.times,
        held_on: new.held_on,
        place: new.place,
        participants: new.participants,
        document: new.document,
        page: new.page,
        note: new.note,
    };
    store::setting::insert_gathering(tx, &row).await?;
    record(tx, outside, actor, "nouvelle rencontre", "gathering", row.id, &row.topic).await?;
    Ok(row.id)
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
    text: CoverageText,
) -> Outcome<()> {
    let contract = contract_of(tx, channel).await?;
    actor.authorise(&acts::LEAD, &place(contract, Some(area)))?;
    territory::facade::area(tx, area).await?.ok_or(Refusal::NotFound)?;
    Failure::unless_empty(check_coverage(&text))?;
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

async fn contract_of(tx: &mut Tx, channel: Uuid) -> Outcome<Option<Uuid>> {
    let found = store::setting::channel(tx, channel).await?.ok_or(Refusal::NotFound)?;
    let consultation = store::setting::consultation(tx, found.consultation).await?;
    Ok(consultation.and_then(|consultation| consultation.contract))
}
