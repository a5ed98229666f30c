//! When silence becomes a refusal (CRPA, articles L231-4, R112-11-1 and L114-5).

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;

use crate::rules::writing::silence_ends;
use crate::rules::{Application, Event, EventKind, Funding, FundingState};

/// Where the delay of an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The call says nothing of it, or everything is answered.
    Nothing,
    /// Something is missing: the delay runs from the day the file is complete.
    Suspended,
    /// Without an answer that day, it is a refusal.
    Ends(Date),
    /// That day is past.
    Over(Date),
}

/// Where the delay of an answer stands today: so many months from filing, or from the day the file was complete when
/// something was asked.
pub fn silence(
    application: &Application,
    months: i64,
    (fundings, events): (&[Funding], &[Event]),
    (today, zone): (Date, &TimeZone),
) -> Silence {
    let is_answered = |one: &Funding| {
        matches!(one.state, FundingState::Notified | FundingState::Withdrawn | FundingState::Inadmissible)
    };
    let Some(filed) = application.filed_at.filter(|_| !fundings.iter().all(is_answered)) else {
        return Silence::Nothing;
    };
    let last = |kind: EventKind| events.iter().filter(|event| event.kind == kind).map(|event| event.at).max();
    let start: Option<Moment> = match last(EventKind::CompletionAsked) {
        None => Some(filed),
        Some(asked) => last(EventKind::Complete).filter(|complete| *complete >= asked),
    };
    match start.map(|start| silence_ends(start, months, zone)) {
        None if months > 0 => Silence::Suspended,
        None | Some(None) => Silence::Nothing,
        Some(Some(day)) if day < today => Silence::Over(day),
        Some(Some(day)) => Silence::Ends(day),
    }
}
