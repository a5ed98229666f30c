//! Opening the report of a contract on a year.

use database::Tx;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Refusal, Scope, Uuid};
use serde_json::json;

use super::{Around, record};
use crate::rules::{Chapter, ChapterText, check_year, legal};
use crate::{acts, store};

/// Opens a report with the chapters the law asks for. Gives it.
///
/// # Errors
/// No contract chosen, or not this actor's; a year that is not one of the contract, or has a report already.
pub async fn create(
    tx: &mut Tx,
    (outside, zone): Around<'_>,
    actor: &Actor,
    typed: impl Into<Filled<(Option<Uuid>, i64)>>,
) -> Outcome<Uuid> {
    let mut form = typed.into();
    let (contract, year) = form.value;
    let contract = match contract {
        Some(id) => strategy::facade::contract(tx, id).await?,
        None => None,
    };
    let Some(contract) = contract else {
        form.find([FieldError::new("contrat", "Choisissez le contrat dont c’est le rapport")]);
        form.sound()?;
        return Err(Refusal::NotFound.into());
    };
    actor.authorise(&acts::WRITE, &Scope::contract(contract.id))?;
    let today = outside.now().day(zone);
    if !form.is_wrong("annee") {
        form.find(check_year(year, (contract.starts_on, contract.ends_on), today));
        if store::report::of_year(tx, contract.id, year).await?.is_some() {
            let told = format!("Ce contrat a déjà son rapport {year} : ouvrez-le dans la liste");
            form.find([FieldError::new("annee", told)]);
        }
    }
    let (_, year) = form.sound()?;
    let (id, now) = (outside.uuid(), outside.now());
    if !store::report::insert(tx, (id, contract.id, year), now).await? {
        let told = format!("Quelqu’un vient d’ouvrir le rapport {year} de ce contrat : retrouvez-le dans la liste");
        return Err(Failure::field("annee", told));
    }
    let mut touched = vec![("yearbook", id)];
    for subject in legal() {
        let text = ChapterText { title: subject.french().to_owned(), body: String::new() };
        let one =
            Chapter { id: outside.uuid(), report: id, subject, text, saved: None, is_removed: false, revision: 1 };
        store::chapter::insert(tx, &one).await?;
        touched.push(("yearbook_chapter", one.id));
    }
    let detail = json!({ "acte": "rapport annuel ouvert", "contrat": contract.title, "annee": year });
    record(tx, outside, (actor, &acts::WRITE), (id, detail), &touched).await?;
    Ok(id)
}
