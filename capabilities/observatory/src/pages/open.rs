//! `/api/v1`: what programs read, as JSON, described by OpenAPI; `/api`: what people read of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use interface::{Frame, Sample, Site};
use serde::Serialize;
use utoipa::OpenApi;
use web::{Answer, Asked, House, Visit, answer};

use crate::actions::{library, opening};
use crate::documents::open::{self as told, Chiffre, Chiffres, Habitants, Indicateur, Lacune, Probleme, Quartier};
use crate::rules::cell::YEARS;

/// The prefix of this version.
const ROOT: &str = "/api/v1";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "L’observatoire des quartiers",
        version = "1.0.0",
        description = "Lecture seule, sans compte : quartiers, indicateurs, chiffres publiés. Un chiffre qui laisserait reconnaître \
                       quelqu’un n’y est pas : sa lacune le dit. Ce qui existe dans cette version n’en est jamais retiré."
    ),
    paths(neighbourhoods, indicators, one_indicator, figures),
    components(schemas(Quartier, Habitants, Indicateur, Chiffre, Chiffres, Lacune, Probleme))
)]
struct Description;

fn json(status: StatusCode, kind: &'static str, body: &impl Serialize) -> Answer {
    let text = serde_json::to_string(body).map_err(|error| kernel::Breakdown::because(format!("JSON: {error}")))?;
    // Anybody may read it, from a page of any site.
    let headers = [(header::CONTENT_TYPE, kind), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok((status, headers, text).into_response())
}

fn given(body: &impl Serialize) -> Answer {
    json(StatusCode::OK, "application/json", body)
}

fn wrong(status: StatusCode, title: &str, detail: impl Into<String>) -> Answer {
    let problem = Probleme { title: title.to_owned(), status: status.as_u16(), detail: detail.into() };
    json(status, "application/problem+json", &problem)
}

fn unknown_indicator(code: &str) -> Answer {
    let detail = format!("Aucun indicateur n’a la référence « {code} » : {ROOT}/indicateurs les donne toutes.");
    wrong(StatusCode::NOT_FOUND, "Indicateur inconnu", detail)
}

/// `GET /api/v1/openapi.json`: the description, with where this installation answers.
pub async fn description(State(house): State<Arc<House>>) -> Answer {
    let mut described = Description::openapi();
    described.servers = Some(vec![utoipa::openapi::Server::new(house.settings.public_url.as_str())]);
    given(&described)
}

/// The neighbourhoods in force.
#[utoipa::path(get, path = "/api/v1/quartiers", tag = "quartiers", summary = "Les quartiers en vigueur",
    responses((status = 200, description = "Tous, dans l’ordre des pages.", body = Vec<Quartier>)))]
pub async fn neighbourhoods(State(house): State<Arc<House>>) -> Answer {
    let mut tx = house.read().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let counted = territory::facade::populations(&mut tx).await?;
    let page = |code: &str| house.address(&territory::facade::path(code));
    given(
        &areas
            .into_iter()
            .map(|area| {
                let page = page(&area.code);
                told::neighbourhood(area, &counted, page)
            })
            .collect::<Vec<_>>(),
    )
}

/// The library.
#[utoipa::path(get, path = "/api/v1/indicateurs", tag = "indicateurs", summary = "La bibliothèque d’indicateurs",
    responses((status = 200, description = "Tous, dans l’ordre des portraits.", body = Vec<Indicateur>)))]
pub async fn indicators(State(house): State<Arc<House>>) -> Answer {
    let library = library::published(&mut house.read().await?).await?;
    given(&library.indicators.iter().map(|one| described(&house, &library, one)).collect::<Vec<_>>())
}

fn described(house: &House, library: &library::Library, one: &crate::rules::indicator::Indicator) -> Indicateur {
    let last = library.last_years.get(&one.code).copied();
    told::indicator(one, library.theme(&one.terms.theme), last, house.address(&super::path(&one.code)))
}

/// One indicator.
#[utoipa::path(get, path = "/api/v1/indicateurs/{code}", tag = "indicateurs", summary = "Un indicateur",
    params(("code" = String, Path, description = "Référence de l’indicateur.")),
    responses((status = 200, description = "L’indicateur.", body = Indicateur),
              (status = 404, description = "Aucun n’a cette référence.", body = Probleme, content_type = "application/problem+json")))]
pub async fn one_indicator(State(house): State<Arc<House>>, Path(code): Path<String>) -> Answer {
    let library = library::published(&mut house.read().await?).await?;
    match library.indicators.iter().find(|one| one.code == code) {
        Some(one) => given(&described(&house, &library, one)),
        None => unknown_indicator(&code),
    }
}

