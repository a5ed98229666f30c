//! Submitting a report to municipal councils and citizen councils.

use database::Tx;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Refusal, Uuid, french};
use serde_json::json;
use strategy::facade::ContractBrief;

use super::freezing::freeze;
use super::{Around, found, record};
use crate::facade;
use crate::rules::{Kind, Occasion, Opinion, State, Submission, check_submission, lacking};
use crate::{acts, store};

/// Councils a report is submitted to: that of each commune of the contract's neighbourhoods, and each citizen council
/// (décret 2015-1118, article 2).
///
/// # Errors
/// The database failed.
pub async fn councils_of(tx: &mut Tx, contract: &ContractBrief) -> database::Result<Vec<(Kind, String)>> {
    let mut communes: Vec<String> = territory::facade::drawn::communes_of_all(tx)
        .await?
        .into_iter()
        .filter(|(area, ..)| contract.area_ids.contains(area))
        .map(|(_, _, name)| name)
        .collect();
    communes.sort_unstable();
    communes.dedup();
    let municipal = communes.into_iter().map(|name| (Kind::Municipal, format!("Conseil municipal : {name}")));
    let citizen = facade::councils(tx, contract).await?.into_iter().map(|name| (Kind::Citizen, name));
    Ok(municipal.chain(citizen).collect())
}

/// Submits a report: councils are named, their delay runs, the version they receive is frozen.
///
/// # Errors
/// Not this actor's; submitted already; a chapter the law asks for is empty; no council known; something to correct; somebody
/// changed it since `revision`.
pub async fn submit(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<Submission>>,
) -> Outcome<()> {
    let of = found(tx, actor, &acts::DECIDE, id).await?;
    if of.report.state != State::Draft {
        return Err(Refusal::rule("Ce rapport est déjà soumis", "Ses avis se notent sur sa page.").into());
    }
    let (outside, zone) = around;
    let mut form = typed.into();
    if !form.is_wrong("envoi") && !form.is_wrong("echeance") {
        form.find(check_submission(form.value, outside.now().day(zone)));
    }
    store::report::hold(tx, id).await?;
    let chapters = store::chapter::of_report(tx, id).await?;
    let empty = lacking(&chapters);
    if !empty.is_empty() {
        let told = format!("Écrivez d’abord les chapitres que la loi demande : {}", empty.join(" ; "));
        form.find([FieldError::new("", told)]);
    }
    let councils = councils_of(tx, &of.contract).await?;
    if !councils.iter().any(|(kind, _)| *kind == Kind::Municipal) {
        let told =
            "Aucune commune n’est connue pour les quartiers du contrat : complétez le territoire avant de soumettre";
        form.find([FieldError::new("", told)]);
    }
    let asked = form.sound()?;
    if !store::report::submit(tx, (id, revision), asked).await? {
        return Err(Failure::conflict("ce rapport", &[]));
    }
    let mut touched = freeze(tx, around, actor, &of, Occasion::Submission).await?;
    touched.push(("yearbook", id));
    let mut names = Vec::new();
    for (position, (kind, body)) in (1..).zip(councils) {
        let one =
            Opinion { id: outside.uuid(), report: id, kind, body, given: None, follow_up: String::new(), revision: 1 };
        store::opinion::insert(tx, &one, position).await?;
        touched.push(("yearbook_opinion", one.id));
        names.push(one.body);
    }
    let detail = json!({
        "acte": "rapport annuel soumis pour avis", "envoi": french::date(asked.on), "echeance": french::date(asked.due_on),
        "conseils": names,
    });
    record(tx, outside, (actor, &acts::DECIDE), (id, detail), &touched).await
}
