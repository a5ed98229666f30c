//! Two people wrote the same text at once: both are on the page, and whoever came second decides. Nothing is lost.

use askama::Template;
use axum::http::StatusCode;
use database::Tx;
use interface::Form;
use jiff::tz::TimeZone;
use kernel::{Failure, Moment, Outcome, Refusal, french};
use web::{Answer, Fault, Fields, answer};

use crate::actions::Saved;

/// What somebody else saved meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overtaken {
    /// When, and who.
    pub told: String,
    pub title: String,
    pub text: String,
}

/// « Enregistré à 14 h 32, par Nadia Fabre. », or nothing.
pub(super) fn told(saved: Option<&Saved>, now: Moment, zone: &TimeZone) -> String {
    saved.map_or_else(String::new, |saved| format!("{}, par {}.", french::saved_at(saved.at, now, zone), saved.by))
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
    Shown: Future<Output = Result<Page, Fault>>,
{
    if let Err(Failure::Refused(Refusal::Conflict { .. })) = &outcome {
        drop(tx);
        return answer::page_with(StatusCode::CONFLICT, &both().await?);
    }
    answer::settle(tx, outcome, ending, fields, again).await
}
