//! Every page in its states, for the gallery and the tests.

use askama::Template;
use interface::{Form, Frame, Sample, Site};
use kernel::{FieldError, Uuid};
use surveys::facade::results::SurveyBrief;

use super::ask::AskPage;

fn surveys() -> Vec<SurveyBrief> {
    let one = |rank: u128, title: &str| SurveyBrief {
        id: Uuid::from_u128(rank),
        title: title.to_owned(),
        channel: None,
        is_published: true,
        is_open: false,
        follow_up: String::new(),
        questions: vec![("bien_etre".into(), "Comment vous sentez-vous dans votre quartier ?".into())],
    };
    vec![one(1, "Enquête en ligne"), one(2, "Enquête par téléphone")]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::back_office(site, "Rapport de la concertation", "/gestion/ecoute");
    let page = |name: &str, form: Form, surveys: &[SurveyBrief]| {
        let page = AskPage::new(frame(), form, "/gestion/ecoute/concertations/x/rapport/fichier".into(), surveys);
        Sample::page("rapport", name, page.render().unwrap_or_else(|error| error.to_string()))
    };
    let wrong = Form::filled([("version", "interne")]).with_errors(vec![
        FieldError::new("format", "Choisissez le document ou le diaporama"),
        FieldError::new("partie", "Cochez une partie au moins"),
    ]);
    vec![
        page("Choisir ce que dit le rapport", AskPage::whole(&surveys()), &surveys()),
        page("Sans questionnaire", AskPage::whole(&[]), &[]),
        page("À corriger", wrong, &surveys()),
    ]
}
