//! Reports that are awaited: lists, reminders, and what keeps an association from asking again.

use std::collections::HashMap;

use ::jobs::mail::{self, NewMail};
use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Scope, Uuid, french};
use serde_json::json;

use super::desk::{self, Kept};
use crate::rules::{
    Agreement, DueState, Expected, Report, ReportKind, Version, VersionState, due_state, expected, reminder,
};
use crate::store::report::Waiver;
use crate::{acts, store};

/// A report awaited of an agreement.
#[derive(Clone, Debug)]
pub struct Awaited {
    /// The agreement.
    pub agreement: Agreement,
    /// The year and the last day.
    pub expected: Expected,
    /// The report, once it is begun.
    pub report: Option<Report>,
    /// Where it stands.
    pub state: DueState,
}

/// Reports awaited on a contract on a day, the first due first. Who may read them is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn on(tx: &mut Tx, contract: Uuid, today: Date) -> Result<Vec<Awaited>> {
    let (setting, _) = store::setting::of_contract(tx, contract).await?;
    let mut in_force: HashMap<Uuid, Version> = HashMap::new();
    for version in store::version::of_contract(tx, contract).await? {
        if version.state == VersionState::Signed {
            in_force.insert(version.agreement, version);
        }
    }
    let reports = store::report::of_contract(tx, contract).await?;
    let mut all = Vec::new();
    for brief in store::agreement::of_contract(tx, contract).await? {
        let Some(version) = in_force.get(&brief.agreement.id) else { continue };
        for one in expected(version, setting.report_months) {
            let is_it = |report: &&Report| {
                report.agreement == brief.agreement.id && report.year == one.year && report.kind == ReportKind::Final
            };
            let report = reports.iter().find(is_it).cloned();
            let state = due_state(one, report.as_ref().map(|report| report.state), today);
            all.push(Awaited { agreement: brief.agreement.clone(), expected: one, report, state });
        }
    }
    all.sort_by(|one, other| {
        (one.expected.until, &one.agreement.number).cmp(&(other.expected.until, &other.agreement.number))
    });
    Ok(all)
}

/// Those of them that this actor may read.
///
/// # Errors
/// The database failed.
pub async fn readable(tx: &mut Tx, actor: &Actor, kept: &Kept, contract: Uuid, today: Date) -> Result<Vec<Awaited>> {
    let mut all = on(tx, contract, today).await?;
    all.retain(|one| {
        let may = desk::verdict(actor, &acts::READ, contract, one.agreement.organisation()).is_allowed();
        may && !kept.out_of(one.agreement.carrier, [])
    });
    Ok(all)
}

/// What keeps a carrier from asking these funders again, a sentence each: reports that are late, unless a manager said
/// otherwise.
///
/// # Errors
/// The database failed.
pub async fn owed(tx: &mut Tx, (carrier, payers, contract): (Uuid, &[Uuid], Uuid), today: Date) -> Result<Vec<String>> {
    let waivers = store::report::waivers(tx, contract, today).await?;
    if waivers.iter().any(|one| one.carrier == carrier) {
        return Ok(Vec::new());
    }
    let mut told = Vec::new();
    for one in on(tx, contract, today).await? {
        let of = &one.agreement;
        if of.carrier != carrier || !payers.contains(&of.payer) || one.state != DueState::Late {
            continue;
        }
        let call = applications::facade::call_brief(tx, of.call).await?;
        let funder = call.iter().flat_map(|call| &call.funders).find(|funder| funder.id == of.call_funder);
        told.push(format!(
            "Le compte rendu de {} de la convention {} avec {} est attendu depuis le {} : rendez-le dans « Mes conventions », \
             puis déposez ce dossier. Si un empêchement l’explique, appelez le service : il peut lever cette règle",
            one.expected.year,
            of.number,
            funder.map_or("ce financeur", |funder| funder.name.as_str()),
            french::date(one.expected.until)
        ));
    }
    Ok(told)
}

