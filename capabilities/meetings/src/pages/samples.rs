//! Every page in its states, for the gallery and the tests. What is said here is invented.

use askama::Template;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Language, Link, Pagination, Sample, Site, SummaryRow, TableOptions};
use kernel::{FieldError, Uuid};

use super::alike::AlikePage;
use super::board::{BoardPage, ColumnShown, Shown};
use super::choices_of;
use super::finding::FindingPage;
use super::findings::FindingsPage;
use super::group::GroupPage;
use super::headcount::HeadcountPage;
use super::join::{AskPage, JoinPage, words};
use super::list::ListPage;
use super::note::NotePage;
use super::pour::PourPage;
use super::sheet::{SheetPage, Telephones};
use super::walk::WalkPage;
use crate::rules::{Category, FindingState, Gravity, Invites, NoteKind, PourCount};
use crate::store::finding::Stop;

const KEY: &str = "01890000-0000-7000-8000-000000000001";

fn areas() -> Vec<Choice> {
    vec![Choice::new("a", "Fleming La Reille"), Choice::new("b", "Grazailles")]
}

fn one(field: &str, sentence: &str) -> Vec<FieldError> {
    vec![FieldError::new(field, sentence)]
}

fn sheet(frame: Frame, form: Form, is_open: bool) -> SheetPage {
    let square = interface::square("https://exemple.fr/r/7KD2MA", "Code à photographier").unwrap_or_default();
    SheetPage {
        frame: frame.with_form(&form),
        form,
        told: "Ateliers, Fleming La Reille, centre social, 12 mars 2026.".into(),
        path: "/gestion/rencontres/x".into(),
        board: "/gestion/tri/x?rencontre=x".into(),
        key: KEY.into(),
        kinds: choices_of!(NoteKind),
        areas: areas(),
        invites: choices_of!(Invites),
        may_hold: true,
        telephones: is_open.then(|| Telephones {
            code: "7KD-2MA".into(),
            address: "https://exemple.fr/r/7KD2MA".into(),
            square,
            invites: "Des notes",
            until: "12 mars 2026 à 20 h 00".into(),
        }),
        latest: vec![(
            "Plus de bancs à l’ombre".into(),
            "Besoin, par téléphone".into(),
            "/gestion/tri/x/notes/y".into(),
        )],
        counted: "1 note".into(),
    }
}

fn shown(id: u128, words: &str, said: &str) -> Shown {
    Shown {
        id: Uuid::from_u128(id),
        words: words.into(),
        said: said.into(),
        known: "Besoin, Grazailles, habitants".into(),
        names: id == 2,
        is_evidence: id == 1,
        group: "Propreté".into(),
    }
}

fn board(frame: Frame, form: Form, is_list: bool) -> BoardPage {
    let column = |group: &str, label: &str, cards: Vec<Shown>| ColumnShown {
        group: group.into(),
        label: label.into(),
        href: if group.is_empty() { String::new() } else { "/gestion/tri/x/groupes/y".into() },
        count: cards.len(),
        cards,
        hidden: 0,
        list: "/gestion/tri/x?vue=liste".into(),
    };
    BoardPage {
        frame: frame.with_form(&form),
        form,
        path: "/gestion/tri/x".into(),
        key: KEY.into(),
        is_list,
        may_hold: true,
        columns: vec![
            column("", "À trier", vec![shown(1, "Des bancs", "dit 4 fois dans 3 rencontres")]),
            column("g", "Propreté", vec![shown(2, "Mme Unetelle attend un bac", ""), shown(3, "Les encombrants", "")]),
        ],
        targets: vec![Choice::new("aucun", "À trier"), Choice::new("g", "Propreté")],
        gatherings: vec![Choice::new("r", "Cadre de vie")],
        gathering: String::new(),
        back: "déplacer 3 notes vers « Propreté »".into(),
        forward: String::new(),
        counted: "3 notes, 6 propos en tout".into(),
        pages: Pagination::new(1, 3, 100, "/gestion/tri/x?vue=liste"),
        query: String::new(),
        has_notes: true,
    }
}

fn note(frame: Frame, form: Form) -> NotePage {
    NotePage {
        frame: frame.with_form(&form),
        form,
        path: "/gestion/tri/x/notes/y".into(),
        board: "/gestion/tri/x".into(),
        key: KEY.into(),
        words: "Des bancs à l’ombre".into(),
        id: Uuid::from_u128(1),
        kinds: choices_of!(NoteKind),
        areas: areas(),
        needs: vec![Choice::new("n", "B05 Manque d’espaces publics de proximité")],
        readers: choices_of!(listening::facade::gatherings::Visibility),
        targets: vec![Choice::new("aucun", "À trier")],
        members: vec![(Uuid::from_u128(2), "plus de bancs".into())],
        speaker: Some(Link::new("Des bancs", "/gestion/tri/x/notes/z")),
        history: vec!["12 mars 2026 à 15 h 02 : le groupe, de « à trier » à « Propreté ».".into()],
        evidence: None,
        verbatim: Some("/gestion/paroles/x".into()),
        may_hold: true,
    }
}

