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
    Agreement, Brief, DueState, Expected, Report, ReportKind, Version, VersionState, due_state, expected, reminder,
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
    let versions = store::version::of_contract(tx, contract).await?;
    let reports = store::report::of_contract(tx, contract).await?;
    let briefs = store::agreement::of_contract(tx, contract).await?;
    Ok(awaited(briefs, (versions, &reports), (setting.report_months, today)))
}

/// Reports awaited of agreements, the first due first.
fn awaited(
    briefs: Vec<Brief>,
    (versions, reports): (Vec<Version>, &[Report]),
    (months, today): (i64, Date),
) -> Vec<Awaited> {
    let mut in_force: HashMap<Uuid, Version> = HashMap::new();
    for version in versions.into_iter().filter(|one| one.state == VersionState::Signed) {
        in_force.insert(version.agreement, version);
    }
    let mut all = Vec::new();
    for brief in briefs {
        let Some(version) = in_force.get(&brief.agreement.id) else { continue };
        for one in expected(version, months) {
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
    all
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
/// otherwise for that funder. Only the agreements of the carrier are read.
///
/// # Errors
/// The database failed.
pub async fn owed(tx: &mut Tx, (carrier, payers, contract): (Uuid, &[Uuid], Uuid), today: Date) -> Result<Vec<String>> {
    let mut briefs = store::agreement::of_carrier(tx, carrier).await?;
    briefs.retain(|one| one.agreement.contract == contract && payers.contains(&one.agreement.payer));
    if briefs.is_empty() {
        return Ok(Vec::new());
    }
    let waivers = store::report::waivers(tx, contract, today).await?;
    let is_waived =
        |payer: Uuid| waivers.iter().any(|one| one.carrier == carrier && one.payer.is_none_or(|own| own == payer));
    let (setting, _) = store::setting::of_contract(tx, contract).await?;
    let versions = store::version::of_carrier(tx, carrier).await?;
    let reports = store::report::of_carrier(tx, carrier).await?;
    let mut told = Vec::new();
    for one in awaited(briefs, (versions, &reports), (setting.report_months, today)) {
        let of = &one.agreement;
        if one.state != DueState::Late || is_waived(of.payer) {
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

/// What is waived, as typed: carrier and payer, why, until when.
pub type Waived = (Option<(Uuid, Uuid)>, String, Option<Date>);

/// Lets a carrier ask one funder again until a day in spite of reports that are late: carrier, payer, reason, last day.
///
/// # Errors
/// Not this actor’s; no report of that carrier to that funder is late; no reason; a day that is past.
pub async fn waive(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    typed: Filled<Waived>,
) -> Outcome<()> {
    actor.authorise(&acts::WAIVE_REPORT, &Scope::contract(contract))?;
    let today = outside.now().day(zone);
    let kept = desk::kept_out(tx, actor).await?;
    let late = readable(tx, actor, &kept, contract, today).await?;
    let mut form = typed;
    let (which, reason, until) = form.value.clone();
    let is_late = |(carrier, payer): &(Uuid, Uuid)| {
        let own = late.iter().filter(|one| one.agreement.carrier == *carrier && one.agreement.payer == *payer);
        own.clone().any(|one| one.state == DueState::Late)
    };
    let which = which.filter(is_late);
    if which.is_none() {
        let sentence = "Choisissez une association et le financeur dont un compte rendu est en retard";
        form.find([FieldError::new("association", sentence)]);
    }
    if reason.trim().is_empty() || reason.chars().count() > 500 {
        form.find([FieldError::new("motif", "Dites pourquoi, en moins de 500 signes")]);
    }
    if until.is_some_and(|until| until < today) {
        form.find([FieldError::new("jusqu-au", "Choisissez aujourd’hui ou un jour à venir")]);
    }
    form.sound()?;
    let (Some((carrier, payer)), Some(until)) = (which, until) else { return Err(kernel::Refusal::NotFound.into()) };
    let one = Waiver {
        id: outside.uuid(),
        carrier,
        contract,
        payer: Some(payer),
        reason: reason.trim().to_owned(),
        until: until.to_string(),
        made_at: outside.now().0,
        by_name: actor.journal_name(),
    };
    store::report::waive(tx, &one).await?;
    let detail = json!({
        "acte": "dépôt permis malgré un compte rendu en retard", "financeur": payer.to_string(), "jusqu-au": one.until,
    });
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