/// Lets a carrier ask again until a day in spite of reports that are late.
///
/// # Errors
/// Not this actor’s; no report of that carrier is late; no reason; a day that is past.
pub async fn waive(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    typed: Filled<(Option<Uuid>, String, Option<Date>)>,
) -> Outcome<()> {
    actor.authorise(&acts::WAIVE_REPORT, &Scope::contract(contract))?;
    let today = outside.now().day(zone);
    let kept = desk::kept_out(tx, actor).await?;
    let late = readable(tx, actor, &kept, contract, today).await?;
    let mut form = typed;
    let (carrier, reason, until) = form.value.clone();
    let is_late =
        |carrier: &Uuid| late.iter().any(|one| one.agreement.carrier == *carrier && one.state == DueState::Late);
    let carrier = carrier.filter(is_late);
    if carrier.is_none() {
        form.find([FieldError::new("association", "Choisissez une association dont un compte rendu est en retard")]);
    }
    if reason.trim().is_empty() || reason.chars().count() > 500 {
        form.find([FieldError::new("motif", "Dites pourquoi, en moins de 500 signes")]);
    }
    if until.is_some_and(|until| until < today) {
        form.find([FieldError::new("jusqu-au", "Choisissez aujourd’hui ou un jour à venir")]);
    }
    form.sound()?;
    let (Some(carrier), Some(until)) = (carrier, until) else { return Err(kernel::Refusal::NotFound.into()) };
    let one = Waiver {
        id: outside.uuid(),
        carrier,
        contract,
        reason: reason.trim().to_owned(),
        until: until.to_string(),
        made_at: outside.now().0,
        by_name: actor.journal_name(),
    };
    store::report::waive(tx, &one).await?;
    let detail = json!({ "acte": "dépôt permis malgré un compte rendu en retard", "jusqu-au": one.until });
    let touched = [("report_waiver", one.id)];
    let entry = Entry::on(acts::WAIVE_REPORT.code, "organisation", carrier).detail(detail).why(&one.reason);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// Reminds associations of reports that come due or are late, each once. Gives how many mails leave.
///
/// # Errors
/// The database failed.
pub async fn remind(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    (origin, service): (&str, &str),
    actor: &Actor,
) -> Outcome<i64> {
    let today = outside.now().day(zone);
    let mut sent = 0;
    for contract in strategy::facade::contracts(tx).await? {
        let (setting, _) = store::setting::of_contract(tx, contract.id).await?;
        let awaited = on(tx, contract.id, today).await?.into_iter();
        for one in awaited.filter(|one| matches!(one.state, DueState::Late | DueState::Awaited)) {
            let Some(day) = reminder(one.expected, &setting.reminders, today) else { continue };
            let (of, year) = (&one.agreement, one.expected.year);
            let at = (of.id, year, day);
            let Some(row) = store::report::remind(tx, outside.uuid(), at, outside.now()).await? else { continue };
            let (subject, text) = letter(&one, (origin, service));
            let mut count = 0;
            for (address, name) in accounts::facade::mailboxes_of(tx, of.carrier).await? {
                if let Ok(new) = NewMail::read("agreements.reminder", &address, &name, &subject, &text) {
                    mail::queue(tx, outside, &new).await?;
                    count += 1;
                }
            }
            sent += count;
            let detail = json!({ "acte": "rappel de compte rendu", "annee": year, "messages": count });
            let touched = [("report_reminder", row)];
            let entry = Entry::on(acts::GIVE_REPORT.code, "agreement", of.id).detail(detail).touched(&touched);
            journal::record(tx, outside, actor, entry).await?;
        }
    }
    Ok(sent)
}

fn letter(one: &Awaited, (origin, service): (&str, &str)) -> (String, String) {
    let (number, year) = (&one.agreement.number, one.expected.year);
    let until = french::date(one.expected.until);
    let is_late = one.state == DueState::Late;
    let (subject, first) = match is_late {
        true => (
            format!("Compte rendu de {year} en retard, convention {number}"),
            format!(
                "Le compte rendu de {year} de votre convention {number} était attendu le {until}. Nous ne l’avons pas reçu."
            ),
        ),
        false => (
            format!("Compte rendu de {year} à rendre le {until}, convention {number}"),
            format!("Le compte rendu de {year} de votre convention {number} est à rendre au plus tard le {until}."),
        ),
    };
    let rest = "Il est déjà rempli de ce que prévoyait votre dossier : il reste à dire ce qui a été fait et dépensé. Vous \
                pouvez l’écrire en plusieurs fois, à plusieurs ; une deuxième personne le certifie.";
    let rule = "Tant qu’il manque, une nouvelle demande au même financeur ne peut pas être déposée.";
    let text = [
        first,
        rest.to_owned(),
        rule.to_owned(),
        format!("{origin}/conventions/{}", one.agreement.id),
        service.to_owned(),
    ];
    (subject, text.join("\n\n"))
}
