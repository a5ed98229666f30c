//! `/compte/second-facteur`: setting up the second code. The recovery codes are shown once, in the answer itself.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Html};
use kernel::Refusal;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::with_session;
use crate::rules::totp;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/second_factor.html")]
pub(super) struct SecondFactorPage {
    pub frame: Frame,
    pub form: Form,
    pub is_set: bool,
    pub code_count: i64,
    pub square: Option<Html>,
    pub secret: String,
}

#[derive(Template)]
#[template(path = "pages/recovery_codes.html")]
pub(super) struct RecoveryCodesPage {
    pub frame: Frame,
    pub codes: Vec<String>,
}

async fn shown(house: &House, visit: &Visit, form: Form) -> Result<SecondFactorPage, Fault> {
    let id = visit.actor.account().ok_or(Refusal::NotFound)?;
    let mut tx = house.read().await?;
    let account = store::account::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let secret = actions::secret_being_set(&mut tx, &house.keys, id, house.outside.now().0).await?;
    let square = match &secret {
        // Drawn in the page itself: the secret travels once, in no address.
        Some(secret) => {
            let address = totp::address(&house.settings.site.service, &account.email, secret);
            Some(interface::square(&address, "Code à photographier avec l’application")?)
        }
        None => None,
    };
    Ok(SecondFactorPage {
        frame: visit.back_office("Second code de connexion").with_form(&form),
        form,
        is_set: account.has_second_factor(),
        code_count: store::second_factor::codes_left(&mut tx, id).await?,
        square,
        secret: secret.map(|secret| totp::written(&secret)).unwrap_or_default(),
    })
}

/// Where it stands.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&shown(&house, &visit, Form::empty()).await?)
}

/// A new secret.
pub async fn begin(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.write().await?;
    actions::begin_second_factor(&mut tx, &house.outside, &house.keys, &visit.actor).await?;
    tx.commit().await?;
    answer::see("/compte/second-facteur")
}

/// The first code, which puts the secret in force.
pub async fn confirm(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let typed = fields.text("code");
    match actions::confirm_second_factor(&house.db, &house.outside, &house.keys, &visit.actor, typed).await {
        Ok(confirmed) => {
            let frame = visit.back_office("Gardez vos codes de secours");
            let response = answer::page(&RecoveryCodesPage { frame, codes: confirmed.codes })?;
            with_session(&house, response, &confirmed.token)
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&shown(&house, &visit, form).await?)
        }
    }
}
