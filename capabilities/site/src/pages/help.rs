//! Help, by kind of reader, and a human to reach.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Language, Sample, Site};
use web::{Answer, House, Visit};

use super::sample;
use crate::wiring::{Contacts, Wiring};

#[derive(Template)]
#[template(path = "pages/help.html")]
struct HelpPage {
    frame: Frame,
    contacts: Contacts,
}

const TITLE: &str = "Aide et contact";

/// The page.
pub async fn show(wiring: Wiring, _: State<Arc<House>>, visit: Visit) -> Answer {
    web::answer::page(&HelpPage { frame: visit.public(TITLE), contacts: (wiring.contacts)() })
}

/// With and without contacts.
pub fn samples(site: &Site) -> Vec<Sample> {
    let page = |language: Language, contacts: Contacts| HelpPage {
        frame: Frame::public(site, TITLE, "/aide").translated(language),
        contacts,
    };
    let contacts =
        || Contacts { email: "contrat@ville.example".into(), phone: "04 00 00 00 00".into(), ..Contacts::default() };
    vec![
        sample("Aide", &page(Language::French, contacts())),
        sample("Aide, sans contact", &page(Language::French, Contacts::default())),
        sample("Aide en arabe", &page(Language::Arabic, contacts())),
    ]
}
