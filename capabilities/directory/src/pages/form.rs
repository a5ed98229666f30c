//! A form told as a list of fields: the sheet has many, and they are all drawn alike.

use askama::Template;
use interface::{Choice, Form, Frame};

/// How a field is filled.
pub enum Input {
    /// One line.
    Text,
    /// Several lines.
    Long,
    /// A number or an amount, with its unit.
    Number(&'static str),
    /// A day.
    Day,
    /// One of a few.
    One(Vec<Choice>),
    /// Any of several.
    Several(Vec<Choice>),
    /// One of many.
    Listed(Vec<Choice>),
    /// A box to tick.
    Box,
    /// An electronic address.
    Email,
    /// A file; the hint says which.
    File,
    /// Not a field: the title of those that follow.
    Title,
}

/// A field.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What helps to fill it.
    pub hint: String,
    /// How it is filled.
    pub input: Input,
    /// Whether it may stay empty.
    pub is_optional: bool,
}

impl Field {
    /// A field that must be filled.
    pub fn new(name: &'static str, label: &'static str, input: Input) -> Self {
        Self { name, label, hint: String::new(), input, is_optional: false }
    }

    /// A title between fields.
    pub fn title(label: &'static str) -> Self {
        Self::new("", label, Input::Title)
    }

    /// The same, with what helps to fill it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same, that may stay empty.
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }
}

/// A page that is a form.
#[derive(Template)]
#[template(path = "pages/form.html")]
pub struct FormPage {
    /// Its frame.
    pub frame: Frame,
    /// What was typed.
    pub form: Form,
    /// Where it is sent.
    pub action: String,
    /// What is said before it.
    pub lead: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Hidden values.
    pub hidden: Vec<(&'static str, String)>,
    /// The words of its button.
    pub button: &'static str,
    /// Where what it changes is taken away, and the words for it.
    pub removal: Option<(String, &'static str)>,
}

impl FormPage {
    /// A page with these fields; the revision typed comes back.
    pub fn new(frame: Frame, form: Form, action: String, fields: Vec<Field>, button: &'static str) -> Self {
        let hidden = match form.value("revision") {
            "" => Vec::new(),
            revision => vec![("revision", revision.to_owned())],
        };
        let frame = frame.with_form(&form);
        Self { frame, form, action, lead: String::new(), fields, hidden, button, removal: None }
    }

    /// The same, with words before it.
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// The same, with a hidden value.
    pub fn hiding(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// The same, with a way to take away what it changes.
    pub fn removed_at(mut self, path: String, words: &'static str) -> Self {
        self.removal = Some((path, words));
        self
    }

    /// Whether a file is sent with it.
    fn is_upload(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.input, Input::File))
    }
}
