//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{ask, made};

pub fn door() -> Door {
    let compose = Right::Act(&acts::COMPOSE);
    Door::new()
        .page(
            "/gestion/ecoute/concertations/{id}/rapport",
            compose,
            "the team chooses what the report tells",
            ask::page,
        )
        .act("/gestion/ecoute/concertations/{id}/rapport", compose, "the team has the report made", ask::have_made)
        .page("/gestion/ecoute/rapports/{id}", compose, "the team takes a report away", made::file)
        .act("/gestion/ecoute/rapports/{id}/suppression", compose, "the team gives a report up", made::give_up)
}
