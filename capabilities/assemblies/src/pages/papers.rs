//! What leaves as a file: papers one by one, the dossier to print, the date for a calendar.

use std::sync::Arc;

use axum::extract::State;
use database::Tx;
use documents::ics::{Calendar, Event, Extent, Method, Status};
use documents::{Block, Document, Run};
use jiff::civil::Date;
use kernel::{Actor, Breakdown, Moment, french};
use web::attached::kept_file;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::own_meeting_path;
use crate::rules::{Assembly, Body, Meeting, MeetingState, MinutesState, hour};
use crate::store::meeting::Paper;
use crate::{actions, store};

pub async fn take(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Paper>) -> Answer {
    let mut tx = house.read().await?;
    let (paper, _) = actions::papers::readable(&mut tx, &visit.actor, id.uuid()).await?;
    drop(tx);
    kept_file(&house, paper.file).await
}

/// The meeting, for a member of the body or whoever keeps it.
async fn readable(tx: &mut Tx, actor: &Actor, id: kernel::Uuid) -> Result<(Assembly, Meeting), Fault> {
    if let Ok(found) = actions::meeting::kept(tx, actor, id).await {
        return Ok(found);
    }
    let (assembly, _, meeting) = actions::meeting::mine(tx, actor, id).await?;
    Ok((assembly, meeting))
}

/// The dossier of a meeting: agenda, papers by name, minutes that wait to be approved there.
pub(super) fn dossier(
    town: &str,
    today: Date,
    (assembly, meeting): (&Assembly, &Meeting),
    papers: &[Paper],
    to_approve: Option<&Meeting>,
) -> Document {
    let terms = &meeting.terms;
    let mut document = Document::new(&terms.title, town, today);
    document.subtitle = Some(assembly.terms.name.clone());
    let when = format!("{}, de {} à {}", french::long_date(terms.held_on), hour(terms.starts_at), hour(terms.ends_at));
    let mut facts = vec![("Quand".to_owned(), vec![Run::plain(when)])];
    for (name, value) in [("Où", &terms.place), ("À distance", &terms.link)] {
        if !value.is_empty() {
            facts.push((name.to_owned(), vec![Run::plain(value.clone())]));
        }
    }
    document.blocks.push(Block::KeyValues(facts));
    let mut list = |title: &str, items: Vec<String>, is_numbered: bool| {
        if !items.is_empty() {
            document.blocks.push(Block::Heading { level: 1, text: title.to_owned() });
            let items = items.into_iter().map(|item| vec![Run::plain(item)]).collect();
            document.blocks.push(Block::List { is_numbered, items });
        }
    };
    list("Ordre du jour", terms.points().into_iter().map(str::to_owned).collect(), true);
    list("Papiers", papers.iter().map(|paper| paper.label.clone()).collect(), false);
    if let Some(before) = to_approve {
        let text = format!("Compte rendu à approuver : {}, {}", before.terms.title, french::date(before.terms.held_on));
        document.blocks.push(Block::Heading { level: 1, text: french::spaced(&text) });
        let parts = before.minutes.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
        document.blocks.extend(parts.map(|part| Block::Paragraph(vec![Run::plain(part)])));
    }
    document
}

pub async fn print(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, meeting) = readable(&mut tx, &visit.actor, id.uuid()).await?;
    let papers = store::meeting::papers(&mut tx, meeting.id).await?;
    let all = store::meeting::of_assembly(&mut tx, assembly.id).await?;
    let waits = |one: &&Meeting| {
        one.body == Body::Own && one.minutes_state == MinutesState::Draft && one.terms.start() < meeting.terms.start()
    };
    let now = house.outside.now();
    let today = now.day(&house.settings.zone);
    let town = &house.settings.site.town;
    let document = dossier(town, today, (&assembly, &meeting), &papers, all.iter().find(waits));
    answer::document(&format!("reunion-{}.pdf", meeting.terms.held_on), document, now).await
}

/// The date of a meeting, as calendars read it.
pub(crate) fn event(house: &House, assembly: &Assembly, meeting: &Meeting) -> Result<Event, Fault> {
    let moment = |at: jiff::civil::DateTime| {
        let zoned = at.to_zoned(house.settings.zone.clone());
        zoned.map(|at| Moment(at.timestamp().as_millisecond())).map_err(|error| Breakdown(Box::new(error)))
    };
    let terms = &meeting.terms;
    let (start, end) = (moment(terms.start())?, moment(terms.held_on.to_datetime(terms.ends_at))?);
    let location = if terms.place.is_empty() { &terms.link } else { &terms.place };
    Ok(Event {
        uid: format!("{}@parvis", meeting.id),
        stamp: meeting.changed_at,
        sequence: u32::try_from(meeting.sequence).unwrap_or_default(),
        status: if meeting.state == MeetingState::Cancelled { Status::Cancelled } else { Status::Confirmed },
        extent: Extent::Universal { start, end },
        summary: format!("{} : {}", assembly.terms.name, terms.title),
        description: Some(terms.agenda.clone()).filter(|agenda| !agenda.is_empty()),
        location: Some(location.clone()).filter(|place| !place.is_empty()),
        url: Some(house.address(&own_meeting_path(meeting.id))),
        organiser: None,
        attendees: Vec::new(),
    })
}

pub async fn calendar(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, meeting) = readable(&mut tx, &visit.actor, id.uuid()).await?;
    let events = vec![event(&house, &assembly, &meeting)?];
    let calendar = Calendar { name: assembly.terms.name.clone(), method: Method::Publish, events };
    let bytes = documents::ics::write(&calendar).map_err(|error| Breakdown(Box::new(error)))?;
    answer::download(&format!("reunion-{}.ics", meeting.terms.held_on), "text/calendar; charset=utf-8", bytes)
}
