//! What a contract sets, and the texts of funders.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::desk;
use crate::rules::{FIRST_TEXT, Setting, check_text};
use crate::{acts, store};

/// Sets thresholds, advances and delays of a contract.
///
/// # Errors
/// Not this actor’s; something to correct; somebody set them since `revision`.
pub async fn set(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, revision): (Uuid, i64),
    typed: impl Into<Filled<Setting>>,
) -> Outcome<()> {
    actor.authorise(&acts::SET, &Scope::contract(contract))?;
    let mut form = typed.into();
    form.find(form.value.check());
    let setting = form.sound()?;
    let saved = store::setting::save(tx, outside.uuid(), (contract, revision), &setting).await?;
    let row = saved.ok_or_else(|| Failure::conflict("ces réglages", &[("Source", &setting.source)]))?;
    let detail = json!({ "acte": "réglages des conventions" });
    let touched = [("agreement_setting", row)];
    let entry = Entry::on(acts::SET.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The funders whose text this actor may write, each once, with the name of their last call: payer, name.
///
/// # Errors
/// The database failed.
pub async fn payers(tx: &mut Tx, actor: &Actor, contract: Uuid) -> database::Result<Vec<(Uuid, String)>> {
    let mut all: Vec<(Uuid, String)> = Vec::new();
    for call in applications::facade::calls_of(tx, contract).await? {
        for funder in call.funders {
            let payer = funder.organisation.unwrap_or(funder.id);
            let may = desk::verdict(actor, &acts::TEMPLATES, contract, funder.organisation).is_allowed();
            if may && all.iter().all(|(known, _)| *known != payer) {
                all.push((payer, funder.name));
            }
        }
    }
    Ok(all)
}

/// The text of a funder with its revision: the first one of the house and 0 while it has none.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn text(tx: &mut Tx, actor: &Actor, (contract, payer): (Uuid, Uuid)) -> Outcome<(String, String, i64)> {
    let known = payers(tx, actor, contract).await?;
    let (_, name) = known.into_iter().find(|(one, _)| *one == payer).ok_or(Refusal::NotFound)?;
    let kept = store::setting::template(tx, contract, payer).await?;
    let (body, revision) = kept.unwrap_or_else(|| (FIRST_TEXT.to_owned(), 0));
    Ok((name, body, revision))
}

/// Keeps the text of a funder: agreements prepared from now on begin with it.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn write_text(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, payer, revision): (Uuid, Uuid, i64),
    body: &str,
) -> Outcome<()> {
    text(tx, actor, (contract, payer)).await?;
    if body.trim().is_empty() || body.chars().count() > 30_000 {
        return Err(Failure::field("texte", "Écrivez le texte, en moins de 30 000 signes"));
    }
    check_text(body).map_err(|sentence| Failure::field("texte", sentence))?;
    let saved = store::setting::save_template(tx, outside.uuid(), (contract, payer, revision), body).await?;
    let row = saved.ok_or_else(|| Failure::conflict("ce modèle", &[("Texte", body)]))?;
    let detail = json!({ "acte": "modèle de convention", "financeur": payer.to_string() });
    let touched = [("agreement_template", row)];
    let entry = Entry::on(acts::TEMPLATES.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
