//! Reports: begun, certified and given by the association, accepted or sent back by services.

use database::Tx;
use files::{Prepared, Vault};
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::desk::Whole;
use super::paying::accounts_of;
use super::{desk, mine, report_seed, tracing};
use crate::rules::{Report, ReportKind, ReportPart, ReportState, settle, unpaid_of};
use crate::{acts, store};

/// A report with its agreement and its parts.
pub struct Opened {
    /// The agreement.
    pub whole: Whole,
    /// It.
    pub report: Report,
    /// Its parts, in order; none when it was given on paper.
    pub parts: Vec<ReportPart>,
}

async fn opened(tx: &mut Tx, whole: Whole, report: Uuid) -> Outcome<Opened> {
    let all = store::report::of_agreement(tx, whole.agreement.id).await?;
    let report = all.into_iter().find(|one| one.id == report).ok_or(Refusal::NotFound)?;
    let parts = match report.file {
        Some(_) => Vec::new(),
        None => store::report_part::of_report(tx, report.id).await?,
    };
    Ok(Opened { whole, report, parts })
}

/// A report of one’s association.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn own(tx: &mut Tx, actor: &Actor, act: &'static Act, (id, report): (Uuid, Uuid)) -> Outcome<Opened> {
    let whole = mine::agreement(tx, actor, act, id).await?;
    opened(tx, whole, report).await
}

/// A report for services: nothing is there before it is given.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn read(tx: &mut Tx, actor: &Actor, act: &'static Act, (id, report): (Uuid, Uuid)) -> Outcome<Opened> {
    let whole = desk::agreement(tx, actor, act, id).await?;
    let found = opened(tx, whole, report).await?;
    if found.report.state.is_given() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

fn years(whole: &Whole) -> Vec<i64> {
    let version = whole.in_force();
    let firm = version.into_iter().flat_map(|version| {
        version.years().into_iter().map(|(year, _)| year).filter(|year| !version.forecast.contains(year))
    });
    firm.collect()
}

fn fresh(outside: &Outside, actor: &Actor, agreement: Uuid, (year, kind): (i64, ReportKind)) -> Report {
    Report {
        id: outside.uuid(),
        agreement,
        year,
        kind,
        state: ReportState::Draft,
        file: None,
        begun_at: outside.now(),
        begun_by: actor.journal_name(),
        written_by: [None, None],
        written_name: String::new(),
        given_at: None,
        given_by: String::new(),
        decided_at: None,
        decided_by: None,
        reason: String::new(),
        over: None,
        released: 0,
        settled: String::new(),
        revision: 1,
    }
}

