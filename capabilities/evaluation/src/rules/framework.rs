//! The framework of an evaluation: questions, criteria to judge by, indicators of the shared library.
//!
//! The law asks each contract for the indicators and the structure of its local evaluation (loi n° 2014-173 du 21 février 2014,
//! art. 6, IV); the national observatory's guide (2017) orders them as questions, criteria and indicators.

use kernel::{FieldError, Moment, Uuid, vocabulary};

use super::text_error;

vocabulary! {
    /// What a line of the framework is.
    Level {
        /// What one wants to know.
        Question => "question", "Question évaluative";
        /// What one judges by.
        Criterion => "criterion", "Critère de jugement";
        /// What is measured.
        Measure => "measure", "Indicateur";
    }
}

impl Level {
    /// The level that stands right above, none for a question.
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Question => None,
            Self::Criterion => Some(Self::Question),
            Self::Measure => Some(Self::Criterion),
        }
    }

    /// The level that stands right under, none for an indicator.
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::Question => Some(Self::Criterion),
            Self::Criterion => Some(Self::Measure),
            Self::Measure => None,
        }
    }

    /// « cette question », « ce critère ».
    pub const fn this(self) -> &'static str {
        match self {
            Self::Question => "cette question",
            Self::Criterion => "ce critère",
            Self::Measure => "cet indicateur",
        }
    }
}

vocabulary! {
    /// What an indicator tells of.
    MeasureSort {
        /// How the neighbourhood lives, whatever the contract does.
        Context => "context", "Contexte : la situation du quartier, quoi que fasse le contrat";
        /// What is put in.
        Means => "means", "Moyens : ce qui est mis";
        /// What is done.
        Output => "output", "Réalisation : ce qui est fait";
        /// What changes for those it is done for.
        Result => "result", "Résultat : ce qui change pour les publics des actions";
        /// What changes in the neighbourhood over the years.
        Impact => "impact", "Impact : ce qui change dans le quartier, avec les années";
    }
}

vocabulary! {
    /// Which way is hoped for.
    Sense {
        /// Higher is better.
        Up => "up", "Une hausse est souhaitée";
        /// Lower is better.
        Down => "down", "Une baisse est souhaitée";
        /// Not said.
        Unsaid => "unsaid", "Ni l’une ni l’autre";
    }
}

/// How a contract is evaluated, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// What it is for and who leads it.
    pub purpose: String,
    /// Since when anybody reads it.
    pub published_at: Option<Moment>,
    /// How many times it changed.
    pub revision: i64,
}

/// What a line of the framework says.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemTerms {
    /// The question, the criterion; of an indicator, why it was chosen.
    pub words: String,
    /// Anything to add.
    pub note: String,
    /// Objectives a question asks about.
    pub nodes: Vec<Uuid>,
    /// Code of the indicator.
    pub indicator: String,
    /// What the indicator tells of.
    pub sort: Option<MeasureSort>,
    /// Which way is hoped for.
    pub sense: Sense,
    /// The value aimed at.
    pub target: Option<f64>,
    /// The year it is aimed at for.
    pub target_year: Option<i64>,
}

impl Default for ItemTerms {
    fn default() -> Self {
        Self {
            words: String::new(),
            note: String::new(),
            nodes: Vec::new(),
            indicator: String::new(),
            sort: None,
            sense: Sense::Unsaid,
            target: None,
            target_year: None,
        }
    }
}

/// A line of the framework.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Which.
    pub id: Uuid,
    /// The contract.
    pub contract: Uuid,
    /// The line it stands under.
    pub parent: Option<Uuid>,
    /// What it is.
    pub level: Level,
    /// Its rank among those that stand under the same line.
    pub position: i64,
    /// What it says.
    pub terms: ItemTerms,
    /// How many times it changed.
    pub revision: i64,
}

/// A line with its number: « 2 », « 2.1 », « 2.1.3 ».
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    /// Its number.
    pub number: String,
    /// The line.
    pub item: Item,
}

/// Lines under another, in their order.
pub fn under(items: &[Item], parent: Option<Uuid>) -> Vec<&Item> {
    let mut own: Vec<&Item> = items.iter().filter(|one| one.parent == parent).collect();
    own.sort_by_key(|one| (one.position, one.id));
    own
}

