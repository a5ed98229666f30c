//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    amendment, commitment, compare, edit_level, edit_node, edit_signatory, edit_terms, history, list, manage,
    move_node, node, notes, settings, show, tree,
};

/// Every door: what everybody reads, then contracts, their tree, and those who sign.
pub fn door() -> Door {
    let create = Right::Act(&acts::CREATE);
    let amend = Right::Act(&acts::AMEND);
    Door::new()
        .kept_page("/contrat", "anybody finds the contract, or looks across them", list::page)
        .kept_page("/contrat/{code}", "anybody reads the contract, or takes its tree away", show::page)
        .kept_page("/contrat/{code}/elements/{id}", "anybody reads a node and what carries it", node::page)
        .page("/gestion/contrats", amend, "a project manager finds her contracts", manage::list)
        .page("/gestion/contrats/nouveau", create, "a project manager opens a contract", edit_terms::blank)
        .act("/gestion/contrats/nouveau", create, "a project manager opens a contract", edit_terms::create)
        .page("/gestion/contrats/{id}", amend, "a project manager reviews a contract", manage::sheet)
        .page("/gestion/contrats/{id}/modifier", amend, "a project manager changes the terms", edit_terms::filled)
        .act("/gestion/contrats/{id}/modifier", amend, "a project manager changes the terms", edit_terms::amend)
        .and(levels(amend))
        .and(nodes(amend))
        .and(past(amend))
        .and(workshop(amend))
        .and(signatories(amend))
}

fn levels(amend: Right) -> Door {
    Door::new()
        .page("/gestion/contrats/{id}/niveaux", amend, "a project manager adds a level", edit_level::blank)
        .act("/gestion/contrats/{id}/niveaux", amend, "a project manager adds a level", edit_level::add)
        .page("/gestion/contrats/niveaux/{id}", amend, "a project manager renames a level", edit_level::filled)
        .act("/gestion/contrats/niveaux/{id}", amend, "a project manager renames a level", edit_level::rename)
        .act(
            "/gestion/contrats/niveaux/{id}/suppression",
            amend,
            "a project manager removes a level",
            edit_level::remove,
        )
        .page("/gestion/contrats/{id}/regards", amend, "a project manager reads the lenses", settings::lenses_page)
        .act("/gestion/contrats/{id}/regards", amend, "a project manager adds a lens", settings::add_lens)
}

fn nodes(amend: Right) -> Door {
    const NODE: &str = "/gestion/contrats/elements/{id}";
    Door::new()
        .page("/gestion/contrats/{id}/arbre", amend, "a project manager changes the tree where it is read", tree::page)
        .page("/gestion/contrats/{id}/elements", amend, "a project manager adds a node", edit_node::blank)
        .act("/gestion/contrats/{id}/elements", amend, "a project manager adds a node", edit_node::add)
        .page(NODE, amend, "a project manager changes a node", edit_node::filled)
        .act(NODE, amend, "a project manager changes a node", edit_node::amend)
        .act(
            "/gestion/contrats/elements/{id}/reperes",
            amend,
            "a project manager says what crosses a node",
            edit_node::tag,
        )
        .act("/gestion/contrats/elements/{id}/monter", amend, "a project manager moves a node up", edit_node::move_up)
        .act(
            "/gestion/contrats/elements/{id}/descendre",
            amend,
            "a project manager moves a node down",
            edit_node::move_down,
        )
        .page(
            "/gestion/contrats/elements/{id}/deplacement",
            amend,
            "a project manager chooses another place for a node",
            move_node::page,
        )
        .act(
            "/gestion/contrats/elements/{id}/deplacement",
            amend,
            "a project manager moves a node under another",
            move_node::transfer,
        )
        .act(
            "/gestion/contrats/elements/{id}/suppression",
            amend,
            "a project manager removes a node",
            edit_node::remove,
        )
        .page(
            "/gestion/contrats/{id}/numerotation",
            amend,
            "a project manager looks at other references",
            settings::numbering_blank,
        )
        .act(
            "/gestion/contrats/{id}/numerotation",
            amend,
            "a project manager counts references again",
            settings::number,
        )
}

fn past(amend: Right) -> Door {
    let read = Right::Act(&acts::READ);
    Door::new()
        .page("/gestion/contrats/{id}/historique", read, "an agent reads who changed what, and why", history::page)
        .page("/gestion/contrats/{id}/comparaison", read, "an agent compares the tree at two moments", compare::page)
        .act("/gestion/contrats/{id}/versions", amend, "a project manager names a version", history::name)
        .act("/gestion/contrats/gestes/{id}/annulation", amend, "a project manager takes a gesture back", tree::undo)
}

fn workshop(amend: Right) -> Door {
    Door::new()
        .page("/gestion/contrats/{id}/notes", amend, "a project manager sorts notes of a workshop", notes::page)
        .page("/gestion/contrats/{id}/notes/collage", amend, "a project manager pastes notes", notes::blank)
        .upload("/gestion/contrats/{id}/notes/collage", amend, "a project manager pastes notes", notes::paste)
        .act("/gestion/contrats/{id}/notes/rangement", amend, "a project manager puts notes with a node", notes::file)
        .act("/gestion/contrats/{id}/notes/elements", amend, "a project manager makes nodes of notes", notes::promote)
}

fn signatories(amend: Right) -> Door {
    const SIGNATORY: &str = "/gestion/contrats/signataires/{id}";
    const COMMITMENTS: &str = "/gestion/contrats/signataires/{id}/engagements";
    Door::new()
        .page("/gestion/contrats/{id}/signataires", amend, "a project manager adds a signatory", edit_signatory::blank)
        .act("/gestion/contrats/{id}/signataires", amend, "a project manager adds a signatory", edit_signatory::add)
        .page(SIGNATORY, amend, "a project manager changes a signatory", edit_signatory::filled)
        .act(SIGNATORY, amend, "a project manager changes a signatory", edit_signatory::amend)
        .act(
            "/gestion/contrats/signataires/{id}/retrait",
            amend,
            "a project manager removes a signatory",
            edit_signatory::remove,
        )
        .page(COMMITMENTS, amend, "a project manager writes what a signatory brings", commitment::blank)
        .act(COMMITMENTS, amend, "a project manager writes what a signatory brings", commitment::add)
        .page(
            "/gestion/contrats/engagements/{id}",
            amend,
            "a project manager changes what a signatory brings",
            commitment::filled,
        )
        .act(
            "/gestion/contrats/engagements/{id}",
            amend,
            "a project manager changes what a signatory brings",
            commitment::amend,
        )
        .act(
            "/gestion/contrats/engagements/{id}/retrait",
            amend,
            "a project manager takes a commitment out",
            commitment::remove,
        )
        .page("/gestion/contrats/{id}/avenants", amend, "a project manager adds an amendment", amendment::blank)
        .act("/gestion/contrats/{id}/avenants", amend, "a project manager adds an amendment", amendment::add)
        .page("/gestion/contrats/avenants/{id}", amend, "a project manager changes an amendment", amendment::filled)
        .act("/gestion/contrats/avenants/{id}", amend, "a project manager changes an amendment", amendment::amend)
        .act(
            "/gestion/contrats/avenants/{id}/retrait",
            amend,
            "a project manager takes an amendment out",
            amendment::remove,
        )
}
