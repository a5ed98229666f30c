//! The pages of the slice.

pub mod campaign;
pub mod evidence;
pub mod finding;
pub mod home;
pub mod item;
pub mod open;
pub mod open_campaign;
pub mod open_findings;
pub mod publics;
pub mod purpose;
pub mod recommendation;
pub mod reply;
mod samples;
mod samples_campaigns;
mod samples_findings;
mod samples_publics;
pub mod starter;
mod told;
mod totals;

use database::Tx;
use interface::{Choice, Frame, Link, Pagination};
use kernel::{Act, Scope, Uuid};
use strategy::facade::{ContractBrief, NodeBrief};
use web::{Asked, Fault, Visit};

pub use samples::samples;

/// Where the evaluation of a contract is prepared.
const HOME: &str = "/gestion/evaluation";
/// Where anybody reads it.
pub(crate) const OPEN: &str = "/evaluation";

/// An address of the slice for a contract.
fn at(path: &str, contract: &str) -> String {
    format!("{HOME}{path}?contrat={}", web::answer::encode(contract))
}

/// The frame of a page under the evaluation of a contract.
fn framed(visit: &Visit, title: &str, contract: &ContractBrief) -> Frame {
    let above = vec![Link::new("Évaluation", at("", &contract.code))];
    visit.back_office(title).with_caption(&*contract.title).with_breadcrumb(above)
}

fn choices<V: ToString, W: AsRef<str>>(all: impl IntoIterator<Item = (V, W)>) -> Vec<Choice> {
    all.into_iter().map(|(value, words)| Choice::new(value.to_string(), words.as_ref())).collect()
}

/// The contracts where this actor does this act, the latest first.
async fn contracts(tx: &mut Tx, visit: &Visit, act: &'static Act) -> Result<Vec<ContractBrief>, Fault> {
    let mut all = strategy::facade::contracts(tx).await?;
    all.retain(|one| visit.actor.may(act, &Scope::contract(one.id)).is_allowed());
    Ok(all)
}

/// The contract asked for among those where this actor does this act; the latest when none is.
async fn contract_of(tx: &mut Tx, visit: &Visit, act: &'static Act, code: &str) -> Result<ContractBrief, Fault> {
    let all = contracts(tx, visit, act).await?;
    all.into_iter().find(|one| code.is_empty() || one.code == code).ok_or_else(Fault::not_found)
}

/// A contract by its identifier.
async fn contract_by(tx: &mut Tx, id: Uuid) -> Result<ContractBrief, Fault> {
    strategy::facade::contract(tx, id).await?.ok_or_else(Fault::not_found)
}

/// « O1 Grandir en bonne santé », for the objectives of these identifiers.
fn node_names(nodes: &[NodeBrief], ids: &[Uuid]) -> Vec<String> {
    nodes.iter().filter(|node| ids.contains(&node.id)).map(|node| format!("{} {}", node.code, node.title)).collect()
}

/// Lines of a list shown at once.
const LINES: u32 = 30;

/// The page of a list an address asks for; the first when it asks for none.
fn page_asked(asked: &Asked) -> u32 {
    asked.text("page").parse().unwrap_or(1)
}

/// One page of a list, and where the others are.
fn page_of<T>(all: &[T], page: u32, base: String) -> (Pagination, &[T]) {
    let pages = Pagination::new(page, all.len() as u64, LINES, base);
    let start = ((pages.page - 1) * LINES) as usize;
    let end = (start + LINES as usize).min(all.len());
    (pages, all.get(start..end).unwrap_or_default())
}
