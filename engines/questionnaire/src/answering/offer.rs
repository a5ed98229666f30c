//! The answers offered to a question, and its words.

use super::ground::mix;
use super::session::{Asked, Session};
use crate::expression::{Ground, Node as Place};
use crate::model::{Choice, Kind, Special, Text};

/// An answer offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Code kept.
    pub code: String,
    /// Words shown.
    pub label: String,
    /// Whether it is no opinion.
    pub special: Option<Special>,
    /// Whether it was chosen.
    pub is_chosen: bool,
}

/// The title of a group or of a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Key of the group; two questions of one group have the same.
    pub key: String,
    /// Its words.
    pub words: String,
    /// Help under it.
    pub hint: String,
    /// Number of the group in the plan.
    pub node: usize,
    /// Of a repeat: which time it is asked, from 1.
    pub rank: Option<usize>,
}

impl Session<'_> {
    /// The answers offered to a question: those its filter leaves, in the order of the list or drawn.
    pub fn offered(&self, asked: &Asked<'_>, language: &str) -> Vec<Offered> {
        self.refuel();
        let is_several = asked.node.item.kind.is_several();
        let is_chosen = |code: &str| {
            if is_several { asked.value.split_whitespace().any(|chosen| chosen == code) } else { asked.value == code }
        };
        let node = self.entries[asked.entry].node;
        if let Some(source) = self.plan.answers_offered(node) {
            return self.answers_of(source, &is_chosen);
        }
        let mut offered: Vec<Offered> = self
            .left(asked)
            .into_iter()
            .map(|choice| Offered {
                code: choice.name.clone(),
                label: match self.told(asked, &choice.label, language) {
                    label if label.is_empty() => choice.name.clone(),
                    label => label,
                },
                special: choice.special(),
                is_chosen: is_chosen(&choice.name),
            })
            .collect();
        if asked.node.item.parameters.get("randomize").is_some_and(|value| value == "true") {
            self.shuffle(asked, &mut offered);
        }
        offered
    }

    /// The choices that the filter of a question leaves.
    pub(super) fn left(&self, asked: &Asked<'_>) -> Vec<&Choice> {
        let Some((number, list)) = self.plan.list_of(self.entries[asked.entry].node) else { return Vec::new() };
        let Some(filter) = &asked.node.choice_filter else { return list.choices.iter().collect() };
        let place = Place::Answer(asked.entry);
        let is_left = |line: usize| {
            let value = self.evaluated(filter, &Place::Line(number, line), &place);
            value.is_none_or(|value| value.truth(self))
        };
        list.choices.iter().enumerate().filter(|(line, _)| is_left(*line)).map(|(_, choice)| choice).collect()
    }

    /// Answers already given to another question, offered here.
    fn answers_of(&self, source: usize, is_chosen: &dyn Fn(&str) -> bool) -> Vec<Offered> {
        let given = self.of_node[source].iter().map(|entry| &self.entries[*entry].value);
        let mut offered: Vec<Offered> = Vec::new();
        for value in given.filter(|value| !value.is_empty()) {
            if offered.iter().all(|other| other.code != *value) {
                let is_chosen = is_chosen(value);
                offered.push(Offered { code: value.clone(), label: value.clone(), special: None, is_chosen });
            }
        }
        offered
    }

    /// An order drawn for this person; answers that are no opinion stay last.
    fn shuffle(&self, asked: &Asked<'_>, offered: &mut [Offered]) {
        let seed = asked.node.item.parameters.get("seed").map(String::as_str).unwrap_or_default();
        let seed = match seed.strip_prefix("${").and_then(|name| name.strip_suffix('}')) {
            Some(name) => self.value(name).to_owned(),
            None => seed.to_owned(),
        };
        let place = Place::Answer(asked.entry);
        let start = if seed.is_empty() { self.chance(&place) } else { 0 };
        let mut drawn = seed.bytes().fold(start, |drawn, byte| mix(drawn ^ u64::from(byte)));
        offered.sort_by_key(|answer| answer.special.is_some());
        let count = offered.iter().filter(|answer| answer.special.is_none()).count();
        for last in (1..count).rev() {
            drawn = mix(drawn);
            offered.swap(last, usize::try_from(drawn % (last as u64 + 1)).unwrap_or(0));
        }
    }

    /// The words of a question in a language, with the answers they name.
    pub fn label(&self, asked: &Asked<'_>, language: &str) -> String {
        self.told(asked, &asked.node.item.label, language)
    }

    /// The titles of the groups and repeats a question stands in, outermost first; those without words are left out.
    pub fn titles(&self, asked: &Asked<'_>, language: &str) -> Vec<Title> {
        let around = std::iter::successors(self.entries[asked.entry].parent, |entry| self.entries[*entry].parent);
        let of_group = |entry: usize| {
            let found = &self.entries[entry];
            let item = &self.plan.nodes[found.node].item;
            let title = Title {
                key: found.key.clone(),
                words: self.told(asked, &item.label, language),
                hint: self.told(asked, &item.hint, language),
                node: found.node,
                rank: (item.kind == Kind::Repeat).then_some(found.position),
            };
            (!title.words.trim().is_empty()).then_some(title)
        };
        let mut titles: Vec<Title> = around.filter_map(of_group).collect();
        titles.reverse();
        titles
    }

    /// Its hint.
    pub fn hint(&self, asked: &Asked<'_>, language: &str) -> String {
        self.told(asked, &asked.node.item.hint, language)
    }

    pub(super) fn told(&self, asked: &Asked<'_>, text: &Text, language: &str) -> String {
        let words = text.told(language, &self.plan.form.settings.default_language);
        if !words.contains("${") {
            return words.to_owned();
        }
        let mut written = String::new();
        let mut rest = words;
        while let Some((before, after)) = rest.split_once("${") {
            written.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                written.push_str("${");
                rest = after;
                continue;
            };
            let found = Ground::question(self, name.trim(), &Place::Answer(asked.entry));
            if let Some(Place::Answer(entry)) = found.first() {
                written.push_str(&self.shown(*entry, language));
            }
            rest = after;
        }
        written.push_str(rest);
        written
    }

    /// An answer as people read it: the words of a choice, not its code.
    fn shown(&self, entry: usize, language: &str) -> String {
        let entry = &self.entries[entry];
        let default = &self.plan.form.settings.default_language;
        match (&self.plan.nodes[entry.node].item.kind, self.plan.list_of(entry.node)) {
            (Kind::SelectOne(..) | Kind::SelectMultiple(..) | Kind::Rank(_), Some((_, list))) => {
                let words = entry.value.split_whitespace().map(|code| {
                    list.choice(code).map_or(code, |choice| choice.label.told(language, default)).to_owned()
                });
                words.collect::<Vec<String>>().join(", ")
            }
            _ => entry.value.clone(),
        }
    }

    /// Whether an answer is compulsory here; never where only a device could give it.
    pub fn is_required(&self, asked: &Asked<'_>) -> bool {
        asked.node.item.kind.given_by_a_device().is_none()
            && asked.node.required.as_ref().is_some_and(|condition| self.holds(condition, asked.entry, false))
    }

    /// Whether it can only be read here.
    pub fn is_read_only(&self, asked: &Asked<'_>) -> bool {
        let written = asked.node.item.read_only.as_deref();
        asked.node.item.calculation.is_some()
            || written
                .and_then(|text| crate::expression::parse(text).ok())
                .is_some_and(|condition| self.holds(&condition, asked.entry, false))
    }
}
