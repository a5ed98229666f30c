//! Pages of the slice, in their states; landlords, places and amounts are examples.

use abatement::{Action, Axis};
use interface::{Choice, Form, Frame, Html, Link, Sample, Site, SummaryRow, Tag, TagColour};
use jiff::civil::{Date, date};
use kernel::{FieldError, Uuid};

use super::action::{ActionPage, axes};
use super::agreement::AgreementPage;
use super::list::ListPage;
use super::management::{ManagementActionPage, ManagementForm, ManagementList, ManagementPage, states, themes};
use super::open::{OpenList, OpenManagement, OpenPage};
use super::sheet::{ActionShown, SheetPage, YearSheet, figures};
use super::year::YearPage;
use crate::actions::{
    AbatementAgreement, AbatementYear, ActionTerms, AgreementTerms, LandlordAction, Tenants, Told, Whole, YearTerms,
    by_axis,
};
use crate::rules::Standing;

const GROUP: &str = "bailleurs";

fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

fn wrong(form: Form, fields: &[(&str, &str)]) -> Form {
    form.with_errors(fields.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect())
}

fn some() -> Vec<Choice> {
    vec![Choice::new("1", "Exemple – Habitat du Viaduc"), Choice::new("2", "Exemple – Foyers du Midi")]
}

const DAY: Date = date(2026, 3, 2);

fn told() -> Told {
    Told {
        landlord: "Exemple – Habitat du Viaduc".into(),
        area: "Quartier d’exemple".into(),
        contract: "Contrat d’exemple".into(),
    }
}

fn whole() -> Whole {
    let action = |axis, title: &str, planned, done, valued| {
        let counted = Action {
            axis,
            title: title.into(),
            planned,
            by_landlord: planned,
            by_others: 0,
            done,
            common_law: 0,
            by_renewal: 0,
            valued,
        };
        let terms =
            ActionTerms { counted, place: "Halls".into(), calendar: "Toute l’année".into(), effects: String::new() };
        LandlordAction { id: Uuid::nil(), year: Uuid::nil(), terms, revision: 1 }
    };
    let actions = vec![
        action(Axis::Upkeep, "Nettoyage renforcé des halls", 1_800_000, Some(1_750_000), 1_200_000),
        action(Axis::SocialLife, "Fêtes de voisins", 300_000, None, 300_000),
    ];
    let terms = YearTerms {
        dwellings: 214,
        base: 24_000_000,
        rates: [473_200, 12_300, 0, 110_000],
        source: "avis d’imposition 2025".into(),
        counted_on: DAY,
        carried: 0,
        reason: String::new(),
        staff_usual: Some(800),
        staff_here: Some(1_050),
        tenants: Tenants { asked: Some(96), satisfied: Some(61), source: "enquête du bailleur".into(), on: Some(DAY) },
        effects: "Les halls restent propres le dimanche.".into(),
    };
    let agreement = AbatementAgreement {
        id: Uuid::nil(),
        contract: Uuid::nil(),
        area: Uuid::nil(),
        landlord: Uuid::nil(),
        terms: AgreementTerms {
            starts_on: date(2025, 1, 1),
            ends_on: date(2030, 12, 31),
            signed_on: Some(DAY),
            service: "Service de proximité".into(),
            note: String::new(),
        },
        is_public: true,
        revision: 1,
    };
    let standing = Standing::of(&terms, &actions);
    let year = AbatementYear { id: Uuid::nil(), agreement: Uuid::nil(), year: 2026, terms, revision: 1 };
    Whole { agreement, year, actions, standing, findings: Vec::new() }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/abattement/1");
    let open = |title: &str| Frame::public(site, title, "/abattement");
    [lists(&back), years(&back), forms(&back), managements(&back), opened(&open)].concat()
}

fn axes_table() -> Html {
    interface::table(&by_axis(&whole()), &interface::TableOptions::default())
}

fn lists(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |is_empty: bool| ListPage {
        frame: back("Abattement de taxe foncière"),
        contract: "exemple".into(),
        table: if is_empty { Html::default() } else { axes_table() },
        is_empty,
        told: super::list::told(&[whole().standing], 2026),
        other_years: vec![Link::new("2025", "/gestion/abattement?annee=2025")],
        may_open: true,
    };
    let sheet = SheetPage {
        frame: back("Exemple – Habitat du Viaduc, Quartier d’exemple"),
        state: Tag::new(TagColour::Green, "Signée"),
        about: super::sheet::about(&whole().agreement, &told()),
        years: axes_table(),
        to_open: vec![Link::new("Remplir 2026", "/gestion/abattement/1/annees/2026/chiffres")],
        change: "/gestion/abattement/1/convention".into(),
        public: "/abattement/1".into(),
    };
    vec![
        page("abattement, aucune convention", &list(true)),
        page("abattement, tous les bailleurs", &list(false)),
        page("convention d’abattement", &sheet),
    ]
}

fn years(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let year = |whole: &Whole, may_fill: bool| YearSheet {
        frame: back("Programme et bilan de 2026"),
        path: "/gestion/abattement/1/annees/2026".into(),
        figures: figures(whole, &told(), false),
        formula: whole.standing.formula(),
        findings: whole.standing.findings.clone(),
        reason: String::new(),
        axes: axes_table(),
        actions: vec![ActionShown {
            title: "Nettoyage renforcé des halls".into(),
            axis: "Axe 3".into(),
            told: "prévu 18 000 €, réalisé 17 500 €, valorisé 12 000 € (68,6 %)".into(),
            href: if may_fill { "/gestion/abattement/actions/1".into() } else { String::new() },
        }],
        walked: vec!["Porte du hall qui ne ferme plus : transmis".into()],
        effects: "Les halls restent propres le dimanche.".into(),
        may_fill,
    };
    let empty = Whole { actions: Vec::new(), standing: Standing::of(&whole().year.terms, &[]), ..whole() };
    vec![
        page("année d’un bailleur", &year(&whole(), true)),
        page("année d’un bailleur, programme vide", &year(&empty, false)),
    ]
}

