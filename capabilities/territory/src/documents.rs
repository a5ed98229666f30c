//! Figures and facilities as tables, and the portrait as a printed document. One definition for the screen, the
//! spreadsheet, the open-data file and the PDF.

pub mod indicators;
pub mod passages;

use ::documents::{Block, Cell, Column, Document, Kind, Run, Table};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::french;

use crate::actions::Report;
use crate::actions::viewing::Kept;
use crate::actions::viewing::Portrait;
use crate::facade::Area;
use crate::rules::passing;
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

/// The portrait, to print or to send.
pub fn portrait(portrait: &Portrait, town: &str, today: Date, zone: &TimeZone) -> Document {
    let heading = |text: &str| Block::Heading { level: 1, text: text.to_owned() };
    let mut document = Document::new(format!("Portrait de {}", portrait.neighbourhood.name), town, today);
    document.subtitle =
        Some(format!("{}, {}", sentence_case(portrait.neighbourhood.kind.label()), portrait.commune_names()));
    document.reference = Some(portrait.version.code.clone());
    let sentences = portrait.sentences();
    document.blocks.push(heading("En quelques phrases"));
    if sentences.is_empty() {
        document
            .blocks
            .push(Block::Paragraph(vec![Run::plain("Aucun chiffre n’est encore enregistré pour ce quartier.")]));
    }
    for told in sentences {
        let provenance = Run::emphasis(format!(" ({})", told.provenance));
        document.blocks.push(Block::Paragraph(vec![Run::plain(french::spaced(&told.text)), provenance]));
    }
    document.blocks.push(heading("Contour et codes"));
    let mut pairs = vec![(
        "Superficie".to_owned(),
        vec![Run::plain(
            portrait
                .version
                .area_ha
                .map_or_else(|| "non mesurée".to_owned(), |hectares| format!("{} ha", french::decimal(hectares, 1))),
        )],
    )];
    for version in &portrait.versions {
        pairs.push((format!("Code {}", generation_words(&version.generation)), vec![Run::plain(version.code.clone())]));
    }
    if !portrait.version.source.is_empty() {
        pairs.push(("Source du contour".to_owned(), vec![Run::plain(portrait.version.source.clone())]));
    }
    document.blocks.push(Block::KeyValues(pairs));
    if !portrait.passages.is_empty() {
        let told = |one| vec![Run::plain(french::spaced(&passing::told(one, passages::day(zone))))];
        let items = portrait.passages.iter().map(told).collect();
        document.blocks.push(Block::List { is_numbered: false, items });
    }
    if !portrait.figures.is_empty() {
        document.blocks.push(heading("Tous les indicateurs"));
        document.blocks.push(Block::Table(indicators::table(portrait, false)));
    }
    if !portrait.facilities.is_empty() {
        document.blocks.push(heading("Équipements"));
        let items = portrait.facilities.iter().map(|kept| {
            vec![
                Run::strong(kept.facility.name.clone()),
                Run::plain(format!(", {}. {}", kept.facility.kind, kept.facility.address())),
            ]
        });
        document.blocks.push(Block::List { is_numbered: false, items: items.collect() });
    }
    document
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::sample;

    fn text(runs: &[Run]) -> String {
        let words = |run: &Run| match run {
            Run::Plain(text) | Run::Strong(text) | Run::Emphasis(text) => text.clone(),
            Run::Link { text, .. } | Run::Foreign { text, .. } => text.clone(),
        };
        runs.iter().map(words).collect::<String>().replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn the_printed_portrait_tells_each_gap_and_where_correspondences_stand() {
        let day = jiff::civil::date(2026, 3, 27);
        let document = portrait(&sample::portrait_of_two_communes(), "Ville d’essai", day, &TimeZone::UTC);
        let mut told = Vec::new();
        for block in &document.blocks {
            match block {
                Block::Paragraph(runs) => told.push(text(runs)),
                Block::List { items, .. } => told.extend(items.iter().map(|item| text(item))),
                Block::Table(table) => {
                    let headers: Vec<&str> = table.columns.iter().map(|column| column.header.as_str()).collect();
                    assert!(headers.contains(&"Carcassonne (écart)") && headers.contains(&"Exempleville (écart)"));
                    let cells = table.rows.iter().flatten();
                    told.extend(cells.filter_map(|cell| match cell {
                        Cell::Text(words) => Some(words.replace('\u{a0}', " ")),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        for words in [
            "33,2 points de plus que Carcassonne (28 % en 2021) et 41,8",
            "points de plus qu’Exempleville (19,4 % en 2021) ; les années diffèrent, les écarts sont indicatifs",
            "28 % (+33,2 pt)",
            "19,4 % (+41,8 pt)",
            "Correspondance proposée.",
            "Correspondance confirmée par l’équipe projet le 15 mars 2026.",
        ] {
            assert!(told.iter().any(|one| one.contains(words)), "{words} in {told:?}");
        }
    }
}
