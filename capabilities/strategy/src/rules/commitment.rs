//! What signatories bring: money kept for the contract, ordinary means, people, skills.

use kernel::{Cents, FieldError, Uuid, french};

use super::contract::too_long;

kernel::vocabulary! {
    /// What is brought.
    CommitmentKind {
        /// Money kept for the policy of the city.
        Specific => "specific", "Crédits spécifiques";
        /// Ordinary means, in money.
        CommonLaw => "common_law", "Droit commun, en euros";
        /// Ordinary means, in people's time.
        Staff => "staff", "Droit commun, en équivalents temps plein";
        /// Skills: studies, engineering, training.
        Expertise => "expertise", "Expertise";
    }
}

/// What is written of a commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentTerms {
    /// What is brought.
    pub kind: CommitmentKind,
    /// Money, when it is said in money.
    pub amount: Option<Cents>,
    /// Full-time equivalents, in hundredths: 150 is one person and a half.
    pub fte_hundredths: Option<i64>,
    /// The year; the whole period when none.
    pub year: Option<i64>,
    /// What it is for.
    pub words: String,
}

/// One line of what a signatory brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Who brings it.
    pub signatory: Uuid,
    /// What is written of it.
    pub terms: CommitmentTerms,
    /// How many times it was changed.
    pub revision: i64,
}

impl CommitmentTerms {
    /// How much: « 12 500 € », « 1,5 équivalent temps plein », nothing when it is only words.
    pub fn measure(&self) -> String {
        let people = self.fte_hundredths.map(staff);
        let money = self.amount.map(french::euros);
        money.into_iter().chain(people).collect::<Vec<_>>().join(", ")
    }

    /// When: a year, or the whole period.
    pub fn when(&self) -> String {
        self.year.map_or_else(|| "Toute la durée".to_owned(), |year| year.to_string())
    }
}

/// « 1,5 équivalent temps plein ».
pub fn staff(hundredths: i64) -> String {
    let decimals = match hundredths {
        whole if whole % 100 == 0 => 0,
        tenth if tenth % 10 == 0 => 1,
        _ => 2,
    };
    let number = french::decimal(hundredths as f64 / 100.0, decimals);
    let words = if hundredths < 200 { "équivalent temps plein" } else { "équivalents temps plein" };
    format!("{number} {words}")
}

/// What is wrong with a commitment, in a contract of these years.
pub fn check_commitment(terms: &CommitmentTerms, years: (i64, i64)) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match terms.kind {
        CommitmentKind::Specific | CommitmentKind::CommonLaw if terms.amount.is_none() => {
            errors.push(FieldError::new("montant", "Saisissez le montant, par exemple 12 500"));
        }
        CommitmentKind::Staff if terms.fte_hundredths.is_none() => {
            errors.push(FieldError::new("etp", "Saisissez le nombre d’équivalents temps plein, par exemple 1,5"));
        }
        CommitmentKind::Expertise if terms.words.trim().is_empty() => {
            errors.push(FieldError::new("precision", "Saisissez l’expertise apportée"));
        }
        _ => {}
    }
    if terms.amount.is_some_and(|amount| amount.0 < 0) {
        errors.push(FieldError::new("montant", "Le montant ne peut pas être négatif"));
    }
    if terms.fte_hundredths.is_some_and(|count| !(0..=100_000).contains(&count)) {
        errors.push(FieldError::new("etp", "Le nombre d’équivalents temps plein doit être entre 0 et 1 000"));
    }
    if let Some(year) = terms.year
        && !(years.0..=years.1).contains(&year)
    {
        let sentence = format!("L’année doit être entre {} et {}, les années du contrat", years.0, years.1);
        errors.push(FieldError::new("annee", sentence));
    }
    too_long(&mut errors, "precision", "La précision", &terms.words, 600);
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(kind: CommitmentKind) -> CommitmentTerms {
        CommitmentTerms { kind, amount: None, fte_hundredths: None, year: None, words: String::new() }
    }

    #[test]
    fn each_kind_says_what_it_needs() {
        let years = (2024, 2030);
        let field = |terms: &CommitmentTerms| check_commitment(terms, years).first().map(|error| error.field.clone());
        let told: Vec<Option<String>> = CommitmentKind::ALL.iter().map(|kind| field(&terms(*kind))).collect();
        let wanted = ["montant", "montant", "etp", "precision"].map(|field| Some(field.to_owned()));
        assert_eq!(told, wanted);
        let sound = CommitmentTerms { amount: Some(Cents(1)), ..terms(CommitmentKind::Specific) };
        assert_eq!(field(&sound), None);
        let late = CommitmentTerms { year: Some(2031), ..sound.clone() };
        assert_eq!(field(&late).as_deref(), Some("annee"));
        let below = CommitmentTerms { amount: Some(Cents(-1)), ..sound };
        assert_eq!(field(&below).as_deref(), Some("montant"));
    }

    #[test]
    fn a_measure_is_said_in_french() {
        assert_eq!(staff(150), "1,5 équivalent temps plein");
        assert_eq!(staff(200), "2 équivalents temps plein");
        assert_eq!(staff(25), "0,25 équivalent temps plein");
        let both = CommitmentTerms { amount: Some(Cents(1_250_000)), ..terms(CommitmentKind::CommonLaw) };
        assert!(both.measure().ends_with('€'), "{}", both.measure());
        assert_eq!(both.when(), "Toute la durée");
    }
}
