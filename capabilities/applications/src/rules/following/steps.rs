//! The steps of what a project asks of a funder, as its carrier follows them: nothing of a decision before it is told.

use jiff::civil::Date;
use kernel::Moment;

use crate::rules::{CallStep, Event, EventKind, Funding, FundingState, StepKind};

/// A step of what is asked of a funder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowStep {
    /// The application is filed.
    Filed,
    /// Nothing is missing.
    Complete,
    /// The funder can take it.
    Admissible,
    /// Opinions are in.
    Opinions,
    /// The funder decided.
    Decision,
    /// The carrier was told.
    Told,
}

impl FollowStep {
    /// Every step, in order.
    const ALL: [Self; 6] = [Self::Filed, Self::Complete, Self::Admissible, Self::Opinions, Self::Decision, Self::Told];

    /// What its carrier reads.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Filed => "Dossier déposé",
            Self::Complete => "Dossier complet",
            Self::Admissible => "Demande recevable",
            Self::Opinions => "Avis rendus",
            Self::Decision => "Décision",
            Self::Told => "Réponse envoyée",
        }
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Done; when, if that may be told.
    Done(Option<Moment>),
    /// The answer is no, since then.
    No(Option<Moment>),
    /// To come, on that day when one is known.
    ToCome(Option<Date>),
}

/// A step with how far it is.
pub type Followed = (FollowStep, Progress);

/// The day a call expects a step to be done.
fn expected_on(step: FollowStep, steps: &[CallStep]) -> Option<Date> {
    let of = |kind: StepKind| steps.iter().find(|one| one.kind == kind).map(|one| one.due_on);
    match step {
        FollowStep::Filed => None,
        FollowStep::Complete => of(StepKind::Completeness),
        FollowStep::Admissible => of(StepKind::Assessment),
        FollowStep::Opinions => of(StepKind::Opinions).or_else(|| of(StepKind::Assessment)),
        FollowStep::Decision => of(StepKind::Deliberation).or_else(|| of(StepKind::Committee)),
        FollowStep::Told => of(StepKind::Notification),
    }
}

/// How many steps are behind, as its carrier may know.
const fn reached(state: FundingState) -> usize {
    match state.shown() {
        FundingState::Asked => 1,
        FundingState::Complete | FundingState::Inadmissible => 2,
        FundingState::Admissible => 3,
        FundingState::Notified => 6,
        _ => 4,
    }
}

