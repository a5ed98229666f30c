//! An application read whole.

use database::Tx;
use jiff::civil::Date;
use kernel::{Outcome, Refusal, Uuid};

use crate::rules::writing::{Asking, BudgetForm, Whole, WholeProject};
use crate::rules::{Application, FundingState, ProjectState};
use crate::store;

/// Reads everything written in an application, as it stands on a day: what the sheet of its carrier lacks then.
///
/// # Errors
/// The database failed; its version is not there.
pub async fn whole(tx: &mut Tx, application: Application, today: Date) -> Outcome<Whole> {
    let id = application.id;
    let version = store::call::version(tx, application.version).await?.ok_or(Refusal::NotFound)?;
    let answers = store::answer::of_application(tx, id).await?;
    let lines = store::writing_budget::all_lines(tx, id).await?;
    let fundings = store::funding::of_application(tx, id).await?;
    let answered = |project: Option<Uuid>| {
        let of = answers.iter().filter(|one| one.project == project);
        of.map(|one| (one.key.clone(), one.value.clone())).collect::<Vec<_>>()
    };
    let budget = |project: Option<Uuid>, year: i64| BudgetForm {
        lines: lines
            .iter()
            .filter(|(known, of, _)| *known == project && *of == year)
            .map(|(_, _, line)| line.clone())
            .collect(),
        asked: fundings
            .iter()
            .filter(|one| Some(one.project) == project && one.year == year)
            .filter(|one| one.state != FundingState::Withdrawn)
            .map(|one| Asking { funder: one.funder, amount: one.asked })
            .collect(),
    };
    let years: Vec<i64> = (application.first_year..application.first_year + application.years).collect();
    let projects = store::project::of_application(tx, id).await?;
    let projects = projects.into_iter().filter(|one| one.state != ProjectState::Withdrawn).map(|one| {
        let title = if one.title.is_empty() { format!("Action {}", one.position) } else { one.title };
        let budgets = years.iter().map(|year| (*year, budget(Some(one.id), *year))).collect();
        WholeProject { answered: answered(Some(one.id)), id: one.id, title, budgets }
    });
    let projects = projects.collect();
    let files = store::writing_budget::files(tx, id).await?;
    let carrier = super::carrier::lacks(tx, application.organisation, today).await?;
    Ok(Whole {
        funders: store::call::funders(tx, application.call).await?,
        terms: version.terms,
        answered: answered(None),
        own_budget: budget(None, application.first_year),
        projects,
        files: files.into_iter().map(|one| (one.project, one.kind)).collect(),
        carrier,
        application,
    })
}
