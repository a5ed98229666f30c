//! Reports that are awaited: lists, reminders, and what keeps an association from asking again.

use std::collections::HashMap;

use ::jobs::mail::NewMail;
use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Scope, Uuid, french};
use reminders::ToTell;
use serde_json::json;
use web::house::Boxed;

use super::desk;
use crate::rules::{Agreement, DueState, Expected, ReportState, Version, due_state, expected, reminder};
use crate::store::report::Waiver;
use crate::{acts, store};

/// A report awaited of an agreement.
#[derive(Clone, Debug)]
pub struct Due {
    /// The agreement.
    pub agreement: Agreement,
    /// The year and the last day.
    pub expected: Expected,
    /// The report, once it is begun: which, and where it stands.
    pub report: Option<(Uuid, ReportState)>,
}

impl Due {
    /// Where it stands on a day.
    pub fn state(&self, today: Date) -> DueState {
        due_state(self.expected, self.report.map(|(_, state)| state), today)
    }
}

/// Reports awaited on a contract, the first due first. Who may read them is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Due>> {
    let (setting, _) = store::setting::of_contract(tx, contract).await?;
    let versions = store::version::signed_on(tx, contract).await?;
    let reports = store::report::final_on(tx, contract).await?;
    let agreements = store::agreement::on_contract(tx, contract).await?;
    Ok(awaited(agreements, (versions, &reports), setting.report_months))
}

/// Reports awaited of the agreements of a carrier on a contract, the first due first.
async fn of_carrier(tx: &mut Tx, carrier: Uuid, contract: Uuid) -> Result<Vec<Due>> {
    let briefs = store::agreement::of_carrier(tx, carrier).await?.into_iter();
    let agreements: Vec<Agreement> = briefs.map(|one| one.agreement).filter(|one| one.contract == contract).collect();
    let ids: Vec<Uuid> = agreements.iter().map(|one| one.id).collect();
    let (setting, _) = store::setting::of_contract(tx, contract).await?;
    let versions = store::version::signed_of(tx, &ids).await?;
    let reports = store::report::final_of(tx, &ids).await?;
    Ok(awaited(agreements, (versions, &reports), setting.report_months))
}

/// A report given: which, of which agreement, for which year, how far.
type Given = (Uuid, Uuid, i64, ReportState);

/// Reports awaited of agreements, the first due first.
fn awaited(agreements: Vec<Agreement>, (versions, reports): (Vec<Version>, &[Given]), months: i64) -> Vec<Due> {
    // Versions come by number: the last one of each agreement is in force.
    let in_force: HashMap<Uuid, Version> = versions.into_iter().map(|one| (one.agreement, one)).collect();
    let of: HashMap<(Uuid, i64), (Uuid, ReportState)> =
        reports.iter().map(|(id, agreement, year, state)| ((*agreement, *year), (*id, *state))).collect();
    let mut all = Vec::new();
    for agreement in agreements {
        let Some(version) = in_force.get(&agreement.id) else { continue };
        for expected in expected(version, months) {
            let report = of.get(&(agreement.id, expected.year)).copied();
            all.push(Due { agreement: agreement.clone(), expected, report });
        }
    }
    all.sort_by(|one, other| {
        (one.expected.until, &one.agreement.number).cmp(&(other.expected.until, &other.agreement.number))
    });
    all
}

/// What keeps a carrier from asking these funders again, a sentence each: reports that are late, unless a manager said
/// otherwise for that funder. Only the agreements of the carrier are read.
///
/// # Errors
/// The database failed.
pub async fn owed(tx: &mut Tx, (carrier, payers, contract): (Uuid, &[Uuid], Uuid), today: Date) -> Result<Vec<String>> {
    let mut late = of_carrier(tx, carrier, contract).await?;
    late.retain(|one| payers.contains(&one.agreement.payer) && one.state(today) == DueState::Late);
    if late.is_empty() {
        return Ok(Vec::new());
    }
    let waivers = store::report::waivers(tx, contract, today).await?;
    let is_waived =
        |payer: Uuid| waivers.iter().any(|one| one.carrier == carrier && one.payer.is_none_or(|own| own == payer));
    let mut told = Vec::new();
    for one in late.iter().filter(|one| !is_waived(one.agreement.payer)) {
        let of = &one.agreement;
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
    let reach = desk::reach(tx, actor, contract).await?;
    let mut form = typed;
    let (which, reason, until) = form.value.clone();
    let late = match which.filter(|(carrier, payer)| reach.takes(*payer, *carrier)) {
        Some((carrier, _)) => of_carrier(tx, carrier, contract).await?,
        None => Vec::new(),
    };
    let is_late = |(_, payer): &(Uuid, Uuid)| {
        late.iter().any(|one| one.agreement.payer == *payer && one.state(today) == DueState::Late)
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
pub fn remind<'a>(
    tx: &'a mut Tx,
    around: (&'a Outside, &'a TimeZone),
    place: (&'a str, &'a str),
    actor: &'a Actor,
) -> Boxed<'a, Outcome<i64>> {
    Box::pin(reminded(tx, around, place, actor))
}

async fn reminded(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    place: (&str, &str),
    actor: &Actor,
) -> Outcome<i64> {
    let today = outside.now().day(zone);
    let mut sent = 0;
    for contract in strategy::facade::contracts(tx).await? {
        let (setting, _) = store::setting::of_contract(tx, contract.id).await?;
        for one in of_contract(tx, contract.id).await? {
            let state = one.state(today);
            if !matches!(state, DueState::Late | DueState::Awaited) {
                continue;
            }
            let Some(day) = reminder(one.expected, &setting.reminders, today) else { continue };
            let (of, year) = (&one.agreement, one.expected.year);
            let at = (of.id, year, day);
            let Some(row) = store::report::remind(tx, outside.uuid(), at, outside.now()).await? else { continue };
            let (subject, text) = letter(&one, state == DueState::Late, place);
            let boxes = accounts::facade::mailboxes_of(tx, of.carrier).await?.into_iter();
            let letter =
                |(to, name): (String, String)| NewMail::read("agreements.reminder", &to, &name, &subject, &text);
            let told = ToTell {
                act: &acts::GIVE_REPORT,
                about: ("agreement", of.id),
                row: ("report_reminder", row),
                detail: json!({ "acte": "rappel de compte rendu", "annee": year }),
                letters: boxes.filter_map(|to| letter(to).ok().map(|one| one.of_contract(contract.id))).collect(),
            };
            sent += reminders::tell(tx, outside, actor, told).await?;
        }
    }
    Ok(sent)
}

fn letter(one: &Due, is_late: bool, (origin, service): (&str, &str)) -> (String, String) {
    let (number, year) = (&one.agreement.number, one.expected.year);
    let until = french::date(one.expected.until);
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