/// The steps of a funding: those done with their day, those to come with the day the call expects. A funding that is
/// withdrawn has no step to come; one that cannot be taken ends there.
pub fn followed(funding: &Funding, filed_at: Option<Moment>, events: &[Event], steps: &[CallStep]) -> Vec<Followed> {
    let last = |kind: EventKind| {
        let own = events.iter().filter(|event| event.is_shown && event.funding == Some(funding.id));
        own.filter(|event| event.kind == kind).map(|event| event.at).max()
    };
    let is_told = funding.state == FundingState::Notified;
    let is_refused_early = funding.decision == Some(FundingState::Inadmissible);
    let done = |step: FollowStep| match step {
        FollowStep::Filed => filed_at,
        FollowStep::Complete => last(EventKind::Complete),
        FollowStep::Admissible => last(EventKind::Admissible),
        FollowStep::Opinions => last(EventKind::Assessed),
        FollowStep::Decision => funding.decided_at.filter(|_| is_told),
        FollowStep::Told => last(EventKind::Notified),
    };
    if is_refused_early {
        let complete = last(EventKind::Complete).map(|at| (FollowStep::Complete, Progress::Done(Some(at))));
        let mut all = vec![(FollowStep::Filed, Progress::Done(filed_at))];
        all.extend(complete);
        all.push((FollowStep::Admissible, Progress::No(last(EventKind::Inadmissible))));
        all.extend(is_told.then(|| (FollowStep::Told, Progress::Done(last(EventKind::Notified)))));
        return all;
    }
    let behind = match funding.state {
        // What was done stays done.
        FundingState::Withdrawn => {
            FollowStep::ALL.iter().rposition(|step| done(*step).is_some()).map_or(0, |rank| rank + 1)
        }
        state => reached(state),
    };
    let all = FollowStep::ALL.into_iter().enumerate().map(|(rank, step)| {
        let progress = match rank < behind {
            true => Progress::Done(done(step)),
            false => Progress::ToCome(expected_on(step, steps)),
        };
        (step, progress)
    });
    let is_withdrawn = funding.state == FundingState::Withdrawn;
    all.filter(|(_, progress)| !is_withdrawn || matches!(progress, Progress::Done(_))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Nature, Side};
    use kernel::{Cents, Uuid};

    fn funding(state: FundingState) -> Funding {
        Funding {
            id: Uuid::from_u128(1),
            project: Uuid::from_u128(2),
            funder: Uuid::from_u128(3),
            year: 2026,
            nature: Nature::Specific,
            asked: Cents(500_000),
            state,
            decision: None,
            decided: None,
            decided_at: None,
            note: String::new(),
            state_at: Moment(0),
            revision: 1,
        }
    }

    fn event(kind: EventKind, at: i64) -> Event {
        Event {
            id: Uuid::from_u128(9),
            application: Uuid::from_u128(8),
            project: None,
            funding: Some(Uuid::from_u128(1)),
            kind,
            at: Moment(at),
            by_name: String::new(),
            side: Side::Agents,
            note: String::new(),
            is_shown: true,
        }
    }

    fn steps() -> Vec<CallStep> {
        let day = |text: &str| text.parse().expect("a day");
        let step = |kind, on| CallStep { id: Uuid::from_u128(7), kind, due_on: day(on), is_computed: true };
        vec![step(StepKind::Committee, "2026-06-16"), step(StepKind::Notification, "2026-07-10")]
    }

    #[test]
    fn a_decision_shows_once_it_is_told_and_not_before() {
        let events = [event(EventKind::Complete, 10), event(EventKind::Admissible, 20)];
        for state in [FundingState::Proposed, FundingState::Voted, FundingState::Refused] {
            let one = Funding { decision: Some(state), decided_at: Some(Moment(30)), ..funding(state) };
            let all = followed(&one, Some(Moment(5)), &events, &steps());
            assert_eq!(all[2], (FollowStep::Admissible, Progress::Done(Some(Moment(20)))), "{state:?}");
            assert_eq!(all[4].1, Progress::ToCome(Some("2026-06-16".parse().expect("a day"))), "{state:?}");
            assert!(matches!(all[5].1, Progress::ToCome(Some(_))), "{state:?}");
        }
        let told = Funding {
            decision: Some(FundingState::Voted),
            decided_at: Some(Moment(30)),
            ..funding(FundingState::Notified)
        };
        let events = [event(EventKind::Notified, 40)];
        let all = followed(&told, Some(Moment(5)), &events, &steps());
        assert_eq!(all[4].1, Progress::Done(Some(Moment(30))));
        assert_eq!(all[5].1, Progress::Done(Some(Moment(40))));
    }

    #[test]
    fn what_cannot_be_taken_ends_there_and_what_is_withdrawn_expects_nothing() {
        let no = Funding { decision: Some(FundingState::Inadmissible), ..funding(FundingState::Inadmissible) };
        let all = followed(&no, Some(Moment(5)), &[event(EventKind::Inadmissible, 30)], &steps());
        assert_eq!(all.last(), Some(&(FollowStep::Admissible, Progress::No(Some(Moment(30))))));
        let gone = funding(FundingState::Withdrawn);
        let all = followed(&gone, Some(Moment(5)), &[event(EventKind::Complete, 10)], &steps());
        assert_eq!(all.len(), 2);
        let new = followed(&funding(FundingState::Asked), Some(Moment(5)), &[], &steps());
        assert_eq!((new.len(), new[1].1), (6, Progress::ToCome(None)));
    }
}
