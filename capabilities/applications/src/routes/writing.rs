//! Writing applications and filing them.

use web::{Door, Right};

use crate::acts;
use crate::pages::writing::{attachments, budget, filing, late, list, papers, projects, question, start, tasks};

pub fn door() -> Door {
    writing().and(handing())
}

/// Being written. Members of an organisation, and the agent who types for it: the look-up says which.
fn writing() -> Door {
    let signed = Right::SignedIn;
    Door::new()
        .page("/dossiers", signed, "a carrier sees its applications", list::page)
        .page("/appels/{address}/dossiers/nouveau", signed, "a carrier begins an application", start::page)
        .act("/appels/{address}/dossiers/nouveau", signed, "a carrier begins an application", start::begin)
        .page("/dossiers/{id}", signed, "a carrier sees what there is to write", tasks::page)
        .act("/dossiers/{id}/confirmation", signed, "a carrier confirms what was typed for it", tasks::confirm)
        .page("/dossiers/{id}/question/{part}/{key}", signed, "a carrier answers a question", question::page)
        .act("/dossiers/{id}/question/{part}/{key}", signed, "a carrier answers a question", question::save)
        .page("/dossiers/{id}/budget/{part}/{year}", signed, "a carrier writes a budget", budget::page)
        .act("/dossiers/{id}/budget/{part}/{year}", signed, "a carrier writes a budget", budget::save)
        .act("/dossiers/{id}/actions", signed, "a carrier adds a project", projects::add)
        .act("/dossiers/{id}/actions/copie", signed, "a carrier copies a project", projects::copy)
        .act("/dossiers/{id}/actions/retrait", signed, "a carrier takes a project out", projects::remove)
        .page("/dossiers/{id}/pieces", signed, "a carrier sees its documents", attachments::page)
        .upload("/dossiers/{id}/pieces", signed, "a carrier joins a document", attachments::add)
        .act("/dossiers/{id}/pieces/coffre", signed, "a carrier joins a document of its safe", attachments::take)
        .act("/dossiers/{id}/pieces/retrait", signed, "a carrier takes a document out", attachments::remove)
        .page("/dossiers/{id}/pieces/{piece}", signed, "a carrier, or an agent, opens a document", attachments::open)
}

/// Handed in.
fn handing() -> Door {
    let (signed, instruct) = (Right::SignedIn, Right::Act(&acts::INSTRUCT));
    Door::new()
        .page("/dossiers/{id}/depot", signed, "a carrier reads its application whole", filing::page)
        .act("/dossiers/{id}/depot", signed, "whoever signs for a carrier files its application", filing::send)
        .page("/dossiers/{id}/recu", signed, "a carrier reads its receipt", filing::receipt)
        .page("/dossiers/{id}/recu.pdf", signed, "a carrier keeps its receipt", papers::receipt)
        .page("/dossiers/{id}/cerfa.pdf", signed, "a carrier, or an agent, prints the form", papers::cerfa)
        .page("/gestion/appels/{id}/hors-delai", instruct, "an agent sees drafts a call closed on", late::page)
        .act("/gestion/appels/{id}/hors-delai", instruct, "an agent admits a late filing", late::admit)
}
