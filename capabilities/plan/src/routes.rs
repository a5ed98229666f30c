//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    board, bulk, calendar, columns, comments, edit, feed, files, follow, import, leads, open_list, open_sheet, opening,
    section, sheet, sheet_acts, timeline, validation,
};

pub fn door() -> Door {
    public().and(plan()).and(sheets()).and(studies())
}

/// What everybody reads.
fn public() -> Door {
    Door::new()
        .kept_page("/actions", "anybody reads what is done, under way and to come", open_list::page)
        .page("/actions/fil.atom", Right::Public, "anybody follows what changes with a feed reader", feed::show)
        .page("/actions/fichiers/{id}/{name}", Right::Public, "anybody opens a published photograph", files::open)
        .page("/actions/suivre", Right::Public, "anybody asks to follow by mail", follow::blank)
        .act("/actions/suivre", Right::Public, "anybody asks to follow by mail", follow::ask)
        .page("/actions/suivre/confirmer", Right::Public, "whoever asked confirms from her mail", follow::to_confirm)
        .act("/actions/suivre/confirmer", Right::Public, "whoever asked confirms from her mail", follow::confirm)
        .page("/actions/suivre/quitter", Right::Public, "whoever follows leaves", follow::to_leave)
        .act(
            "/actions/suivre/quitter",
            Right::Public,
            "whoever follows leaves, from her mail program too",
            follow::leave,
        )
        .kept_page("/actions/{code}", "anybody reads an action", open_sheet::page)
}

/// The plan inside.
fn plan() -> Door {
    let (read, write, publish) = (Right::Act(&acts::READ), Right::Act(&acts::EDIT), Right::Act(&acts::PUBLISH));
    Door::new()
        .page("/gestion/actions", read, "an agent follows the plan", board::page)
        .act("/gestion/actions/lot", write, "a project manager changes several sheets", bulk::change)
        .page("/gestion/actions/etats", read, "an agent sees the plan in columns, one a state", columns::page)
        .page("/gestion/actions/frise", read, "an agent sees actions along the years", timeline::page)
        .page("/gestion/actions/echeances", read, "an agent sees what is due", calendar::page)
        .page(
            "/gestion/actions/validation",
            publish,
            "a project manager sees whether sheets are validated",
            validation::page,
        )
        .act(
            "/gestion/actions/validation",
            publish,
            "a project manager says whether sheets are validated",
            validation::save,
        )
        .page("/gestion/actions/import", write, "a project manager brings a plan", import::blank)
        .upload("/gestion/actions/import", write, "a project manager brings a plan", import::read)
        .act("/gestion/actions/import/essai", write, "a project manager tries the columns of a plan", import::try_out)
        .act("/gestion/actions/import/enregistrement", write, "a project manager saves a plan", import::save)
        .page("/gestion/actions/export", read, "an agent takes the plan away", import::export)
        .page("/gestion/actions/echeances.ics", read, "an agent takes deadlines into a calendar", calendar::file)
}

/// Sheets.
fn sheets() -> Door {
    let (read, write) = (Right::Act(&acts::READ), Right::Act(&acts::EDIT));
    let (publish, comment) = (Right::Act(&acts::PUBLISH), Right::Act(&acts::COMMENT));
    let validate = Right::Act(&acts::VALIDATE);
    Door::new()
        .page("/gestion/actions/nouvelle", write, "a project manager opens a sheet", opening::blank)
        .act("/gestion/actions/nouvelle", write, "a project manager opens a sheet", opening::create)
        .page("/gestion/actions/{id}", read, "an agent reads a sheet, drafts too", sheet::page)
        .page("/gestion/actions/{id}/modifier", write, "a project manager changes a sheet", edit::filled)
        .act("/gestion/actions/{id}/modifier", write, "a project manager changes a sheet", edit::amend)
        .act("/gestion/actions/{id}/etat", write, "a project manager says where an action stands", sheet_acts::say)
        .page(
            "/gestion/actions/{id}/deplacer",
            write,
            "a project manager moves a sheet to another column",
            columns::ask,
        )
        .act(
            "/gestion/actions/{id}/deplacer",
            write,
            "a project manager moves a sheet to another column",
            columns::place,
        )
        .act("/gestion/actions/{id}/proposition", write, "whoever writes a sheet proposes it", sheet_acts::propose)
        .act("/gestion/actions/{id}/validation", validate, "somebody else validates a sheet", sheet_acts::validate)
        .act("/gestion/actions/{id}/renvoi", validate, "somebody else sends a sheet back", sheet_acts::send_back)
        .act("/gestion/actions/{id}/suivi", read, "an agent follows a sheet with her account", sheet_acts::follow)
        .act("/gestion/actions/{id}/suivi/retrait", read, "an agent follows a sheet no more", sheet_acts::leave)
        .act("/gestion/actions/{id}/publication", publish, "a project manager publishes a sheet", sheet_acts::publish)
        .act(
            "/gestion/actions/{id}/depublication",
            publish,
            "a project manager makes it a draft",
            sheet_acts::unpublish,
        )
        .act("/gestion/actions/{id}/suppression", write, "a project manager removes a draft", sheet_acts::remove)
        .act("/gestion/actions/{id}/commentaires", comment, "an agent comments a sheet", comments::add)
        .act("/gestion/actions/{id}/commentaires/retrait", comment, "an agent removes a comment", comments::remove)
        .page("/gestion/actions/{id}/fichiers", write, "a project manager joins a file", files::blank)
        .upload("/gestion/actions/{id}/fichiers", write, "a project manager joins a file", files::add)
        .act("/gestion/actions/fichiers/{id}/retrait", write, "a project manager removes a file", files::remove)
        .page(
            "/gestion/actions/{id}/liste/{part}",
            write,
            "a project manager changes a list of a sheet",
            section::filled,
        )
        .act("/gestion/actions/{id}/liste/{part}", write, "a project manager changes a list of a sheet", section::save)
}

/// Leads.
fn studies() -> Door {
    let (read, write) = (Right::Act(&acts::READ), Right::Act(&acts::EDIT));
    Door::new()
        .page("/gestion/actions/pistes", read, "an agent sees which leads are studied", leads::list)
        .act("/gestion/actions/strategies", write, "a project manager adds a strategy to cross", leads::add_strategy)
        .page("/gestion/actions/pistes/{id}", write, "a project manager studies a lead", leads::page)
        .act(
            "/gestion/actions/pistes/{id}/couverture",
            write,
            "a project manager says who covers a lead",
            leads::qualify,
        )
        .act("/gestion/actions/pistes/{id}/croisement", write, "a project manager crosses a lead", leads::cross)
        .act(
            "/gestion/actions/pistes/{id}/fiche",
            write,
            "a project manager makes a sheet of a lead",
            leads::make_sheet,
        )
}
