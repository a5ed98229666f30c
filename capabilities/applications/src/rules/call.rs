//! A call for projects: what is asked, by whom, until when.

use deadlines::Zone;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kernel::{Cents, Moment, Uuid};

use super::{CallState, CallTerms, StepKind};

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its name in addresses: « contrat-de-ville-2026 ».
    pub address: String,
    /// Its title.
    pub title: String,
    /// The year projects are for.
    pub year: i64,
    /// What it is for, in a few sentences.
    pub summary: String,
    /// The framework note.
    pub framework: String,
    /// Where its hours and holidays are.
    pub zone: Zone,
    /// When it opens.
    pub opens_at: Option<Moment>,
    /// When it closes.
    pub closes_at: Option<Moment>,
    /// Where it stands.
    pub state: CallState,
    /// Number of the last version published; zero before.
    pub version: i64,
    /// Who answers by telephone.
    pub phone: String,
    /// Who answers by mail.
    pub email: String,
    /// Months of silence that make a refusal (CRPA, article L231-4); zero: not said.
    pub silence_months: i64,
    /// Why it was withdrawn.
    pub withdrawn_reason: String,
    /// The call it was copied from.
    pub copied_from: Option<Uuid>,
    /// What is being written.
    pub terms: CallTerms,
    /// When it was last changed.
    pub changed_at: Moment,
    /// Grows with every change.
    pub revision: i64,
}

/// Whether one may apply now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Not published, or withdrawn.
    None,
    /// Published, opens later.
    Coming,
    /// Open.
    Open,
    /// Closed.
    Closed,
}

impl Call {
    /// The hours it is said in.
    pub fn time_zone(&self) -> TimeZone {
        self.zone.time_zone()
    }

    /// The day it closes, in its own zone.
    pub fn closes_on(&self) -> Option<Date> {
        self.closes_at.map(|at| at.day(&self.time_zone()))
    }

    /// The year it is for, as the calendar counts.
    pub fn civil_year(&self) -> i16 {
        i16::try_from(self.year).unwrap_or_default()
    }

    /// Whether one may apply at `now`. It closes at the end of the minute said.
    pub fn opening(&self, now: Moment) -> Opening {
        let (Some(opens), Some(closes)) = (self.opens_at, self.closes_at) else { return Opening::None };
        match self.state {
            CallState::Draft | CallState::Withdrawn => Opening::None,
            CallState::Published if now < opens => Opening::Coming,
            CallState::Published if now < closes.plus_seconds(60) => Opening::Open,
            CallState::Published => Opening::Closed,
        }
    }
}

/// A version applicants saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallVersion {
    /// Which.
    pub id: Uuid,
    /// Its call.
    pub call: Uuid,
    /// From 1.
    pub number: i64,
    /// When.
    pub published_at: Moment,
    /// What changed, for those who had begun.
    pub note: String,
    /// What it says.
    pub terms: CallTerms,
}

/// A funder taking part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallFunder {
    /// Which.
    pub id: Uuid,
    /// Its call.
    pub call: Uuid,
    /// The organisation, when it has accounts here.
    pub organisation: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// What it pays with: « Politique de la ville, programme 147 ».
    pub programme: String,
    /// What it will look at.
    pub looks_at: String,
    /// Most it pays, in thousandths of what a project costs.
    pub ceiling_permille: Option<i64>,
    /// Least it pays for one project.
    pub floor: Option<Cents>,
    /// Its rank, from 1.
    pub position: i64,
}

/// A step after closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallStep {
    /// Which row.
    pub id: Uuid,
    /// What.
    pub kind: StepKind,
    /// Until when.
    pub due_on: Date,
    /// Whether the back-planning gave it; somebody chose it otherwise.
    pub is_computed: bool,
}

/// A day and an hour of a zone as an instant.
pub fn instant(zone: Zone, on: Date, at: Time) -> Moment {
    Moment(zone.instant(on, at).as_millisecond())
}

/// An hour as people type it: `18 h 30`, `18:30`, `18h`.
pub fn read_hour(text: &str) -> Option<Time> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let (hour, minute) = plain.split_once(['h', ':']).unwrap_or((plain.as_str(), ""));
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

/// `18 h 30`.
pub fn hour(time: Time) -> String {
    format!("{}\u{a0}h\u{a0}{:02}", time.hour(), time.minute())
}
