//! Lists of actions to take away. Cells that a spreadsheet could take for a formula are made harmless by the writers.

use database::Tx;
use documents::{Cell, Column, Kind, Table};
use web::Fault;

use super::asked::Narrowing;
use super::open_list::area_names;
use crate::store::board;

/// Lines of a file at most.
const MOST: i64 = 50_000;

/// The public list, whole.
///
/// # Errors
/// The database failed.
pub async fn public_table(tx: &mut Tx, narrowing: &Narrowing) -> Result<Table, Fault> {
    let lines = board::lines(tx, true, &narrowing.filters, (MOST, 0)).await?;
    let placed = board::areas(tx, true, &narrowing.filters, (MOST, 0)).await?;
    let names = area_names(tx).await?;
    let columns = vec![
        Column::new("reference", "Référence", Kind::Text),
        Column::new("titre", "Titre", Kind::Text).row_header(),
        Column::new("objectif", "Objectif", Kind::Text),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("pilote", "Pilote", Kind::Text),
        Column::new("debut", "Début", Kind::Date),
        Column::new("fin", "Fin", Kind::Date),
        Column::new("etat", "État", Kind::Text),
        Column::new("depuis", "Depuis", Kind::Date),
        Column::new("source", "Source de l’état", Kind::Text),
        Column::new("adresse", "Adresse", Kind::Text),
    ];
    let mut table = Table::new("actions", "Actions publiées", columns);
    for line in lines {
        let start = placed.partition_point(|(sheet, _)| *sheet < line.id);
        let own = placed[start..].iter().take_while(|(sheet, _)| *sheet == line.id);
        let areas: Vec<&str> = own.filter_map(|(_, area)| names.get(area)).map(|(name, _)| name.as_str()).collect();
        let day = |day: Option<jiff::civil::Date>| day.map_or(Cell::text(""), Cell::Date);
        table.rows.push(vec![
            Cell::text(line.code),
            Cell::text(line.title),
            Cell::text(narrowing.node(line.objective).map(|node| node.name()).unwrap_or_default()),
            Cell::text(areas.join(" | ")),
            Cell::text(line.lead),
            day(line.starts_on),
            day(line.ends_on),
            Cell::text(line.state.status.french()),
            Cell::Date(line.state.since),
            Cell::text(line.state.source),
            Cell::text(crate::facade::path(&line.address)),
        ]);
    }
    Ok(table)
}
