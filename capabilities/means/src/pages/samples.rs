//! Pages of the slice, in their states; partners, places and amounts are examples.

use documents::Table;
use interface::{Choice, Form, Frame, Html, Link, Sample, Site, TableOptions};
use jiff::civil::{Date, date};
use kernel::{Cents, FieldError};

use super::grid::{GridCell, GridPage, GridRow};
use super::leverage::{LeveragePage, leverage_table};
use super::line::{LinePage, confidences, methods};
use super::list::{ListPage, Row, partners_table};
use super::open::{OpenList, OpenPage};
use super::paste::{PastePage, trial_table};
use super::signatory::{SignatoriesPage, SignatoryShown};
use super::statement::{StatementPage, StatementRow, StatementsPage, VersionShown};
use crate::actions::Pasted;
use crate::rules::{
    Amount, Confidence, Leverage, Method, Party, PastedLine, Pledged, Statement, StatementAction, StatementLine,
    StatementMean, gaps,
};

const GROUP: &str = "moyens";
pub(super) const DAY: Date = date(2026, 3, 2);

pub(super) fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

pub(super) fn wrong(form: Form, fields: &[(&str, &str)]) -> Form {
    form.with_errors(fields.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect())
}

pub(super) fn some() -> Vec<Choice> {
    vec![Choice::new("1", "Exemple – Département"), Choice::new("2", "Exemple – Ville")]
}

pub(super) fn drawn(table: &Table) -> Html {
    interface::table(table, &TableOptions::default())
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/moyens/1");
    let open = |title: &str| Frame::public(site, title, "/moyens/exemple");
    [lists(&back), lines(&back), super::samples_kept::samples(&back), statements(&back), opened(&open)].concat()
}

fn rows() -> Vec<Row> {
    let pledged = Pledged { cents: Some(6_000_000), whole_cents: None, fte: Some(200), whole_fte: None };
    vec![
        Row {
            name: "Exemple – Département".into(),
            pledged,
            brought: Some(Amount::Known(4_250_000)),
            fte: Some(150),
            lines: 4,
        },
        Row {
            name: "Exemple – Région".into(),
            pledged: Pledged::default(),
            brought: Some(Amount::NotAsked),
            fte: None,
            lines: 1,
        },
    ]
}

fn leverage() -> (Vec<(String, Leverage)>, Leverage) {
    let row = Leverage {
        specific: Some(Amount::Known(12_000_000)),
        common_law: Some(Amount::Known(38_000_000)),
        posts: None,
        sponsors: Some(Amount::Known(500_000)),
        base: 14,
        not_asked: 2,
        not_disclosed: 1,
    };
    let silent = Leverage { specific: None, common_law: Some(Amount::NotDisclosed), base: 1, not_disclosed: 1, ..row };
    (vec![("2025".into(), row), ("2026".into(), Leverage { sponsors: None, ..silent })], row)
}

fn lists(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |is_empty: bool| {
        let rows = if is_empty { Vec::new() } else { rows() };
        ListPage {
            frame: back("Moyens du contrat"),
            year: "2026".into(),
            figures: super::list::figures(&rows, 2026, DAY),
            partners: drawn(&partners_table(&rows, 2026, DAY)),
            lines: drawn(&crate::actions::lines_table(&statement(), DAY)),
            is_empty,
            is_cut: !is_empty,
            sheets: super::list::sheets_told(if is_empty { 0 } else { 3 }, Some(Cents(900_000)), None, 2026),
            tools: vec![Link::new("Ajouter une ligne", "/gestion/moyens/droit-commun/nouvelle")],
            rooms: vec![Link::new("Postes", "/gestion/moyens/postes")],
            other_years: vec![Link::new("2025", "/gestion/moyens?annee=2025")],
        }
    };
    let counted = leverage();
    let leverage = LeveragePage {
        frame: back("Effet de levier"),
        figures: vec![super::leverage::figure(&counted.1, "2 mars 2026")],
        table: drawn(&leverage_table(&counted, "Année", DAY)),
        told: super::leverage::told(&counted.1),
        by: vec![Link::new("Par thème", "/gestion/moyens/levier?par=theme")],
        years: vec![Link::new("2025", "/gestion/moyens/levier?annee=2025")],
    };
    let signatories = |rows: Vec<SignatoryShown>, form: Form| SignatoriesPage {
        frame: back("Signataires et organisations").with_form(&form),
        form,
        contract: "exemple".into(),
        rows,
        signatories: some(),
        organisations: some(),
    };
    let tied = vec![
        SignatoryShown {
            name: "Département".into(),
            organisations: vec![("Exemple – Département".into(), "/gestion/moyens/signataires/1/retrait".into())],
        },
        SignatoryShown { name: "Région".into(), organisations: Vec::new() },
    ];
    let errors = [("organisation", "Choisissez une organisation de la liste")];
    vec![
        page("moyens, rien", &list(true)),
        page("moyens d’une année", &list(false)),
        page("effet de levier", &leverage),
        page("signataires, aucun", &signatories(Vec::new(), Form::empty())),
        page("signataires et organisations", &signatories(tied, wrong(Form::empty(), &errors))),
    ]
}

