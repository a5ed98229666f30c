//! Every page in its states, for the gallery and the tests. What is said here is invented.

use askama::Template;
use documents::Table;
use interface::{Form, Frame, Html, Link, Pagination, Sample, Site};
use kernel::{FieldError, Uuid};
use territory::facade::Area;

use super::coverage::CoveragePage;
use super::edit_channel::ChannelPage;
use super::edit_coverage::{CoverageListPage, EditCoveragePage};
use super::edit_document::{DocumentsPage, EditDocumentPage};
use super::edit_figure::{EditFigurePage, Lists as FigureLists};
use super::edit_gathering::{GatheringPage, Lists as GatheringLists};
use super::edit_need::{EditNeedPage, NeedsPage};
use super::figures::{FiguresPage, Side};
use super::import::{ImportPage, Told as ImportTold};
use super::manage::{EvidencePage, ManagePage};
use super::matrix::{MatrixPage, Told};
use super::need::{NeedPage, Place, Shown};
use super::record::{Lists, RecordPage};
use super::remove::RemovePage;
use super::setting::{OpenPage, Sheet};
use super::themes::ThemesPage;
use crate::actions::{ImportLine, ImportReport, Removal};
use crate::rules::{
    Comparison, ComparisonRule, CoverageCell, CoverageState, CoverageText, Figure, FigureText, Heard, Mark, Mentions,
    Need, NeedText, Order, Removable, Sensitivity, Theme, Unit, Weight, grid,
};
use crate::store::setting::{Channel, Consultation};

fn area(id: u128, name: &str) -> Area {
    Area {
        id: Uuid::from_u128(id),
        code: format!("QN0000{id}X"),
        name: name.into(),
        kind: "Quartier prioritaire".into(),
        communes: vec!["Ville d’exemple".into()],
    }
}

pub(super) fn need(id: u128, label: &str, sensitivity: Option<Sensitivity>) -> Need {
    Need {
        id: Uuid::from_u128(id),
        code: format!("B{id:02}"),
        text: NeedText { label: label.into(), theme: Uuid::from_u128(50), sensitivity, note: String::new() },
        theme_label: "Lieux de vie".into(),
        revision: 1,
    }
}

fn covered(
    channel: u128,
    label: &str,
    area: u128,
    state: CoverageState,
    value: Option<f64>,
    unit: Unit,
) -> CoverageCell {
    CoverageCell {
        channel: Uuid::from_u128(channel),
        channel_label: label.into(),
        area: Uuid::from_u128(area),
        text: CoverageText {
            state,
            value,
            unit: Some(unit),
            base: Some(120),
            base_label: "Personnes interrogées".into(),
            note: String::new(),
        },
        revision: 1,
    }
}

fn matrix(is_full: bool) -> Told {
    let areas = vec![area(1, "Quartier A"), area(2, "Quartier B"), area(3, "Quartier C")];
    let needs = if is_full {
        vec![need(10, "Bancs cassés", None), need(11, "Crainte de représailles", Some(Sensitivity::Reprisals))]
    } else {
        Vec::new()
    };
    let mention = |need: u128, area: u128, count: i64| Mentions {
        need: Uuid::from_u128(need),
        area: Uuid::from_u128(area),
        count,
        unstated_count: 1,
    };
    let coverage = vec![
        covered(20, "Ateliers", 1, CoverageState::Recorded, Some(3.0), Unit::Gatherings),
        covered(20, "Ateliers", 2, CoverageState::NotAsked, None, Unit::Gatherings),
        covered(21, "Téléphone", 2, CoverageState::Recorded, Some(31.0), Unit::Percent),
        covered(22, "Porte-à-porte", 1, CoverageState::Recorded, Some(4.0), Unit::People),
    ];
    let ids: Vec<Uuid> = areas.iter().map(|area| area.id).collect();
    let grid = grid(&ids, needs, &[mention(10, 1, 3), mention(11, 2, 1)], &coverage);
    let sources = vec![("Compte rendu d’exemple".into(), "Bureau d’exemple".into(), "2026-03-01".into())];
    Told {
        areas,
        grid,
        coverage,
        sources,
        periods: vec!["Printemps 2026".into()],
        weights: vec![Weight { need: Uuid::from_u128(10), evidence_count: 3, channel_count: 2, unstated_count: 1 }],
        path_and_query: "/besoins".into(),
        may_read: false,
    }
}

