//! Budgets, saved as a whole: one form a project and year.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Cents, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::answering::{At, Kept, keep};
use super::looking::{changed, writable};
use crate::actions::looking::Found;
use crate::rules::writing::{Amount, BudgetForm, budget_key, chart, side_code};
use crate::rules::{ApplicationState, CallFunder, Funding, FundingState, Nature};
use crate::{acts, store};

/// Which budget: of which application, of which project (none: of the organisation), for which year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// The application.
    pub application: Uuid,
    /// The project; none: the organisation.
    pub project: Option<Uuid>,
    /// The year.
    pub year: i64,
}

/// A budget as it is kept.
///
/// # Errors
/// The database failed.
pub async fn kept(tx: &mut Tx, which: Which) -> database::Result<BudgetForm> {
    let lines = store::writing_budget::lines(tx, (which.application, which.project), which.year).await?;
    let all = store::funding::of_application(tx, which.application).await?;
    let asked = all
        .into_iter()
        .filter(|one| Some(one.project) == which.project && one.year == which.year)
        .filter(|one| one.state != FundingState::Withdrawn)
        .map(|one| crate::rules::writing::Asking { funder: one.funder, amount: one.asked });
    Ok(BudgetForm { lines, asked: asked.collect() })
}

/// A budget as somebody reads it: one line an account.
fn told(budget: &BudgetForm, funders: &[CallFunder]) -> String {
    let line = |account: &str, label: &str, amount: Cents| format!("{account} {label} : {}", french::euros(amount));
    let mut all: Vec<String> =
        budget.lines.iter().map(|one| line(&one.account, &one.label, one.amount).replace("  ", " ")).collect();
    for one in &budget.asked {
        let name = funders.iter().find(|funder| funder.id == one.funder).map_or("", |funder| funder.name.as_str());
        all.push(line("74", name, one.amount));
    }
    all.join("\n")
}

