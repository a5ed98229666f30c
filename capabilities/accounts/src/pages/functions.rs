//! Giving and withdrawing functions; taking a second factor away.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Function, Grant, Refusal, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::accounts::{above, sheet_page};
use super::{organisation_choices, place_choices, scope_chosen, scope_told};
use crate::actions::{self, Gift, start_of};
use crate::rules::reach::Reach;
use crate::store::account::Account;
use crate::store::function::Given;
use crate::{facade, store};

#[derive(Template)]
#[template(path = "pages/give_function.html")]
pub(super) struct GivePage {
    pub frame: Frame,
    pub form: Form,
    pub functions: Vec<Choice>,
    pub organisations: Vec<Choice>,
    pub places: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/withdraw_function.html")]
pub(super) struct WithdrawPage {
    pub frame: Frame,
    pub form: Form,
    pub name: String,
    pub function: &'static str,
    pub place: String,
}

async fn shown(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<GivePage, Fault> {
    let mut tx = house.read().await?;
    let account = actions::visible_account(&mut tx, &visit.actor, id).await?;
    let reach = Reach::of(&visit.actor);
    let organisations = store::organisation::all(&mut tx).await?;
    let organisations: Vec<_> = organisations.into_iter().filter(|one| reach.covers(one.id)).collect();
    let title = format!("Donner une fonction à {}", account.name);
    let functions = reach.functions();
    Ok(GivePage {
        frame: visit.back_office(&title).with_breadcrumb(above(&account)).with_form(&form),
        form,
        functions: functions.iter().map(|function| Choice::new(function.code(), function.french())).collect(),
        organisations: organisation_choices(&organisations),
        places: if reach == Reach::Everything { place_choices(&facade::places(&mut tx).await?) } else { Vec::new() },
    })
}

/// The form.
pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Account>) -> Answer {
    answer::page(&shown(&house, &visit, id.uuid(), Form::empty()).await?)
}

/// Gives it.
pub async fn give(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Account>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = give_now(&mut tx, &house, &visit, id.uuid(), &fields).await;
    let path = |()| format!("/gestion/comptes/{id}");
    answer::settle(tx, outcome, (path, "ajoute"), &fields, |form| shown(&house, &visit, id.uuid(), form)).await
}

async fn give_now(tx: &mut database::Tx, house: &House, visit: &Visit, id: Uuid, fields: &Fields) -> Result<(), Fault> {
    let organisations = store::organisation::all(tx).await?;
    let places = facade::places(tx).await?;
    let scope = scope_chosen(fields, &organisations, &places)?;
    let (mut typed, zone) = (Reading::of(fields), &house.settings.zone);
    // No function of an association: it asks for nothing that was not chosen.
    let function = typed.coded("fonction", Function::from_code, "Choisissez une fonction").unwrap_or(Function::Elected);
    let (since, until) = (typed.day("debut", "le premier jour"), typed.day("fin", "le dernier jour"));
    let until = until.map(|day| start_of(day.tomorrow().unwrap_or(day), zone));
    let grant = Grant { function, scope };
    let gift = Gift { grant, since: since.map(|day| start_of(day, zone)), until, reason: fields.text("motif") };
    actions::give_function(tx, &house.outside, &visit.actor, id, typed.filled(gift)).await?;
    Ok(())
}

async fn withdrawal(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<WithdrawPage, Fault> {
    let mut tx = house.read().await?;
    let given = store::function::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let account = actions::visible_account(&mut tx, &visit.actor, given.account).await?;
    let is_mine = Reach::of(&visit.actor).may_give(given.grant.function, given.grant.scope.organisation);
    if !is_mine || given.withdrawn_at.is_some() {
        return Err(Fault::not_found());
    }
    let organisations = store::organisation::all(&mut tx).await?;
    let places = facade::places(&mut tx).await?;
    Ok(WithdrawPage {
        frame: visit.back_office("Retirer une fonction").with_breadcrumb(above(&account)).with_form(&form),
        form,
        name: account.name,
        function: given.grant.function.french(),
        place: scope_told(&given.grant.scope, &organisations, &places),
    })
}

/// Asks why.
pub async fn ask_why(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Given>) -> Answer {
    answer::page(&withdrawal(&house, &visit, id.uuid(), Form::empty()).await?)
}

/// Withdraws it.
pub async fn withdraw(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Given>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome =
        actions::withdraw_function(&mut tx, &house.outside, &visit.actor, id.uuid(), fields.text("motif")).await;
    let path = |account| format!("/gestion/comptes/{account}");
    answer::settle(tx, outcome, (path, "revoque"), &fields, |form| withdrawal(&house, &visit, id.uuid(), form)).await
}

/// Takes a lost second factor away.
pub async fn forget_second_factor(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Account>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (outside, why) = (&house.outside, fields.text("motif"));
    let outcome = actions::forget_second_factor(&mut tx, outside, &visit.actor, id.uuid(), why).await;
    let path = |()| format!("/gestion/comptes/{id}");
    answer::settle(tx, outcome, (path, "revoque"), &fields, |form| sheet_page(&house, &visit, id.uuid(), form)).await
}
