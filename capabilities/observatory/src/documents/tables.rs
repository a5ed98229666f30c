//! Tables of an indicator: over neighbourhoods, year after year; and what is said of the lines of a file.

use ::documents::{Cell, Column, Kind, Table};

use super::figures;
use crate::actions::importing::Report;
use crate::actions::viewing::{Exported, Mapped};
use crate::rules::figures::{Reading, Unit};
use crate::rules::series::ratio;

fn kind(unit: Unit) -> Kind {
    if unit.is_count() || unit == Unit::EurosPerYear { Kind::Integer } else { Kind::Decimal(1) }
}

/// The unit of a column, when its header must say it.
fn headed(column: Column, unit: Unit) -> Column {
    match unit {
        Unit::Ratio => column,
        unit => column.unit(unit.french()),
    }
}

/// An indicator over neighbourhoods in a year, with the gap and the ratio to their commune.
pub fn mapped(mapped: &Mapped) -> Table {
    let unit = mapped.indicator.terms.unit;
    let has_city = mapped.lines.iter().any(|line| mapped.city(line).is_some());
    let mut columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        headed(Column::new("valeur", "Valeur", kind(unit)), unit),
    ];
    if has_city {
        columns.push(Column::new("commune", "Commune", Kind::Text));
        columns.push(headed(Column::new("valeur_commune", "Valeur de la commune", kind(unit)), unit));
        if matches!(unit, Unit::Percent | Unit::EurosPerYear) {
            columns.push(Column::new("ecart", "Écart", Kind::Decimal(if unit == Unit::Percent { 1 } else { 0 })));
        }
        columns.push(Column::new("rapport", "Rapport à la commune", Kind::Decimal(2)));
    }
    let mut table = Table::new(
        format!("{}-{}", mapped.indicator.code, mapped.period()),
        mapped.indicator.terms.label.clone(),
        columns,
    );
    for line in &mapped.lines {
        let reading = line.reading();
        let path = territory::facade::path(&line.listed.area.code);
        let mut row = vec![Cell::link(&*line.listed.area.name, path), figures::cell(unit, &reading)];
        if has_city {
            let city = mapped.city(line);
            row.push(Cell::text(city.map_or("", |(_, name, _)| name.as_str())));
            row.push(city.map_or_else(|| Cell::text(""), |(.., value)| figures::cell(unit, &Reading::Known(*value))));
            let pair = reading.value().zip(city.map(|(.., value)| *value));
            if matches!(unit, Unit::Percent | Unit::EurosPerYear) {
                let gap = pair.map(|(here, there)| ((here - there) * 10.0).round() / 10.0);
                row.push(gap.map_or_else(|| Cell::text(""), Cell::Decimal));
            }
            let share = pair.and_then(|(here, there)| ratio(here, there));
            row.push(share.map_or_else(|| Cell::text(""), Cell::Decimal));
        }
        table.rows.push(row);
    }
    table.base = Some(base(mapped));
    table.source = Some(source(mapped));
    if let Some(note) = caution(mapped) {
        table.notes.push(note);
    }
    table
}

/// « 5 quartiers sur 5, contours du zonage 2015 ».
pub fn base(mapped: &Mapped) -> String {
    format!(
        "{} sur {}",
        kernel::french::count(mapped.values().len() as i64, "quartier renseigné", "quartiers renseignés"),
        mapped.lines.len()
    )
}

/// Who measured, and where it was read.
pub fn source(mapped: &Mapped) -> String {
    let mut parts = vec![mapped.indicator.terms.producer.clone()];
    parts.extend(mapped.origins.iter().map(|origin| origin.source.clone()).filter(|source| !source.is_empty()));
    parts.dedup();
    format!("{}, {}", parts.join(" ; "), mapped.period())
}

/// What must be said of the years of communes.
pub fn caution(mapped: &Mapped) -> Option<String> {
    let (year, city_year) = (mapped.year?, mapped.city_year?);
    (year != city_year || !mapped.is_measured).then(|| {
        format!("Années différentes ({} et {city_year}) : l’écart à la commune n’est qu’indicatif.", mapped.period())
    })
}

/// Every figure of an indicator, as machines take it.
pub fn exported(all: &Exported) -> Table {
    let terms = &all.indicator.terms;
    let columns = vec![
        Column::new("lieu", "Code du lieu", Kind::Text),
        Column::new("nom", "Lieu", Kind::Text).row_header(),
        Column::new("indicateur", "Indicateur", Kind::Text),
        Column::new("ventilation", "Ventilation", Kind::Text),
        Column::new("annee", "Année", Kind::Text),
        Column::new("edition", "Diffusion", Kind::Text),
        Column::new("valeur", "Valeur", Kind::Decimal(1)),
        Column::new("unite", "Unité", Kind::Text),
        Column::new("reserve", "À savoir", Kind::Text),
        Column::new("source", "Source", Kind::Text),
        Column::new("licence", "Licence", Kind::Text),
    ];
    let mut table = Table::new(format!("indicateur-{}", all.indicator.code), terms.label.clone(), columns);
    for one in &all.figures {
        let origin = all.origins.get(&one.origin).cloned().unwrap_or_default();
        let reading = one.published();
        let reserve = match &reading {
            Reading::Doubtful { why, .. } => why.clone(),
            Reading::Absent(absence) => absence.french().to_owned(),
            Reading::Known(_) if !one.is_measured => {
                "Année de la diffusion : celle de la mesure n’est pas dite".to_owned()
            }
            Reading::Known(_) => String::new(),
        };
        table.rows.push(vec![
            Cell::text(&*one.place),
            Cell::text(all.places.get(&one.place).cloned().unwrap_or_default()),
            Cell::text(&*one.indicator),
            Cell::text(one.part.key()),
            Cell::text(one.year.to_string()),
            Cell::text(one.edition.to_string()),
            figures::cell(terms.unit, &reading),
            Cell::text(terms.unit.french()),
            Cell::text(reserve),
            Cell::text(origin.source),
            Cell::text(origin.licence),
        ]);
    }
    table
}

/// What is said of the lines of a file.
pub fn told(report: &Report) -> Table {
    let columns = vec![
        Column::new("ligne", "Ligne", Kind::Integer),
        Column::new("lieu", "Lieu", Kind::Text).row_header(),
        Column::new("colonne", "Colonne", Kind::Text),
        Column::new("effet", "Effet", Kind::Text),
        Column::new("pourquoi", "Pourquoi", Kind::Text),
    ];
    let mut table = Table::new("essai", "Lignes à regarder", columns);
    for one in report.told.iter().take(100) {
        table.rows.push(vec![
            Cell::Integer(i64::try_from(one.line).unwrap_or(i64::MAX)),
            Cell::text(&*one.place),
            Cell::text(&*one.column),
            Cell::text(if one.is_refused { "refusée" } else { "gardée" }),
            Cell::text(kernel::french::spaced(&one.sentence)),
        ]);
    }
    if report.told.len() > 100 {
        table.notes.push("Les cent premières lignes à regarder sont montrées.".to_owned());
    }
    table
}
