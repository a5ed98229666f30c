//! Every page in its states, for the gallery and the tests. Names and dates are examples.

use askama::Template;
use interface::{Form, Frame, Link, Sample, Site};
use kernel::{FieldError, Uuid};

use super::edit_level::LevelPage;
use super::edit_node::NodePage;
use super::edit_signatory::SignatoryPage;
use super::edit_terms::TermsPage;
use super::list::{Line, ListPage};
use super::manage::{ManageLine, ManageListPage, SheetPage};
use super::show::{Told, period, status_tag};
use crate::rules::{
    Contract, ContractTerms, Level, LevelNames, Node, NodeText, Requirement, Signatory, SignatoryTerms,
    SignatureStatus, Status, branches,
};

fn day(year: i16, month: i8) -> jiff::civil::Date {
    jiff::civil::Date::new(year, month, 1).unwrap_or(jiff::civil::Date::MIN)
}

fn contract(status: Status) -> Contract {
    Contract {
        id: Uuid::from_u128(1),
        code: "exemple-2024".into(),
        terms: ContractTerms {
            title: "Contrat de ville d’exemple".into(),
            starts_on: day(2024, 4),
            ends_on: day(2030, 4),
            holder: "Agglomération d’exemple".into(),
            review_year: Some(2027),
            review_on: None,
            zoning_generation: Some(2024),
            status,
            source: "Comité de pilotage d’exemple".into(),
            note: "Dates d’exemple.".into(),
        },
        revision: 3,
    }
}

fn told(status: Status, is_full: bool) -> Told {
    let level = |id: u128, depth: i64, one: &str, several: &str, is_transversal: bool| Level {
        id: Uuid::from_u128(id),
        contract: Uuid::from_u128(1),
        depth,
        names: LevelNames { singular: one.into(), plural: several.into() },
        is_transversal,
        revision: 1,
    };
    let levels = vec![
        level(10, 1, "Enjeu", "Enjeux", false),
        level(11, 2, "Objectif", "Objectifs", false),
        level(12, 1, "Préoccupation transverse", "Préoccupations transverses", true),
    ];
    let node = |id: u128, level: u128, parent: Option<u128>, code: &str, title: &str| Node {
        id: Uuid::from_u128(id),
        contract: Uuid::from_u128(1),
        level: Uuid::from_u128(level),
        parent: parent.map(Uuid::from_u128),
        text: NodeText { code: code.into(), title: title.into(), summary: "Un résumé.".into(), note: String::new() },
        position: i64::try_from(id).unwrap_or(0),
        tags: Vec::new(),
        revision: 1,
    };
    let nodes = [
        node(20, 10, None, "E1", "Habiter"),
        node(21, 11, Some(20), "O1", "Lieux entretenus"),
        node(22, 11, Some(20), "O2", "Quartiers apaisés"),
        node(23, 12, None, "T1", "Mobilités"),
    ];
    let signatory = Signatory {
        id: Uuid::from_u128(30),
        contract: Uuid::from_u128(1),
        terms: SignatoryTerms {
            name: "Commune d’exemple".into(),
            requirement: Requirement::Required,
            status: SignatureStatus::ToConfirm,
            commitment: String::new(),
            legal_basis: "Loi d’exemple, article 6".into(),
        },
        revision: 1,
    };
    let branches = if is_full { branches(&levels, &nodes) } else { Vec::new() };
    Told {
        contract: contract(status),
        areas: if is_full { vec![Link::new("Quartier d’exemple", "/quartiers/QN00000X")] } else { Vec::new() },
        levels: if is_full { levels } else { Vec::new() },
        branches,
        signatories: if is_full { vec![signatory] } else { Vec::new() },
    }
}

/// Every page in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let public = |title: &str| Frame::public(site, title, "/contrat");
    let back = |title: &str| Frame::back_office(site, title, "/gestion/contrats");
    let sample = |name: &str, page: Result<String, askama::Error>| {
        Sample::page("contrat", name, page.unwrap_or_else(|error| error.to_string()))
    };
    let wrong = |field: &str, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let one = contract(Status::Signed);
    let line = ManageLine {
        title: one.terms.title.clone(),
        href: "/gestion/contrats".into(),
        period: period(&one.terms),
        status: status_tag(Status::Signed),
    };
    let node = NodePage {
        frame: back("Modifier un élément"),
        form: Form::filled([("intitule", "Habiter")]),
        levels: Vec::new(),
        parent: None,
        remove: Some("/gestion/contrats".into()),
    };
    vec![
        sample("Aucun contrat", ListPage { frame: public("Contrats de ville"), lines: Vec::new() }.render()),
        sample(
            "Deux contrats",
            ListPage { frame: public("Contrats de ville"), lines: vec![Line::of(&one), Line::of(&one)] }.render(),
        ),
        sample(
            "Contrat proposé",
            told(Status::Proposed, true).page(public("Contrat de ville d’exemple"), None).render(),
        ),
        sample(
            "Contrat à peine ouvert",
            told(Status::Signed, false)
                .page(public("Contrat de ville d’exemple"), Some("/gestion/contrats".into()))
                .render(),
        ),
        sample("Gestion, aucun contrat", ManageListPage { frame: back("Contrats"), lines: Vec::new() }.render()),
        sample("Gestion, un contrat", ManageListPage { frame: back("Contrats"), lines: vec![line] }.render()),
        sample(
            "Fiche de gestion",
            SheetPage::new(back("Contrat de ville d’exemple"), told(Status::Proposed, true)).render(),
        ),
        sample(
            "Fiche de gestion vide",
            SheetPage::new(back("Contrat de ville d’exemple"), told(Status::Ended, false)).render(),
        ),
        sample(
            "Créer un contrat, à corriger",
            TermsPage::new(back("Créer un contrat"), wrong("titre", "Saisissez le titre du contrat"), &[], true)
                .render(),
        ),
        sample("Modifier un contrat", TermsPage::new(back("Modifier le contrat"), Form::empty(), &[], false).render()),
        sample(
            "Ajouter un niveau",
            LevelPage::new(back("Ajouter un niveau"), wrong("singulier", "Saisissez le nom au singulier"), true)
                .render(),
        ),
        sample("Modifier un élément", node.render()),
        sample(
            "Ajouter un signataire",
            SignatoryPage::new(back("Ajouter un signataire"), Form::empty(), None).render(),
        ),
    ]
}
