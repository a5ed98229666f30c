//! What a contract sets for its committees.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::rules::{CommitteeSetting, check_setting};
use crate::{acts_committee as acts, store};

/// Writes what is set for a contract.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn set(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, revision): (Uuid, i64),
    setting: impl Into<Filled<CommitteeSetting>>,
) -> Outcome<()> {
    if !actor.may(&acts::HOLD_COMMITTEE, &Scope::contract(contract)).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    let mut form = setting.into();
    form.find(check_setting(&form.value));
    let setting = form.sound()?;
    let Some(row) = store::setting::save(tx, outside, contract, &setting, revision).await? else {
        return Err(Failure::conflict("ces réglages", &[]));
    };
    let detail = json!({ "acte": "réglages du comité", "hors quartiers": setting.outside_permille,
        "pluriannuel": setting.several_permille, "salariés": setting.fragile_employees });
    let entry = Entry::on(acts::HOLD_COMMITTEE.code, "contract", contract).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("committee_setting", row)])).await?;
    Ok(())
}
