//! The door table: what each address is for, and the right it needs.

use web::{Door, Right};

use crate::acts::{DECIDE, EDIT, IMPORT, SEE};
use crate::pages::{
    editing, facilities, importing, locating, my_neighbourhood, neighbourhoods, passage, passages, register,
};

/// The doors of the slice.
pub fn door() -> Door {
    Door::new()
        .kept_page("/quartiers", "anybody, to find a neighbourhood", neighbourhoods::page)
        .page("/quartiers.geojson", Right::Public, "the interactive map, reusers", neighbourhoods::geojson)
        .page(
            "/quartiers/correspondances",
            Right::Public,
            "reusers, to follow neighbourhoods from one zoning to the next",
            passages::published,
        )
        .page(
            "/quartiers/{code}/perimetre.geojson",
            Right::Public,
            "the interactive map, reusers",
            neighbourhoods::perimeter,
        )
        .page("/mon-quartier", Right::Public, "residents, to know where they live", my_neighbourhood::page)
        .act("/mon-quartier", Right::Public, "residents, who type an address: nothing is kept", my_neighbourhood::find)
        .kept_page("/equipements", "anybody, to see what stands where", facilities::page)
        .page("/equipements.csv", Right::Public, "reusers, SCDL file", facilities::csv)
        .page("/gestion/territoire", Right::Act(&SEE), "the team, register of the territory", register::page)
        .page(
            "/gestion/territoire/localiser",
            Right::Act(&SEE),
            "the team, to locate a point or an address",
            locating::page,
        )
        .act(
            "/gestion/territoire/localiser",
            Right::Act(&SEE),
            "the team, to locate a point or an address",
            locating::find,
        )
        .page("/gestion/territoire/import", Right::Act(&IMPORT), "the team, to send a file", importing::sending)
        .upload("/gestion/territoire/import", Right::Act(&IMPORT), "the team, to send a file", importing::send)
        .page(
            "/gestion/territoire/imports/{id}",
            Right::Act(&IMPORT),
            "the team, to check a file before importing",
            importing::page,
        )
        .page(
            "/gestion/territoire/imports/{id}/rapport",
            Right::Act(&IMPORT),
            "the team, whole report",
            importing::report,
        )
        .act(
            "/gestion/territoire/imports/{id}/options",
            Right::Act(&IMPORT),
            "the team, to choose columns",
            importing::choose,
        )
        .act(
            "/gestion/territoire/imports/{id}/application",
            Right::Act(&IMPORT),
            "the team, to import",
            importing::launch,
        )
        .act(
            "/gestion/territoire/imports/{id}/abandon",
            Right::Act(&IMPORT),
            "the team, to give a file up",
            importing::give_up,
        )
        .page(
            "/gestion/territoire/quartiers/{id}",
            Right::Act(&EDIT),
            "the team, to change a neighbourhood",
            editing::page,
        )
        .act(
            "/gestion/territoire/quartiers/{id}",
            Right::Act(&EDIT),
            "the team, to change a neighbourhood",
            editing::save,
        )
        .page(
            "/gestion/territoire/correspondances",
            Right::Act(&SEE),
            "the team, what became of each neighbourhood",
            passages::page,
        )
        .page(
            "/gestion/territoire/correspondances/{id}",
            Right::Act(&SEE),
            "the team, to look at a correspondence",
            passage::page,
        )
        .act(
            "/gestion/territoire/correspondances/{id}/confirmation",
            Right::Act(&DECIDE),
            "a project manager, to confirm a correspondence",
            passage::confirm,
        )
        .act(
            "/gestion/territoire/correspondances/{id}/correction",
            Right::Act(&DECIDE),
            "a project manager, to correct a correspondence",
            passage::correct,
        )
        .act(
            "/gestion/territoire/correspondances/{id}/refus",
            Right::Act(&DECIDE),
            "a project manager, to refuse a correspondence",
            passage::refuse,
        )
}
