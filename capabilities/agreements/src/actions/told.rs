//! What those who judge a new application hear of reports: where each stands, and what it says to whoever may read it.

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Uuid};
use programming::facade::{PastFigures, PastReport, ReportStand};

use super::desk;
use crate::rules::{Brief, DueState, PartKind, Report, ReportKind, ReportPart, VersionState, due_state, expected};
use crate::{acts, store};

/// Reports that the agreements of a carrier await on a contract, the last year first. Everybody who judges hears where they
/// stand; what they say is for whoever may read the agreement.
///
/// # Errors
/// The database failed.
pub async fn reported(
    tx: &mut Tx,
    actor: &Actor,
    (carrier, contract): (Uuid, Uuid),
    today: Date,
) -> Result<Vec<PastReport>> {
    let kept = desk::kept_out(tx, actor).await?;
    let (setting, _) = store::setting::of_contract(tx, contract).await?;
    let own = store::agreement::of_carrier(tx, carrier).await?;
    let mut all = Vec::new();
    for Brief { agreement, .. } in own.into_iter().filter(|one| one.agreement.contract == contract) {
        let versions = store::version::of_agreement(tx, agreement.id).await?;
        let Some(version) = versions.into_iter().rfind(|one| one.state == VersionState::Signed) else { continue };
        let may_read = desk::verdict(actor, &acts::READ, contract, agreement.organisation()).is_allowed()
            && !kept.out_of(carrier, []);
        let reports = store::report::of_agreement(tx, agreement.id).await?;
        for one in expected(&version, setting.report_months) {
            let is_it = |report: &&Report| report.year == one.year && report.kind == ReportKind::Final;
            let report = reports.iter().find(is_it);
            let state = due_state(one, report.map(|report| report.state), today);
            let given = report.filter(|report| may_read && report.state.is_given());
            let parts = match given {
                Some(report) => store::report_part::of_report(tx, report.id).await?,
                None => Vec::new(),
            };
            all.push(PastReport {
                year: one.year,
                payer: agreement.payer,
                agreement: agreement.number.clone(),
                until: one.until,
                stand: stand(state),
                told: state.french().to_owned(),
                path: given.map(|report| path(agreement.id, report.id)).unwrap_or_default(),
                figures: figures(&parts),
            });
        }
    }
    all.sort_by(|one, other| (other.year, &one.agreement).cmp(&(one.year, &other.agreement)));
    Ok(all)
}

const fn stand(state: DueState) -> ReportStand {
    match state {
        DueState::Given | DueState::Returned | DueState::Accepted => ReportStand::Given,
        DueState::Awaited | DueState::Ahead => ReportStand::Awaited,
        DueState::Late => ReportStand::Late,
    }
}

fn path(agreement: Uuid, report: Uuid) -> String {
    format!("/gestion/conventions/{agreement}/comptes-rendus/{report}")
}

/// What parts of a report say of each of its projects.
fn figures(parts: &[ReportPart]) -> Vec<PastFigures> {
    let mut all: Vec<PastFigures> = Vec::new();
    for part in parts.iter().filter(|part| part.is_done) {
        let rank = all.iter().position(|one| one.project == part.project).unwrap_or_else(|| {
            all.push(PastFigures { project: part.project, ..PastFigures::default() });
            all.len() - 1
        });
        let Some(one) = all.get_mut(rank) else { continue };
        match part.kind {
            PartKind::Accounts => {
                let charges = |lines: &[budget::Line]| budget::totals(&part.chart(), lines).charges;
                one.charges = Some((charges(&part.planned()), charges(&part.done())));
            }
            PartKind::Publics => {
                // Neighbourhoods tell the same people once more.
                let people = || part.figures.iter().filter(|figure| !figure.code.starts_with("quartier/"));
                let done = people().filter_map(|figure| figure.done).sum();
                one.people = Some((people().map(|figure| figure.planned).sum(), done));
            }
            PartKind::Indicators => {
                let told = part.answers.iter().filter(|answer| !answer.value.trim().is_empty());
                one.indicators =
                    told.map(|answer| (answer.label.clone(), answer.planned.clone(), answer.value.clone())).collect();
            }
            PartKind::Story => {}
        }
    }
    all
}
