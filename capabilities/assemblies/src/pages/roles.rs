//! `/conseil/{id}/charges`: what members charge one another with.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{called, choices_of, own_above, own_path};
use crate::rules::{Assembly, Member, Role};
use crate::{actions, store};

/// Somebody charged with something, and what takes it back.
pub(super) struct Charged {
    pub who: String,
    pub role: &'static str,
    pub member: String,
    pub code: &'static str,
}

#[derive(Template)]
#[template(path = "pages/roles.html")]
pub(super) struct RolesPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub charged: Vec<Charged>,
    pub members: Vec<Choice>,
    pub roles: Vec<Choice>,
    pub may_designate: bool,
}

impl RolesPage {
    pub fn new(
        frame: Frame,
        form: Form,
        path: String,
        (members, held): (&[Member], &[(Uuid, Role)]),
        may_designate: bool,
    ) -> Self {
        let one = |(id, role): &(Uuid, Role)| {
            let member = members.iter().find(|one| one.id == *id && one.sits())?;
            let (role, code) = (role.french(), role.code());
            Some(Charged { who: called(member), role, member: id.to_string(), code })
        };
        let sitting = members.iter().filter(|one| one.sits());
        Self {
            frame: frame.with_form(&form),
            form,
            path,
            charged: held.iter().filter_map(one).collect(),
            members: sitting.map(|one| Choice::new(one.id.to_string(), &called(one))).collect(),
            roles: choices_of!(Role),
            may_designate,
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<RolesPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, member) = actions::member::mine(&mut tx, &visit.actor, id).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let held = store::budget::roles(&mut tx, assembly.id).await?;
    let frame = visit.back_office("Qui est chargé de quoi").with_breadcrumb(own_above(Some(&assembly)));
    let path = format!("{}/charges", own_path(assembly.id));
    let may_designate = actions::roles::may_designate(&member, &members);
    Ok(RolesPage::new(frame, form, path, (&members, &held), may_designate))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn charge(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let what =
        (fields.text("membre").parse().ok(), Role::from_code(fields.text("charge")), !fields.is_ticked("retirer"));
    let outcome = actions::roles::charge(&mut tx, &house.outside, &visit.actor, id.uuid(), what).await;
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    let path = format!("{}/charges", own_path(id.uuid()));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}
