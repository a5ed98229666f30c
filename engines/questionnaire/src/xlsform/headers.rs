//! Headers of the sheets: the many spellings that mean one column, with their language.

use std::collections::HashMap;

use super::workbook::{Line, Sheet, column_name};
use crate::Problem;
use crate::problem::quoted;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Type,
    Name,
    List,
    Label,
    Hint,
    Guidance,
    Media(String),
    Required,
    RequiredMessage,
    Relevant,
    Constraint,
    ConstraintMessage,
    Calculation,
    Default,
    ReadOnly,
    ChoiceFilter,
    RepeatCount,
    Trigger,
    Appearance,
    Parameters,
    MaxSelected,
    Role,
    Secret,
    Disabled,
    /// Kept as it is, under the header as written.
    Extra(String),
}

impl Field {
    /// The name of its column in XLSForm.
    pub fn header(&self) -> &str {
        match self {
            Self::Type => "type",
            Self::Name => "name",
            Self::List => "list_name",
            Self::Label => "label",
            Self::Hint => "hint",
            Self::Guidance => "guidance_hint",
            Self::Media(sort) => sort,
            Self::Required => "required",
            Self::RequiredMessage => "required_message",
            Self::Relevant => "relevant",
            Self::Constraint => "constraint",
            Self::ConstraintMessage => "constraint_message",
            Self::Calculation => "calculation",
            Self::Default => "default",
            Self::ReadOnly => "read_only",
            Self::ChoiceFilter => "choice_filter",
            Self::RepeatCount => "repeat_count",
            Self::Trigger => "trigger",
            Self::Appearance => "appearance",
            Self::Parameters => "parameters",
            Self::MaxSelected => "cdv:max_selected",
            Self::Role => "cdv:role",
            Self::Secret => "cdv:secret",
            Self::Disabled => "disabled",
            Self::Extra(header) => header,
        }
    }

    fn is_words(&self) -> bool {
        matches!(self, Self::Label | Self::Hint | Self::Guidance | Self::RequiredMessage | Self::ConstraintMessage)
    }

    fn speaks(&self) -> bool {
        self.is_words() || matches!(self, Self::Media(_))
    }
}

/// Which sheet a header is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Survey,
    Choices,
}

fn field(word: &str, of: Of) -> Option<Field> {
    let media = |sort: &str| Some(Field::Media(sort.to_owned()));
    let common = match word {
        "name" | "value" => Some(Field::Name),
        "label" | "caption" => Some(Field::Label),
        "image" | "audio" | "video" | "big-image" => return media(word),
        _ => None,
    };
    match of {
        Of::Choices => match word {
            "list_name" => Some(Field::List),
            _ => common,
        },
        Of::Survey => match word {
            "type" | "command" => Some(Field::Type),
            "tag" => Some(Field::Name),
            "hint" => Some(Field::Hint),
            "guidance_hint" => Some(Field::Guidance),
            "required" => Some(Field::Required),
            "required_message" | "requiredmsg" | "jr:requiredmsg" => Some(Field::RequiredMessage),
            "relevant" | "relevance" => Some(Field::Relevant),
            "constraint" => Some(Field::Constraint),
            "constraint_message" | "constraining_message" | "jr:constraintmsg" => Some(Field::ConstraintMessage),
            "calculation" | "calculate" => Some(Field::Calculation),
            "default" => Some(Field::Default),
            "read_only" | "readonly" => Some(Field::ReadOnly),
            "choice_filter" => Some(Field::ChoiceFilter),
            "repeat_count" | "count" | "jr:count" => Some(Field::RepeatCount),
            "trigger" => Some(Field::Trigger),
            "appearance" => Some(Field::Appearance),
            "parameters" => Some(Field::Parameters),
            "cdv:max_selected" | "max_selected" => Some(Field::MaxSelected),
            "cdv:role" => Some(Field::Role),
            "cdv:secret" => Some(Field::Secret),
            "disabled" => Some(Field::Disabled),
            _ => common,
        },
    }
}

/// A column: what it holds, in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it holds.
    pub field: Field,
    /// Language named by the header; empty when none is.
    pub language: String,
    /// As written.
    pub header: String,
}

fn snake(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join("_").to_lowercase()
}

/// Understands a header. Single colons separate only where the sheet has no double one.
fn column(header: &str, of: Of, has_double: bool) -> Column {
    let made =
        |field: Field, language: &str| Column { field, language: language.to_owned(), header: header.to_owned() };
    if let Some(field) = field(&snake(header), of) {
        return made(field, "");
    }
    let tokens: Vec<String> = if has_double || header.contains("::") {
        header.split("::").map(|token| token.trim().to_owned()).collect()
    } else {
        let mut tokens: Vec<String> = Vec::new();
        for token in header.split(':').map(str::trim) {
            match tokens.last_mut() {
                Some(last) if ["jr", "cdv"].contains(&last.to_lowercase().as_str()) => {
                    *last = format!("{last}:{token}")
                }
                _ => tokens.push(token.to_owned()),
            }
        }
        tokens
    };
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let rest = match words.as_slice() {
        [first, rest @ ..] if ["bind", "control", "body", "media"].contains(&snake(first).as_str()) => rest,
        all => all,
    };
    match rest {
        [first] if rest.len() < words.len() => match field(&snake(first), of) {
            Some(field) => made(field, ""),
            None => made(Field::Extra(header.to_owned()), ""),
        },
        [first, language] => match field(&snake(first), of).filter(Field::speaks) {
            Some(field) => made(field, language),
            None => made(Field::Extra(header.to_owned()), ""),
        },
        _ => made(Field::Extra(header.to_owned()), ""),
    }
}

