//! My applications.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Tag, TagColour};
use kernel::french;
use web::{Answer, House, Visit, answer};

use super::path;
use super::start::carried;
use crate::actions::writing::{carrier, looking};
use crate::rules::{ApplicationState, Call, CallState};
use crate::store;

/// A line of the list.
pub(super) struct Row {
    pub title: String,
    pub href: String,
    pub state: Tag,
    pub organisation: String,
    pub projects: String,
    pub follow: String,
}

#[derive(Template)]
#[template(path = "pages/writing/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub rows: Vec<Row>,
    /// Whom to call: each number once, with the calls it answers for.
    pub helps: Vec<(String, String)>,
}

pub(super) fn state_tag(state: ApplicationState) -> Tag {
    let colour = match state {
        ApplicationState::Draft => TagColour::Amber,
        ApplicationState::Filed => TagColour::Green,
        ApplicationState::Withdrawn => TagColour::Grey,
    };
    Tag::new(colour, state.french())
}

/// Adds the number of a call to those that are told.
fn add_help(helps: &mut Vec<(String, String)>, call: &Call) {
    let title = french::spaced(&call.title);
    match helps.iter_mut().find(|(phone, _)| *phone == call.phone) {
        _ if call.phone.is_empty() => {}
        Some((_, about)) if about.contains(&title) => {}
        Some((_, about)) => *about = format!("{about} ; {title}"),
        None => helps.push((call.phone.clone(), title)),
    }
}

/// Numbers that answer for the calls of the last year there is one of, once each.
pub(in crate::pages) async fn helplines(tx: &mut Tx) -> database::Result<Vec<(String, String)>> {
    let mut helps = Vec::new();
    let all = store::call::all(tx).await?;
    let published = || all.iter().filter(|call| call.state == CallState::Published && !call.phone.is_empty());
    let last = published().map(|call| call.year).max();
    published().filter(|call| Some(call.year) == last).for_each(|call| add_help(&mut helps, call));
    Ok(helps)
}

/// `/dossiers`
pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut rows = Vec::new();
    let mut helps: Vec<(String, String)> = Vec::new();
    let mut all = Vec::new();
    for organisation in carried(&visit.actor) {
        let name = carrier::name(&mut tx, organisation).await?;
        let own = store::application::of_organisation(&mut tx, organisation).await?;
        all.extend(own.into_iter().map(|one| (one, name.clone())));
    }
    for one in looking::typed(&mut tx, &visit.actor).await? {
        if all.iter().all(|(known, _)| known.id != one.id) {
            let name = carrier::name(&mut tx, one.organisation).await?;
            all.push((one, format!("{name}, que vous aidez à saisir")));
        }
    }
    for (one, name) in all {
        let call = store::call::by_id(&mut tx, one.call).await?;
        if let Some(call) = &call {
            add_help(&mut helps, call);
        }
        let title = call.map_or_else(String::new, |call| call.title);
        let projects = store::project::of_application(&mut tx, one.id).await?;
        let titles: Vec<String> =
            projects.iter().map(|project| project.title.clone()).filter(|title| !title.is_empty()).collect();
        let count = french::count(projects.len() as i64, "action", "actions");
        let is_draft = one.state == ApplicationState::Draft;
        rows.push(Row {
            title: one.number.as_ref().map_or_else(|| title.clone(), |number| format!("{number} – {title}")),
            href: if is_draft { path(one.id) } else { format!("{}/recu", path(one.id)) },
            state: state_tag(one.state),
            organisation: name,
            projects: if titles.is_empty() { count } else { format!("{count} : {}", titles.join(" ; ")) },
            follow: if is_draft { String::new() } else { crate::facade::follow_path(one.id) },
        });
    }
    if helps.is_empty() {
        helps = helplines(&mut tx).await?;
    }
    let frame = visit.public_in_french("Mes dossiers");
    answer::page(&ListPage { frame: Frame { is_private: true, ..frame }, rows, helps })
}
