//! What a body refers to an authority, and what becomes of it.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{FieldError, Uuid, french, vocabulary};

use super::{Ballot, check_personal};

vocabulary! {
    /// To whom a body refers something.
    Addressee {
        /// The mayor.
        Mayor => "mayor", "Maire";
        /// Whoever presides over the intercommunality.
        President => "president", "Présidence de l’intercommunalité";
        /// The prefect.
        Prefect => "prefect", "Préfet·e";
        /// A social landlord.
        Landlord => "landlord", "Bailleur social";
        /// Anybody else.
        Other => "other", "Autre";
    }
}

vocabulary! {
    /// Where a referral stands.
    ReferralState {
        /// Members write it.
        Draft => "draft", "en préparation";
        /// The authority has to answer.
        Adopted => "adopted", "en attente de réponse";
        /// It did.
        Answered => "answered", "réponse reçue";
    }
}

vocabulary! {
    /// Whether the answer satisfies the body.
    Satisfaction {
        /// Not said.
        None => "none", "l’instance n’a pas encore dit si la réponse la satisfait";
        /// It does.
        Yes => "yes", "la réponse satisfait l’instance";
        /// In part.
        Partly => "partly", "la réponse satisfait l’instance en partie";
        /// It does not.
        No => "no", "la réponse ne satisfait pas l’instance";
    }
}

/// A referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Which.
    pub id: Uuid,
    /// Of which body.
    pub assembly: Uuid,
    /// The member who began it.
    pub author: Uuid,
    /// What is said.
    pub terms: ReferralTerms,
    /// Where it stands.
    pub state: ReferralState,
    /// Its number in the body and how it was voted, once adopted.
    pub adopted: Option<(i64, Ballot)>,
    /// Whether everybody reads it, and the answer.
    pub is_public: bool,
    /// When the answer is due.
    pub due_on: Option<Date>,
    /// Why it is due later than the body's rule says; empty, when it is not.
    pub extension: String,
    /// The answer.
    pub answer: String,
    /// Its file.
    pub answer_file: Option<Uuid>,
    /// When it came.
    pub answered_on: Option<Date>,
    /// Whether it satisfies.
    pub satisfaction: Satisfaction,
    /// Why.
    pub satisfaction_words: String,
    /// How many times it was changed.
    pub revision: i64,
}

/// What a referral says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralTerms {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub words: String,
    /// To whom.
    pub addressee: Addressee,
    /// Which landlord, which other.
    pub addressee_name: String,
    /// What it takes up: a need, a resident's question; empty, when nothing.
    pub origin: String,
}

impl ReferralTerms {
    /// To whom, in words.
    pub fn to(&self) -> String {
        match (self.addressee, self.addressee_name.as_str()) {
            (Addressee::Other, name) if !name.is_empty() => name.to_owned(),
            (addressee, "") => addressee.french().to_owned(),
            (addressee, name) => format!("{} ({name})", addressee.french()),
        }
    }
}

impl Referral {
    /// Whether the day passed without an answer.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == ReferralState::Adopted && self.due_on.is_some_and(|due| due < today)
    }

    /// Where it stands: « en attente depuis 75 jours, réponse due le 3 mai 2026 ».
    pub fn standing(&self, today: Date) -> String {
        let (Some((_, ballot)), ReferralState::Adopted) = (self.adopted, self.state) else {
            return match self.answered_on {
                Some(day) => format!("réponse du {}", french::date(day)),
                None => self.state.french().to_owned(),
            };
        };
        let days = french::count(i64::from((today - ballot.on).get_days()), "jour", "jours");
        let due = self.due_on.map(french::date).unwrap_or_default();
        match self.is_late(today) {
            true => format!("en attente depuis {days}, la réponse était due le {due}"),
            false => format!("en attente depuis {days}, réponse due le {due}"),
        }
    }
}

/// The day an answer is due: so many days after the adoption.
pub fn reply_day(adopted_on: Date, days: i64) -> Date {
    adopted_on.checked_add(days.days()).unwrap_or(adopted_on)
}

/// What is wrong in a referral. It may be read by everybody: it names nobody.
pub fn check_referral(terms: &ReferralTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.subject.is_empty() || terms.subject.chars().count() > 200 {
        tell("objet", "Indiquez l’objet de la saisine, de moins de 200 signes");
    }
    if terms.words.is_empty() || terms.words.chars().count() > 10_000 {
        tell("texte", "Écrivez ce que l’instance demande, en moins de 10 000 signes");
    }
    if terms.addressee == Addressee::Other && terms.addressee_name.is_empty() {
        tell("precision", "Dites à qui elle s’adresse");
    }
    for (field, text, most) in [("precision", &terms.addressee_name, 200), ("origine", &terms.origin, 500)] {
        if text.chars().count() > most {
            tell(field, &format!("Ce texte dépasse {most} signes : raccourcissez-le"));
        }
    }
    for (field, text) in [("objet", &terms.subject), ("texte", &terms.words), ("origine", &terms.origin)] {
        errors.extend(check_personal(field, text));
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::Way;

    #[test]
    fn waiting_is_counted_from_the_adoption_and_late_from_the_day_due() {
        let ballot = Ballot {
            way: Way::Written,
            meeting: None,
            on: date(2026, 1, 1),
            in_favour: 1,
            against: 0,
            abstention: 0,
            base: 1,
        };
        let terms = ReferralTerms {
            subject: "Éclairage".into(),
            words: "Le réparer".into(),
            addressee: Addressee::Other,
            addressee_name: "Région".into(),
            origin: String::new(),
        };
        assert_eq!(terms.to(), "Région");
        let one = Referral {
            id: Uuid::from_u128(1),
            assembly: Uuid::from_u128(2),
            author: Uuid::from_u128(3),
            terms,
            state: ReferralState::Adopted,
            adopted: Some((1, ballot)),
            is_public: true,
            due_on: Some(reply_day(ballot.on, 60)),
            extension: String::new(),
            answer: String::new(),
            answer_file: None,
            answered_on: None,
            satisfaction: Satisfaction::None,
            satisfaction_words: String::new(),
            revision: 1,
        };
        assert!(!one.is_late(date(2026, 3, 2)) && one.is_late(date(2026, 3, 3)));
        assert!(one.standing(date(2026, 3, 17)).contains("depuis 75\u{a0}jours, la réponse était due"));
        let answered = Referral { state: ReferralState::Answered, answered_on: Some(date(2026, 3, 2)), ..one };
        assert!(!answered.is_late(date(2027, 1, 1)));
    }
}