fn one_area() -> (Told, Area) {
    let whole = matrix(true);
    let here = whole.areas[0].clone();
    let mention = Mentions { need: Uuid::from_u128(10), area: here.id, count: 3, unstated_count: 0 };
    let needs = whole.grid.rows.iter().map(|row| row.need.clone()).collect();
    let grid = grid(&[here.id], needs, &[mention], &whole.coverage);
    (Told { areas: vec![here.clone()], grid, ..whole }, here)
}

fn comparison(rule: ComparisonRule, values: &[f64]) -> Comparison {
    let figure = |value: &f64| Figure {
        id: Uuid::nil(),
        consultation: Uuid::nil(),
        revision: 1,
        text: FigureText {
            code: "x".into(),
            channel: None,
            area: None,
            label: "Réponses au téléphone".into(),
            value: *value,
            unit: Unit::People,
            base: None,
            base_label: "Personnes interrogées".into(),
            document: None,
            page: String::new(),
            reported_on: None,
            note: String::new(),
        },
    };
    Comparison {
        title: "Deux effectifs au téléphone".into(),
        rule,
        explanation: "Deux pages, deux effectifs.".into(),
        figures: values.iter().map(figure).collect(),
    }
}

fn place(name: &str, mark: Mark, kept_back: i64) -> Place {
    let told = match (mark, kept_back) {
        (Mark::Mentioned(_), 0) => vec![Shown {
            said: "Les bancs du square sont cassés.".into(),
            heard: "Parents d’élèves".into(),
            channel: "Ateliers".into(),
            when: "Entendu le 3 mars 2026".into(),
            source: "Compte rendu d’exemple".into(),
            file: Some(Link::new("Ouvrir le document (PDF, 1,2\u{a0}Mo)", "/documents/x/compte-rendu.pdf")),
            kind: "Besoin",
            manage: None,
        }],
        _ => Vec::new(),
    };
    Place {
        name: name.into(),
        href: "/quartiers/QN00001X".into(),
        cell_href: "/besoins/B10/QN00001X".into(),
        mark,
        told,
        kept_back,
    }
}

