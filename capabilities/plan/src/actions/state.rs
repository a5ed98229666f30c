//! Saying where an action stands.

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Filled, Outcome, Outside, Uuid};
use serde_json::json;

use super::place::authorise_sheet;
use super::sheet::found;
use super::thread::Rows;
use crate::rules::{Said, Sheet, State, check_state};
use crate::{acts, store};

/// Says where an action stands, since when and according to whom; `today` is the day in the town.
///
/// # Errors
/// Not this actor's; no such sheet; something to correct.
pub async fn say_state(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    today: Date,
    state: impl Into<Filled<State>>,
) -> Outcome<()> {
    let sheet = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
    let mut form = state.into();
    form.find(check_state(&form.value, today));
    let state = form.sound()?;
    let detail =
        json!({ "avant": sheet.state.status.code(), "apres": state.status.code(), "depuis": state.since.to_string() });
    let rows = keep(tx, outside, actor, &sheet, state).await?;
    let entry = Entry::on(acts::EDIT.code, "action_sheet", id).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Keeps a state, checked already.
pub(super) async fn keep(tx: &mut Tx, outside: &Outside, actor: &Actor, sheet: &Sheet, state: State) -> Outcome<Rows> {
    let now = outside.now();
    store::sheet::set_state(tx, sheet.id, &state, now).await?;
    let row = outside.uuid();
    store::state::insert(tx, row, sheet.id, &Said { state, at: now, by: actor.journal_name() }).await?;
    Ok(vec![("action_sheet", sheet.id), ("sheet_status", row)])
}
