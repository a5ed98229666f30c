//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{edit_level, edit_node, edit_signatory, edit_terms, list, manage, show};

pub fn door() -> Door {
    let create = Right::Act(&acts::CREATE);
    let amend = Right::Act(&acts::AMEND);
    Door::new()
        .kept_page("/contrat", "anybody finds the contract", list::page)
        .kept_page("/contrat/{code}", "anybody reads the contract, or takes its tree away", show::page)
        .page("/gestion/contrats", amend, "a project manager finds her contracts", manage::list)
        .page("/gestion/contrats/nouveau", create, "a project manager opens a contract", edit_terms::blank)
        .act("/gestion/contrats/nouveau", create, "a project manager opens a contract", edit_terms::create)
        .page("/gestion/contrats/{id}", amend, "a project manager reviews a contract", manage::sheet)
        .page("/gestion/contrats/{id}/modifier", amend, "a project manager changes the terms", edit_terms::filled)
        .act("/gestion/contrats/{id}/modifier", amend, "a project manager changes the terms", edit_terms::amend)
        .page("/gestion/contrats/{id}/niveaux", amend, "a project manager adds a level", edit_level::blank)
        .act("/gestion/contrats/{id}/niveaux", amend, "a project manager adds a level", edit_level::add)
        .page("/gestion/contrats/{id}/elements", amend, "a project manager adds a node", edit_node::blank)
        .act("/gestion/contrats/{id}/elements", amend, "a project manager adds a node", edit_node::add)
        .page("/gestion/contrats/{id}/signataires", amend, "a project manager adds a signatory", edit_signatory::blank)
        .act("/gestion/contrats/{id}/signataires", amend, "a project manager adds a signatory", edit_signatory::add)
        .page("/gestion/contrats/niveaux/{id}", amend, "a project manager renames a level", edit_level::filled)
        .act("/gestion/contrats/niveaux/{id}", amend, "a project manager renames a level", edit_level::rename)
        .page("/gestion/contrats/elements/{id}", amend, "a project manager changes a node", edit_node::filled)
        .act("/gestion/contrats/elements/{id}", amend, "a project manager changes a node", edit_node::amend)
        .act("/gestion/contrats/elements/{id}/monter", amend, "a project manager moves a node up", edit_node::move_up)
        .act(
            "/gestion/contrats/elements/{id}/descendre",
            amend,
            "a project manager moves a node down",
            edit_node::move_down,
        )
        .act(
            "/gestion/contrats/elements/{id}/suppression",
            amend,
            "a project manager removes a node",
            edit_node::remove,
        )
        .page(
            "/gestion/contrats/signataires/{id}",
            amend,
            "a project manager changes a signatory",
            edit_signatory::filled,
        )
        .act(
            "/gestion/contrats/signataires/{id}",
            amend,
            "a project manager changes a signatory",
            edit_signatory::amend,
        )
        .act(
            "/gestion/contrats/signataires/{id}/retrait",
            amend,
            "a project manager removes a signatory",
            edit_signatory::remove,
        )
}
