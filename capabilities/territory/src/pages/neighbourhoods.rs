//! Every neighbourhood: the list first, a form to find one, the map last.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{AreaMap, Form, Frame, Html, Measure, Sample, Site};
use web::{Answer, House, Visit, answer};

use super::{fitting_outline, geography_words, geojson as geojson_of, map_area};
use crate::actions::viewing::{self, Listed};
use crate::facade;

#[derive(Template)]
#[template(path = "pages/neighbourhoods.html")]
struct NeighbourhoodsPage {
    frame: Frame,
    form: Form,
    lines: Vec<Line>,
    map: Html,
}

struct Line {
    name: String,
    href: String,
    kind: String,
    communes: String,
    population: String,
}

fn view(frame: Frame, listed: &[Listed], outline: interface::map::Rings) -> NeighbourhoodsPage {
    let lines = listed
        .iter()
        .map(|one| Line {
            name: one.area.name.clone(),
            href: facade::path(&one.area.code),
            kind: one.area.kind.clone(),
            communes: one.area.communes.join(", "),
            population: one.population.as_ref().map_or_else(String::new, |told| {
                format!("{} habitants ({})", kernel::french::integer(told.count), told.counted)
            }),
        })
        .collect();
    let generations: Vec<&str> = listed.iter().map(|one| one.perimeter_generation.as_str()).collect();
    let areas: Vec<_> = listed.iter().map(map_area).collect();
    let map = AreaMap {
        id: "carte".into(),
        title: "Les quartiers sur la carte".into(),
        subtitle: String::new(),
        measure: Measure::Count,
        outline: fitting_outline(&areas, outline),
        areas,
        geography: geography_words(&generations),
        source: listed.first().map(|one| one.source.clone()).unwrap_or_default(),
        date: String::new(),
        geojson: Some("/quartiers.geojson".into()),
        csv: None,
    };
    let map = if listed.is_empty() { Html::default() } else { interface::map(&map) };
    NeighbourhoodsPage { frame: frame.with_map(), form: Form::empty(), lines, map }
}

/// `GET /quartiers`
pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let (listed, outline) = viewing::overview(&mut tx).await?;
    let mut page = view(visit.public("Les quartiers"), &listed, outline);
    page.form = Form::empty().in_language(visit.language);
    answer::page(&page)
}

/// `GET /quartiers.geojson`
pub async fn geojson(State(house): State<Arc<House>>) -> Answer {
    let mut tx = house.read().await?;
    let areas = facade::areas(&mut tx).await?;
    let counted = facade::populations(&mut tx).await?;
    let rows = viewing::perimeters(&mut tx, None).await?;
    Ok(geojson_of(rows.into_iter().filter_map(|(code, perimeter)| {
        let area = areas.iter().find(|area| area.code == code)?;
        let text = match counted.get(&area.id) {
            Some(told) => format!("{}, {} habitants", area.kind, kernel::french::integer(told.count)),
            None => area.kind.clone(),
        };
        Some((code, area.name.clone(), text, perimeter))
    })))
}

/// `GET /quartiers/{code}/perimetre.geojson`: the perimeter of that very code, in force or not.
pub async fn perimeter(State(house): State<Arc<House>>, Path(code): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let neighbourhood = viewing::portrayed(&mut tx, &code).await?.neighbourhood;
    let rows = viewing::perimeters(&mut tx, Some(&code)).await?;
    let (name, kind) = (neighbourhood.name, neighbourhood.kind.label().to_owned());
    Ok(geojson_of(rows.into_iter().map(|(code, perimeter)| (code, name.clone(), kind.clone(), perimeter))))
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::public(site, "Les quartiers", "/quartiers");
    let listed = super::sample::listed();
    vec![
        Sample::page("territoire", "Les quartiers", view(frame(), &listed, Vec::new()).render().unwrap_or_default()),
        Sample::page(
            "territoire",
            "Les quartiers, aucun importé",
            view(frame(), &[], Vec::new()).render().unwrap_or_default(),
        ),
    ]
}
