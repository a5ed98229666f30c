//! What a form shows: the text as typed, and the sentence to correct it. Values are always given back.

use jiff::civil::Date;
use kernel::FieldError;

use crate::Html;
use crate::language::{Language, Translated, t, t_count};

/// One field as the person left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldState {
    /// Name in the form.
    pub name: String,
    /// Typed values: one, or several for a group of check boxes.
    pub values: Vec<String>,
    /// What to correct.
    pub error: Option<String>,
}

/// The state of a whole form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Language of the words the fields add themselves.
    pub language: Language,
    fields: Vec<FieldState>,
    errors: Vec<FieldError>,
}

impl Form {
    /// A form nobody has filled yet.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A form with what was typed or stored, as (name, value) pairs; repeated names make a group.
    pub fn filled<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            form.add(name, value);
        }
        form
    }

    /// Adds one value to a field.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        let at = self.position(&name);
        self.fields[at].values.push(value.into());
    }

    /// The same form with one more value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.add(name, value);
        self
    }

    /// The same form with a day in its three fields `<name>-jour`, `<name>-mois`, `<name>-annee`.
    #[must_use]
    pub fn with_date(mut self, name: &str, day: Option<Date>) -> Self {
        if let Some(day) = day {
            self.add(format!("{name}-jour"), day.day().to_string());
            self.add(format!("{name}-mois"), day.month().to_string());
            self.add(format!("{name}-annee"), day.year().to_string());
        }
        self
    }

    /// The same form with what must be corrected, in the order of the page.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        for error in &errors {
            if !error.field.is_empty() {
                let at = self.position(&error.field);
                self.fields[at].error.get_or_insert_with(|| kernel::french::spaced(&error.sentence));
            }
        }
        self.errors = errors;
        self
    }

    /// The same form in a language.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    fn position(&mut self, name: &str) -> usize {
        self.fields.iter().position(|field| field.name == name).unwrap_or_else(|| {
            self.fields.push(FieldState { name: name.to_owned(), ..FieldState::default() });
            self.fields.len() - 1
        })
    }

    /// The state of a field, if anything is known of it.
    pub fn field(&self, name: &str) -> Option<&FieldState> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The (first) value of a field, empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.field(name).and_then(|field| field.values.first()).map_or("", String::as_str)
    }

    /// Every value of a field.
    pub fn values(&self, name: &str) -> &[String] {
        self.field(name).map_or(&[], |field| &field.values)
    }

    /// Whether a choice of that value was made.
    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.values(name).iter().any(|chosen| chosen == value)
    }

    /// What to correct in a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.field(name).and_then(|field| field.error.as_deref())
    }

    /// Whether there is anything to correct.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Everything to correct, in order, with no-break spaces.
    pub fn errors(&self) -> Vec<FieldError> {
        let spaced = |error: &FieldError| FieldError::new(&error.field, kernel::french::spaced(&error.sentence));
        self.errors.iter().map(spaced).collect()
    }

    /// Title of the error summary: « Il y a 2 points à corriger ».
    pub fn errors_title(&self) -> Translated {
        let number = i64::try_from(self.errors.len()).unwrap_or(i64::MAX);
        t_count(self.language, number, "Il y a {n} point à corriger", "Il y a {n} points à corriger")
    }

    /// A text in the language of the form.
    pub fn t(&self, french: &str) -> Translated {
        t(self.language, french)
    }

    /// Identifiers for `aria-describedby`: the hint, then the error.
    pub fn described_by(&self, name: &str, has_hint: bool) -> String {
        let hint = has_hint.then(|| format!("aide-{name}"));
        let error = self.error(name).map(|_| format!("erreur-{name}"));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// The day typed in the three fields of a date; `None` when all three are empty.
    ///
    /// # Errors
    /// A sentence on the field, when it is not a day of the calendar. `label` is the name of the date
    /// with its article, as in « la date de fin ».
    pub fn date(&self, name: &str, label: &str) -> Result<Option<Date>, FieldError> {
        let part = |suffix: &str| self.value(&format!("{name}-{suffix}")).trim();
        let (day, month, year) = (part("jour"), part("mois"), part("annee"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let label = capitalised(label);
        let incomplete = || FieldError::new(name, format!("{label} doit avoir un jour, un mois et une année"));
        if day.is_empty() || month.is_empty() || year.is_empty() {
            return Err(incomplete());
        }
        let read = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
        match read().filter(|date| (1900..=2200).contains(&date.year())) {
            Some(date) => Ok(Some(date)),
            None => {
                Err(FieldError::new(name, format!("{label} doit être un jour du calendrier, par exemple 27 3 2026")))
            }
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One answer of a list, of radio buttons or of check boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Value sent.
    pub value: String,
    /// Words shown.
    pub label: Html,
    /// One short sentence under the words, or nothing.
    pub hint: Html,
}

impl Choice {
    /// A value and its words.
    pub fn new(value: impl Into<String>, label: &str) -> Self {
        Self { value: value.into(), label: Html::sentence(label), hint: Html::default() }
    }

    /// A value and its translated words.
    pub fn translated(value: impl Into<String>, label: &Translated) -> Self {
        Self { value: value.into(), label: Html::trusted(label.to_string()), hint: Html::default() }
    }

    /// The same choice with one sentence of help.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        self.hint = Html::sentence(hint);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_or_explained() {
        let typed = |day: &str, month: &str, year: &str| {
            Form::filled([("fin-jour", day), ("fin-mois", month), ("fin-annee", year)]).date("fin", "la date de fin")
        };
        assert_eq!(typed("", " ", ""), Ok(None));
        assert_eq!(typed("6", "9", "2026").map(|d| d.map(|d| d.to_string())), Ok(Some("2026-09-06".to_owned())));
        for (day, month, year) in [("6", "", "2026"), ("31", "2", "2026"), ("x", "1", "2026"), ("1", "1", "26")] {
            let error = typed(day, month, year).expect_err("not a day");
            assert!(error.sentence.starts_with("La date de fin doit"), "{}", error.sentence);
        }
    }

    #[test]
    fn values_and_errors_are_kept_together() {
        let form = Form::filled([("nom", "A & B"), ("canal", "a"), ("canal", "b")])
            .with_errors(vec![FieldError::new("nom", "Saisissez le nom"), FieldError::new("", "Recommencez")]);
        assert_eq!(form.value("nom"), "A & B");
        assert!(form.is_chosen("canal", "b") && !form.is_chosen("canal", "c"));
        assert_eq!(form.described_by("nom", true), "aide-nom erreur-nom");
        assert_eq!(form.errors_title().text, "Il y a 2 points à corriger");
    }
}
