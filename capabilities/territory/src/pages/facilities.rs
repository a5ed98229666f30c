//! Facilities: the list, filtered by neighbourhood and theme, and the SCDL file.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, Sample, Site, TableOptions};
use web::{Answer, Asked, House, Visit, answer};

use crate::actions::viewing;
use crate::actions::viewing::Kept;
use crate::documents as press;
use crate::facade::{self, Area};
use crate::rules::scdl::THEMES;

#[derive(Template)]
#[template(path = "pages/facilities.html")]
struct FacilitiesPage {
    frame: Frame,
    form: Form,
    areas: Vec<Choice>,
    themes: Vec<Choice>,
    count: i64,
    is_filtered: bool,
    table: Html,
}

/// Lines on a page; the file holds them all.
const MOST_LINES: usize = 150;

fn view(frame: Frame, form: Form, kept: &[Kept], areas: &[Area]) -> FacilitiesPage {
    let shown = &kept[..kept.len().min(MOST_LINES)];
    let mut table = press::facilities(shown, areas, "Équipements");
    if kept.len() > MOST_LINES {
        table
            .notes
            .push(format!("{MOST_LINES} équipements montrés sur {} : filtrez, ou prenez le fichier.", kept.len()));
    }
    let options =
        TableOptions { csv: Some("/equipements.csv".into()), is_caption_hidden: true, ..TableOptions::default() };
    FacilitiesPage {
        frame,
        is_filtered: !form.value("quartier").is_empty() || !form.value("theme").is_empty(),
        form,
        areas: areas.iter().map(|area| Choice::new(&area.code, &area.name)).collect(),
        themes: THEMES.iter().map(|theme| Choice::new(*theme, theme)).collect(),
        count: i64::try_from(kept.len()).unwrap_or(0),
        table: if kept.is_empty() { Html::default() } else { interface::table(&table, &options) },
    }
}

/// `GET /equipements`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let areas = facade::areas(&mut tx).await?;
    let code = asked.text("quartier");
    let neighbourhood = if code.is_empty() { None } else { facade::by_code(&mut tx, code).await?.map(|area| area.id) };
    let kept = viewing::facilities(&mut tx, neighbourhood, asked.text("theme")).await?;
    let form = asked.form_with(Vec::new()).with("quartier", code).in_language(visit.language);
    answer::page(&view(visit.public("Les équipements"), form, &kept, &areas))
}

/// `GET /equipements.csv`
pub async fn csv(State(house): State<Arc<House>>) -> Answer {
    let mut tx = house.read().await?;
    let kept = viewing::facilities(&mut tx, None, "").await?;
    answer::table("equipements", "csv-ouvert", &press::scdl(&kept), house.outside.now())
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let areas: Vec<Area> = super::sample::listed().into_iter().map(|listed| listed.area).collect();
    let facility = crate::rules::scdl::Facility {
        name: "Gymnase d’exemple".into(),
        kind: "Gymnase".into(),
        street: "Rue de l’Exemple".into(),
        postal_code: "11000".into(),
        commune: "Carcassonne".into(),
        ..Default::default()
    };
    let kept = Kept {
        id: kernel::Uuid::from_u128(3),
        facility,
        neighbourhood: areas.first().map(|area| area.id),
        quality: "sûr".into(),
        source: "Ville d’exemple".into(),
        licence: "Licence Ouverte 2.0".into(),
        as_of: Some("2026-01-01".into()),
    };
    let frame = || Frame::public(site, "Les équipements", "/equipements");
    vec![
        Sample::page(
            "territoire",
            "Équipements",
            view(frame(), Form::empty(), &[kept], &areas).render().unwrap_or_default(),
        ),
        Sample::page(
            "territoire",
            "Équipements, aucun",
            view(frame(), Form::empty(), &[], &areas).render().unwrap_or_default(),
        ),
    ]
}
