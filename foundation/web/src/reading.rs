//! A form being read: each field gives its value, or its sentence; reading never stops at the first.

use std::str::FromStr;

use interface::Form;
use jiff::civil::Date;
use kernel::{FieldError, Filled};

use crate::Fields;

/// What was typed, and what is wrong with it so far.
pub struct Reading<'a> {
    fields: &'a Fields,
    form: Form,
    errors: Vec<FieldError>,
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    pub fn of(fields: &'a Fields) -> Self {
        Self { fields, form: fields.form(), errors: Vec::new() }
    }

    /// A text, spaces around it dropped.
    pub fn text(&self, name: &str) -> String {
        self.fields.text(name).to_owned()
    }

    /// Says what is wrong with a field, unless that was said.
    pub fn tell(&mut self, name: &str, sentence: impl Into<String>) {
        if self.errors.iter().all(|known| known.field != name) {
            self.errors.push(FieldError::new(name, sentence));
        }
    }

    /// A value that must be there: told with this sentence when it is not.
    pub fn needed<T>(&mut self, name: &str, value: Option<T>, sentence: &str) -> Option<T> {
        if value.is_none() {
            self.tell(name, sentence);
        }
        value
    }

    /// A value of a list known by its code, which must be chosen.
    pub fn coded<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>, sentence: &str) -> Option<T> {
        let value = read(self.fields.text(name));
        self.needed(name, value, sentence)
    }

    /// A line of a list, which must be chosen.
    pub fn chosen<T: FromStr>(&mut self, name: &str, sentence: &str) -> Option<T> {
        self.coded(name, |text| text.parse().ok(), sentence)
    }

    /// A text read in its own way; none when the field is empty, told with this sentence when it cannot be read.
    pub fn parsed<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>, sentence: &str) -> Option<T> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        self.coded(name, read, sentence)
    }

    /// A line of a list, or none.
    pub fn offered<T: FromStr>(&mut self, name: &str) -> Option<T> {
        self.parsed(name, |text| text.parse().ok(), "Choisissez une ligne de la liste, ou aucune")
    }

    /// A number as people type it: spaces between thousands, a comma, a percent sign. None when the field is empty.
    pub fn number(&mut self, name: &str) -> Option<f64> {
        self.parsed(name, number, "Ce doit être un nombre, par exemple 31")
    }

    /// A whole number as people type it, none below zero. None when the field is empty.
    pub fn whole(&mut self, name: &str) -> Option<i64> {
        let whole = |text: &str| {
            number(text).filter(|value| (0.0..1e12).contains(value) && value.fract() == 0.0).map(|value| value as i64)
        };
        self.parsed(name, whole, "Ce doit être un nombre entier, par exemple 12")
    }

    /// A day typed in its three fields; none when they are empty. `label` has its article: « la date de fin ».
    pub fn day(&mut self, name: &str, label: &str) -> Option<Date> {
        self.form.date(name, label).unwrap_or_else(|error| {
            self.tell(name, error.sentence);
            None
        })
    }

    /// A day that must be typed.
    pub fn needed_day(&mut self, name: &str, label: &str) -> Option<Date> {
        let day = self.day(name, label);
        self.needed(name, day, &format!("Saisissez {label}"))
    }

    /// The value made of what was read, with everything to correct.
    pub fn filled<T>(self, value: T) -> Filled<T> {
        Filled::new(value, self.errors)
    }
}

fn number(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
    plain.replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use kernel::Failure;

    use super::*;

    #[test]
    fn everything_typed_is_read_or_told() {
        let fields = Fields::from_pairs([
            ("part", "42,5 %"),
            ("effectif", "1 204"),
            ("base", "12,5"),
            ("valeur", "trop"),
            ("rang", "3"),
            ("autre", "x"),
            ("fin-jour", "32"),
        ]);
        let mut reading = Reading::of(&fields);
        assert_eq!(
            (reading.number("part"), reading.whole("effectif"), reading.whole("vide")),
            (Some(42.5), Some(1204), None)
        );
        assert_eq!(
            (reading.chosen::<u8>("rang", "Choisissez un rang"), reading.offered::<u8>("vide")),
            (Some(3), None)
        );
        assert_eq!((reading.whole("base"), reading.offered::<u8>("autre")), (None, None));
        let value = reading.number("valeur");
        assert_eq!(reading.needed("valeur", value, "Saisissez le chiffre"), None);
        assert_eq!(
            (reading.day("fin", "la date de fin"), reading.needed_day("debut", "la date de début")),
            (None, None)
        );
        let Err(Failure::Input(errors)) = reading.filled(()).sound() else { panic!("nothing was told") };
        let told: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.field.as_str(), error.sentence.as_str())).collect();
        assert_eq!(
            told,
            [
                ("base", "Ce doit être un nombre entier, par exemple 12"),
                ("autre", "Choisissez une ligne de la liste, ou aucune"),
                ("valeur", "Ce doit être un nombre, par exemple 31"),
                ("fin", "La date de fin doit avoir un jour, un mois et une année"),
                ("debut", "Saisissez la date de début"),
            ]
        );
    }
}
