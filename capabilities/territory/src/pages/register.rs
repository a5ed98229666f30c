//! The register of the territory, for the team: neighbourhoods, files waiting, what is known.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Sample, Site, TableOptions};
use kernel::{Moment, french};
use web::{Answer, House, Visit, answer};

use crate::actions::drafts::FileKind;
use crate::actions::viewing::{self, Register};
use crate::acts::{EDIT, IMPORT};
use crate::facade;

#[derive(Template)]
#[template(path = "pages/register.html")]
struct RegisterPage {
    frame: Frame,
    table: Html,
    has_neighbourhoods: bool,
    drafts: Vec<DraftLine>,
    facility_count: String,
    outside_count: String,
    address_count: String,
    passage_words: String,
    may_import: bool,
}

struct DraftLine {
    href: String,
    file_name: String,
    kind: String,
    when: String,
    state: &'static str,
}

fn view(
    frame: Frame,
    register: &Register,
    zone: &jiff::tz::TimeZone,
    (may_import, may_edit): (bool, bool),
) -> RegisterPage {
    let columns = vec![
        Column::new("nom", "Quartier", Kind::Text).row_header(),
        Column::new("nature", "Nature", Kind::Text),
        Column::new("communes", "Communes", Kind::Text),
        Column::new("code", "Code en vigueur", Kind::Text),
        Column::new("superficie", "Superficie", Kind::Decimal(1)).unit("ha"),
        Column::new("equipements", "Équipements", Kind::Integer),
        Column::new("codes", "Tous les codes", Kind::Text),
        Column::new("remarques", "À savoir", Kind::Text),
    ];
    let mut table = Table::new("quartiers", "Les quartiers du référentiel", columns);
    for (known, versions, communes) in &register.lines {
        let current = facade::current(versions);
        let mut remarks = Vec::new();
        match current {
            None => remarks.push("aucun contour"),
            Some(version) => {
                if version.valid_until.is_some() {
                    remarks.push("plus en vigueur");
                }
                if version.is_self_intersecting {
                    remarks.push("contour qui se croise, accepté");
                }
                if version.is_outside_france {
                    remarks.push("contour hors de France");
                }
                if version.has_borrowed_perimeter() {
                    remarks.push("contour d’un zonage antérieur");
                }
            }
        }
        let count = register.facility_counts.get(&Some(known.id)).copied().unwrap_or(0);
        table.rows.push(vec![
            Cell::text(&known.name),
            Cell::text(known.kind.label()),
            Cell::text(communes.join(", ")),
            Cell::text(current.map(|version| version.code.clone()).unwrap_or_default()),
            current.and_then(|version| version.area_ha).map_or(Cell::MISSING, Cell::Decimal),
            Cell::Integer(i64::try_from(count).unwrap_or(0)),
            Cell::text(versions.iter().map(|version| version.code.as_str()).collect::<Vec<_>>().join(", ")),
            Cell::text(remarks.join(", ")),
        ]);
    }
    let decoration = |row: usize, column: usize, cell: &Cell| match (may_edit, column, cell) {
        (true, 0, Cell::Text(name)) => {
            let (known, ..) = register.lines.get(row)?;
            Some(Html::link(name, &format!("/gestion/territoire/quartiers/{}", known.id)))
        }
        (_, 3, Cell::Text(code)) if !code.is_empty() => Some(Html::link(code, &facade::path(code))),
        _ => None,
    };
    let options = TableOptions { is_caption_hidden: true, decoration: Some(&decoration), ..TableOptions::default() };
    let count = |count: usize| french::integer(i64::try_from(count).unwrap_or(0));
    RegisterPage {
        frame,
        has_neighbourhoods: !register.lines.is_empty(),
        table: interface::table(&table, &options),
        drafts: register
            .drafts
            .iter()
            .map(|draft| DraftLine {
                href: format!("/gestion/territoire/imports/{}", draft.id),
                file_name: draft.file_name.clone(),
                kind: FileKind::from_key(&draft.kind).map_or("", FileKind::french).to_owned(),
                when: french::date(Moment(draft.created_at).day(zone)),
                state: if draft.job.is_some() { "import lancé" } else { "à vérifier puis importer" },
            })
            .collect(),
        facility_count: count(register.facility_counts.values().sum()),
        outside_count: count(register.facility_counts.get(&None).copied().unwrap_or(0)),
        address_count: french::integer(register.address_count),
        passage_words: passage_words(register.passage_counts),
        may_import,
    }
}

/// « 5 correspondances, dont 2 à décider ».
fn passage_words((known, waiting): (usize, usize)) -> String {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    match (known, waiting) {
        (0, _) => String::new(),
        (known, 0) => format!("{}, toutes décidées.", french::count(count(known), "correspondance", "correspondances")),
        (known, waiting) => format!(
            "{}, dont {} à décider.",
            french::count(count(known), "correspondance", "correspondances"),
            french::integer(count(waiting))
        ),
    }
}

/// `GET /gestion/territoire`
pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let register = viewing::register(&mut tx, &visit.actor).await?;
    let may = |act| visit.actor.may_somewhere(act).is_allowed();
    let frame = visit.back_office("Le territoire");
    answer::page(&view(frame, &register, &house.settings.zone, (may(&IMPORT), may(&EDIT))))
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::back_office(site, "Le territoire", "/gestion/territoire");
    let empty = Register {
        lines: Vec::new(),
        drafts: Vec::new(),
        facility_counts: Default::default(),
        address_count: 0,
        passage_counts: (0, 0),
    };
    let mut full = empty.clone();
    let portrait = super::sample::portrayed();
    full.lines.push((portrait.neighbourhood, portrait.versions, vec!["Carcassonne".into()]));
    full.drafts.push(super::importing::sample_draft());
    full.passage_counts = (4, 1);
    let zone = jiff::tz::TimeZone::UTC;
    vec![
        Sample::page(
            "territoire",
            "Référentiel vide",
            view(frame(), &empty, &zone, (true, true)).render().unwrap_or_default(),
        ),
        Sample::page(
            "territoire",
            "Référentiel",
            view(frame(), &full, &zone, (true, true)).render().unwrap_or_default(),
        ),
        Sample::page(
            "territoire",
            "Référentiel, lecture seule",
            view(frame(), &full, &zone, (false, false)).render().unwrap_or_default(),
        ),
    ]
}
