//! `/besoins/couverture`: through which channel each neighbourhood was heard, and where nobody was.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, TableOptions};
use kernel::french;
use territory::facade::Area;
use web::{Answer, Asked, House, Visit, answer};

use super::{Referred, above};
use crate::rules::{CoverageCell, CoverageState, shown_value};
use crate::store;
use crate::store::gatherings::Gathering;
use crate::store::setting::Channel;

#[derive(Template)]
#[template(path = "pages/coverage.html")]
pub(super) struct CoveragePage {
    pub frame: Frame,
    pub table: Html,
    pub channels: Vec<(String, String, String)>,
    pub notes: Vec<String>,
    pub gatherings: Html,
    pub is_empty: bool,
}

/// What one cell says, in a few words; three absences told apart.
pub(super) fn cell(coverage: &[CoverageCell], channel: &Channel, area: &Area, may_read: bool) -> Cell {
    let found = coverage.iter().find(|cell| cell.channel == channel.id && cell.area == area.id);
    let Some(found) = found else { return Cell::NOT_ASKED };
    match (found.text.state, found.text.value, found.text.unit) {
        (CoverageState::NotAsked, ..) => Cell::NOT_ASKED,
        (CoverageState::Recorded, Some(_), _) if found.is_small() && !may_read => Cell::NOT_DISCLOSED,
        (CoverageState::Recorded, Some(value), Some(unit)) => Cell::text(match found.text.base {
            Some(base) => format!("{} de {}", shown_value(value, unit), french::integer(base)),
            None => shown_value(value, unit),
        }),
        _ => Cell::MISSING,
    }
}

pub(super) fn table(coverage: &[CoverageCell], channels: &[Channel], areas: &[Area], may_read: bool) -> Table {
    let mut columns = vec![Column::new("canal", "Canal", Kind::Text).row_header()];
    columns.extend(areas.iter().map(|area| Column::new(&area.code, &area.name, Kind::Text)));
    let mut table = Table::new("couverture", "Qui a été entendu, par canal et par quartier", columns);
    let used = channels.iter().filter(|channel| coverage.iter().any(|cell| cell.channel == channel.id));
    for channel in used {
        let mut cells = vec![Cell::text(&channel.label)];
        cells.extend(areas.iter().map(|area| cell(coverage, channel, area, may_read)));
        table.rows.push(cells);
    }
    let mut bases: Vec<String> = coverage
        .iter()
        .filter(|cell| !cell.text.base_label.is_empty())
        .map(|cell| format!("{} : {}", cell.channel_label, cell.text.base_label.to_lowercase()))
        .collect();
    bases.dedup();
    table.base = Some(bases.join(" ; ")).filter(|bases| !bases.is_empty());
    table
}

/// Notes of the coverage, each told once with the places it is about.
fn notes(coverage: &[CoverageCell], areas: &[Area]) -> Vec<String> {
    let mut told: Vec<(String, String, Vec<&str>)> = Vec::new();
    for cell in coverage.iter().filter(|cell| !cell.text.note.is_empty()) {
        let Some(area) = areas.iter().find(|area| area.id == cell.area) else { continue };
        match told.iter_mut().find(|(channel, note, _)| *channel == cell.channel_label && *note == cell.text.note) {
            Some((.., places)) => places.push(&area.name),
            None => told.push((cell.channel_label.clone(), cell.text.note.clone(), vec![&area.name])),
        }
    }
    let whole = areas.len();
    told.into_iter()
        .map(|(channel, note, places)| match places.len() == whole && whole > 1 {
            true => format!("{channel} : {note}"),
            false => format!("{channel}, {} : {note}", places.join(", ")),
        })
        .collect()
}

fn gatherings(gatherings: &[Gathering], areas: &[Area], referred: &Referred) -> Table {
    let columns = vec![
        Column::new("rencontre", "Rencontre", Kind::Text).row_header(),
        Column::new("nombre", "Nombre", Kind::Integer),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("date", "Date", Kind::Date),
        Column::new("lieu", "Lieu", Kind::Text),
        Column::new("participants", "Participants", Kind::Integer),
        Column::new("note", "Note", Kind::Text),
    ];
    let mut table = Table::new("rencontres", "Rencontres tenues", columns);
    for one in gatherings.iter().map(|one| &one.text) {
        let area = one.area.and_then(|id| areas.iter().find(|area| area.id == id));
        let channel = referred.channel(Some(one.channel));
        let name = if one.topic.is_empty() { channel } else { format!("{channel} : {}", one.topic) };
        table.rows.push(vec![
            Cell::text(name),
            Cell::Integer(one.times),
            area.map_or(Cell::MISSING, |area| Cell::text(&area.name)),
            one.held_on.map_or(Cell::MISSING, Cell::Date),
            Cell::text(&one.place),
            one.participants.map_or(Cell::MISSING, Cell::Integer),
            Cell::text(&one.note),
        ]);
    }
    let mut sources: Vec<String> = gatherings.iter().map(|one| referred.document(one.text.document, "")).collect();
    sources.sort();
    sources.dedup();
    table.source = Some(sources.join(" ; ")).filter(|sources| !sources.is_empty());
    table
}

/// The coverage of one consultation, what to know of it, and its gatherings, as everybody reads them.
pub(crate) async fn printed(
    tx: &mut database::Tx,
    consultation: kernel::Uuid,
) -> database::Result<(Table, Vec<String>, Table)> {
    let mut referred = Referred::load(tx).await?;
    referred.channels.retain(|channel| channel.consultation == consultation);
    let is_own = |id: kernel::Uuid| referred.channels.iter().any(|channel| channel.id == id);
    let mut coverage = store::setting::coverage(tx).await?;
    coverage.retain(|cell| is_own(cell.channel));
    let mut met = store::gatherings::gatherings(tx).await?;
    met.retain(|one| is_own(one.text.channel));
    let areas = territory::facade::areas(tx).await?;
    let heard = table(&coverage, &referred.channels, &areas, false);
    Ok((heard, notes(&coverage, &areas), gatherings(&met, &areas, &referred)))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let coverage = store::setting::coverage(&mut tx).await?;
    let referred = Referred::load(&mut tx).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let may_read = visit.actor.may_somewhere(&crate::acts::READ).is_allowed();
    let mut table = table(&coverage, &referred.channels, &areas, may_read);
    let cited: Vec<String> =
        referred.consultations.iter().map(|one| format!("{} ({})", one.title, one.period_label)).collect();
    table.source = Some(cited.join(" ; ")).filter(|cited| !cited.is_empty());
    let format = asked.text("format");
    if !format.is_empty() {
        return answer::table("couverture", format, &table, house.outside.now());
    }
    let met = gatherings(&store::gatherings::gatherings(&mut tx).await?, &areas, &referred);
    let file = |format: &str| Some(format!("/besoins/couverture?format={format}"));
    let options = TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() };
    let channels = referred
        .channels
        .iter()
        .map(|channel| (channel.label.clone(), channel.hears.french().to_owned(), channel.note.clone()))
        .collect();
    answer::page(&CoveragePage {
        frame: visit.public("Qui a été entendu, et où").with_breadcrumb(above()),
        notes: notes(&coverage, &areas),
        channels,
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &options),
        gatherings: interface::table(&met, &TableOptions { is_caption_hidden: true, ..TableOptions::default() }),
    })
}
