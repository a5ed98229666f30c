//! A group of the board: its name, its place, taking it out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Form, Frame, Link};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::{above, key};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/group.html")]
pub(super) struct GroupPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
}

fn ids((id, group): (String, String)) -> Result<(Uuid, Uuid), Fault> {
    id.parse().ok().zip(group.parse().ok()).ok_or_else(Fault::not_found)
}

async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (id, group): (Uuid, Uuid),
    typed: Option<Form>,
) -> Result<GroupPage, Fault> {
    actions::consultation(tx, &visit.actor, &acts::HOLD, id).await?;
    let groups = store::note::groups(tx, id).await?;
    let found = groups.into_iter().find(|one| one.id == group && !one.is_removed).ok_or_else(Fault::not_found)?;
    let board = crate::facade::board_path(id);
    let form = typed.unwrap_or_else(|| Form::filled([("groupe", found.label.clone())]));
    let above = [above(), vec![Link::new("Trier les notes", board.as_str())]].concat();
    Ok(GroupPage {
        frame: visit.back_office(&format!("Groupe « {} »", found.label)).with_breadcrumb(above).with_form(&form),
        form,
        path: format!("{board}/groupes/{group}"),
        key: house.outside.uuid().to_string(),
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(named): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, ids(named)?, None).await?)
}

pub async fn rename(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(named): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, group) = ids(named)?;
    let mut tx = house.write().await?;
    let at = (id, key(&house, &fields));
    let outcome = actions::rename_group(&mut tx, &house.outside, &visit.actor, at, group, fields.text("groupe")).await;
    let again = async |form| draw(&mut house.read().await?, &house, &visit, (id, group), Some(form)).await;
    answer::settle(tx, outcome, (|_| crate::facade::board_path(id), "modifie"), &fields, again).await
}

pub async fn place(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(named): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, group) = ids(named)?;
    let mut tx = house.write().await?;
    let (at, to_the_start) = ((id, key(&house, &fields)), fields.text("vers") == "debut");
    actions::move_group(&mut tx, &house.outside, &visit.actor, at, group, to_the_start).await?;
    tx.commit().await?;
    answer::done(&crate::facade::board_path(id), "modifie")
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(named): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, group) = ids(named)?;
    let mut tx = house.write().await?;
    let at = (id, key(&house, &fields));
    actions::remove_group(&mut tx, &house.outside, &visit.actor, at, group).await?;
    tx.commit().await?;
    answer::done(&crate::facade::board_path(id), "supprime")
}