/// An application whose budget of this year may be written now.
///
/// # Errors
/// Not there or not this actor's; a year that is not the application's; withdrawn, or filed and not asked again.
pub async fn opened(tx: &mut Tx, actor: &Actor, which: Which) -> Outcome<Found> {
    // What a call names the whole of a budget, when it is asked again.
    let asked = if which.project.is_some() { "budget_action" } else { "budget_association" };
    let keys = [&budget_key(which.year), "budget", asked];
    let found = writable(tx, actor, which.application, which.project, &keys).await?;
    let first = found.application.first_year;
    let is_asked = (first..first + found.application.years).contains(&which.year);
    if is_asked { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// Saves a budget, balanced or not: filing asks that it is.
///
/// # Errors
/// Not there or not this actor's; a year that is not the application's; filed and not asked again; a line to correct.
pub async fn save(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    which: Which,
    (budget, revision): (Filled<BudgetForm>, i64),
) -> Outcome<Kept> {
    let (key, application) = (budget_key(which.year), opened(tx, actor, which).await?.application);
    let version = store::call::version(tx, application.version).await?.ok_or(Refusal::NotFound)?;
    let funders = store::call::funders(tx, application.call).await?;
    let chart = chart(&version.terms.chart);
    let mut budget = budget;
    if let Some(project) = which.project {
        let known = store::funding::of_application(tx, application.id).await?;
        let known = known.iter().filter(|one| one.project == project && one.year == which.year);
        budget.find(known.filter_map(|one| decided_already(one, &budget.value)).collect::<Vec<_>>());
    }
    let mut budget = budget.sound()?;
    budget.lines.retain(|line| line.amount.0 != 0);
    budget.asked.retain(|one| one.amount.0 != 0 && funders.iter().any(|funder| funder.id == one.funder));
    let at = At { application: which.application, project: which.project, key: &key };
    let kept = keep(tx, outside, actor, at, (&told(&budget, &funders), revision)).await?;
    let Kept::Saved(row) = kept else { return Ok(kept) };
    let lines = on_sides(&chart, budget.lines.clone());
    store::writing_budget::set_lines(tx, outside, (which.application, which.project), which.year, &lines).await?;
    let mut touched = vec![("application_answer", row)];
    touched.extend(changed(tx, outside, actor, &application).await?);
    if let Some(project) = which.project {
        touched.extend(ask(tx, outside, (project, which.year), &budget).await?);
    }
    let detail =
        json!({ "acte": "budget enregistré", "année": which.year, "action": which.project.map(|id| id.to_string()) });
    let entry = Entry::on(acts::CARRY.code, "application", which.application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(Kept::Saved(row))
}

/// A funder who decided: what it is asked no longer changes.
fn decided_already(known: &Funding, budget: &BudgetForm) -> Option<FieldError> {
    let is_decided = known.state.is_decision() || known.state == FundingState::Notified;
    let asked = budget.asked.iter().find(|one| one.funder == known.funder).map_or(Cents(0), |one| one.amount);
    let told = || {
        let sentence =
            format!("Ce financeur a déjà décidé : les {} demandés ne changent plus", french::euros(known.asked));
        FieldError::new(format!("f-{}", known.funder), sentence)
    };
    (is_decided && asked != known.asked).then(told)
}

/// Lines with the side each stands on; those whose account the chart has not are left out.
fn on_sides(chart: &budget::Chart, lines: Vec<Amount>) -> Vec<(&'static str, Amount)> {
    let side = |account: &str| chart.account(account).map(|(post, _)| side_code(post.side));
    lines.into_iter().filter_map(|line| Some((side(&line.account)?, line))).collect()
}

/// The same, on the chart an application is written on.
///
/// # Errors
/// No such application.
pub(super) async fn sided(tx: &mut Tx, application: Uuid, lines: Vec<Amount>) -> Outcome<Vec<(&'static str, Amount)>> {
    let one = store::application::by_id(tx, application).await?.ok_or(Refusal::NotFound)?;
    let version = store::call::version(tx, one.version).await?.ok_or(Refusal::NotFound)?;
    Ok(on_sides(&chart(&version.terms.chart), lines))
}

/// Writes what is asked of a funder anew, unless somebody did meanwhile: its funder decided, or another budget was saved.
async fn change(tx: &mut Tx, one: &Funding, revision: i64) -> Outcome<()> {
    match store::funding::save(tx, one, revision).await? {
        true => Ok(()),
        false => Err(Failure::conflict("ce qui est demandé à un financeur", &[])),
    }
}

/// Writes what is asked of each funder: what stays is changed in place, so that its history goes on; what goes is
/// removed, or withdrawn once it was filed.
async fn ask(
    tx: &mut Tx,
    outside: &Outside,
    (project, year): (Uuid, i64),
    budget: &BudgetForm,
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let owner = store::project::by_id(tx, project).await?.ok_or(Refusal::NotFound)?;
    let application = store::application::by_id(tx, owner.application).await?.ok_or(Refusal::NotFound)?;
    let is_filed = application.state == ApplicationState::Filed;
    let known = store::funding::of_application(tx, owner.application).await?;
    let known: Vec<Funding> = known.into_iter().filter(|one| one.project == project && one.year == year).collect();
    let mut touched = Vec::new();
    for one in &known {
        let asked = budget.asked.iter().find(|asking| asking.funder == one.funder);
        match asked {
            Some(asking) if asking.amount == one.asked && one.state != FundingState::Withdrawn => {}
            Some(asking) => {
                let mut changed = Funding { asked: asking.amount, ..one.clone() };
                if one.state == FundingState::Withdrawn {
                    (changed.state, changed.state_at) = (FundingState::Asked, outside.now());
                }
                change(tx, &changed, one.revision).await?;
                touched.push(("funding", one.id));
            }
            None if one.state == FundingState::Withdrawn => {}
            None if is_filed => {
                let gone = Funding { state: FundingState::Withdrawn, state_at: outside.now(), ..one.clone() };
                change(tx, &gone, one.revision).await?;
                touched.push(("funding", one.id));
            }
            None => {
                store::writing_budget::delete_funding(tx, one.id).await?;
                touched.push(("funding", one.id));
            }
        }
    }
    for asking in budget.asked.iter().filter(|asking| known.iter().all(|one| one.funder != asking.funder)) {
        let one = Funding {
            id: outside.uuid(),
            project,
            funder: asking.funder,
            year,
            nature: Nature::Specific,
            asked: asking.amount,
            state: FundingState::Asked,
            decision: None,
            decided: None,
            decided_at: None,
            note: String::new(),
            state_at: outside.now(),
            revision: 1,
        };
        store::funding::insert(tx, &one).await?;
        touched.push(("funding", one.id));
    }
    Ok(touched)
}
