//! One function per act of listening. Each authorises, loads, applies the rule, saves, and records once.

mod evidence;
mod figures;
mod import;
mod needs;
mod setting;

pub use evidence::{amend_evidence, record_evidence, withdraw_evidence};
pub use figures::{compare_figures, record_figure};
pub use import::{ImportLine, ImportReport, import_evidence, read_import};
pub use needs::{add_need, add_solution, add_theme, amend_need, answer_theme, unanswer_theme};
pub use setting::{
    NewChannel, NewConsultation, NewDocument, NewGathering, add_channel, add_document, add_gathering,
    open_consultation, set_coverage,
};

pub use crate::rules::{
    ComparisonRule, CoverageState, CoverageText, EvidenceText, FigureText, Heard, Kind, NeedText, Sensitivity, Unit,
    Visibility,
};

use kernel::{Act, Actor, Failure, FieldError, Outcome, Refusal, Scope, Uuid};

/// Lets the act go on, or says why not.
fn authorise(actor: &Actor, act: &'static Act, place: &Scope) -> Outcome<()> {
    match actor.may(act, place) {
        verdict if verdict.is_allowed() => Ok(()),
        verdict => Err(Refusal::NotAllowed { act, verdict }.into()),
    }
}

/// Where an act about a neighbourhood in a consultation takes place.
pub(crate) fn place(contract: Option<Uuid>, area: Option<Uuid>) -> Scope {
    Scope { contract, territory: area, organisation: None }
}

/// Goes on when nothing is to correct.
fn checked(errors: Vec<FieldError>) -> Outcome<()> {
    if errors.is_empty() { Ok(()) } else { Err(Failure::Input(errors)) }
}

/// Somebody else changed the same thing meanwhile; the text typed is given back.
fn conflict(what: &str, kept: &[(&str, &str)]) -> Failure {
    let explanation = format!(
        "Quelqu’un d’autre a modifié {what} pendant que vous écriviez. Relisez la version enregistrée, puis reportez \
         ce que vous aviez écrit, gardé ci-dessous."
    );
    let kept = kept
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| ((*label).to_owned(), (*text).to_owned()))
        .collect();
    Refusal::Conflict { explanation, kept }.into()
}
