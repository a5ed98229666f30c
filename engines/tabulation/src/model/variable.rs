//! What a question is, once its answers are to be counted.

use super::ModelError;

/// Most categories one variable may have.
pub const MAX_CATEGORIES: usize = 65_000;

/// How a variable is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One category.
    Single,
    /// Several categories.
    Multiple,
    /// A number.
    Number,
    /// A text in the respondent's own words.
    Open,
}

/// A possible answer: its code in files and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Code, as in the form and in exported files.
    pub code: String,
    /// Words, as the respondent reads them.
    pub label: String,
}

impl Category {
    /// A category with its code and its words.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into() }
    }
}

/// A question as it is counted.
///
/// « Je ne sais pas » and « je préfère ne pas répondre » are not among `categories`: they are states of the answer
/// ([`State`]) with words of their own, so that a base can keep or drop them as declared ([`crate::BasePolicy`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Name of the column, unique in a data set.
    pub name: String,
    /// The question.
    pub label: String,
    /// How it is answered.
    pub kind: Kind,
    /// Possible answers, in the order they are read; empty for numbers and open questions.
    pub categories: Vec<Category>,
    /// « Je ne sais pas », where it can be answered.
    pub dont_know: Option<Category>,
    /// « Je préfère ne pas répondre », where it can be answered.
    pub rather_not_say: Option<Category>,
    /// Most categories a respondent may choose (« 3 réponses maximum »).
    pub max_selected: Option<usize>,
    /// Who is asked, in words; empty when everybody is.
    pub universe: String,
}

impl Variable {
    /// A variable of any kind.
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind, categories: Vec<Category>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            categories,
            dont_know: None,
            rather_not_say: None,
            max_selected: None,
            universe: String::new(),
        }
    }

    /// One answer among categories given as pairs of code and words.
    pub fn single(name: &str, label: &str, categories: &[(&str, &str)]) -> Self {
        Self::new(name, label, Kind::Single, pairs(categories))
    }

    /// Several answers among categories given as pairs of code and words.
    pub fn multiple(name: &str, label: &str, categories: &[(&str, &str)]) -> Self {
        Self::new(name, label, Kind::Multiple, pairs(categories))
    }

    /// A number.
    pub fn number(name: &str, label: &str) -> Self {
        Self::new(name, label, Kind::Number, Vec::new())
    }

    /// A text.
    pub fn open(name: &str, label: &str) -> Self {
        Self::new(name, label, Kind::Open, Vec::new())
    }

    /// The same, which can be answered « je ne sais pas ».
    #[must_use]
    pub fn with_dont_know(mut self, code: &str, label: &str) -> Self {
        self.dont_know = Some(Category::new(code, label));
        self
    }

    /// The same, which can be answered « je préfère ne pas répondre ».
    #[must_use]
    pub fn with_rather_not_say(mut self, code: &str, label: &str) -> Self {
        self.rather_not_say = Some(Category::new(code, label));
        self
    }

    /// The same, with at most so many categories chosen.
    #[must_use]
    pub fn with_max_selected(mut self, most: usize) -> Self {
        self.max_selected = Some(most);
        self
    }

    /// The same, asked only to those the sentence names.
    #[must_use]
    pub fn with_universe(mut self, universe: &str) -> Self {
        universe.clone_into(&mut self.universe);
        self
    }

    /// Position of a category by its code.
    pub fn category(&self, code: &str) -> Option<usize> {
        self.categories.iter().position(|category| category.code == code)
    }

    /// Whether it has categories that can be counted in rows or columns.
    pub fn is_categorical(&self) -> bool {
        matches!(self.kind, Kind::Single | Kind::Multiple)
    }

    pub(super) fn check(&self) -> Result<(), ModelError> {
        if self.is_categorical() && self.categories.is_empty() {
            return Err(ModelError::NoCategory { variable: self.name.clone() });
        }
        if self.categories.len() > MAX_CATEGORIES {
            return Err(ModelError::TooManyCategories { variable: self.name.clone() });
        }
        let special = [&self.dont_know, &self.rather_not_say];
        let mut codes: Vec<&str> = self
            .categories
            .iter()
            .chain(special.into_iter().flatten())
            .map(|category| category.code.as_str())
            .collect();
        codes.sort_unstable();
        match codes.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(ModelError::CodeTwice { variable: self.name.clone(), code: pair[0].to_owned() }),
            None => Ok(()),
        }
    }
}

fn pairs(categories: &[(&str, &str)]) -> Vec<Category> {
    categories.iter().map(|(code, label)| Category::new(*code, *label)).collect()
}

/// Where one respondent stands before one question. Five things that must never be added up unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum State {
    /// The question was not displayed.
    NotAsked = 0,
    /// Displayed, left empty.
    NoAnswer = 1,
    /// « Je ne sais pas ».
    DontKnow = 2,
    /// « Je préfère ne pas répondre ».
    RatherNotSay = 3,
    /// Answered.
    Answered = 4,
}

impl State {
    pub(crate) const fn from_code(code: u16) -> Self {
        match code {
            0 => Self::NotAsked,
            1 => Self::NoAnswer,
            2 => Self::DontKnow,
            3 => Self::RatherNotSay,
            _ => Self::Answered,
        }
    }

    /// What it is called in a table.
    pub const fn french(self) -> &'static str {
        match self {
            Self::NotAsked => "non posée",
            Self::NoAnswer => "sans réponse",
            Self::DontKnow => "ne sait pas",
            Self::RatherNotSay => "préfère ne pas répondre",
            Self::Answered => "répond",
        }
    }
}

/// One answer to one question, as it is handed in and as it is given back.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<'a> {
    /// The question was not displayed.
    NotAsked,
    /// Displayed, left empty.
    NoAnswer,
    /// « Je ne sais pas ».
    DontKnow,
    /// « Je préfère ne pas répondre ».
    RatherNotSay,
    /// One category, by position.
    One(usize),
    /// Several categories, by position; an empty list is no answer (« aucun » is a category like another).
    Several(Vec<usize>),
    /// A number; must be finite.
    Number(f64),
    /// A text; a blank one is no answer.
    Text(&'a str),
}
