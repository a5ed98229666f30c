//! A body that sits: its territory, its rules, what is set by default and why.

use jiff::civil::Date;
use kernel::{FieldError, Uuid};

use super::Kind;

/// A body that sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assembly {
    /// Which.
    pub id: Uuid,
    /// Of what kind; fixed when it opens.
    pub kind: Kind,
    /// The council that was drawn for it; fixed when it opens.
    pub council: Option<Uuid>,
    /// What was set.
    pub terms: AssemblyTerms,
    /// How many times it was changed.
    pub revision: i64,
}

impl Assembly {
    /// The contract it steers; none for bodies where residents sit, whose addresses are no business of the contract's administration.
    pub fn steered(&self) -> Option<Uuid> {
        self.terms.contract.filter(|_| self.kind.is_steering())
    }
}

/// What is set for a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssemblyTerms {
    /// Its name.
    pub name: String,
    /// What it is for, in a few sentences.
    pub purpose: String,
    /// The contract it belongs to.
    pub contract: Option<Uuid>,
    /// Its neighbourhoods, in order.
    pub areas: Vec<Uuid>,
    /// Who carries it, as read by all.
    pub support: String,
    /// The organisation whose administrators may keep its life.
    pub organisation: Option<Uuid>,
    /// Where it meets.
    pub place: String,
    /// Its charter.
    pub charter: String,
    /// First day of the mandates.
    pub starts_on: Option<Date>,
    /// Length of a mandate, in months.
    pub mandate_months: i64,
    /// After how many months half of it is renewed; never, when not said.
    pub renewal_months: Option<i64>,
    /// Days between the convocation and the meeting.
    pub notice_days: i64,
    /// Share of those who sit that must be present; 0, when there is no quorum.
    pub quorum_percent: i64,
    /// Days the authority has to answer.
    pub reply_days: i64,
    /// Whether everybody reads approved minutes.
    pub are_minutes_public: bool,
    /// Whether everybody reads what it decided, and what became of it.
    pub are_decisions_public: bool,
}

impl AssemblyTerms {
    /// What is set at first. Three years with half renewed at mid-term for councils, as contracts of six years do; a
    /// fortnight to read papers, half present to decide. Lighter for others: a year, a week, no quorum. Two months to
    /// answer, as for any request to an administration (code des relations entre le public et l’administration, L. 231-4).
    /// Bodies that steer last as the contract does, six years; those that decide are convened a fortnight before and need half
    /// of their seats.
    pub fn first(kind: Kind) -> Self {
        let is_council = kind == Kind::Council;
        let decides = is_council || matches!(kind, Kind::Steering | Kind::Funders);
        Self {
            name: String::new(),
            purpose: String::new(),
            contract: None,
            areas: Vec::new(),
            support: String::new(),
            organisation: None,
            place: String::new(),
            charter: String::new(),
            starts_on: None,
            mandate_months: match kind {
                Kind::Council => 36,
                _ if kind.is_steering() => 72,
                _ => 12,
            },
            renewal_months: is_council.then_some(18),
            notice_days: if decides { 15 } else { 7 },
            quorum_percent: if decides { 50 } else { 0 },
            reply_days: 60,
            are_minutes_public: is_council,
            are_decisions_public: kind == Kind::Steering,
        }
    }
}

/// What is wrong in the terms of a body.
pub fn check_assembly(kind: Kind, terms: &AssemblyTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.name.is_empty() || terms.name.chars().count() > 150 {
        tell("nom", "Indiquez le nom de l’instance, de moins de 150 signes");
    }
    if kind.is_steering() && terms.contract.is_none() {
        tell("contrat", "Choisissez le contrat que cette instance pilote");
    }
    if !kind.is_steering() && terms.areas.is_empty() {
        tell("quartiers", "Cochez au moins un quartier");
    }
    if !(1..=120).contains(&terms.mandate_months) {
        tell("mandat", "La durée du mandat va de 1 à 120 mois");
    }
    if terms.renewal_months.is_some_and(|months| !(1..terms.mandate_months).contains(&months)) {
        tell("renouvellement", "Le renouvellement par moitié vient avant la fin du mandat : indiquez moins de mois");
    }
    if !(0..=90).contains(&terms.notice_days) {
        tell("delai", "Le délai de convocation va de 0 à 90 jours");
    }
    if !(0..=100).contains(&terms.quorum_percent) {
        tell("quorum", "Le quorum va de 0 à 100 % ; 0 veut dire qu’il n’y en a pas");
    }
    if !(1..=366).contains(&terms.reply_days) {
        tell("reponse", "Le délai de réponse va de 1 à 366 jours");
    }
    for (field, text, most) in [
        ("objet", &terms.purpose, 2_000),
        ("structure", &terms.support, 300),
        ("lieu", &terms.place, 300),
        ("charte", &terms.charter, 20_000),
    ] {
        if text.chars().count() > most {
            tell(field, &format!("Ce texte dépasse {most} signes : raccourcissez-le"));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bodies_start_with_lighter_rules() {
        let (council, table) = (AssemblyTerms::first(Kind::Council), AssemblyTerms::first(Kind::Table));
        assert_eq!((council.mandate_months, council.renewal_months, council.quorum_percent), (36, Some(18), 50));
        assert_eq!((table.mandate_months, table.renewal_months, table.quorum_percent), (12, None, 0));
        let wrong: Vec<String> = check_assembly(Kind::Table, &table).into_iter().map(|error| error.field).collect();
        assert_eq!(wrong, ["nom", "quartiers"]);
        let steering = AssemblyTerms::first(Kind::Steering);
        assert_eq!((steering.mandate_months, steering.quorum_percent, steering.are_decisions_public), (72, 50, true));
        let wrong: Vec<String> =
            check_assembly(Kind::Steering, &steering).into_iter().map(|error| error.field).collect();
        assert_eq!(wrong, ["nom", "contrat"]);
    }

    #[test]
    fn half_is_renewed_before_the_end() {
        let terms = AssemblyTerms {
            name: "Conseil".into(),
            areas: vec![Uuid::from_u128(1)],
            renewal_months: Some(36),
            quorum_percent: 101,
            ..AssemblyTerms::first(Kind::Council)
        };
        let wrong: Vec<String> = check_assembly(Kind::Council, &terms).into_iter().map(|error| error.field).collect();
        assert_eq!(wrong, ["renouvellement", "quorum"]);
    }
}
