//! A form as a whole.

use std::collections::BTreeMap;

use super::{ChoiceList, Item, Language, Source};

/// What a form says of itself besides its questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Language of columns that name none, and of words that are missing.
    pub default_language: String,
    /// Look wanted: `pages`, `theme-grid`…
    pub style: String,
    /// How one set of answers is named: an expression.
    pub instance_name: Option<String>,
    /// Whether a list may hold the same code twice (cascades do).
    pub allows_choice_duplicates: bool,
    /// Other settings, kept as they are.
    pub other: BTreeMap<String, String>,
}

/// A form: its questions in order, its lists of answers, its languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Identifier, the same from one version to the next.
    pub id: String,
    /// Title; the identifier where none is given.
    pub title: String,
    /// Version, as written.
    pub version: String,
    /// Languages, in the order of the columns.
    pub languages: Vec<Language>,
    /// The rest of what it says of itself.
    pub settings: Settings,
    /// Questions, groups and repeats, in order.
    pub items: Vec<Item>,
    /// Lists of answers, in order.
    pub lists: Vec<ChoiceList>,
}

impl Form {
    /// A list of answers by its name.
    pub fn list(&self, name: &str) -> Option<&ChoiceList> {
        self.lists.iter().find(|list| list.name == name && !list.is_external)
    }

    /// The list a question takes its answers from, where it is in the form.
    pub fn list_of(&self, item: &Item) -> Option<&ChoiceList> {
        match item.kind.source()? {
            Source::List(name) => self.list(name),
            Source::External(name) => self.lists.iter().find(|list| list.name == *name && list.is_external),
            Source::File(_) | Source::Answers(_) => None,
        }
    }

    /// Every item in order, groups before what they hold, with its depth and the names of the groups around it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Item, &[&'a str])) {
        fn each<'a>(items: &'a [Item], around: &mut Vec<&'a str>, visit: &mut dyn FnMut(&'a Item, &[&'a str])) {
            for item in items {
                visit(item, around);
                around.push(&item.name);
                each(&item.children, around, visit);
                around.pop();
            }
        }
        each(&self.items, &mut Vec::new(), visit);
    }

    /// Every question that is answered (no note, no group, no calculation), by name, in order.
    pub fn questions(&self) -> Vec<&Item> {
        let mut found = Vec::new();
        self.walk(&mut |item, _| {
            if item.kind.is_answered() {
                found.push(item);
            }
        });
        found
    }

    /// The first item of a name.
    pub fn item(&self, name: &str) -> Option<&Item> {
        let mut found = None;
        self.walk(&mut |item, _| {
            if found.is_none() && item.name == name {
                found = Some(item);
            }
        });
        found
    }
}
