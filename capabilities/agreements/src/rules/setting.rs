//! What a contract sets for its agreements.

use kernel::FieldError;
use settlement::Thresholds;

/// Thresholds with their source, the part of an advance, the months of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Amounts from which rules hold.
    pub thresholds: Thresholds,
    /// The first payment, in thousandths of a year.
    pub advance_permille: i64,
    /// Months after the year's end to give the report.
    pub report_months: i64,
    /// Gaps to explain: above so many percent of what was foreseen.
    pub gap_percent: i64,
    /// And above so many cents.
    pub gap_floor: i64,
    /// What is too much up to so many cents is not asked back.
    pub tolerance: i64,
    /// Working days before the last one when associations are reminded.
    pub reminders: Vec<u16>,
    /// Where thresholds come from.
    pub source: String,
}

/// Where the usual thresholds come from.
const SOURCE: &str = "Loi n° 2000-321, article 10 ; décret n° 2001-495, articles 1 et 2 ; code de commerce, article D612-5 ; \
                      circulaire du 29 septembre 2015 ; code général des collectivités territoriales, article L2313-1.";

impl Default for Setting {
    fn default() -> Self {
        Self {
            thresholds: Thresholds::default(),
            advance_permille: 700,
            report_months: 6,
            gap_percent: 20,
            gap_floor: 0,
            tolerance: 0,
            reminders: vec![20, 10, 3],
            source: SOURCE.to_owned(),
        }
    }
}

impl Setting {
    /// From which gap an explanation is asked.
    pub fn gap(&self) -> settlement::Tolerance {
        let part = u16::try_from(self.gap_percent.clamp(0, 100) * 100).unwrap_or(2_000);
        settlement::Tolerance { part, floor_cents: self.gap_floor }
    }

    /// What is wrong with it.
    pub fn check(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let thresholds = &self.thresholds;
        for (field, cents) in [
            ("convention", thresholds.agreement),
            ("comptes", thresholds.accounts),
            ("depot", thresholds.deposit),
            ("objectifs", thresholds.objectives),
            ("annexe", thresholds.annex),
        ] {
            if !(0..=settlement::MOST_CENTS).contains(&cents) {
                errors.push(FieldError::new(field, "Le seuil est un montant positif, par exemple 23 000"));
            }
        }
        if !(0..=1000).contains(&self.advance_permille) {
            errors.push(FieldError::new("acompte", "L’acompte va de 0 à 100 %"));
        }
        if !(1..=12).contains(&self.report_months) {
            errors.push(FieldError::new("mois", "Le délai du compte rendu va de 1 à 12 mois"));
        }
        if !(0..=100).contains(&self.gap_percent) {
            errors.push(FieldError::new("ecart", "L’écart à expliquer va de 0 à 100 %"));
        }
        for (field, cents) in [("ecart-plancher", self.gap_floor), ("tolerance", self.tolerance)] {
            if !(0..=settlement::MOST_CENTS).contains(&cents) {
                errors.push(FieldError::new(field, "C’est un montant positif, ou 0"));
            }
        }
        if self.source.trim().is_empty() || self.source.chars().count() > 1_000 {
            errors.push(FieldError::new("source", "Dites d’où viennent ces seuils, en moins de 1 000 signes"));
        }
        errors
    }
}
