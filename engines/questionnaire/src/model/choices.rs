//! Lists of answers one chooses among.

use std::collections::BTreeMap;

use super::{Row, Text};

/// An answer that is no opinion, and is an answer all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Special {
    /// « Je ne sais pas ».
    DontKnow,
    /// « Je préfère ne pas répondre ».
    RatherNotSay,
}

/// One answer of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Code, as kept in answers.
    pub name: String,
    /// Words shown.
    pub label: Text,
    /// Files shown, by sort: `image`, `audio`…
    pub media: BTreeMap<String, Text>,
    /// Other columns, which filters of cascades read.
    pub columns: BTreeMap<String, String>,
    /// Where it was read.
    pub row: Row,
}

impl Choice {
    /// A choice with words in no particular language.
    pub fn new(name: &str, label: &str) -> Self {
        Self { name: name.to_owned(), label: Text::plain(label), ..Self::default() }
    }
}

/// A list of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceList {
    /// Name that questions call it by.
    pub name: String,
    /// Whether it stands in the sheet `external_choices`, for `select_one_external`.
    pub is_external: bool,
    /// The answers, in order.
    pub choices: Vec<Choice>,
}

impl ChoiceList {
    /// A choice by its code.
    pub fn choice(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }
}