fn lines(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let line = |form: Form, path: &str, may_fill: bool| LinePage {
        frame: back("Moyens de droit commun").with_form(&form),
        form,
        partners: some(),
        themes: some(),
        areas: some(),
        methods: methods(),
        confidences: confidences(),
        contract: "exemple".into(),
        path: path.into(),
        may_fill,
    };
    let errors = [
        ("partenaire", "Choisissez un partenaire"),
        ("montant", super::AMOUNT),
        ("methode", "Choisissez comment c’est valorisé"),
    ];
    let cell = |name: &str, value: &str, error: &str| GridCell {
        name: name.into(),
        label: "Grandir, Quartier d’exemple, en euros".into(),
        value: value.into(),
        error: error.into(),
    };
    let grid = |is_open: bool, form: Form| GridPage {
        frame: back("Remplir une grille").with_form(&form),
        form,
        contract: "exemple".into(),
        partners: some(),
        themes: some(),
        methods: methods(),
        confidences: confidences(),
        areas: vec!["Quartier d’exemple".into(), "Tout le contrat".into()],
        rows: if is_open {
            vec![GridRow {
                title: "Grandir".into(),
                cells: vec![cell("m-1-1", "12500", ""), cell("m-1-0", "douze", super::AMOUNT)],
            }]
        } else {
            Vec::new()
        },
        told: "Exemple – Département, prévention, 2026".into(),
    };
    let read = |number: u64, outcome: Pasted| {
        (PastedLine { number, told: "Département, 2026".into(), terms: None, problems: Vec::new() }, outcome)
    };
    let tried = vec![read(2, Pasted::Same), read(3, Pasted::Wrong(vec!["Le partenaire manque".into()]))];
    let paste = |lines: &[(PastedLine, Pasted)], form: Form, is_sound: bool| PastePage {
        frame: back("Coller un tableur").with_form(&form),
        form,
        contract: "exemple".into(),
        columns: super::paste::columns(),
        trial: if lines.is_empty() { Html::default() } else { drawn(&trial_table(lines)) },
        told: if lines.is_empty() { String::new() } else { super::paste::told(lines).0 },
        is_sound,
    };
    let not_read = [("tableau", "Collez un tableau avec sa ligne de titres")];
    let grid_errors = [("m-1-0", super::AMOUNT), ("confiance", "Choisissez la confiance à accorder à ce chiffre")];
    vec![
        page("droit commun, à ajouter", &line(Form::empty(), "", true)),
        page("droit commun, à corriger", &line(wrong(Form::empty(), &errors), "", true)),
        page(
            "droit commun, à modifier",
            &line(Form::filled([("annee", "2026")]), "/gestion/moyens/droit-commun/1", true),
        ),
        page(
            "droit commun d’un autre",
            &line(Form::filled([("annee", "2026")]), "/gestion/moyens/droit-commun/1", false),
        ),
        page("grille, à ouvrir", &grid(false, Form::empty())),
        page("grille, à corriger", &grid(true, wrong(Form::filled([("m-1-0", "douze")]), &grid_errors))),
        page("tableur à coller", &paste(&[], Form::empty(), false)),
        page("tableur illisible", &paste(&[], wrong(Form::empty(), &not_read), false)),
        page("tableur à corriger", &paste(&tried, Form::filled([("tableau", "Partenaire")]), false)),
        page("tableur à enregistrer", &paste(&tried[..1], Form::filled([("tableau", "Partenaire")]), true)),
    ]
}

