//! `/connexion`: one question, an address; and leaving.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::{Failure, FieldError};
use web::{Answer, Asked, Fields, House, Visit, answer};

use super::{client, doorstep, with_session};
use crate::actions;
use crate::rules::email;

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub(super) struct SignInPage {
    pub frame: Frame,
    pub form: Form,
    pub is_demonstration: bool,
}

#[derive(Template)]
#[template(path = "pages/sign_in_sent.html")]
pub(super) struct SentPage {
    pub frame: Frame,
}

const TITLE: &str = "Se connecter";

/// Asks for the address.
pub async fn show(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let form = Form::filled([("suite", asked.text("suite"))]).in_language(visit.language);
    answer::page(&SignInPage {
        frame: doorstep(&visit, TITLE),
        form,
        is_demonstration: house.settings.is_demonstration,
    })
}

/// Says that a link leaves if the address has an account: the same answer whatever the address.
pub async fn ask(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let typed = fields.text("email");
    if !email::has_form(typed) {
        let error = FieldError::new("email", "Saisissez votre adresse électronique, sous la forme nom@exemple.fr");
        let form = fields.form_with(vec![error]).in_language(visit.language);
        let frame = doorstep(&visit, TITLE).with_form(&form);
        let is_demonstration = house.settings.is_demonstration;
        return answer::page_to_correct(&SignInPage { frame, form, is_demonstration });
    }
    let (outside, network) = (&house.outside, client(&visit).network);
    let next = super::next_path(&fields);
    let address = &house.settings.public_url;
    actions::ask_link(&house.db, outside, &house.keys, &network, typed, address, &next).await?;
    house.bell.ring();
    answer::see("/connexion/envoye")
}

/// What to do now.
pub async fn sent(visit: Visit) -> Answer {
    answer::page(&SentPage { frame: doorstep(&visit, "Regardez vos courriels") })
}

/// Leaves.
pub async fn leave(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    if let Some(token) = &visit.session_token {
        let mut tx = house.write().await?;
        actions::leave(&mut tx, &house.outside, &visit.actor, token).await?;
        tx.commit().await.map_err(Failure::from)?;
    }
    with_session(&house, answer::done("/", "deconnecte")?, "")
}
