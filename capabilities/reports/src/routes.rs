//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{ask, chapters, direct, made, papers, sections};

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
        .and(of_contracts())
}

/// Documents of contracts and of their plans of action.
fn of_contracts() -> Door {
    let compose = Right::Act(&acts::COMPOSE_PLAN);
    let public = Right::Public;
    Door::new()
        .page("/gestion/contrats/{id}/documents", compose, "the team chooses a document of the contract", papers::page)
        .act("/gestion/contrats/{id}/documents", compose, "the team has a document made", papers::have_made)
        .page("/gestion/contrats/{id}/parties", compose, "the team sees the parts of the contract", chapters::page)
        .page(
            "/gestion/contrats/{id}/parties/{partie}",
            compose,
            "the team opens a part of the contract",
            chapters::filled,
        )
        .act(
            "/gestion/contrats/{id}/parties/{partie}",
            compose,
            "the team names and introduces a part",
            chapters::write,
        )
        .act("/gestion/contrats/{id}/parties/{partie}/place", compose, "the team moves a part", chapters::place)
        .page("/gestion/contrats/{id}/parties/{partie}/sections", compose, "the team begins a section", sections::blank)
        .act("/gestion/contrats/{id}/parties/{partie}/sections", compose, "the team adds a section", sections::add)
        .page("/gestion/contrats/sections/{id}", compose, "the team opens a section", sections::filled)
        .act("/gestion/contrats/sections/{id}", compose, "the team writes a section", sections::write)
        .act("/gestion/contrats/sections/{id}/place", compose, "the team moves a section", sections::place)
        .act("/gestion/contrats/sections/{id}/suppression", compose, "the team takes a section out", sections::remove)
        .page("/gestion/documents/{id}", compose, "the team takes a document away", made::file)
        .act("/gestion/documents/{id}/suppression", compose, "the team gives a document up", made::give_up)
        .page("/actions/{code}/fiche.pdf", public, "anybody prints a published sheet", direct::open_pdf)
        .page("/actions/{code}/fiche.docx", public, "anybody takes a published sheet", direct::open_docx)
        .page("/actions/{code}/fiche.xlsx", public, "anybody counts with a published sheet", direct::open_xlsx)
        .page("/gestion/actions/{id}/fiche.pdf", compose, "the team prints a sheet, drafts too", direct::pdf)
        .page("/gestion/actions/{id}/fiche.docx", compose, "the team takes a sheet, drafts too", direct::docx)
        .page("/gestion/actions/{id}/fiche.xlsx", compose, "the team counts with a sheet, drafts too", direct::xlsx)
}
