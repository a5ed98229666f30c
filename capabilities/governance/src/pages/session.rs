//! A meeting, seen by what it decides: its points tied to objects, its decisions in order, telling those concerned.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering::{self, MeetingTold, StateOfMeeting, SteeringBody};
use axum::extract::State;
use interface::{Frame, Html, Link, SummaryRow};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, House, PathId, Visit, answer};

use super::{HOME, LineShown, line, session_path};
use crate::facade;
use crate::rules::{Decision, DecisionState, Object};
use crate::{actions, acts, store};

/// A point of the agenda that is tied to an object.
pub(super) struct PointShown {
    pub kind: &'static str,
    pub link: Link,
    /// Where a decision about it is written; empty, when this reader may not.
    pub decide: String,
    /// Numbers of the decisions taken about it at this meeting.
    pub decided: String,
}

#[derive(Template)]
#[template(path = "pages/session.html")]
pub(super) struct SessionPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub agenda: Vec<String>,
    pub points: Vec<PointShown>,
    pub lines: Vec<LineShown>,
    pub path: String,
    pub meeting_path: String,
    pub may_record: bool,
    /// Whether decisions may be written: it is the day, or after.
    pub is_due: bool,
    pub is_to_come: bool,
    /// Decisions nobody was told of yet.
    pub untold: String,
    pub is_open: bool,
}

/// What stands around a meeting.
pub(super) struct Known {
    pub points: Vec<Object>,
    pub decisions: Vec<Decision>,
    pub attendance: String,
    pub may_record: bool,
}

impl SessionPage {
    pub fn new(frame: Frame, (body, meeting): (&SteeringBody, &MeetingTold), known: &Known, today: Date) -> Self {
        let path = session_path(meeting.id);
        let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
        let mut rows = vec![
            text("Instance", &body.name),
            text("Quand", &french::long_date(meeting.held_on)),
            text("État", meeting.state.french()),
        ];
        if !known.attendance.is_empty() {
            rows.push(text("Présences", &known.attendance));
        }
        let is_due = meeting.state != StateOfMeeting::Cancelled && meeting.held_on <= today;
        let may_decide = known.may_record && is_due;
        let decided = |object: &Object| {
            let about = known.decisions.iter().filter(|one| {
                one.state != DecisionState::Withdrawn && one.terms.object.as_ref().is_some_and(|o| o.id == object.id)
            });
            about.map(Decision::reference).collect::<Vec<_>>().join(", ")
        };
        let point = |object: &Object| PointShown {
            kind: object.kind.french(),
            link: Link::new(object.label.clone(), object.path.clone()),
            decide: match may_decide {
                true => format!("{path}/decisions/nouvelle?objet={}", object.id),
                false => String::new(),
            },
            decided: decided(object),
        };
        let is_untold = |one: &&Decision| one.told_at.is_none() && one.state != DecisionState::Withdrawn;
        let untold = known.decisions.iter().filter(is_untold).count();
        Self {
            frame: frame.with_breadcrumb(vec![Link::new("Pilotage", HOME)]),
            rows,
            agenda: meeting.points.clone(),
            points: known.points.iter().map(point).collect(),
            lines: known.decisions.iter().map(|one| line(one, None, facade::path(one.id), today)).collect(),
            meeting_path: format!("/gestion/reunions/{}", meeting.id),
            path,
            may_record: known.may_record,
            is_due,
            is_to_come: meeting.state == StateOfMeeting::Planned && meeting.held_on >= today,
            untold: match (known.may_record, untold) {
                (false, _) | (_, 0) => String::new(),
                (true, number) => french::count(
                    i64::try_from(number).unwrap_or(i64::MAX),
                    "décision n’a pas encore été envoyée",
                    "décisions n’ont pas encore été envoyées",
                ),
            },
            is_open: body.are_decisions_public,
        }
    }
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<MeetingTold>) -> Answer {
    let mut tx = house.read().await?;
    let (body, meeting) = actions::held(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let known = Known {
        points: store::point::of_meeting(&mut tx, meeting.id).await?,
        decisions: store::decision::of_meeting(&mut tx, meeting.id).await?,
        attendance: steering::attendance_told(&mut tx, meeting.id).await?,
        may_record: visit.actor.may(&acts::RECORD, &body.scope).is_allowed(),
    };
    let today = house.outside.now().day(&house.settings.zone);
    let frame = visit.back_office(&format!("Décisions : {}", meeting.title));
    answer::page(&SessionPage::new(frame, (&body, &meeting), &known, today))
}

pub async fn tell(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<MeetingTold>) -> Answer {
    let mut tx = house.write().await?;
    let post = (&house.outside, house.settings.public_url.as_str());
    actions::telling::tell(&mut tx, post, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&session_path(id.uuid()), "envoye")
}
