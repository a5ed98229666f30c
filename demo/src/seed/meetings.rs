//! Notes of the workshops, how they are sorted, and the walks with what became of their findings.

use std::collections::BTreeMap;

use database::Tx;
use kernel::{Actor, Breakdown, Outcome, Outside, Uuid};
use meetings::actions::{
    self, Capture, Category, Counted, Dimension, FindingState, FindingText, FollowUp, Gravity, NewFinding, NewNote,
    NoteKind,
};

use super::listening::Placed;
use crate::Demonstration;
use crate::meetings::{Finding, Walk, Workshop};

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// Puts what was said and seen at the gatherings of a consultation.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn meetings(tx: &mut Tx, outside: &Outside, told: &Demonstration, placed: &Placed) -> Outcome<()> {
    let file = &told.meetings;
    let mut notes: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    for one in &file.workshops {
        workshop(tx, outside, one, placed, &mut notes).await?;
    }
    let own =
        |words: &[String]| words.iter().filter_map(|words| notes.get(words)).flatten().copied().collect::<Vec<_>>();
    for one in &file.groups {
        let at = (placed.consultation, outside.uuid());
        actions::add_group(tx, outside, &ACTOR, at, &one.label, &own(&one.notes)).await?;
    }
    for one in &file.sames {
        let at = (placed.consultation, outside.uuid());
        actions::merge(tx, outside, &ACTOR, at, &own(&one.notes)).await?;
    }
    for one in &file.walks {
        walk(tx, outside, one, placed).await?;
    }
    Ok(())
}

/// A name the files give that nothing here has: a defect of the files.
fn unknown(what: &str) -> Breakdown {
    Breakdown::because(format!("the demonstration names {what}, which is not there"))
}

async fn workshop(
    tx: &mut Tx,
    outside: &Outside,
    one: &Workshop,
    placed: &Placed,
    notes: &mut BTreeMap<String, Vec<Uuid>>,
) -> Outcome<()> {
    let (gathering, area) = placed.gathering(&one.gathering).ok_or_else(|| unknown(&one.gathering))?;
    let kinds =
        [(NoteKind::Observation, &one.observations), (NoteKind::Idea, &one.ideas), (NoteKind::Need, &one.needs)];
    for (kind, words) in kinds {
        let new: Vec<NewNote> =
            words.iter().map(|words| NewNote { key: outside.uuid(), words: words.clone() }).collect();
        for note in &new {
            notes.entry(note.words.clone()).or_default().push(note.key);
        }
        let capture = Capture { notes: new, area, audience: one.audience.clone(), kind, code_hash: None };
        actions::take_notes(tx, outside, &ACTOR, gathering, capture).await?;
    }
    let mut counted = Vec::with_capacity(one.people.len());
    for (category, people) in &one.people {
        let holds = |dimension: &&Dimension| actions::categories(**dimension).iter().any(|(code, _)| code == category);
        let dimension = *Dimension::ALL.iter().find(holds).ok_or_else(|| unknown(category))?;
        counted.push(Counted { dimension, category: category.clone(), people: *people });
    }
    actions::count_people(tx, outside, &ACTOR, gathering, counted).await
}

async fn walk(tx: &mut Tx, outside: &Outside, one: &Walk, placed: &Placed) -> Outcome<()> {
    let (gathering, _) = placed.gathering(&one.gathering).ok_or_else(|| unknown(&one.gathering))?;
    let mut stops: BTreeMap<&str, Uuid> = BTreeMap::new();
    for label in &one.stops {
        stops.insert(label, actions::add_stop(tx, outside, &ACTOR, gathering, label).await?);
    }
    for finding in &one.findings {
        let category = Category::from_code(&finding.category).ok_or_else(|| unknown(&finding.category))?;
        let gravity = Gravity::from_code(&finding.gravity).ok_or_else(|| unknown(&finding.gravity))?;
        let stop = stops.get(finding.stop.as_str()).copied();
        let text = FindingText { words: finding.words.clone(), category, gravity, stop, position: None };
        let key = outside.uuid();
        actions::note_finding(tx, outside, &ACTOR, (gathering, None), NewFinding { key, text, code_hash: None }, None)
            .await?;
        if let Some(state) = &finding.state {
            let state = FindingState::from_code(state).ok_or_else(|| unknown(state))?;
            actions::follow(tx, outside, &ACTOR, (key, 1), followed(finding, state), None).await?;
        }
    }
    Ok(())
}

fn followed(finding: &Finding, state: FindingState) -> FollowUp {
    FollowUp {
        who_acts: finding.who.clone(),
        due_on: finding.due,
        state,
        note: finding.note.clone(),
        done_on: finding.done,
    }
}
