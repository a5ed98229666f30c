//! The pages of the slice.

pub mod accept;
pub mod account;
pub mod accounts;
pub mod act_for;
pub mod delegations;
pub mod demonstration;
pub mod functions;
pub mod handing_over;
pub mod invitations;
pub mod organisations;
pub mod password;
pub mod rights;
mod samples;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod sign_in_code;
pub mod sign_in_link;
pub mod sign_in_password;

pub use samples::samples;

use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::Response;
use interface::{Choice, Frame};
use jiff::tz::TimeZone;
use kernel::{Breakdown, Moment, Scope, Uuid, french};
use web::visit::session_cookie;
use web::{Fault, Fields, House, Visit, answer};

use crate::actions::{Client, Opened};
use crate::facade::Place;
use crate::rules::limits;
use crate::store::organisation::Organisation;

/// Where somebody goes once in, when she was going nowhere.
const HOME: &str = "/compte";

/// The frame of a page anybody may open before entering, in her language.
fn doorstep(visit: &Visit, title: &str) -> Frame {
    Frame { is_private: true, ..visit.public(title) }
}

/// From where a visitor enters.
fn client(visit: &Visit) -> Client {
    Client {
        browser: visit.browser.clone(),
        network: limits::network(visit.client),
        former_token: visit.session_token.clone(),
    }
}

/// The answer with the session's cookie: out of reach of scripts, sent to us only, on HTTPS when there is HTTPS.
fn with_session(house: &House, mut response: Response, token: &str) -> Result<Response, Fault> {
    let secure = if house.settings.is_https() { "; Secure" } else { "" };
    let name = session_cookie(house.settings.is_https());
    let age = if token.is_empty() { 0 } else { limits::SESSION_MS / 1000 };
    let line = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    let value = HeaderValue::from_str(&line).map_err(|_| Breakdown::because("session cookie"))?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(response)
}

/// Goes on after a first factor: to the second code when one is set, else where she was going.
fn go_on(house: &House, opened: &Opened, next: &str) -> Result<Response, Fault> {
    let response = if opened.needs_code {
        answer::see(&format!("/connexion/code?suite={}", answer::encode(next)))?
    } else {
        answer::done(next, "connecte")?
    };
    with_session(house, response, &opened.token)
}

/// Where she was going: a path of ours, or her account.
fn next_path(fields: &Fields) -> String {
    answer::local_path(fields.text("suite")).unwrap_or(HOME).to_owned()
}

/// « 15 mars 2026 à 14 h 32 ».
fn told(moment: i64, zone: &TimeZone) -> String {
    french::moment(Moment(moment), zone)
}

/// Organisations as the choices of a list.
fn organisation_choices(all: &[Organisation]) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(one.id.to_string(), &one.terms.name)).collect()
}

/// Contracts and neighbourhoods as the choices of a list.
fn place_choices(places: &[Place]) -> Vec<Choice> {
    places.iter().map(|place| Choice::new(place_value(&place.scope), &place.name)).collect()
}

fn place_value(scope: &Scope) -> String {
    let text = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    format!("{}/{}", text(scope.contract), text(scope.territory))
}

/// The scope chosen: an organisation, a place told by the binary, both or none. What is not in the lists is
/// nowhere, so it is refused by giving nothing.
fn scope_chosen(fields: &Fields, organisations: &[Organisation], places: &[Place]) -> Result<Scope, Fault> {
    let chosen = |name: &str| Some(fields.text(name).to_owned()).filter(|text| !text.is_empty());
    let mut scope = match chosen("lieu") {
        None => Scope::EVERYWHERE,
        Some(value) => {
            places.iter().find(|place| place_value(&place.scope) == value).ok_or_else(Fault::not_found)?.scope
        }
    };
    if let Some(value) = chosen("organisation") {
        let known = organisations.iter().find(|one| one.id.to_string() == value);
        scope.organisation = Some(known.ok_or_else(Fault::not_found)?.id);
    }
    Ok(scope)
}

/// Where a function is held, in words.
fn scope_told(scope: &Scope, organisations: &[Organisation], places: &[Place]) -> String {
    let mut words = Vec::new();
    if let Some(id) = scope.organisation {
        let known = organisations.iter().find(|one| one.id == id);
        words.push(known.map_or("une organisation disparue".to_owned(), |one| one.terms.name.clone()));
    }
    if scope.contract.is_some() || scope.territory.is_some() {
        let bare = Scope { organisation: None, ..*scope };
        let known = places.iter().find(|place| place.scope == bare);
        words.push(known.map_or("un contrat ou un quartier".to_owned(), |place| place.name.clone()));
    }
    if words.is_empty() { "toute la plateforme".to_owned() } else { words.join(", ") }
}
