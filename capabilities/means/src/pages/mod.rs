//! The pages of the slice.

pub mod endowment;
pub mod grid;
pub mod leverage;
pub mod line;
pub mod list;
pub mod open;
pub mod paste;
pub mod post;
mod samples;
mod samples_kept;
pub mod signatory;
pub mod sponsor;
pub mod statement;

use accounts::OrganisationKind;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Act, Actor, Cents, Outcome, Scope, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

pub use samples::samples;

use crate::actions::{self, Ground};
use crate::rules::{Amount, read_amount, read_hundredths};

/// Where the means of a contract are read.
const HOME: &str = "/gestion/moyens";

/// Most lines shown at once.
const MOST_SHOWN: usize = 100;

/// An address of the slice for a contract.
fn at(path: &str, contract: &str) -> String {
    format!("{HOME}{path}?contrat={}", web::answer::encode(contract))
}

fn above(contract: &str) -> Vec<Link> {
    vec![Link::new("Moyens du contrat", at("", contract))]
}

fn above_of(contract: &str, title: &str, path: &str) -> Vec<Link> {
    vec![Link::new("Moyens du contrat", at("", contract)), Link::new(title, at(path, contract))]
}

fn framed(visit: &Visit, title: &str, contract: &ContractBrief) -> Frame {
    visit.back_office(title).with_caption(&*contract.title).with_breadcrumb(above(&contract.code))
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

/// « 1,5 ETP ».
fn posts(hundredths: i64) -> String {
    format!("{} ETP", crate::rules::spelt_hundredths(hundredths))
}

fn choices<V: ToString, W: AsRef<str>>(all: impl IntoIterator<Item = (V, W)>) -> Vec<Choice> {
    all.into_iter().map(|(value, words)| Choice::new(value.to_string(), words.as_ref())).collect()
}

const AMOUNT: &str = "Un montant en euros (0 s’il n’y a rien), « pas demandé » ou « non diffusé »";

/// An amount as it is typed; none when the field is empty.
fn amount(reading: &mut Reading<'_>, name: &str) -> Option<Amount> {
    reading.parsed(name, read_amount, AMOUNT)
}

/// People’s time as it is typed; none when the field is empty.
fn time(reading: &mut Reading<'_>, name: &str) -> Option<i64> {
    reading.parsed(name, read_hundredths, "C’est un nombre de postes, par exemple 1,5")
}

/// A year of an address; this year when it is none.
fn year_asked(asked: &Asked, this_year: i64) -> i64 {
    asked.text("annee").parse().ok().filter(|year| (2015..=2100).contains(year)).unwrap_or(this_year)
}

/// A year of a path; one that is none is a page that does not exist.
fn year_of(text: &str) -> Result<i64, Fault> {
    text.parse().ok().filter(|year| (2015..=2100).contains(year)).ok_or_else(Fault::not_found)
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

/// Whether one of the functions of this actor reaches a contract for this act, perhaps for one organisation or neighbourhood only.
fn reaches(actor: &Actor, act: &'static Act, contract: Uuid) -> bool {
    match actor.person() {
        None => actor.may(act, &Scope::contract(contract)).is_allowed(),
        Some(person) => person.grants.iter().any(|grant| {
            act.functions.contains(&grant.function) && grant.scope.contract.is_none_or(|one| one == contract)
        }),
    }
}

/// The contract asked for among those this actor reaches; the latest when none is.
async fn contract_of(tx: &mut Tx, visit: &Visit, act: &'static Act, code: &str) -> Result<ContractBrief, Fault> {
    let mut all = strategy::facade::contracts(tx).await?;
    all.retain(|one| reaches(&visit.actor, act, one.id));
    all.into_iter().find(|one| code.is_empty() || one.code == code).ok_or_else(Fault::not_found)
}

/// The contract asked for, where this actor does this act for everybody.
async fn whole_contract(tx: &mut Tx, visit: &Visit, act: &'static Act, code: &str) -> Result<ContractBrief, Fault> {
    let mut all = strategy::facade::contracts(tx).await?;
    all.retain(|one| visit.actor.may(act, &Scope::contract(one.id)).is_allowed());
    all.into_iter().find(|one| code.is_empty() || one.code == code).ok_or_else(Fault::not_found)
}

/// Ends the form of one thing of a contract, new or changed: back to the list it stands in, or its page with what is to be corrected.
async fn kept<T, Page: askama::Template, Drawn: Future<Output = Result<Page, Fault>>>(
    house: &House,
    (tx, outcome): (Tx, Outcome<T>),
    (list, is_new): (String, bool),
    fields: &Fields,
    draw: impl FnOnce(Tx, Form) -> Drawn,
) -> Answer {
    let again = async |form| draw(house.read().await?, form).await;
    answer::settle(tx, outcome, (|_| list, if is_new { "ajoute" } else { "modifie" }), fields, again).await
}

/// A contract by its identifier.
async fn contract_by(tx: &mut Tx, id: Uuid) -> Result<ContractBrief, Fault> {
    strategy::facade::contract(tx, id).await?.ok_or_else(Fault::not_found)
}

/// Institutions as choices: associations and councils bring no ordinary means.
async fn institutions(tx: &mut Tx) -> Result<Vec<(Uuid, String)>, Fault> {
    let mut cards = accounts::facade::organisation_cards(tx).await?;
    cards.retain(|one| !matches!(one.kind, OrganisationKind::Association | OrganisationKind::CitizenCouncil));
    Ok(cards.into_iter().map(|one| (one.id, one.name)).collect())
}

/// Partners whose lines this actor writes in a contract.
async fn partners(tx: &mut Tx, visit: &Visit, contract: Uuid) -> Result<Vec<(Uuid, String)>, Fault> {
    let own = actions::own_organisations(tx, &visit.actor).await?;
    let place = |organisation| Scope { contract: Some(contract), territory: None, organisation: Some(organisation) };
    let mut all = institutions(tx).await?;
    all.retain(|(id, _)| actions::fills(&visit.actor, &crate::acts::FILL, &place(*id), &own));
    Ok(all)
}

fn themes_of(ground: &Ground) -> Vec<Choice> {
    choices(ground.themes.iter().map(|(id, code, title)| (*id, format!("{code} {title}"))))
}

fn areas_of(ground: &Ground) -> Vec<Choice> {
    choices(ground.areas.iter().map(|(id, name)| (*id, name.as_str())))
}
