//! The projects of a call as a list: those this actor may read, where each stands, who reads it, until when.

use std::collections::HashMap;

use applications::facade::{self as files, CallBrief, FundingState, ProjectRow, ProjectState};
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Act, Actor, Function, Outcome, Person, Refusal, Uuid};

use super::assess_file::reference;
use super::desk::verdict_among;
use crate::rules::{Promise, Row, Stage, Standing, next_due, with_ancestors};
use crate::{acts, store};

/// Functions of those who may read, and of those who write for an organisation: nobody assesses what she carries.
const LOOKED_FOR: &[Function] = &[
    Function::ProjectManager,
    Function::CaseOfficer,
    Function::PrefectDelegate,
    Function::Funder,
    Function::CarrierEditor,
    Function::CarrierSignatory,
    Function::CarrierAdministrator,
];

/// Somebody who may read projects of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Her account.
    pub account: Uuid,
    /// Her name.
    pub name: String,
    actor: Actor,
}

impl Reader {
    /// What she may do, to know what she may read.
    pub(crate) const fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// Whether this actor may do this on a call, for the contract, one of its funders or one of these neighbourhoods.
pub(crate) fn may_on(actor: &Actor, act: &Act, call: &CallBrief, areas: &[Uuid]) -> bool {
    verdict_among(actor, act, call, areas).is_allowed()
}

/// Calls this actor may do this on, the last year first.
///
/// # Errors
/// The database failed.
pub async fn calls(tx: &mut Tx, actor: &Actor, act: &'static Act) -> database::Result<Vec<CallBrief>> {
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let own = files::calls_of(tx, contract.id).await?;
        all.extend(own.into_iter().filter(|call| may_on(actor, act, call, &contract.area_ids)));
    }
    Ok(all)
}

/// The call asked for by its address, or the last one; none when there is none for her.
///
/// # Errors
/// A call asked for that is not there, or not this actor’s.
pub async fn chosen(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static Act,
    address: &str,
) -> Outcome<(Vec<CallBrief>, Option<CallBrief>)> {
    let all = calls(tx, actor, act).await?;
    let found = match address {
        "" => all.first().cloned(),
        address => Some(all.iter().find(|call| call.address == address).cloned().ok_or(Refusal::NotFound)?),
    };
    Ok((all, found))
}

fn acting(holder: &accounts::facade::Holder) -> Actor {
    Actor::Person(Person {
        account: holder.account,
        session: Uuid::nil(),
        name: holder.name.clone(),
        grants: holder.grants.clone(),
        has_second_factor: true,
        acting_for: None,
    })
}

/// Those who may read projects of a call, by name.
///
/// # Errors
/// The database failed.
pub async fn readers(tx: &mut Tx, call: &CallBrief, now: kernel::Moment) -> database::Result<Vec<Reader>> {
    let areas = strategy::facade::contract(tx, call.contract).await?.map(|one| one.area_ids).unwrap_or_default();
    let holders = accounts::facade::holders(tx, LOOKED_FOR, now).await?;
    let all = holders.into_iter().map(|holder| {
        let actor = acting(&holder);
        Reader { account: holder.account, name: holder.name, actor }
    });
    Ok(all.filter(|reader| may_on(&reader.actor, &acts::ASSESS, call, &areas)).collect())
}

/// Stages a project is past.
pub(crate) fn reached(row: &ProjectRow) -> Vec<Stage> {
    reached_by(&row.fundings.iter().map(|one| one.state).collect::<Vec<_>>())
}

/// Stages a project is past, once what it asks stands there.
pub(crate) fn reached_by(states: &[FundingState]) -> Vec<Stage> {
    let living = || states.iter().copied().filter(|state| *state != FundingState::Withdrawn);
    let is_decided = |state: FundingState| {
        matches!(state, FundingState::Notified | FundingState::Inadmissible)
            || state.is_decision() && state != FundingState::Postponed
    };
    let mut all = Vec::new();
    if living().next().is_some() && living().all(|state| state != FundingState::Asked) {
        all.push(Stage::Complete);
        if living().all(is_decided) {
            all.push(Stage::Decided);
            if living().all(|state| state == FundingState::Notified) {
                all.push(Stage::Notified);
            }
        }
    }
    all
}

