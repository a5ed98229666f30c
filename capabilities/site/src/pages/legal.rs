//! Who answers for the site. What the town has not told is said to be missing, never invented.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Language, Sample, Site};
use web::{Answer, House, Visit};

use super::sample;
use crate::wiring::{Contacts, Wiring};

#[derive(Template)]
#[template(path = "pages/legal.html")]
struct LegalPage {
    frame: Frame,
    contacts: Contacts,
}

const TITLE: &str = "Mentions légales";

/// The page.
pub async fn show(wiring: Wiring, _: State<Arc<House>>, visit: Visit) -> Answer {
    web::answer::page(&LegalPage { frame: visit.public(TITLE), contacts: (wiring.contacts)() })
}

/// Complete and incomplete.
pub fn samples(site: &Site) -> Vec<Sample> {
    let page = |contacts| LegalPage {
        frame: Frame::public(site, TITLE, "/mentions-legales").translated(Language::French),
        contacts,
    };
    let complete = Contacts {
        director: "Le maire".into(),
        host: "La collectivité, place de la Mairie".into(),
        email: "contrat@ville.example".into(),
        ..Contacts::default()
    };
    vec![
        sample("Mentions légales", &page(complete)),
        sample("Mentions légales à compléter", &page(Contacts::default())),
    ]
}
