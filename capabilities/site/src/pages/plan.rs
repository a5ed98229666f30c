//! Every public page on one page.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Language, Link, Sample, Site};
use web::{Answer, House, Visit};

use super::sample;
use crate::wiring::{Place, Wiring};

#[derive(Template)]
#[template(path = "pages/plan.html")]
struct PlanPage {
    frame: Frame,
    places: Vec<Place>,
    areas: Vec<Link>,
    contracts: Vec<Link>,
}

const TITLE: &str = "Plan du site";

/// Public pages of the site itself that a reader looks for, after the home page.
pub const OWN_PLACES: &[Place] = &[
    Place { label: "Chercher", path: "/recherche" },
    Place { label: "Aide et contact", path: "/aide" },
    Place { label: "Données personnelles", path: "/donnees-personnelles" },
    Place { label: "Accessibilité", path: "/accessibilite" },
    Place { label: "Mentions légales", path: "/mentions-legales" },
    Place { label: "Plan du site", path: "/plan-du-site" },
];

/// Pages of neighbourhoods and contracts: `(neighbourhoods, contracts)`.
pub async fn pages_of_objects(house: &House) -> database::Result<(Vec<Link>, Vec<Link>)> {
    let mut tx = house.read().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let contracts = strategy::facade::contracts(&mut tx).await?;
    let areas = areas.into_iter().map(|area| Link::new(area.name, territory::facade::path(&area.code))).collect();
    let contracts = contracts
        .into_iter()
        .map(|contract| Link::new(contract.title, strategy::facade::path(&contract.code)))
        .collect();
    Ok((areas, contracts))
}

/// The page.
pub async fn show(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let (areas, contracts) = pages_of_objects(&house).await?;
    let places = [wiring.places, OWN_PLACES].concat();
    web::answer::page(&PlanPage { frame: visit.public(TITLE), places, areas, contracts })
}

/// With two neighbourhoods and a contract.
pub fn samples(site: &Site) -> Vec<Sample> {
    let page = PlanPage {
        frame: Frame::public(site, TITLE, "/plan-du-site").translated(Language::French),
        places: OWN_PLACES.to_vec(),
        areas: vec![Link::new("Le Viguier", "/quartiers/QN01101M"), Link::new("La Conte", "/quartiers/QN01102M")],
        contracts: vec![Link::new("Contrat de ville d’exemple", "/contrat/exemple")],
    };
    vec![sample("Plan du site", &page)]
}
