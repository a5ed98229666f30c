//! What a body did in a year, counted.

use jiff::civil::Date;

use super::{Body, Counted, Meeting, MeetingState, Member, MemberState, Presence, attendance};

/// Figures of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// Meetings of the body that took place.
    pub held: i64,
    /// Meetings cancelled.
    pub cancelled: i64,
    /// Presences, among those entered at its own meetings.
    pub present: i64,
    /// Presences, absences, excuses and representations entered.
    pub entered: i64,
    /// Members who sat at some time of the year.
    pub sat: i64,
    /// Among them, women as they asked to be counted.
    pub women: i64,
    /// Men, likewise.
    pub men: i64,
    /// Not said.
    pub unknown: i64,
    /// Mandates that began.
    pub joined: i64,
    /// Members who left.
    pub left: i64,
    /// Meetings of other bodies where somebody sat for it.
    pub elsewhere: i64,
    /// Presences there.
    pub present_elsewhere: i64,
}

/// Counts a year: members, and meetings with the presences of each.
pub fn count(year: i16, members: &[Member], meetings: &[(Meeting, Vec<Presence>)]) -> Year {
    let mut all = Year::default();
    let is_of = |day: Date| day.year() == year;
    for (meeting, presences) in meetings.iter().filter(|one| is_of(one.0.terms.held_on)) {
        let (present, entered) = attendance(presences.iter().copied());
        match (meeting.body, meeting.state) {
            (Body::Own, MeetingState::Held) => {
                all.held += 1;
                all.present += present;
                all.entered += entered;
            }
            (Body::Own, MeetingState::Cancelled) => all.cancelled += 1,
            (Body::Own, MeetingState::Planned) => {}
            _ if entered > 0 => {
                all.elsewhere += 1;
                all.present_elsewhere += present;
            }
            _ => {}
        }
    }
    for one in members {
        let left = (one.state == MemberState::Left).then_some(one.state_on);
        if one.terms.starts_on.year() > year || left.is_some_and(|day| day.year() < year) {
            continue;
        }
        all.sat += 1;
        match one.terms.counted {
            Counted::Woman => all.women += 1,
            Counted::Man => all.men += 1,
            Counted::Unknown => all.unknown += 1,
        }
        all.joined += i64::from(is_of(one.terms.starts_on));
        all.left += i64::from(left.is_some_and(is_of));
    }
    all
}
