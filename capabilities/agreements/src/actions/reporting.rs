//! Reports: given by the association, accepted or sent back by services.

use database::Tx;
use files::{Prepared, Vault};
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{desk, mine};
use crate::rules::{Report, ReportState};
use crate::{acts, store};

/// The association gives the report of a year of its agreement.
///
/// # Errors
/// Not there or not this actor’s; nothing signed; no such year; no file; given already.
pub async fn give(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    (id, year): (Uuid, Option<i64>),
    file: Filled<Option<Prepared>>,
) -> Outcome<()> {
    let whole = mine::agreement(tx, actor, &acts::GIVE_REPORT, id).await?;
    let years: Vec<i64> =
        whole.in_force().ok_or(Refusal::NotFound)?.years().into_iter().map(|(year, _)| year).collect();
    let mut form = file;
    let year = year.filter(|year| years.contains(year));
    if year.is_none() {
        form.find([FieldError::new("annee", "Choisissez l’année du compte rendu")]);
    }
    if form.value.is_none() && !form.is_wrong("fichier") {
        form.find([FieldError::new("fichier", "Choisissez le compte rendu, en PDF ou en photo")]);
    }
    let reports = store::report::of_agreement(tx, id).await?;
    let known = reports.iter().find(|one| Some(one.year) == year);
    if known.is_some_and(|one| one.state != ReportState::Returned) {
        form.find([FieldError::new("annee", "Le compte rendu de cette année est déjà rendu")]);
    }
    let Some((file, year)) = form.sound()?.zip(year) else { return Err(Refusal::NotFound.into()) };
    let kept = files::attach(tx, vault, outside, file, "agreements.report", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    let report = Report {
        id: known.map_or_else(|| outside.uuid(), |one| one.id),
        agreement: id,
        year,
        file: kept.id,
        state: ReportState::Given,
        given_at: outside.now(),
        given_by: actor.journal_name(),
        decided_at: None,
        decided_by: None,
        reason: String::new(),
        revision: 1,
    };
    if !store::report::give(tx, &report).await? {
        return Err(Failure::field("annee", "Le compte rendu de cette année est déjà rendu"));
    }
    let detail = json!({ "acte": "compte rendu rendu", "annee": year });
    let touched = [("agreement_report", report.id), ("file", kept.id)];
    let entry = Entry::on(acts::GIVE_REPORT.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Accepts the report of a year, or sends it back with what is missing.
///
/// # Errors
/// Not there or not this actor’s; no reason; somebody decided since `revision`.
pub async fn decide(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, report, revision): (Uuid, Uuid, i64),
    (is_accepted, reason): (bool, &str),
) -> Outcome<()> {
    desk::agreement(tx, actor, &acts::ACCEPT_REPORT, id).await?;
    let reports = store::report::of_agreement(tx, id).await?;
    let found = reports.into_iter().find(|one| one.id == report).ok_or(Refusal::NotFound)?;
    if !is_accepted && (reason.is_empty() || reason.chars().count() > 1_000) {
        return Err(Failure::field("manque", "Dites ce qui manque au compte rendu, en moins de 1 000 signes"));
    }
    let state = if is_accepted { ReportState::Accepted } else { ReportState::Returned };
    let reason = if is_accepted { String::new() } else { reason.to_owned() };
    let one = Report { state, reason, revision, ..found };
    if !store::report::decide(tx, &one, (&actor.journal_name(), outside.now())).await? {
        return Err(Failure::conflict("ce compte rendu", &[("Ce qui manque", &one.reason)]));
    }
    let detail = json!({ "acte": "compte rendu", "annee": one.year, "etat": state.code() });
    let touched = [("agreement_report", report)];
    let entry = Entry::on(acts::ACCEPT_REPORT.code, "agreement", id).detail(detail).why(&one.reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
