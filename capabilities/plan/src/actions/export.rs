//! A plan in the columns of a spreadsheet, those an import reads.

use std::collections::HashMap;

use database::Tx;
use documents::{Cell, Column, Kind, Table};
use jiff::civil::Date;
use kernel::Uuid;

use super::{Around, Reach, every_piece};
use crate::rules::{COLUMNS, Involvement, LinkRead, Linked, Partner, Place, Section, Sheet, Term};
use crate::rules::{cell_hint, cell_of, links_cell, notes_cell};
use crate::store;

/// The plan of a contract, as far as somebody may read it, in the columns that [`super::read_import`] reads.
///
/// # Errors
/// The database failed.
pub async fn exported(tx: &mut Tx, around: &Around, reach: &Reach) -> database::Result<Table> {
    let kind = |key: &str| if matches!(key, "debut" | "fin" | "depuis") { Kind::Date } else { Kind::Text };
    let columns = COLUMNS.iter().map(|column| Column::new(column.key, column.header, kind(column.key))).collect();
    let mut table = Table::new("plan-actions", "Plan d’actions", columns);
    let sheets = store::sheet::of_contract(tx, around.contract.id).await?;
    let codes: HashMap<Uuid, String> = sheets.iter().map(|sheet| (sheet.id, sheet.text.code.clone())).collect();
    for sheet in sheets {
        let places = store::pieces::places(tx, sheet.id).await?;
        if !reach.covers(&places.iter().map(|place| place.area).collect::<Vec<_>>()) {
            continue;
        }
        let partners = store::pieces::partners(tx, sheet.id).await?;
        let mut row = Vec::with_capacity(COLUMNS.len());
        for column in &COLUMNS {
            if column.key == Section::Links.code() {
                let links = store::pieces::links(tx, sheet.id).await?;
                row.push(Cell::text(links_cell(&links.iter().map(|link| link_read(link, &codes)).collect::<Vec<_>>())));
                continue;
            }
            row.push(match Section::from_code(column.key).filter(|section| !cell_hint(*section).is_empty()) {
                Some(section) => Cell::text(cell_of(&every_piece(tx, sheet.id, section).await?)),
                None => cell(column.key, &sheet, around, &places, &partners),
            });
        }
        table.rows.push(row);
    }
    Ok(table)
}

/// A link as a file says it: the other sheet by its code.
pub(super) fn link_read(link: &Linked, codes: &HashMap<Uuid, String>) -> LinkRead {
    let other = link.other.and_then(|id| codes.get(&id)).cloned();
    (link.kind, other.unwrap_or_else(|| link.elsewhere.clone()))
}

fn cell(key: &str, sheet: &Sheet, around: &Around, places: &[Place], partners: &[Partner]) -> Cell {
    let text = &sheet.text;
    let node = |id| around.node(id).map(|node| node.name()).unwrap_or_default();
    let day = |day: Option<Date>| day.map_or(Cell::text(""), Cell::Date);
    match key {
        "reference" => Cell::text(&*text.code),
        "titre" => Cell::text(&*text.title),
        "constat" => Cell::text(&*text.finding),
        "strategique" => Cell::text(node(text.strategic)),
        "operationnel" => Cell::text(node(text.operational)),
        "objectifs" => Cell::text(&*text.aims),
        "description" => Cell::text(&*text.description),
        "pilote" => Cell::text(&*text.lead),
        "competence" => Cell::text(&*text.competence),
        "partenaires" => {
            let one = |partner: &Partner| match partner.role.is_empty() {
                true => partner.name.clone(),
                false => format!("{} : {}", partner.name, partner.role),
            };
            Cell::text(partners.iter().map(one).collect::<Vec<_>>().join(" | "))
        }
        "perimetre" => Cell::text(&*text.perimeter),
        "quartiers" => {
            let one =
                |place: &Place| around.area(place.area).map(|area| format!("{} ({})", area.name, place.state.french()));
            Cell::text(places.iter().filter_map(one).collect::<Vec<_>>().join(" | "))
        }
        "notes" => {
            let one = |place: &Place| around.area(place.area).map(|area| (area.name.clone(), place.note.clone()));
            Cell::text(notes_cell(&places.iter().filter_map(one).collect::<Vec<_>>()))
        }
        "publics" => Cell::text(&*text.publics),
        "echeance" => Cell::text(text.term.map_or("", Term::french)),
        "debut" => day(text.starts_on),
        "fin" => day(text.ends_on),
        "habitants" => Cell::text(text.involvement.map_or("", Involvement::french)),
        "axes" => {
            let labels: Vec<&str> = text.lenses.iter().filter_map(|key| around.lens(key)).collect();
            Cell::text(labels.join(" | "))
        }
        "besoins" => {
            let codes: Vec<&str> =
                text.needs.iter().filter_map(|id| around.need(*id)).map(|need| need.code.as_str()).collect();
            Cell::text(codes.join(" | "))
        }
        "conditions" => Cell::text(&*text.conditions),
        "transposition" => Cell::text(&*text.transposition),
        "etat" => Cell::text(sheet.state.status.french()),
        "depuis" => Cell::Date(sheet.state.since),
        "source" => Cell::text(&*sheet.state.source),
        _ => Cell::text(&*sheet.state.reason),
    }
}
