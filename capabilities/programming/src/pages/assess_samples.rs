//! Pages of assessment, in their states.

use interface::{Choice, Form, Frame, Html, Link, Pagination, Sample, Site};
use jiff::civil::date;
use kernel::FieldError;

use super::assess_clock::{ClockPage, PromisePage};
use super::assess_list::{ListPage, NothingPage, Offered};
use super::assess_near::{NearPage, PairPage, Text};
use super::assess_recusal::RecusalPage;
use super::assess_routing::RoutingPage;
use super::assess_service::ServicePage;
use crate::actions::assess_clock::Clock;
use crate::rules::{Delay, Promise, Stage};

const GROUP: &str = "instruction des dossiers";

fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/dossiers");
    let some = || vec![Choice::new("1", "Camille Exemple"), Choice::new("2", "Dominique Essai")];
    let list = |form: Form, is_empty: bool| ListPage {
        frame: back("Dossiers").with_form(&form),
        form,
        offered: Offered { calls: some(), readers: some(), ..Offered::default() },
        sentence: "2 projets, Appel à projets 2026.".into(),
        clear: String::new(),
        kept: vec![("etat", "depose".into())],
        table: Html::text(""),
        is_empty,
        pages: Pagination::new(1, 60, 25, "/gestion/dossiers"),
        links: vec![Link::new("Répartir les dossiers", "/gestion/dossiers/repartition")],
        views: Vec::new(),
        query: String::new(),
        call: "1".into(),
        formats: some(),
        may_route: true,
    };
    let wrong = |field: &str, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let told = Delay::Told { base: 12, median_tenths: 425, ninetieth_tenths: 880, late: 3 };
    let stages = vec![(Stage::Complete, told.clone()), (Stage::Decided, told), (Stage::Notified, Delay::TooFew(2))];
    let clocks = [
        Clock { funder: None, all: 14, stages: stages.clone() },
        Clock { funder: Some("Département d’essai".into()), all: 9, stages },
    ];
    let public = Frame::public(site, "Délais de réponse", "/appels/x/delais");
    let routing = |form: Form| RoutingPage {
        frame: back("Répartir les dossiers").with_form(&form),
        form,
        call: "1".into(),
        rules: vec![("1".into(), "Grazailles → Camille Exemple".into())],
        areas: some(),
        nodes: some(),
        funders: some(),
        readers: some(),
    };
    let near = |pairs| NearPage {
        frame: back("Projets qui se ressemblent"),
        call: "1".into(),
        compared: "60 projets comparés.".into(),
        pairs,
    };
    let side = |title: &str| Text {
        link: Link::new(title, "/gestion/dossiers/actions/1"),
        carrier: "Les Ateliers du Viaduc".into(),
        words: "Un jardin au pied des immeubles.".into(),
    };
    let pair = |form: Form| PairPage {
        frame: back("Deux projets côte à côte").with_form(&form),
        form,
        words: "82 % en commun, deux porteurs".into(),
        sides: vec![side("Jardin partagé"), side("Jardin d’Ozanam")],
        set_aside: None,
    };
    let recusal = |form: Form| {
        RecusalPage::new(back("Déclarer un lien avec ce dossier"), form, "Les Ateliers du Viaduc", (some(), Vec::new()))
    };
    let promise = |form: Form| PromisePage {
        frame: back("Délais promis").with_form(&form),
        form,
        call: "1".into(),
        revision: "0".into(),
    };
    let pairs = vec![(Link::new("Jardin / Jardin", "/gestion/dossiers/ressemblances/1"), "82 %".into(), String::new())];
    vec![
        page("liste des dossiers", &list(Form::empty(), true)),
        page("liste des dossiers, rien de coché", &list(wrong("projets", "Cochez au moins un projet"), false)),
        page("aucun appel", &NothingPage { frame: back("Dossiers") }),
        page("délais publics", &ClockPage::new(public, &clocks, (&Promise::default(), date(2026, 3, 15), 2))),
        page("délais promis", &promise(Form::empty())),
        page("délais promis, à corriger", &promise(wrong("complet", "Indiquez un nombre de jours entre 1 et 365"))),
        page("répartition", &routing(Form::empty())),
        page("répartition, à corriger", &routing(wrong("lecteur", "Choisissez la personne qui lira ces dossiers"))),
        page("ressemblances", &near(pairs)),
        page("aucune ressemblance", &near(Vec::new())),
        page("deux projets", &pair(Form::empty())),
        page("deux projets, à corriger", &pair(wrong("motif", "Dites pourquoi ce n’est rien"))),
        page("lien avec un dossier", &recusal(Form::empty())),
        page("lien avec un dossier, à corriger", &recusal(wrong("raison", "Dites quel lien"))),
        page("avis d’un service", &ServicePage::new(back("Demander l’avis d’un service"), Form::empty(), some())),
    ]
}
