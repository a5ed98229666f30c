//! « Dans quel quartier j’habite ? » One question.
//!
//! The form is sent with `POST` and answered on the spot, although nothing is written: an address in the address bar
//! would stay in the history of a shared computer and in the logs of every proxy on the way. With `GET`, `q=` finds
//! names of neighbourhoods only, which are nobody's address; anything else is put in the field, to be sent by hand.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Sample, Site};
use kernel::FieldError;
use web::{Answer, Asked, Fields, House, Visit, answer};

use crate::actions::{self, Found, Zone};
use crate::facade;
use crate::rules::finding::{is_address, quality_sentence};
use geography::Quality;

#[derive(Template)]
#[template(path = "pages/my_neighbourhood.html")]
struct MyNeighbourhoodPage {
    frame: Frame,
    form: Form,
    answer: Option<Told>,
    is_to_send: bool,
    areas: Vec<(String, String)>,
}

/// The answer in words: sentences of the catalogues, and what stands for `{nom}` or `{adresse}` in them.
struct Told {
    title: &'static str,
    name: String,
    sentences: Vec<&'static str>,
    address: String,
    /// Pages of neighbourhoods: name and address.
    links: Vec<(String, String)>,
    /// Addresses to choose from, sent again as they are.
    choices: Vec<String>,
}

fn link(zone: &Zone) -> (String, String) {
    (zone.name.clone(), facade::path(&zone.code))
}

fn told(found: &Found) -> Told {
    let mut out = Told {
        title: "",
        name: String::new(),
        sentences: Vec::new(),
        address: String::new(),
        links: Vec::new(),
        choices: Vec::new(),
    };
    match found {
        Found::Inside { zone, quality, matched } => {
            out.title = "Vous êtes dans le quartier {nom}";
            out.name = zone.name.clone();
            out.sentences = vec!["Adresse comprise : {adresse}.", quality_sentence(*quality)];
            out.address = matched.clone();
            out.links = vec![link(zone)];
        }
        Found::Outside { quality, matched } => {
            out.title = "Cette adresse n’est dans aucun des quartiers du contrat";
            out.sentences = vec!["Adresse comprise : {adresse}.", quality_sentence(*quality)];
            out.address = matched.clone();
        }
        Found::Across { matched, zones, is_partly_outside } => {
            out.title = "Cette rue est à cheval : il faut le numéro";
            let why = if *is_partly_outside {
                "Une partie seulement de la rue est dans un quartier. Ajoutez le numéro de votre logement."
            } else {
                "La rue traverse plusieurs quartiers. Ajoutez le numéro de votre logement."
            };
            out.sentences = vec!["Rue comprise : {adresse}.", why];
            out.address = matched.clone();
            out.links = zones.iter().map(link).collect();
        }
        Found::Choices(choices) => {
            out.title = "Plusieurs adresses se ressemblent";
            out.sentences = vec!["Choisissez la vôtre."];
            out.choices = choices.clone();
        }
        Found::Names(zones) => {
            out.title = "Plusieurs quartiers portent ce nom";
            if let [one] = zones.as_slice() {
                out.title = "Quartier trouvé : {nom}";
                out.name = one.name.clone();
            }
            out.links = zones.iter().map(link).collect();
        }
        Found::Nothing { has_addresses: true } => {
            out.title = "Nous n’avons pas trouvé cette adresse";
            out.sentences = vec![
                "Écrivez le numéro, la rue et la commune, par exemple « 12 rue de Verdun, Carcassonne ».",
                "Vous pouvez aussi choisir votre quartier dans la liste.",
            ];
        }
        Found::Nothing { has_addresses: false } => {
            out.title = "La recherche par adresse n’est pas disponible ici";
            out.sentences = vec![
                "Le fichier des adresses n’est pas installé sur ce site.",
                "Choisissez votre quartier dans la liste ou sur la carte.",
            ];
        }
    }
    out
}

async fn shown(house: &House, visit: &Visit, typed: &str, is_sent: bool) -> Answer {
    let mut tx = house.read().await?;
    let areas = facade::areas(&mut tx).await?;
    let may_search = is_sent || !is_address(typed);
    let mut answer = None;
    if !typed.is_empty() && may_search {
        let found = actions::locate(&mut tx, typed).await?;
        let is_name = matches!(found, Found::Names(_));
        if is_sent || is_name {
            answer = Some(told(&found));
        }
    }
    let mut form = Form::filled([("q", typed)]);
    let is_empty = is_sent && typed.is_empty();
    if is_empty {
        form = form.with_errors(vec![FieldError::new("q", "Saisissez une adresse ou le nom d’un quartier")]);
    }
    let form = form.in_language(visit.language);
    let page = MyNeighbourhoodPage {
        frame: visit.public("Dans quel quartier êtes-vous ?").with_form(&form),
        form,
        answer,
        is_to_send: !is_sent && !may_search,
        areas: areas.into_iter().map(|area| (area.name, facade::path(&area.code))).collect(),
    };
    if is_empty { answer::page_to_correct(&page) } else { answer::page(&page) }
}

/// `GET /mon-quartier`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    shown(&house, &visit, asked.text("q"), false).await
}

/// `POST /mon-quartier`
pub async fn find(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    shown(&house, &visit, fields.text("q"), true).await
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let zone = Zone { id: kernel::Uuid::from_u128(1), code: "QN01102I".into(), name: "La Conte - Ozanam".into() };
    let matched = || "12 Rue de l’Exemple, 11000 Carcassonne".to_owned();
    let states = [
        ("la question", None),
        ("dans un quartier", Some(Found::Inside { zone: zone.clone(), quality: Quality::Sure, matched: matched() })),
        ("hors des quartiers", Some(Found::Outside { quality: Quality::Probable, matched: matched() })),
        (
            "rue à cheval",
            Some(Found::Across { matched: matched(), zones: vec![zone.clone()], is_partly_outside: true }),
        ),
        ("adresses à choisir", Some(Found::Choices(vec![matched(), "12 Rue de l’Exemple, 11600 Villalier".into()]))),
        ("par le nom", Some(Found::Names(vec![zone]))),
        ("rien trouvé", Some(Found::Nothing { has_addresses: true })),
        ("sans fichier d’adresses", Some(Found::Nothing { has_addresses: false })),
    ];
    states
        .into_iter()
        .map(|(name, found)| {
            let page = MyNeighbourhoodPage {
                frame: Frame::public(site, "Dans quel quartier êtes-vous ?", "/mon-quartier"),
                form: Form::empty(),
                answer: found.as_ref().map(told),
                is_to_send: false,
                areas: vec![("La Conte - Ozanam".into(), "/quartiers/QN01102I".into())],
            };
            Sample::page("territoire", &format!("Mon quartier : {name}"), page.render().unwrap_or_default())
        })
        .collect()
}