/// Begins the report of a year from what the application foresaw, or finds the one that was begun. Gives it.
///
/// # Errors
/// Not there or not this actor’s; nothing signed; no such year.
pub async fn begin(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, year, kind): (Uuid, Option<i64>, ReportKind),
) -> Outcome<Uuid> {
    store::agreement::hold(tx, id).await?;
    let whole = mine::agreement(tx, actor, &acts::GIVE_REPORT, id).await?;
    let version = whole.in_force().ok_or(Refusal::NotFound)?;
    let sentence = "Choisissez l’année du compte rendu";
    let year = year.filter(|year| years(&whole).contains(year)).ok_or_else(|| Failure::field("annee", sentence))?;
    let all = store::report::of_agreement(tx, id).await?;
    if let Some(known) = all.iter().find(|one| one.year == year && one.kind == kind) {
        return Ok(known.id);
    }
    let report = fresh(outside, actor, id, (year, kind));
    if !store::report::begin(tx, &report).await? {
        return Err(Failure::conflict("ce compte rendu", &[]));
    }
    let mut touched = vec![("agreement_report", report.id)];
    for part in report_seed::parts(tx, outside, report.id, (version, year)).await? {
        touched.extend(store::report_part::insert(tx, &part).await?);
    }
    let detail = json!({ "acte": "compte rendu commencé", "annee": year, "nature": kind.code() });
    let entry = Entry::on(acts::GIVE_REPORT.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(report.id)
}

/// Moves a report for its association and says so in the journal.
async fn advance(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    (before, after): (&Report, &Report),
    acte: &str,
) -> Outcome<()> {
    if !store::report::advance(tx, after, before.state).await? {
        return Err(Failure::conflict("ce compte rendu", &[]));
    }
    let detail = json!({ "acte": acte, "annee": after.year, "nature": after.kind.code() });
    let touched = [("agreement_report", after.id)];
    let entry = Entry::on(act.code, "agreement", after.agreement).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Says that a report is written: a second person of the association certifies it.
///
/// # Errors
/// Not there or not this actor’s; a part is not finished; somebody moved it since `revision`.
pub async fn finish(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, report, revision): (Uuid, Uuid, i64),
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let Opened { report, parts, .. } = own(tx, actor, &acts::GIVE_REPORT, (id, report)).await?;
    if !report.state.is_open() {
        return Err(Failure::conflict("ce compte rendu", &[]));
    }
    let left: Vec<String> = parts
        .iter()
        .filter(|part| part.is_open && !part.is_done)
        .map(|part| format!("{}, « {} »", part.kind.french().to_lowercase(), part.title))
        .collect();
    if !left.is_empty() || parts.is_empty() {
        let why = format!("Il reste à terminer : {}.", left.join(" ; "));
        return Err(Refusal::rule("Ce compte rendu n’est pas terminé", why).into());
    }
    let after = Report {
        state: ReportState::Written,
        written_by: accounts_of(actor),
        written_name: actor.journal_name(),
        revision,
        ..report.clone()
    };
    advance(tx, outside, (actor, &acts::GIVE_REPORT), (&report, &after), "compte rendu à certifier").await
}

/// Takes a report back to write it, before it is certified.
///
/// # Errors
/// Not there or not this actor’s; somebody moved it since `revision`.
pub async fn take_back(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, report, revision): (Uuid, Uuid, i64),
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let Opened { report, .. } = own(tx, actor, &acts::GIVE_REPORT, (id, report)).await?;
    if report.state != ReportState::Written {
        return Err(Failure::conflict("ce compte rendu", &[]));
    }
    let state = if report.decided_at.is_some() { ReportState::Returned } else { ReportState::Draft };
    let after = Report { state, revision, ..report.clone() };
    advance(tx, outside, (actor, &acts::GIVE_REPORT), (&report, &after), "rédaction du compte rendu reprise").await
}

/// Certifies a report somebody else of the association wrote: it is given.
///
/// # Errors
/// Not there or not this actor’s; she wrote it; not confirmed; somebody moved it since `revision`.
pub async fn certify(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, report, revision): (Uuid, Uuid, i64),
    is_sure: bool,
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let Opened { report, .. } = own(tx, actor, &acts::CERTIFY_REPORT, (id, report)).await?;
    if report.state != ReportState::Written {
        return Err(Failure::conflict("ce compte rendu", &[]));
    }
    if !report.is_written_by_others(accounts_of(actor)) {
        let why = "Vous avez terminé ce compte rendu : une autre personne de l’association le relit et le certifie.";
        return Err(Refusal::rule("Un compte rendu se certifie à deux", why).into());
    }
    if !is_sure {
        return Err(Failure::field("accord", "Cochez cette case pour certifier le compte rendu"));
    }
    let after = Report {
        state: ReportState::Given,
        given_at: Some(outside.now()),
        given_by: actor.journal_name(),
        revision,
        ..report.clone()
    };
    advance(tx, outside, (actor, &acts::CERTIFY_REPORT), (&report, &after), "compte rendu certifié et rendu").await
}

