//! The agenda of a meeting to come, made by ticking what waits.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering::{MeetingTold, SteeringBody};
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above, session_path};
use crate::facade::Pending;
use crate::rules::Object;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/agenda.html")]
pub(super) struct AgendaPage {
    pub frame: Frame,
    pub form: Form,
    /// What waits, a tick each, with why and until when.
    pub waiting: Vec<Choice>,
    /// Objects that are on it already.
    pub there: Vec<String>,
    pub agenda: Vec<String>,
    pub meeting_path: String,
}

impl AgendaPage {
    pub fn new(
        frame: Frame,
        form: Form,
        (body, meeting): (&SteeringBody, &MeetingTold),
        (waiting, there): (&[Pending], &[Object]),
    ) -> Self {
        let tick = |one: &Pending| {
            let due = one.due_on.map(|due| format!(", {}", french::date(due))).unwrap_or_default();
            let label = french::spaced(&format!("{} : {}", one.object.kind.french(), one.object.label));
            Choice::new(one.object.id.to_string(), &label).hint(&french::spaced(&format!("{}{due}", one.waits)))
        };
        Self {
            frame: frame.with_form(&form).with_breadcrumb(above(body, meeting)),
            form,
            waiting: waiting.iter().map(tick).collect(),
            there: there.iter().map(|one| french::spaced(&format!("{} : {}", one.kind.french(), one.label))).collect(),
            agenda: meeting.points.clone(),
            meeting_path: format!("/gestion/reunions/{}", meeting.id),
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<AgendaPage, Fault> {
    let mut tx = house.read().await?;
    let (body, meeting) = actions::held(&mut tx, &visit.actor, &acts::RECORD, id).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let waiting = actions::agenda::waiting(&mut tx, body.contract, meeting.id, today).await?;
    let there = store::point::of_meeting(&mut tx, meeting.id).await?;
    let form = typed.unwrap_or_else(|| Form::filled([("revision", meeting.revision.to_string())]));
    let frame = visit.back_office("Faire l’ordre du jour");
    Ok(AgendaPage::new(frame, form, (&body, &meeting), (&waiting, &there)))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<MeetingTold>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn put(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<MeetingTold>,
    fields: Fields,
) -> Answer {
    let ticked: Vec<Uuid> = fields.all("points").iter().filter_map(|id| id.parse().ok()).collect();
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::agenda::put(&mut tx, around, &visit.actor, at, &ticked).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|_| session_path(id.uuid()), "ajoute"), &fields, again).await
}
