//! The three kinds of failure: a refusal (a page that explains), an input to correct (a field), a
//! breakdown (a reference). Slices return them as values; `web` turns them into pages.

use std::error::Error;
use std::fmt;

use crate::rights::{Act, Verdict};

/// Something the rules do not allow, told so that the person knows what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing there, or nothing this actor may see: the two look alike on purpose.
    NotFound,
    /// The act is not this person's.
    NotAllowed {
        /// What was tried.
        act: &'static Act,
        /// Why not.
        verdict: Verdict,
    },
    /// Somebody else changed the same thing meanwhile; what was typed is given back.
    Conflict {
        /// What happened, in French.
        explanation: String,
        /// The text that was not saved, by field label.
        kept: Vec<(String, String)>,
    },
    /// Too many tries; wait.
    TooMany {
        /// After how many seconds trying again makes sense.
        retry_after_seconds: u32,
    },
    /// Any other rule, told on its own page.
    Rule {
        /// Title of the page: what cannot be done.
        title: String,
        /// Why, and what to do now.
        explanation: String,
    },
}

impl Refusal {
    /// A refusal told in one title and one explanation.
    pub fn rule(title: impl Into<String>, explanation: impl Into<String>) -> Self {
        Self::Rule { title: title.into(), explanation: explanation.into() }
    }
}

/// One field to correct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form; empty when the whole form is concerned.
    pub field: String,
    /// What is wrong and what to do, in French, without blame.
    pub sentence: String,
}

impl FieldError {
    /// A sentence tied to a field.
    pub fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }
}

/// Something broke that nobody asked for. Logged with a reference; the person sees only the reference.
pub struct Breakdown(pub Box<dyn Error + Send + Sync>);

impl Breakdown {
    /// A breakdown told by a sentence of ours (English: for the log).
    pub fn because(sentence: impl Into<String>) -> Self {
        Self(sentence.into().into())
    }
}

impl fmt::Debug for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self)
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, " ← {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

/// Why an action did not happen.
#[derive(Debug)]
pub enum Failure {
    /// A rule says no.
    Refused(Refusal),
    /// Fields to correct.
    Input(Vec<FieldError>),
    /// Something broke.
    Broken(Breakdown),
}

/// What actions return.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// One field to correct.
    pub fn field(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self::Input(vec![FieldError::new(field, sentence)])
    }

    /// What an outcome gives, its points to correct kept with those of the rest of the form: a form tells
    /// everything at once.
    ///
    /// # Errors
    /// Whatever is not a point to correct.
    pub fn gather<T>(errors: &mut Vec<FieldError>, outcome: Outcome<T>) -> Outcome<Option<T>> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(Self::Input(more)) => {
                errors.extend(more);
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Goes on when nothing is to correct.
    ///
    /// # Errors
    /// [`Failure::Input`] with the fields to correct, when there is one.
    pub fn unless_empty(errors: Vec<FieldError>) -> Outcome<()> {
        if errors.is_empty() { Ok(()) } else { Err(Self::Input(errors)) }
    }

    /// Somebody else changed the same thing meanwhile (`what`, with its determiner: « ce compte »). The texts typed
    /// are given back by field label, empty ones left out.
    pub fn conflict(what: &str, kept: &[(&str, &str)]) -> Self {
        let explanation = format!(
            "Quelqu’un d’autre a modifié {what} pendant que vous écriviez. Relisez la version enregistrée, puis \
             reportez ce que vous aviez écrit, gardé ci-dessous."
        );
        let kept = kept
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(label, text)| ((*label).to_owned(), (*text).to_owned()))
            .collect();
        Refusal::Conflict { explanation, kept }.into()
    }
}

/// What a form gives: the value as far as it could be read, and the points to correct found while reading it. An
/// action takes one, adds what its rules find, and tells everything at once; whoever has the value already gives
/// it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled<T> {
    /// What was read; a field that could not be read holds its empty value.
    pub value: T,
    errors: Vec<FieldError>,
}

impl<T> Filled<T> {
    /// A value and what reading it found.
    pub fn new(value: T, errors: Vec<FieldError>) -> Self {
        Self { value, errors }
    }

    /// The same points to correct around another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Filled<U> {
        Filled { value: change(self.value), errors: self.errors }
    }

    /// Adds what a rule found; a field that has its sentence already keeps that one.
    pub fn find(&mut self, errors: impl IntoIterator<Item = FieldError>) {
        for error in errors {
            if error.field.is_empty() || !self.is_wrong(&error.field) {
                self.errors.push(error);
            }
        }
    }

    /// Whether a field has its sentence already: a rule that leans on it has nothing to say yet.
    pub fn is_wrong(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// The value, when nothing is to correct.
    ///
    /// # Errors
    /// [`Failure::Input`] with every point to correct.
    pub fn sound(self) -> Outcome<T> {
        Failure::unless_empty(self.errors)?;
        Ok(self.value)
    }
}

impl<T> From<T> for Filled<T> {
    fn from(value: T) -> Self {
        Self::new(value, Vec::new())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Breakdown> for Failure {
    fn from(breakdown: Breakdown) -> Self {
        Self::Broken(breakdown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_correct_goes_on() {
        assert!(Failure::unless_empty(Vec::new()).is_ok());
        let errors = vec![FieldError::new("nom", "Saisissez un nom")];
        let refused = Failure::unless_empty(errors.clone());
        assert!(matches!(refused, Err(Failure::Input(told)) if told == errors));
    }

    #[test]
    fn points_to_correct_are_gathered_and_refusals_are_not() {
        let mut errors = vec![FieldError::new("nom", "Saisissez un nom")];
        assert!(matches!(Failure::gather(&mut errors, Ok(3)), Ok(Some(3))));
        let date: Outcome<i32> = Err(Failure::field("date", "Saisissez la date"));
        assert!(matches!(Failure::gather(&mut errors, date), Ok(None)));
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["nom", "date"]);
        let gone: Outcome<i32> = Err(Refusal::NotFound.into());
        assert!(Failure::gather(&mut errors, gone).is_err());
    }

    #[test]
    fn a_form_tells_what_reading_and_rules_found_once_for_each_field() {
        let mut form = Filled::new("", vec![FieldError::new("date", "Saisissez la date")]);
        form.find([FieldError::new("date", "La date est passée"), FieldError::new("nom", "Saisissez un nom")]);
        form.find([FieldError::new("", "Rien ne va"), FieldError::new("", "Vraiment rien")]);
        assert!(form.is_wrong("date") && !form.is_wrong("lieu"));
        let Err(Failure::Input(errors)) = form.sound() else { panic!("nothing was told") };
        let told: Vec<&str> = errors.iter().map(|error| error.sentence.as_str()).collect();
        assert_eq!(told, ["Saisissez la date", "Saisissez un nom", "Rien ne va", "Vraiment rien"]);
        assert!(matches!(Filled::from(3).map(|value| value + 1).sound(), Ok(4)));
    }

    #[test]
    fn a_conflict_gives_back_what_was_typed() {
        let failure = Failure::conflict("ce compte", &[("Nom", " Léa "), ("Note", "  ")]);
        let Failure::Refused(Refusal::Conflict { explanation, kept }) = failure else { panic!("{failure:?}") };
        assert!(explanation.starts_with("Quelqu’un d’autre a modifié ce compte pendant que vous écriviez. "));
        assert_eq!(kept, [("Nom".to_owned(), " Léa ".to_owned())]);
    }
}