fn pour(frame: Frame, form: Form, waiting: i64) -> PourPage {
    let count = PourCount { meeting: Uuid::from_u128(1), notes: 12, poured: 12 - waiting, waiting };
    PourPage::new(frame, form, "x", &[("Ateliers : Cadre de vie".into(), count)])
}

fn walk(frame: Frame, form: Form) -> WalkPage {
    let stop = Stop {
        id: Uuid::from_u128(1),
        meeting: Uuid::from_u128(2),
        rank: 1,
        label: "Entrée du parc".into(),
        is_removed: false,
        revision: 1,
    };
    let line = ("Un lampadaire est cassé".into(), "Éclairage, important, noté".into(), "/gestion/constats/x".into());
    WalkPage {
        frame: frame.with_form(&form),
        form,
        path: "/gestion/rencontres/x".into(),
        key: KEY.into(),
        stops: vec![(stop, vec![line])],
        elsewhere: Vec::new(),
        choices: vec![Choice::new("s", "Entrée du parc")],
        categories: choices_of!(Category),
        gravities: choices_of!(Gravity),
        may_hold: true,
    }
}

fn finding(frame: Frame, form: Form) -> FindingPage {
    FindingPage {
        frame: frame.with_form(&form),
        form,
        path: "/gestion/constats/x".into(),
        words: "Un lampadaire est cassé".into(),
        rows: vec![SummaryRow::new("Catégorie", "Éclairage"), SummaryRow::new("Retard", "Le jour promis est passé")],
        has_photo: true,
        has_proof: false,
        states: choices_of!(FindingState),
        needs: vec![Choice::new("n", "B05 Manque d’éclairage")],
        areas: areas(),
        readers: choices_of!(listening::facade::gatherings::Visibility),
        evidence: None,
        may_follow: true,
        may_hold: true,
    }
}

fn join(frame: Frame, form: Form, is_walk: bool) -> JoinPage {
    let form = form.in_language(frame.language);
    let [kinds, categories, gravities] = words(&frame);
    JoinPage {
        frame: frame.with_form(&form),
        form,
        path: "/r/7KD2MA".into(),
        key: KEY.into(),
        code: "ABCD-EFGH-JKLM-NPQR".into(),
        name: "Cadre de vie".into(),
        is_walk,
        is_sent: !is_walk,
        kinds,
        stops: Vec::new(),
        categories,
        gravities,
    }
}

fn listed(rows: Vec<Vec<Cell>>) -> Html {
    let columns =
        vec![Column::new("nom", "Nom", Kind::Text).row_header(), Column::new("notes", "Notes", Kind::Integer)];
    let mut table = Table::new("lignes", "Lignes", columns);
    table.rows = rows;
    interface::table(&table, &TableOptions::default())
}

