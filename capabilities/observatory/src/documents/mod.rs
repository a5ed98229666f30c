//! Figures as tables, and the portrait as a printed document. One definition for the screen, the spreadsheet, the
//! open-data file and the PDF.

pub mod figures;
pub mod open;
pub mod tables;

use ::documents::{Block, Document, Run};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::french;
use territory::facade::drawn;

use crate::actions::viewing::Portrait;

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
        pairs.push((
            format!("Code {}", drawn::generation_words(&version.generation)),
            vec![Run::plain(version.code.clone())],
        ));
    }
    if !portrait.version.source.is_empty() {
        pairs.push(("Source du contour".to_owned(), vec![Run::plain(portrait.version.source.clone())]));
    }
    document.blocks.push(Block::KeyValues(pairs));
    let passages = drawn::passages_told(portrait, zone);
    if !passages.is_empty() {
        let items = passages.iter().map(|told| vec![Run::plain(french::spaced(told))]).collect();
        document.blocks.push(Block::List { is_numbered: false, items });
    }
    if !portrait.figures.is_empty() {
        document.blocks.push(heading("Tous les indicateurs"));
        document.blocks.push(Block::Table(figures::table(portrait, false)));
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

/// The first letter in capitals.
pub(crate) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use ::documents::{Block, Cell, Run};

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
