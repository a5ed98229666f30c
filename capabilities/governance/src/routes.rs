//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{agenda, calendar, decision, decision_form, engagement, home, open, register, session};

pub fn door() -> Door {
    public().and(steering()).and(deciding()).and(subscribing())
}

fn public() -> Door {
    Door::new()
        .page("/decisions", Right::Public, "everybody reads what bodies that publish it decided", open::list)
        .page("/decisions.csv", Right::Public, "everybody takes the register away", open::export)
        .page("/decisions/{id}", Right::Public, "everybody reads a decision and what became of it", open::show)
}

fn steering() -> Door {
    let (read, record) = (Right::Act(&acts::READ), Right::Act(&acts::RECORD));
    Door::new()
        .page("/gestion/pilotage", read, "whoever steers sees bodies, what is late and what comes", home::page)
        .page("/gestion/pilotage/decisions", read, "whoever steers reads the register", register::list)
        .page("/gestion/pilotage/decisions.xlsx", read, "whoever steers takes the register away", register::export)
        .page("/gestion/pilotage/signataires", read, "a committee sees how signatories take part", engagement::list)
        .page("/gestion/pilotage/signataires/{id}", read, "a committee looks at one signatory", engagement::show)
        .page("/gestion/pilotage/reunions/{id}", read, "whoever steers reads what a meeting decided", session::show)
        .page(
            "/gestion/pilotage/reunions/{id}/ordre-du-jour",
            record,
            "a project manager sees what waits for a decision",
            agenda::show,
        )
        .act(
            "/gestion/pilotage/reunions/{id}/ordre-du-jour",
            record,
            "a project manager puts what waits on the agenda",
            agenda::put,
        )
        .act(
            "/gestion/pilotage/reunions/{id}/information",
            record,
            "a project manager tells those concerned, once",
            session::tell,
        )
}

fn deciding() -> Door {
    let (read, record, follow) = (Right::Act(&acts::READ), Right::Act(&acts::RECORD), Right::Act(&acts::FOLLOW));
    let new = "/gestion/pilotage/reunions/{id}/decisions/nouvelle";
    Door::new()
        .page(new, record, "a project manager writes a decision during the meeting", decision_form::blank)
        .act(new, record, "a project manager writes a decision during the meeting", decision_form::create)
        .page("/gestion/pilotage/decisions/{id}", read, "whoever steers follows a decision", decision::show)
        .page(
            "/gestion/pilotage/decisions/{id}/modifier",
            record,
            "a project manager corrects what nobody was told of",
            decision_form::filled,
        )
        .act(
            "/gestion/pilotage/decisions/{id}/modifier",
            record,
            "a project manager corrects what nobody was told of",
            decision_form::amend,
        )
        .act("/gestion/pilotage/decisions/{id}/suites", follow, "an agent notes what became of it", decision::follow)
}

/// The calendar of each.
fn subscribing() -> Door {
    let subscribe = Right::Act(&acts::SUBSCRIBE);
    Door::new()
        .page("/mon-agenda", subscribe, "somebody has her meetings in her calendar", calendar::show)
        .act("/mon-agenda", subscribe, "she opens a private address, or changes it", calendar::open)
        .act("/mon-agenda/fermeture", subscribe, "she closes it", calendar::close)
        .page("/agenda/{token}", Right::Public, "her calendar reads her meetings by that address", calendar::feed)
}
