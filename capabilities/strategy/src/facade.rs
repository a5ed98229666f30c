//! What other slices may ask about contracts.

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Awaited, Scope, Uuid, french};

use crate::store;

/// A contract in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractBrief {
    /// Which.
    pub id: Uuid,
    /// Its code in addresses.
    pub code: String,
    /// Its title.
    pub title: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, included.
    pub ends_on: Date,
    /// Its neighbourhoods, in display order.
    pub area_ids: Vec<Uuid>,
}

/// Every contract, the latest first.
///
/// # Errors
/// The database failed.
pub async fn contracts(tx: &mut Tx) -> Result<Vec<ContractBrief>> {
    let places = store::contract::all_areas(tx).await?;
    let brief = |contract: crate::rules::Contract| ContractBrief {
        area_ids: places.iter().filter(|(of, _)| *of == contract.id).map(|(_, area)| *area).collect(),
        id: contract.id,
        code: contract.code,
        title: contract.terms.title,
        starts_on: contract.terms.starts_on,
        ends_on: contract.terms.ends_on,
    };
    Ok(store::contract::all(tx).await?.into_iter().map(brief).collect())
}

/// One contract.
///
/// # Errors
/// The database failed.
pub async fn contract(tx: &mut Tx, id: Uuid) -> Result<Option<ContractBrief>> {
    Ok(contracts(tx).await?.into_iter().find(|contract| contract.id == id))
}

/// Where a contract is read.
pub fn path(code: &str) -> String {
    format!("/contrat/{code}")
}

/// What awaits this person here: signatures that no source says yet.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&crate::acts::AMEND).is_allowed() {
        return Ok(Vec::new());
    }
    let open = store::signatory::to_confirm(tx).await?;
    let hers = open.into_iter().filter(|(id, ..)| actor.may(&crate::acts::AMEND, &Scope::contract(*id)).is_allowed());
    Ok(hers
        .map(|(id, title, number)| {
            let whose = french::count(number, "signataire", "signataires");
            Awaited::new(format!("Confirmer la signature de {whose}"), title, format!("/gestion/contrats/{id}"))
        })
        .collect())
}
