//! The observatory, public: what is measured, theme by theme, with its last year; neighbourhoods; how to take it all away.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link, Sample, Site};
use web::{Answer, House, Visit, answer};

use super::PUBLIC;
use crate::actions::library::{self, Library};

/// A theme and its indicators.
struct ThemeShown {
    label: String,
    anchor: String,
    indicators: Vec<IndicatorShown>,
}

struct IndicatorShown {
    link: Link,
    told: String,
}

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    frame: Frame,
    themes: Vec<ThemeShown>,
    areas: Vec<Link>,
}

/// Neighbourhoods listed on the page; the others are one link away.
const MOST_AREAS: usize = 30;

fn view(frame: Frame, library: &Library, areas: Vec<Link>) -> HomePage {
    let themes = library.themes.iter().map(|(code, label)| {
        let own = library.indicators.iter().filter(|one| one.terms.theme == *code);
        let indicators = own.filter_map(|one| {
            let year = library.last_years.get(&one.code)?;
            Some(IndicatorShown {
                link: Link::new(&*one.terms.label, super::path(&one.code)),
                told: format!("{}, {year}", one.terms.producer),
            })
        });
        ThemeShown { label: label.clone(), anchor: format!("theme-{code}"), indicators: indicators.collect() }
    });
    HomePage { frame, themes: themes.filter(|theme| !theme.indicators.is_empty()).collect(), areas }
}

/// `GET /observatoire`
pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let library = library::published(&mut tx).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let areas = areas
        .into_iter()
        .take(MOST_AREAS)
        .map(|area| Link::new(area.name, territory::facade::path(&area.code)))
        .collect();
    answer::page(&view(visit.public_in_french("L’observatoire des quartiers"), &library, areas))
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::public(site, "L’observatoire des quartiers", PUBLIC);
    let areas = vec![Link::new("La Conte - Ozanam", "/quartiers/QN01102I")];
    let full = view(frame(), &super::sample::library(), areas).render().unwrap_or_default();
    let empty = view(frame(), &Library::default(), Vec::new()).render().unwrap_or_default();
    vec![
        Sample::page("observatoire", "L’observatoire", full),
        Sample::page("observatoire", "L’observatoire, encore vide", empty),
    ]
}
