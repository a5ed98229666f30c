//! Who acts: nobody known, a person, or the platform itself.

use uuid::Uuid;

use crate::refusal::{Outcome, Refusal};
use crate::rights::{Act, Function, Grant, Scope, Verdict};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A visitor without account. Residents never need one.
    Visitor,
    /// A person signed in.
    Person(Person),
    /// The platform: a job, the command line. The text names which.
    Platform(&'static str),
}

/// A person signed in, with what she may do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Her account.
    pub account: Uuid,
    /// Her session.
    pub session: Uuid,
    /// Name shown and journaled.
    pub name: String,
    /// Functions held (her own, or those of the person she acts for).
    pub grants: Vec<Grant>,
    /// Whether a second factor was given in this session.
    pub has_second_factor: bool,
    /// The account she acts for, with its name; traced and visible to both.
    pub acting_for: Option<(Uuid, String)>,
}

impl Actor {
    /// May this actor do this act here? The platform may do everything it was written to do.
    pub fn may(&self, act: &Act, place: &Scope) -> Verdict {
        let person = match self {
            Self::Visitor => return Verdict::NotSignedIn,
            Self::Platform(_) => return Verdict::Allowed(None),
            Self::Person(person) => person,
        };
        if act.functions.is_empty() {
            return Verdict::Allowed(None);
        }
        let fitting: Vec<&Grant> =
            person.grants.iter().filter(|grant| act.functions.contains(&grant.function)).collect();
        let Some(first) = fitting.first() else { return Verdict::NoFunction };
        let Some(here) = fitting.iter().find(|grant| grant.scope.covers(place)) else {
            return Verdict::Elsewhere(first.function);
        };
        if act.needs_second_factor && !person.has_second_factor {
            return Verdict::SecondFactorMissing(here.function);
        }
        Verdict::Allowed(Some(here.function))
    }

    /// May this actor do this act somewhere at least? For doors and menus; the look-up then checks the place.
    pub fn may_somewhere(&self, act: &Act) -> Verdict {
        let Self::Person(person) = self else { return self.may(act, &Scope::EVERYWHERE) };
        let place = person.grants.iter().find(|grant| act.functions.contains(&grant.function)).map(|grant| grant.scope);
        self.may(act, &place.unwrap_or(Scope::EVERYWHERE))
    }

    /// Where this actor may do this act now: whatever one of these reaches. The platform may everywhere.
    pub fn reach(&self, act: &Act) -> Vec<Scope> {
        let person = match self {
            Self::Visitor => return Vec::new(),
            Self::Platform(_) => return vec![Scope::EVERYWHERE],
            Self::Person(person) => person,
        };
        if act.functions.is_empty() {
            return vec![Scope::EVERYWHERE];
        }
        if act.needs_second_factor && !person.has_second_factor {
            return Vec::new();
        }
        person.grants.iter().filter(|grant| act.functions.contains(&grant.function)).map(|grant| grant.scope).collect()
    }

    /// Lets this act go on here, or refuses it and says why.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] with the verdict of [`Actor::may`].
    pub fn authorise(&self, act: &'static Act, place: &Scope) -> Outcome<()> {
        match self.may(act, place) {
            verdict if verdict.is_allowed() => Ok(()),
            verdict => Err(Refusal::NotAllowed { act, verdict }.into()),
        }
    }

    /// The person, when one is signed in.
    pub const fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    /// The account, when one is signed in.
    pub fn account(&self) -> Option<Uuid> {
        self.person().map(|person| person.account)
    }

    /// The name the journal keeps.
    pub fn journal_name(&self) -> String {
        match self {
            Self::Visitor => "visiteur".to_owned(),
            Self::Platform(part) => format!("plateforme ({part})"),
            Self::Person(person) => match &person.acting_for {
                Some((_, name)) => format!("{} pour {name}", person.name),
                None => person.name.clone(),
            },
        }
    }

    /// Whether one of these functions is held anywhere.
    pub fn holds_any(&self, functions: &[Function]) -> bool {
        self.person().is_some_and(|person| person.grants.iter().any(|grant| functions.contains(&grant.function)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Failure;

    const READ: Act = Act { code: "t.read", french: "Lire", functions: &[Function::Funder], needs_second_factor: true };

    fn funder(contract: Uuid, has_second_factor: bool) -> Actor {
        let grants = vec![Grant { function: Function::Funder, scope: Scope::contract(contract) }];
        let (account, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
        Actor::Person(Person { account, session, name: "F".into(), grants, has_second_factor, acting_for: None })
    }

    #[test]
    fn a_grant_reaches_its_contract_and_no_other() {
        let (ours, theirs) = (Uuid::from_u128(10), Uuid::from_u128(11));
        let person = funder(ours, true);
        assert!(person.may(&READ, &Scope::contract(ours)).is_allowed());
        assert_eq!(person.may(&READ, &Scope::contract(theirs)), Verdict::Elsewhere(Function::Funder));
        assert_eq!(person.may(&READ, &Scope::EVERYWHERE), Verdict::Elsewhere(Function::Funder));
        assert!(person.may_somewhere(&READ).is_allowed());
    }

    #[test]
    fn reach_says_the_same_as_may() {
        let (ours, theirs) = (Scope::contract(Uuid::from_u128(10)), Scope::contract(Uuid::from_u128(11)));
        for actor in [funder(Uuid::from_u128(10), true), funder(Uuid::from_u128(10), false), Actor::Visitor] {
            for place in [ours, theirs, Scope::EVERYWHERE] {
                let is_reached = actor.reach(&READ).iter().any(|scope| scope.covers(&place));
                assert_eq!(is_reached, actor.may(&READ, &place).is_allowed(), "{actor:?} {place:?}");
            }
        }
        assert_eq!(Actor::Platform("essai").reach(&READ), [Scope::EVERYWHERE]);
    }

    #[test]
    fn the_reason_is_named() {
        let ours = Uuid::from_u128(10);
        assert_eq!(Actor::Visitor.may(&READ, &Scope::contract(ours)), Verdict::NotSignedIn);
        assert_eq!(
            funder(ours, false).may(&READ, &Scope::contract(ours)),
            Verdict::SecondFactorMissing(Function::Funder)
        );
    }

    #[test]
    fn what_may_not_be_done_is_refused_with_its_reason() {
        let (ours, theirs) = (Uuid::from_u128(10), Uuid::from_u128(11));
        assert!(funder(ours, true).authorise(&READ, &Scope::contract(ours)).is_ok());
        assert!(Actor::Platform("essai").authorise(&READ, &Scope::EVERYWHERE).is_ok());
        let refused = funder(ours, true).authorise(&READ, &Scope::contract(theirs));
        let Err(Failure::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal, Refusal::NotAllowed { act: &READ, verdict: Verdict::Elsewhere(Function::Funder) });
    }
}
