//! The lists of a sheet as tables: the same on its page, on paper and in files.

use documents::{Cell, Column, Kind, Table};
use jiff::civil::Date;
use kernel::{Cents, Uuid, french};

use crate::rules::{Indicator, Mean, Nature, Place, Step};

/// Where a sheet is deployed; `named` tells a neighbourhood of the contract.
pub fn places(places: &[Place], named: impl Fn(Uuid) -> Option<Cell>) -> Table {
    let columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        Column::new("etat", "État", Kind::Text),
        Column::new("note", "Note", Kind::Text),
    ];
    let mut table = Table::new("quartiers", "Où l’action se déploie", columns);
    for place in places {
        let name = named(place.area).unwrap_or_else(|| Cell::text("Quartier hors du contrat"));
        table.rows.push(vec![name, Cell::text(place.state.french()), Cell::text(&*place.note)]);
    }
    table
}

/// Means of a sheet; notes for the back office only.
pub fn means(means: &[Mean], is_inside: bool) -> Table {
    let mut columns = vec![
        Column::new("annee", "Année", Kind::Text).row_header(),
        Column::new("nature", "Moyens", Kind::Text),
        Column::new("usage", "Usage", Kind::Text),
        Column::new("financeur", "Financeur", Kind::Text),
        Column::new("prevu", "Prévu", Kind::Euros),
        Column::new("realise", "Réalisé", Kind::Euros),
        Column::new("etp-prevu", "ETP prévus", Kind::Decimal(2)),
        Column::new("etp-realise", "ETP réalisés", Kind::Decimal(2)),
    ];
    if is_inside {
        columns.push(Column::new("note", "Note", Kind::Text));
    }
    let mut table = Table::new("moyens", "Moyens de droit commun et crédits spécifiques", columns);
    let euros = |amount: Option<Cents>| amount.map_or(Cell::MISSING, |amount| Cell::Euros(amount.0));
    let number = |value: Option<f64>| value.map_or(Cell::text(""), Cell::Decimal);
    for mean in means {
        let mut row = vec![
            Cell::text(mean.year.to_string()),
            Cell::text(mean.nature.french()),
            Cell::text(mean.use_of.french()),
            Cell::text(&*mean.funder),
            euros(mean.planned),
            euros(mean.actual),
            number(mean.planned_fte),
            number(mean.actual_fte),
        ];
        if is_inside {
            row.push(Cell::text(&*mean.note));
        }
        table.rows.push(row);
    }
    let sum = |of: &dyn Fn(&Mean) -> Option<Cents>| means.iter().filter_map(of).sum::<Cents>();
    let (planned, actual) = (sum(&|mean| mean.planned), sum(&|mean| mean.actual));
    let mut totals = vec![Cell::text("Total"), Cell::text(""), Cell::text(""), Cell::text("")];
    totals.extend([Cell::Euros(planned.0), Cell::Euros(actual.0), Cell::text(""), Cell::text("")]);
    if is_inside {
        totals.push(Cell::text(""));
    }
    table.totals = Some(totals);
    let of = |nature: Nature| {
        let own = means.iter().filter(|mean| mean.nature == nature);
        french::euros(own.filter_map(|mean| mean.planned).sum())
    };
    table.notes.push(french::spaced(&format!(
        "Prévu : {} de droit commun, {} de crédits spécifiques.",
        of(Nature::CommonLaw),
        of(Nature::Specific)
    )));
    table
}

/// Steps of a sheet; who holds them and what is late on that day for the back office only.
pub fn steps(steps: &[Step], is_inside: bool, today: Date) -> Table {
    let mut columns = vec![
        Column::new("etape", "Étape", Kind::Text).row_header(),
        Column::new("echeance", "Échéance", Kind::Text),
        Column::new("fait", "Fait", Kind::Text),
    ];
    if is_inside {
        columns.insert(1, Column::new("responsable", "Qui la tient", Kind::Text));
    }
    let mut table = Table::new("etapes", "Étapes", columns);
    for step in steps {
        let done = match (step.done_on, step.is_late(today) && is_inside) {
            (Some(day), _) => french::date(day),
            (None, true) => "En retard".to_owned(),
            (None, false) => "À faire".to_owned(),
        };
        let mut row = vec![
            Cell::text(&*step.title),
            Cell::text(step.due_on.map(french::date).unwrap_or_default()),
            Cell::text(done),
        ];
        if is_inside {
            row.insert(1, Cell::text(&*step.owner));
        }
        table.rows.push(row);
    }
    table
}

/// Indicators of a sheet with their values.
pub fn indicators(indicators: &[Indicator]) -> Table {
    let columns = vec![
        Column::new("indicateur", "Indicateur", Kind::Text).row_header(),
        Column::new("nature", "Nature", Kind::Text),
        Column::new("depart", "Au départ", Kind::Text),
        Column::new("cible", "Cible", Kind::Text),
        Column::new("valeurs", "Valeurs", Kind::Text),
    ];
    let mut table = Table::new("indicateurs", "Indicateurs de suivi et de résultat", columns);
    let number = |value: f64| {
        let decimals = if value.fract() == 0.0 { 0 } else { 1 };
        french::decimal(value, decimals)
    };
    for one in indicators {
        let unit = if one.unit.is_empty() { String::new() } else { format!(" ({})", one.unit) };
        let values = one.measures.iter().map(|(year, value)| format!("{year} : {}", number(*value)));
        let values = french::spaced(&values.collect::<Vec<_>>().join(" ; "));
        let maybe = |value: Option<f64>| value.map_or(Cell::MISSING, |value| Cell::text(number(value)));
        let values = if values.is_empty() { Cell::MISSING } else { Cell::text(values) };
        table.rows.push(vec![
            Cell::text(format!("{}{unit}", one.label)),
            Cell::text(one.kind.french()),
            maybe(one.baseline),
            maybe(one.target),
            values,
        ]);
    }
    table
}
