//! The doors of the slice.

mod following;
mod writing;

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    bringing, bringing_file, call_cadre, call_funders, call_grid, call_practice, call_preview, call_questions,
    call_setting, call_sheet, call_steps, call_thing, call_tools, calls, open_call, open_calls,
};

pub fn door() -> Door {
    public()
        .and(writing_calls())
        .and(parts_of_calls())
        .and(bringing_applications())
        .and(writing::door())
        .and(following::door())
}

/// What everybody reads.
fn public() -> Door {
    Door::new()
        .page("/appels", Right::Public, "anybody reads which calls are open, coming and closed", open_calls::page)
        .page("/appels/fil.atom", Right::Public, "anybody follows calls with a feed reader", open_calls::feed)
        .page("/appels/{address}", Right::Public, "anybody reads a call", open_call::show)
        .page("/appels/{address}/dates.ics", Right::Public, "anybody takes the dates of a call", open_call::calendar)
}

/// Calls as a whole.
fn writing_calls() -> Door {
    let (read, write) = (Right::Act(&acts::READ_CALLS), Right::Act(&acts::EDIT_CALL));
    let publish = Right::Act(&acts::PUBLISH_CALL);
    Door::new()
        .page("/gestion/appels", read, "an agent sees every call", calls::page)
        .page("/gestion/appels/nouveau", write, "an agent opens a call", call_setting::blank)
        .act("/gestion/appels/nouveau", write, "an agent opens a call", call_setting::create)
        .page("/gestion/appels/{id}", read, "an agent reads a call, drafts too", call_sheet::show)
        .page("/gestion/appels/{id}/apercu", read, "an agent reads a call as an applicant would", call_preview::show)
        .act("/gestion/appels/{id}/publication", publish, "a project manager publishes a call", call_sheet::publish)
        .act("/gestion/appels/{id}/retrait", publish, "a project manager withdraws a call", call_sheet::withdraw)
        .act("/gestion/appels/{id}/reprise", write, "an agent begins the call of the year after", call_sheet::duplicate)
}

/// What a call says, part by part.
fn parts_of_calls() -> Door {
    let write = Right::Act(&acts::EDIT_CALL);
    Door::new()
        .page("/gestion/appels/{id}/modifier", write, "an agent says what a call is", call_setting::filled)
        .act("/gestion/appels/{id}/modifier", write, "an agent says what a call is", call_setting::amend)
        .page("/gestion/appels/{id}/cadre", write, "an agent says whom a call is for", call_cadre::filled)
        .act("/gestion/appels/{id}/cadre", write, "an agent says whom a call is for", call_cadre::amend)
        .page(
            "/gestion/appels/{id}/indicateurs",
            write,
            "an agent writes the toolbox of a contract",
            call_tools::filled,
        )
        .act("/gestion/appels/{id}/indicateurs", write, "an agent writes the toolbox of a contract", call_tools::save)
        .page(
            "/gestion/appels/{id}/usages",
            write,
            "an agent settles who types with associations",
            call_practice::filled,
        )
        .act("/gestion/appels/{id}/usages", write, "an agent settles who types with associations", call_practice::save)
        .page("/gestion/appels/{id}/financeurs", write, "an agent sees who funds a call", call_funders::list)
        .page("/gestion/appels/{id}/financeurs/modifier", write, "an agent says who funds a call", call_funders::form)
        .act("/gestion/appels/{id}/financeurs/modifier", write, "an agent says who funds a call", call_funders::save)
        .act("/gestion/appels/{id}/financeurs/retrait", write, "an agent takes a funder out", call_funders::remove)
        .page("/gestion/appels/{id}/calendrier", write, "an agent chooses the steps of a call", call_steps::filled)
        .act("/gestion/appels/{id}/calendrier", write, "an agent chooses the steps of a call", call_steps::amend)
        .act(
            "/gestion/appels/{id}/calendrier/calcul",
            write,
            "an agent computes the steps again",
            call_steps::plan_again,
        )
        .page("/gestion/appels/{id}/formulaire", write, "an agent sees what a call asks", call_questions::show)
        .act("/gestion/appels/{id}/formulaire/ordre", write, "an agent orders what a call asks", call_questions::shift)
        .page("/gestion/appels/{id}/formulaire/partie", write, "an agent writes a section", call_thing::section)
        .act("/gestion/appels/{id}/formulaire/partie", write, "an agent writes a section", call_thing::save_section)
        .page("/gestion/appels/{id}/formulaire/question", write, "an agent writes a question", call_thing::question)
        .act("/gestion/appels/{id}/formulaire/question", write, "an agent writes a question", call_thing::save_question)
        .page("/gestion/appels/{id}/formulaire/piece", write, "an agent asks a document", call_thing::attachment)
        .act("/gestion/appels/{id}/formulaire/piece", write, "an agent asks a document", call_thing::save_attachment)
        .page("/gestion/appels/{id}/grille", write, "an agent writes the grid of a call", call_grid::filled)
        .act("/gestion/appels/{id}/grille", write, "an agent writes the grid of a call", call_grid::amend)
}

/// Applications that come from elsewhere.
fn bringing_applications() -> Door {
    let bring = Right::Act(&acts::BRING);
    Door::new()
        .page("/gestion/appels/{id}/import", bring, "an agent sees the files brought to a call", bringing::page)
        .upload("/gestion/appels/{id}/import", bring, "an agent sends a file of applications", bringing::receive)
        .page("/gestion/imports/{id}", bring, "an agent sees what a file would do", bringing_file::show)
        .act("/gestion/imports/{id}", bring, "an agent says which column is which", bringing_file::map)
        .act("/gestion/imports/{id}/lancement", bring, "an agent has a file brought", bringing_file::launch)
        .act("/gestion/imports/{id}/arret", bring, "an agent stops a file being brought", bringing_file::stop)
        .act("/gestion/imports/{id}/effacement", bring, "an agent erases a file", bringing_file::erase)
}
