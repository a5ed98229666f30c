//! The indicators of a neighbourhood as a table: to read, and to compute with. Of several communes, each has its own gap.

use ::documents::{Absence as Blank, Cell, Column, Kind, Table};

use crate::actions::viewing::{self, Portrait};
use crate::rules::figures::{Absence, Beside, CityFigure, Figure, Reading, Unit};

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
pub fn table(portrait: &Portrait, is_export: bool) -> Table {
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
    let figure = portrait.figures.iter().find(|figure| figure.code == viewing::POPULATION)?;
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    use kernel::Moment;

    use super::*;
    use crate::pages::sample;

    #[test]
    fn the_spreadsheet_holds_one_gap_a_commune_as_a_number() {
        let table = table(&sample::portrait_of_two_communes(), true);
        let bytes = ::documents::xlsx::write(&[table], Moment(1_773_572_400_000)).expect("written");
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("read");
        let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        let named = |row: &&Vec<Data>, name: &str| row.iter().any(|cell| *cell == *name);
        let header = rows.iter().find(|row| named(row, "Quartier")).expect("a header");
        let rate = rows.iter().find(|row| named(row, "tp60")).expect("the rate");
        for (name, value) in [
            ("Quartier", 61.2),
            ("Carcassonne", 28.0),
            ("Écart, Carcassonne", 33.2),
            ("Exempleville", 19.4),
            ("Écart, Exempleville", 41.8),
        ] {
            let rank = header.iter().position(|cell| *cell == *name);
            let cell = rank.and_then(|rank| rate.get(rank)).unwrap_or_else(|| panic!("{name} in {header:?}"));
            assert_eq!(cell, &Data::Float(value), "{name}");
        }
    }
}
