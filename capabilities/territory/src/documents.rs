//! Facilities and correspondences as tables. One definition for the screen, the spreadsheet and the open-data file.

pub mod passages;

use ::documents::{Cell, Column, Kind, Table};

use crate::actions::Report;
use crate::actions::viewing::Kept;
use crate::facade::Area;
use crate::rules::scdl;

/// Facilities for the screen.
pub fn facilities(kept: &[Kept], areas: &[Area], caption: &str) -> Table {
    let columns = vec![
        Column::new("nom", "Équipement", Kind::Text).row_header(),
        Column::new("type", "Type", Kind::Text),
        Column::new("adresse", "Adresse", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
    ];
    let mut table = Table::new("equipements", caption, columns);
    for one in kept {
        let place = match one.neighbourhood.and_then(|id| areas.iter().find(|area| area.id == id)) {
            Some(area) if one.quality == "probable" => format!("{} (probable, près de la limite)", area.name),
            Some(area) => area.name.clone(),
            None => "Hors des quartiers".to_owned(),
        };
        let facility = &one.facility;
        table.rows.push(vec![
            Cell::text(&facility.name),
            Cell::text(&facility.kind),
            Cell::text(facility.address()),
            Cell::text(place),
        ]);
    }
    table.source = kept.first().map(|one| one.source.clone()).filter(|source| !source.is_empty());
    table.as_of = kept.iter().filter_map(|one| one.as_of.as_deref()?.parse().ok()).max();
    table
}

/// Facilities on the columns of the SCDL schema: imported again, it gives the same rows.
pub fn scdl(kept: &[Kept]) -> Table {
    let columns = scdl::COLUMNS.into_iter().map(|name| Column::new(name, name, Kind::Text)).collect();
    let mut table = Table::new("equipements", "Équipements (schéma SCDL)", columns);
    table.rows = kept.iter().map(|one| one.facility.cells().into_iter().map(Cell::Text).collect()).collect();
    table
}

/// The report of an import, what deserves a look first.
pub fn report(report: &Report, most_lines: usize) -> Table {
    let columns = vec![
        Column::new("ligne", "Ligne", Kind::Integer),
        Column::new("code", "Code", Kind::Text).row_header(),
        Column::new("nom", "Nom", Kind::Text),
        Column::new("effet", "Effet", Kind::Text),
        Column::new("remarques", "Remarques", Kind::Text),
    ];
    let mut table = Table::new("rapport-import", "Rapport ligne par ligne", columns);
    let mut lines: Vec<_> = report.lines.iter().collect();
    if lines.len() > most_lines {
        lines.sort_by_key(|line| std::cmp::Reverse(line.verdict));
        table.notes.push(format!(
            "{most_lines} lignes montrées sur {}, celles à regarder d’abord. Le fichier CSV les donne toutes.",
            report.lines.len()
        ));
    }
    for line in lines.into_iter().take(most_lines) {
        table.rows.push(vec![
            Cell::Integer(i64::try_from(line.line).unwrap_or(i64::MAX)),
            Cell::text(&line.code),
            Cell::text(&line.name),
            Cell::text(line.change.french()),
            Cell::text(line.sentences.join(" ")),
        ]);
    }
    table
}

/// « 2024 (en vigueur) » is the page's business; this names the generation.
pub(crate) fn generation_words(generation: &str) -> String {
    if generation == "locale" { "local".to_owned() } else { generation.to_owned() }
}

/// The first letter in capitals.
pub(crate) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