fn findings(frame: Frame, is_empty: bool) -> FindingsPage {
    FindingsPage {
        frame,
        form: Form::empty(),
        table: listed(vec![vec![Cell::link("Un lampadaire est cassé", "/gestion/constats/x"), Cell::Integer(1)]]),
        is_empty,
        states: choices_of!(FindingState),
        who: vec![Choice::new("Voirie", "Voirie")],
        counted: vec!["Noté : 1".into()],
        late: "1 en retard".into(),
        query: String::new(),
    }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let public = |title: &str, path: &str, language| Frame::public(site, title, path).translated(language);
    let draw =
        |name: &str, page: Result<String, askama::Error>| Sample::page("rencontres", name, page.unwrap_or_default());
    let list = |rows: Vec<Vec<Cell>>| ListPage {
        frame: back("Rencontres", "/gestion/rencontres"),
        is_empty: rows.is_empty(),
        table: listed(rows),
        boards: vec![Link::new("Concertation d’essai", "/gestion/tri/x")],
    };
    let room = || back("Cadre de vie", "/gestion/rencontres/x");
    let too_long =
        Form::filled([("notes", "trop long")]).with_errors(one("notes", "La ligne 2 fait 612 signes : coupez-la"));
    let unchosen = Form::filled([("groupe", "Propreté")]).with_errors(one("notes", "Cochez au moins une note"));
    let counted = Form::filled([("age-under-18", "douze")]).with_errors(one("age-under-18", "Saisissez un nombre"));
    let named = |title: &str| AlikePage {
        frame: back(title, "/gestion/tri/x/ressemblances"),
        path: "/gestion/tri/x".into(),
        sets: vec![(
            KEY.into(),
            vec![(Uuid::from_u128(1), "Des bancs".into(), 100), (Uuid::from_u128(2), "Des bancs !".into(), 98)],
        )],
        hidden: 3,
    };
    let group = |form: Form| GroupPage {
        frame: back("Groupe « Propreté »", "/gestion/tri/x/groupes/y").with_form(&form),
        form,
        path: "/gestion/tri/x/groupes/y".into(),
        key: KEY.into(),
    };
    let taken = Form::filled([("groupe", "Voirie")]).with_errors(one("groupe", "Il y a déjà un groupe « Voirie »"));
    let unproved = Form::filled([("etat", "done")]).with_errors(one("fait-le", "Saisissez le jour où cela a été fait"));
    let bare =
        Form::filled([("constat", "")]).with_errors(one("constat", "Écrivez ce que vous voyez, en quelques mots"));
    let ask = |form: Form| AskPage {
        frame: public("Rejoindre une rencontre", "/r", Language::French).with_form(&form),
        form,
    };
    let unknown = Form::filled([("rencontre", "ABC")])
        .with_errors(one("rencontre", "Aucune rencontre n’est ouverte sous ce code"));
    let said = |language| public("Dire quelques mots", "/r/7KD2MA", language);
    vec![
        draw(
            "Rencontres",
            list(vec![vec![Cell::link("Cadre de vie", "/gestion/rencontres/x"), Cell::Integer(12)]]).render(),
        ),
        draw("Aucune rencontre", list(Vec::new()).render()),
        draw("Saisie express", sheet(room(), Form::filled([("nature", "need")]), false).render()),
        draw("Saisie, ouverte aux téléphones", sheet(room(), Form::empty(), true).render()),
        draw("Saisie à corriger", sheet(room(), too_long, false).render()),
        draw(
            "Participants",
            HeadcountPage::new(back("Participants", "/gestion/rencontres/x/participants"), Form::empty(), None, true)
                .render(),
        ),
        draw(
            "Participants à corriger",
            HeadcountPage::new(
                back("Participants", "/gestion/rencontres/x/participants"),
                counted,
                Some("Les totaux ne sont pas les mêmes.".into()),
                true,
            )
            .render(),
        ),
        draw("Tri en tableau", board(back("Trier les notes", "/gestion/tri/x"), Form::empty(), false).render()),
        draw("Tri en liste", board(back("Trier les notes", "/gestion/tri/x"), Form::empty(), true).render()),
        draw("Tri à corriger", board(back("Trier les notes", "/gestion/tri/x"), unchosen, false).render()),
        draw("Ressemblances", named("Notes qui disent la même chose").render()),
        draw("Verser au corpus", pour(back("Verser au corpus", "/gestion/tri/x/corpus"), Form::empty(), 4).render()),
        draw("Tout est versé", pour(back("Verser au corpus", "/gestion/tri/x/corpus"), Form::empty(), 0).render()),
        draw(
            "Verser, à corriger",
            pour(
                back("Verser au corpus", "/gestion/tri/x/corpus"),
                Form::empty().with_errors(one("rencontre", "Ateliers : Le mois est à venir")),
                4,
            )
            .render(),
        ),
        draw("Groupe", group(Form::filled([("groupe", "Propreté")])).render()),
        draw("Groupe à corriger", group(taken).render()),
        draw("Note", note(back("Une note", "/gestion/tri/x/notes/y"), Form::empty()).render()),
        draw(
            "Note à corriger",
            note(
                back("Une note", "/gestion/tri/x/notes/y"),
                Form::empty().with_errors(one("besoin", "Choisissez un besoin")),
            )
            .render(),
        ),
        draw(
            "Marche",
            walk(back("Marche : arrêts et constats", "/gestion/rencontres/x/marche"), Form::empty()).render(),
        ),
        draw(
            "Marche à corriger",
            walk(back("Marche : arrêts et constats", "/gestion/rencontres/x/marche"), bare).render(),
        ),
        draw("Constats", findings(back("Constats des marches", "/gestion/constats"), false).render()),
        draw("Aucun constat", findings(back("Constats des marches", "/gestion/constats"), true).render()),
        draw("Constat", finding(back("Un constat", "/gestion/constats/x"), Form::empty()).render()),
        draw("Constat à corriger", finding(back("Un constat", "/gestion/constats/x"), unproved).render()),
        draw("Rejoindre", ask(Form::empty()).render()),
        draw("Code inconnu", ask(unknown).render()),
        draw("Téléphone : notes", join(said(Language::French), Form::empty(), false).render()),
        draw("Téléphone : notes, en arabe", join(said(Language::Arabic), Form::empty(), false).render()),
        draw("Téléphone : constat", join(said(Language::English), Form::empty(), true).render()),
    ]
}
