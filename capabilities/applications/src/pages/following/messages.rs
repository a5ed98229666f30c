//! Messages about an application, on both sides: `/dossiers/{id}/messages` and `/gestion/dossiers/{id}/messages`.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame, Link, Pagination};
use jiff::tz::TimeZone;
use kernel::{Failure, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use crate::actions::following::messaging::{self, may_write, unread};
use crate::pages::writing::{Desk, Help};
use crate::rules::following::{MOST_SIGNS, agents_path, carrier_path};
use crate::rules::{Application, Message, Side};
use crate::store;

/// Messages on a page.
const ON_A_PAGE: usize = 10;

/// A message.
pub(super) struct MessageShown {
    pub who: String,
    pub when: String,
    pub text: String,
    pub read: String,
    pub is_own: bool,
}

#[derive(Template)]
#[template(path = "pages/following/messages.html")]
pub(super) struct MessagesPage {
    pub frame: Frame,
    pub form: Form,
    pub lead: &'static str,
    pub hint: String,
    pub lines: Vec<MessageShown>,
    pub pages: Pagination,
    pub may_write: bool,
    /// How many messages of the other side wait to be said read, in words.
    pub unread: String,
    pub path: String,
    /// Where one comes from, in words.
    pub back: Link,
    pub help: Option<Help>,
}

/// Where the thread of an application is, for a side.
fn path(side: Side, id: Uuid) -> String {
    match side {
        Side::Carrier => format!("{}/messages", carrier_path(id)),
        Side::Agents | Side::Platform => format!("{}/messages", agents_path(id)),
    }
}

/// A message as a side reads it.
pub(super) fn shown(one: &Message, side: Side, zone: &TimeZone) -> MessageShown {
    let from = match one.side {
        Side::Carrier => "association",
        Side::Agents => "service",
        Side::Platform => "plateforme",
    };
    let is_own = one.side == side;
    let read = match (is_own, one.read_at) {
        (true, Some(at)) => format!("Lu le {}", french::moment(at, zone)),
        (true, None) => "Pas encore lu".to_owned(),
        (false, _) => String::new(),
    };
    MessageShown {
        who: format!("{}, {from}", one.author_name),
        when: french::moment(one.at, zone),
        text: one.text.clone(),
        read,
        is_own,
    }
}

impl MessagesPage {
    pub(super) fn new(
        frame: Frame,
        form: Form,
        side: Side,
        (messages, page, zone): (&[Message], u32, &TimeZone),
        (id, may_write, help): (Uuid, bool, Option<Help>),
    ) -> Self {
        let path = path(side, id);
        let pages = Pagination::new(page, messages.len() as u64, ON_A_PAGE as u32, path.as_str());
        let skipped = (pages.page as usize - 1) * ON_A_PAGE;
        let lines = messages.iter().rev().skip(skipped).take(ON_A_PAGE).map(|one| shown(one, side, zone));
        let (lead, back) = match side {
            Side::Carrier => (
                "Écrivez ici au service qui suit votre dossier. Il vous répond ici ; un courriel vous prévient.",
                Link::new("Revenir au suivi du dossier", crate::facade::follow_path(id)),
            ),
            Side::Agents | Side::Platform => (
                "L’association et les services qui lisent ce dossier voient ces messages. Un courriel la prévient, sans le texte.",
                Link::new("Revenir au dossier", agents_path(id)),
            ),
        };
        Self {
            frame: frame.with_form(&form),
            form,
            lead,
            hint: format!("{} signes au plus.", french::integer(MOST_SIGNS as i64)),
            lines: lines.collect(),
            pages,
            may_write,
            unread: match unread(messages, side) {
                new if new > 0 && may_write => french::count(new as i64, "message non lu", "messages non lus"),
                _ => String::new(),
            },
            path,
            back,
            help,
        }
    }
}

async fn draw(
    tx: &mut Tx,
    visit: &Visit,
    (side, id): (Side, Uuid),
    (form, page): (Form, u32),
) -> Result<MessagesPage, Fault> {
    let found = messaging::found(tx, &visit.actor, side, id).await?;
    let may_write = may_write(&visit.actor, &found);
    let messages = store::event::messages(tx, id).await?;
    let desk = Desk::around(tx, found).await?;
    let (frame, help) = match side {
        Side::Carrier => (desk.frame(visit, "Messages"), Some(desk.help())),
        Side::Agents | Side::Platform => {
            let number = desk.found.application.number.as_deref().unwrap_or_default();
            let above = vec![
                Link::new("Dossiers", format!("/gestion/dossiers?appel={}", desk.call.address)),
                Link::new(format!("Dossier {number}"), agents_path(id)),
            ];
            (visit.back_office("Messages").with_caption(desk.carrier.as_str()).with_breadcrumb(above), None)
        }
    };
    Ok(MessagesPage::new(frame, form, side, (&messages, page, &desk.zone), (id, may_write, help)))
}

/// The thread. Reading it writes nothing: whoever read says so, or answers.
async fn show(house: &House, visit: &Visit, at: (Side, Uuid), asked: &Asked) -> Answer {
    let page = asked.text("page").parse().unwrap_or(1);
    answer::page(&draw(&mut house.read().await?, visit, at, (Form::empty(), page)).await?)
}

async fn mark(house: &House, visit: &Visit, at: (Side, Uuid)) -> Answer {
    let mut tx = house.write().await?;
    messaging::read(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&path(at.0, at.1), "enregistre")
}

async fn write(house: &House, visit: &Visit, at: (Side, Uuid), fields: &Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, house.settings.public_url.as_str());
    let outcome: Result<(), Failure> = messaging::send(&mut tx, around, &visit.actor, at, fields.text("texte")).await;
    let is_sent = outcome.is_ok();
    let again = async |form| draw(&mut house.read().await?, visit, at, (form, 1)).await;
    let answered = answer::settle(tx, outcome, (|()| path(at.0, at.1), "envoye"), fields, again).await;
    if is_sent {
        house.bell.ring();
    }
    answered
}

/// `/dossiers/{id}/messages`
pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    asked: Asked,
) -> Answer {
    show(&house, &visit, (Side::Carrier, id.uuid()), &asked).await
}

/// A carrier writes.
pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    write(&house, &visit, (Side::Carrier, id.uuid()), &fields).await
}

/// A carrier says that it read what services wrote.
pub async fn read(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    mark(&house, &visit, (Side::Carrier, id.uuid())).await
}

/// Services say that they read what a carrier wrote.
pub async fn read_carrier(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    mark(&house, &visit, (Side::Agents, id.uuid())).await
}

/// `/gestion/dossiers/{id}/messages`
pub async fn inside(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    asked: Asked,
) -> Answer {
    show(&house, &visit, (Side::Agents, id.uuid()), &asked).await
}

/// Services write.
pub async fn answer_carrier(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    write(&house, &visit, (Side::Agents, id.uuid()), &fields).await
}
