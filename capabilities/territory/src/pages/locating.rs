//! Locating a point or an address, for the team. Answered on the spot: what is typed is never kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link, Sample, Site};
use kernel::FieldError;
use web::{Answer, Fields, House, Visit, answer};

use crate::actions::{self, Found};
use crate::rules::scdl::degrees;

#[derive(Template)]
#[template(path = "pages/locating.html")]
struct LocatingPage {
    frame: Frame,
    form: Form,
    sentences: Vec<String>,
}

/// `GET /gestion/territoire/localiser`
pub async fn page(visit: Visit) -> Answer {
    let frame = visit
        .back_office("Situer une adresse ou un point")
        .with_breadcrumb(vec![Link::new("Territoire", "/gestion/territoire")]);
    answer::page(&LocatingPage { frame, form: Form::empty(), sentences: Vec::new() })
}

/// `POST /gestion/territoire/localiser`
pub async fn find(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let (typed, x, y) = (fields.text("adresse"), fields.text("x"), fields.text("y"));
    let mut tx = house.read().await?;
    let mut errors = Vec::new();
    let mut sentences = Vec::new();
    match (typed, degrees(x), degrees(y)) {
        ("", Some(x), Some(y)) => {
            let (zone, quality) = actions::locate_point(&mut tx, x, y).await?;
            sentences.push(match zone {
                Some(zone) => format!("Ce point est dans {} ({}). Qualité : {}.", zone.name, zone.code, quality.word()),
                None => format!("Ce point n’est dans aucun quartier en vigueur. Qualité : {}.", quality.word()),
            });
        }
        ("", ..) if x.is_empty() && y.is_empty() => {
            errors.push(FieldError::new("adresse", "Saisissez une adresse, ou les deux coordonnées d’un point"));
        }
        ("", x, y) => {
            for (field, value) in [("x", x), ("y", y)] {
                if value.is_none() {
                    errors.push(FieldError::new(field, "La coordonnée doit être un nombre, par exemple 2,3522"));
                }
            }
        }
        (typed, ..) => sentences = told(&actions::locate(&mut tx, typed).await?),
    }
    let form = fields.form_with(errors);
    let frame = visit
        .back_office("Situer une adresse ou un point")
        .with_breadcrumb(vec![Link::new("Territoire", "/gestion/territoire")])
        .with_form(&form);
    let has_errors = form.has_errors();
    let page = LocatingPage { frame, form, sentences };
    if has_errors { answer::page_to_correct(&page) } else { answer::page(&page) }
}

fn told(found: &Found) -> Vec<String> {
    match found {
        Found::Inside { zone, quality, matched } => {
            vec![format!("{matched} : dans {} ({}). Qualité : {}.", zone.name, zone.code, quality.word())]
        }
        Found::Outside { quality, matched } => {
            vec![format!("{matched} : dans aucun quartier en vigueur. Qualité : {}.", quality.word())]
        }
        Found::Across { matched, zones, .. } => {
            let names: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
            vec![format!("{matched} : rue à cheval ({}). Précisez le numéro. Qualité : indéterminé.", names.join(", "))]
        }
        Found::Choices(choices) => {
            let mut out = vec!["Plusieurs adresses se ressemblent. Précisez la commune :".to_owned()];
            out.extend(choices.clone());
            out
        }
        Found::Names(zones) => zones.iter().map(|zone| format!("Quartier {} ({}).", zone.name, zone.code)).collect(),
        Found::Nothing { has_addresses: true } => {
            vec!["Adresse inconnue de la Base Adresse Nationale. Qualité : indéterminé.".to_owned()]
        }
        Found::Nothing { has_addresses: false } => {
            vec!["Aucune adresse n’est enregistrée : importez le fichier de la Base Adresse Nationale de votre département.".to_owned()]
        }
    }
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::back_office(site, "Situer une adresse ou un point", "/gestion/territoire/localiser");
    let page = |form: Form, sentences: Vec<String>| {
        LocatingPage { frame: frame().with_form(&form), form, sentences }.render().unwrap_or_default()
    };
    let wrong = Form::filled([("x", "deux")])
        .with_errors(vec![FieldError::new("x", "La coordonnée doit être un nombre, par exemple 2,3522")]);
    vec![
        Sample::page("territoire", "Situer", page(Form::empty(), Vec::new())),
        Sample::page("territoire", "Situer, à corriger", page(wrong, Vec::new())),
        Sample::page(
            "territoire",
            "Situer, trouvé",
            page(Form::empty(), vec!["Ce point est dans La Conte - Ozanam (QN01102I). Qualité : sûr.".into()]),
        ),
    ]
}
