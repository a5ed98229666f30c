//! Pages of the slice, in their states; names and amounts are examples.

use interface::{Choice, Form, Frame, Link, Pagination, Sample, Site, SummaryRow, Tag, TagColour};
use kernel::FieldError;

use super::draft::{self, DraftPage, LineShown};
use super::list::{Filters, ListPage, ON_A_PAGE, Row, Work as ListWork};
use super::setting::SettingPage;
use super::sheet::{SheetPage, VersionShown, Work};
use super::templates::{TemplatePage, TemplatesPage};
use crate::rules::FIRST_TEXT;

const GROUP: &str = "conventions";

fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

fn wrong(form: Form, fields: &[(&str, &str)]) -> Form {
    form.with_errors(fields.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect())
}

fn some() -> Vec<Choice> {
    vec![Choice::new("1", "Préfecture d’exemple"), Choice::new("2", "Ville d’exemple")]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/conventions/1");
    [lists(&back), sheets(&back), texts(&back)].concat()
}

fn lists(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let row = |rank: u32| Row {
        number: format!("C2026-{rank:04}"),
        href: format!("/gestion/conventions/{rank}"),
        carrier: "Association d’exemple pour les habitants du quartier".into(),
        funder: "Préfecture d’exemple".into(),
        actions: "3 actions, 2 ans".into(),
        amount: "12 500 €".into(),
        state: Tag::new(TagColour::Blue, "En signature"),
    };
    let list = |rows: Vec<Row>, work| ListPage {
        frame: back("Conventions"),
        form: Form::empty(),
        links: vec![Link::new("Modèles", "/gestion/conventions/modeles")],
        choices: Filters { calls: some(), funders: some(), states: some() },
        sentence: format!("{} conventions, 625 000 €", rows.len()),
        clear: "/gestion/conventions".into(),
        gauge: "14 conventions sur 50 sont pluriannuelles : 28 % du nombre, 31 % des montants.".into(),
        pages: Pagination::new(1, rows.len() as u64 * 6, ON_A_PAGE, "/gestion/conventions?contrat=exemple"),
        rows,
        total: "625 000 €".into(),
        work,
        contract: "exemple".into(),
    };
    let work = ListWork {
        call: "1".into(),
        title: "Appel à projets d’exemple".into(),
        waiting: "12 décisions notifiées attendent leur convention".into(),
        may_prepare: true,
        drafts: "8 conventions en rédaction".into(),
        may_circulate: true,
        batch: "Mise en signature demandée le 12 mai 2026 à 9 h 05 par Claire : 20 conventions sur 279".into(),
    };
    vec![
        page("conventions, aucune", &list(Vec::new(), None)),
        page("conventions", &list((1..=ON_A_PAGE).map(row).collect(), Some(work))),
    ]
}

fn sheets(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let version = |called: &str, state: Tag| VersionShown {
        called: called.into(),
        told: "12 500 €, écrit le 12 mai 2026 à 9 h 05 par Claire, pour ce motif : une action de plus".into(),
        state,
        href: "/gestion/conventions/1/versions/0".into(),
    };
    let sheet = |form: Form, work: Work, left: Vec<String>| SheetPage {
        frame: back("Convention C2026-0001").with_form(&form),
        form,
        path: "/gestion/conventions/1".into(),
        state: Tag::new(TagColour::Green, "Signée"),
        about: vec![SummaryRow::new("Association", "Association d’exemple"), SummaryRow::new("Montant", "12 500 €")],
        lines: vec![("Cuisines du monde".into(), "2026".into(), "12 500 €".into())],
        total: "12 500 €".into(),
        plan: vec![
            ("8 750 €".into(), "quand la convention est signée".into()),
            ("3 750 €".into(), "quand le compte rendu de 2026 est accepté".into()),
        ],
        duties: vec!["Une convention n’est pas obligatoire : 12 500 € ne dépassent pas 23 000 €.".into()],
        source: "Loi n° 2000-321, article 10".into(),
        versions: vec![
            version("Avenant n° 1", Tag::new(TagColour::Amber, "En rédaction")),
            version("Convention", Tag::new(TagColour::Green, "Signée")),
        ],
        left,
        work,
    };
    let writing =
        Work { revision: "1".into(), may_write: true, may_circulate: true, may_give_up: true, ..Work::default() };
    let signed = || Work { revision: "3".into(), may_amend: true, ..Work::default() };
    let errors = [("motif", "Dites pourquoi la convention change, en moins de 500 signes")];
    vec![
        page("convention en rédaction", &sheet(Form::empty(), writing, vec!["Jardins, 2026 : 2 000 €".into()])),
        page("convention signée", &sheet(Form::empty(), signed(), Vec::new())),
        page("avenant, à corriger", &sheet(wrong(Form::empty(), &errors), signed(), Vec::new())),
    ]
}

fn texts(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let draft = |form: Form| DraftPage {
        frame: back("Écrire : convention").with_form(&form),
        plan: draft::plan_rows(&form, 3),
        form,
        lines: vec![LineShown { field: "montant-1".into(), label: "Cuisines du monde, 2026".into() }],
        waits: some(),
        words: draft::words(),
    };
    let text =
        |form: Form| TemplatePage {
            frame: back("Modèle de convention").with_form(&form), form, words: draft::words()
        };
    let setting = |form: Form| SettingPage {
        frame: back("Réglages des conventions").with_form(&form),
        form,
        contract: "exemple".into(),
    };
    let written = || Form::filled([("texte", FIRST_TEXT), ("montant-1", "12 500"), ("versement-1", "70 %")]);
    let gap = [("versement-1", "Les versements font 12 000 € pour une convention de 12 500 € : il manque 500 €.")];
    let unknown = [("texte", "« {nom} » ne correspond à aucune information : voyez la liste sous le texte")];
    let list = TemplatesPage {
        frame: back("Modèles de convention"),
        links: vec![Link::new("Préfecture d’exemple", "/gestion/conventions/modeles/1/2")],
    };
    vec![
        page("écrire une convention", &draft(written())),
        page("écrire une convention, à corriger", &draft(wrong(written(), &gap))),
        page("modèles", &list),
        page("modèle de convention", &text(written())),
        page("modèle de convention, à corriger", &text(wrong(written(), &unknown))),
        page("réglages des conventions", &setting(Form::filled([("convention", "23 000"), ("acompte", "70")]))),
        page(
            "réglages des conventions, à corriger",
            &setting(wrong(Form::empty(), &[("acompte", "L’acompte va de 0 à 100 %")])),
        ),
    ]
}
