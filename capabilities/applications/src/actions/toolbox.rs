//! The toolbox of a contract: indicators its calls propose.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Scope, Uuid};
use serde_json::json;

use crate::rules::{IndicatorTool, written};
use crate::{acts, store};

/// Writes the toolbox of a contract anew. Calls that were published keep what they proposed.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn write(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, revision): (Uuid, i64),
    tools: impl Into<Filled<Vec<IndicatorTool>>>,
) -> Outcome<()> {
    actor.authorise(&acts::EDIT_CALL, &Scope::contract(contract))?;
    let tools = tools.into().sound()?;
    let row = store::toolbox::save(tx, outside.uuid(), (contract, revision), &tools).await?;
    let Some(row) = row else {
        return Err(Failure::conflict("cette boîte à outils", &[("Indicateurs", &written(&tools))]));
    };
    let detail = json!({ "acte": "boîte à outils des indicateurs", "indicateurs": tools.len() });
    let touched = [("indicator_toolbox", row)];
    let entry = Entry::on(acts::EDIT_CALL.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
