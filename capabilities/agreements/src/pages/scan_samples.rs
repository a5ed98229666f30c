//! Piles of scans and trusted authorities, in their states.

use interface::{Choice, Form, Frame, Link, Sample, Tag, TagColour};

use super::samples::{page, wrong};
use super::scans::{BatchPage, BatchRow, FateGroup, ScansPage};
use super::trusted::{TrustedPage, TrustedShown};

pub(super) fn samples(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    [piles(back), authorities(back)].concat()
}

fn piles(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |form: Form, rows| ScansPage {
        frame: back("Pages numérisées").with_form(&form),
        form,
        action: "/gestion/numerisations?contrat=exemple".into(),
        rows,
        hint: "PDF de 50 Mo au plus, 200 pages au plus.".into(),
        days: 30,
    };
    let row = BatchRow {
        href: "/gestion/numerisations/1".into(),
        title: "conventions-mars.pdf".into(),
        told: "42 pages, déposé le 12 mars 2026 à 10 h 12 par Nadia".into(),
        state: Tag::new(TagColour::Green, "Pages lues"),
    };
    let batch = |form: Form| BatchPage {
        frame: back("conventions-mars.pdf").with_form(&form),
        form,
        path: "/gestion/numerisations/1".into(),
        state: Tag::new(TagColour::Green, "Pages lues"),
        told: "Lu : 42 sur 42 pages.".into(),
        is_reading: false,
        is_stopped: false,
        whole: vec![Choice::new("1", "Convention C2026-0001, Association d’exemple : pages 1, 2 et 3 du lot")],
        papers: vec![Link::new(
            "Convention C2026-0001, Association d’exemple",
            "/gestion/numerisations/1/conventions/1",
        )],
        parts: vec!["Convention C2026-0002, Autre association : Manque la page 3 sur 5.".into()],
        groups: vec![
            FateGroup {
                title: "Aucun code lu : page sans code, coin coupé ou image trop pâle (2 pages)".into(),
                pages: [7, 8]
                    .map(|rank| {
                        let href = format!("/gestion/numerisations/1/pages/{rank}");
                        (Link::new(format!("Page {rank}"), href), String::new())
                    })
                    .into(),
            },
            FateGroup {
                title: "Cette page est deux fois dans le lot (1 page)".into(),
                pages: vec![(
                    Link::new("Page 12", "/gestion/numerisations/1/pages/12"),
                    "convention C2026-0002, page 2".into(),
                )],
            },
        ],
        given: String::new(),
    };
    let reading = BatchPage {
        state: Tag::new(TagColour::Blue, "Lecture en cours"),
        told: "Lecture des codes des pages (étape 12 sur 200). Rechargez la page pour suivre la lecture.".into(),
        is_reading: true,
        whole: Vec::new(),
        papers: Vec::new(),
        parts: Vec::new(),
        groups: Vec::new(),
        ..batch(Form::empty())
    };
    let stopped = BatchPage {
        state: Tag::new(TagColour::Amber, "Lecture arrêtée"),
        is_stopped: true,
        given: "3 pages déjà déposées".into(),
        whole: Vec::new(),
        papers: Vec::new(),
        ..batch(Form::empty())
    };
    let none = [("convention", "Choisissez au moins une convention complète à déposer")];
    vec![
        page("pages numérisées, aucune", &list(Form::empty(), Vec::new())),
        page("pages numérisées", &list(Form::empty(), vec![row])),
        page(
            "pages numérisées, à corriger",
            &list(wrong(Form::empty(), &[("fichier", "Choisissez le PDF des pages numérisées")]), Vec::new()),
        ),
        page("lot de pages", &batch(Form::filled([("convention", "1")]))),
        page("lot de pages, à corriger", &batch(wrong(Form::empty(), &none))),
        page("lot de pages, en lecture", &reading),
        page("lot de pages, arrêté", &stopped),
    ]
}

fn authorities(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let trusted = |form: Form, rows| TrustedPage {
        frame: back("Autorités de signature").with_form(&form),
        form,
        contract: "exemple".into(),
        rows,
    };
    let row = TrustedShown {
        told: "Autorité d’exemple, valable du 1er janvier 2020 au 1er janvier 2040".into(),
        fingerprint: "A1:B2:C3".into(),
        added: "Ajouté le 12 mars 2026 à 10 h 12 par Nadia".into(),
        removal: "/gestion/conventions/certificats/1/retrait".into(),
        subject: "Autorité d’exemple".into(),
    };
    let errors = [("certificats", "Collez un certificat en PEM")];
    vec![
        page("autorités de signature, aucune", &trusted(Form::empty(), Vec::new())),
        page("autorités de signature", &trusted(Form::empty(), vec![row])),
        page("autorités de signature, à corriger", &trusted(wrong(Form::empty(), &errors), Vec::new())),
    ]
}
