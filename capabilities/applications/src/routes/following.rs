//! What both sides do once an application is filed.

use web::{Door, Right};

use crate::acts;
use crate::pages::following::{archive, completion, messages, timeline, withdrawing};

pub fn door() -> Door {
    carriers().and(services())
}

/// Members of an organisation, and the agent who typed for it: the look-up says which.
fn carriers() -> Door {
    let signed = Right::SignedIn;
    Door::new()
        .page("/dossiers/{id}/suivi", signed, "a carrier follows what it asked", timeline::page)
        .page("/dossiers/{id}/complement", signed, "a carrier sees what is missing", completion::page)
        .act("/dossiers/{id}/complement", signed, "a carrier sends what was missing", completion::send)
        .act(
            "/dossiers/{id}/complement/elements/{item}",
            signed,
            "a carrier says that something is given",
            completion::mark,
        )
        .page("/dossiers/{id}/retirer", signed, "a carrier sees what it may take back", withdrawing::page)
        .act("/dossiers/{id}/retirer", signed, "whoever signs for a carrier takes a request back", withdrawing::send)
        .page("/dossiers/{id}/messages", signed, "a carrier reads what services wrote", messages::page)
        .act("/dossiers/{id}/messages", signed, "a carrier writes to services", messages::send)
        .act("/dossiers/{id}/messages/lecture", signed, "a carrier says that it read", messages::read)
}

/// Services who may read the application.
fn services() -> Door {
    let (read, instruct) = (Right::Act(&acts::READ), Right::Act(&acts::INSTRUCT));
    Door::new()
        .page("/gestion/dossiers/{id}/messages", read, "services read what a carrier wrote", messages::inside)
        .act("/gestion/dossiers/{id}/messages", instruct, "an agent answers a carrier", messages::answer_carrier)
        .act("/gestion/dossiers/{id}/messages/lecture", instruct, "an agent says that she read", messages::read_carrier)
        .page("/gestion/dossiers/{id}/pieces/{piece}", read, "services open a document of a file", archive::open)
        .act("/gestion/dossiers/{id}/archive", read, "services take a whole file away", archive::take)
}
