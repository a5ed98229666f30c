//! `/connexion/mot-de-passe`, for those who chose a password.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::FieldError;
use web::{Answer, Asked, Fields, House, Visit, answer};

use super::{client, doorstep, go_on, next_path};
use crate::actions::{self, Way};

#[derive(Template)]
#[template(path = "pages/sign_in_password.html")]
pub(super) struct PasswordSignInPage {
    pub frame: Frame,
    pub form: Form,
}

const TITLE: &str = "Se connecter avec un mot de passe";

/// Asks for both.
pub async fn show(visit: Visit, asked: Asked) -> Answer {
    let form = Form::filled([("suite", asked.text("suite"))]).in_language(visit.language);
    answer::page(&PasswordSignInPage { frame: doorstep(&visit, TITLE), form })
}

/// Lets in when they go together. What is wrong is never told apart.
pub async fn enter(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let (typed, password) = (fields.text("email"), fields.exact("mot-de-passe"));
    let client = client(&visit);
    let fits = actions::password_fits(&house.db, &house.outside, &house.keys, &client.network, typed, password).await?;
    let Some(account) = fits else {
        let sentence =
            "L’adresse et le mot de passe ne vont pas ensemble. Vérifiez-les, ou recevez un lien par courriel";
        let form = fields.form_with(vec![FieldError::new("email", sentence)]).in_language(visit.language);
        let frame = doorstep(&visit, TITLE).with_form(&form);
        return answer::page_to_correct(&PasswordSignInPage { frame, form });
    };
    let mut tx = house.write().await?;
    let opened = actions::enter(&mut tx, &house.outside, account, Way::Password, &client).await?;
    tx.commit().await?;
    go_on(&house, &opened, &next_path(&fields))
}
