//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    assess_answer, assess_clock, assess_council, assess_file, assess_grid, assess_list, assess_more, assess_near,
    assess_project, assess_recusal, assess_routing, assess_service, assess_views,
};

pub fn door() -> Door {
    listing().and(sharing()).and(reading()).and(asking()).and(comparing()).and(crate::routes_committee::door())
}

fn listing() -> Door {
    let (read, check) = (Right::Act(&acts::READ), Right::Act(&acts::CHECK));
    Door::new()
        .page("/gestion/dossiers", read, "whoever assesses finds the projects of a call", assess_list::page)
        .act("/gestion/dossiers/exports", read, "whoever reads applications takes the list away", assess_list::export)
        .act("/gestion/dossiers/vues", read, "whoever reads applications keeps a list", assess_views::keep)
        .act("/gestion/dossiers/vues/{id}/suppression", read, "she forgets a list of hers", assess_views::forget)
        .page("/gestion/dossiers/{id}", read, "whoever assesses reads a whole application", assess_file::show)
        .act("/gestion/dossiers/{id}/complet", check, "an agent says that a file is complete", assess_file::complete)
        .page("/gestion/dossiers/{id}/complement", check, "an agent asks for what is missing", assess_more::blank)
        .act("/gestion/dossiers/{id}/complement", check, "an agent asks for what is missing", assess_more::ask)
        .act(
            "/gestion/dossiers/{id}/complement/acceptation",
            check,
            "an agent accepts what a carrier gave back",
            assess_more::accept,
        )
}

fn sharing() -> Door {
    let (route, recuse) = (Right::Act(&acts::ROUTE), Right::Act(&acts::RECUSE));
    Door::new()
        .act("/gestion/dossiers/lecteurs", route, "an agent gives projects to a reader", assess_list::assign)
        .page("/gestion/dossiers/repartition", route, "an agent sees who reads what", assess_routing::page)
        .act("/gestion/dossiers/repartition", route, "an agent says who reads what", assess_routing::add)
        .act("/gestion/dossiers/repartition/application", route, "rules send projects", assess_routing::apply)
        .act("/gestion/dossiers/repartition/{id}/suppression", route, "a rule is taken out", assess_routing::remove)
        .page("/gestion/dossiers/{id}/retrait", recuse, "somebody tied to a file says so", assess_recusal::blank)
        .act("/gestion/dossiers/{id}/retrait", recuse, "somebody tied to a file stays out", assess_recusal::declare)
}

fn reading() -> Door {
    let (read, assess) = (Right::Act(&acts::READ), Right::Act(&acts::ASSESS));
    Door::new()
        .page("/gestion/dossiers/actions/{id}", read, "whoever assesses judges a project", assess_project::show)
        .act("/gestion/dossiers/actions/{id}/prendre", assess, "she takes it to read it", assess_project::take)
        .page("/gestion/dossiers/actions/{id}/lecture", assess, "a reader fills the grid in", assess_grid::show)
        .act("/gestion/dossiers/actions/{id}/lecture", assess, "a reader keeps or gives hers", assess_grid::write)
        .act(
            "/gestion/dossiers/financements/{id}/recevabilite",
            Right::Act(&acts::ADMIT),
            "a funder says what it may take",
            assess_project::admit,
        )
}

fn asking() -> Door {
    let (ask, give) = (Right::Act(&acts::ASK), Right::Act(&acts::ANSWER));
    Door::new()
        .page("/gestion/dossiers/actions/{id}/avis", ask, "an agent asks a service", assess_service::blank)
        .act("/gestion/dossiers/actions/{id}/avis", ask, "an agent asks a service", assess_service::ask)
        .page("/gestion/dossiers/actions/{id}/conseil", ask, "an agent asks a citizen council", assess_council::blank)
        .act("/gestion/dossiers/actions/{id}/conseil", ask, "an agent asks a citizen council", assess_council::ask)
        .page("/gestion/avis-services/{id}", give, "a service reads what it is asked", assess_answer::show)
        .act("/gestion/avis-services/{id}", give, "a service gives its opinion", assess_answer::give)
}

fn comparing() -> Door {
    let (compare, promise) = (Right::Act(&acts::COMPARE), Right::Act(&acts::PROMISE));
    Door::new()
        .page("/gestion/dossiers/ressemblances", compare, "an agent sees projects nearly alike", assess_near::page)
        .act("/gestion/dossiers/ressemblances", compare, "an agent has projects compared", assess_near::compare)
        .page("/gestion/dossiers/ressemblances/{id}", compare, "an agent reads both", assess_near::show)
        .act("/gestion/dossiers/ressemblances/{id}", compare, "an agent sets it aside", assess_near::set_aside)
        .page(
            "/gestion/dossiers/delais",
            promise,
            "a project manager reads what is promised",
            assess_clock::promise_page,
        )
        .act("/gestion/dossiers/delais", promise, "a project manager promises", assess_clock::promise)
        .page("/appels/{address}/delais", Right::Public, "everybody reads how long answers take", assess_clock::show)
}
