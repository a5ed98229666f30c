//! A carrier takes back what it filed: the whole application, or one project, before anybody decided of it.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::mailing::{self, Origin};
use crate::actions::advancing::{Told, settle_stage, tell};
use crate::actions::completing;
use crate::actions::looking::for_signatory;
use crate::rules::following::{check_withdrawal, given_up, withdrawn};
use crate::rules::{Application, ApplicationState, EventKind, FundingState, Project, ProjectState, Side, Step};
use crate::{acts, store};

pub use crate::rules::following::Withdrawal;

/// What is typed to withdraw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewWithdrawal {
    /// What.
    pub what: Option<Withdrawal>,
    /// Why.
    pub reason: String,
    /// Whether it is confirmed.
    pub is_confirmed: bool,
}

/// Withdraws. Services and the funders that were asked are written to: ring the bell after the commit.
///
/// # Errors
/// Not there, or not for whoever signs for its carrier to say; not filed; somebody decided of it; something to correct; somebody
/// changed it meanwhile.
pub async fn withdraw(
    tx: &mut Tx,
    (outside, origin): (&Outside, Origin<'_>),
    actor: &Actor,
    id: Uuid,
    typed: Filled<NewWithdrawal>,
) -> Outcome<()> {
    let found = for_signatory(tx, actor, id).await?;
    if found.application.state != ApplicationState::Filed {
        return Err(Refusal::rule("Ce dossier ne se retire pas", "Il n’est pas déposé, ou il est déjà retiré.").into());
    }
    let mut form = typed;
    form.find(check_withdrawal(form.value.what, &form.value.reason, form.value.is_confirmed));
    let new = form.sound()?;
    let projects = store::project::of_application(tx, id).await?;
    let fundings = store::funding::of_application(tx, id).await?;
    let gone = match new.what {
        Some(what) => withdrawn(what, &projects, &fundings),
        None => Vec::new(),
    };
    if gone.is_empty() {
        let told =
            "Des financeurs en ont déjà délibéré, ou rien n’y est plus demandé. Pour y renoncer, écrivez au service.";
        return Err(Refusal::rule("Cette demande ne se retire plus ici", told).into());
    }
    let (reason, now) = (new.reason.trim().to_owned(), outside.now());
    let given = given_up(&gone, &fundings);
    // What a committee said of it is said of nothing any more, and its money goes back to its envelope. Whoever votes at the same
    // moment comes before or after, never in between.
    let released = (found.application.call, given.iter().map(|one| one.id).collect());
    let mut touched = crate::facade::released(tx, outside, actor, released).await?;
    for one in &given {
        let step = Step { to: FundingState::Withdrawn, decided: None, note: &reason };
        let after = one.after(step, now).map_err(Failure::Input)?;
        if !store::funding::save(tx, &after, one.revision).await? {
            return Err(Failure::conflict("cette demande", &[("Motif", &reason)]));
        }
        touched.push(("funding", one.id));
    }
    let is_whole =
        projects.iter().all(|one| one.state == ProjectState::Withdrawn || gone.iter().any(|it| it.id == one.id));
    touched.extend(
        take_out(tx, outside, actor, (&found.application, is_whole), (gone.as_slice(), reason.as_str())).await?,
    );
    let mut organisations = Vec::new();
    for one in &given {
        let funder = store::call::funder(tx, one.funder).await?;
        let organisation = funder.and_then(|funder| funder.organisation);
        organisations.extend(organisation.filter(|known| !organisations.contains(known)));
    }
    mailing::tell_withdrawn(tx, (outside, origin), &found.application, (organisations.as_slice(), is_whole)).await?;
    let detail = json!({
        "acte": if is_whole { "dossier retiré par son porteur" } else { "action retirée par son porteur" },
        "demandes": given.len(),
    });
    touched.sort_unstable();
    touched.dedup();
    let entry = Entry::on(acts::FILE.code, "application", id).detail(detail).why(&reason).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Marks projects as withdrawn, and the application when nothing of it is left. Gives the rows.
async fn take_out(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (application, is_whole): (&Application, bool),
    (gone, reason): (&[&Project], &str),
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let mut touched = Vec::new();
    for project in gone {
        let after = Project { state: ProjectState::Withdrawn, ..(*project).clone() };
        if !store::project::save(tx, &after, project.revision).await? {
            return Err(Failure::conflict("une action de ce dossier", &[("Motif", reason)]));
        }
        touched.push(("project", project.id));
        if !is_whole {
            let told = Told {
                project: Some(project.id),
                funding: None,
                kind: EventKind::Withdrawn,
                note: reason,
                is_shown: true,
            };
            touched.push(("application_event", tell(tx, outside, (actor, Side::Carrier), application.id, told).await?));
        }
    }
    if !is_whole {
        let (stage, years) = (application.stage, application.years);
        touched.extend(settle_stage(tx, outside, application.clone(), (stage, years)).await?);
        return Ok(touched);
    }
    touched.extend(completing::close(tx, outside, application.id).await?);
    let told = Told { project: None, funding: None, kind: EventKind::Withdrawn, note: reason, is_shown: true };
    touched.push(("application_event", tell(tx, outside, (actor, Side::Carrier), application.id, told).await?));
    let after =
        Application { state: ApplicationState::Withdrawn, withdrawn_reason: reason.to_owned(), ..application.clone() };
    if !store::application::save(tx, &after, application.revision).await? {
        return Err(Failure::conflict("ce dossier", &[("Motif", reason)]));
    }
    touched.push(("application", application.id));
    Ok(touched)
}
