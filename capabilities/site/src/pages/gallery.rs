//! The gallery: every component and every page in every state, for those who build and those who check.

use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use interface::{Frame, GalleryPage, Link, Sample, Site};
use web::{Answer, Asked, Fault, House, Visit};

use crate::rules::slug::distinct_slugs;
use crate::wiring::Wiring;

#[derive(Template)]
#[template(path = "pages/gallery.html")]
struct GalleryIndex {
    frame: Frame,
    /// Every group: where it is read, with how many samples.
    groups: Vec<(Link, usize)>,
    /// The samples of the group asked for.
    links: Vec<Link>,
}

/// Every sample, for the site it was drawn for.
type Drawn = (Site, Arc<Vec<(String, Sample)>>);

/// Every sample with its address, in order. Drawing one draws them all, so they are kept once somebody has asked.
fn samples(wiring: Wiring, site: &Site) -> Arc<Vec<(String, Sample)>> {
    static DRAWN: Mutex<Option<Drawn>> = Mutex::new(None);
    let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, samples)) = drawn.as_ref().filter(|(of, _)| of == site) {
        return Arc::clone(samples);
    }
    let samples = Arc::new(draw(wiring, site));
    *drawn = Some((site.clone(), Arc::clone(&samples)));
    samples
}

fn draw(wiring: Wiring, site: &Site) -> Vec<(String, Sample)> {
    let samples = [interface::gallery(), interface::gallery::frames(), (wiring.samples)(site)].concat();
    let names: Vec<String> = samples.iter().map(|sample| format!("{} {}", sample.group, sample.name)).collect();
    distinct_slugs(names.iter().map(String::as_str)).into_iter().zip(samples).collect()
}

/// The list of groups, and the samples of the one asked for: all of them are too many for one page.
pub async fn index(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let asked = asked.text("partie");
    let (mut groups, mut links): (Vec<(Link, usize)>, Vec<Link>) = (Vec::new(), Vec::new());
    for (slug, sample) in samples(wiring, &house.settings.site).iter() {
        match groups.iter_mut().find(|(group, _)| group.label.as_str() == sample.group) {
            Some((_, count)) => *count += 1,
            None => {
                let href = format!("/galerie?partie={}", web::answer::encode(&sample.group));
                groups.push((Link::new(sample.group.as_str(), href), 1));
            }
        }
        if sample.group == asked {
            links.push(Link::new(sample.name.as_str(), format!("/galerie/{slug}")));
        }
    }
    web::answer::page(&GalleryIndex { frame: visit.back_office("Galerie"), groups, links })
}

/// One sample: a whole page as it is, a component in a page of its own.
pub async fn sample(
    wiring: Wiring,
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(asked): Path<String>,
) -> Answer {
    let samples = samples(wiring, &house.settings.site);
    let (_, sample) = samples.iter().find(|(slug, _)| *slug == asked).ok_or_else(Fault::not_found)?;
    if sample.is_page {
        let html = sample.html.as_str().to_owned();
        return Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response());
    }
    let frame = visit.back_office(&sample.name);
    web::answer::page(&GalleryPage { frame, samples: vec![sample.clone()] })
}
