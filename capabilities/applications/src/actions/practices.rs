//! What a contract settles: who types with associations, what the files it brings mean.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Scope, Uuid, Verdict};
use serde_json::json;

use crate::rules::bringing::{COLUMNS, Mapping, guessed};
use crate::rules::{Practice, verdict_among, written_columns, written_states};
use crate::{acts, store};

/// Settles anew.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn settle(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, revision): (Uuid, i64),
    practice: impl Into<Filled<Practice>>,
) -> Outcome<()> {
    actor.authorise(&acts::EDIT_CALL, &Scope::contract(contract))?;
    let practice = practice.into().sound()?;
    let row = store::practice::save(tx, outside.uuid(), (contract, revision), &practice).await?;
    let Some(row) = row else {
        let typed = [("Mots", written_states(&practice.states)), ("Colonnes", written_columns(&practice.columns))];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        return Err(Failure::conflict("les usages de ce contrat", &typed));
    };
    let functions: Vec<&str> = practice.typists.iter().map(|function| function.code()).collect();
    let detail = json!({ "acte": "usages du contrat", "saisie": functions, "mots": practice.states.len() });
    let entry = Entry::on(acts::EDIT_CALL.code, "contract", contract).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("contract_practice", row)])).await?;
    Ok(())
}

/// What this actor may do to type with an association in one of these places of a contract: instruct, or hold a function this
/// contract has type.
///
/// # Errors
/// The database failed.
pub async fn typing(tx: &mut Tx, actor: &Actor, contract: Uuid, places: &[Scope]) -> database::Result<Verdict> {
    let own = verdict_among(actor, &acts::INSTRUCT, places);
    if own.is_allowed() || actor.person().is_none() {
        return Ok(own);
    }
    let (practice, _) = store::practice::of_contract(tx, contract).await?;
    match verdict_among(&practice.as_typist(actor), &acts::TYPE, places) {
        Verdict::NoFunction | Verdict::NotSignedIn | Verdict::Elsewhere(_) => Ok(own),
        verdict => Ok(verdict),
    }
}

/// The columns of a file as they seem to be: as the contract said them before, as they are called otherwise.
///
/// # Errors
/// The database failed.
pub async fn recognised(tx: &mut Tx, contract: Uuid, headers: &[String]) -> database::Result<Mapping> {
    let (practice, _) = store::practice::of_contract(tx, contract).await?;
    Ok(guessed(headers, &practice.columns))
}

/// Keeps which header is which column, for the next file of the contract. Gives the row written, for the journal; nothing when
/// there is nothing new, or somebody settles it at this moment.
///
/// # Errors
/// The database failed.
pub async fn keep_columns(
    tx: &mut Tx,
    outside: &Outside,
    contract: Uuid,
    (headers, mapping): (&[String], &Mapping),
) -> database::Result<Option<(&'static str, Uuid)>> {
    let (before, revision) = store::practice::of_contract(tx, contract).await?;
    let said = COLUMNS.iter().filter_map(|column| {
        let header = headers.get(*mapping.get(column.key)?)?;
        Some((header.as_str(), column.key))
    });
    let alone = |header: &str| {
        let found = guessed(&[header.to_owned()], &[]);
        COLUMNS.iter().map(|column| column.key).find(|key| found.contains_key(*key))
    };
    let after = before.with_columns(said, alone);
    if after == before {
        return Ok(None);
    }
    let row = store::practice::save(tx, outside.uuid(), (contract, revision), &after).await?;
    Ok(row.map(|row| ("contract_practice", row)))
}
