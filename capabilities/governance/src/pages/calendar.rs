//! Somebody's meetings in her own calendar, by a private address that she opens and closes.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use documents::ics::{Calendar, Event, Extent, Method, Status};
use interface::{Frame, Link};
use kernel::{Actor, Breakdown, Moment, french};
use web::{Answer, Fault, House, Visit, answer};

use crate::rules::Decision;
use crate::{actions, acts, facade, store};

#[derive(Template)]
#[template(path = "pages/calendar.html")]
pub(super) struct CalendarPage {
    pub frame: Frame,
    /// The address that was just opened: it is shown once.
    pub address: String,
    /// Since when she has one.
    pub since: String,
    /// Her next meetings, as the calendar tells them.
    pub coming: Vec<String>,
}

impl CalendarPage {
    pub fn new(frame: Frame, address: String, since: String, coming: Vec<String>) -> Self {
        let above = vec![Link::new("Accueil", "/"), Link::new("Mon compte", "/compte")];
        Self { frame: frame.with_breadcrumb(above), address, since, coming }
    }
}

async fn draw(house: &House, visit: &Visit, address: String) -> Result<CalendarPage, Fault> {
    let mut tx = house.read().await?;
    let account = visit.actor.account().ok_or_else(Fault::not_found)?;
    let opened = store::feed::opened_at(&mut tx, account).await?;
    let (now, zone) = (house.outside.now(), &house.settings.zone);
    let since = opened.map(|at| french::moment(at, zone)).unwrap_or_default();
    let mut coming: Vec<(Moment, String)> = Vec::new();
    for event in assemblies::facade::steering::events(&mut tx, house, &visit.actor).await? {
        if let Extent::Universal { start, .. } = event.extent
            && start >= now
            && event.status != Status::Cancelled
        {
            coming.push((start, french::spaced(&format!("{} : {}", french::moment(start, zone), event.summary))));
        }
    }
    coming.sort();
    let coming = coming.into_iter().map(|(_, line)| line).collect();
    Ok(CalendarPage::new(visit.back_office("Mes réunions dans mon agenda"), address, since, coming))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&draw(&house, &visit, String::new()).await?)
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.write().await?;
    let token = actions::calendar::open(&mut tx, &house.outside, &visit.actor).await?;
    tx.commit().await?;
    let address = house.address(&format!("/agenda/{token}"));
    answer::page(&draw(&house, &visit, address).await?)
}

pub async fn close(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.write().await?;
    actions::calendar::close(&mut tx, &house.outside, &visit.actor).await?;
    tx.commit().await?;
    answer::done("/mon-agenda", "enregistre")
}

/// The day by which a decision has to be carried out, for whoever follows it.
fn deadline(house: &House, one: &Decision, body: &str) -> Option<Event> {
    let due = one.terms.due_on?;
    Some(Event {
        uid: format!("{}@parvis", one.id),
        stamp: one.told_at.unwrap_or(Moment(0)),
        sequence: u32::try_from(one.revision).unwrap_or_default(),
        status: Status::Confirmed,
        extent: Extent::Days { first: due, last: due },
        summary: format!("{body} : décision {} à mettre en œuvre", one.reference()),
        description: Some(one.terms.title.clone()),
        location: None,
        url: Some(house.address(&facade::path(one.id))),
        organiser: None,
        attendees: Vec::new(),
    })
}

/// Deadlines of the decisions this person follows.
async fn deadlines(tx: &mut database::Tx, house: &House, reader: &Actor) -> Result<Vec<Event>, Fault> {
    let mut all = Vec::new();
    for body in assemblies::facade::steering::bodies(tx).await? {
        if reader.may(&acts::FOLLOW, &body.scope).is_allowed() {
            let decisions = store::decision::of_body(tx, body.id).await?;
            let waiting = decisions.iter().filter(|one| one.state.is_waiting());
            all.extend(waiting.filter_map(|one| deadline(house, one, &body.name)));
        }
    }
    Ok(all)
}

pub async fn feed(State(house): State<Arc<House>>, Path(token): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let token = token.strip_suffix(".ics").unwrap_or(&token);
    let reader = actions::calendar::reader(&mut tx, &house.outside, token).await?;
    let mut events = assemblies::facade::steering::events(&mut tx, &house, &reader).await?;
    events.extend(deadlines(&mut tx, &house, &reader).await?);
    let name = format!("{} : mes réunions", house.settings.site.service);
    let calendar = Calendar { name, method: Method::Publish, events };
    let bytes = documents::ics::write(&calendar).map_err(|error| Breakdown(Box::new(error)))?;
    let mut response = answer::download("reunions.ics", "text/calendar; charset=utf-8", bytes)?;
    // Nobody between her and us keeps it.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
