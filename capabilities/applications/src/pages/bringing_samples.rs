//! The pages of what is brought from elsewhere, in their states. What is said here is invented.

use askama::Template;
use interface::{Form, Frame, Link, Sample, Site};
use kernel::{FieldError, Uuid};

use super::bringing::BringingPage;
use super::bringing_file::{FilePage, Told};
use super::samples::NOW;
use crate::actions::bringing_trial::{Fate, Line, Report};
use crate::rules::bringing::{Brought, Problem};
use crate::store::bringing::ImportFile;

fn file(state: &str) -> ImportFile {
    ImportFile {
        id: Uuid::from_u128(740),
        call: Uuid::from_u128(700),
        name: "dauphin-2026.xlsx".into(),
        format: "classeur .xlsx, feuille « Export »".into(),
        line_count: 412,
        mapping: "dossier=0\nporteur=1\naction=2\ndemande=3".into(),
        state: state.into(),
        told: if state == "done" { "38 nouveaux dossiers, 2 déjà là, 1 refusé".into() } else { String::new() },
        job: None,
        sent_at: NOW.0,
        revision: 2,
    }
}

fn line(reference: &str, fate: Fate, problems: Vec<Problem>) -> Line {
    let brought = Brought {
        reference: reference.into(),
        carrier: "Les Ateliers du Viaduc".into(),
        lines: vec![2],
        problems,
        ..Brought::default()
    };
    Line { brought, fate, known: None, carrier: None, projects: 2, fundings: 5 }
}

pub(super) fn samples(site: &Site) -> Vec<Sample> {
    let inside = |title: &str| Frame::back_office(site, title.to_owned(), "/gestion/appels");
    let headers = ["Référence", "Bénéficiaire", "Intitulé", "Montant", "Gestionnaire"].map(str::to_owned);
    let problem = Problem {
        line: 7,
        column: "Montant".into(),
        sentence: "« beaucoup » n’est pas un montant, par exemple 12 500,00".into(),
    };
    let report = || Report {
        lines: vec![line("D-1", Fate::New, Vec::new()), line("D-2", Fate::Wrong, vec![problem.clone()])],
        left_out: vec!["Gestionnaire".into()],
    };
    let shown = |state: &str, report: Option<Report>, form: Form| {
        let told = Told {
            file: &file(state),
            job: None,
            headers: &headers,
            remarks: vec!["Le classeur a 2 feuilles : seule « Export » est lue.".into()],
            report,
            is_erased: state == "erased",
        };
        FilePage::new(inside("Un fichier de dossiers"), form, told).render()
    };
    let wrong = |field: &str, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let list = |form: Form, files: Vec<Link>| {
        BringingPage::new(inside("Importer des dossiers"), form, Uuid::from_u128(700), files).render()
    };
    let sample = |name: &str, page: Result<String, askama::Error>| {
        Sample::page("appels à projets", name, page.unwrap_or_default())
    };
    let files = vec![Link::new("dauphin-2026.xlsx : 38 nouveaux dossiers", "/gestion/imports/740")];
    vec![
        sample("Importer des dossiers", list(Form::empty(), files)),
        sample("Importer des dossiers, pas un tableau", list(wrong("fichier", "Le fichier est vide."), Vec::new())),
        sample("Un fichier essayé", shown("held", Some(report()), Form::empty())),
        sample(
            "Un fichier, une colonne manque",
            shown("held", None, wrong("colonne-demande", "La colonne « Demandé » manque")),
        ),
        sample("Un fichier importé", shown("done", Some(report()), Form::empty())),
        sample("Un import arrêté", shown("stopped", Some(report()), Form::empty())),
        sample("Un fichier effacé", shown("erased", None, Form::empty())),
    ]
}