fn statement() -> Statement {
    let party = |name: &str, is_own: bool, voted: Option<i64>| Party {
        name: name.into(),
        is_own,
        voted,
        paid: voted.map(|cents| cents / 2),
        back: voted.map(|cents| cents / 20),
        granted_common_law: None,
        common_law: is_own.then_some(Amount::Known(4_250_000)),
        fte: is_own.then_some(150),
    };
    Statement {
        contract: "Contrat d’exemple".into(),
        signatory: "Exemple – Ville".into(),
        year: 2026,
        organisations: vec!["Exemple – Ville".into()],
        pledged: Pledged { cents: Some(6_000_000), ..Pledged::default() },
        parties: vec![party("Exemple – Ville", true, Some(3_000_000)), party("Exemple – Région", false, None)],
        actions: vec![StatementAction {
            title: "Cuisines du monde".into(),
            carrier: "Exemple – Les Ateliers".into(),
            areas: "Quartier d’exemple".into(),
            own_specific: 3_000_000,
            own_common_law: 0,
            others_specific: 1_200_000,
            others_common_law: 0,
            spent: 1_350_000,
            back: 150_000,
        }],
        lines: vec![StatementLine {
            label: "Prévention spécialisée".into(),
            theme: "Grandir".into(),
            area: "Quartier d’exemple".into(),
            amount: Some(Amount::Known(4_250_000)),
            fte: Some(150),
            method: Some(Method::Population),
            confidence: Some(Confidence::Fair),
            why: "Effectifs connus (Budget 2026)".into(),
        }],
        silent_themes: vec!["Habiter".into()],
        means: vec![StatementMean {
            label: "Adulte-relais, 1 ETP : médiation".into(),
            between: "payé par la préfecture, employé par la ville".into(),
            nature: "Politique de la ville",
            amount: Some(Amount::Known(2_200_000)),
        }],
        receipts: vec![("Préfecture, pour un poste : Adulte-relais".into(), 2_200_000)],
    }
}

fn statements(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let of = statement();
    let list = |rows| StatementsPage {
        frame: back("États annuels annexés aux budgets"),
        rows,
        signatories: "/gestion/moyens/signataires".into(),
    };
    let row = StatementRow {
        name: "Exemple – Ville".into(),
        told: "Exemple – Ville".into(),
        years: vec![Link::new("2026", "/gestion/moyens/etats/1/2026")],
        versions: vec!["2026, version 1, approuvée le 2 mars 2026".into()],
    };
    let sheet = |versions: Vec<VersionShown>, is_complete: bool, form: Form| StatementPage {
        frame: back("État annuel des moyens, 2026").with_form(&form),
        form,
        path: "/gestion/moyens/etats/1/2026".into(),
        figures: super::statement::figures(&of, DAY),
        gaps: if is_complete { Vec::new() } else { gaps(&of) },
        tables: super::statement::drawn_tables(&of, DAY),
        is_kept: is_complete,
        versions,
        mark: "a1b2".into(),
        may_approve: !is_complete,
    };
    let version = VersionShown {
        told: "2026, version 1, approuvée le 2 mars 2026".into(),
        note: "Vu en conseil".into(),
        path: "/gestion/moyens/etats/1/2026/versions/1".into(),
    };
    let errors = [("note", "Le texte doit faire 1 000 signes au plus")];
    vec![
        page("états annuels, aucun", &list(Vec::new())),
        page("états annuels", &list(vec![row])),
        page("état annuel, à approuver", &sheet(Vec::new(), false, Form::empty())),
        page("état annuel, à corriger", &sheet(Vec::new(), false, wrong(Form::empty(), &errors))),
        page("état annuel approuvé", &sheet(vec![version], true, Form::empty())),
    ]
}

fn opened(open: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |contracts| OpenList { frame: open("Les moyens du contrat"), contracts };
    let counted = leverage();
    let sheet = |is_empty: bool| OpenPage {
        frame: open("Les moyens du contrat"),
        year: "2026".into(),
        figures: if is_empty { Vec::new() } else { vec![super::leverage::figure(&counted.1, "2026")] },
        kept_back: if is_empty { String::new() } else { "2 lignes de droit commun ne sont pas diffusées.".into() },
        tables: if is_empty { Vec::new() } else { vec![drawn(&leverage_table(&counted, "Thème", DAY))] },
        pdf: "/moyens/exemple/moyens.pdf?annee=2026".into(),
        years: vec![Link::new("2025", "/moyens/exemple?annee=2025")],
    };
    vec![
        page("moyens pour tous, aucun contrat", &list(Vec::new())),
        page("moyens pour tous, contrats", &list(vec![Link::new("Contrat d’exemple", "/moyens/exemple")])),
        page("moyens pour tous, rien", &sheet(true)),
        page("moyens pour tous", &sheet(false)),
    ]
}
