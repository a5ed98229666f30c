//! Whose accounts an actor may see and change.

use kernel::{Actor, Function, Grant, Uuid};

use super::codes::OF_ASSOCIATIONS;

/// How far somebody reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every account.
    Everything,
    /// The people of these organisations.
    Organisations(Vec<Uuid>),
}

impl Reach {
    /// What this actor's functions give. A function limited to a contract or a neighbourhood gives no account.
    pub fn of(actor: &Actor) -> Self {
        let person = match actor {
            Actor::Platform(_) => return Self::Everything,
            Actor::Visitor => return Self::Organisations(Vec::new()),
            Actor::Person(person) => person,
        };
        let is_whole = |grant: &Grant| grant.scope.contract.is_none() && grant.scope.territory.is_none();
        let administers = |grant: &&Grant| grant.function == Function::Administrator && is_whole(grant);
        if person.grants.iter().filter(administers).any(|grant| grant.scope.organisation.is_none()) {
            return Self::Everything;
        }
        let own = person.grants.iter().filter(|grant| {
            matches!(grant.function, Function::Administrator | Function::CarrierAdministrator) && is_whole(grant)
        });
        Self::Organisations(own.filter_map(|grant| grant.scope.organisation).collect())
    }

    /// Whether an organisation is within reach.
    pub fn covers(&self, organisation: Uuid) -> bool {
        match self {
            Self::Everything => true,
            Self::Organisations(own) => own.contains(&organisation),
        }
    }

    /// Whether this function may be given or taken at this place.
    pub fn may_give(&self, function: Function, organisation: Option<Uuid>) -> bool {
        match self {
            Self::Everything => true,
            Self::Organisations(own) => {
                OF_ASSOCIATIONS.contains(&function) && organisation.is_some_and(|place| own.contains(&place))
            }
        }
    }

    /// The functions that may be given, in the order of lists.
    pub fn functions(&self) -> Vec<Function> {
        match self {
            Self::Everything => Function::ALL.to_vec(),
            Self::Organisations(_) => OF_ASSOCIATIONS.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Person, Scope};

    use super::*;

    fn holding(function: Function, scope: Scope) -> Reach {
        let (account, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let grants = vec![Grant { function, scope }];
        Reach::of(&Actor::Person(Person {
            account,
            session,
            name: "P".into(),
            grants,
            has_second_factor: true,
            acting_for: None,
        }))
    }

    #[test]
    fn an_association_reaches_its_own_people_only() {
        let (ours, theirs) = (Uuid::from_u128(10), Uuid::from_u128(11));
        let reach = holding(Function::CarrierAdministrator, Scope::organisation(ours));
        assert!(reach.covers(ours) && !reach.covers(theirs));
        assert!(reach.may_give(Function::CarrierEditor, Some(ours)));
        assert!(!reach.may_give(Function::CarrierEditor, Some(theirs)));
        assert!(!reach.may_give(Function::CarrierEditor, None));
        assert!(!reach.may_give(Function::ProjectManager, Some(ours)));
    }

    #[test]
    fn a_limited_function_reaches_nobody() {
        let nobody = Reach::Organisations(Vec::new());
        assert_eq!(holding(Function::CarrierAdministrator, Scope::EVERYWHERE), nobody);
        assert_eq!(holding(Function::Administrator, Scope::contract(Uuid::from_u128(3))), nobody);
        assert_eq!(holding(Function::Auditor, Scope::EVERYWHERE), nobody);
        assert_eq!(holding(Function::Administrator, Scope::EVERYWHERE), Reach::Everything);
    }
}
