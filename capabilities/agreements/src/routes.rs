//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{draft, list, setting, sheet, templates};

pub fn door() -> Door {
    writing().and(settings())
}

fn writing() -> Door {
    let (read, write) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE));
    Door::new()
        .page("/gestion/conventions", read, "an agent or a funder sees agreements and what they come to", list::page)
        .act("/gestion/conventions/preparation", write, "an agent prepares agreements from decisions", list::prepare)
        .act("/gestion/conventions/signature", write, "an agent puts the drafts of a call on paper", list::papers)
        .page("/gestion/conventions/{id}", read, "an agent or a funder reads an agreement", sheet::page)
        .page("/gestion/conventions/{id}/versions/{number}", read, "she opens the paper of a version", sheet::paper)
        .page("/gestion/conventions/{id}/redaction", write, "an agent writes a draft", draft::page)
        .act("/gestion/conventions/{id}/redaction", write, "an agent writes a draft", draft::write)
        .act("/gestion/conventions/{id}/signature", write, "an agent puts a draft on paper", sheet::circulate)
        .act("/gestion/conventions/{id}/reprise", write, "an agent takes a paper back to write it", sheet::take_back)
        .act("/gestion/conventions/{id}/avenant", write, "an agent begins an amendment", sheet::amend)
        .act("/gestion/conventions/{id}/avenant/abandon", write, "an agent gives an amendment up", sheet::give_up)
}

fn settings() -> Door {
    let (write, set) = (Right::Act(&acts::TEMPLATES), Right::Act(&acts::SET));
    Door::new()
        .page("/gestion/conventions/modeles", write, "a funder sees which texts it may write", templates::list)
        .page("/gestion/conventions/modeles/{contract}/{payer}", write, "a funder writes its text", templates::page)
        .act("/gestion/conventions/modeles/{contract}/{payer}", write, "a funder writes its text", templates::write)
        .page("/gestion/conventions/reglages", set, "a project manager reads thresholds", setting::page)
        .act("/gestion/conventions/reglages", set, "a project manager sets thresholds", setting::set)
}
