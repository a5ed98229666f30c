//! Headers of the sheets: the many spellings that mean one column, with their language.

use super::fields::{Field, Of, field};

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
pub fn column(header: &str, of: Of, has_double: bool) -> Column {
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
}
