//! What is kept about people: printed from what each slice declares next to its tables.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Language, Sample, Site};
use kernel::privacy::{Kept, Privacy};
use web::{Answer, House, Visit};

use super::sample;
use crate::wiring::{Contacts, Wiring};

#[derive(Template)]
#[template(path = "pages/privacy.html")]
struct PrivacyPage {
    frame: Frame,
    /// What is kept, under who answers for it.
    kept: Vec<(&'static str, Vec<Kept>)>,
    contacts: Contacts,
    session_cookie: &'static str,
}

const TITLE: &str = "Données personnelles";

/// The page.
pub async fn show(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit) -> Answer {
    web::answer::page(&page(
        visit.public(TITLE),
        &(wiring.privacy)(),
        (wiring.contacts)(),
        web::visit::session_cookie(house.settings.is_https()),
    ))
}

fn page(frame: Frame, slices: &[Privacy], contacts: Contacts, session_cookie: &'static str) -> PrivacyPage {
    let mut kept: Vec<(&'static str, Vec<Kept>)> = Vec::new();
    for one in slices.iter().flat_map(|slice| slice.kept) {
        match kept.iter_mut().find(|(owner, _)| *owner == one.owner) {
            Some((_, own)) => own.push(*one),
            None => kept.push((one.owner, vec![*one])),
        }
    }
    PrivacyPage { frame, kept, contacts, session_cookie }
}

/// With what this slice declares.
pub fn samples(site: &Site) -> Vec<Sample> {
    let page = |language| {
        let frame = Frame::public(site, TITLE, "/donnees-personnelles").translated(language);
        page(frame, &[journal::PRIVACY, jobs::PRIVACY, crate::PRIVACY], Contacts::default(), "parvis")
    };
    vec![
        sample("Données personnelles", &page(Language::French)),
        sample("Données personnelles en anglais", &page(Language::English)),
    ]
}
