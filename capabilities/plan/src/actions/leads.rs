//! Leads: studied twice for a contract, then made sheets.

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use lineage::{End, Kind};
use serde_json::json;

use super::sheet::{check, prepare, put};
use super::thread::{Rows, tie};
use super::{Around, authorise_on};
use crate::rules::{
    Coverage, Crossing, KNOWN_STRATEGIES, Lead, SheetText, State, Status, check_coverage, check_crossing, check_strategy,
};
use crate::{acts, store};

/// Every lead, with what was studied of it for a contract.
///
/// # Errors
/// The database failed.
pub async fn leads(tx: &mut Tx, contract: Uuid) -> database::Result<Vec<Lead>> {
    let mut studies = store::lead::of_contract(tx, contract).await?;
    let proposals = listening::facade::proposals(tx).await?;
    Ok(proposals
        .into_iter()
        .map(|one| {
            let at = studies.iter().position(|study| study.proposal == one.id);
            let study = at.map(|at| studies.swap_remove(at));
            Lead { proposal: one.id, code: one.code, label: one.label, needs: one.needs, study }
        })
        .collect())
}

/// Strategies of the territory one may choose for a contract: `(code, name)`.
///
/// # Errors
/// The database failed.
pub async fn strategies(tx: &mut Tx, contract: Uuid) -> database::Result<Vec<(String, String)>> {
    let known = KNOWN_STRATEGIES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned()));
    let added = store::lead::strategies(tx, contract).await?;
    Ok(known.chain(added.into_iter().map(|(id, label)| (id.to_string(), label))).collect())
}

async fn lead(tx: &mut Tx, contract: Uuid, proposal: Uuid) -> Outcome<Lead> {
    let all = leads(tx, contract).await?;
    Ok(all.into_iter().find(|lead| lead.proposal == proposal).ok_or(Refusal::NotFound)?)
}

/// First study: who covers the lead already.
///
/// # Errors
/// Not this actor's; no such lead; something to correct; somebody changed it since `revision`.
pub async fn qualify_lead(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, proposal, revision): (Uuid, Uuid, i64),
    (coverage, note): (Option<Coverage>, &str),
) -> Outcome<()> {
    authorise_on(actor, &acts::EDIT, contract)?;
    let lead = lead(tx, contract, proposal).await?;
    Failure::unless_empty(check_coverage(coverage, note))?;
    let coverage = coverage.unwrap_or(Coverage::Nobody);
    let id = match lead.study {
        None => {
            let id = outside.uuid();
            store::lead::insert(tx, id, (contract, proposal), coverage, note).await?;
            id
        }
        Some(study) => {
            if !store::lead::update_coverage(tx, study.id, revision, coverage, note).await? {
                return Err(Failure::conflict("cette piste", &[("Précision", note)]));
            }
            study.id
        }
    };
    let mut rows: Rows = vec![("plan_lead", id)];
    for need in &lead.needs {
        tie(tx, outside, actor, End::new(Kind::Need, *need), End::new(Kind::Lead, proposal), &mut rows).await?;
    }
    let detail = json!({ "acte": "couverture", "piste": lead.code, "couverture": coverage.code() });
    let entry = Entry::on(acts::EDIT.code, "plan_lead", id).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Second study: which other strategies of the territory the lead meets.
///
/// # Errors
/// Not this actor's; not studied a first time; something to correct; somebody changed it since `revision`.
pub async fn cross_lead(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, proposal, revision): (Uuid, Uuid, i64),
    crossing: &Crossing,
) -> Outcome<()> {
    authorise_on(actor, &acts::EDIT, contract)?;
    let lead = lead(tx, contract, proposal).await?;
    let Some(study) = lead.study else {
        return Err(Failure::field("couverture", "Dites d’abord si quelqu’un répond déjà à cette piste"));
    };
    let known: Vec<String> = strategies(tx, contract).await?.into_iter().map(|(code, _)| code).collect();
    Failure::unless_empty(check_crossing(crossing, &known))?;
    if !store::lead::update_crossing(tx, study.id, revision, crossing).await? {
        return Err(Failure::conflict("cette piste", &[("Note", &crossing.note)]));
    }
    let mut rows: Rows = vec![("plan_lead", study.id)];
    rows.extend(store::lead::drop_crossings(tx, study.id).await?.into_iter().map(|row| ("plan_lead_crossing", row)));
    for strategy in &crossing.strategies {
        let row = outside.uuid();
        store::lead::add_crossing(tx, row, study.id, strategy).await?;
        rows.push(("plan_lead_crossing", row));
    }
    let detail = json!({ "acte": "croisement", "piste": lead.code, "strategies": crossing.strategies.len() });
    let entry = Entry::on(acts::EDIT.code, "plan_lead", study.id).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Makes a sheet of a lead studied twice: a draft that keeps its label and its needs. Gives the sheet.
///
/// # Errors
/// Not this actor's; not studied twice; a sheet already; a code to correct.
pub async fn make_sheet(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    (proposal, today): (Uuid, Date),
    code: impl Into<Filled<String>>,
) -> Outcome<Uuid> {
    let contract = around.contract.id;
    authorise_on(actor, &acts::EDIT, contract)?;
    let lead = lead(tx, contract, proposal).await?;
    let Some(study) = lead.study.as_ref().filter(|_| lead.is_qualified()) else {
        let explanation = "Dites d’abord qui y répond déjà, puis croisez-la avec les autres stratégies du territoire.";
        return Err(Refusal::rule("Cette piste n’est pas encore qualifiée", explanation).into());
    };
    if study.sheet.is_some() {
        let explanation = "Ouvrez-la depuis la liste des pistes : une piste ne devient fiche qu’une fois.";
        return Err(Refusal::rule("Cette piste a déjà sa fiche action", explanation).into());
    }
    let mut form = code.into();
    let mut text = SheetText {
        code: form.value.clone(),
        title: kernel::text::shorten(&lead.label, 199),
        needs: lead.needs.clone(),
        ..SheetText::default()
    };
    prepare(&mut text, around);
    let found = check(tx, around, &text, None).await?;
    form.find(found);
    form.sound()?;
    let source = format!("Piste {}", lead.code);
    let state = State { status: Status::Planned, since: today, source, reason: String::new() };
    let (id, mut rows) = put(tx, outside, actor, around, text, state).await?;
    store::lead::set_sheet(tx, study.id, Some(id)).await?;
    rows.push(("plan_lead", study.id));
    tie(tx, outside, actor, End::new(Kind::Lead, proposal), End::new(Kind::Sheet, id), &mut rows).await?;
    let detail = json!({ "acte": "fiche ouverte depuis une piste", "piste": lead.code });
    let entry = Entry::on(acts::EDIT.code, "action_sheet", id).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// Adds a strategy of the territory to the list of a contract.
///
/// # Errors
/// Not this actor's; a name to correct.
pub async fn add_strategy(tx: &mut Tx, outside: &Outside, actor: &Actor, contract: Uuid, label: &str) -> Outcome<()> {
    authorise_on(actor, &acts::EDIT, contract)?;
    let known: Vec<String> = strategies(tx, contract).await?.into_iter().map(|(_, name)| name).collect();
    Failure::unless_empty(check_strategy(label, &known))?;
    let id = outside.uuid();
    store::lead::add_strategy(tx, id, contract, label).await?;
    let touched = [("plan_strategy", id)];
    let detail = json!({ "acte": "stratégie ajoutée", "nom": label });
    let entry = Entry::on(acts::EDIT.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
