//! A meeting in the space of members: when, where, papers, what she answers, minutes once they are written.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, SummaryRow};
use jiff::civil::Date;
use web::{Answer, Fields, House, PathId, Visit, answer};

use super::meeting::{facts, who_was_there};
use super::meetings::attendance_words;
use super::{own_above, own_meeting_path};
use crate::rules::{Assembly, Body, Meeting, MeetingState, Member, MinutesState, Presence, Reply};
use crate::store::meeting::{Attendance, Paper};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/own_meeting.html")]
pub(super) struct OwnMeetingPage {
    pub frame: Frame,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub agenda: Vec<String>,
    /// Papers, each with where it is taken.
    pub papers: Vec<(String, String)>,
    pub reply: Option<&'static str>,
    pub is_to_come: bool,
    pub is_own: bool,
    pub presence: Option<&'static str>,
    /// Who was there, by the names members know one another by.
    pub attended: Vec<String>,
    pub minutes: String,
    pub minutes_state: &'static str,
    pub is_due: bool,
    pub is_secretary: bool,
}

impl OwnMeetingPage {
    pub fn new(
        frame: Frame,
        (assembly, member, meeting): (&Assembly, &Member, &Meeting),
        papers: &[Paper],
        (members, attendances): (&[Member], &[Attendance]),
        today: Date,
    ) -> Self {
        let hers = attendances.iter().find(|one| one.member == member.id);
        let mut rows = facts(meeting);
        let words = attendance_words(assembly, meeting, attendances);
        if !words.is_empty() {
            rows.push(SummaryRow::new("Présences", interface::Html::text(&kernel::french::spaced(&words))));
        }
        Self {
            frame,
            path: own_meeting_path(meeting.id),
            rows,
            agenda: meeting.terms.points().into_iter().map(str::to_owned).collect(),
            papers: papers.iter().map(|one| (one.label.clone(), format!("/conseil/papiers/{}", one.id))).collect(),
            reply: hers.map(|one| one.reply).filter(|reply| *reply != Reply::None).map(Reply::french),
            is_to_come: meeting.is_to_come(today),
            is_own: meeting.body == Body::Own,
            presence: hers.map(|one| one.presence).filter(|one| *one != Presence::None).map(Presence::french),
            attended: who_was_there(members, attendances),
            minutes: meeting.minutes.clone(),
            minutes_state: match meeting.minutes_state {
                MinutesState::None => "",
                state => state.french(),
            },
            is_due: meeting.state != MeetingState::Cancelled && meeting.terms.held_on <= today,
            is_secretary: member.terms.is_secretary,
        }
    }
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, member, meeting) = actions::meeting::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let papers = store::meeting::papers(&mut tx, meeting.id).await?;
    let attendances = store::meeting::attendances(&mut tx, meeting.id).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let frame = visit.back_office(&meeting.terms.title).with_breadcrumb(own_above(Some(&assembly)));
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let known = (members.as_slice(), attendances.as_slice());
    answer::page(&OwnMeetingPage::new(frame, (&assembly, &member, &meeting), &papers, known, today))
}

pub async fn reply(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Meeting>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let reply = Reply::from_code(fields.text("reponse")).unwrap_or(Reply::None);
    let around = (&house.outside, &house.settings.zone);
    actions::attending::reply(&mut tx, around, &visit.actor, id.uuid(), reply).await?;
    tx.commit().await?;
    answer::done(&own_meeting_path(id.uuid()), "enregistre")
}
