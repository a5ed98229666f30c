//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{colour, euro, given, manage, needs, reply, show};

pub fn door() -> Door {
    let (read, tie) = (Right::Act(&acts::READ), Right::Act(&acts::TIE));
    Door::new()
        .kept_page("/fil", "anybody sees what became of each need", needs::page)
        .kept_page("/fil/{sorte}/{reference}", "anybody follows the thread both ways", show::page)
        .kept_page("/quartiers/{code}/couleur", "anybody reads a neighbourhood on two sides", colour::page)
        .page("/argent", Right::Public, "anybody finds what was given, and follows it", given::list)
        .page("/argent/{sorte}/{id}", Right::Public, "anybody follows an amount", euro::page)
        .page("/gestion/argent/{sorte}/{id}", read, "agents follow an amount", euro::inside)
        .page("/gestion/fil", read, "agents find needs left without anything", needs::inside)
        .page("/gestion/fil/{sorte}/{reference}", read, "agents read who tied what, and why", manage::page)
        .act("/gestion/fil/{sorte}/{reference}/liens", tie, "a project manager ties two objects", manage::tie)
        .page("/gestion/fil/liens/{id}/rupture", tie, "a project manager sees the link to break", manage::confirm)
        .act("/gestion/fil/liens/{id}/rupture", tie, "a project manager breaks a link", manage::untie)
        .page("/gestion/fil/besoins/{id}/refus", tie, "a project manager tells why not", reply::blank)
        .act("/gestion/fil/besoins/{id}/refus", tie, "a project manager tells why not", reply::refuse)
        .page(
            "/gestion/fil/besoins/{id}/reprise",
            tie,
            "a project manager sees the refusal to take back",
            reply::opened,
        )
        .act("/gestion/fil/besoins/{id}/reprise", tie, "a project manager takes the refusal back", reply::take_back)
}
