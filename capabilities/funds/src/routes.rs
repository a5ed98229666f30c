//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{apply, follow, fund, list, open, paper, project, session, setting};

pub fn door() -> Door {
    public().and(settings()).and(projects()).and(sessions())
}

fn public() -> Door {
    Door::new()
        .page("/fonds", Right::Public, "anybody finds funds and what is left in them", open::list)
        .page("/fonds/suivi", Right::Public, "a group follows its project with its code", follow::ask)
        .act("/fonds/suivi", Right::Public, "a group follows its project with its code", follow::show)
        .upload("/fonds/suivi/compte-rendu", Right::Public, "a group gives its report with its code", follow::report)
        .page("/fonds/{adresse}", Right::Public, "anybody reads a fund and what it gave", open::page)
        .page("/fonds/{adresse}/demande", Right::Public, "a group fills in the one page", apply::form)
        .act("/fonds/{adresse}/demande", Right::Public, "a group files its project without account", apply::file)
}

fn settings() -> Door {
    let (read, set) = (Right::Act(&acts::READ), Right::Act(&acts::SET));
    Door::new()
        .page("/gestion/fonds", read, "an agent or a funder finds funds", list::page)
        .page("/gestion/fonds/nouveau", set, "a project manager opens a fund", setting::new)
        .act("/gestion/fonds/nouveau", set, "a project manager opens a fund", setting::open)
        .page("/gestion/fonds/{id}", read, "an agent or a funder follows a fund", fund::page)
        .page("/gestion/fonds/{id}/reglages", set, "a project manager sets a fund", setting::form)
        .act("/gestion/fonds/{id}/reglages", set, "a project manager sets a fund", setting::set)
        .act("/gestion/fonds/{id}/enveloppes", set, "a project manager fills an envelope", fund::envelope)
        .act("/gestion/fonds/{id}/membres", set, "a project manager says who sits", fund::member)
        .act("/gestion/fonds/{id}/membres/{membre}/depart", set, "she says who sits no more", fund::retire)
}

fn projects() -> Door {
    let (read, file, pay) = (Right::Act(&acts::READ), Right::Act(&acts::FILE), Right::Act(&acts::PAY));
    Door::new()
        .page("/gestion/fonds/{id}/papier", file, "an agent types a project from paper", paper::form)
        .act("/gestion/fonds/{id}/papier", file, "an agent types a project from paper", paper::file)
        .page("/gestion/fonds/projets/{id}", read, "an agent or a funder reads a project", project::page)
        .act("/gestion/fonds/projets/{id}/accompagnement", file, "she notes what was done for it", project::support)
        .act("/gestion/fonds/projets/{id}/versements", pay, "an agent notes what was paid", project::pay)
        .act("/gestion/fonds/projets/{id}/retours", pay, "an agent notes what was given back", project::take_back)
        .upload("/gestion/fonds/projets/{id}/compte-rendu", pay, "an agent types a report", project::report)
        .act("/gestion/fonds/projets/{id}/acceptation", pay, "an agent accepts a report", project::accept)
        .act("/gestion/fonds/projets/{id}/abandon", pay, "an agent gives a project up", project::give_up)
        .page("/gestion/fonds/projets/{id}/pieces/{piece}", read, "she opens a photograph or a receipt", project::piece)
}

fn sessions() -> Door {
    let (read, decide) = (Right::Act(&acts::READ), Right::Act(&acts::DECIDE));
    Door::new()
        .act("/gestion/fonds/{id}/seances", decide, "an agent plans a session", fund::convene)
        .page("/gestion/fonds/seances/{id}", read, "an agent or a funder reads a session", session::page)
        .act("/gestion/fonds/seances/{id}/fin", decide, "an agent ends a session", session::close)
        .page(
            "/gestion/fonds/seances/{id}/projets/{projet}",
            decide,
            "an agent opens the vote on a project",
            session::vote,
        )
        .act(
            "/gestion/fonds/seances/{id}/projets/{projet}",
            decide,
            "an agent notes votes and decision",
            session::decide,
        )
}
