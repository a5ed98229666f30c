//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{action, agreement, list, management, open, sheet, year};

pub fn door() -> Door {
    abatement().and(programme()).and(urban_management()).and(public())
}

fn abatement() -> Door {
    let (read, write) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE));
    Door::new()
        .page("/gestion/abattement", read, "an agent or a landlord sees all landlords of a contract", list::page)
        .page("/gestion/abattement/nouvelle", write, "an agent opens an agreement", agreement::new)
        .act("/gestion/abattement/nouvelle", write, "an agent opens an agreement", agreement::open)
        .page("/gestion/abattement/{id}", read, "an agent or a landlord reads an agreement", sheet::page)
        .page("/gestion/abattement/{id}/convention", write, "an agent changes an agreement", agreement::form)
        .act("/gestion/abattement/{id}/convention", write, "an agent changes an agreement", agreement::change)
}

fn programme() -> Door {
    let (read, fill) = (Right::Act(&acts::READ), Right::Act(&acts::FILL));
    let of_year = "/gestion/abattement/{id}/annees/{annee}";
    let figures = "/gestion/abattement/{id}/annees/{annee}/chiffres";
    let new = "/gestion/abattement/{id}/annees/{annee}/actions";
    Door::new()
        .page(of_year, read, "an agent or a landlord reads a year", sheet::year)
        .page(figures, fill, "a landlord says what its abatement is counted from", year::form)
        .act(figures, fill, "a landlord says what its abatement is counted from", year::fill)
        .page(new, fill, "a landlord adds an action", action::new)
        .act(new, fill, "a landlord adds an action", action::add)
        .page("/gestion/abattement/{id}/annees/{annee}/bilan.pdf", read, "she takes the report of a year", sheet::pdf)
        .page("/gestion/abattement/{id}/annees/{annee}/bilan.xlsx", read, "she takes its figures", sheet::xlsx)
        .page("/gestion/abattement/actions/{id}", fill, "a landlord changes an action", action::form)
        .act("/gestion/abattement/actions/{id}", fill, "a landlord changes an action", action::change)
        .act("/gestion/abattement/actions/{id}/suppression", fill, "a landlord takes an action out", action::remove)
        .act("/gestion/abattement/actions/{id}/constats", fill, "an agent ties a finding to it", action::link)
        .act(
            "/gestion/abattement/actions/{id}/constats/{lien}/retrait",
            fill,
            "an agent unties a finding, with the reason",
            action::unlink,
        )
}

fn urban_management() -> Door {
    let (read, manage) = (Right::Act(&acts::READ), Right::Act(&acts::MANAGE));
    Door::new()
        .page("/gestion/gestion-urbaine", read, "an agent finds agreements of urban management", management::list)
        .page("/gestion/gestion-urbaine/nouvelle", manage, "an agent opens one", management::new)
        .act("/gestion/gestion-urbaine/nouvelle", manage, "an agent opens one", management::open)
        .page("/gestion/gestion-urbaine/{id}", read, "an agent follows its actions", management::page)
        .page("/gestion/gestion-urbaine/{id}/convention", manage, "an agent changes it", management::form)
        .act("/gestion/gestion-urbaine/{id}/convention", manage, "an agent changes it", management::change)
        .act("/gestion/gestion-urbaine/{id}/actions", manage, "an agent adds an action", management::add)
        .page("/gestion/gestion-urbaine/actions/{id}", manage, "an agent changes an action", management::action)
        .act("/gestion/gestion-urbaine/actions/{id}", manage, "an agent changes an action", management::change_action)
}

fn public() -> Door {
    Door::new()
        .page("/abattement", Right::Public, "anybody finds what landlords do in return of their abatement", open::list)
        .page("/abattement/{id}", Right::Public, "anybody reads the figures of an agreement", open::page)
}
