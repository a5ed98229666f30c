//! The accessibility statement French law asks for. Honest: no audit has been made, so nothing is claimed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Conformity, Frame, Language, Sample, Site};
use web::{Answer, House, Visit};

use super::sample;
use crate::wiring::{Contacts, Wiring};

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct AccessibilityPage {
    frame: Frame,
    contacts: Contacts,
}

const TITLE: &str = "Accessibilité";

impl AccessibilityPage {
    fn state(&self) -> &'static str {
        match self.frame.site.conformity {
            Conformity::None => {
                "Ce site n’est pas conforme au RGAA, le référentiel français : aucun audit n’a encore été fait."
            }
            Conformity::Partial => "Ce site est partiellement conforme au RGAA, le référentiel français.",
            Conformity::Full => "Ce site est totalement conforme au RGAA, le référentiel français.",
        }
    }
}

/// The page.
pub async fn show(wiring: Wiring, _: State<Arc<House>>, visit: Visit) -> Answer {
    web::answer::page(&AccessibilityPage { frame: visit.public(TITLE), contacts: (wiring.contacts)() })
}

/// As declared before any audit.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = Frame::public(site, TITLE, "/accessibilite").translated(Language::French);
    vec![sample("Accessibilité", &AccessibilityPage { frame, contacts: Contacts::default() })]
}
