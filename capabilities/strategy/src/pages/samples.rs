//! Every page in its states, for the gallery and the tests. Names and dates are examples.

use askama::Template;
use interface::{Choice, Form, Frame, Link, Sample, Site};
use kernel::{Cents, FieldError, Uuid};

use super::amendment::AmendmentPage;
use super::commitment::CommitmentPage;
use super::edit_level::LevelPage;
use super::edit_signatory::{Known, SignatoryPage};
use super::edit_terms::TermsPage;
use super::list::{Line, ListPage};
use super::manage::{ManageLine, ManageListPage, SheetPage};
use super::show::{ShowPage, period, status_tag};
use super::told::Told;
use super::tree_samples;
use crate::facade::{NodeTie, TieKind};
use crate::rules::{
    Amendment, AmendmentTerms, Commitment, CommitmentKind, CommitmentTerms, Contract, ContractTerms, Level, LevelNames,
    Node, NodeText, Requirement, Signatory, SignatoryTerms, SignatureStatus, Status, branches, lenses,
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

pub(super) fn told(status: Status, is_full: bool) -> Told {
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
    let commitment = Commitment {
        id: Uuid::from_u128(40),
        contract: Uuid::from_u128(1),
        signatory: Uuid::from_u128(30),
        terms: CommitmentTerms {
            kind: CommitmentKind::Specific,
            amount: Some(Cents(1_250_000)),
            fte_hundredths: None,
            year: Some(2025),
            words: "Postes de médiation".into(),
        },
        revision: 1,
    };
    let amendment = Amendment {
        id: Uuid::from_u128(50),
        contract: Uuid::from_u128(1),
        terms: AmendmentTerms { number: 1, signed_on: Some(day(2026, 3)), changes: "Un quartier de plus.".into() },
        revision: 1,
    };
    let tie = |kind| NodeTie {
        node: Uuid::from_u128(21),
        kind,
        label: "Lieux entretenus".into(),
        path: "/besoins".into(),
        status: "En cours".into(),
    };
    let branches = if is_full { branches(&levels, &nodes) } else { Vec::new() };
    Told {
        contract: contract(status),
        areas: if is_full { vec![Link::new("Quartier d’exemple", "/quartiers/QN00000X")] } else { Vec::new() },
        levels: if is_full { levels } else { Vec::new() },
        branches,
        signatories: if is_full { vec![signatory] } else { Vec::new() },
        commitments: if is_full { vec![commitment] } else { Vec::new() },
        amendments: if is_full { vec![amendment] } else { Vec::new() },
        lenses: lenses(Vec::new()),
        ties: if is_full { vec![tie(TieKind::Sheet), tie(TieKind::Need)] } else { Vec::new() },
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
    let overview = crate::store::contract::Overview {
        areas: 5,
        levels: vec![("Enjeu".into(), "Enjeux".into(), 3), ("Objectif".into(), "Objectifs".into(), 12)],
        signatories: 11,
        signed: 4,
        amendments: 1,
    };
    let list = |lines: Vec<Line>, is_filtered: bool| {
        let frame = public("Contrats de ville");
        ListPage {
            form: Form::empty(),
            has_any: !lines.is_empty(),
            counted: frame.t_count(lines.len() as i64, "{n} contrat", "{n} contrats"),
            lines,
            statuses: Vec::new(),
            holders: vec![Choice::new("Agglomération d’exemple", "Agglomération d’exemple")],
            is_filtered,
            frame,
        }
    };
    let line = ManageLine {
        title: one.terms.title.clone(),
        href: "/gestion/contrats".into(),
        period: period(&one.terms),
        status: status_tag(Status::Signed),
    };
    let known = Known {
        id: Uuid::from_u128(30),
        commitments: vec![(Uuid::from_u128(40), "Crédits spécifiques 2025".into())],
    };
    let mut all = vec![
        sample("Aucun contrat", list(Vec::new(), false).render()),
        sample("Deux contrats", list(vec![Line::of(&one, &overview), Line::of(&one, &overview)], true).render()),
        sample(
            "Contrat proposé",
            ShowPage::new(public("Contrat de ville d’exemple"), told(Status::Proposed, true), 1, false).render(),
        ),
        sample(
            "Contrat à peine ouvert",
            ShowPage::new(public("Contrat de ville d’exemple"), told(Status::Signed, false), 1, true).render(),
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
            LevelPage::new(back("Ajouter un niveau"), wrong("singulier", "Saisissez le nom au singulier"), None)
                .render(),
        ),
        sample(
            "Renommer un niveau",
            LevelPage::new(back("Renommer un niveau"), Form::empty(), Some(Uuid::from_u128(10))).render(),
        ),
        sample(
            "Ajouter un signataire",
            SignatoryPage::new(back("Ajouter un signataire"), Form::empty(), None).render(),
        ),
        sample(
            "Modifier un signataire",
            SignatoryPage::new(back("Modifier un signataire"), Form::empty(), Some(known)).render(),
        ),
        sample(
            "Engagement, à corriger",
            CommitmentPage::new(
                back("Ajouter un engagement"),
                wrong("montant", "Saisissez le montant, par exemple 12 500"),
                "Commune d’exemple",
                None,
            )
            .render(),
        ),
        sample(
            "Avenant",
            AmendmentPage::new(back("Modifier un avenant"), Form::filled([("numero", "1")]), Some("/gestion".into()))
                .render(),
        ),
    ];
    all.extend(tree_samples::samples(site));
    all
}
