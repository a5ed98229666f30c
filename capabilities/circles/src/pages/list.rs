//! `/mon-association/groupes`: groups of one’s associations, and invitations that wait.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link, Pagination};
use jiff::tz::TimeZone;
use kernel::french;
use web::{Answer, Asked, House, Visit, answer};

use crate::actions::looking::carried;
use crate::rules::{LIST, MemberState, beginning, circle_path, invitation_path};
use crate::store::circle::Held;
use crate::{acts, store};

/// Groups of a page.
const ON_A_PAGE: usize = 20;

/// A group of the list.
pub(super) struct Line {
    pub link: Link,
    pub purpose: String,
    pub when: String,
}

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub invitations: Vec<Line>,
    pub groups: Vec<Line>,
    pub pages: Pagination,
    pub may_found: bool,
}

pub(super) fn line(one: &Held, zone: &TimeZone) -> Line {
    let is_invited = one.state == MemberState::Invited;
    let path = if is_invited { invitation_path(one.circle.id) } else { circle_path(one.circle.id) };
    let when = match (one.circle.closed_at, one.last_at) {
        (Some(at), _) => format!("Fermé le {}", french::moment(at, zone)),
        _ if is_invited => String::new(),
        (None, Some(at)) => format!("Dernier message le {}", french::moment(at, zone)),
        (None, None) => "Aucun message encore".to_owned(),
    };
    Line { link: Link::new(one.circle.name.clone(), path), purpose: beginning(&one.circle.purpose), when }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let mut all: Vec<Held> = Vec::new();
    for organisation in carried(&visit.actor, &acts::TAKE_PART) {
        for held in store::circle::of_organisation(&mut tx, organisation).await? {
            match all.iter_mut().find(|known| known.circle.id == held.circle.id) {
                // By one of her associations she is in already.
                Some(known) if held.state == MemberState::Member => *known = held,
                Some(_) => {}
                None => all.push(held),
            }
        }
    }
    let zone = &house.settings.zone;
    let (invited, mut held): (Vec<Held>, Vec<Held>) =
        all.into_iter().partition(|one| one.state == MemberState::Invited);
    held.sort_by_key(|one| {
        (one.circle.closed_at.is_some(), std::cmp::Reverse(one.last_at.unwrap_or(one.circle.created_at)))
    });
    let pages = Pagination::new(asked.text("page").parse().unwrap_or(1), held.len() as u64, ON_A_PAGE as u32, LIST);
    let past = (pages.page as usize - 1) * ON_A_PAGE;
    answer::page(&ListPage {
        frame: visit.back_office("Groupes d’associations").with_breadcrumb(super::above()),
        invitations: invited.iter().filter(|one| one.circle.closed_at.is_none()).map(|one| line(one, zone)).collect(),
        groups: held.iter().skip(past).take(ON_A_PAGE).map(|one| line(one, zone)).collect(),
        pages,
        may_found: !carried(&visit.actor, &acts::LEAD).is_empty(),
    })
}
