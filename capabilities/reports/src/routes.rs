//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::ask;

pub fn door() -> Door {
    let compose = Right::Act(&acts::COMPOSE);
    Door::new()
        .page(
            "/gestion/ecoute/concertations/{id}/rapport",
            compose,
            "the team chooses what the report tells",
            ask::page,
        )
        .page(
            "/gestion/ecoute/concertations/{id}/rapport/fichier",
            compose,
            "the team takes the report away",
            ask::file,
        )
}
