//! `/gestion/comptes/{id}/passation`: somebody leaves.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::accounts::above;
use crate::rules::email;
use crate::store::account::Account;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/handing_over.html")]
pub(super) struct HandOverPage {
    pub frame: Frame,
    pub form: Form,
    pub name: String,
}

async fn shown(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<HandOverPage, Fault> {
    let account = actions::visible_account(&mut house.read().await?, &visit.actor, id).await?;
    if !account.is_open() {
        return Err(Fault::not_found());
    }
    let frame = visit.back_office(&format!("Passation : {}", account.name));
    Ok(HandOverPage { frame: frame.with_breadcrumb(above(&account)).with_form(&form), form, name: account.name })
}

/// Asks to whom.
pub async fn ask(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Account>) -> Answer {
    answer::page(&shown(&house, &visit, id.uuid(), Form::empty()).await?)
}

/// Hands over and closes.
pub async fn hand_over(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Account>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = hand_over_now(&mut tx, &house, &visit, id.uuid(), &fields).await;
    let path = |()| format!("/gestion/comptes/{id}");
    answer::settle(tx, outcome, (path, "enregistre"), &fields, |form| shown(&house, &visit, id.uuid(), form)).await
}

async fn hand_over_now(
    tx: &mut database::Tx,
    house: &House,
    visit: &Visit,
    id: Uuid,
    fields: &Fields,
) -> Result<(), Failure> {
    let (mut typed, address) = (Reading::of(fields), fields.text("email"));
    let to = match address {
        "" => None,
        address => {
            let heir = store::account::open_by_email(tx, &email::key(address)).await?;
            typed.needed("email", heir, "Personne n’a de compte à cette adresse : vérifiez-la").map(|heir| heir.id)
        }
    };
    let to = typed.filled(to);
    actions::hand_over(tx, &house.outside, &visit.actor, id, to, fields.text("motif")).await
}
