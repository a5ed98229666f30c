//! What other slices may ask of the meetings.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use database::{Result, Tx};
use documents::{Cell, Column, Kind, Table};
use jiff::civil::Date;
use kernel::{Actor, Awaited, Moment, Uuid, french};
use listening::facade::gatherings::Gathering;
use web::house::Boxed;

pub use crate::actions::{ELSEWHERE, ERASABLES, TRACES};
use crate::rules::{Counted, Dimension, Finding, NoteKind, arrange, categories};
use crate::{acts, store};

/// A sentence said at gatherings of a consultation, with how many times and where it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The note that speaks for all.
    pub note: Uuid,
    /// The gathering it was written at.
    pub gathering: Uuid,
    /// The words.
    pub words: String,
    /// How many times it was said.
    pub times: usize,
    /// At how many gatherings.
    pub gatherings: usize,
    /// The neighbourhood.
    pub area: Option<Uuid>,
    /// Who said it: a category, never a name.
    pub audience: String,
    /// Need, observation, idea, action: stable name.
    pub kind: &'static str,
    /// The group it was sorted into, or nothing.
    pub group: String,
}

/// The sentences of a consultation, each with its count: those merged are told once. In the order of the board.
///
/// # Errors
/// The database failed.
pub async fn sentences(tx: &mut Tx, consultation: Uuid) -> Result<Vec<Sentence>> {
    let groups = store::note::groups(tx, consultation).await?;
    let columns = arrange(groups, store::note::of_consultation(tx, consultation).await?);
    let mut all = Vec::new();
    for column in columns {
        let group = column.group.map(|group| group.label).unwrap_or_default();
        all.extend(column.cards.into_iter().map(|card| Sentence {
            note: card.note.id,
            gathering: card.note.meeting,
            times: card.times(),
            gatherings: card.gatherings(),
            words: card.note.words,
            area: card.note.area,
            audience: card.note.audience,
            kind: NoteKind::code(card.note.kind),
            group: group.clone(),
        }));
    }
    Ok(all)
}

/// What is kept of a gathering, so that it cannot be taken out: « 12 notes », « une saisie ».
pub fn held<'a>(tx: &'a mut Tx, gathering: Uuid) -> Boxed<'a, Result<Option<String>>> {
    Box::pin(async move {
        let found = store::meeting::counts(tx).await?.into_iter().find(|(id, ..)| *id == gathering);
        Ok(found.map(|(_, notes, findings)| match (notes, findings) {
            (0, 0) => "sa saisie".to_owned(),
            (_, 0) => french::count(notes, "note", "notes"),
            (0, _) => french::count(findings, "constat", "constats"),
            _ => format!(
                "{} et {}",
                french::count(notes, "note", "notes"),
                french::count(findings, "constat", "constats")
            ),
        }))
    })
}

/// People who came to the gatherings of a consultation, by category: somebody who came twice counts twice. What is small, and
/// what would give it back, is kept back.
///
/// # Errors
/// The database failed.
pub async fn people(tx: &mut Tx, consultation: Uuid) -> Result<Table> {
    let columns = vec![
        Column::new("critere", "Critère", Kind::Text),
        Column::new("categorie", "Catégorie", Kind::Text).row_header(),
        Column::new("participations", "Participations", Kind::Integer),
    ];
    let mut table = Table::new("participants", "Qui est venu aux rencontres", columns);
    let mut counted: Vec<Counted> = Vec::new();
    let mut met = 0;
    for gathering in listening::facade::gatherings::gatherings(tx).await? {
        if gathering.consultation != consultation {
            continue;
        }
        let here = store::meeting::headcount(tx, gathering.id).await?;
        met += i64::from(!here.is_empty());
        counted.extend(here);
    }
    for dimension in Dimension::ALL.iter().copied() {
        let of = |category: &str| {
            let own = counted.iter().filter(|one| one.dimension == dimension && one.category == category);
            own.clone().next().is_some().then(|| own.map(|one| one.people).sum::<i64>())
        };
        let lines: Vec<(&str, i64)> =
            categories(dimension).iter().filter_map(|(code, french)| Some((*french, of(code)?))).collect();
        // One small category and the others would give it back by subtraction: none of them is told.
        let is_small = lines.iter().any(|(_, people)| (1..FEWEST_TOLD).contains(people));
        for (category, people) in lines {
            let told = if is_small { Cell::NOT_DISCLOSED } else { Cell::Integer(people) };
            table.rows.push(vec![Cell::text(dimension.french()), Cell::text(category), told]);
        }
    }
    table.base = Some(french::count(met, "rencontre où l’on a compté", "rencontres où l’on a compté"));
    table.notes.push("Une personne venue deux fois compte deux fois.".to_owned());
    Ok(table)
}

/// A note or a finding, as the thread tells it to an agent: what may name somebody is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardTold {
    /// Which.
    pub id: Uuid,
    /// The words, masked.
    pub words: String,
    /// The gathering it was heard at.
    pub gathering: String,
    /// Its day, when known.
    pub held_on: Option<Date>,
    /// Where it is read.
    pub path: String,
}

/// These notes, for an agent: those of a gathering whose notes she reads, but what was taken out.
///
/// # Errors
/// The database failed.
pub async fn notes_told(tx: &mut Tx, actor: &Actor, ids: &[Uuid]) -> Result<Vec<HeardTold>> {
    let all = store::note::among(tx, ids).await?.into_iter().filter(|one| !one.is_removed);
    let written = all.map(|one| {
        let path = format!("/gestion/tri/{}/notes/{}", one.consultation, one.id);
        (one.meeting, (one.id, one.words, path))
    });
    heard_told(tx, actor, written.collect()).await
}

