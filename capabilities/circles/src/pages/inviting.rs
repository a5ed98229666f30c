//! `/mon-association/groupes/{id}/inviter`: associations of the directory, those that share themes first.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use directory::facade::ListedBrief;
use interface::{Form, Frame, Pagination};
use kernel::text::search_key;
use kernel::{Moment, Uuid};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{titles, under};
use crate::actions::inviting;
use crate::actions::looking::led;
use crate::rules::{Circle, Member, circle_path, may_be_invited};
use crate::store;

/// Associations of a page.
const ON_A_PAGE: usize = 20;

/// An association that may be invited.
pub(super) struct Line {
    pub id: String,
    pub name: String,
    pub summary: String,
    /// Themes it shares with the group.
    pub shared: String,
    /// Why it may not be invited now.
    pub why_not: String,
}

#[derive(Template)]
#[template(path = "pages/inviting.html")]
pub(super) struct InvitingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub lines: Vec<Line>,
    pub pages: Pagination,
}

/// Associations of the directory other than the one that holds the group: those that share most themes with it first.
pub(super) fn sorted(
    listed: Vec<ListedBrief>,
    (owner, themes): (Uuid, &[Uuid]),
    words: &str,
) -> Vec<(ListedBrief, Vec<Uuid>)> {
    let words = search_key(words);
    let is_asked = |one: &ListedBrief| {
        let text = search_key(&format!("{} {}", one.name, one.summary));
        one.id != owner && words.split(' ').all(|word| text.contains(word))
    };
    let shared = |one: ListedBrief| {
        let shared = themes.iter().copied().filter(|theme| one.themes.contains(theme)).collect::<Vec<Uuid>>();
        (one, shared)
    };
    let mut all: Vec<(ListedBrief, Vec<Uuid>)> = listed.into_iter().filter(is_asked).map(shared).collect();
    // By name among those that share as many.
    all.sort_by_key(|(_, shared)| std::cmp::Reverse(shared.len()));
    all
}

pub(super) fn line(
    (one, shared): &(ListedBrief, Vec<Uuid>),
    (themes, members): (&HashMap<Uuid, String>, &[Member]),
    now: Moment,
) -> Line {
    let shared: Vec<&str> = shared.iter().filter_map(|id| themes.get(id).map(String::as_str)).collect();
    Line {
        id: one.id.to_string(),
        name: one.name.clone(),
        summary: one.summary.clone(),
        shared: shared.join(", "),
        why_not: may_be_invited(members, one.id, now).err().unwrap_or_default().to_owned(),
    }
}

async fn drawn(house: &House, visit: &Visit, id: Uuid, (form, page): (Form, u32)) -> Result<InvitingPage, Fault> {
    let mut tx = house.read().await?;
    let found = led(&mut tx, &visit.actor, id).await?;
    let mut themes = store::circle::themes(&mut tx, id).await?;
    let listed = directory::facade::listed(&mut tx).await?;
    if themes.is_empty() {
        // A group that names no theme looks for those of the association that holds it.
        let own = listed.iter().find(|one| one.id == found.circle.owner);
        themes = own.map(|one| one.themes.clone()).unwrap_or_default();
    }
    let named: HashMap<Uuid, String> = themes.iter().copied().zip(titles(&mut tx, &themes).await?).collect();
    let members = store::member::of_circle(&mut tx, id).await?;
    let all = sorted(listed, (found.circle.owner, &themes), form.value("q"));
    let path = format!("{}/inviter", circle_path(id));
    let base = match form.value("q") {
        "" => path.clone(),
        typed => format!("{path}?q={}", answer::encode(typed)),
    };
    let pages = Pagination::new(page, all.len() as u64, ON_A_PAGE as u32, base);
    let past = (pages.page as usize - 1) * ON_A_PAGE;
    let now = house.outside.now();
    Ok(InvitingPage {
        frame: under(visit, &found, "Inviter une association").with_form(&form),
        form,
        path,
        lines: all.iter().skip(past).take(ON_A_PAGE).map(|one| line(one, (&named, &members), now)).collect(),
        pages,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Circle>, asked: Asked) -> Answer {
    let form = Form::filled([("q", asked.text("q"))]);
    let page = asked.text("page").parse().unwrap_or(1);
    answer::page(&drawn(&house, &visit, id.uuid(), (form, page)).await?)
}

pub async fn invite(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Circle>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, house.settings.public_url.as_str());
    let what = (id.uuid(), fields.text("association").parse().ok());
    let outcome = inviting::invite(&mut tx, around, &visit.actor, what).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), (form, 1)).await;
    let path = format!("{}/membres", circle_path(id.uuid()));
    let answered = answer::settle(tx, outcome, (|()| path, "invite"), &fields, again).await;
    house.bell.ring();
    answered
}
