//! Two people wrote the same thing at once: both texts are shown side by side, and whoever came second decides. Nothing
//! is lost and nothing is overwritten unseen.

use askama::Template;
use axum::http::StatusCode;
use database::Tx;
use interface::{Form, Frame};
use kernel::{Failure, Outcome, Refusal};
use web::{Answer, Fault, Fields, answer};

/// Title of the page.
pub(super) const TITLE: &str = "Deux personnes ont écrit en même temps";

/// One field: what is kept now; what was typed comes from the form.
pub(super) struct Disputed {
    pub name: &'static str,
    pub label: &'static str,
    pub kept: String,
    pub is_long: bool,
}

impl Disputed {
    pub fn line(name: &'static str, label: &'static str, kept: &str) -> Self {
        Self { name, label, kept: kept.to_owned(), is_long: false }
    }

    pub fn long(name: &'static str, label: &'static str, kept: &str) -> Self {
        Self { is_long: true, ..Self::line(name, label, kept) }
    }
}

/// What is kept now.
pub(super) struct Current {
    pub revision: i64,
    /// Who wrote it last; empty when that is not known here.
    pub author: String,
    pub fields: Vec<Disputed>,
}

#[derive(Template)]
#[template(path = "pages/conflict.html")]
pub(super) struct ConflictPage {
    pub frame: Frame,
    pub what: String,
    pub current: Current,
    pub typed: Form,
    /// Everything else that was typed, sent again as it was.
    pub others: Vec<(String, String)>,
}

impl ConflictPage {
    pub fn new(frame: Frame, what: &str, current: Current, fields: &Fields) -> Self {
        let is_other = |name: &str| name != "revision" && !current.fields.iter().any(|field| field.name == name);
        let others = fields.pairs().iter().filter(|(name, _)| is_other(name)).cloned().collect();
        Self { frame, what: what.to_owned(), typed: fields.form(), others, current }
    }

    fn is_same(&self, field: &Disputed) -> bool {
        self.typed.value(field.name).trim() == field.kept.trim()
    }
}

/// Ends a form as [`answer::settle`] does; somebody who comes second is shown both texts, drawn from what is kept now.
pub(super) async fn settle<T, Page, Drawn, Shown>(
    tx: Tx,
    outcome: Outcome<T>,
    ending: (impl FnOnce(T) -> String, &str),
    fields: &Fields,
    again: impl FnOnce(Form) -> Drawn,
    both: impl FnOnce() -> Shown,
) -> Answer
where
    Page: Template,
    Drawn: Future<Output = Result<Page, Fault>>,
    Shown: Future<Output = Result<ConflictPage, Fault>>,
{
    if let Err(Failure::Refused(Refusal::Conflict { .. })) = &outcome {
        drop(tx);
        return answer::page_with(StatusCode::CONFLICT, &both().await?);
    }
    answer::settle(tx, outcome, ending, fields, again).await
}
