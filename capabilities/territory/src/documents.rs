//! Figures and facilities as tables, and the portrait as a printed document. One definition for the screen, the
//! spreadsheet, the open-data file and the PDF.

pub mod passages;

use ::documents::{Absence as Blank, Block, Cell, Column, Document, Kind, Run, Table};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::french;

use crate::actions::Report;
use crate::actions::viewing::Kept;
use crate::actions::viewing::Portrait;
use crate::facade::Area;
use crate::rules::figures::{Absence, Beside, CityFigure, Figure, Reading, Unit};
use crate::rules::passing;
use crate::rules::scdl;

/// What a reading is in a table. A value that is not believed is no value.
pub(crate) fn cell(unit: Unit, reading: &Reading) -> Cell {
    match reading {
        Reading::Known(value) => number(unit, *value),
        Reading::Doubtful { .. } | Reading::Absent(Absence::Missing) => Cell::Absent(Blank::Missing),
        Reading::Absent(Absence::NotDisclosed) => Cell::Absent(Blank::NotDisclosed),
        Reading::Absent(Absence::NotAsked) => Cell::Absent(Blank::NotAsked),
    }
}

fn number(unit: Unit, value: f64) -> Cell {
    if unit.is_count() || unit == Unit::EurosPerYear {
        Cell::Integer(value.round() as i64)
    } else {
        Cell::Decimal(value)
    }
}

fn reserve(figure: &Figure) -> String {
    match &figure.reading {
        Reading::Doubtful { written, why } => {
            format!("Douteux : la source écrit {}. {why}", figure.unit.words(*written))
        }
        Reading::Absent(Absence::Missing) => "Secret ou manquant dans la source".to_owned(),
        Reading::Absent(Absence::NotDisclosed) => "Non diffusé par la source".to_owned(),
        Reading::Absent(Absence::NotAsked) => "Non mesuré ici".to_owned(),
        Reading::Known(_) if figure.is_of_commune => "Valeur de la commune entière".to_owned(),
        Reading::Known(_) => figure.caution().unwrap_or_default(),
    }
}

/// Columns to read: of several communes, figure and gap stand in one cell, so that they hold side by side.
fn read_columns(portrait: &Portrait) -> Vec<Column> {
    let mut columns = vec![
        Column::new("libelle", "Indicateur", Kind::Text).row_header(),
        Column::new("unite", "Unité", Kind::Text),
        Column::new("valeur", "Quartier", Kind::Decimal(1)),
    ];
    match portrait.communes.as_slice() {
        [] | [_] => columns.push(Column::new("valeur_commune", "Commune", Kind::Decimal(1))),
        several => columns.extend(several.iter().map(|one| {
            let (key, header) = (format!("commune_{}", one.insee_code), format!("{} (écart)", one.name));
            Column::new(key, header, Kind::Text)
        })),
    }
    columns.extend([
        Column::new("periode", "Période", Kind::Text),
        Column::new("reserve", "À savoir", Kind::Text),
        Column::new("producteur", "Producteur", Kind::Text),
    ]);
    columns
}

fn read_row(portrait: &Portrait, figure: &Figure) -> Vec<Cell> {
    let mut row = vec![Cell::text(&figure.label), Cell::text(figure.unit.french()), cell(figure.unit, &figure.reading)];
    match portrait.communes.as_slice() {
        [] | [_] => row.push(city_cell(figure, figure.cities().next())),
        several => row.extend(several.iter().map(|one| {
            let Some((_, city)) = figure.cities().find(|(beside, _)| beside.insee_code == one.insee_code) else {
                return Cell::text("");
            };
            let there = figure.unit.words(city.value);
            Cell::text(match figure.difference(city) {
                None => there,
                Some(difference) => format!("{there} ({})", signed(figure.unit, difference)),
            })
        })),
    }
    row.extend([Cell::text(figure.period()), Cell::text(reserve(figure)), Cell::text(&figure.producer)]);
    row
}

