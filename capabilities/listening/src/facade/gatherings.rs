//! Gatherings as other slices know them, and what was said there made evidence of a need.

use std::sync::OnceLock;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use web::house::Boxed;

use super::consultations;
use crate::rules::EvidenceText;
pub use crate::rules::{Heard, Kind, Visibility};
use crate::{actions, store};

/// A workshop, a walk, a seminar, or several alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathering {
    /// Which.
    pub id: Uuid,
    /// The consultation it belongs to.
    pub consultation: Uuid,
    /// The contract of that consultation.
    pub contract: Option<Uuid>,
    /// What its channel is called: « Ateliers ».
    pub channel: String,
    /// Whom that channel hears.
    pub hears: Heard,
    /// The neighbourhood, when the source names one.
    pub area: Option<Uuid>,
    /// Its topic, or nothing.
    pub topic: String,
    /// Day, when known.
    pub held_on: Option<Date>,
    /// Place, or nothing.
    pub place: String,
}

impl Gathering {
    /// What it is called: its topic, or its channel.
    pub fn name(&self) -> &str {
        if self.topic.is_empty() { &self.channel } else { &self.topic }
    }

    /// Where an act about it takes place.
    pub const fn scope(&self) -> Scope {
        Scope { contract: self.contract, territory: self.area, organisation: None }
    }
}

/// Every gathering, those of the last consultation first.
///
/// # Errors
/// The database failed.
pub async fn gatherings(tx: &mut Tx) -> Result<Vec<Gathering>> {
    let consultations = consultations(tx).await?;
    let channels = store::setting::channels(tx).await?;
    let named = |store::gatherings::Gathering { id, text, .. }: store::gatherings::Gathering| {
        let channel = channels.iter().find(|one| one.id == text.channel)?;
        let consultation = consultations.iter().find(|one| one.id == channel.consultation)?;
        Some(Gathering {
            id,
            consultation: consultation.id,
            contract: consultation.contract,
            channel: channel.label.clone(),
            hears: channel.hears,
            area: text.area,
            topic: text.topic,
            held_on: text.held_on,
            place: text.place,
        })
    };
    Ok(store::gatherings::gatherings(tx).await?.into_iter().filter_map(named).collect())
}

/// One gathering.
///
/// # Errors
/// The database failed.
pub async fn gathering(tx: &mut Tx, id: Uuid) -> Result<Option<Gathering>> {
    let Some(found) = store::gatherings::gathering(tx, id).await? else { return Ok(None) };
    let Some(channel) = store::setting::channel(tx, found.text.channel).await? else { return Ok(None) };
    let consultation = store::setting::consultation(tx, channel.consultation).await?;
    Ok(consultation.map(|consultation| Gathering {
        id,
        consultation: consultation.id,
        contract: consultation.contract,
        channel: channel.label,
        hears: channel.hears,
        area: found.text.area,
        topic: found.text.topic,
        held_on: found.text.held_on,
        place: found.text.place,
    }))
}

/// What was said at a gathering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The need it supports; none was chosen yet.
    pub need: Option<Uuid>,
    /// The neighbourhood it is about; none was chosen yet.
    pub area: Option<Uuid>,
    /// Who was heard: a category, never a name.
    pub heard: String,
    /// What was said.
    pub said: String,
    /// Something missing, observed or proposed.
    pub kind: Kind,
    /// Whether anybody may read it, or agents only.
    pub visibility: Visibility,
}

/// Makes evidence of a need out of what was said at a gathering. Gives its identifier.
///
/// # Errors
/// Not this actor's there; something to correct, on the fields `besoin`, `quartier`, `qui`, `propos`.
pub async fn record_words(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    gathering: Uuid,
    words: Words,
) -> Outcome<Uuid> {
    let found = store::gatherings::gathering(tx, gathering).await?.ok_or(Refusal::NotFound)?.text;
    let channel = store::setting::channel(tx, found.channel).await?.ok_or(Refusal::NotFound)?;
    let mut errors = Vec::new();
    let mut chosen = |one: Option<Uuid>, field: &str, sentence: &str| {
        if one.is_none() {
            errors.push(FieldError::new(field, sentence));
        }
        one.unwrap_or_default()
    };
    let text = EvidenceText {
        need: chosen(words.need, "besoin", "Choisissez un besoin"),
        area: chosen(words.area, "quartier", "Choisissez un quartier"),
        channel: Some(channel.id),
        gathering: Some(gathering),
        heard: words.heard,
        heard_on: found.held_on,
        reported_on: None,
        said: words.said,
        kind: words.kind,
        document: found.document,
        page: found.page,
        visibility: words.visibility,
    };
    actions::record_evidence(tx, outside, actor, "", Filled::new((channel.consultation, text), errors)).await
}

/// Says what another slice keeps of a gathering, in French (« 12 notes »), or nothing.
pub type GatheringHolders = for<'a> fn(&'a mut Tx, Uuid) -> Boxed<'a, Result<Option<String>>>;

static HOLDERS: OnceLock<GatheringHolders> = OnceLock::new();

/// Told once, at start, by whoever knows every slice: a gathering that holds something elsewhere cannot be taken out.
pub fn tell_gathering_holders(holders: GatheringHolders) {
    let _ = HOLDERS.set(holders);
}

/// What other slices keep of a gathering.
pub(crate) async fn gathering_holders(tx: &mut Tx, gathering: Uuid) -> Result<Option<String>> {
    match HOLDERS.get() {
        Some(ask) => ask(tx, gathering).await,
        None => Ok(None),
    }
}
