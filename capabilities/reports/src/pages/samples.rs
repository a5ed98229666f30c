//! Every page in its states, for the gallery and the tests.

use askama::Template;
use interface::{Form, Frame, Sample, Site};
use jiff::tz::TimeZone;
use jobs::JobState;
use kernel::{FieldError, Moment, Uuid};
use surveys::facade::results::SurveyBrief;

use super::ask::AskPage;
use super::made::Line;
use crate::actions::{Format, Section, Wish};
use crate::store::Asked;

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
    let line = |name: Option<&str>, state: JobState, told: &str| {
        let wish = Wish {
            format: Format::ALL[usize::from(name.is_none())],
            is_public: false,
            sections: Section::ALL.to_vec(),
            surveys: Vec::new(),
            questions: Vec::new(),
        };
        let (id, asked_at) = (Uuid::from_u128(3), Moment(1_772_000_000_000_000));
        let asked = Asked { id, consultation: id, job: id, asked_at, wish, name: name.map(str::to_owned) };
        Line::new(&asked, &TimeZone::UTC, (state, told.to_owned()))
    };
    let page = |name: &str, form: Form, surveys: &[SurveyBrief]| {
        let page = AskPage::new(frame(), form, "/gestion/ecoute/concertations/x/rapport".into(), surveys);
        Sample::page("rapport", name, page.render().unwrap_or_else(|error| error.to_string()))
    };
    let wrong = Form::filled([("version", "interne")]).with_errors(vec![
        FieldError::new("format", "Choisissez le document ou le diaporama"),
        FieldError::new("partie", "Cochez une partie au moins"),
    ]);
    let made = vec![
        line(None, JobState::Failed, "Le rapport n’a pas pu être fait ; demandez-le de nouveau."),
        line(None, JobState::Running, "Mise en page (étape 2 sur 3)."),
        line(Some("rapport-interne-2026-03-01.pdf"), JobState::Done, ""),
    ];
    let asked =
        AskPage::new(frame(), AskPage::whole(&surveys()), "/gestion/ecoute/concertations/x/rapport".into(), &surveys());
    let asked = asked.with(made).render().unwrap_or_else(|error| error.to_string());
    vec![
        Sample::page("rapport", "Rapports demandés", asked),
        page("Choisir ce que dit le rapport", AskPage::whole(&surveys()), &surveys()),
        page("Sans questionnaire", AskPage::whole(&[]), &[]),
        page("À corriger", wrong, &surveys()),
    ]
}
