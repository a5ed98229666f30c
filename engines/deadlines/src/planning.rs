//! The steps of a call for projects, planned from the day it closes.

use jiff::civil::Date;

use crate::{Zone, clear_days, days_between, end_of_months, holiday, is_working, on_working_day, plus_working};

/// Clear days between the papers of a deliberation and the deliberation (code général des collectivités territoriales,
/// article L2121-12).
pub const CLEAR_DAYS: u16 = 5;

/// Most days between closing and answer that associations ask for.
const ASKED_DAYS: i64 = 90;

/// A step after closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Applications are checked and acknowledged.
    Completeness,
    /// Services read them.
    Assessment,
    /// Opinions are given.
    Opinions,
    /// Funders meet.
    Committee,
    /// Assemblies deliberate.
    Deliberation,
    /// Carriers are told.
    Notification,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 6] =
        [Self::Completeness, Self::Assessment, Self::Opinions, Self::Committee, Self::Deliberation, Self::Notification];
}

/// Working days each step takes after the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delays {
    /// To check applications: an electronic request is acknowledged within ten working days.
    pub completeness: u16,
    /// To read them.
    pub assessment: u16,
    /// To give opinions.
    pub opinions: u16,
    /// To prepare the committee.
    pub committee: u16,
    /// To prepare deliberations, [`CLEAR_DAYS`] at least.
    pub deliberation: u16,
    /// To tell carriers.
    pub notification: u16,
}

impl Default for Delays {
    /// What leaves an answer within two months of closing.
    fn default() -> Self {
        Self { completeness: 8, assessment: 10, opinions: 5, committee: 5, deliberation: 8, notification: 3 }
    }
}

/// A step and its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What.
    pub step: Step,
    /// Until when.
    pub due_on: Date,
}

/// The steps of a call that closes that day: each on a working day, the deliberation never before the clear days its
/// papers need.
pub fn plan(closes_on: Date, zone: Zone, delays: Delays) -> Vec<Planned> {
    let mut day = closes_on;
    let after = |step: Step| match step {
        Step::Completeness => delays.completeness,
        Step::Assessment => delays.assessment,
        Step::Opinions => delays.opinions,
        Step::Committee => delays.committee,
        Step::Deliberation => delays.deliberation,
        Step::Notification => delays.notification,
    };
    Step::ALL
        .into_iter()
        .map(|step| {
            let before = day;
            day = plus_working(before, after(step).max(1), zone);
            if step == Step::Deliberation {
                day = day.max(on_working_day(clear_days(before, CLEAR_DAYS), zone));
            }
            Planned { step, due_on: day }
        })
        .collect()
}

/// What is to be known of a planning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A step stands before closing, or before the step that must come first.
    OutOfOrder(Step),
    /// A step falls on a day when services do not work; the holiday, when it is one.
    NotWorking(Step, Option<&'static str>),
    /// The deliberation leaves too few clear days after the committee.
    TooFewClearDays,
    /// Whoever files on the last day would be refused by silence before this answer; the day silence refuses.
    AfterSilence(Date),
    /// The answer comes later than associations ask; how many days after closing.
    Late(i64),
}

/// What is to be known of a planning, whoever made it. `silence_months`: months of silence that make a refusal, zero
/// when it is not so.
pub fn check(closes_on: Date, zone: Zone, planned: &[Planned], silence_months: u16) -> Vec<Finding> {
    let mut all = Vec::new();
    let day_of = |step: Step| planned.iter().find(|one| one.step == step).map(|one| one.due_on);
    let mut last = closes_on;
    for step in Step::ALL {
        let Some(due_on) = day_of(step) else { continue };
        if due_on < last || due_on == closes_on {
            all.push(Finding::OutOfOrder(step));
        }
        if !is_working(due_on, zone) {
            all.push(Finding::NotWorking(step, holiday(due_on, zone)));
        }
        last = last.max(due_on);
    }
    if let (Some(committee), Some(deliberation)) = (day_of(Step::Committee), day_of(Step::Deliberation))
        && committee <= deliberation
        && deliberation < clear_days(committee, CLEAR_DAYS)
    {
        all.push(Finding::TooFewClearDays);
    }
    if let Some(told) = day_of(Step::Notification) {
        let silence = end_of_months(closes_on, silence_months);
        if silence_months > 0 && told > silence {
            all.push(Finding::AfterSilence(silence));
        }
        let days = days_between(closes_on, told);
        if days > ASKED_DAYS {
            all.push(Finding::Late(days));
        }
    }
    all
}
