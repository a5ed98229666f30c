//! A committee, and what it keeps of one funding.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid, french};

use super::{Ballot, Decision};

/// What is written of a committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitteeTerms {
    /// What it is called.
    pub title: String,
    /// Its day.
    pub held_on: Date,
    /// Where it meets.
    pub place: String,
    /// Who presides.
    pub chair: String,
    /// Who is present: one name and function a line.
    pub present: String,
}

/// Funders who meet on what one call received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committee {
    /// Identifier.
    pub id: Uuid,
    /// The contract of its call.
    pub contract: Uuid,
    /// Its call.
    pub call: Uuid,
    /// What is written of it.
    pub terms: CommitteeTerms,
    /// Whether its minutes hold everything it decided.
    pub is_frozen: bool,
    /// Changes so far.
    pub revision: i64,
}

/// What is wrong with what is written of a committee.
pub fn check_committee(terms: &CommitteeTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if terms.title.trim().is_empty() || terms.title.chars().count() > 150 {
        errors.push(FieldError::new("titre", "Nommez le comité, en moins de 150 signes"));
    }
    for (field, text, most) in
        [("lieu", &terms.place, 200), ("presidence", &terms.chair, 200), ("presents", &terms.present, 6_000)]
    {
        if text.chars().count() > most {
            errors.push(FieldError::new(field, format!("Restez sous {} signes", french::integer(most as i64))));
        }
    }
    errors
}

/// A line that another committee of the same call holds: it gives it something, or its decision is frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// What that committee is called.
    pub title: String,
    /// Its day.
    pub held_on: Date,
    /// Whether its decision is frozen.
    pub is_frozen: bool,
}

impl Elsewhere {
    /// Where it is held, in a few French words.
    pub fn told(&self) -> String {
        let said = if self.is_frozen { "décidé" } else { "voté" };
        format!("{said} au comité du {}", french::date(self.held_on))
    }

    /// The same as a sentence that says what to do.
    pub fn sentence(&self) -> String {
        let day = french::date(self.held_on);
        if self.is_frozen {
            let title = &self.title;
            return format!(
                "Cette demande est décidée au comité du {day} (« {title} ») : elle ne change que là, par amendement"
            );
        }
        format!("Cette demande est déjà accordée au comité du {day} (« {} ») : changez-la là", self.title)
    }
}

/// What a committee keeps of one funding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vote {
    /// Identifier.
    pub id: Uuid,
    /// The committee.
    pub committee: Uuid,
    /// The funding.
    pub funding: Uuid,
    /// Cents proposed.
    pub proposed: Option<i64>,
    /// The decision.
    pub decision: Option<Decision>,
    /// Cents given.
    pub cents: i64,
    /// Why.
    pub reason: String,
    /// On which condition.
    pub condition: String,
    /// The envelope it is charged on.
    pub envelope: Option<Uuid>,
    /// The minutes that froze it.
    pub minutes: Option<Uuid>,
    /// How many times it was changed since.
    pub amendments: i64,
    /// When it last changed.
    pub changed_at: Moment,
    /// Who changed it.
    pub changed_by: String,
    /// Changes so far; 0 while nobody said anything.
    pub revision: i64,
}

impl Vote {
    /// Its ballot.
    pub fn ballot(&self) -> Ballot {
        Ballot {
            decision: self.decision,
            cents: (self.cents > 0).then_some(self.cents),
            reason: self.reason.clone(),
            condition: self.condition.clone(),
        }
    }

    /// Whether it tells what another tells: the decision, its amount, its words, the minutes and amendments it comes from.
    pub fn decides_as(&self, other: &Self) -> bool {
        let said = |one: &Self| (one.decision, one.cents, one.minutes, one.amendments);
        said(self) == said(other) && self.reason == other.reason && self.condition == other.condition
    }

    /// What it says, in a few French words.
    pub fn told(&self) -> String {
        let euros = |cents| french::euros(Cents(cents));
        match (self.decision, self.proposed) {
            (Some(decision), _) if decision.gives() => format!("{} : {}", decision.french(), euros(self.cents)),
            (Some(decision), _) => decision.french().to_owned(),
            (None, Some(cents)) => format!("proposé : {}", euros(cents)),
            (None, None) => "rien".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committee_is_named() {
        let terms = CommitteeTerms {
            title: " ".into(),
            held_on: Date::MIN,
            place: "x".repeat(201),
            chair: String::new(),
            present: String::new(),
        };
        let fields: Vec<String> = check_committee(&terms).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["titre", "lieu"]);
        assert!(check_committee(&CommitteeTerms { title: "Comité".into(), place: String::new(), ..terms }).is_empty());
    }

    #[test]
    fn what_another_committee_holds_is_told_with_its_day() {
        let one = Elsewhere { title: "Comité de mai".into(), held_on: Date::constant(2026, 5, 12), is_frozen: true };
        let plain = |told: String| told.replace('\u{a0}', " ");
        assert_eq!(plain(one.told()), "décidé au comité du 12 mai 2026");
        assert!(one.sentence().contains("« Comité de mai »") && one.sentence().contains("par amendement"));
        let given = Elsewhere { is_frozen: false, ..one };
        assert_eq!(plain(given.told()), "voté au comité du 12 mai 2026");
        assert!(given.sentence().contains("déjà accordée"));
    }

    #[test]
    fn a_vote_is_told_in_a_few_words() {
        let vote = Vote { proposed: Some(100), ..Vote::default() };
        assert_eq!(vote.told(), "proposé : 1\u{a0}€");
        let given = Vote { decision: Some(Decision::Partial), cents: 5_000, ..vote.clone() };
        assert_eq!((given.told().as_str(), given.ballot().given()), ("Partiel : 50\u{a0}€", 5_000));
        assert_eq!(Vote { decision: Some(Decision::Refused), ..vote }.told(), "Refusé");
        assert_eq!(Vote::default().told(), "rien");
    }
}
