//! `/connexion/lien/{token}`: the link of a mail. Opening the page does nothing, because the scanners of mail
//! servers open links too; the button lets in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use interface::Frame;
use web::keys::token_hash;
use web::{Answer, House, Visit, answer};

use super::{client, doorstep, go_on};
use crate::actions::guessing::count_try;
use crate::rules::limits::Counted;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/sign_in_link.html")]
pub(super) struct LinkPage {
    pub frame: Frame,
    pub token: String,
    pub is_good: bool,
}

fn gone(visit: &Visit) -> Answer {
    let frame = doorstep(visit, "Ce lien ne sert plus");
    answer::page_with(StatusCode::GONE, &LinkPage { frame, token: String::new(), is_good: false })
}

/// Shows the button.
pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(token): Path<String>) -> Answer {
    let network = client(&visit).network;
    count_try(&house.db, &house.outside, &house.keys, Counted::TokenOfNetwork, &network).await?;
    let link = store::link::by_token(&mut house.read().await?, &token_hash(&token)).await?;
    if !link.is_some_and(|link| link.is_good(house.outside.now())) {
        return gone(&visit);
    }
    answer::page(&LinkPage { frame: doorstep(&visit, "Entrer"), token, is_good: true })
}

/// Lets in.
pub async fn enter(State(house): State<Arc<House>>, visit: Visit, Path(token): Path<String>) -> Answer {
    let network = client(&visit).network;
    count_try(&house.db, &house.outside, &house.keys, Counted::TokenOfNetwork, &network).await?;
    let mut tx = house.write().await?;
    match actions::enter_by_link(&mut tx, &house.outside, &token, &client(&visit)).await {
        Ok(opened) => {
            tx.commit().await?;
            let next = answer::local_path(&opened.next_path).unwrap_or(super::HOME).to_owned();
            go_on(&house, &opened, &next)
        }
        Err(kernel::Failure::Refused(kernel::Refusal::NotFound)) => gone(&visit),
        Err(failure) => Err(failure.into()),
    }
}
