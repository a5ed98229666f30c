//! The pages of the tree in their states, for the gallery and the tests. Names and dates are examples.

use askama::Template;
use interface::{Choice, Form, Frame, Pagination, Sample, Site};
use kernel::{FieldError, Moment, Uuid};
use web::Fields;

use super::compare::{ComparePage, DifferenceLine, Side};
use super::conflict::{ConflictPage, Current, Disputed, TITLE};
use super::edit_node::{AddNodePage, NodePage, Past};
use super::history::{HistoryPage, Line, VersionLine};
use super::move_node::MovePage;
use super::node::NodeReadPage;
use super::notes::{NoteLine, NotesPage, PastePage, View};
use super::samples::told;
use super::settings::{LensesPage, NumberingPage};
use super::tree::{LastGesture, TreePage};
use crate::rules::{Change, ChangeKind, NamedVersion, NotePlace, Status, WorkshopNote};

fn change(kind: ChangeKind) -> Change {
    Change {
        id: Uuid::from_u128(60),
        contract: Uuid::from_u128(1),
        seq: 4,
        made_at: Moment(1_700_000_000_000),
        account: None,
        author: "Camille Exemple".into(),
        kind,
        what: "O1 Lieux entretenus".into(),
        why: "Relecture du comité technique".into(),
        undoes: None,
    }
}

fn history(frame: Frame, form: Form, is_full: bool) -> HistoryPage {
    let line = |is_undone| Line {
        change: change(ChangeKind::Moved),
        when: "le 3 mars 2026 à 14 h 32".into(),
        is_undone,
        can_undo: !is_undone,
    };
    let version = NamedVersion {
        id: Uuid::from_u128(61),
        contract: Uuid::from_u128(1),
        name: "Version signée".into(),
        seq: 3,
        taken_at: Moment(1_700_000_000_000),
        author: "Camille Exemple".into(),
        note: "Signée en comité de pilotage.".into(),
    };
    let versions = vec![VersionLine { version, when: "le 1er mars 2026 à 9 h 05".into() }];
    HistoryPage {
        frame: frame.with_form(&form),
        form,
        contract: Uuid::from_u128(1),
        lines: if is_full { vec![line(false), line(true)] } else { Vec::new() },
        pages: Pagination::new(1, 2, 40, "?page="),
        versions: if is_full { versions } else { Vec::new() },
        may_amend: is_full,
    }
}

fn notes(frame: Frame, form: Form, view: View, is_full: bool) -> NotesPage {
    let note = |id: u128, under: &str| NoteLine {
        id: Uuid::from_u128(id),
        words: "Des bancs à l’ombre".into(),
        source: "Atelier du 12 mars".into(),
        under: under.into(),
    };
    let choice = |value: &str, label: &str| vec![Choice::new(value, label)];
    NotesPage {
        frame: frame.with_form(&form),
        form,
        contract: Uuid::from_u128(1),
        view,
        views: View::ALL
            .iter()
            .map(|view| interface::Link::new(view.french(), format!("?vue={}", view.code())))
            .collect(),
        counted: "2 notes en tout".into(),
        notes: if is_full { vec![note(70, ""), note(71, "O1 Lieux entretenus")] } else { Vec::new() },
        pages: Pagination::new(1, 1, 1, "?page="),
        places: choice("1", "E1 Habiter"),
        is_long: view == View::Aside,
        levels: choice("2", "Objectif"),
        last: None,
    }
}

fn edited(frame: Frame) -> NodePage {
    NodePage {
        frame,
        form: Form::filled([("intitule", "Habiter"), ("revision", "2")]),
        id: Uuid::from_u128(20),
        tags: vec![Choice::new("lens:climate", "Climat")],
        tagged: Form::filled([("reperes", "lens:climate")]),
        notes: vec![WorkshopNote {
            id: Uuid::from_u128(70),
            contract: Uuid::from_u128(1),
            words: "Des bancs à l’ombre".into(),
            source: "Atelier du 12 mars".into(),
            place: NotePlace::Under(Uuid::from_u128(20)),
            position: 1,
            added_at: Moment(0),
        }],
        past: vec![Past {
            when: "le 3 mars 2026 à 14 h 32".into(),
            author: "Camille Exemple".into(),
            what: ChangeKind::Amended.french(),
            title: "E1 Habiter".into(),
            why: "Relecture".into(),
        }],
    }
}

