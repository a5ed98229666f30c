//! `/connexion/code`: the second code.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{doorstep, next_path, with_session};
use crate::actions;

#[derive(Template)]
#[template(path = "pages/sign_in_code.html")]
pub(super) struct CodePage {
    pub frame: Frame,
    pub form: Form,
}

const TITLE: &str = "Saisissez votre second code";

/// Asks for the code, when a session waits for it.
pub async fn show(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let token = visit.session_token.clone().unwrap_or_default();
    if actions::waiting(&mut house.read().await?, &house.outside, &token).await?.is_none() {
        return answer::see(if visit.actor.person().is_some() { "/compte" } else { "/connexion" });
    }
    let form = Form::filled([("suite", asked.text("suite"))]).in_language(visit.language);
    answer::page(&CodePage { frame: doorstep(&visit, TITLE), form })
}

/// Lets in when it is right.
pub async fn enter(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let token = visit.session_token.clone().unwrap_or_default();
    if actions::waiting(&mut house.read().await?, &house.outside, &token).await?.is_none() {
        return answer::see("/connexion");
    }
    match actions::enter_by_code(&house.db, &house.outside, &house.keys, &token, fields.text("code")).await {
        Ok(opened) => {
            let response = answer::done(&next_path(&fields), "connecte")?;
            with_session(&house, response, &opened.token)
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?).in_language(visit.language);
            let frame = doorstep(&visit, TITLE).with_form(&form);
            answer::page_to_correct(&CodePage { frame, form })
        }
    }
}
