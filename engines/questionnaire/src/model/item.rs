//! A question, a group or a repeat.

use std::collections::BTreeMap;

use super::{Kind, Text};

/// The row an item was read from, 0 when it was not read. Two items are the same wherever they were read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row(pub u32);

impl PartialEq for Row {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Row {}

/// A question, a group or a repeat. Expressions are kept as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Name, the column of answers.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The question.
    pub label: Text,
    /// Help under it.
    pub hint: Text,
    /// More help, for those who ask.
    pub guidance: Text,
    /// Files shown, by sort: `image`, `audio`…
    pub media: BTreeMap<String, Text>,
    /// When it is asked.
    pub relevant: Option<String>,
    /// When an answer is compulsory.
    pub required: Option<String>,
    /// What is said when it is missing.
    pub required_message: Text,
    /// What an answer must respect.
    pub constraint: Option<String>,
    /// What is said when it does not.
    pub constraint_message: Text,
    /// How it is worked out.
    pub calculation: Option<String>,
    /// Answer it starts with.
    pub default: Option<String>,
    /// When it can only be read.
    pub read_only: Option<String>,
    /// Which answers of its list are offered.
    pub choice_filter: Option<String>,
    /// How many times a repeat is asked.
    pub repeat_count: Option<String>,
    /// Questions whose change works it out anew.
    pub trigger: Option<String>,
    /// Looks wanted, in order.
    pub appearance: Vec<String>,
    /// Parameters (`start`, `end`, `step`, `randomize`…).
    pub parameters: BTreeMap<String, String>,
    /// Most answers one may choose (« trois réponses au plus »).
    pub max_selected: Option<usize>,
    /// What the house uses it for: `quartier`, `age`, `sexe`, `mode`…
    pub role: Option<String>,
    /// Whether its answers are kept from those who only count.
    pub is_secret: bool,
    /// Other columns, kept as they are.
    pub extra: BTreeMap<String, String>,
    /// What a group or a repeat holds.
    pub children: Vec<Item>,
    /// Where it was read.
    pub row: Row,
}

impl Item {
    /// An item with words in no particular language.
    pub fn new(name: &str, kind: Kind, label: &str) -> Self {
        Self { name: name.to_owned(), kind, label: Text::plain(label), ..Self::default() }
    }

    /// Whether this look is wanted, without regard to case.
    pub fn looks(&self, appearance: &str) -> bool {
        self.appearance.iter().any(|word| word.eq_ignore_ascii_case(appearance))
    }

    /// Whether what it holds is asked on one page.
    pub fn is_one_page(&self) -> bool {
        self.looks("field-list") || self.looks("table-list")
    }

    /// The bounds and step of a range, as numbers.
    pub fn range(&self) -> (f64, f64, f64) {
        let number = |key: &str, otherwise: f64| {
            self.parameters.get(key).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
        };
        (number("start", 1.0), number("end", 10.0), number("step", 1.0))
    }
}