fn compared(frame: Frame) -> ComparePage {
    let side = |aspect, before: &str, after: &str| Side { aspect, before: before.into(), after: after.into() };
    ComparePage {
        frame,
        form: Form::empty(),
        choices: vec![Choice::new("1", "Version signée")],
        sentence: "Entre « Version signée » et maintenant : 1 élément diffère.".into(),
        lines: vec![DifferenceLine {
            title: "O1 Lieux entretenus".into(),
            news: "Modifié",
            sides: vec![side("Intitulé", "Lieux propres", "Lieux entretenus"), side("Résumé", "", "Un résumé.")],
            who: vec!["Modification le 3 mars 2026 à 14 h 32, par Camille Exemple".into()],
        }],
        pages: Pagination::new(1, 1, 1, "?page="),
    }
}

fn disputed(frame: Frame) -> ConflictPage {
    let typed = Fields::from_pairs([("intitule", "Bien habiter"), ("resume", "Un résumé."), ("revision", "1")]);
    let fields =
        vec![Disputed::line("intitule", "Intitulé", "Habiter mieux"), Disputed::long("resume", "Résumé", "Un résumé.")];
    let current = Current { revision: 2, author: "Camille Exemple".into(), fields };
    ConflictPage::new(frame, "cet élément", current, &typed)
}

/// Every page of the tree in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let public = |title: &str| Frame::public(site, title, "/contrat");
    let back = |title: &str| Frame::back_office(site, title, "/gestion/contrats");
    let sample = |name: &str, page: Result<String, askama::Error>| {
        Sample::page("contrat", name, page.unwrap_or_else(|error| error.to_string()))
    };
    let wrong = |field: &str, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let (full, bare) = (told(Status::Signed, true), told(Status::Proposed, false));
    let last = |kind| Some(LastGesture::of(&change(kind)));
    let mut all = vec![
        sample(
            "Arbre à modifier",
            TreePage::new(back("Arbre"), &full, (None, 1), (last(ChangeKind::Moved), (3, 2))).render(),
        ),
        sample("Arbre sans niveau", TreePage::new(back("Arbre"), &bare, (None, 1), (None, (0, 0))).render()),
        sample(
            "Ajouter un élément, à corriger",
            AddNodePage {
                frame: back("Ajouter un élément"),
                form: wrong("reference", "La référence E1 est déjà prise dans ce contrat : choisissez-en une autre"),
                levels: vec![Choice::new("1", "Objectif")],
                parent: Some(("1".into(), "Habiter".into())),
            }
            .render(),
        ),
        sample("Modifier un élément", edited(back("Modifier un élément")).render()),
        sample("Deux textes à la fois", disputed(back(TITLE)).render()),
        sample("Ce qui a changé", compared(back("Ce qui a changé")).render()),
        sample(
            "Historique",
            history(back("Historique"), wrong("nom", "Saisissez le nom de la version"), true).render(),
        ),
        sample("Historique vide", history(back("Historique"), Form::empty(), false).render()),
        sample(
            "Notes à ranger",
            notes(back("Notes"), wrong("note", "Cochez au moins une note"), View::Unsorted, true).render(),
        ),
        sample("Aucune note", notes(back("Notes"), Form::empty(), View::Filed, false).render()),
        sample("Notes de côté, grand arbre", notes(back("Notes"), Form::empty(), View::Aside, true).render()),
        sample(
            "Coller des notes, à corriger",
            PastePage { frame: back("Coller"), form: wrong("notes", "Collez au moins une note, une par ligne") }
                .render(),
        ),
        sample(
            "Renuméroter",
            NumberingPage {
                frame: back("Renuméroter"),
                form: Form::empty(),
                ways: vec![Choice::new("running", "Une lettre par niveau").hint("Ici : E1, O1…")],
            }
            .render(),
        ),
        sample(
            "Regards",
            LensesPage {
                frame: back("Regards"),
                form: wrong("regard", "Ce contrat a déjà ce regard : choisissez-en un autre"),
                lenses: vec![("Climat".into(), "2 éléments".into())],
            }
            .render(),
        ),
    ];
    for (name, places) in [("Déplacer", vec![Choice::new("1", "E2 Grandir")]), ("Déplacer, grand arbre", Vec::new())]
    {
        let page = MovePage {
            frame: back("Déplacer un élément"),
            form: wrong("vers", "Choisissez où ranger"),
            title: "Lieux entretenus".into(),
            now: "sous « Habiter », au rang 1".into(),
            places,
            ranks: vec![Choice::new("dernier", "En dernier"), Choice::new("premier", "En premier")],
            seen_under: "haut".into(),
        };
        all.push(sample(name, page.render()));
    }
    if let Some(branch) = full.branches.first() {
        all.push(sample("Un élément", NodeReadPage::new(public("Habiter"), &full, branch, 1, true).render()));
    }
    all
}
