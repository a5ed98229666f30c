//! Projects of an application: added, copied, taken out.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::looking::{changed, writable};
use super::starting::blank;
use crate::rules::writing::Piece;
use crate::rules::{Application, Funding, FundingState, Project};
use crate::{acts, store};

/// Most projects of one application.
pub const MOST: usize = 20;

async fn of_draft(tx: &mut Tx, actor: &Actor, application: Uuid) -> Outcome<(Application, Vec<Project>)> {
    // Nothing of a filed application is asked again under no name: only a draft passes.
    let found = writable(tx, actor, application, None, &[]).await?;
    Ok((found.application, store::project::of_application(tx, application).await?))
}

fn room(projects: &[Project]) -> Outcome<i64> {
    if projects.len() >= MOST {
        let told = format!("Un dossier tient {MOST} actions au plus. Déposez celui-ci, puis appelez le service.");
        return Err(Refusal::rule("Ce dossier a déjà beaucoup d’actions", told).into());
    }
    Ok(projects.iter().map(|one| one.position).max().unwrap_or(0) + 1)
}

async fn noted(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    application: &Application,
    what: &str,
    project: Uuid,
) -> Outcome<()> {
    let mut touched = vec![("project", project)];
    touched.extend(changed(tx, outside, actor, application).await?);
    let detail = json!({ "acte": what });
    let entry = Entry::on(acts::CARRY.code, "application", application.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Adds a project with nothing in it.
///
/// # Errors
/// Not there or not this actor's; filed; too many projects.
pub async fn add(tx: &mut Tx, outside: &Outside, actor: &Actor, application: Uuid) -> Outcome<Uuid> {
    let (draft, projects) = of_draft(tx, actor, application).await?;
    let project = blank(outside, application, room(&projects)?);
    store::project::insert(tx, &project).await?;
    noted(tx, outside, actor, &draft, "action ajoutée", project.id).await?;
    Ok(project.id)
}

/// Copies a project with everything written in it; documents are not copied.
///
/// # Errors
/// Not there or not this actor's; filed; too many projects.
pub async fn copy(tx: &mut Tx, outside: &Outside, actor: &Actor, (application, from): (Uuid, Uuid)) -> Outcome<Uuid> {
    let (draft, projects) = of_draft(tx, actor, application).await?;
    let before = projects.iter().find(|one| one.id == from).ok_or(Refusal::NotFound)?;
    let title = kernel::text::shorten(&format!("{} (copie)", before.title), 150);
    let mut project = blank(outside, application, room(&projects)?);
    (project.title, project.kind) = (title, before.kind);
    (project.starts_on, project.ends_on) = (before.starts_on, before.ends_on);
    store::project::insert(tx, &project).await?;
    content(tx, outside, actor, (before, &project), 0).await?;
    for year in draft.first_year..draft.first_year + draft.years {
        let lines = store::writing_budget::lines(tx, (application, Some(from)), year).await?;
        let lines = super::budgeting::sided(tx, application, lines).await?;
        store::writing_budget::set_lines(tx, outside, (application, Some(project.id)), year, &lines).await?;
    }
    let asked = store::funding::of_application(tx, application).await?;
    for one in asked.into_iter().filter(|one| one.project == from) {
        store::funding::insert(tx, &anew(outside, one, project.id)).await?;
    }
    noted(tx, outside, actor, &draft, "action copiée", project.id).await?;
    Ok(project.id)
}

/// What is asked, asked again.
pub(super) fn anew(outside: &Outside, of: Funding, project: Uuid) -> Funding {
    Funding {
        id: outside.uuid(),
        project,
        state: FundingState::Asked,
        decision: None,
        decided: None,
        decided_at: None,
        note: String::new(),
        state_at: outside.now(),
        revision: 1,
        ..of
    }
}

/// Copies what is written in a project, `later` years on: answers, objectives, neighbourhoods, publics, means,
/// indicators, budget lines.
pub(super) async fn content(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (before, after): (&Project, &Project),
    later: i64,
) -> Outcome<()> {
    let (from, to) = (before.id, after.id);
    let first = store::application::by_id(tx, before.application).await?.map_or(0, |one| one.first_year);
    let answers = store::answer::of_application(tx, before.application).await?;
    for mut one in answers.into_iter().filter(|one| one.project == Some(from)) {
        if one.key == Piece::Title.code() || later != 0 && one.key == Piece::Dates.code() {
            continue;
        }
        if let Some(year) = crate::rules::writing::year_of(&one.key) {
            if later != 0 && year != first {
                continue;
            }
            one.key = crate::rules::writing::budget_key(year + later);
        }
        (one.id, one.application, one.project) = (outside.uuid(), after.application, Some(to));
        store::answer::insert(tx, &one, actor.account()).await?;
    }
    if !after.title.is_empty() {
        let at = super::answering::At { application: after.application, project: Some(to), key: Piece::Title.code() };
        super::answering::keep(tx, outside, actor, at, (&after.title, 0)).await?;
    }
    let nodes = store::project::nodes(tx, from).await?;
    store::project::set_nodes(tx, outside, to, &nodes).await?;
    let places = store::writing::places(tx, from).await?;
    store::writing::set_places(tx, outside, to, &places).await?;
    let mut publics = store::writing::publics(tx, from).await?;
    publics.iter_mut().for_each(|one| one.year += later);
    store::writing::set_publics(tx, outside, to, &publics).await?;
    let means = store::writing::means(tx, from).await?;
    store::writing::set_means(tx, outside, to, &means).await?;
    let indicators = store::writing::indicators(tx, from).await?;
    store::writing::set_indicators(tx, outside, to, &indicators).await.map_err(Into::into)
}

/// Takes a project out of a draft, with everything written in it; its documents go through the quarantine.
///
/// # Errors
/// Not there or not this actor's; filed.
pub async fn remove(tx: &mut Tx, outside: &Outside, actor: &Actor, (application, id): (Uuid, Uuid)) -> Outcome<()> {
    let (draft, projects) = of_draft(tx, actor, application).await?;
    projects.iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let mut touched = Vec::new();
    for one in store::writing_budget::files(tx, application).await?.into_iter().filter(|one| one.project == Some(id)) {
        super::attaching::forget(tx, outside, &one).await?;
        touched.push(("file", one.file));
    }
    touched.extend(store::writing::delete_project(tx, id).await?);
    for (position, mut one) in (1_i64..).zip(projects.into_iter().filter(|one| one.id != id)) {
        let revision = one.revision;
        if one.position != position {
            one.position = position;
            if !store::project::save(tx, &one, revision).await? {
                return Err(Failure::conflict("une action de ce dossier", &[]));
            }
            touched.push(("project", one.id));
        }
    }
    touched.extend(changed(tx, outside, actor, &draft).await?);
    let detail = json!({ "acte": "action retirée du brouillon" });
    let entry = Entry::on(acts::CARRY.code, "application", application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