/// Figures of an indicator, a page at a time.
#[utoipa::path(get, path = "/api/v1/indicateurs/{code}/chiffres", tag = "indicateurs", summary = "Les chiffres d’un indicateur",
    params(("code" = String, Path, description = "Référence de l’indicateur."),
        ("annee" = Option<i64>, Query, description = "Une année seulement.", minimum = 1968, maximum = 2100),
        ("lieu" = Option<String>, Query, description = "Un lieu seulement : code d’un quartier, d’aujourd’hui ou d’un ancien zonage, ou code INSEE de sa commune.", min_length = 1),
        ("page" = Option<i64>, Query, description = "La page, à partir de 1 ; chacune tient cinq cents chiffres.", minimum = 1, maximum = 100_000)),
    responses((status = 200, description = "Une page de chiffres.", body = Chiffres),
              (status = 404, description = "Aucun indicateur n’a cette référence, ou personne ne connaît ce lieu.", body = Probleme, content_type = "application/problem+json"),
              (status = 422, description = "Une demande à corriger.", body = Probleme, content_type = "application/problem+json")))]
pub async fn figures(State(house): State<Arc<House>>, Path(code): Path<String>, asked: Asked) -> Answer {
    let is_asked = |name: &str| !asked.all(name).is_empty();
    let number = |name: &str, range: std::ops::RangeInclusive<i64>| match asked.text(name) {
        _ if !is_asked(name) => Ok(None),
        text => match text.parse::<i64>() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(format!(
                "« {name} » attend un nombre entier de {} à {} ; reçu : « {text} ».",
                range.start(),
                range.end()
            )),
        },
    };
    let (year, page) = match (number("annee", YEARS), number("page", 1..=100_000)) {
        (Ok(year), Ok(page)) => (year, page.unwrap_or(1)),
        (Err(detail), _) | (_, Err(detail)) => {
            return wrong(StatusCode::UNPROCESSABLE_ENTITY, "Demande à corriger", detail);
        }
    };
    let mut tx = house.read().await?;
    if library::indicator(&mut tx, &code).await.is_err() {
        return unknown_indicator(&code);
    }
    let place = asked.text("lieu");
    let places = match is_asked("lieu") {
        false => Vec::new(),
        true => opening::places(&mut tx, place).await?,
    };
    if is_asked("lieu") && places.is_empty() {
        let detail = format!(
            "« {place} » n’est le code d’aucun quartier connu ici, ni d’aucune de leurs communes : {ROOT}/quartiers donne ceux d’aujourd’hui."
        );
        return wrong(StatusCode::NOT_FOUND, "Lieu inconnu", detail);
    }
    let found = opening::figures(&mut tx, &code, (year, &places), page).await?;
    let next = (page * opening::ON_A_PAGE < found.total).then(|| {
        let year = year.map(|year| format!("annee={year}&")).unwrap_or_default();
        let place = if place.is_empty() { String::new() } else { format!("lieu={}&", answer::encode(place)) };
        house.address(&format!("{ROOT}/indicateurs/{}/chiffres?{year}{place}page={}", answer::encode(&code), page + 1))
    });
    given(&Chiffres {
        total: found.total,
        page,
        suivante: next,
        chiffres: found.figures.iter().map(|one| told::figure(one, &found.origins)).collect(),
    })
}

#[derive(Template)]
#[template(path = "pages/open.html")]
struct OpenPage {
    frame: Frame,
    addresses: Vec<(String, &'static str)>,
}

fn view(frame: Frame, root: &str) -> OpenPage {
    let address = |path: &str| format!("{root}{ROOT}{path}");
    OpenPage {
        addresses: vec![
            (address("/quartiers"), "les quartiers en vigueur, avec leurs habitants"),
            (address("/indicateurs"), "la bibliothèque d’indicateurs : définition, unité, producteur, limites"),
            (address("/indicateurs/pop_mun"), "un indicateur, par sa référence"),
            (address("/indicateurs/pop_mun/chiffres?annee=2018"), "ses chiffres, cinq cents à la fois"),
        ],
        frame,
    }
}

/// `GET /api`
pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&view(visit.public_in_french("Données ouvertes pour les programmes"), &house.settings.public_url))
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = Frame::public(site, "Données ouvertes pour les programmes", "/api");
    vec![Sample::page(
        "observatoire",
        "L’interface pour les programmes",
        view(frame, "https://exemple.fr").render().unwrap_or_default(),
    )]
}
