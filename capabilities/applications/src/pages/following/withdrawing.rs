//! `/dossiers/{id}/retirer`: a carrier takes back what it filed, whole or one project, and says why.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use crate::actions::following::withdrawing::{NewWithdrawal, withdraw};
use crate::facade::follow_path;
use crate::pages::writing::{Desk, Help, path};
use crate::rules::following::{Withdrawal, withdrawable, withdrawn};
use crate::rules::{Application, ApplicationState};
use crate::store;

#[derive(Template)]
#[template(path = "pages/following/withdrawing.html")]
pub(super) struct WithdrawingPage {
    pub frame: Frame,
    pub form: Form,
    /// What may be taken back; nothing when somebody decided of all of it.
    pub offered: Vec<Choice>,
    pub may_sign: bool,
    pub back: String,
    pub help: Help,
}

const WHOLE: &str = "dossier";

async fn drawn(tx: &mut Tx, visit: &Visit, desk: &Desk, form: Form) -> Result<WithdrawingPage, Fault> {
    let id = desk.id();
    let projects = store::project::of_application(tx, id).await?;
    let fundings = store::funding::of_application(tx, id).await?;
    let mut offered = Vec::new();
    if !withdrawn(Withdrawal::Whole, &projects, &fundings).is_empty() {
        offered.push(Choice::new(WHOLE, "Tout le dossier"));
    }
    let several = projects.len() > 1;
    for one in withdrawable(&projects, &fundings).into_iter().filter(|_| several) {
        let title = if one.title.is_empty() { format!("Action {}", one.position) } else { one.title.clone() };
        offered.push(Choice::new(one.id.to_string(), &french::spaced(&format!("Seulement l’action « {title} »"))));
    }
    Ok(WithdrawingPage {
        frame: desk.frame(visit, "Retirer une demande").with_form(&form),
        form,
        offered,
        may_sign: desk.found.may_sign(&visit.actor),
        back: follow_path(id),
        help: desk.help(),
    })
}

/// The page, for whoever writes the application.
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    match desk.found.application.state {
        ApplicationState::Draft => answer::see(&path(id.uuid())),
        ApplicationState::Withdrawn => answer::see(&follow_path(id.uuid())),
        ApplicationState::Filed => answer::page(&drawn(&mut tx, &visit, &desk, Form::empty()).await?),
    }
}

fn read(fields: &Fields) -> Filled<NewWithdrawal> {
    let typed = Reading::of(fields);
    let what = match fields.text("quoi") {
        WHOLE => Some(Withdrawal::Whole),
        project => project.parse().ok().map(Withdrawal::Project),
    };
    let new = NewWithdrawal { what, reason: typed.text("motif"), is_confirmed: fields.is_ticked("confirmation") };
    typed.filled(new)
}

/// Takes back.
pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    let around = (&house.outside, house.settings.public_url.as_str());
    let outcome = withdraw(&mut tx, around, &visit.actor, id.uuid(), read(&fields)).await;
    let is_done = outcome.is_ok();
    let again = async |form| drawn(&mut house.read().await?, &visit, &desk, form).await;
    let answered = answer::settle(tx, outcome, (|()| follow_path(id.uuid()), "enregistre"), &fields, again).await;
    if is_done {
        house.bell.ring();
    }
    answered
}