/// Every line with its number, each followed by those under it.
pub fn numbered(items: &[Item]) -> Vec<Numbered> {
    fn add(all: &mut Vec<Numbered>, items: &[Item], parent: Option<Uuid>, before: &str) {
        for (rank, one) in (1..).zip(under(items, parent)) {
            let number = if before.is_empty() { format!("{rank}") } else { format!("{before}.{rank}") };
            all.push(Numbered { number: number.clone(), item: one.clone() });
            if one.level.below().is_some() {
                add(all, items, Some(one.id), &number);
            }
        }
    }
    let mut all = Vec::with_capacity(items.len());
    add(&mut all, items, None, "");
    all
}

/// Longest question or criterion, in characters.
const LONGEST_WORDS: usize = 400;
/// Longest note, in characters.
const LONGEST_NOTE: usize = 2_000;
/// Years a target may be set for.
const YEARS: std::ops::RangeInclusive<i64> = 2015..=2100;

/// What is wrong with a line, what it stands under and the library apart.
pub fn check_item(level: Level, terms: &ItemTerms) -> Vec<FieldError> {
    let what = match level {
        Level::Question => "la question, telle qu’on la poserait à voix haute",
        Level::Criterion => "le critère : ce qui ferait dire oui",
        Level::Measure => "pourquoi cet indicateur",
    };
    let is_needed = level != Level::Measure;
    let mut errors: Vec<FieldError> =
        text_error("texte", what, &terms.words, (is_needed, LONGEST_WORDS)).into_iter().collect();
    errors.extend(text_error("note", "", &terms.note, (false, LONGEST_NOTE)));
    if level != Level::Measure {
        return errors;
    }
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.indicator.is_empty() {
        tell("indicateur", "Choisissez un indicateur de la bibliothèque partagée");
    }
    if terms.sort.is_none() {
        tell("sorte", "Dites de quoi l’indicateur parle");
    }
    match (terms.target, terms.target_year) {
        (Some(_), None) => tell("cible-annee", "Dites pour quelle année cette valeur est visée"),
        (None, Some(_)) => tell("cible", "Saisissez la valeur visée, ou laissez l’année vide"),
        (_, Some(year)) if !YEARS.contains(&year) => tell("cible-annee", "L’année est un nombre de 2015 à 2100"),
        _ => {}
    }
    errors
}

/// What is wrong with the presentation of an evaluation.
pub fn check_purpose(purpose: &str) -> Vec<FieldError> {
    let what = "à quoi sert cette évaluation et qui la mène";
    text_error("presentation", what, purpose, (true, 4_000)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: u128, parent: Option<u128>, level: Level, position: i64) -> Item {
        Item {
            id: Uuid::from_u128(id),
            contract: Uuid::nil(),
            parent: parent.map(Uuid::from_u128),
            level,
            position,
            terms: ItemTerms::default(),
            revision: 1,
        }
    }

    #[test]
    fn lines_are_numbered_in_their_order_each_before_those_under_it() {
        let items = [
            item(1, None, Level::Question, 2),
            item(2, None, Level::Question, 1),
            item(3, Some(1), Level::Criterion, 1),
            item(4, Some(3), Level::Measure, 1),
            item(5, Some(1), Level::Criterion, 2),
        ];
        let told: Vec<(String, u128)> =
            numbered(&items).into_iter().map(|one| (one.number, one.item.id.as_u128())).collect();
        let expected = [("1", 2), ("2", 1), ("2.1", 3), ("2.1.1", 4), ("2.2", 5)];
        assert_eq!(told, expected.map(|(number, id)| (number.to_owned(), id)));
    }

    #[test]
    fn a_line_tells_all_that_it_lacks() {
        let fields = |level, terms: &ItemTerms| -> Vec<String> {
            check_item(level, terms).into_iter().map(|error| error.field).collect()
        };
        let empty = ItemTerms::default();
        assert_eq!(fields(Level::Question, &empty), ["texte"]);
        assert_eq!(fields(Level::Measure, &empty), ["indicateur", "sorte"]);
        let aimed = ItemTerms { target: Some(3.0), ..ItemTerms::default() };
        assert_eq!(fields(Level::Measure, &aimed), ["indicateur", "sorte", "cible-annee"]);
        let dated = ItemTerms {
            indicator: "tp60".into(),
            sort: Some(MeasureSort::Context),
            target_year: Some(1900),
            ..ItemTerms::default()
        };
        assert_eq!(fields(Level::Measure, &dated), ["cible"]);
        assert_eq!(fields(Level::Measure, &ItemTerms { target: Some(1.0), ..dated }), ["cible-annee"]);
        let long = ItemTerms { words: "é".repeat(401), ..ItemTerms::default() };
        assert_eq!(fields(Level::Criterion, &long), ["texte"]);
    }
}
