//! `/conseil`: the space of whoever sits. Everything begins with what comes next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Link};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::{called, own_above, own_meeting_path, own_path};
use crate::rules::{Assembly, Body, Meeting, MeetingState, Member, MinutesState, Reply, hour};
use crate::{actions, store};

/// A meeting to come, with what she answered.
pub(super) struct NextShown {
    pub title: String,
    pub path: String,
    pub when: String,
    pub place: String,
    pub papers: usize,
    pub reply: Option<&'static str>,
}

/// A body she sits in.
pub(super) struct BodyShown {
    pub name: String,
    pub kind: &'static str,
    pub path: String,
    pub next: Option<NextShown>,
    pub others: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/space.html")]
pub(super) struct SpacePage {
    pub frame: Frame,
    pub bodies: Vec<BodyShown>,
}

/// « jeudi 2 avril 2026, 18 h ».
fn when(meeting: &Meeting) -> String {
    format!("{}, {}", french::long_date(meeting.terms.held_on), hour(meeting.terms.starts_at))
}

/// Meetings of the body to come, the first first.
fn to_come(mut meetings: Vec<Meeting>, today: Date) -> Vec<Meeting> {
    meetings.retain(|one| one.body == Body::Own && one.is_to_come(today));
    meetings.reverse();
    meetings
}

/// A body as shown: its next meeting with her answer, then the other dates.
pub(super) fn shown(assembly: &Assembly, coming: &[(Meeting, usize, Reply)]) -> BodyShown {
    let next = coming.first().map(|(meeting, papers, reply)| NextShown {
        title: meeting.terms.title.clone(),
        path: own_meeting_path(meeting.id),
        when: when(meeting),
        place: [meeting.terms.place.as_str(), meeting.terms.link.as_str()]
            .into_iter()
            .find(|place| !place.is_empty())
            .unwrap_or_default()
            .to_owned(),
        papers: *papers,
        reply: match reply {
            Reply::None => None,
            reply => Some(reply.french()),
        },
    });
    let others = coming.iter().skip(1).map(|(meeting, ..)| format!("{} : {}", when(meeting), meeting.terms.title));
    BodyShown {
        name: assembly.terms.name.clone(),
        kind: assembly.kind.french(),
        path: own_path(assembly.id),
        next,
        others: others.map(|line| french::spaced(&line)).collect(),
    }
}

/// Meetings to come of a body, each with its papers counted and what this member answered.
async fn coming(tx: &mut Tx, member: &Member, today: Date) -> Result<Vec<(Meeting, usize, Reply)>, Fault> {
    let mut all = Vec::new();
    for meeting in to_come(store::meeting::of_assembly(tx, member.assembly).await?, today) {
        let papers = store::meeting::papers(tx, meeting.id).await?.len();
        let replies = store::meeting::attendances(tx, meeting.id).await?;
        let reply = replies.iter().find(|one| one.member == member.id).map_or(Reply::None, |one| one.reply);
        all.push((meeting, papers, reply));
    }
    Ok(all)
}

pub async fn home(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let today = house.outside.now().day(&house.settings.zone);
    let mut bodies = Vec::new();
    for (assembly, member) in actions::member::all_mine(&mut tx, &visit.actor).await? {
        let coming = coming(&mut tx, &member, today).await?;
        bodies.push(shown(&assembly, &coming));
    }
    let frame = visit.back_office("Mon conseil").with_breadcrumb(vec![Link::new("Accueil", "/")]);
    answer::page(&SpacePage { frame, bodies })
}

#[derive(Template)]
#[template(path = "pages/own.html")]
pub(super) struct OwnPage {
    pub frame: Frame,
    pub body: BodyShown,
    /// Meetings that took place, each with a word on its minutes.
    pub past: Vec<(Link, &'static str)>,
    /// Meetings of other bodies where she or another sat.
    pub elsewhere: Vec<(Link, &'static str)>,
    /// Names of those who sit, by which they know one another.
    pub members: Vec<String>,
    pub public_minutes: Option<String>,
}

impl OwnPage {
    pub fn new(
        frame: Frame,
        assembly: &Assembly,
        coming: &[(Meeting, usize, Reply)],
        all: &[Meeting],
        members: &[Member],
    ) -> Self {
        let link = |one: &Meeting| {
            Link::new(format!("{}, {}", one.terms.title, french::date(one.terms.held_on)), own_meeting_path(one.id))
        };
        let is_past = |one: &&Meeting| one.body == Body::Own && one.state == MeetingState::Held;
        let minutes = |one: &Meeting| match one.minutes_state {
            MinutesState::None => "compte rendu à écrire",
            MinutesState::Draft => "compte rendu à approuver",
            MinutesState::Approved => "compte rendu approuvé",
        };
        let abroad = |one: &&Meeting| one.body != Body::Own;
        Self {
            frame,
            body: shown(assembly, coming),
            past: all.iter().filter(is_past).map(|one| (link(one), minutes(one))).collect(),
            elsewhere: all.iter().filter(abroad).map(|one| (link(one), one.body.french())).collect(),
            members: members.iter().filter(|one| one.sits()).map(called).collect(),
            public_minutes: assembly.terms.are_minutes_public.then(|| super::minutes::open_list_path(assembly.id)),
        }
    }
}

pub async fn body(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, member) = actions::member::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let coming = coming(&mut tx, &member, today).await?;
    let all = store::meeting::of_assembly(&mut tx, assembly.id).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let frame = visit.back_office(&assembly.terms.name).with_breadcrumb(own_above(None));
    answer::page(&OwnPage::new(frame, &assembly, &coming, &all, &members))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;
    use crate::rules::Kind;

    #[test]
    fn what_comes_first_is_shown_first_and_what_is_over_is_not() {
        let today = jiff::civil::date(2026, 3, 15);
        let meeting = |day: i8, state| Meeting {
            terms: crate::rules::MeetingTerms { held_on: jiff::civil::date(2026, 3, day), ..samples::meeting().terms },
            state,
            ..samples::meeting()
        };
        let all = vec![
            meeting(30, MeetingState::Planned),
            meeting(20, MeetingState::Cancelled),
            meeting(16, MeetingState::Planned),
            meeting(2, MeetingState::Held),
        ];
        let days: Vec<i8> = to_come(all, today).iter().map(|one| one.terms.held_on.day()).collect();
        assert_eq!(days, [16, 30]);
        assert!(shown(&samples::assembly(Kind::Table), &[]).next.is_none());
    }
}
