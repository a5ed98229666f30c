//! A meeting: when, where, what for; whether enough were there; its minutes.

use jiff::civil::{Date, DateTime, Time};
use kernel::{FieldError, Moment, Uuid};

use super::{AssemblyTerms, Body, MeetingState, MinutesState, Presence};

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Which.
    pub id: Uuid,
    /// Of which body, or where it sends people.
    pub assembly: Uuid,
    /// Whose meeting it is.
    pub body: Body,
    /// What was set.
    pub terms: MeetingTerms,
    /// Where it stands.
    pub state: MeetingState,
    /// Why it was cancelled.
    pub reason: String,
    /// When members were convened.
    pub convened_at: Option<Moment>,
    /// How many times day, hour or place changed after that.
    pub sequence: i64,
    /// How many counted for the quorum when attendance was entered.
    pub quorum_base: Option<i64>,
    /// Its minutes.
    pub minutes: String,
    /// Where they stand.
    pub minutes_state: MinutesState,
    /// The meeting that approved them.
    pub approved_in: Option<Uuid>,
    /// When it was last changed.
    pub changed_at: Moment,
    /// How many times it was changed.
    pub revision: i64,
}

impl Meeting {
    /// Whether members may still say that they come.
    pub fn is_to_come(&self, today: Date) -> bool {
        self.state == MeetingState::Planned && self.terms.held_on >= today
    }

    /// Whether everybody may read its minutes.
    pub fn is_open(&self, assembly: &AssemblyTerms) -> bool {
        assembly.are_minutes_public && self.body == Body::Own && self.minutes_state == MinutesState::Approved
    }
}

/// What is set for a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingTerms {
    /// Its title.
    pub title: String,
    /// Its day.
    pub held_on: Date,
    /// When it starts, on a clock of the town.
    pub starts_at: Time,
    /// When it ends.
    pub ends_at: Time,
    /// Where people meet.
    pub place: String,
    /// Where one joins from afar; empty, when one cannot.
    pub link: String,
    /// What is spoken of, one point a line.
    pub agenda: String,
}

impl MeetingTerms {
    /// Whether those convened must be told: another day, hour, place or way in.
    pub fn is_moved_from(&self, before: &Self) -> bool {
        let when = |terms: &Self| (terms.held_on, terms.starts_at, terms.place.clone(), terms.link.clone());
        when(self) != when(before)
    }

    /// Its beginning.
    pub fn start(&self) -> DateTime {
        self.held_on.to_datetime(self.starts_at)
    }

    /// Points of the agenda, in order.
    pub fn points(&self) -> Vec<&str> {
        self.agenda.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }
}

/// An hour as people type it: « 18 h 30 », « 18h », « 18:30 ».
pub fn read_hour(text: &str) -> Option<Time> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let (hour, minute) = plain.split_once(['h', ':']).unwrap_or((plain.as_str(), ""));
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

/// An hour as people read it: « 18 h 30 », « 18 h ».
pub fn hour(time: Time) -> String {
    match time.minute() {
        0 => format!("{}\u{a0}h", time.hour()),
        minute => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
    }
}

/// What is wrong in a meeting.
pub fn check_meeting(terms: &MeetingTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.title.is_empty() || terms.title.chars().count() > 150 {
        tell("titre", "Indiquez l’objet de la réunion, de moins de 150 signes");
    }
    if terms.ends_at <= terms.starts_at {
        tell("fin", "La réunion finit après avoir commencé : corrigez l’une des deux heures");
    }
    if terms.place.is_empty() && terms.link.is_empty() {
        tell("lieu", "Indiquez un lieu, ou une adresse pour suivre à distance");
    }
    if !terms.link.is_empty() && !terms.link.starts_with("https://") {
        tell("lien", "L’adresse pour suivre à distance commence par https://");
    }
    for (field, text, most) in
        [("lieu", &terms.place, 300), ("lien", &terms.link, 500), ("ordre-du-jour", &terms.agenda, 10_000)]
    {
        if text.chars().count() > most {
            tell(field, &format!("Ce texte dépasse {most} signes : raccourcissez-le"));
        }
    }
    errors
}

/// Whether enough members were there, with the figures it leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// Members who count: in mandate, not alternates.
    pub base: i64,
    /// How many must be present.
    pub needed: i64,
    /// How many were. Those represented are not: as in municipal councils (CGCT, L. 2121-17), presence alone counts.
    pub present: i64,
}

impl Quorum {
    /// The quorum of a body among so many; none, when the body asks for none.
    pub fn of(percent: i64, base: i64, present: i64) -> Option<Self> {
        (percent > 0).then_some(Self { base, needed: (base * percent + 99) / 100, present })
    }

    /// Whether it is met.
    pub const fn is_met(&self) -> bool {
        self.present >= self.needed
    }
}

/// Mean attendance of several meetings: present among those for whom presence was entered.
pub fn attendance(presences: impl IntoIterator<Item = Presence>) -> (i64, i64) {
    let entered = presences.into_iter().filter(|one| *one != Presence::None);
    entered.fold((0, 0), |(present, all), one| (present + i64::from(one == Presence::Present), all + 1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them() {
        for (typed, told) in [("18 h 30", "18\u{a0}h\u{a0}30"), ("9h", "9\u{a0}h"), ("14:05", "14\u{a0}h\u{a0}05")] {
            assert_eq!(read_hour(typed).map(hour).as_deref(), Some(told), "{typed}");
        }
        for wrong in ["", "25h", "18h70", "soir"] {
            assert_eq!(read_hour(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn half_of_an_odd_number_is_rounded_up_and_no_quorum_is_none() {
        let quorum = Quorum::of(50, 15, 7).expect("asked for");
        assert_eq!((quorum.needed, quorum.is_met()), (8, false));
        assert!(Quorum::of(50, 15, 8).expect("asked for").is_met());
        assert_eq!(Quorum::of(0, 15, 0), None);
        assert!(Quorum::of(50, 0, 0).expect("asked for").is_met());
    }

    #[test]
    fn a_new_agenda_is_no_move_and_another_room_is() {
        let terms = MeetingTerms {
            title: "Plénière".into(),
            held_on: date(2026, 4, 2),
            starts_at: time(18, 0, 0, 0),
            ends_at: time(20, 0, 0, 0),
            place: "Salle A".into(),
            link: String::new(),
            agenda: "Budget\n\n Avis ".into(),
        };
        assert_eq!(terms.points(), ["Budget", "Avis"]);
        assert!(!MeetingTerms { agenda: String::new(), ..terms.clone() }.is_moved_from(&terms));
        assert!(MeetingTerms { place: "Salle B".into(), ..terms.clone() }.is_moved_from(&terms));
        let wrong = MeetingTerms { ends_at: time(18, 0, 0, 0), place: String::new(), ..terms };
        let told: Vec<String> = check_meeting(&wrong).into_iter().map(|error| error.field).collect();
        assert_eq!(told, ["fin", "lieu"]);
    }

    #[test]
    fn attendance_counts_what_was_entered() {
        use Presence::{Absent, Excused, None, Present};
        assert_eq!(attendance([Present, Present, Absent, Excused, None]), (2, 4));
    }
}
