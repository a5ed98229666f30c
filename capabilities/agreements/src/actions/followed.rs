//! What became of an amount once it was voted: its agreement, payments, reports, what was reached; as a reader may know it.

use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Uuid};

use super::desk::{self, Whole};
use crate::rules::{
    PartKind, PaymentState, Report, ReportKind, ReportPart, ReportState, Version, VersionState, due_state, expected,
    told_payment,
};
use crate::{acts, store};

/// An action of an agreement, for a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTold {
    /// The funding.
    pub funding: Uuid,
    /// The action.
    pub project: Uuid,
    /// Its title.
    pub title: String,
    /// The year.
    pub year: i64,
    /// What the agreement gives it, in cents.
    pub cents: i64,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentTold {
    /// Which.
    pub id: Uuid,
    /// Its reference.
    pub reference: String,
    /// How much, in cents.
    pub cents: i64,
    /// Its steps with their days.
    pub steps: String,
    /// The day it was paid.
    pub paid_on: Option<Date>,
}

/// What a report says of one action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionReported {
    /// The action.
    pub project: Uuid,
    /// The part that tells who was reached: its result on the thread.
    pub result: Option<Uuid>,
    /// Its title.
    pub title: String,
    /// What was spent, in cents, when the report was written here.
    pub spent: Option<i64>,
    /// What it foresaw to spend, in cents.
    pub planned: Option<i64>,
    /// People reached, and foreseen.
    pub people: Option<(i64, i64)>,
    /// Indicators with their target and result, for agents.
    pub indicators: Vec<(String, String, String)>,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTold {
    /// Which.
    pub id: Uuid,
    /// « Compte rendu de 2026 ».
    pub called: String,
    /// The year.
    pub year: i64,
    /// Where it stands, in French.
    pub state: &'static str,
    /// When it was given.
    pub given_on: Option<Date>,
    /// When it was accepted.
    pub accepted_on: Option<Date>,
    /// What it says of each action, once it is accepted; agents read it once it is given.
    pub actions: Vec<ActionReported>,
}

/// An agreement with all that followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementTold {
    /// Which.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The contract.
    pub contract: Uuid,
    /// Who acts, as this reader may know it.
    pub carrier: String,
    /// Who pays.
    pub funder: String,
    /// Where it stands, in French.
    pub state: &'static str,
    /// When it was first signed by all.
    pub signed_on: Option<Date>,
    /// Its days.
    pub days: (Date, Date),
    /// Whether this reader reads all of it.
    pub is_reader: bool,
    /// Where she does.
    pub path: Option<String>,
    /// Its actions: of the version in force, or of the one being written for agents.
    pub lines: Vec<LineTold>,
    /// Payments: those made, all of them for agents.
    pub payments: Vec<PaymentTold>,
    /// Reports: those accepted, those given for agents.
    pub reports: Vec<ReportTold>,
    /// Reports awaited that are not given: year, last day, where it stands.
    pub awaited: Vec<(i64, Date, &'static str)>,
    /// What is asked back and what came back, in cents.
    pub back: (i64, i64),
}

impl AgreementTold {
    /// What it commits, in cents.
    pub fn committed(&self) -> i64 {
        self.lines.iter().map(|line| line.cents).sum()
    }

    /// What was paid, in cents.
    pub fn paid(&self) -> i64 {
        self.payments.iter().filter(|one| one.paid_on.is_some()).map(|one| one.cents).sum()
    }

    /// What was spent of an action, by the reports that say so.
    pub fn spent(&self, project: Option<Uuid>, year: Option<i64>) -> Option<i64> {
        let reports = self.reports.iter().filter(|one| year.is_none_or(|year| one.year == year));
        let own = reports.flat_map(|one| &one.actions).filter(|one| project.is_none_or(|id| one.project == id));
        let all: Vec<i64> = own.filter_map(|one| one.spent).collect();
        (!all.is_empty()).then(|| all.iter().sum())
    }
}

/// The agreement that binds a funding.
///
/// # Errors
/// The database failed.
pub async fn binding(tx: &mut Tx, funding: Uuid) -> Result<Option<Uuid>> {
    store::agreement::binding(tx, funding).await
}

/// The agreement of a payment.
///
/// # Errors
/// The database failed.
pub async fn of_payment(tx: &mut Tx, payment: Uuid) -> Result<Option<Uuid>> {
    Ok(store::payment::by_id(tx, payment).await?.map(|one| one.agreement))
}

/// The agreement of a report, or of a part of one.
///
/// # Errors
/// The database failed.
pub async fn of_report(tx: &mut Tx, report: Uuid) -> Result<Option<Uuid>> {
    store::report::agreement_of(tx, report).await
}

