//! `/invitation/{token}`: accepting, with a name and, if wanted, a password.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use interface::{Form, Frame};
use web::keys::token_hash;
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{client, doorstep, go_on};
use crate::actions::guessing::count_try;
use crate::actions::{self, Acceptance};
use crate::rules::limits::Counted;
use crate::rules::{codes, email, password};
use crate::store;
use crate::store::invitation::Invitation;

#[derive(Template)]
#[template(path = "pages/accept.html")]
pub(super) struct AcceptPage {
    pub frame: Frame,
    pub form: Form,
    pub email: String,
    pub functions: String,
    pub is_open: bool,
    pub has_account: bool,
}

fn gone(visit: &Visit) -> Answer {
    let frame = doorstep(visit, "Cette invitation ne sert plus");
    let page = AcceptPage {
        frame,
        form: Form::empty(),
        email: String::new(),
        functions: String::new(),
        is_open: false,
        has_account: false,
    };
    answer::page_with(StatusCode::GONE, &page)
}

async fn open(house: &House, token: &str) -> Result<Option<(Invitation, bool)>, Fault> {
    let mut tx = house.read().await?;
    let invitation = store::invitation::by_token(&mut tx, &token_hash(token)).await?;
    let Some(invitation) = invitation.filter(|one| one.is_open(house.outside.now())) else { return Ok(None) };
    let known = store::account::open_by_email(&mut tx, &email::key(&invitation.email)).await?;
    Ok(Some((invitation, known.is_some())))
}

fn page(visit: &Visit, invitation: &Invitation, has_account: bool, form: Form) -> AcceptPage {
    let form = form.in_language(visit.language);
    AcceptPage {
        frame: doorstep(visit, "Accepter l’invitation").with_form(&form),
        form,
        email: invitation.email.clone(),
        functions: codes::french(&invitation.functions),
        is_open: true,
        has_account,
    }
}

/// What is offered.
pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(token): Path<String>) -> Answer {
    count_try(&house.db, &house.outside, &house.keys, Counted::TokenOfNetwork, &client(&visit).network).await?;
    match open(&house, &token).await? {
        Some((invitation, has_account)) => answer::page(&page(&visit, &invitation, has_account, Form::empty())),
        None => gone(&visit),
    }
}

/// Accepts and enters.
pub async fn accept(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(token): Path<String>,
    fields: Fields,
) -> Answer {
    count_try(&house.db, &house.outside, &house.keys, Counted::TokenOfNetwork, &client(&visit).network).await?;
    let Some((invitation, has_account)) = open(&house, &token).await? else { return gone(&visit) };
    let (name, wanted) = (fields.text("nom"), fields.exact("mot-de-passe"));
    let (mut typed, mut password_hash) = (Reading::of(&fields), None);
    if !has_account && !wanted.is_empty() {
        match password::problem(wanted, &[name, &invitation.email]) {
            Some(sentence) => typed.tell("mot-de-passe", sentence),
            None => password_hash = Some(actions::hashed(&house.outside, wanted).await?),
        }
    }
    let acceptance = typed.filled(Acceptance { token: &token, name, password_hash });
    let mut tx = house.write().await?;
    match actions::accept(&mut tx, &house.outside, acceptance, &client(&visit)).await {
        Ok(opened) => {
            tx.commit().await?;
            let next = opened.next_path.clone();
            go_on(&house, &opened, &next)
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&page(&visit, &invitation, has_account, form))
        }
    }
}
