//! `/demonstration`: entering as one of the imagined people, without any secret. There is no such page elsewhere
//! than in a demonstration, and no other account can be entered from it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::{client, doorstep, go_on};
use crate::rules::codes;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/demonstration.html")]
pub(super) struct DemonstrationPage {
    pub frame: Frame,
    pub people: Vec<PersonLine>,
}

pub(super) struct PersonLine {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub functions: String,
    pub role: String,
}

fn only_here(house: &House) -> Result<(), Fault> {
    if house.settings.is_demonstration { Ok(()) } else { Err(Fault::not_found()) }
}

/// The people.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    only_here(&house)?;
    let mut tx = house.read().await?;
    let organisations = store::organisation::all(&mut tx).await?;
    let mut people = Vec::new();
    for account in store::account::of_demonstration(&mut tx).await? {
        let grants = actions::grants_in_force(&mut tx, account.id, house.outside.now()).await?;
        let mut functions: Vec<_> = grants.iter().map(|grant| grant.function).collect();
        functions.dedup();
        let members = store::organisation::of_account(&mut tx, account.id).await?;
        let role = members.iter().filter_map(|member| {
            let known = organisations.iter().find(|one| one.id == member.organisation)?;
            let role = if member.role.is_empty() { "membre" } else { &member.role };
            Some(format!("{role}, {}", known.terms.name))
        });
        people.push(PersonLine {
            id: account.id,
            role: role.collect::<Vec<_>>().join(" ; "),
            functions: codes::french(&functions),
            name: account.name,
            email: account.email,
        });
    }
    answer::page(&DemonstrationPage {
        frame: Frame { is_translated: false, ..doorstep(&visit, "Entrer dans la démonstration") },
        people,
    })
}

/// Enters as one of them.
pub async fn enter(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    only_here(&house)?;
    let account: Uuid = fields.text("compte").parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.write().await?;
    let opened = actions::enter_demonstration(&mut tx, &house.outside, account, &client(&visit)).await?;
    tx.commit().await?;
    go_on(&house, &opened, super::HOME)
}