/// Everything that followed an agreement, as this reader may know it: agents and funders who read it, all but drafts of reports;
/// everybody else, what is signed, paid and accepted.
///
/// # Errors
/// The database failed.
pub async fn agreement_told(
    tx: &mut Tx,
    id: Uuid,
    reader: Option<&Actor>,
    (today, zone): (Date, &TimeZone),
) -> Result<Option<AgreementTold>> {
    let read = match reader {
        Some(actor) => desk::agreement(tx, actor, &acts::READ, id).await.ok(),
        None => None,
    };
    let is_reader = read.is_some();
    let whole = match read {
        Some(whole) => whole,
        None => {
            let Some(found) = store::agreement::by_id(tx, id).await? else { return Ok(None) };
            let Ok(whole) = desk::whole(tx, found).await else { return Ok(None) };
            whole
        }
    };
    let shown = if is_reader { whole.shown() } else { whole.in_force() };
    let Some(shown) = shown.cloned() else { return Ok(None) };
    let carrier = match is_reader || !directory::facade::may_be_person(tx, whole.agreement.carrier).await? {
        true => whole.carrier.card.name.clone(),
        false => applications::facade::A_PERSON.to_owned(),
    };
    let orders = store::repayment::of_agreement(tx, id).await?;
    let (reports, awaited) = reports(tx, &whole, is_reader, (today, zone)).await?;
    let payments = store::payment::of_agreement(tx, id).await?.into_iter();
    let payments = payments.filter(|one| match is_reader {
        true => one.is_live(),
        false => one.state == PaymentState::Paid,
    });
    Ok(Some(AgreementTold {
        id,
        number: whole.agreement.number.clone(),
        contract: whole.agreement.contract,
        carrier,
        funder: whole.funder.name.clone(),
        state: shown.state.french(),
        signed_on: whole.versions.iter().find(|one| one.state == VersionState::Signed).and_then(|one| one.signed_on),
        days: (shown.terms.starts_on, shown.terms.ends_on),
        is_reader,
        path: is_reader.then(|| format!("/gestion/conventions/{id}")),
        lines: lines(&shown),
        payments: payments
            .map(|one| PaymentTold {
                steps: told_payment(&one, |at| at.day(zone)),
                id: one.id,
                reference: one.reference,
                cents: one.cents,
                paid_on: one.paid_on,
            })
            .collect(),
        reports,
        awaited,
        back: (orders.iter().map(|one| one.cents).sum(), orders.iter().map(crate::rules::Repayment::repaid).sum()),
    }))
}

fn lines(shown: &Version) -> Vec<LineTold> {
    let given = shown.lines.iter().filter(|line| line.cents > 0);
    let told = given.map(|line| LineTold {
        funding: line.funding,
        project: line.project,
        title: line.title.clone(),
        year: line.year,
        cents: line.cents,
    });
    told.collect()
}

type Awaited = Vec<(i64, Date, &'static str)>;

async fn reports(
    tx: &mut Tx,
    whole: &Whole,
    is_reader: bool,
    (today, zone): (Date, &TimeZone),
) -> Result<(Vec<ReportTold>, Awaited)> {
    let all = store::report::of_agreement(tx, whole.agreement.id).await?;
    let mut awaited = Vec::new();
    if let Some(version) = whole.in_force() {
        let (setting, _) = store::setting::of_contract(tx, whole.agreement.contract).await?;
        for one in expected(version, setting.report_months) {
            let report = all.iter().find(|report| report.year == one.year && report.kind == ReportKind::Final);
            if report.is_none_or(|report| !report.state.is_given()) {
                let state = due_state(one, report.map(|report| report.state), today);
                awaited.push((one.year, one.until, state.french()));
            }
        }
    }
    let mut told = Vec::new();
    for report in all.into_iter().filter(|one| match is_reader {
        true => one.state.is_given(),
        false => one.state == ReportState::Accepted,
    }) {
        let parts = match report.file {
            Some(_) => Vec::new(),
            None => store::report_part::of_report(tx, report.id).await?,
        };
        told.push(report_told(&report, &parts, is_reader, zone));
    }
    Ok((told, awaited))
}

fn report_told(report: &Report, parts: &[ReportPart], is_reader: bool, zone: &TimeZone) -> ReportTold {
    let mut actions: Vec<ActionReported> = Vec::new();
    for part in parts {
        let rank = match actions.iter().position(|one| one.project == part.project) {
            Some(rank) => rank,
            None => {
                actions.push(ActionReported {
                    project: part.project,
                    title: part.title.clone(),
                    ..ActionReported::default()
                });
                actions.len() - 1
            }
        };
        let Some(one) = actions.get_mut(rank) else { continue };
        match part.kind {
            PartKind::Accounts => (one.planned, one.spent) = part.charges(),
            PartKind::Publics => {
                one.result = Some(part.id);
                one.people = part.people();
            }
            PartKind::Indicators if is_reader => {
                let told = part.answers.iter();
                one.indicators = told.map(|one| (one.label.clone(), one.planned.clone(), one.value.clone())).collect();
            }
            PartKind::Indicators | PartKind::Story => {}
        }
    }
    let accepted = report.decided_at.filter(|_| report.state == ReportState::Accepted);
    ReportTold {
        id: report.id,
        called: report.called(),
        year: report.year,
        state: report.state.french(),
        given_on: report.given_at.map(|at| at.day(zone)),
        accepted_on: accepted.map(|at| at.day(zone)),
        actions,
    }
}
