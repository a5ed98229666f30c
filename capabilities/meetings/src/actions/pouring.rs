//! From the board to the corpus: sentences of gatherings become words to review, masked and coded like any others.

use std::collections::HashMap;

use corpus::facade::{Batch, Words};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Uuid};
use lineage::{End, Kind};
use listening::facade::gatherings::Gathering;
use listening::facade::words::GatheringBrief;
use serde_json::json;
use web::Keys;

use super::consultation;
use crate::rules::{Card, Note, Pour, arrange, to_pour};
use crate::{acts, store};

/// Sentences that go in one entry of the journal.
const IN_A_BATCH: usize = 500;

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Poured {
    /// Sentences the corpus did not have.
    pub sentences: usize,
    /// Sentences it had, said again.
    pub again: usize,
    /// Notes that went, those merged included.
    pub notes: usize,
}

/// Every card of a consultation, whatever its group.
pub(crate) async fn cards(tx: &mut Tx, id: Uuid) -> Outcome<Vec<Card>> {
    let groups = store::note::groups(tx, id).await?;
    let columns = arrange(groups, store::note::of_consultation(tx, id).await?);
    Ok(columns.into_iter().flat_map(|column| column.cards).collect())
}

/// Pours into the corpus what did not go yet: of one gathering, or of all of them. Each note goes once; those merged are
/// one sentence with its count. Nothing to pour is no mistake: the same form may come twice.
///
/// # Errors
/// Not this actor's; something the corpus does not take, on the field `rencontre`.
pub async fn pour(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    id: Uuid,
    only: Option<Uuid>,
) -> Outcome<Poured> {
    consultation(tx, actor, &acts::HOLD, id).await?;
    // Nobody else sorts or pours here until the end.
    store::log::next(tx, id).await?;
    let cards = cards(tx, id).await?;
    let pours: Vec<Pour<'_>> =
        to_pour(&cards).into_iter().filter(|pour| only.is_none_or(|only| pour.speaker.meeting == only)).collect();
    if pours.is_empty() {
        return Ok(Poured::default());
    }
    let briefs = listening::facade::words::gatherings(tx, id).await?;
    let gatherings = listening::facade::gatherings::gatherings(tx).await?;
    let mut done = Poured::default();
    let mut went: Vec<(Uuid, &Note, bool)> = Vec::new();
    let mut fresh: HashMap<Uuid, Vec<&Pour<'_>>> = HashMap::new();
    for pour in &pours {
        match pour.verbatim {
            Some(verbatim) => {
                let times = u32::try_from(pour.fresh.len()).unwrap_or(u32::MAX);
                // Taken back by whoever said it: its notes do not bring it back.
                let is_there = corpus::facade::said_again(tx, outside, actor, verbatim, times).await?;
                done.again += usize::from(is_there);
                went.extend(pour.fresh.iter().map(|note| (verbatim, *note, is_there)));
            }
            None => fresh.entry(pour.speaker.meeting).or_default().push(pour),
        }
    }
    for brief in &briefs {
        let Some(own) = fresh.remove(&brief.id) else { continue };
        let gathering = gatherings.iter().find(|one| one.id == brief.id);
        for some in own.chunks(IN_A_BATCH) {
            let batch = batch(id, brief, gathering, some);
            let taken = corpus::facade::take_in(tx, outside, keys, actor, &batch).await;
            let taken = taken.map_err(|failure| at_gathering(failure, &brief.label))?;
            done.sentences += taken.len();
            for (pour, taken) in some.iter().zip(taken) {
                went.extend(pour.fresh.iter().map(|note| (taken.id, *note, true)));
            }
        }
    }
    done.notes = went.len();
    let mut touched = Vec::with_capacity(went.len());
    for (verbatim, note, is_there) in went {
        store::note::save(tx, &Note { verbatim: Some(verbatim), ..note.clone() }).await?;
        touched.push(("note", note.id));
        if is_there {
            let (from, to) = (End::new(Kind::Note, note.id), End::new(Kind::Verbatim, verbatim));
            let (link, _) = lineage::tie(tx, outside, actor, from, to, "").await?;
            touched.push(("lineage_link", link));
        }
    }
    let detail = json!({
        "acte": "versé au corpus", "phrases": done.sentences, "dites encore": done.again, "notes": done.notes
    });
    let entry = Entry::on(acts::HOLD.code, "sorting", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(done)
}

/// The sentences of one gathering, with its place and its day.
fn batch(id: Uuid, brief: &GatheringBrief, gathering: Option<&Gathering>, pours: &[&Pour<'_>]) -> Batch {
    let words = |pour: &&Pour<'_>| Words {
        area: pour.speaker.area.or_else(|| gathering.and_then(|one| one.area)),
        audience: pour.speaker.audience.clone(),
        heard_on: brief.held_on,
        text: pour.speaker.words.clone(),
        code_hash: pour.speaker.code_hash.clone(),
        times_said: u32::try_from(pour.fresh.len()).unwrap_or(u32::MAX),
    };
    Batch {
        consultation: id,
        channel: Some(brief.channel),
        gathering: Some(brief.id),
        deletion_code: None,
        words: pours.iter().map(words).collect(),
    }
}

/// What the corpus does not take, told of the gathering it comes from.
fn at_gathering(failure: Failure, label: &str) -> Failure {
    match failure {
        Failure::Input(errors) => {
            let told = |error: FieldError| FieldError::new("rencontre", format!("{label} : {}", error.sentence));
            Failure::Input(errors.into_iter().map(told).collect())
        }
        other => other,
    }
}