/// Every page in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let public = |title: &str| Frame::public(site, title, "/besoins");
    let back = |title: &str| Frame::back_office(site, title, "/gestion/ecoute");
    let sample = |name: &str, page: Result<String, askama::Error>| {
        Sample::page("écoute", name, page.unwrap_or_else(|error| error.to_string()))
    };
    let wrong = |field: &str, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let theme = Theme { id: Uuid::from_u128(50), code: "lieux".into(), label: "Lieux de vie".into() };
    let themes = [theme.clone()];
    let (full, empty) = (matrix(true), matrix(false));
    let (one, here) = one_area();
    let page = |told: &Told, area: Option<&Area>| {
        MatrixPage::new(public("Besoins des quartiers"), told, &told.areas, &themes, area, None, Order::Given).render()
    };
    let simple = need(10, "Bancs cassés", None);
    let sensitive = need(11, "Crainte de représailles", Some(Sensitivity::Reprisals));
    let everywhere = vec![
        place("Quartier A", Mark::Mentioned(1), 0),
        place("Quartier B", Mark::NotMentioned, 0),
        place("Quartier C", Mark::NotAsked, 0),
    ];
    let report = ImportReport {
        lines: vec![ImportLine {
            number: 2,
            evidence: None,
            problem: "Le besoin « B99 » n’existe pas : ajoutez-le d’abord".into(),
        }],
        refusal: String::new(),
    };
    let import = |report: Option<ImportTold>| ImportPage {
        frame: back("Importer des preuves"),
        form: Form::empty(),
        consultations: Vec::new(),
        report,
    };
    let refused = ImportReport {
        lines: Vec::new(),
        refusal: "Le fichier n’a aucune ligne sous ses titres de colonnes.".into(),
    };
    let record = |form: Form, id: Option<Uuid>, withdrawn: Option<String>| RecordPage {
        frame: back("Enregistrer une preuve").with_form(&form),
        form,
        lists: Lists::default(),
        id,
        withdrawn,
        may_record: true,
    };
    let figures = |is_full: bool| FiguresPage {
        frame: public("Chiffres de la concertation"),
        disagreements: if is_full {
            vec![Side::of(&comparison(ComparisonRule::Equal, &[158.0, 157.0]))]
        } else {
            Vec::new()
        },
        agreements: if is_full {
            vec![Side::of(&comparison(ComparisonRule::Total, &[3.0, 1.0, 2.0]))]
        } else {
            Vec::new()
        },
        tables: if is_full { vec![("Téléphone".into(), drawn())] } else { Vec::new() },
    };
    let coverage = |is_empty: bool| CoveragePage {
        frame: public("Qui a été entendu, et où"),
        table: drawn(),
        channels: vec![("Ateliers".into(), "Habitants".into(), String::new())],
        notes: vec!["Ateliers : participants non comptés.".into()],
        gatherings: drawn(),
        is_empty,
    };
    let manage = |is_empty: bool| ManagePage {
        frame: back("Écoute"),
        consultations: if is_empty {
            Vec::new()
        } else {
            vec![(Link::new("Concertation d’exemple", "/gestion/ecoute"), "Printemps 2026".into())]
        },
        counted: "3 preuves enregistrées, dont 1 retirée.".into(),
        latest: drawn(),
        is_empty,
        may_record: true,
        may_lead: true,
    };
    let gathering = |is_new: bool, form: Form| GatheringPage {
        frame: back(if is_new { "Noter une rencontre" } else { "Corriger une rencontre" }).with_form(&form),
        form,
        is_new,
        lists: GatheringLists::default(),
    };
    let figure = |is_new: bool, form: Form| EditFigurePage {
        frame: back(if is_new { "Enregistrer un chiffre" } else { "Corriger un chiffre" }).with_form(&form),
        form,
        is_new,
        lists: FigureLists::default(),
    };
    let removal = Removal { label: "Ateliers".into(), consultation: None, refusal: None };
    let held = Removal { refusal: Removable::Channel.refusal(&[2, 0, 1, 0]), ..removal.clone() };
    let consultation = Consultation {
        id: Uuid::from_u128(70),
        code: "exemple".into(),
        contract: None,
        title: "Concertation d’exemple".into(),
        period_label: "Printemps 2026".into(),
        ended_by: None,
    };
    let channel = Channel {
        id: Uuid::from_u128(71),
        consultation: consultation.id,
        code: "ateliers".into(),
        label: "Ateliers".into(),
        hears: Heard::Residents,
        note: "Participants non comptés.".into(),
        revision: 1,
    };
    let inside = vec![
        (Removable::Gathering, Uuid::nil(), "Atelier sur le cadre de vie".to_owned()),
        (Removable::Comparison, Uuid::nil(), "Deux effectifs au téléphone".to_owned()),
    ];
    let sheet = Sheet { consultation, channels: vec![channel], inside };
    let mut all = vec![
        sample("Matrice", page(&full, None)),
        sample("Matrice vide", page(&empty, None)),
        sample("Un quartier", page(&one, Some(&here))),
        sample(
            "Un besoin",
            NeedPage::new(public("Bancs cassés"), &simple, everywhere, false)
                .weighed("3 preuves, 2 canaux".into(), vec!["Ateliers".into()], vec!["Réparer les bancs".into()])
                .render(),
        ),
        sample(
            "Une case",
            NeedPage::new(
                public("Bancs cassés, Quartier A"),
                &simple,
                vec![place("Quartier A", Mark::Mentioned(1), 0)],
                true,
            )
            .render(),
        ),
        sample(
            "Un besoin sensible",
            NeedPage::new(
                public("Crainte de représailles"),
                &sensitive,
                vec![place("Quartier A", Mark::Mentioned(2), 2)],
                true,
            )
            .render(),
        ),
        sample("Chiffres", figures(true).render()),
        sample("Aucun chiffre", figures(false).render()),
        sample("Couverture", coverage(false).render()),
        sample("Couverture vide", coverage(true).render()),
        sample("Gestion", manage(false).render()),
        sample("Gestion vide", manage(true).render()),
        sample(
            "Toutes les preuves",
            EvidencePage {
                frame: back("Preuves"),
                table: drawn(),
                pages: Pagination::new(2, 120, 50, "/gestion/ecoute/preuves"),
            }
            .render(),
        ),
        sample(
            "Enregistrer une preuve, à corriger",
            record(wrong("besoin", "Choisissez un besoin"), None, None).render(),
        ),
        sample("Corriger une preuve", record(Form::empty(), Some(Uuid::from_u128(80)), None).render()),
        sample(
            "Preuve retirée",
            record(Form::empty(), Some(Uuid::from_u128(80)), Some("Saisie deux fois".into())).render(),
        ),
        sample(
            "Besoins et thèmes",
            NeedsPage {
                frame: back("Besoins et thèmes"),
                groups: vec![
                    ("Lieux de vie".into(), vec![Link::new("B10 Bancs cassés", "/gestion/ecoute")]),
                    ("Santé".into(), Vec::new()),
                ],
            }
            .render(),
        ),
        sample(
            "Nommer un besoin, à corriger",
            EditNeedPage::new(back("Nommer un besoin"), wrong("theme", "Choisissez un thème"), &themes, None).render(),
        ),
        sample(
            "Modifier un besoin",
            EditNeedPage::new(back("Modifier un besoin"), Form::empty(), &themes, Some("/gestion/ecoute".into()))
                .render(),
        ),
        sample(
            "Couverture en gestion",
            CoverageListPage { frame: back("Couverture"), table: drawn(), is_empty: false }.render(),
        ),
        sample(
            "Couverture en gestion, vide",
            CoverageListPage { frame: back("Couverture"), table: drawn(), is_empty: true }.render(),
        ),
        sample("Remplir une case", EditCoveragePage::new(back("Ateliers, Quartier A"), Form::empty()).render()),
        sample(
            "Ouvrir une concertation",
            OpenPage { frame: back("Ouvrir une concertation"), form: Form::empty(), contracts: Vec::new() }.render(),
        ),
        sample(
            "Retirer un canal",
            RemovePage::new(back("Retirer ce canal"), wrong("motif", "Écrivez pourquoi"), Removable::Channel, &removal)
                .render(),
        ),
        sample(
            "Retirer un canal dont on dépend",
            RemovePage::new(back("Retirer ce canal"), Form::empty(), Removable::Channel, &held).render(),
        ),
        sample("Une concertation", sheet.drawn(back("Concertation d’exemple"), Form::empty()).render()),
        sample(
            "Ajouter un document",
            EditDocumentPage::new(back("Ajouter un document à citer"), Form::filled([("acces", "agents")]), None, true)
                .render(),
        ),
        sample(
            "Corriger un document, à corriger",
            EditDocumentPage::new(
                back("Corriger un document"),
                wrong("fichier", "Le fichier « essai.pdf » est vide : vérifiez-le sur votre ordinateur et renvoyez-le"),
                Some(Link::new("Ouvrir le document (PDF, 1,2\u{a0}Mo)", "/documents/x/compte-rendu.pdf")),
                false,
            )
            .render(),
        ),
        sample(
            "Documents cités",
            DocumentsPage { frame: back("Documents cités"), table: drawn(), is_empty: false, may_lead: true }.render(),
        ),
        sample(
            "Aucun document cité",
            DocumentsPage { frame: back("Documents cités"), table: drawn(), is_empty: true, may_lead: true }.render(),
        ),
        sample(
            "Thèmes et familles d’actions",
            ThemesPage::new(back("Thèmes et familles d’actions"), Form::empty(), &themes, &themes).render(),
        ),
        sample(
            "Aucun thème, à corriger",
            ThemesPage::new(
                back("Thèmes et familles d’actions"),
                wrong("theme-nom", "Saisissez un nom, par exemple : mobilités"),
                &[],
                &[],
            )
            .render(),
        ),
        sample("Noter une rencontre", gathering(true, Form::empty()).render()),
        sample("Corriger une rencontre", gathering(false, Form::filled([("sujet", "Cadre de vie")])).render()),
        sample("Enregistrer un chiffre", figure(true, wrong("valeur", "Saisissez le chiffre")).render()),
        sample("Corriger un chiffre", figure(false, Form::filled([("valeur", "42,5")])).render()),
        sample(
            "Corriger un canal",
            ChannelPage::new(back("Corriger un canal"), Form::filled([("libelle", "Ateliers")])).render(),
        ),
        sample(
            "Corriger un canal, à corriger",
            ChannelPage::new(back("Corriger un canal"), wrong("public", "Choisissez qui ce canal entend")).render(),
        ),
        sample("Importer", import(None).render()),
        sample(
            "Importer, essai",
            import(Some(ImportTold::of(&report, Uuid::from_u128(70), "besoin;quartier".into()))).render(),
        ),
        sample("Importer, refusé", import(Some(ImportTold::of(&refused, Uuid::from_u128(70), String::new()))).render()),
    ];
    all.extend(super::answers_samples::samples(site));
    all
}

fn drawn() -> Html {
    use documents::{Cell, Column, Kind};
    let columns = vec![Column::new("a", "Canal", Kind::Text).row_header(), Column::new("b", "Quartier A", Kind::Text)];
    let mut table = Table::new("exemple", "Tableau d’exemple", columns);
    table.rows.push(vec![Cell::text("Ateliers"), Cell::NOT_ASKED]);
    table.source = Some("Exemple".into());
    interface::table(&table, &interface::TableOptions::default())
}
