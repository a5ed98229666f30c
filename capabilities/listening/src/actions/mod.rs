//! One function per act of listening. Each authorises, loads, applies the rule, saves, and records once.

mod documents;
mod evidence;
mod figures;
mod gatherings;
mod import;
mod needs;
mod proposals;
mod removal;
mod setting;

pub use documents::{DOCUMENT_FILES, FileChange, add_document, amend_document};
pub(crate) use documents::{may_amend, may_open};
pub use evidence::{amend_evidence, record_evidence, withdraw_evidence};
pub use figures::{amend_figure, compare_figures, record_figure};
pub use gatherings::{add_gathering, amend_gathering};
pub(crate) use import::decoded;
pub use import::{ImportLine, ImportReport, import_evidence, read_import};
pub use needs::{add_need, add_solution, add_theme, amend_need, index_all};
pub use proposals::{add_proposal, amend_proposal};
pub use removal::{Removal, removal, remove};
pub use setting::{NewConsultation, add_channel, amend_channel, open_consultation, open_coverage, set_coverage};

pub use crate::rules::{
    ChannelText, ComparisonRule, CoverageState, CoverageText, DocumentText, EvidenceText, FigureText, GatheringText,
    Heard, Kind, Looked, NeedText, ProposalText, Sensitivity, Unit, Visibility,
};

use database::Tx;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Scope, Uuid};
use serde_json::{Value, json};

use crate::{acts, store};

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

/// Records in the journal what was corrected, as it was and as it is.
async fn record_correction(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    what: &str,
    (table, id): (&'static str, Uuid),
    (before, after): (Value, Value),
) -> Outcome<()> {
    let touched = [(table, id)];
    let detail = json!({ "acte": what, "avant": before, "apres": after });
    let entry = Entry::on(acts::LEAD.code, table, id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Finds whether the neighbourhood and the document a form refers to are there.
async fn check_place<T>(
    tx: &mut Tx,
    form: &mut Filled<T>,
    of: impl Fn(&T) -> (Option<Uuid>, Option<Uuid>),
) -> Outcome<()> {
    let (area, document) = of(&form.value);
    if let Some(area) = area
        && territory::facade::area(tx, area).await?.is_none()
    {
        form.find([FieldError::new("quartier", "Choisissez un quartier de la liste")]);
    }
    if let Some(document) = document
        && store::documents::document(tx, document).await?.is_none()
    {
        form.find([FieldError::new("document", "Choisissez un document de la liste")]);
    }
    Ok(())
}

/// Finds whether the channel a form refers to belongs to its consultation.
async fn check_channel_of<T>(
    tx: &mut Tx,
    form: &mut Filled<T>,
    consultation: Uuid,
    channel: Option<Uuid>,
) -> Outcome<()> {
    if let Some(channel) = channel {
        let found = store::setting::channel(tx, channel).await?;
        if found.is_none_or(|channel| channel.consultation != consultation) {
            form.find([FieldError::new("canal", "Choisissez un canal de cette concertation")]);
        }
    }
    Ok(())
}