/// These findings, for an agent: those of a walk whose findings she reads.
///
/// # Errors
/// The database failed.
pub async fn findings_told(tx: &mut Tx, actor: &Actor, ids: &[Uuid]) -> Result<Vec<HeardTold>> {
    let all = store::finding::among(tx, ids).await?.into_iter();
    let written = all.map(|one| (one.meeting, (one.id, one.text.words, format!("/gestion/constats/{}", one.id))));
    heard_told(tx, actor, written.collect()).await
}

/// What was written at gatherings, each with its words and where it is read, as this actor may know it.
async fn heard_told(tx: &mut Tx, actor: &Actor, all: Vec<(Uuid, (Uuid, String, String))>) -> Result<Vec<HeardTold>> {
    let mut gatherings: HashMap<Uuid, Option<Gathering>> = HashMap::new();
    let mut told = Vec::with_capacity(all.len());
    for (meeting, (id, words, path)) in all {
        if let Entry::Vacant(place) = gatherings.entry(meeting) {
            place.insert(listening::facade::gatherings::gathering(tx, meeting).await?);
        }
        let Some(gathering) = gatherings.get(&meeting).and_then(Option::as_ref) else { continue };
        if actor.may(&acts::READ, &gathering.scope()).is_allowed() {
            told.push(HeardTold {
                id,
                words: corpus::facade::masked(&words),
                gathering: gathering.name().to_owned(),
                held_on: gathering.held_on,
                path,
            });
        }
    }
    Ok(told)
}

/// A finding of a walk in a few words, as other slices tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingBrief {
    /// Which.
    pub id: Uuid,
    /// What was seen.
    pub words: String,
    /// What it is about, in French.
    pub category: &'static str,
    /// How far it is, in French.
    pub state: &'static str,
    /// Who must act: a service, a landlord, never a person; or nothing.
    pub who_acts: String,
    /// The neighbourhood walked through.
    pub area: Option<Uuid>,
    /// The day of the walk.
    pub held_on: Option<Date>,
}

/// Findings of walks in a neighbourhood, as this actor may read them; the last walk first.
///
/// # Errors
/// The database failed.
pub async fn findings_in(tx: &mut Tx, actor: &Actor, area: Uuid) -> Result<Vec<FindingBrief>> {
    let gatherings = listening::facade::gatherings::gatherings(tx).await?;
    let mut own = Vec::new();
    for walk in gatherings.iter().filter(|one| one.area == Some(area)) {
        if actor.may(&acts::READ, &walk.scope()).is_allowed() {
            let found = store::finding::of_meeting(tx, walk.id).await?;
            own.extend(found.into_iter().map(|one| told(one, walk)));
        }
    }
    own.sort_by_key(|one| std::cmp::Reverse(one.held_on));
    Ok(own)
}

/// One finding, whoever asks: the slice that tied it to something of its own answers for who reads it.
///
/// # Errors
/// The database failed.
pub async fn finding(tx: &mut Tx, id: Uuid) -> Result<Option<FindingBrief>> {
    let Some(one) = store::finding::by_id(tx, id).await? else { return Ok(None) };
    let gatherings = listening::facade::gatherings::gatherings(tx).await?;
    Ok(gatherings.iter().find(|walk| walk.id == one.meeting).map(|walk| told(one, walk)))
}

/// As somebody who did not lead the walk reads it: without what could name somebody.
fn told(one: Finding, walk: &Gathering) -> FindingBrief {
    FindingBrief {
        id: one.id,
        words: corpus::facade::masked(&one.text.words),
        category: one.text.category.french(),
        state: one.follow_up.state.french(),
        who_acts: one.follow_up.who_acts,
        area: walk.area,
        held_on: walk.held_on,
    }
}

/// Under so many people a category is not told.
const FEWEST_TOLD: i64 = 5;

/// What awaits this person here: findings that are late, and those nobody was told of yet.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&acts::FOLLOW).is_allowed() {
        return Ok(Vec::new());
    }
    let gatherings = listening::facade::gatherings::gatherings(tx).await?;
    let hers = |one: &Finding| {
        let gathering = gatherings.iter().find(|gathering| gathering.id == one.meeting);
        gathering.is_some_and(|gathering| actor.may(&acts::FOLLOW, &gathering.scope()).is_allowed())
    };
    let open: Vec<Finding> =
        store::finding::all(tx).await?.into_iter().filter(|one| one.follow_up.state.is_open() && hers(one)).collect();
    let today = now.day(&jiff::tz::TimeZone::UTC);
    let mut all = Vec::new();
    let late = open.iter().filter(|one| one.is_late(today));
    if let Some(first) = late.clone().filter_map(|one| one.follow_up.due_on).min() {
        let what = format!("Relancer {} en retard", counted(late.count()));
        let due = end_of(first);
        all.push(Awaited::new(what, "Le jour promis est passé.", "/gestion/constats").due(due));
    }
    let fresh = open.iter().filter(|one| one.follow_up.who_acts.is_empty()).count();
    if fresh > 0 {
        let what = format!("Dire qui doit agir sur {}", counted(fresh));
        all.push(Awaited::new(what, "Un constat sans destinataire reste sans suite.", "/gestion/constats"));
    }
    Ok(all)
}

fn counted(count: usize) -> String {
    french::count(i64::try_from(count).unwrap_or(i64::MAX), "constat", "constats")
}

fn end_of(day: Date) -> Moment {
    let end = day.to_zoned(jiff::tz::TimeZone::UTC).map(|start| start.timestamp().as_millisecond());
    Moment(end.unwrap_or_default()).plus_days(1)
}

/// Where a board is read.
pub fn board_path(consultation: Uuid) -> String {
    format!("/gestion/tri/{consultation}")
}
