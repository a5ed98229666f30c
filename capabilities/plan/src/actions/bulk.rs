//! Several sheets changed at once.

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::Around;
use super::place::authorise_sheet;
use super::sheet::{found, index};
use super::state::keep;
use super::thread::Rows;
use crate::rules::{State, check_state};
use crate::{acts, store};

/// What is changed in several sheets; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// Where they stand.
    pub state: Option<State>,
    /// Who leads.
    pub lead: Option<String>,
    /// A lens they are read through besides those they have.
    pub lens: Option<String>,
}

/// Changes several sheets of a contract at once: all of them or none. Gives how many.
///
/// # Errors
/// Not this actor's; nothing ticked or nothing to change; something to correct; a sheet of another contract.
pub async fn change_many(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    (ids, today): (&[Uuid], Date),
    bulk: &Bulk,
) -> Outcome<usize> {
    let mut errors = Vec::new();
    if ids.is_empty() {
        errors.push(FieldError::new("fiches", "Cochez au moins une fiche"));
    }
    if *bulk == Bulk::default() {
        errors.push(FieldError::new("etat", "Choisissez un état, un pilote ou un axe à donner aux fiches cochées"));
    }
    errors.extend(bulk.state.iter().flat_map(|state| check_state(state, today)));
    if bulk.lead.as_ref().is_some_and(|lead| lead.chars().count() > 200) {
        errors.push(FieldError::new("pilote", "Le pilote doit faire 200 signes au plus"));
    }
    if bulk.lens.as_ref().is_some_and(|lens| around.lens(lens).is_none()) {
        errors.push(FieldError::new("axe", "Choisissez un axe de la liste"));
    }
    Failure::unless_empty(errors)?;
    let mut rows = Rows::new();
    for id in ids {
        let mut sheet = found(tx, *id).await?;
        if sheet.contract != around.contract.id {
            return Err(Refusal::NotFound.into());
        }
        authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
        rows.push(("action_sheet", *id));
        if let Some(state) = &bulk.state
            && *state != sheet.state
        {
            rows.extend(keep(tx, outside, actor, &sheet, state.clone()).await?);
        }
        if let Some(lead) = &bulk.lead {
            sheet.text.lead.clone_from(lead);
            store::sheet::set_lead(tx, *id, lead, &sheet.text.words(), outside.now()).await?;
            index(tx, &sheet).await?;
        }
        if let Some(lens) = &bulk.lens
            && !sheet.text.lenses.contains(lens)
        {
            let row = outside.uuid();
            store::sheet::add_lens(tx, row, *id, lens).await?;
            rows.push(("sheet_lens", row));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let detail = json!({
        "acte": "plusieurs fiches", "fiches": ids.len(), "etat": bulk.state.as_ref().map(|state| state.status.code()),
        "pilote": bulk.lead.is_some(), "axe": bulk.lens.is_some()
    });
    let entry = Entry::on(acts::EDIT.code, "contract", around.contract.id).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(ids.len())
}