/// A sheet with its columns understood.
pub struct Table<'a> {
    /// By column from 0.
    pub columns: HashMap<u32, Column>,
    /// Columns in order.
    pub order: Vec<u32>,
    /// Rows under the headers.
    pub lines: &'a [Line],
}

impl<'a> Table<'a> {
    /// Understands the headers of a sheet.
    pub fn new(sheet: &'a Sheet, of: Of, problems: &mut Vec<Problem>) -> Self {
        let Some((heads, lines)) = sheet.lines.split_first() else {
            return Self { columns: HashMap::new(), order: Vec::new(), lines: &[] };
        };
        let has_double = heads.cells.iter().any(|(_, header)| header.contains("::"));
        let mut columns: HashMap<u32, Column> = HashMap::new();
        let mut order = Vec::new();
        for (place, header) in &heads.cells {
            let header = header.replace('\u{a0}', " ").split_whitespace().collect::<Vec<&str>>().join(" ");
            let understood = column(&header, of, has_double);
            let twin =
                columns.values().find(|other| other.field == understood.field && other.language == understood.language);
            if let Some(other) = twin {
                let told = format!(
                    "les en-têtes {} et {} désignent la même colonne : gardez-en une.",
                    quoted(&other.header),
                    quoted(&header)
                );
                problems.push(Problem::refusal(&sheet.name, heads.row, &header, told));
                continue;
            }
            columns.insert(*place, understood);
            order.push(*place);
        }
        let mut lost: HashMap<u32, u32> = HashMap::new();
        for line in lines {
            for (place, _) in &line.cells {
                if !columns.contains_key(place) && !heads.cells.iter().any(|(head, _)| head == place) {
                    lost.entry(*place).or_insert(line.row);
                }
            }
        }
        let mut lost: Vec<(u32, u32)> = lost.into_iter().collect();
        lost.sort_unstable();
        if let Some((_, row)) = lost.first() {
            let names: Vec<String> = lost.iter().take(12).map(|(place, _)| column_name(*place)).collect();
            let told = format!("sans en-tête, ces colonnes sont laissées de côté : {}.", names.join(", "));
            problems.push(Problem::warning(&sheet.name, *row, "", told));
        }
        Self { columns, order, lines }
    }

    /// The header of a field as its author wrote it, or its usual one.
    pub fn header(&self, field: &Field) -> String {
        let found = self.order.iter().filter_map(|place| self.columns.get(place)).find(|column| column.field == *field);
        found.map_or(field.header(), |column| column.header.as_str()).to_owned()
    }

    /// Whether the sheet has this column.
    pub fn has(&self, field: &Field) -> bool {
        self.columns.values().any(|column| column.field == *field)
    }

    /// Languages named by headers, in order.
    pub fn languages(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for column in self.order.iter().filter_map(|place| self.columns.get(place)) {
            if !column.language.is_empty() && !found.contains(&column.language.as_str()) {
                found.push(&column.language);
            }
        }
        found
    }

    /// The cells of a row with their columns, cleaned.
    pub fn cells<'b>(&'b self, line: &'b Line) -> impl Iterator<Item = (&'b Column, String)> {
        line.cells.iter().filter_map(|(place, text)| {
            let column = self.columns.get(place)?;
            let clean = clean(text, column.field.is_words());
            (!clean.is_empty()).then_some((column, clean))
        })
    }
}

/// A cell without useless spaces. Words keep their typography; codes and conditions get plain quotes and spaces.
pub fn clean(text: &str, is_words: bool) -> String {
    let mut written = String::with_capacity(text.len());
    for sign in text.trim().chars() {
        let sign = match sign {
            '\u{a0}' | '\u{202f}' if !is_words => ' ',
            '\u{2018}' | '\u{2019}' if !is_words => '\'',
            '\u{201c}' | '\u{201d}' if !is_words => '"',
            other => other,
        };
        if sign != ' ' || !written.ends_with(' ') {
            written.push(sign);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_understood_as_pyxform_does() {
        for (header, has_double, field, language) in [
            ("label::Français (fr)", true, Field::Label, "Français (fr)"),
            ("LABEL::EN", true, Field::Label, "EN"),
            ("label:english", false, Field::Label, "english"),
            ("Relevance", false, Field::Relevant, ""),
            ("bind:relevant", false, Field::Relevant, ""),
            ("bind::jr:constraintMsg::french", true, Field::ConstraintMessage, "french"),
            ("bind:jr:constraintMsg", false, Field::ConstraintMessage, ""),
            ("media::image::fr", true, Field::Media("image".to_owned()), "fr"),
            ("image", true, Field::Media("image".to_owned()), ""),
            ("constraint message", false, Field::ConstraintMessage, ""),
            ("cdv:max_selected", false, Field::MaxSelected, ""),
            ("bind::cdv:role", true, Field::Role, ""),
            ("priority", true, Field::Extra("priority".to_owned()), ""),
            ("bind::saveIncomplete", true, Field::Extra("bind::saveIncomplete".to_owned()), ""),
        ] {
            let read = column(header, Of::Survey, has_double);
            assert_eq!((read.field, read.language.as_str()), (field, language), "{header}");
        }
        assert_eq!(column("list name", Of::Choices, false).field, Field::List);
    }

    #[test]
    fn cells_are_cleaned_without_spoiling_words() {
        assert_eq!(clean(" L’école  ouvre\u{a0}? ", true), "L’école ouvre\u{a0}?");
        assert_eq!(clean("${a}\u{a0}= ‘x’", false), "${a} = 'x'");
    }
}
