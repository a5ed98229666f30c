//! What a funder decides of its own line of a project, and when a decision must be explained.

use kernel::{Cents, FieldError, french, vocabulary};

vocabulary! {
    /// What a funder decides of what it is asked.
    Decision {
        /// Everything that is asked.
        Favourable => "favourable", "Favorable";
        /// Less than what is asked.
        Partial => "partial", "Partiel";
        /// Yes, once something is done.
        Conditional => "conditional", "Sous réserve";
        /// Neither yes nor no, until later.
        Postponed => "postponed", "Ajourné";
        /// No.
        Refused => "refused", "Refusé";
    }
}

impl Decision {
    /// Whether money is given.
    pub const fn gives(self) -> bool {
        matches!(self, Self::Favourable | Self::Partial | Self::Conditional)
    }

    /// Whether it is never taken without saying why.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Postponed | Self::Refused)
    }
}

/// A decision as it is taken: what is given, why, on which condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// The decision; none while nothing is decided.
    pub decision: Option<Decision>,
    /// What is given, in cents; none or 0 when nothing is.
    pub cents: Option<i64>,
    /// Why.
    pub reason: String,
    /// What must be done first, for a conditional decision.
    pub condition: String,
}

/// Longest reason or condition, in signs.
pub const LONGEST_REASON: usize = 2_000;

impl Ballot {
    /// What is given, in cents: nothing when the decision gives nothing.
    pub fn given(&self) -> i64 {
        match self.decision {
            Some(decision) if decision.gives() => self.cents.unwrap_or(0),
            _ => 0,
        }
    }

    /// What is typed, by label, to be given back.
    pub fn typed(&self) -> Vec<(&'static str, &str)> {
        vec![("Motif", &self.reason), ("Réserve", &self.condition)]
    }
}

/// What is wrong with a ballot on a line that asks for `asked` cents. A vote is never over what is asked, nor under it
/// with a favourable decision, without a word that says so.
pub fn check_ballot(ballot: &Ballot, asked: i64) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
    let Some(decision) = ballot.decision else {
        tell("decision", "Choisissez la décision".to_owned());
        return errors;
    };
    let told = french::euros(Cents(asked));
    let cents = ballot.cents.unwrap_or(0);
    if decision.gives() {
        if cents <= 0 {
            tell("montant", "Indiquez le montant voté, plus grand que zéro".to_owned());
        } else if decision == Decision::Favourable && cents < asked {
            tell("decision", format!("Le montant voté est sous les {told} demandés : choisissez « Partiel »"));
        } else if decision == Decision::Partial && cents >= asked {
            tell("decision", format!("Le montant voté n’est pas sous les {told} demandés : choisissez « Favorable »"));
        } else if cents > asked && ballot.reason.trim().is_empty() {
            tell("motif", format!("Le montant voté dépasse les {told} demandés : dites pourquoi"));
        }
    } else if cents != 0 {
        tell("montant", format!("Une décision « {} » ne donne rien : effacez le montant", decision.french()));
    }
    if decision.needs_reason() && ballot.reason.trim().is_empty() {
        tell("motif", "Dites pourquoi : le courrier donnera ce motif".to_owned());
    }
    if decision == Decision::Conditional && ballot.condition.trim().is_empty() {
        tell("reserve", "Dites ce qui doit être fait pour que la réserve soit levée".to_owned());
    }
    for (field, text) in [("motif", &ballot.reason), ("reserve", &ballot.condition)] {
        if text.chars().count() > LONGEST_REASON {
            tell(field, "Restez sous 2 000 signes".to_owned());
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(decision: Option<Decision>, cents: Option<i64>, reason: &str, condition: &str) -> Vec<String> {
        let ballot = Ballot { decision, cents, reason: reason.into(), condition: condition.into() };
        check_ballot(&ballot, 500_000).into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn each_decision_asks_for_what_it_means() {
        type D = Decision;
        type Case<'a> = (Option<Decision>, Option<i64>, &'a str, &'a str, &'a [&'a str]);
        let long = "x".repeat(2_001);
        let wrong: [Case<'_>; 10] = [
            (None, Some(1), "", "", &["decision"]),
            (Some(D::Favourable), None, "", "", &["montant"]),
            (Some(D::Favourable), Some(400_000), "", "", &["decision"]),
            (Some(D::Favourable), Some(600_000), "", "", &["motif"]),
            (Some(D::Partial), Some(500_000), "", "", &["decision"]),
            (Some(D::Partial), Some(-5), "", "", &["montant"]),
            (Some(D::Conditional), Some(600_000), " ", "", &["motif", "reserve"]),
            (Some(D::Postponed), None, "", "", &["motif"]),
            (Some(D::Refused), Some(100), "", "", &["montant", "motif"]),
            (Some(D::Refused), None, &long, "", &["motif"]),
        ];
        for (decision, cents, reason, condition, expected) in wrong {
            assert_eq!(fields(decision, cents, reason, condition), expected, "{decision:?} {cents:?}");
        }
        let right = [
            (D::Favourable, Some(500_000), "", ""),
            (D::Favourable, Some(600_000), "Deux quartiers de plus", ""),
            (D::Partial, Some(1), "", ""),
            (D::Conditional, Some(500_000), "", "Fournir les comptes"),
            (D::Postponed, None, "Budget à revoir", ""),
            (D::Refused, Some(0), "Hors des priorités", ""),
        ];
        for (decision, cents, reason, condition) in right {
            assert!(fields(Some(decision), cents, reason, condition).is_empty(), "{decision:?}");
        }
    }

    #[test]
    fn what_is_given_follows_the_decision() {
        let ballot = |decision| Ballot { decision, cents: Some(10), ..Ballot::default() };
        assert_eq!(ballot(Some(Decision::Partial)).given(), 10);
        assert_eq!((ballot(Some(Decision::Refused)).given(), ballot(None).given()), (0, 0));
    }
}