/// The association gives the report of a year of its agreement on paper.
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
    whole.in_force().ok_or(Refusal::NotFound)?;
    let years = years(&whole);
    let mut form = file;
    let year = year.filter(|year| years.contains(year));
    if year.is_none() {
        form.find([FieldError::new("annee", "Choisissez l’année du compte rendu")]);
    }
    if form.value.is_none() && !form.is_wrong("fichier") {
        form.find([FieldError::new("fichier", "Choisissez le compte rendu, en PDF ou en photo")]);
    }
    let reports = store::report::of_agreement(tx, id).await?;
    let known = reports.iter().find(|one| Some(one.year) == year && one.kind == ReportKind::Final);
    if known.is_some_and(|one| !one.state.is_open()) {
        form.find([FieldError::new(
            "annee",
            "Le compte rendu de cette année est déjà rendu ou attend d’être certifié",
        )]);
    }
    let Some((file, year)) = form.sound()?.zip(year) else { return Err(Refusal::NotFound.into()) };
    let kept = files::attach(tx, vault, outside, file, "agreements.report", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    let new = fresh(outside, actor, id, (year, ReportKind::Final));
    let report = Report { id: known.map_or(new.id, |one| one.id), file: Some(kept.id), ..new };
    if !store::report::give_paper(tx, &report).await? {
        return Err(Failure::field("annee", "Le compte rendu de cette année est déjà rendu"));
    }
    let detail = json!({ "acte": "compte rendu rendu", "annee": year });
    let touched = [("agreement_report", report.id), ("file", kept.id)];
    let entry = Entry::on(acts::GIVE_REPORT.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What services say of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is accepted: what it comes to is counted.
    Accept,
    /// It is sent back with what is missing; only these parts open again.
    Return(String, Vec<Uuid>),
}

/// Accepts the report of a year, or sends it back with what is missing.
///
/// # Errors
/// Not there or not this actor’s; no reason, no part; somebody decided since `revision`.
pub async fn decide(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, report, revision): (Uuid, Uuid, i64),
    decision: Decision,
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let Opened { whole, report, parts } = read(tx, actor, &acts::ACCEPT_REPORT, (id, report)).await?;
    let (after, opened) = match decision {
        Decision::Accept => (accepted(tx, &whole, &report, &parts).await?, Vec::new()),
        Decision::Return(reason, asked) => {
            let mut form = Filled::from(());
            if reason.is_empty() || reason.chars().count() > 1_000 {
                let sentence = "Dites ce qui manque au compte rendu, en moins de 1 000 signes";
                form.find([FieldError::new("manque", sentence)]);
            }
            let opened: Vec<Uuid> = parts.iter().map(|one| one.id).filter(|one| asked.contains(one)).collect();
            if opened.is_empty() && !parts.is_empty() {
                form.find([FieldError::new("partie", "Cochez au moins une partie à corriger : elle seule se rouvre")]);
            }
            form.sound()?;
            (Report { state: ReportState::Returned, reason, ..report.clone() }, opened)
        }
    };
    let after = Report { revision, ..after };
    if !store::report::decide(tx, &after, (&actor.journal_name(), outside.now())).await? {
        return Err(Failure::conflict("ce compte rendu", &[("Ce qui manque", &after.reason)]));
    }
    let mut touched = vec![("agreement_report", report.id)];
    for part in &parts {
        let is_open = opened.contains(&part.id);
        store::report_part::open(tx, part.id, is_open, if is_open { &after.reason } else { "" }).await?;
        touched.push(("report_part", part.id));
    }
    if after.state == ReportState::Accepted {
        touched.extend(tracing::reported(tx, outside, actor, (&after, &parts)).await?);
    }
    let detail = json!({
        "acte": "compte rendu", "annee": after.year, "nature": after.kind.code(), "etat": after.state.code(),
        "trop-percu": after.over, "libere": after.released,
    });
    let entry = Entry::on(acts::ACCEPT_REPORT.code, "agreement", id).detail(detail).why(&after.reason);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// What a report comes to once accepted, by the rule its agreement names: what was too much, and the part not paid yet, which
/// is no longer to pay.
///
/// # Errors
/// The database failed.
pub async fn accepted(tx: &mut Tx, whole: &Whole, report: &Report, parts: &[ReportPart]) -> database::Result<Report> {
    let mut after = Report { state: ReportState::Accepted, reason: String::new(), ..report.clone() };
    let Some(version) = whole.in_force().filter(|_| report.kind == ReportKind::Final && !parts.is_empty()) else {
        return Ok(after);
    };
    let (setting, _) = store::setting::of_contract(tx, whole.agreement.contract).await?;
    let granted = |part: &ReportPart| {
        let own = version.lines.iter().filter(|line| line.project == part.project && line.year == report.year);
        own.map(|line| line.cents).sum::<i64>()
    };
    let (over, told) = settle(parts, granted, (whole.agreement.formula, setting.tolerance));
    let payments = store::payment::of_agreement(tx, whole.agreement.id).await?;
    let engaged: Vec<Uuid> = payments.iter().filter(|one| one.is_live()).map(|one| one.mark).collect();
    (after.over, after.settled) = (Some(over), told);
    after.released = over.min(unpaid_of(version, report.year, &engaged));
    Ok(after)
}
