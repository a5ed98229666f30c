//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{alike, board, finding, findings, gestures, group, headcount, join, list, note, pour, sheet, walk};

pub fn door() -> Door {
    public().and(capturing()).and(sorting()).and(following())
}

fn public() -> Door {
    Door::new()
        .page("/r", Right::Public, "somebody at a meeting types its code", join::ask)
        .page("/r/{code}", Right::Public, "somebody at a meeting adds notes or findings", join::show)
        .act("/r/{code}/notes", Right::Public, "somebody at a meeting sends notes", join::send_notes)
        .upload("/r/{code}/constats", Right::Public, "a member of a walk sends a finding", join::send_finding)
}

fn capturing() -> Door {
    let (read, hold) = (Right::Act(&acts::READ), Right::Act(&acts::HOLD));
    Door::new()
        .page("/gestion/rencontres", read, "agents find gatherings and what was captured", list::page)
        .page("/gestion/rencontres/{id}", read, "a facilitator captures notes; agents read them", sheet::show)
        .act("/gestion/rencontres/{id}/notes", hold, "a facilitator adds notes", sheet::add)
        .act("/gestion/rencontres/{id}/telephones", hold, "a facilitator opens to telephones", sheet::open)
        .act("/gestion/rencontres/{id}/telephones/fermeture", hold, "a facilitator closes to telephones", sheet::close)
        .page("/gestion/rencontres/{id}/participants", read, "agents see who came, by category", headcount::show)
        .act("/gestion/rencontres/{id}/participants", hold, "a facilitator counts who came", headcount::save)
        .page("/gestion/rencontres/{id}/marche", read, "a facilitator leads a walk; agents read it", walk::show)
        .act("/gestion/rencontres/{id}/arrets", hold, "a facilitator adds a stop", walk::add_stop)
        .act("/gestion/rencontres/{id}/arrets/{arret}", hold, "a facilitator corrects a stop", walk::amend_stop)
        .upload("/gestion/rencontres/{id}/constats", hold, "a facilitator notes a finding", walk::add_finding)
}

fn sorting() -> Door {
    let (read, hold) = (Right::Act(&acts::READ), Right::Act(&acts::HOLD));
    Door::new()
        .page("/gestion/tri/{id}", read, "a facilitator sorts notes; agents read or take them away", board::show)
        .page("/gestion/tri/{id}/ressemblances", hold, "a facilitator sees notes that say the same", alike::show)
        .page("/gestion/tri/{id}/corpus", hold, "a facilitator sees what went to the corpus", pour::show)
        .act("/gestion/tri/{id}/corpus", hold, "a facilitator pours notes into the corpus", pour::send)
        .act("/gestion/tri/{id}/deplacements", hold, "a facilitator moves notes", gestures::move_notes)
        .act("/gestion/tri/{id}/reunions", hold, "a facilitator merges notes", gestures::merge)
        .act("/gestion/tri/{id}/separations", hold, "a facilitator splits a note back", gestures::split)
        .act("/gestion/tri/{id}/retraits", hold, "a facilitator takes notes out", gestures::take_out)
        .act("/gestion/tri/{id}/annulation", hold, "a facilitator takes her last gesture back", gestures::undo)
        .act("/gestion/tri/{id}/retablissement", hold, "a facilitator does it again", gestures::redo)
        .act("/gestion/tri/{id}/groupes", hold, "a facilitator adds a group", gestures::add_group)
        .page("/gestion/tri/{id}/groupes/{groupe}", hold, "a facilitator opens a group", group::show)
        .act("/gestion/tri/{id}/groupes/{groupe}/nom", hold, "a facilitator renames a group", group::rename)
        .act("/gestion/tri/{id}/groupes/{groupe}/place", hold, "a facilitator moves a group", group::place)
        .act("/gestion/tri/{id}/groupes/{groupe}/retrait", hold, "a facilitator removes a group", group::remove)
        .page("/gestion/tri/{id}/notes/{note}", read, "agents read a note and its history", note::show)
        .act("/gestion/tri/{id}/notes/{note}", hold, "a facilitator corrects a note", note::amend)
        .act("/gestion/tri/{id}/notes/{note}/preuve", hold, "a facilitator makes evidence of a note", note::prove)
}

fn following() -> Door {
    let (read, hold, follow) = (Right::Act(&acts::READ), Right::Act(&acts::HOLD), Right::Act(&acts::FOLLOW));
    Door::new()
        .page("/gestion/constats", read, "agents follow findings, late ones first", findings::page)
        .page("/gestion/constats/{id}", read, "agents read a finding", finding::show)
        .upload("/gestion/constats/{id}", follow, "an agent says what becomes of a finding", finding::follow)
        .act("/gestion/constats/{id}/preuve", hold, "a facilitator makes evidence of a finding", finding::prove)
        .page("/gestion/constats/{id}/photo", read, "agents see the photograph of a finding", finding::photo)
        .page("/gestion/constats/{id}/apres", read, "agents see the photograph of what was done", finding::proof)
}
