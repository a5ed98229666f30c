//! Pages of assessment, in their states.

use interface::{Choice, Form, Frame, Html, Link, Pagination, Sample, Site, SummaryRow, Tag, TagColour};
use jiff::civil::date;
use kernel::FieldError;

use super::assess_clock::{ClockPage, PromisePage};
use super::assess_file::FilePage;
use super::assess_list::{ListPage, NothingPage, Offered};
use super::assess_more::{ItemShown, MorePage, WaitingShown};
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
        here: String::new(),
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
    let item = |label: &str, tag: Tag, reply: &str| ItemShown {
        label: label.into(),
        why: "Le budget 2026 n’est pas équilibré.".into(),
        reply: reply.into(),
        tag,
    };
    let more = |form: Form, waiting: Option<(&'static str, &str, &'static str)>| MorePage {
        frame: back("Demander ce qui manque").with_form(&form),
        form,
        path: "/gestion/dossiers/exemple".into(),
        may_ask: waiting.is_none_or(|(_, _, end)| !end.is_empty()),
        waiting: waiting.map(|(title, words, end)| WaitingShown {
            title,
            words: words.into(),
            items: vec![
                item("Devis", Tag::new(TagColour::Green, "apporté"), "Le devis signé est joint."),
                item("Budget de l’action", Tag::new(TagColour::Amber, "à apporter"), ""),
            ],
            end,
            revision: 2,
        }),
        choices: some(),
    };
    let received = ("Complément reçu", "Le porteur a répondu le 3 avril 2026 à 9 h 12.", "Accepter ce complément");
    let late = (
        "Complément demandé",
        "Le porteur n’a pas répondu. La date du 10 avril 2026 est passée.",
        "Ne plus attendre ce complément",
    );
    let file = |is_whole: bool| FilePage {
        frame: back("Dossier 2026-0004").with_caption("Les Ateliers du Viaduc"),
        form: Form::empty(),
        path: "/gestion/dossiers/exemple".into(),
        rows: vec![SummaryRow::new("Porteur", "Les Ateliers du Viaduc"), SummaryRow::new("État", "déposé")],
        verdict: if is_whole { "Rien ne manque à ce dossier." } else { "2 points à compléter ou à corriger." }.into(),
        checks: vec![(Tag::new(TagColour::Red, "manque"), "« Devis » manque.".into(), "Cuisines du monde".into())],
        projects: vec![(Link::new("Cuisines du monde", "/gestion/dossiers/actions/1"), "3 000 € demandés".into())],
        sections: vec![("Votre demande".into(), vec![SummaryRow::new("Que demandez-vous ?", "Se rencontrer.")])],
        papers: match is_whole {
            true => vec![Link::new("Devis, Cuisines du monde : devis.pdf", "/gestion/dossiers/exemple/pieces/1")],
            false => Vec::new(),
        },
        unread: if is_whole { "2 messages non lus".into() } else { String::new() },
        asked: vec!["1 élément demandé par Camille Exemple, accepté".into()],
        out: if is_whole { vec!["Dominique Essai".into()] } else { Vec::new() },
        may_check: true,
        more: if is_whole { "Relire le complément reçu" } else { "Demander ce qui manque" },
        is_waiting: true,
        lacks: !is_whole,
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
        page("dossier, points manquants", &file(false)),
        page("dossier, complément reçu", &file(true)),
        page("demander ce qui manque", &more(Form::empty(), None)),
        page("demander ce qui manque, à corriger", &more(wrong("elements", "Choisissez ce qui manque"), None)),
        page(
            "complément demandé",
            &more(Form::empty(), Some(("Complément demandé", "Attendu pour le 10 avril 2026.", ""))),
        ),
        page("complément, date passée", &more(Form::empty(), Some(late))),
        page("complément reçu", &more(Form::empty(), Some(received))),
        page("ressemblances", &near(pairs)),
        page("aucune ressemblance", &near(Vec::new())),
        page("deux projets", &pair(Form::empty())),
        page("deux projets, à corriger", &pair(wrong("motif", "Dites pourquoi ce n’est rien"))),
        page("lien avec un dossier", &recusal(Form::empty())),
        page("lien avec un dossier, à corriger", &recusal(wrong("raison", "Dites quel lien"))),
        page("avis d’un service", &ServicePage::new(back("Demander l’avis d’un service"), Form::empty(), some())),
    ]
}
