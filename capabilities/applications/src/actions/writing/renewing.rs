//! Last year's application, written again for this year: answers, budgets as a forecast, documents still valid.

use database::Tx;
use kernel::{Actor, Outcome, Outside, Refusal, Uuid};

use super::projects::{anew, content};
use super::starting::blank;
use crate::rules::writing::{ATTESTATION, budget_key, chart, engine_lines, year_of};
use crate::rules::{Application, ApplicationState, CallFunder, CallTerms, ProjectKind, ProjectState};
use crate::store;

/// The funder of this call that is the one of the call before: the same organisation, or the same name.
fn same<'a>(before: &CallFunder, now: &'a [CallFunder]) -> Option<&'a CallFunder> {
    let key = |funder: &CallFunder| kernel::text::search_key(&funder.name);
    let by_organisation = now.iter().find(|one| one.organisation.is_some() && one.organisation == before.organisation);
    by_organisation.or_else(|| now.iter().find(|one| key(one) == key(before)))
}

/// Copies a filed application of the same organisation into a new one. Gives the rows that came.
///
/// # Errors
/// No such application of this organisation, or it was never filed.
pub(super) async fn copy(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    to: &Application,
    (from, terms): (Uuid, &CallTerms),
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let before = store::application::by_id(tx, from).await?;
    let before = before
        .filter(|one| one.organisation == to.organisation && one.state == ApplicationState::Filed)
        .ok_or(Refusal::NotFound)?;
    let later = to.first_year - before.first_year;
    let mut touched = Vec::new();
    let answers = store::answer::of_application(tx, from).await?;
    for mut one in answers.into_iter().filter(|one| one.project.is_none() && one.key != ATTESTATION) {
        if let Some(year) = year_of(&one.key) {
            one.key = budget_key(year + later);
        }
        if one.key == "frequence" {
            one.value = "Renouvellement ou poursuite".to_owned();
        }
        (one.id, one.application) = (outside.uuid(), to.id);
        store::answer::insert(tx, &one, actor.account()).await?;
        touched.push(("application_answer", one.id));
    }
    let then = store::call::funders(tx, before.call).await?;
    let now = store::call::funders(tx, to.call).await?;
    let fundings = store::funding::of_application(tx, from).await?;
    let projects = store::project::of_application(tx, from).await?;
    let going_on = projects.into_iter().filter(|one| one.state == ProjectState::Active);
    let mut pairs = vec![(None, None)];
    for (position, old) in (1_i64..).zip(going_on) {
        let mut project = blank(outside, to.id, position);
        (project.title, project.kind, project.renewed_from) = (old.title.clone(), ProjectKind::Renewed, Some(old.id));
        store::project::insert(tx, &project).await?;
        content(tx, outside, actor, (&old, &project), later).await?;
        for one in fundings.iter().filter(|one| one.project == old.id && one.year == before.first_year) {
            let funder = then.iter().find(|funder| funder.id == one.funder).and_then(|funder| same(funder, &now));
            if let Some(funder) = funder {
                let mut asked = anew(outside, one.clone(), project.id);
                (asked.funder, asked.year) = (funder.id, to.first_year);
                store::funding::insert(tx, &asked).await?;
                touched.push(("funding", asked.id));
            }
        }
        touched.push(("project", project.id));
        pairs.push((Some(old.id), Some(project.id)));
    }
    let chart = chart(&terms.chart);
    for (old, new) in pairs {
        let lines = store::writing_budget::lines(tx, (from, old), before.first_year).await?;
        let budget = crate::rules::writing::BudgetForm { lines, asked: Vec::new() };
        let renewed = engine_lines(&budget, &[]).into_iter().filter_map(|line| {
            let line = chart.renew(&line);
            let (post, _) = chart.account(&line.account)?;
            let amount = crate::rules::writing::Amount {
                account: line.account,
                label: line.label,
                amount: kernel::Cents(line.cents),
            };
            Some((crate::rules::writing::side_code(post.side), amount))
        });
        let renewed: Vec<_> = renewed.collect();
        store::writing_budget::set_lines(tx, outside, (to.id, new), to.first_year, &renewed).await?;
    }
    Ok(touched)
}
