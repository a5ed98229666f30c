//! `/mon-association/groupes/{id}/membres`: who is in a group and who is asked to come.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Tag, TagColour};
use jiff::tz::TimeZone;
use kernel::french;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::{name_in, names, under};
use crate::actions::inviting;
use crate::actions::looking::{leads, member};
use crate::rules::{Circle, Member, MemberState, circle_path};
use crate::store;

/// An association of a group.
pub(super) struct Line {
    pub name: String,
    pub tag: Tag,
    pub since: String,
    /// Where it is put out; nothing when she may not.
    pub removal: String,
    pub words: &'static str,
}

#[derive(Template)]
#[template(path = "pages/members.html")]
pub(super) struct MembersPage {
    pub frame: Frame,
    pub path: String,
    pub lines: Vec<Line>,
    pub leads: bool,
}

/// An association as members read it; those who said no or went are told to whoever leads only.
pub(super) fn line(one: &Member, name: String, (circle, leads): (&Circle, bool), zone: &TimeZone) -> Option<Line> {
    let is_owner = one.organisation == circle.owner;
    let tag = match one.state {
        MemberState::Member if is_owner => Tag::new(TagColour::Blue, "tient le groupe"),
        MemberState::Member => Tag::new(TagColour::Green, MemberState::Member.french()),
        MemberState::Invited => Tag::new(TagColour::Amber, MemberState::Invited.french()),
        state if leads => Tag::new(TagColour::Grey, state.french()),
        _ => return None,
    };
    let is_there = matches!(one.state, MemberState::Member | MemberState::Invited);
    let may_remove = leads && is_there && !is_owner && circle.closed_at.is_none();
    Some(Line {
        name,
        tag,
        since: french::date(one.since.day(zone)),
        removal: match may_remove {
            true => format!("{}/membres/{}/retrait", circle_path(circle.id), one.organisation),
            false => String::new(),
        },
        words: if one.state == MemberState::Invited { "Ne plus inviter" } else { "Retirer du groupe" },
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Circle>) -> Answer {
    let mut tx = house.read().await?;
    let found = member(&mut tx, &visit.actor, id.uuid()).await?;
    let all = store::member::of_circle(&mut tx, id.uuid()).await?;
    let names = names(&mut tx, &all).await?;
    let leads = leads(&visit.actor, &found);
    let zone = &house.settings.zone;
    let drawn = |one: &Member| line(one, name_in(&names, one.organisation), (&found.circle, leads), zone);
    answer::page(&MembersPage {
        frame: under(&visit, &found, "Associations du groupe"),
        path: circle_path(id.uuid()),
        lines: all.iter().filter_map(drawn).collect(),
        leads: leads && found.circle.closed_at.is_none(),
    })
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, organisation)): Path<(String, String)>,
) -> Answer {
    let (Ok(id), Ok(organisation)) = (id.parse(), organisation.parse()) else { return Err(Fault::not_found()) };
    let mut tx = house.write().await?;
    inviting::remove(&mut tx, &house.outside, &visit.actor, (id, organisation)).await?;
    tx.commit().await?;
    answer::done(&format!("{}/membres", circle_path(id)), "supprime")
}
