//! Posts: which kind, whose, where, until when, paid by whom. Never who holds them.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{FieldError, Scope, Uuid, vocabulary};

use super::{Amount, text_error};

vocabulary! {
    /// Kinds of posts everybody knows.
    PostKind {
        /// Adultes-relais.
        RelayAdult => "adultes_relais", "Adulte-relais";
        /// FONJEP.
        Fonjep => "fonjep", "Poste FONJEP";
        /// Mediation.
        Mediator => "mediation", "Médiation sociale";
        /// Help with digital tools.
        Digital => "numerique", "Conseil numérique";
    }
}

vocabulary! {
    /// Where the agreement of a post stands on a day.
    PostState {
        /// It begins later.
        Coming => "coming", "À venir";
        /// It runs.
        Running => "running", "En cours";
        /// It ends soon: somebody must decide.
        ToRenew => "to_renew", "À renouveler";
        /// It is over.
        Over => "over", "Terminé";
    }
}

/// What is told of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostTerms {
    /// Stable name of a kind, or the identifier of one of the contract.
    pub kind: String,
    /// Who employs.
    pub employer: Uuid,
    /// Who pays.
    pub funder: Uuid,
    /// Where; none: the whole contract.
    pub area: Option<Uuid>,
    /// What it is for.
    pub mission: String,
    /// In hundredths of a full-time post.
    pub fte: i64,
    /// First day of the agreement.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// What the funder pays each year.
    pub amount: Amount,
    /// How many days before its end somebody is told.
    pub alert_days: i64,
    /// Whether it is paid by specific credits.
    pub is_specific: bool,
    /// Whether everybody reads it.
    pub is_public: bool,
}

/// A post as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What is told.
    pub terms: PostTerms,
    /// How many times it changed.
    pub revision: i64,
}

impl Post {
    /// Where it takes place, for rights.
    pub const fn scope(&self) -> Scope {
        Scope { contract: Some(self.contract), territory: self.terms.area, organisation: Some(self.terms.employer) }
    }

    /// The day from which it is to be renewed.
    pub fn alert_on(&self) -> Date {
        self.terms.ends_on.checked_sub(self.terms.alert_days.days()).unwrap_or(self.terms.ends_on)
    }

    /// Where its agreement stands on a day.
    pub fn state(&self, on: Date) -> PostState {
        match on {
            day if day < self.terms.starts_on => PostState::Coming,
            day if day > self.terms.ends_on => PostState::Over,
            day if day >= self.alert_on() => PostState::ToRenew,
            _ => PostState::Running,
        }
    }

    /// What it costs its funder in a year: the yearly amount by days in force, to the nearest cent. None when it does not run.
    pub fn in_year(&self, year: i64) -> Option<Amount> {
        let year = i16::try_from(year).ok()?;
        let (first, last) = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
        let (from, to) = (first.max(self.terms.starts_on), last.min(self.terms.ends_on));
        if to < from {
            return None;
        }
        let days = |from: Date, to: Date| i128::from((to - from).get_days()) + 1;
        Some(match self.terms.amount {
            Amount::Known(cents) => {
                let (own, all) = (days(from, to), days(first, last));
                Amount::Known(i64::try_from((i128::from(cents) * own * 2 + all) / (all * 2)).unwrap_or(cents))
            }
            other => other,
        })
    }
}

/// What is wrong with a post.
pub fn check_post(terms: &PostTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(text_error("mission", "à quoi sert le poste, sans nommer personne", &terms.mission, (true, 300)));
    if !(1..=10_000).contains(&terms.fte) {
        errors.push(FieldError::new("etp", "Le temps de travail va de 0,01 à 100 équivalents temps plein"));
    }
    if terms.ends_on < terms.starts_on {
        errors.push(FieldError::new("fin", "La convention finit après son premier jour"));
    }
    if !(0..=730).contains(&terms.alert_days) {
        errors.push(FieldError::new("alerte", "L’alerte est donnée de 0 à 730 jours avant la fin"));
    }
    errors
}

/// What is wrong with a kind of posts; `known` are those there are.
pub fn check_post_kind(label: &str, known: &[String]) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> =
        text_error("type", "le nom de ce type de poste", label, (true, 100)).into_iter().collect();
    let key = kernel::text::search_key;
    if known.iter().any(|one| key(one) == key(label)) {
        errors.push(FieldError::new("type", "Ce type est déjà dans la liste"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn post() -> Post {
        let terms = PostTerms {
            kind: "fonjep".into(),
            employer: Uuid::nil(),
            funder: Uuid::nil(),
            area: None,
            mission: "Accueil des familles".into(),
            fte: 100,
            starts_on: date(2025, 7, 1),
            ends_on: date(2026, 6, 30),
            amount: Amount::Known(700_000),
            alert_days: 90,
            is_specific: true,
            is_public: true,
        };
        Post { id: Uuid::nil(), contract: Uuid::nil(), terms, revision: 1 }
    }

    #[test]
    fn somebody_is_told_before_the_end() {
        let post = post();
        assert_eq!(post.alert_on(), date(2026, 4, 1));
        for (day, state) in [
            (date(2025, 6, 30), PostState::Coming),
            (date(2026, 3, 31), PostState::Running),
            (date(2026, 4, 1), PostState::ToRenew),
            (date(2026, 6, 30), PostState::ToRenew),
            (date(2026, 7, 1), PostState::Over),
        ] {
            assert_eq!(post.state(day), state, "{day}");
        }
    }

    #[test]
    fn a_year_pays_its_days() {
        // 184 days of 2025, 181 of 2026: both years make the yearly amount.
        let of = |year| post().in_year(year).and_then(Amount::cents);
        assert_eq!((of(2025), of(2026), of(2027)), (Some(352_877), Some(347_123), None));
        let mut unknown = post();
        unknown.terms.amount = Amount::NotDisclosed;
        assert_eq!(unknown.in_year(2026), Some(Amount::NotDisclosed));
    }
}
