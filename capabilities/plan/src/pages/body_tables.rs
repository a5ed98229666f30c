//! The lists of a sheet, each drawn.

use documents::{Cell, Column, Kind, Table};
use interface::{Html, TableOptions};
use jiff::civil::Date;
use kernel::{Cents, french};

use super::body::Told;
use super::status_tag;
use crate::actions::Around;
use crate::rules::{Indicator, LinkKind, Mean, Nature, Partner, Step};

fn drawn(table: &Table) -> Html {
    interface::table(table, &TableOptions { is_caption_hidden: true, ..TableOptions::default() })
}

pub fn places(told: &Told, around: &Around) -> Html {
    let columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        Column::new("etat", "État", Kind::Text),
        Column::new("note", "Note", Kind::Text),
    ];
    let mut table = Table::new("quartiers", "Où l’action se déploie", columns);
    for place in &told.places {
        let area = around.area(place.area);
        let name = area.map_or_else(|| "Quartier hors du contrat".to_owned(), |area| area.name.clone());
        let link = match area {
            Some(area) => Cell::link(name, territory::facade::path(&area.code)),
            None => Cell::text(name),
        };
        table.rows.push(vec![link, Cell::text(place.state.french()), Cell::text(&*place.note)]);
    }
    let states: Vec<_> = told.places.iter().map(|place| place.state).collect();
    let draw = |row: usize, column: usize, _: &Cell| (column == 1).then(|| status_tag(states[row]).html());
    interface::table(
        &table,
        &TableOptions { is_caption_hidden: true, decoration: Some(&draw), ..TableOptions::default() },
    )
}

pub fn partners(partners: &[Partner]) -> Html {
    let mut out = String::from("<ul>\n");
    for one in partners {
        let role = if one.role.is_empty() { String::new() } else { format!(" : {}", one.role) };
        out.push_str(&format!("<li>{}</li>\n", Html::sentence(&format!("{}{role}", one.name))));
    }
    out.push_str("</ul>");
    Html::trusted(out)
}

pub fn means(means: &[Mean], is_inside: bool) -> Html {
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
    table.notes.push(format!(
        "Prévu : {} de droit commun, {} de crédits spécifiques.",
        of(Nature::CommonLaw),
        of(Nature::Specific)
    ));
    drawn(&table)
}

pub fn steps(steps: &[Step], is_inside: bool, today: Date) -> Html {
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
            (Some(day), _) => format!("✓ {}", french::date(day)),
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
    drawn(&table)
}

pub fn indicators(indicators: &[Indicator]) -> Html {
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
        let values = values.collect::<Vec<_>>().join(" ; ");
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
    drawn(&table)
}

/// Links both ways: outside, only towards what anybody may read.
pub fn links(told: &Told, is_inside: bool) -> Option<Html> {
    let mut lines = Vec::new();
    for (id, code, title, address, is_published, is_towards, kind) in &told.neighbours {
        if !is_published && !is_inside {
            continue;
        }
        let kind = LinkKind::from_code(kind).map_or("Voir aussi", LinkKind::french);
        let before = if *is_towards { format!("{kind} :") } else { "Citée par :".to_owned() };
        let href = if is_inside { super::sheet_path(*id) } else { crate::facade::path(address) };
        let link = Html::link(&french::spaced(&format!("{code} {title}")), &href);
        lines.push(format!("<li>{} {link}</li>", Html::sentence(&before)));
    }
    for link in told.links.iter().filter(|link| link.other.is_none()) {
        let line = format!("{} : {}", link.kind.french(), link.elsewhere);
        lines.push(format!("<li>{}</li>", Html::sentence(&line)));
    }
    (!lines.is_empty()).then(|| Html::trusted(format!("<ul>\n{}\n</ul>", lines.join("\n"))))
}
