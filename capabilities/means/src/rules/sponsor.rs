//! What firms give, directly or through an endowment fund.

use jiff::civil::Date;
use kernel::{FieldError, Uuid, vocabulary};

use super::{Amount, text_error};

vocabulary! {
    /// What a firm gives.
    SponsorshipKind {
        /// Money.
        Cash => "cash", "En argent";
        /// Things.
        InKind => "in_kind", "En nature";
        /// People’s time.
        Skills => "skills", "En compétences";
    }
}

/// What is told of a gift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SponsorshipTerms {
    /// The firm; never a private person.
    pub firm: String,
    /// What it gives.
    pub kind: SponsorshipKind,
    /// What it comes to.
    pub amount: Amount,
    /// The year.
    pub year: i64,
    /// The endowment fund it goes through.
    pub fund: Option<Uuid>,
    /// Where the figure comes from.
    pub source: String,
    /// When it was counted.
    pub counted_on: Date,
    /// Anything to say of it.
    pub note: String,
    /// Actions of the plan it is assigned to.
    pub sheets: Vec<Uuid>,
    /// Whether everybody reads it.
    pub is_public: bool,
}

/// A gift as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sponsorship {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What is told.
    pub terms: SponsorshipTerms,
    /// How many times it changed.
    pub revision: i64,
}

impl Sponsorship {
    /// Whether its euros count by themselves: money that does not go through a fund, which counts when the fund spends it.
    pub fn counts(&self) -> bool {
        self.terms.kind == SponsorshipKind::Cash && self.terms.fund.is_none()
    }
}

/// An endowment fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndowmentFund {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// Its name.
    pub name: String,
}

/// What is told of a year of an endowment fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndowmentYearTerms {
    /// The year.
    pub year: i64,
    /// Collected, in cents.
    pub collected: i64,
    /// Spent for the neighbourhoods, in cents.
    pub used: i64,
    /// What it was spent on.
    pub note: String,
    /// Where the figures come from.
    pub source: String,
    /// When they were counted.
    pub counted_on: Date,
}

/// A year of an endowment fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndowmentYear {
    /// Which.
    pub id: Uuid,
    /// The fund.
    pub fund: Uuid,
    /// What is told.
    pub terms: EndowmentYearTerms,
    /// How many times it changed.
    pub revision: i64,
}

/// What is wrong with a year of a contract.
fn check_year_of(year: i64, (first, last): (i64, i64)) -> Option<FieldError> {
    let sentence = || format!("L’année doit être entre {first} et {last}, celles du contrat");
    (!(first..=last).contains(&year)).then(|| FieldError::new("annee", sentence()))
}

fn check_counted(source: &str, on: Date, today: Date) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> =
        text_error("source", "d’où vient le chiffre, sans nommer personne", source, (true, 300)).into_iter().collect();
    if on > today {
        errors.push(FieldError::new("compte", "Le jour du calcul est passé ou aujourd’hui"));
    }
    errors
}

/// What is wrong with a gift. `years` are those of the contract.
pub fn check_sponsorship(terms: &SponsorshipTerms, years: (i64, i64), today: Date) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = check_year_of(terms.year, years).into_iter().collect();
    errors.extend(text_error("entreprise", "le nom de l’entreprise", &terms.firm, (true, 200)));
    errors.extend(text_error("note", "", &terms.note, (false, 1_000)));
    errors.extend(check_counted(&terms.source, terms.counted_on, today));
    if terms.fund.is_some() && terms.kind != SponsorshipKind::Cash {
        errors.push(FieldError::new("fonds", "Seul l’argent passe par un fonds de dotation : laissez ce champ vide"));
    }
    errors
}

/// What is wrong with a year of an endowment fund.
pub fn check_endowment(terms: &EndowmentYearTerms, years: (i64, i64), today: Date) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = check_year_of(terms.year, years).into_iter().collect();
    errors.extend(text_error("note", "", &terms.note, (false, 1_000)));
    errors.extend(check_counted(&terms.source, terms.counted_on, today));
    errors
}

/// The first year a fund has spent more than it collected until then, with by how much.
pub fn overspent(years: &[EndowmentYear]) -> Option<(i64, i64)> {
    let mut own: Vec<&EndowmentYearTerms> = years.iter().map(|one| &one.terms).collect();
    own.sort_by_key(|one| one.year);
    let mut left = 0_i64;
    for one in own {
        left = left.saturating_add(one.collected).saturating_sub(one.used);
        if left < 0 {
            return Some((one.year, -left));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn year(year: i64, collected: i64, used: i64) -> EndowmentYear {
        let (note, source, counted_on) = (String::new(), "Comptes".into(), date(2026, 1, 1));
        let terms = EndowmentYearTerms { year, collected, used, note, source, counted_on };
        EndowmentYear { id: Uuid::nil(), fund: Uuid::nil(), terms, revision: 1 }
    }

    #[test]
    fn a_fund_spends_what_it_collected_before() {
        assert_eq!(overspent(&[year(2026, 0, 400), year(2025, 1_000, 600)]), None);
        assert_eq!(overspent(&[year(2026, 0, 401), year(2025, 1_000, 600)]), Some((2026, 1)));
    }
}
