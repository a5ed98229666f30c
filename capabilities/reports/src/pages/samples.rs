//! Every page in its states, for the gallery and the tests.

use askama::Template;
use interface::{Form, Frame, Sample, Site};
use jiff::tz::TimeZone;
use jobs::JobState;
use kernel::{FieldError, Moment, Uuid};
use surveys::facade::results::SurveyBrief;

use super::ask::AskPage;
use super::made::Line;
use crate::actions::{
    Chapter, ChapterKept, Format, Genre, Order, PaperWish, Saved, Section, SectionKept, SectionText, Wish,
};
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
        let asked =
            Asked { id, about: id, job: id, asked_at, order: Order::Report(wish), name: name.map(str::to_owned) };
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
    let mut all = vec![
        Sample::page("rapport", "Rapports demandés", asked),
        page("Choisir ce que dit le rapport", AskPage::whole(&surveys()), &surveys()),
        page("Sans questionnaire", AskPage::whole(&[]), &[]),
        page("À corriger", wrong, &surveys()),
    ];
    all.extend(papers(site));
    all
}

/// The documents of a contract.
fn papers(site: &Site) -> Vec<Sample> {
    use super::papers::PapersPage;
    let frame = || Frame::back_office(site, "Documents du contrat", "/gestion/contrats");
    let sheets = [(Uuid::from_u128(5), "F030 : Nettoyer ensemble".to_owned())];
    let path = || "/gestion/contrats/x/documents".to_owned();
    let order = Order::Paper(PaperWish {
        genre: Genre::Contract,
        format: Format::Text,
        is_public: true,
        chapters: Chapter::ALL.to_vec(),
        sheet: None,
    });
    let (id, asked_at) = (Uuid::from_u128(3), Moment(1_772_000_000_000_000));
    let asked = Asked { id, about: id, job: id, asked_at, order, name: Some("contrat-public-2026-03-01.docx".into()) };
    let line = Line::new(&asked, &TimeZone::UTC, (JobState::Done, String::new()));
    let mut own: Vec<ChapterKept> = Chapter::ALL.iter().map(|one| ChapterKept::proposed(*one)).collect();
    let blank = PapersPage::new(frame(), PapersPage::whole(&own), path(), &sheets, &own);
    let made = PapersPage::new(frame(), PapersPage::whole(&own), path(), &[], &own).with(vec![line]);
    let wrong = Form::filled([("version", "interne"), ("genre", "comite"), ("format", "xlsx")])
        .with_errors(vec![FieldError::new("format", "Pour « Le comité de pilotage », choisissez PPTX ou PDF")]);
    let wrong = PapersPage::new(frame(), wrong, path(), &sheets, &own);
    let drawn = |name: &str, page: &PapersPage| {
        Sample::page("documents", name, page.render().unwrap_or_else(|error| error.to_string()))
    };
    let mut all = vec![
        drawn("Choisir un document", &blank),
        drawn("Documents demandés", &made),
        drawn("Document à corriger", &wrong),
    ];
    own[1].text.introduction = "Le comité de pilotage a retenu trois enjeux.".into();
    own[3].text.is_kept = false;
    all.extend(parts(site, &own));
    all
}

/// The parts of a contract and their sections.
fn parts(site: &Site, own: &[ChapterKept]) -> Vec<Sample> {
    use super::chapters::{ChapterPage, ChaptersPage, form_of as part_form};
    use super::overtaken::{Overtaken, told};
    use super::sections::{SectionPage, form_of};
    let contract = Uuid::from_u128(3);
    let frame = |title: &str| Frame::back_office(site, title, "/gestion/contrats");
    let sample =
        |name: &str, html: Result<String, askama::Error>| Sample::page("documents", name, html.unwrap_or_default());
    let saved = Saved { at: Moment(1_774_000_000_000), by: "Nadia Fabre".into() };
    let section = |rank: u128, title: &str, is_ready: bool| SectionKept {
        id: Uuid::from_u128(rank),
        contract,
        chapter: Chapter::Orientations,
        text: SectionText { title: title.into(), body: "Trois enjeux :\n\n- Grandir\n- Habiter".into(), is_ready },
        saved: saved.clone(),
        revision: 2,
    };
    let sections = [section(1, "Une ville pour grandir", true), section(2, "", false)];
    let saved = told(Some(&saved), Moment(1_774_000_000_000), &TimeZone::UTC);
    let other = || Overtaken {
        told: saved.clone(),
        title: "Ce que nous voulons".into(),
        text: "Le texte de l’autre personne.".into(),
    };
    let part = |form: Form, sections: &[SectionKept]| {
        let path = "/gestion/contrats/x/parties/orientations".to_owned();
        ChapterPage::new(frame("Une partie du contrat"), form, path, sections)
    };
    let one = |form: Form| {
        let path = "/gestion/contrats/x/parties/orientations".to_owned();
        SectionPage::new(frame("Une section du contrat"), form, (path, Some(Uuid::from_u128(1))))
    };
    let untitled = FieldError::new("titre", "Donnez un titre à la section avant de la dire prête");
    let form = || part_form(&own[1]);
    vec![
        sample("Parties du contrat", ChaptersPage::new(frame("Parties"), contract, own, &sections).render()),
        sample("Une partie du contrat", part(form(), &[]).render()),
        sample("Une partie avec ses sections", {
            ChapterPage { saved: saved.clone(), ..part(form(), &sections) }.render()
        }),
        sample("Une partie écrite à deux", {
            ChapterPage { overtaken: Some(other()), ..part(form(), &sections) }.render()
        }),
        sample("Une partie à corriger", {
            part(form().with_errors(vec![FieldError::new("titre", "Saisissez un titre")]), &[]).render()
        }),
        sample("Ajouter une section", {
            SectionPage::new(frame("Ajouter une section"), Form::empty(), ("/x".into(), None)).render()
        }),
        sample("Une section du contrat", SectionPage { saved: saved.clone(), ..one(form_of(&sections[0])) }.render()),
        sample("Une section écrite à deux", {
            SectionPage { overtaken: Some(other()), ..one(form_of(&sections[0])) }.render()
        }),
        sample("Une section à corriger", one(form_of(&sections[1]).with_errors(vec![untitled])).render()),
    ]
}