fn forms(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let agreement = |form: Form, is_new: bool| AgreementPage {
        frame: back("Convention d’abattement").with_form(&form),
        form,
        contract: "exemple".into(),
        parties: is_new.then(|| (some(), some())),
    };
    let year = |form: Form| YearPage { frame: back("Chiffres de 2026").with_form(&form), form };
    let action = |form: Form, path: &str| ActionPage {
        frame: back("Modifier une action").with_form(&form),
        form,
        axes: axes(),
        path: path.into(),
        offered: some(),
        linked: if path.is_empty() {
            Vec::new()
        } else {
            vec![("Hall inondé".into(), "/a/1/retrait".into()), ("Porte cassée".into(), "/a/2/retrait".into())]
        },
    };
    let errors = [("bailleur", "Choisissez un bailleur"), ("fin", "La date de fin doit être après la date de début")];
    let counted = [
        ("taux-commune", "Le taux est un pourcentage, par exemple 47,32"),
        ("satisfaits", "61 locataires satisfaits sur 12 qui ont répondu : corrigez l’un des deux"),
    ];
    let dear = [("axe", "Choisissez un axe"), ("motif", "Dites pourquoi ce lien n’est plus vrai")];
    vec![
        page("convention d’abattement, à ouvrir", &agreement(Form::empty(), true)),
        page("convention d’abattement, à corriger", &agreement(wrong(Form::empty(), &errors), true)),
        page("convention d’abattement, à modifier", &agreement(Form::filled([("service", "Proximité")]), false)),
        page("chiffres d’une année", &year(Form::filled([("logements", "214")]))),
        page("chiffres d’une année, à corriger", &year(wrong(Form::empty(), &counted))),
        page("action d’un bailleur, à ajouter", &action(Form::empty(), "")),
        page("action d’un bailleur, à corriger", &action(wrong(Form::empty(), &dear), "/gestion/abattement/actions/1")),
    ]
}

fn managements(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |rows| ManagementList {
        frame: back("Gestion urbaine de proximité"),
        rows,
        open: vec![Link::new("Ouvrir une convention : Contrat d’exemple", "/gestion/gestion-urbaine/nouvelle")],
    };
    let row = (
        Link::new("Gestion urbaine du quartier d’exemple", "/gestion/gestion-urbaine/1"),
        "3 actions, dont 1 faite".into(),
    );
    let form = |form: Form| ManagementForm {
        frame: back("Ouvrir une convention de gestion urbaine").with_form(&form),
        form,
        contract: "exemple".into(),
        areas: some(),
    };
    let sheet = |form: Form| ManagementPage {
        frame: back("Gestion urbaine du quartier d’exemple").with_form(&form),
        form,
        path: "/gestion/gestion-urbaine/1".into(),
        about: vec![SummaryRow::new("Partenaires", "La ville et deux bailleurs")],
        actions: vec![Link::new(
            "2026 : deux passages de plus, service propreté, en cours",
            "/gestion/gestion-urbaine/actions/1",
        )],
        themes: themes(),
        states: states(),
        may_manage: true,
    };
    let action = |form: Form| ManagementActionPage {
        frame: back("Suivre une action de gestion urbaine").with_form(&form),
        form,
        themes: themes(),
        states: states(),
    };
    let errors = [("quartiers", "Cochez au moins un quartier du contrat")];
    let dropped = [("suite", "Écrivez pourquoi l’action est abandonnée")];
    vec![
        page("gestion urbaine, aucune", &list(Vec::new())),
        page("gestion urbaine", &list(vec![row])),
        page("gestion urbaine, à ouvrir", &form(Form::empty())),
        page("gestion urbaine, à corriger", &form(wrong(Form::empty(), &errors))),
        page("gestion urbaine, actions", &sheet(Form::empty())),
        page("gestion urbaine, action à corriger", &action(wrong(Form::empty(), &dropped))),
    ]
}

fn opened(open: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |is_empty: bool| OpenList {
        frame: open("Ce que font les bailleurs"),
        agreements: if is_empty {
            Vec::new()
        } else {
            vec![(Link::new("Habitat du Viaduc, Quartier d’exemple", "/abattement/1"), "en 2026, 35 000 €".into())]
        },
        managements: if is_empty {
            Vec::new()
        } else {
            vec![OpenManagement {
                title: "Gestion urbaine du quartier d’exemple".into(),
                told: "La ville et deux bailleurs : Quartier d’exemple".into(),
                actions: vec!["2026 : deux passages de plus, service propreté, en cours".into()],
            }]
        },
    };
    let sheet = |year: &str| OpenPage {
        frame: open("Exemple – Habitat du Viaduc, Quartier d’exemple"),
        about: super::sheet::about(&whole().agreement, &told()),
        year: year.into(),
        figures: figures(&whole(), &told(), true),
        formula: whole().standing.formula(),
        axes: axes_table(),
        actions: vec!["Nettoyage renforcé des halls : 18 000 € prévus".into()],
        walked: "2 constats faits en marchant avec les habitants reçoivent une réponse ici.".into(),
        reason: "Report sur 2027".into(),
        effects: "Les halls restent propres le dimanche.".into(),
    };
    vec![
        page("ce que font les bailleurs, rien", &list(true)),
        page("ce que font les bailleurs", &list(false)),
        page("une convention, pour tous", &sheet("2026")),
        page("une convention, année à venir", &sheet("")),
    ]
}
