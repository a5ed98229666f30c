//! `/compte/mot-de-passe`: choosing or changing a password.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::Refusal;
use web::{Answer, Fault, Fields, House, Visit, answer};

use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/password.html")]
pub(super) struct PasswordPage {
    pub frame: Frame,
    pub form: Form,
    pub has_one: bool,
}

async fn shown(house: &House, visit: &Visit, form: Form) -> Result<PasswordPage, Fault> {
    let id = visit.actor.account().ok_or(Refusal::NotFound)?;
    let account = store::account::by_id(&mut house.read().await?, id).await?.ok_or(Refusal::NotFound)?;
    let has_one = account.password_hash.is_some();
    let title = if has_one { "Changer de mot de passe" } else { "Choisir un mot de passe" };
    Ok(PasswordPage { frame: visit.back_office(title).with_form(&form), form, has_one })
}

/// Asks for it.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&shown(&house, &visit, Form::empty()).await?)
}

/// Changes it.
pub async fn change(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let (present, wanted) = (fields.exact("mot-de-passe-actuel"), fields.exact("mot-de-passe"));
    match actions::change_password(&house.db, &house.outside, &house.keys, &visit.actor, present, wanted).await {
        Ok(()) => answer::done("/compte", "modifie"),
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&shown(&house, &visit, form).await?)
        }
    }
}
