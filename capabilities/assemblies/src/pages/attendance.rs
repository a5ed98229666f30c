//! Who was there: entered by the member designated for it, from her space, or by whoever keeps the body.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, called, meeting_path, meetings_path, own_meeting_path};
use crate::actions::attending::Entered;
use crate::rules::{Assembly, Body, Meeting, Member, Presence, Reply};
use crate::store::meeting::Attendance;
use crate::{actions, store};

/// A member, with the names of her fields.
pub(super) struct LineShown {
    pub name: String,
    pub presence: String,
    pub by: String,
    pub others: Vec<Choice>,
    pub reply: &'static str,
}

#[derive(Template)]
#[template(path = "pages/attendance.html")]
pub(super) struct AttendancePage {
    pub frame: Frame,
    pub form: Form,
    pub lines: Vec<LineShown>,
    pub presences: Vec<Choice>,
    pub is_own: bool,
}

impl AttendancePage {
    pub fn new(frame: Frame, form: Form, meeting: &Meeting, expected: &[Member], known: &[Attendance]) -> Self {
        let choice = |one: &Member| Choice::new(one.id.to_string(), &called(one));
        let line = |one: &Member| LineShown {
            name: match one.terms.is_alternate {
                true => format!("{} (suppléance)", called(one)),
                false => called(one),
            },
            presence: format!("presence-{}", one.id),
            by: format!("par-{}", one.id),
            others: expected.iter().filter(|other| other.id != one.id).map(choice).collect(),
            reply: known.iter().find(|row| row.member == one.id).map_or(Reply::None, |row| row.reply).french(),
        };
        let is_own = meeting.body == Body::Own;
        let offered = Presence::ALL.iter().filter(|presence| !is_own || **presence != Presence::None);
        let words = |presence: &Presence| match presence {
            Presence::None => "n’y siège pas",
            other => other.french(),
        };
        Self {
            frame: frame.with_form(&form),
            form,
            lines: expected.iter().map(line).collect(),
            presences: offered.map(|presence| Choice::new(presence.code(), words(presence))).collect(),
            is_own,
        }
    }
}

/// The form of what is known: what was entered, otherwise what was answered.
pub(super) fn form_of(meeting: &Meeting, expected: &[Member], known: &[Attendance]) -> Form {
    let mut form = Form::empty();
    for one in expected {
        let row = known.iter().find(|row| row.member == one.id);
        let presence = match row.map(|row| (row.presence, row.reply)) {
            Some((Presence::None, Reply::Excused)) => Presence::Excused,
            Some((Presence::None, Reply::Comes)) => Presence::Present,
            Some((presence, _)) => presence,
            None => Presence::None,
        };
        form.add(format!("presence-{}", one.id), presence.code());
        let by = row.and_then(|row| row.represented_by).map(|id| id.to_string()).unwrap_or_default();
        form.add(format!("par-{}", one.id), by);
    }
    form.with("revision", meeting.revision.to_string())
}

/// Whether the page is opened from the space of members.
fn is_own_space(visit: &Visit) -> bool {
    visit.path.starts_with("/conseil/")
}

/// The frame of a page that both the members' space and the back office have.
pub(super) fn shared_frame(visit: &Visit, title: &str, assembly: &Assembly, meeting: &Meeting) -> Frame {
    let frame = visit.back_office(title);
    if is_own_space(visit) {
        let own = Link::new(&meeting.terms.title, own_meeting_path(meeting.id));
        return frame.with_breadcrumb([super::own_above(Some(assembly)), vec![own]].concat());
    }
    let own = Link::new(&meeting.terms.title, meeting_path(meeting.id));
    frame.with_breadcrumb([above(assembly), vec![Link::new("Réunions", meetings_path(assembly.id)), own]].concat())
}

/// Where a page that both have goes back to.
pub(super) fn shared_path(visit: &Visit, meeting: Uuid) -> String {
    if is_own_space(visit) { own_meeting_path(meeting) } else { meeting_path(meeting) }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<AttendancePage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, meeting, _) = actions::meeting::entered(&mut tx, &visit.actor, id).await?;
    let expected = actions::attending::expected(&mut tx, &meeting).await?;
    let known = store::meeting::attendances(&mut tx, id).await?;
    let form = typed.unwrap_or_else(|| form_of(&meeting, &expected, &known));
    let frame = shared_frame(visit, "Présences", &assembly, &meeting);
    Ok(AttendancePage::new(frame, form, &meeting, &expected, &known))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn enter(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Meeting>,
    fields: Fields,
) -> Answer {
    let mut typed = Reading::of(&fields);
    let mut entered: Vec<Entered> = Vec::new();
    for (name, _) in fields.pairs() {
        let Some(member) = name.strip_prefix("presence-").and_then(|id| id.parse::<Uuid>().ok()) else { continue };
        let presence = typed.coded(name, Presence::from_code, "Choisissez une ligne pour cette personne");
        let by = typed.offered(&format!("par-{member}"));
        if entered.iter().all(|known| known.0 != member) {
            entered.push((member, presence.unwrap_or(Presence::None), by));
        }
    }
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::attending::enter(&mut tx, around, &visit.actor, at, typed.filled(entered)).await;
    let path = |meeting| shared_path(&visit, meeting);
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
