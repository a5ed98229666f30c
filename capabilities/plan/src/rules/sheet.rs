//! The action sheet: what is written in it, and what it must respect.

use jiff::civil::Date;
use kernel::text::search_key;
use kernel::{FieldError, Moment, Uuid};

use super::vocabulary::{Involvement, Term};
use super::{State, plain};

/// Longest title, in characters.
const LONGEST_TITLE: usize = 200;
/// Longest formatted text, in characters.
const LONGEST_DESCRIPTION: usize = 20_000;
/// Longest other text, in characters.
const LONGEST_TEXT: usize = 4_000;

/// What is written in a sheet, lists apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetText {
    /// Code within the contract: « F030 ».
    pub code: String,
    /// Title.
    pub title: String,
    /// What was noticed that calls for the action.
    pub finding: String,
    /// Strategic objective: a node of the tree.
    pub strategic: Option<Uuid>,
    /// Operational objective: a node of the tree.
    pub operational: Option<Uuid>,
    /// What is aimed at, in words.
    pub aims: String,
    /// What is done: formatted text, see [`super::parse`].
    pub description: String,
    /// The perimeter, in words.
    pub perimeter: String,
    /// For whom.
    pub publics: String,
    /// The organisation that leads.
    pub lead: String,
    /// Which competence, of whom.
    pub competence: String,
    /// When it bears fruit.
    pub term: Option<Term>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day, included.
    pub ends_on: Option<Date>,
    /// How far residents are involved.
    pub involvement: Option<Involvement>,
    /// What makes it succeed.
    pub conditions: String,
    /// What it takes to do the same elsewhere.
    pub transposition: String,
    /// Lenses it is read through: the identifier of a transversal node, or the code of a view of public policy.
    pub lenses: Vec<String>,
    /// Needs it answers.
    pub needs: Vec<Uuid>,
}

impl SheetText {
    /// What is searched in, made comparable and cut.
    pub fn words(&self) -> String {
        let all = [&self.code, &self.title, &self.lead, &self.publics, &self.aims, &self.finding, &self.description];
        let text = all.map(String::as_str).join(" ");
        kernel::text::shorten(&search_key(&plain(&text)), 1_500)
    }

    /// The texts a person would miss, by label.
    pub fn typed(&self) -> [(&'static str, &str); 10] {
        [
            ("Titre", &self.title),
            ("Constat", &self.finding),
            ("Objectifs", &self.aims),
            ("Description", &self.description),
            ("Périmètre", &self.perimeter),
            ("Publics", &self.publics),
            ("Pilote", &self.lead),
            ("Compétence", &self.competence),
            ("Conditions de réussite", &self.conditions),
            ("Transposition", &self.transposition),
        ]
    }
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its name in public addresses.
    pub address: String,
    /// What is written in it.
    pub text: SheetText,
    /// Where it stands.
    pub state: State,
    /// Since when anybody reads it; a draft otherwise.
    pub published_at: Option<Moment>,
    /// Last change.
    pub changed_at: Moment,
    /// How many times it was changed.
    pub revision: i64,
}

impl Sheet {
    /// Whether anybody may read it.
    pub const fn is_published(&self) -> bool {
        self.published_at.is_some()
    }

    /// « F030 Titre ».
    pub fn name(&self) -> String {
        format!("{} {}", self.text.code, self.text.title)
    }
}

/// The days of the contract, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// What is wrong with a text, the tree and the needs apart.
pub fn check_text(text: &SheetText, bounds: Bounds) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
    let is_plain = text.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if text.code.is_empty() || !is_plain || text.code.len() > 20 {
        let sentence = "La référence doit avoir des lettres sans accent, des chiffres et des tirets, 20 signes au \
                        plus, par exemple F030";
        tell("reference", sentence.to_owned());
    }
    match text.title.chars().count() {
        0 => tell("titre", "Saisissez le titre de l’action".to_owned()),
        length if length > LONGEST_TITLE => {
            tell("titre", format!("Le titre doit faire {LONGEST_TITLE} signes au plus : il en fait {length}"));
        }
        _ => {}
    }
    let longest = [
        ("constat", "Le constat", &text.finding, LONGEST_TEXT),
        ("objectifs", "Le texte des objectifs", &text.aims, LONGEST_TEXT),
        ("description", "La description", &text.description, LONGEST_DESCRIPTION),
        ("perimetre", "Le périmètre", &text.perimeter, LONGEST_TEXT),
        ("publics", "Les publics", &text.publics, LONGEST_TEXT),
        ("pilote", "Le pilote", &text.lead, LONGEST_TITLE),
        ("competence", "La compétence", &text.competence, LONGEST_TEXT),
        ("conditions", "Les conditions de réussite", &text.conditions, LONGEST_TEXT),
        ("transposition", "La transposition", &text.transposition, LONGEST_TEXT),
    ];
    for (field, name, value, most) in longest {
        let length = value.chars().count();
        if length > most {
            let (most, length) = (kernel::french::integer(most as i64), kernel::french::integer(length as i64));
            tell(field, format!("{name} : {most} signes au plus. Le texte en fait {length} : raccourcissez-le"));
        }
    }
    for (field, name, day) in
        [("debut", "La date de début", text.starts_on), ("fin", "La date de fin", text.ends_on)]
    {
        if day.is_some_and(|day| day < bounds.first || day > bounds.last) {
            let (first, last) = (kernel::french::date(bounds.first), kernel::french::date(bounds.last));
            tell(field, format!("{name} doit être dans la durée du contrat, du {first} au {last}"));
        }
    }
    if let (Some(start), Some(end)) = (text.starts_on, text.ends_on)
        && end < start
        && errors.iter().all(|error| error.field != "fin")
    {
        errors.push(FieldError::new("fin", "La date de fin doit venir après la date de début"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn told(change: impl FnOnce(&mut SheetText)) -> Vec<String> {
        let mut text = SheetText { code: "F1".into(), title: "Titre".into(), ..SheetText::default() };
        change(&mut text);
        let bounds = Bounds { first: day("2024-03-31"), last: day("2030-03-30") };
        check_text(&text, bounds).into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_text_is_short_and_its_dates_stand_in_the_contract() {
        assert!(told(|_| {}).is_empty());
        assert_eq!(told(|text| (text.code, text.title) = ("F 1".into(), String::new())), ["reference", "titre"]);
        assert_eq!(told(|text| text.description = "é".repeat(20_001)), ["description"]);
        assert_eq!(told(|text| text.starts_on = Some(day("2023-01-01"))), ["debut"]);
        let reversed = |text: &mut SheetText| {
            text.starts_on = Some(day("2026-05-01"));
            text.ends_on = Some(day("2026-04-01"));
        };
        assert_eq!(told(reversed), ["fin"]);
    }

    #[test]
    fn words_are_comparable_and_cut() {
        let text = SheetText { code: "F1".into(), title: "Été **fort**".into(), ..SheetText::default() };
        assert_eq!(text.words(), "f1 ete fort");
    }
}