/// « +33,2 pt », « −1 200 € ».
fn signed(unit: Unit, difference: f64) -> String {
    let sign = if difference < 0.0 { "−" } else { "+" };
    match unit {
        Unit::Percent => format!("{sign}{} pt", Unit::Percent.number(difference.abs())),
        unit => format!("{sign}{}", unit.words(difference.abs())),
    }
}

/// No public figure of the commune was looked for: not an absence of the source, hence an empty cell and a note.
fn city_cell(figure: &Figure, city: Option<(&Beside, &CityFigure)>) -> Cell {
    city.map_or_else(|| Cell::text(""), |(_, city)| number(figure.unit, city.value))
}

/// Columns to compute with: value, gap and year of each commune, by its code where there are several.
fn export_columns(portrait: &Portrait) -> Vec<Column> {
    let mut columns = vec![
        Column::new("code_quartier", "Code du contour mesuré", Kind::Text),
        Column::new("indicateur", "Code de l’indicateur", Kind::Text),
        Column::new("libelle", "Indicateur", Kind::Text).row_header(),
        Column::new("unite", "Unité", Kind::Text),
        Column::new("valeur", "Quartier", Kind::Decimal(1)),
    ];
    let (mut values, mut years) = (Vec::new(), Vec::new());
    for (suffix, name) in beside_columns(portrait) {
        values.push(Column::new(format!("valeur_commune{suffix}"), name.clone(), Kind::Decimal(1)));
        values.push(Column::new(format!("ecart_commune{suffix}"), format!("Écart, {name}"), Kind::Decimal(1)));
        years.push(Column::new(format!("annee_commune{suffix}"), format!("Année, {name}"), Kind::Text));
    }
    columns.extend(values);
    columns.extend([Column::new("periode", "Période", Kind::Text), Column::new("reserve", "À savoir", Kind::Text)]);
    columns.extend(years);
    columns
        .extend([Column::new("edition", "Diffusion", Kind::Text), Column::new("producteur", "Producteur", Kind::Text)]);
    columns
}

/// End of the key and header of the columns of each commune.
fn beside_columns(portrait: &Portrait) -> Vec<(String, String)> {
    match portrait.communes.as_slice() {
        [] | [_] => vec![(String::new(), "Commune".to_owned())],
        several => several.iter().map(|one| (format!("_{}", one.insee_code), one.name.clone())).collect(),
    }
}

fn export_row(portrait: &Portrait, figure: &Figure) -> Vec<Cell> {
    let mut row = vec![
        Cell::text(&figure.zoning_code),
        Cell::text(&figure.code),
        Cell::text(&figure.label),
        Cell::text(figure.unit.french()),
        cell(figure.unit, &figure.reading),
    ];
    let mut years = Vec::new();
    for (rank, _) in beside_columns(portrait).iter().enumerate() {
        let city = figure.beside.get(rank).and_then(|beside| Some((beside, beside.figure.as_ref()?)));
        let difference = city.and_then(|(_, city)| figure.difference(city));
        row.push(city_cell(figure, city));
        // The figures of the sources have one decimal at most: so have their differences.
        row.push(
            difference.map_or_else(|| Cell::text(""), |difference| Cell::Decimal((difference * 10.0).round() / 10.0)),
        );
        years.push(Cell::text(city.map(|(_, city)| city.year.to_string()).unwrap_or_default()));
    }
    row.extend([Cell::text(figure.period()), Cell::text(reserve(figure))]);
    row.append(&mut years);
    row.extend([Cell::text(figure.edition.to_string()), Cell::text(&figure.producer)]);
    row
}

