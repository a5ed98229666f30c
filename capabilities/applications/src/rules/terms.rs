//! What applicants see of a call at one moment: sections, questions, attachments, grid. An application keeps the
//! version it began with.

use kernel::{Uuid, vocabulary};

use super::IndicatorTool;

vocabulary! {
    /// Of what a question is asked.
    Part {
        /// Of the whole application.
        Application => "application", "Le dossier";
        /// Of each project.
        Project => "project", "Chaque action";
    }
}

vocabulary! {
    /// How a question is answered.
    QuestionKind {
        /// One line.
        Line => "line", "une ligne";
        /// Several lines.
        Text => "text", "un texte";
        /// Yes or no.
        YesNo => "yes_no", "oui ou non";
        /// One choice of a list.
        Choice => "choice", "un choix";
        /// Several choices of a list.
        Choices => "choices", "plusieurs choix";
        /// A whole number.
        Number => "number", "un nombre";
        /// A day.
        Day => "day", "une date";
        /// Euros.
        Amount => "amount", "un montant";
        /// Part of the form with its own page: neighbourhoods, publics, budget…
        Piece => "piece", "une partie du formulaire";
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Stable name within the call: answers are kept under it.
    pub key: String,
    /// What is asked.
    pub label: String,
    /// Help, or nothing.
    pub hint: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Choices of a list, in order.
    pub choices: Vec<String>,
    /// Whether an application cannot be filed without it.
    pub is_required: bool,
    /// Most characters, when it is a text; zero: no limit of its own.
    pub most: i64,
}

/// Questions that go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Stable name within the call.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Of what it is asked.
    pub part: Part,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// A document asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Stable name within the call.
    pub key: String,
    /// What is asked.
    pub label: String,
    /// Help, or nothing.
    pub hint: String,
    /// Of what it is asked.
    pub part: Part,
    /// Whether an application cannot be filed without it.
    pub is_required: bool,
}

/// A criterion of the assessment grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Stable name within the call.
    pub key: String,
    /// What is looked at.
    pub label: String,
    /// Help for whoever reads, or nothing.
    pub hint: String,
    /// Its weight; those of a grid add up to 100.
    pub weight: i64,
}

/// What applicants see of a call at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallTerms {
    /// Sections, in order.
    pub sections: Vec<Section>,
    /// Documents asked, in order.
    pub attachments: Vec<Attachment>,
    /// Version of the chart of accounts budgets are written on.
    pub chart: String,
    /// Codes of the kinds of organisations that may apply; none: all of them.
    pub kinds: Vec<String>,
    /// Neighbourhoods concerned; none: those of the contract.
    pub areas: Vec<Uuid>,
    /// Priorities, nodes of the contract's tree; none: all of them.
    pub priorities: Vec<Uuid>,
    /// Most years one may ask for.
    pub years: i64,
    /// Grid of assessment.
    pub criteria: Vec<Criterion>,
    /// Indicators of the contract's toolbox that are proposed.
    pub indicators: Vec<IndicatorTool>,
}

impl CallTerms {
    /// The question of that name.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.sections.iter().flat_map(|section| &section.questions).find(|question| question.key == key)
    }

    /// The document of that name.
    pub fn attachment(&self, key: &str) -> Option<&Attachment> {
        self.attachments.iter().find(|attachment| attachment.key == key)
    }

    /// What a key of these terms is called: a question, a document, a section.
    pub fn label(&self, key: &str) -> Option<&str> {
        let section = || self.sections.iter().find(|section| section.key == key).map(|one| one.title.as_str());
        let question = self.question(key).map(|question| question.label.as_str());
        question.or_else(|| self.attachment(key).map(|one| one.label.as_str())).or_else(section)
    }
}
