//! What a corpus of words needs of the listening: where it was heard, and evidence made of words or taken away with them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use database::{Result, Tx, search};
use jiff::civil::Date;
use kernel::{Actor, Outcome, Outside, Uuid};
use serde_json::json;

use crate::rules::{EvidenceText, Kind, Need, Visibility};
use crate::{actions, acts, store};

/// A channel in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelBrief {
    /// Which.
    pub id: Uuid,
    /// Its label.
    pub label: String,
}

/// A workshop or a walk in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatheringBrief {
    /// Which.
    pub id: Uuid,
    /// Its channel.
    pub channel: Uuid,
    /// « Atelier : Cadre de vie, 12/03/2026 ».
    pub label: String,
    /// Its neighbourhood, when it had one.
    pub area: Option<Uuid>,
    /// Its day, when known.
    pub held_on: Option<Date>,
}

/// The channels of a consultation, in their order.
///
/// # Errors
/// The database failed.
pub async fn channels(tx: &mut Tx, consultation: Uuid) -> Result<Vec<ChannelBrief>> {
    let all = store::setting::channels(tx).await?.into_iter();
    Ok(all
        .filter(|one| one.consultation == consultation)
        .map(|one| ChannelBrief { id: one.id, label: one.label })
        .collect())
}

/// The gatherings of a consultation, in the order of its channels.
///
/// # Errors
/// The database failed.
pub async fn gatherings(tx: &mut Tx, consultation: Uuid) -> Result<Vec<GatheringBrief>> {
    let channels = channels(tx, consultation).await?;
    let all = store::gatherings::gatherings(tx).await?.into_iter();
    Ok(all
        .filter_map(|one| {
            let channel = channels.iter().find(|channel| channel.id == one.text.channel)?;
            let text = one.text;
            let told =
                [text.topic, text.place].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
            let day = text.held_on.map(|day| format!(" ({})", kernel::french::date(day))).unwrap_or_default();
            let label = if told.is_empty() {
                format!("{}{day}", channel.label)
            } else {
                format!("{} : {told}{day}", channel.label)
            };
            Some(GatheringBrief { id: one.id, channel: text.channel, label, area: text.area, held_on: text.held_on })
        })
        .collect())
}

/// Reviewed words that prove a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidByResidents {
    /// The consultation.
    pub consultation: Uuid,
    /// The need they prove.
    pub need: Uuid,
    /// The neighbourhood they speak of.
    pub area: Uuid,
    /// The channel they came by.
    pub channel: Option<Uuid>,
    /// The gathering they were heard at.
    pub gathering: Option<Uuid>,
    /// Who was heard: a category.
    pub heard: String,
    /// The masked words.
    pub said: String,
    /// Whether visitors may read them; those of a sensitive need are never told.
    pub is_public: bool,
}

/// Records words as evidence of a need. Gives its identifier.
///
/// # Errors
/// Not this actor's here; something to correct, tied to the fields of evidence.
pub async fn evidence_from_words(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    words: SaidByResidents,
) -> Outcome<Uuid> {
    let text = EvidenceText {
        need: words.need,
        area: words.area,
        channel: words.channel,
        gathering: words.gathering,
        heard: words.heard,
        heard_on: None,
        reported_on: None,
        said: words.said,
        kind: Kind::Need,
        document: None,
        page: String::new(),
        visibility: if words.is_public { Visibility::Public } else { Visibility::Agents },
    };
    actions::record_evidence(tx, outside, actor, "", (words.consultation, text)).await
}

/// The code and the label of the need that a piece of evidence proves, while it stands.
///
/// # Errors
/// The database failed.
pub async fn need_of_evidence(tx: &mut Tx, id: Uuid) -> Result<Option<(String, String)>> {
    store::evidence::need_of(tx, id).await
}

/// Where a piece of evidence is read.
pub fn evidence_path(id: Uuid) -> String {
    format!("/gestion/ecoute/preuves/{id}")
}

