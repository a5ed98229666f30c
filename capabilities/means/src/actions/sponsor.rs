//! Gifts of firms, endowment funds.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;
use strategy::facade::ContractBrief;

pub use crate::rules::{EndowmentFund, EndowmentYearTerms, Sponsorship, SponsorshipKind, SponsorshipTerms};
use crate::rules::{EndowmentYear, check_endowment, check_sponsorship};
use crate::{acts, store};

fn years(contract: &ContractBrief) -> (i64, i64) {
    (contract.starts_on.year().into(), contract.ends_on.year().into())
}

/// A gift this actor keeps. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn sponsorship(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Sponsorship> {
    let found = store::sponsor::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let place = Scope::contract(found.contract);
    if !actor.may(&acts::READ, &place).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::MANAGE, &place)?;
    Ok(found)
}

/// Writes a gift; a new one when `known` is none.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn keep_sponsorship(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (contract, known): (Uuid, Option<(Uuid, i64)>),
    typed: impl Into<Filled<SponsorshipTerms>>,
) -> Outcome<Uuid> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::MANAGE, &Scope::contract(contract.id))?;
    let mut form = typed.into();
    form.find(check_sponsorship(&form.value, years(&contract), outside.now().day(zone)));
    if let Some(fund) = form.value.fund
        && store::sponsor::fund(tx, fund).await?.is_none_or(|fund| fund.contract != contract.id)
    {
        form.find([FieldError::new("fonds", "Choisissez un fonds de dotation de ce contrat, ou aucun")]);
    }
    let sheets = plan::facade::sheets(tx, contract.id, true).await?;
    if form.value.sheets.iter().any(|sheet| sheets.iter().all(|one| one.id != *sheet)) {
        form.find([FieldError::new("actions", "Cochez des actions de ce contrat")]);
    }
    let terms = form.sound()?;
    let (id, revision) = known.unwrap_or_else(|| (outside.uuid(), 0));
    let one = Sponsorship { id, contract: contract.id, terms, revision };
    if !store::sponsor::save(tx, outside, &one, revision).await? {
        return Err(Failure::conflict("ce mécénat", &[("Entreprise", &one.terms.firm), ("Note", &one.terms.note)]));
    }
    record(tx, outside, actor, ("mécénat enregistré", "sponsorship"), id).await?;
    Ok(id)
}

/// Takes a gift out. Gives its contract.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn remove_sponsorship(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let found = sponsorship(tx, actor, id).await?;
    store::sponsor::delete(tx, id).await?;
    record(tx, outside, actor, ("mécénat retiré", "sponsorship"), id).await?;
    Ok(found.contract)
}

/// Opens an endowment fund.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn open_endowment(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    name: &str,
) -> Outcome<Uuid> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::MANAGE, &Scope::contract(contract.id))?;
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Failure::field("nom", "Saisissez le nom du fonds, en 200 signes au plus"));
    }
    let one = EndowmentFund { id: outside.uuid(), contract: contract.id, name: name.to_owned() };
    if !store::sponsor::insert_fund(tx, &one).await? {
        return Err(Failure::field("nom", "Un fonds de ce nom est déjà là"));
    }
    record(tx, outside, actor, ("fonds de dotation ouvert", "endowment_fund"), one.id).await?;
    Ok(one.id)
}

/// Writes what an endowment fund collected and spent in a year. Gives its contract.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn keep_endowment(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (fund, revision): (Uuid, i64),
    typed: impl Into<Filled<EndowmentYearTerms>>,
) -> Outcome<Uuid> {
    let fund = store::sponsor::fund(tx, fund).await?.ok_or(Refusal::NotFound)?;
    let contract = strategy::facade::contract(tx, fund.contract).await?.ok_or(Refusal::NotFound)?;
    let place = Scope::contract(contract.id);
    if !actor.may(&acts::READ, &place).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::MANAGE, &place)?;
    let mut form = typed.into();
    form.find(check_endowment(&form.value, years(&contract), outside.now().day(zone)));
    let terms = form.sound()?;
    let all = store::sponsor::years(tx, contract.id).await?;
    let before = all.iter().find(|one| one.fund == fund.id && one.terms.year == terms.year);
    let id = before.map_or_else(|| outside.uuid(), |one| one.id);
    let one = EndowmentYear { id, fund: fund.id, terms, revision };
    if before.is_some() == (revision == 0) || !store::sponsor::save_year(tx, &one, revision).await? {
        return Err(Failure::conflict("cette année", &[("Emploi", &one.terms.note), ("Source", &one.terms.source)]));
    }
    record(tx, outside, actor, ("année d’un fonds de dotation remplie", "endowment_year"), id).await?;
    Ok(contract.id)
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (what, table): (&str, &'static str),
    id: Uuid,
) -> Outcome<()> {
    let touched = [(table, id)];
    let entry = Entry::on(acts::MANAGE.code, table, id).detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
