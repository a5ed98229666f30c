//! `/compte/connexions`: where my account is open.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use kernel::{Refusal, Uuid};
use web::{Answer, House, PathId, Visit, answer};

use super::told;
use crate::store::session::Session;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/sessions.html")]
pub(super) struct SessionsPage {
    pub frame: Frame,
    pub lines: Vec<SessionLine>,
}

pub(super) struct SessionLine {
    pub id: Uuid,
    pub browser: String,
    pub network: String,
    pub opened: String,
    pub seen: String,
    pub is_this_one: bool,
}

/// A browser in two words, from the way it calls itself.
pub(super) fn browser_told(agent: &str) -> String {
    let browsers =
        [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let found =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (found(&browsers), found(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} sur {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Navigateur inconnu".to_owned(),
    }
}

/// The list.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let person = visit.actor.person().ok_or(Refusal::NotFound)?;
    let (now, zone) = (house.outside.now(), &house.settings.zone);
    let sessions = store::session::of_account(&mut house.read().await?, person.account).await?;
    let lines = sessions.iter().filter(|session| session.is_alive(now)).map(|session| SessionLine {
        id: session.id,
        browser: browser_told(&session.browser),
        network: session.network.clone(),
        opened: told(session.created_at, zone),
        seen: told(session.last_seen_at, zone),
        is_this_one: session.id == person.session,
    });
    answer::page(&SessionsPage { frame: visit.back_office("Mes connexions"), lines: lines.collect() })
}

/// Ends one.
pub async fn end(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Session>) -> Answer {
    let mut tx = house.write().await?;
    actions::end_session(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done("/compte/connexions", "revoque")
}

/// Ends all the others.
pub async fn end_others(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.write().await?;
    actions::end_other_sessions(&mut tx, &house.outside, &visit.actor).await?;
    tx.commit().await?;
    answer::done("/compte/connexions", "revoque")
}
