//! The home page: what this is, find my neighbourhood, what is known of each.

use std::sync::Arc;

use applications::facade::OpenCall;
use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Language, Sample, Site};
use web::{Answer, House, Visit};

use super::sample;

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    frame: Frame,
    form: Form,
    areas: Vec<AreaShown>,
    contract: Option<ContractShown>,
    calls: Vec<OpenCall>,
    matrix: &'static str,
    is_demonstration: bool,
}

/// A neighbourhood of the list.
struct AreaShown {
    name: String,
    path: String,
    communes: String,
    population: Option<i64>,
    need_count: Option<i64>,
}

/// The contract in force.
struct ContractShown {
    title: String,
    path: String,
    from: String,
    until: String,
}

const TITLE: &str = "Votre quartier, vos besoins, ce qui est décidé";

/// The page.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let counted = territory::facade::populations(&mut tx).await?;
    let needs = listening::facade::needs_by_area(&mut tx).await?;
    let contracts = strategy::facade::contracts(&mut tx).await?;
    let calls = applications::facade::open_calls(&mut tx, house.outside.now()).await?;
    let areas = areas
        .into_iter()
        .map(|area| AreaShown {
            path: territory::facade::path(&area.code),
            communes: area.communes.join(", "),
            population: counted.get(&area.id).map(|told| told.count),
            need_count: needs.iter().find(|need| need.area == area.id).map(|need| need.need_count),
            name: area.name,
        })
        .collect();
    let contract = contracts.into_iter().next().map(|contract| ContractShown {
        path: strategy::facade::path(&contract.code),
        title: contract.title,
        from: contract.starts_on.year().to_string(),
        until: contract.ends_on.year().to_string(),
    });
    let frame = visit.public(TITLE);
    web::answer::page(&HomePage {
        form: Form::empty().in_language(frame.language),
        frame,
        areas,
        contract,
        calls,
        matrix: listening::facade::matrix_path(),
        is_demonstration: house.settings.is_demonstration,
    })
}

/// With and without neighbourhoods, and in two other languages.
pub fn samples(site: &Site) -> Vec<Sample> {
    let page = |language: Language, is_full: bool| HomePage {
        frame: Frame::public(site, TITLE, "/").translated(language),
        form: Form::empty().in_language(language),
        areas: if is_full {
            let area = |name: &str, population, need_count| AreaShown {
                name: name.to_owned(),
                path: "/quartiers/QN01101M".to_owned(),
                communes: "Ville d’exemple".to_owned(),
                population,
                need_count,
            };
            vec![
                area("Le Viguier", Some(3412), Some(12)),
                area("La Conte", None, Some(0)),
                area("Ozanam", Some(1), None),
            ]
        } else {
            Vec::new()
        },
        contract: is_full.then(|| ContractShown {
            title: "Contrat de ville d’exemple".to_owned(),
            path: "/contrat/exemple".to_owned(),
            from: "2024".to_owned(),
            until: "2030".to_owned(),
        }),
        calls: match is_full {
            true => vec![OpenCall {
                title: "Appel à projets d’exemple".to_owned(),
                path: "/appels/exemple".to_owned(),
                until: "20 décembre 2026 à 23 h 59, heure de Paris".to_owned(),
            }],
            false => Vec::new(),
        },
        matrix: listening::facade::matrix_path(),
        is_demonstration: is_full,
    };
    vec![
        sample("Accueil", &page(Language::French, true)),
        sample("Accueil, rien encore", &page(Language::French, false)),
        sample("Accueil en anglais", &page(Language::English, true)),
        sample("Accueil en arabe", &page(Language::Arabic, true)),
    ]
}