/// The indicators of a neighbourhood. `is_export` adds the codes that machines need. Of several communes, each has its
/// own columns.
pub fn indicators(portrait: &Portrait, is_export: bool) -> Table {
    let columns = if is_export { export_columns(portrait) } else { read_columns(portrait) };
    let name = &portrait.neighbourhood.name;
    let mut table =
        Table::new(format!("indicateurs-{}", portrait.version.code), format!("Indicateurs de {name}"), columns);
    let row = if is_export { export_row } else { read_row };
    table.rows = portrait.figures.iter().map(|figure| row(portrait, figure)).collect();
    table.base = base(portrait);
    table.source = portrait.figures.first().map(|figure| figure.source.clone()).filter(|source| !source.is_empty());
    table.notes = notes(portrait);
    table
}

fn base(portrait: &Portrait) -> Option<String> {
    let figure = portrait.figures.iter().find(|figure| figure.code == crate::facade::POPULATION)?;
    let value = figure.reading.value()?;
    Some(format!("{} habitants en {}", figure.unit.words(value), figure.period()))
}

/// Sentences of caution under the indicators.
pub(crate) fn notes(portrait: &Portrait) -> Vec<String> {
    let mut notes = Vec::new();
    let others: Vec<&str> = portrait
        .figures
        .iter()
        .map(|figure| figure.zoning_code.as_str())
        .filter(|code| *code != portrait.version.code)
        .collect();
    if let Some(code) = others.first() {
        notes
            .push(format!("Les chiffres ont été mesurés sur le contour {code}, et non sur {}.", portrait.version.code));
    }
    if portrait.figures.iter().any(|figure| figure.cities().next().is_some()) {
        let note = if portrait.communes.len() > 1 {
            "Le quartier est dans plusieurs communes : l’écart est donné avec chacune, jamais avec leur moyenne. Une case vide sous une commune : aucun de ses chiffres publics n’a été rapproché de cet indicateur."
        } else {
            "Une case vide sous « Commune » : aucun chiffre public de la commune n’a été rapproché de cet indicateur."
        };
        notes.push(note.to_owned());
    }
    notes
}

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
        document.blocks.push(Block::Table(indicators(portrait, false)));
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
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    use kernel::Moment;

    use super::*;
    use crate::pages::sample;

    fn text(runs: &[Run]) -> String {
        let words = |run: &Run| match run {
            Run::Plain(text) | Run::Strong(text) | Run::Emphasis(text) | Run::Link { text, .. } => text.clone(),
        };
        runs.iter().map(words).collect::<String>().replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn the_spreadsheet_holds_one_gap_a_commune_as_a_number() {
        let table = indicators(&sample::portrait_of_two_communes(), true);
        let bytes = ::documents::xlsx::write(&[table], Moment(1_773_572_400_000)).expect("written");
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("read");
        let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        let named = |row: &&Vec<Data>, name: &str| row.iter().any(|cell| cell.to_string() == name);
        let header = rows.iter().find(|row| named(row, "Quartier")).expect("a header");
        let rate = rows.iter().find(|row| named(row, "tp60")).expect("the rate");
        for (name, value) in [
            ("Quartier", 61.2),
            ("Carcassonne", 28.0),
            ("Écart, Carcassonne", 33.2),
            ("Exempleville", 19.4),
            ("Écart, Exempleville", 41.8),
        ] {
            let rank = header.iter().position(|cell| cell.to_string() == name);
            let cell = rank.and_then(|rank| rate.get(rank)).unwrap_or_else(|| panic!("{name} in {header:?}"));
            assert_eq!(cell, &Data::Float(value), "{name}");
        }
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
            "33,2 points de plus que Carcassonne (28 % en 2021",
            "41,8 points de plus qu’Exempleville (19,4 % en 2021",
            "28 % (+33,2 pt)",
            "19,4 % (+41,8 pt)",
            "Correspondance proposée.",
            "Correspondance confirmée par l’équipe projet le 15 mars 2026.",
        ] {
            assert!(told.iter().any(|one| one.contains(words)), "{words} in {told:?}");
        }
    }
}