/// Why a link of the thread is broken when whoever spoke takes her words back: all that the thread keeps of them.
pub const TAKEN_BACK: &str = "Parole retirée par la personne qui l’a dite";

/// A piece of evidence, as the thread tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceTold {
    /// Which.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// What was said, in neutral words.
    pub said: String,
    /// Who was heard: a category.
    pub heard: String,
    /// The neighbourhood.
    pub area: Uuid,
    /// The day it was heard, when known.
    pub heard_on: Option<Date>,
    /// Where anybody reads it, when anybody may.
    pub public: Option<String>,
    /// Whether this reader opens it inside.
    pub is_open: bool,
    /// Why it was withdrawn.
    pub withdrawn: Option<String>,
}

/// These pieces of evidence, for anybody (no reader) or for an agent: what is not there or not to be read is left out. Anybody
/// reads what the page of its need prints already, and nothing of what was withdrawn.
///
/// # Errors
/// The database failed.
pub async fn evidence_told(tx: &mut Tx, ids: &[Uuid], reader: Option<&Actor>) -> Result<Vec<EvidenceTold>> {
    let all = store::evidence::among(tx, ids).await?;
    let proved: HashSet<Uuid> = all.iter().map(|one| one.text.need).collect();
    let proved: Vec<Uuid> = proved.into_iter().collect();
    let needs: HashMap<Uuid, Need> =
        store::needs::among(tx, &proved).await?.into_iter().map(|need| (need.id, need)).collect();
    let mut contracts: HashMap<Uuid, Option<Uuid>> = HashMap::new();
    let mut told = Vec::with_capacity(all.len());
    for one in all {
        let Some(need) = needs.get(&one.text.need) else { continue };
        let is_public =
            one.withdrawn.is_none() && crate::rules::is_told(false, need.text.sensitivity, one.text.visibility);
        let is_open = match reader {
            None => false,
            Some(actor) => {
                if let Entry::Vacant(place) = contracts.entry(one.consultation) {
                    let found = store::setting::consultation(tx, one.consultation).await?;
                    place.insert(found.and_then(|found| found.contract));
                }
                let contract = contracts.get(&one.consultation).copied().flatten();
                actor.may(&acts::READ, &actions::place(contract, Some(one.text.area))).is_allowed()
            }
        };
        if is_public || is_open {
            told.push(EvidenceTold {
                id: one.id,
                code: one.code,
                said: one.text.said,
                heard: one.text.heard,
                area: one.text.area,
                heard_on: one.text.heard_on,
                public: is_public.then(|| format!("/besoins/{}", need.code)),
                is_open,
                withdrawn: one.withdrawn,
            });
        }
    }
    Ok(told)
}

/// The piece of evidence of that code.
///
/// # Errors
/// The database failed.
pub async fn evidence_of_code(tx: &mut Tx, code: &str) -> Result<Option<Uuid>> {
    store::evidence::of_code(tx, code).await
}

/// Erases a piece of evidence, its entry of search and what the journal quoted of it: whoever said it took it back. The
/// caller has checked that right. That something was erased stays in the journal.
///
/// # Errors
/// The database failed.
pub async fn erase_evidence(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    if !store::evidence::delete(tx, id).await? {
        return Ok(());
    }
    let links = lineage::untie_all(tx, outside, actor, id, TAKEN_BACK).await?;
    search::forget(tx, "preuve", id).await?;
    for line in journal::of_object(tx, "evidence", id).await? {
        journal::erase_words(tx, line.seq).await?;
    }
    let mut touched = vec![("evidence", id)];
    touched.extend(links.into_iter().map(|link| ("lineage_link", link)));
    let detail = json!({ "acte": "effacement demandé par la personne entendue" });
    let entry = journal::Entry::on(acts::RECORD.code, "evidence", id).detail(detail).touched(&touched).dated_only();
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
