//! One function per act of listening. Each authorises, loads, applies the rule, saves, and records once.

mod documents;
mod evidence;
mod figures;
mod import;
mod needs;
mod removal;
mod setting;

pub use documents::{DOCUMENT_FILES, FileChange, add_document, amend_document};
pub(crate) use documents::{may_amend, may_open};
pub use evidence::{amend_evidence, record_evidence, withdraw_evidence};
pub use figures::{compare_figures, figure_without, record_figure};
pub(crate) use import::decoded;
pub use import::{ImportLine, ImportReport, import_evidence, read_import};
pub use needs::{add_need, add_solution, add_theme, amend_need, answer_theme, unanswer_theme};
pub use removal::{Removal, removal, remove};
pub use setting::{
    NewChannel, NewConsultation, NewGathering, add_channel, add_gathering, open_consultation, set_coverage,
};

pub use crate::rules::{
    ComparisonRule, CoverageState, CoverageText, DocumentText, EvidenceText, FigureText, Heard, Kind, NeedText,
    Sensitivity, Unit, Visibility,
};

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Scope, Uuid};
use serde_json::json;

use crate::acts;

/// Where an act about a neighbourhood in a consultation takes place.
pub(crate) fn place(contract: Option<Uuid>, area: Option<Uuid>) -> Scope {
    Scope { contract, territory: area, organisation: None }
}

/// Records in the journal what was made while preparing the listening, and its label.
async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    what: &str,
    table: &'static str,
    id: Uuid,
    label: &str,
) -> Outcome<()> {
    let touched = [(table, id)];
    let entry =
        Entry::on(acts::LEAD.code, table, id).detail(json!({ "acte": what, "libelle": label })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
