//! Figures of a consultation, and what should hold between them. Disagreements are shown, never smoothed.

use jiff::civil::Date;
use kernel::{FieldError, Uuid};

use super::{ComparisonRule, Unit};

/// What is written of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureText {
    /// Stable key.
    pub code: String,
    /// The channel; none when it counts several.
    pub channel: Option<Uuid>,
    /// The neighbourhood it describes, if it describes one.
    pub area: Option<Uuid>,
    /// What is counted.
    pub label: String,
    /// The figure, in its unit.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// How many people or answers it is counted out of, when known.
    pub base: Option<i64>,
    /// What it is counted out of, always said.
    pub base_label: String,
    /// The document it is read in.
    pub document: Option<Uuid>,
    /// Page or slide.
    pub page: String,
    /// Day it was reported.
    pub reported_on: Option<Date>,
    /// What a reader must know.
    pub note: String,
}

/// A figure as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which.
    pub id: Uuid,
    /// The consultation it belongs to.
    pub consultation: Uuid,
    /// What is written.
    pub text: FigureText,
    /// How many times it was corrected, from 1.
    pub revision: i64,
}

/// Figures set side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// French title.
    pub title: String,
    /// What should hold.
    pub rule: ComparisonRule,
    /// What is known of it.
    pub explanation: String,
    /// The figures, in order.
    pub figures: Vec<Figure>,
}

/// What is to correct in a figure.
pub fn check_figure(text: &FigureText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if text.label.trim().is_empty() {
        errors.push(FieldError::new("intitule", "Saisissez ce qui est mesuré"));
    }
    errors.extend(check_value("valeur", "Le chiffre", text.value, Some(text.unit)));
    errors.extend(check_base(&text.base_label));
    errors
}

/// A value has the bounds of its unit.
pub fn check_value(field: &str, what: &str, value: f64, unit: Option<Unit>) -> Option<FieldError> {
    if unit == Some(Unit::Percent) && !(0.0..=100.0).contains(&value) {
        return Some(FieldError::new(field, "Une part va de 0 à 100 %"));
    }
    (value < 0.0).then(|| FieldError::new(field, format!("{what} ne peut pas être négatif")))
}

/// A figure always says what it is counted on.
pub fn check_base(base_label: &str) -> Option<FieldError> {
    let sentence = "Saisissez sur quoi porte ce chiffre, par exemple : personnes interrogées";
    base_label.trim().is_empty().then(|| FieldError::new("base-libelle", sentence))
}

/// What should be found and what is found; nothing when there are too few figures to tell.
pub fn compare(comparison: &Comparison) -> Option<(f64, f64)> {
    let values: Vec<f64> = comparison.figures.iter().map(|figure| figure.text.value).collect();
    match (comparison.rule, values.as_slice()) {
        (ComparisonRule::Equal, [first, .., last]) => Some((*first, *last)),
        (ComparisonRule::Sum, [_, _, ..]) => Some((100.0, values.iter().sum())),
        (ComparisonRule::Total, [total, parts @ ..]) if !parts.is_empty() => Some((*total, parts.iter().sum())),
        _ => None,
    }
}

impl Comparison {
    /// Whether what should hold does. Values are written with one decimal at most.
    pub fn holds(&self) -> bool {
        compare(self).is_none_or(|(expected, observed)| (expected - observed).abs() < 0.05)
    }
}

/// « 31 % », « 42,7 % », « 158 personnes ».
pub fn shown_value(value: f64, unit: Unit) -> String {
    let decimals = usize::from((value - value.round()).abs() > 0.049);
    let number = kernel::french::decimal(value, decimals);
    let is_singular = value.abs() < 2.0;
    let word = match unit {
        Unit::Percent => "%",
        Unit::Gatherings if is_singular => "rencontre",
        Unit::People if is_singular => "personne",
        Unit::Answers if is_singular => "réponse",
        other => other.french(),
    };
    format!("{number}\u{a0}{word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(rule: ComparisonRule, values: &[f64]) -> Comparison {
        let figure = |value: &f64| Figure {
            id: Uuid::nil(),
            consultation: Uuid::nil(),
            revision: 1,
            text: FigureText {
                code: String::new(),
                channel: None,
                area: None,
                label: String::new(),
                value: *value,
                unit: Unit::Percent,
                base: None,
                base_label: String::new(),
                document: None,
                page: String::new(),
                reported_on: None,
                note: String::new(),
            },
        };
        Comparison {
            title: String::new(),
            rule,
            explanation: String::new(),
            figures: values.iter().map(figure).collect(),
        }
    }

    #[test]
    fn disagreements_are_found_and_agreements_left_alone() {
        assert!(!comparison(ComparisonRule::Equal, &[158.0, 157.0]).holds());
        assert_eq!(compare(&comparison(ComparisonRule::Sum, &[31.0, 9.0, 11.0, 25.0, 17.0])), Some((100.0, 93.0)));
        assert!(comparison(ComparisonRule::Total, &[463.0, 216.0, 158.0, 89.0]).holds());
        assert!(comparison(ComparisonRule::Sum, &[12.0]).holds());
    }

    #[test]
    fn values_are_written_as_they_are_read() {
        assert_eq!(shown_value(31.0, Unit::Percent), "31\u{a0}%");
        assert_eq!(shown_value(42.7, Unit::Percent), "42,7\u{a0}%");
        assert_eq!(shown_value(1.0, Unit::People), "1\u{a0}personne");
    }
}