fn standing(row: &ProjectRow, readers: &[(Uuid, bool)]) -> Standing {
    let reached = reached(row);
    let mut living = row.fundings.iter().filter(|one| one.state != FundingState::Withdrawn).peekable();
    let is_empty = living.peek().is_none();
    if row.project.state == ProjectState::Withdrawn || is_empty && !row.fundings.is_empty() {
        Standing::Withdrawn
    } else if !is_empty && living.all(|one| one.decision == Some(FundingState::Inadmissible)) {
        Standing::Inadmissible
    } else if reached.contains(&Stage::Decided) {
        Standing::Decided
    } else if row.stage == files::Stage::ToComplete {
        Standing::ToComplete
    } else if !readers.is_empty() && readers.iter().all(|(_, is_given)| *is_given) {
        Standing::Read
    } else if !readers.is_empty() {
        Standing::Reading
    } else if reached.contains(&Stage::Complete) {
        Standing::Complete
    } else {
        Standing::Filed
    }
}

/// The projects of a call this actor may read.
///
/// # Errors
/// The database failed.
pub async fn rows(
    tx: &mut Tx,
    actor: &Actor,
    (call, today, zone): (&CallBrief, Date, &TimeZone),
) -> database::Result<Vec<Row>> {
    let all = files::listed(tx, call.id).await?;
    let all = files::rows_for(tx, actor, &acts::READ, call, all.to_vec()).await?;
    let mut reading: HashMap<Uuid, Vec<(Uuid, bool)>> = HashMap::new();
    for (project, reader, is_given) in store::reading::of_call(tx, call.id).await? {
        reading.entry(project).or_default().push((reader, is_given));
    }
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let parents: Vec<(Uuid, Option<Uuid>)> = nodes.iter().map(|node| (node.id, node.parent)).collect();
    let (promise, _) = store::clock::promise(tx, call.id).await?;
    let mut many: HashMap<Uuid, usize> = HashMap::new();
    all.iter().for_each(|row| *many.entry(row.application).or_default() += 1);
    let row = |row: &ProjectRow| {
        let readers = reading.get(&row.project.id).map(Vec::as_slice).unwrap_or_default();
        told(row, readers, (many.get(&row.application) == Some(&1), &parents), (&promise, today, zone))
    };
    Ok(all.iter().map(row).collect())
}

fn told(
    row: &ProjectRow,
    readers: &[(Uuid, bool)],
    (is_only, parents): (bool, &[(Uuid, Option<Uuid>)]),
    (promise, today, zone): (&Promise, Date, &TimeZone),
) -> Row {
    let mut asked: Vec<(Uuid, i64)> = Vec::new();
    for funding in row.fundings.iter().filter(|one| one.state != FundingState::Withdrawn) {
        match asked.iter_mut().find(|(known, _)| *known == funding.funder) {
            Some((_, cents)) => *cents += funding.asked.0,
            None => asked.push((funding.funder, funding.asked.0)),
        }
    }
    let standing = standing(row, readers);
    let is_over = matches!(standing, Standing::Withdrawn);
    let filed = row.filed_at.map(|at| at.day(zone)).filter(|_| !is_over);
    Row {
        project: row.project.id,
        application: row.application,
        number: reference(&row.number, row.project.position, is_only),
        carrier: row.carrier,
        carrier_name: row.carrier_name.clone(),
        title: row.project.title.clone(),
        areas: row.areas.iter().map(|(area, _)| *area).collect(),
        nodes: with_ancestors(&row.nodes, parents),
        asked,
        cost: row.totals.charges.0,
        standing,
        readers: readers.iter().map(|(reader, _)| *reader).collect(),
        due_on: filed.and_then(|filed| next_due(filed, &reached(row), promise, today)).map(|due| due.on),
    }
}
