//! What a carrier may take back of what it filed, before anybody decided of it.

use kernel::{FieldError, Uuid};

use crate::rules::{Funding, FundingState, Project, ProjectState};

/// What is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// Everything that is asked.
    Whole,
    /// One project.
    Project(Uuid),
}

/// Whether a decision stands in the way: its carrier no longer takes back what was voted, refused or told.
const fn is_decided(state: FundingState) -> bool {
    state.grants() || matches!(state, FundingState::Refused | FundingState::Notified)
}

/// Whether something is still asked.
const fn is_asked(state: FundingState) -> bool {
    !is_decided(state) && !matches!(state, FundingState::Withdrawn | FundingState::Inadmissible)
}

/// Projects that may be taken back one by one: still there, of which nobody decided.
pub fn withdrawable<'a>(projects: &'a [Project], fundings: &[Funding]) -> Vec<&'a Project> {
    let own = |id: Uuid| fundings.iter().filter(move |one| one.project == id);
    let may = |project: &&Project| {
        project.state != ProjectState::Withdrawn
            && own(project.id).all(|one| !is_decided(one.state))
            && own(project.id).any(|one| is_asked(one.state))
    };
    projects.iter().filter(may).collect()
}

/// Projects that go with this withdrawal; none when it cannot be made: a decision stands in the way, or nothing is asked.
pub fn withdrawn<'a>(what: Withdrawal, projects: &'a [Project], fundings: &[Funding]) -> Vec<&'a Project> {
    let possible = withdrawable(projects, fundings);
    match what {
        Withdrawal::Project(id) => possible.into_iter().filter(|one| one.id == id).collect(),
        Withdrawal::Whole if fundings.iter().any(|one| is_decided(one.state)) || possible.is_empty() => Vec::new(),
        Withdrawal::Whole => projects.iter().filter(|one| one.state != ProjectState::Withdrawn).collect(),
    }
}

/// Fundings that stop being asked with these projects.
pub fn given_up<'a>(projects: &[&Project], fundings: &'a [Funding]) -> Vec<&'a Funding> {
    let is_own = |one: &&Funding| projects.iter().any(|project| project.id == one.project) && is_asked(one.state);
    fundings.iter().filter(is_own).collect()
}

/// What is wrong with a withdrawal as it was typed.
pub fn check_withdrawal(what: Option<Withdrawal>, reason: &str, is_confirmed: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if what.is_none() {
        errors.push(FieldError::new("quoi", "Choisissez ce que vous retirez"));
    }
    if reason.trim().is_empty() || reason.chars().count() > 1000 {
        errors.push(FieldError::new(
            "motif",
            "Dites pourquoi, en moins de 1 000 signes : le service et les financeurs le liront",
        ));
    }
    if !is_confirmed {
        errors.push(FieldError::new("confirmation", "Confirmez : ce qui est retiré ne se dépose plus"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use kernel::{Cents, Moment};

    use super::*;
    use crate::rules::{Nature, ProjectKind};

    fn project(id: u128) -> Project {
        Project {
            id: Uuid::from_u128(id),
            application: Uuid::nil(),
            position: 1,
            title: String::new(),
            kind: ProjectKind::New,
            renewed_from: None,
            starts_on: None,
            ends_on: None,
            state: ProjectState::Active,
            revision: 1,
        }
    }

    fn funding(project: u128, state: FundingState) -> Funding {
        Funding {
            id: Uuid::from_u128(99),
            project: Uuid::from_u128(project),
            funder: Uuid::nil(),
            year: 2026,
            nature: Nature::Specific,
            asked: Cents(1),
            state,
            decision: None,
            decided: None,
            decided_at: None,
            note: String::new(),
            state_at: Moment(0),
            revision: 1,
        }
    }

    #[test]
    fn what_somebody_decided_of_is_not_taken_back() {
        use FundingState as F;
        let projects = [project(1), project(2)];
        let open = [funding(1, F::Asked), funding(2, F::Proposed)];
        assert_eq!(withdrawn(Withdrawal::Whole, &projects, &open).len(), 2);
        assert_eq!(given_up(&[&projects[1]], &open).len(), 1);
        let voted = [funding(1, F::Voted), funding(2, F::Admissible), funding(2, F::Inadmissible)];
        assert!(withdrawn(Withdrawal::Whole, &projects, &voted).is_empty());
        assert!(withdrawn(Withdrawal::Project(projects[0].id), &projects, &voted).is_empty());
        let second = withdrawn(Withdrawal::Project(projects[1].id), &projects, &voted);
        assert_eq!((second.len(), given_up(&second, &voted).len()), (1, 1), "what cannot be taken stays so");
        let gone = [funding(1, F::Withdrawn), funding(2, F::Inadmissible)];
        assert!(withdrawn(Withdrawal::Whole, &projects, &gone).is_empty(), "nothing is asked any more");
        assert_eq!(check_withdrawal(None, " ", false).len(), 3);
    }
}
