//! Lists of a sheet: people, approvals, years, documents.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid};

use super::{DocumentKind, Quality, line};

/// Somebody on the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representative {
    /// Which.
    pub id: Uuid,
    /// Of which organisation.
    pub organisation: Uuid,
    /// Who she is.
    pub terms: PersonTerms,
    /// Changes.
    pub revision: i64,
}

/// Who somebody on the sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonTerms {
    /// For what she stands there.
    pub quality: Quality,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// « Présidente ».
    pub role: String,
    /// Telephone, E.164.
    pub phone: String,
    /// Electronic address.
    pub email: String,
}

/// What is wrong with somebody on the sheet.
pub fn check_person(terms: &PersonTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, label, text) in [("prenom", "prénom", &terms.given_name), ("nom", "nom", &terms.family_name)] {
        if text.is_empty() || text.chars().count() > 80 {
            errors.push(FieldError::new(field, format!("Saisissez le {label}, en 80 signes au plus")));
        }
    }
    line(&mut errors, "fonction", "La fonction", &terms.role, 120);
    if !terms.email.is_empty() && (!terms.email.contains('@') || terms.email.contains(char::is_whitespace)) {
        errors.push(FieldError::new("courriel", "L’adresse électronique doit avoir la forme nom@exemple.fr"));
    }
    errors
}

/// An approval given by an administration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Which.
    pub id: Uuid,
    /// Of which organisation.
    pub organisation: Uuid,
    /// Its kind: « jeunesse et éducation populaire ».
    pub label: String,
    /// Who gave it.
    pub given_by: String,
    /// When.
    pub given_on: Date,
    /// Until when, when it ends.
    pub ends_on: Option<Date>,
}

/// What is wrong with an approval.
pub fn check_approval(one: &Approval, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if one.label.is_empty() || one.label.chars().count() > 150 {
        errors.push(FieldError::new("type", "Dites de quel agrément il s’agit, en 150 signes au plus"));
    }
    if one.given_by.is_empty() || one.given_by.chars().count() > 150 {
        errors.push(FieldError::new("par", "Dites qui l’a donné, en 150 signes au plus"));
    }
    if one.given_on > today {
        errors.push(FieldError::new("date", "Ce jour est à venir"));
    }
    if one.ends_on.is_some_and(|end| end < one.given_on) {
        errors.push(FieldError::new("fin", "La fin doit venir après le début"));
    }
    errors
}

/// People and accounts of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// Which.
    pub id: Uuid,
    /// Of which organisation.
    pub organisation: Uuid,
    /// What was said of it.
    pub terms: YearTerms,
    /// Changes.
    pub revision: i64,
}

/// What is said of a year: people on 31 December (CERFA 12156*06, 4) and totals of the accounts. None: not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearTerms {
    /// Which year.
    pub year: i64,
    /// Volunteers.
    pub volunteers: Option<i64>,
    /// People in civic service and the like.
    pub civic_service: Option<i64>,
    /// Employees.
    pub employees: Option<i64>,
    /// Of whom in aided jobs.
    pub aided_jobs: Option<i64>,
    /// Employees in full-time equivalents, hundredths.
    pub full_time_hundredths: Option<i64>,
    /// People seconded by an authority.
    pub seconded: Option<i64>,
    /// Members.
    pub members: Option<i64>,
    /// Total of charges.
    pub charges: Option<Cents>,
    /// Total of products.
    pub products: Option<Cents>,
}

impl YearTerms {
    /// What the accounts come to, when both totals are known.
    pub fn result(&self) -> Option<Cents> {
        Some(self.products? - self.charges?)
    }
}

/// What is wrong with a year.
pub fn check_year(terms: &YearTerms, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(1901..=i64::from(today.year())).contains(&terms.year) {
        errors.push(FieldError::new("annee", format!("Indiquez une année passée, par exemple {}", today.year() - 1)));
    }
    if let (Some(aided), Some(employees)) = (terms.aided_jobs, terms.employees)
        && aided > employees
    {
        errors
            .push(FieldError::new("aides", "Il y a plus d’emplois aidés que de salariés : vérifiez les deux nombres"));
    }
    if let (Some(full_time), Some(employees)) = (terms.full_time_hundredths, terms.employees)
        && full_time > employees * 100
    {
        errors.push(FieldError::new("etpt", "Il y a plus d’équivalents temps plein que de salariés"));
    }
    for (field, amount) in [("charges", terms.charges), ("produits", terms.products)] {
        if amount.is_some_and(|amount| amount < Cents(0)) {
            errors.push(FieldError::new(field, "Un total ne peut pas être négatif"));
        }
    }
    errors
}

/// A document of the safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which.
    pub id: Uuid,
    /// Of which organisation.
    pub organisation: Uuid,
    /// What it is.
    pub kind: DocumentKind,
    /// What its keeper calls it.
    pub label: String,
    /// Its file.
    pub file: Uuid,
    /// Its own date.
    pub dated: Option<Date>,
    /// The last day it is good.
    pub valid_until: Option<Date>,
    /// When it was put in.
    pub added_at: Moment,
    /// By whom.
    pub added_by: String,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_holds_together() {
        let told = |terms: YearTerms| {
            check_year(&terms, date(2026, 3, 1)).into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        let sound = YearTerms { year: 2025, employees: Some(2), full_time_hundredths: Some(150), ..Default::default() };
        assert!(told(sound).is_empty());
        assert_eq!(told(YearTerms { year: 2027, ..sound }), ["annee"]);
        assert_eq!(
            told(YearTerms { aided_jobs: Some(3), full_time_hundredths: Some(201), ..sound }),
            ["aides", "etpt"]
        );
        assert_eq!(told(YearTerms { charges: Some(Cents(-1)), ..sound }), ["charges"]);
        let both = YearTerms { charges: Some(Cents(100)), products: Some(Cents(70)), ..sound };
        assert_eq!((both.result(), sound.result()), (Some(Cents(-30)), None));
    }
}
