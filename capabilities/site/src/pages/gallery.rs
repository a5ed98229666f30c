//! The gallery: every component and every page in every state, for those who build and those who check.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use interface::{Frame, GalleryPage, Link, Sample, Site};
use web::{Answer, Fault, House, Visit};

use crate::rules::slug::distinct_slugs;
use crate::wiring::Wiring;

#[derive(Template)]
#[template(path = "pages/gallery.html")]
struct GalleryIndex {
    frame: Frame,
    groups: Vec<(String, Vec<Link>)>,
}

/// Every sample with its address, in order.
fn samples(wiring: Wiring, site: &Site) -> Vec<(String, Sample)> {
    let samples = [interface::gallery(), interface::gallery::frames(), (wiring.samples)(site)].concat();
    let names: Vec<String> = samples.iter().map(|sample| format!("{} {}", sample.group, sample.name)).collect();
    distinct_slugs(names.iter().map(String::as_str)).into_iter().zip(samples).collect()
}

/// The list.
pub async fn index(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut groups: Vec<(String, Vec<Link>)> = Vec::new();
    for (slug, sample) in samples(wiring, &house.settings.site) {
        let link = Link::new(sample.name, format!("/galerie/{slug}"));
        match groups.iter_mut().find(|(group, _)| *group == sample.group) {
            Some((_, links)) => links.push(link),
            None => groups.push((sample.group, vec![link])),
        }
    }
    web::answer::page(&GalleryIndex { frame: visit.back_office("Galerie"), groups })
}

/// One sample: a whole page as it is, a component in a page of its own.
pub async fn sample(
    wiring: Wiring,
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(asked): Path<String>,
) -> Answer {
    let found = samples(wiring, &house.settings.site).into_iter().find(|(slug, _)| *slug == asked);
    let (_, sample) = found.ok_or_else(Fault::not_found)?;
    if sample.is_page {
        let html = sample.html.as_str().to_owned();
        return Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response());
    }
    let frame = visit.back_office(&sample.name);
    web::answer::page(&GalleryPage { frame, samples: vec![sample] })
}
