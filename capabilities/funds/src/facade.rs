//! What other slices, and the binary, may ask.

use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, french};

pub use crate::actions::followed::{ProjectFollowed, project_behind, project_followed};
pub use crate::rules::{MovementKind, ProjectMoney};

use crate::rules::ProjectState;
use crate::{actions, acts, store};

/// What awaits this person here: projects no committee saw, reports nobody read, reports that are late.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&acts::DECIDE).is_allowed() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for fund in store::fund::all(tx).await? {
        if !actor.may(&acts::DECIDE, &fund.scope()).is_allowed() {
            continue;
        }
        let projects = store::project::of_fund(tx, fund.id).await?;
        let count = |states: &[ProjectState]| projects.iter().filter(|one| states.contains(&one.state)).count() as i64;
        let path = format!("/gestion/fonds/{}", fund.id);
        let filed = count(&[ProjectState::Filed, ProjectState::Postponed]);
        if filed > 0 {
            let what = format!("Passer {} en séance", french::count(filed, "projet", "projets"));
            all.push(Awaited::new(what, &*fund.terms.name, &*path));
        }
        let reported = count(&[ProjectState::Reported]);
        if reported > 0 {
            let what = format!("Lire {}", french::count(reported, "compte rendu", "comptes rendus"));
            all.push(Awaited::new(what, &*fund.terms.name, &*path));
        }
        let late = actions::owed(&fund, projects, now.day(&jiff::tz::TimeZone::UTC));
        let late = late.iter().filter(|one| one.is_late).count() as i64;
        if late > 0 {
            let what = format!("Relancer {}", french::count(late, "groupe en retard", "groupes en retard"));
            all.push(Awaited::new(what, &*fund.terms.name, path));
        }
    }
    Ok(all)
}
