//! Every page in its states, for the gallery and the tests. Names and dates are examples.

use askama::Template;
use interface::{Form, Frame, Sample, Site};

use super::board::NoContractPage;
use super::files::FilePage;

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let sample = |name: &str, html: Result<String, askama::Error>| Sample::page("plan", name, html.unwrap_or_default());
    vec![
        sample("Aucun contrat", NoContractPage { frame: back("Plan d’actions", "/gestion/actions") }.render()),
        sample(
            "Joindre un fichier",
            FilePage::new(back("Joindre une photo ou un document", "/gestion/actions/x/fichiers"), Form::empty())
                .render(),
        ),
    ]
}
