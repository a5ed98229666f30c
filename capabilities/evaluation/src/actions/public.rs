//! For whom published actions are: said sheet by sheet, counted together.

use std::collections::HashMap;

use database::Tx;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use plan::facade::SheetBrief;

use super::{contract_for, record};
use crate::rules::{Age, Counted, Marker, Public};
use crate::{acts, store};

/// Says for whom a published sheet is.
///
/// # Errors
/// Not there or not this actor’s; somebody else said it meanwhile.
pub async fn say_public(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (sheet, revision): (Uuid, i64),
    (marker, ages): (Option<Marker>, Vec<Age>),
) -> Outcome<()> {
    let found = plan::facade::sheets_among(tx, &[sheet], None).await?.into_iter().next().ok_or(Refusal::NotFound)?;
    let contract = contract_for(tx, actor, &acts::WRITE, found.contract).await?;
    let known = store::public::of_sheet(tx, sheet).await?;
    let id = known.as_ref().map_or_else(|| outside.uuid(), |one| one.id);
    let one = Public { id, contract: contract.id, sheet, marker, ages, revision };
    if known.map_or(0, |one| one.revision) != revision || !store::public::save(tx, &one, revision).await? {
        return Err(Failure::conflict("ce qui est dit de cette action", &[]));
    }
    record(tx, outside, (actor, &acts::WRITE), ("public d’une action précisé", "evaluation_public"), &[id]).await
}

/// Published sheets of a contract as they are counted, with each.
///
/// # Errors
/// The database failed.
pub async fn counted(tx: &mut Tx, contract: Uuid) -> Outcome<Vec<(SheetBrief, Counted)>> {
    let said: HashMap<Uuid, Public> =
        store::public::of_contract(tx, contract).await?.into_iter().map(|one| (one.sheet, one)).collect();
    let cents: HashMap<Uuid, Option<i64>> = plan::facade::planned_of_contract(tx, contract)
        .await?
        .into_iter()
        .map(|(sheet, cents)| (sheet, cents.map(|cents| cents.0)))
        .collect();
    let mut places: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (sheet, area) in plan::facade::areas_of_sheets(tx, contract).await? {
        places.entry(sheet).or_default().push(area);
    }
    let sheets = plan::facade::sheets(tx, contract, false).await?.into_iter();
    Ok(sheets
        .map(|sheet| {
            let public = said.get(&sheet.id);
            let one = Counted {
                areas: places.remove(&sheet.id).unwrap_or_default(),
                cents: cents.get(&sheet.id).copied().flatten(),
                marker: public.and_then(|one| one.marker),
                ages: public.map(|one| one.ages.clone()).unwrap_or_default(),
            };
            (sheet, one)
        })
        .collect())
}
