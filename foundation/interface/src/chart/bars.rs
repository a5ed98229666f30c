//! Horizontal bars: one series, several side by side, or parts of a whole.

use super::{ChartFrame, Datum, Mark, Measure, Picture, Row, bounds, data_table, place, series_class};
use crate::Html;
use crate::html::{Escaped, ink};

/// Percent of the width that bars may take; the rest is for the value written after them.
const WIDTH: f64 = 72.0;

/// One bar per mark, starting at nought; the marks the title speaks of in colour, the rest in grey.
pub fn bars(frame: &ChartFrame, measure: &Measure, marks: &[Mark]) -> Html {
    let (low, high) = bounds(marks.iter().filter_map(|mark| mark.datum.value()));
    let has_point = marks.iter().any(|mark| mark.is_point);
    let mut picture = Picture::new();
    for mark in marks {
        picture.label(&mark.label, if mark.is_point { "strong" } else { "" });
        let class = if mark.is_point || !has_point { "point" } else { "rest" };
        one(&mut picture, frame, (low, high), (mark.datum, 20), class, &measure.display(mark.datum));
        picture.height += 30;
    }
    let rows: Vec<Row> = marks.iter().map(|mark| Row::new(mark.label.clone(), [mark.datum])).collect();
    let data = data_table(frame, measure, "Libellé", &["Valeur".to_owned()], &rows);
    picture.figure(frame, &[], &data)
}

/// Bars side by side: a group per row, a bar per column, its name written after the value.
pub fn grouped_bars(frame: &ChartFrame, measure: &Measure, columns: &[String], rows: &[Row]) -> Html {
    let range = bounds(rows.iter().flat_map(|row| &row.values).filter_map(|datum| datum.value()));
    let mut picture = Picture::new();
    for row in rows {
        picture.label(&row.name, "strong");
        for (rank, name) in columns.iter().enumerate() {
            let datum = row.values.get(rank).copied().unwrap_or(Datum::Absent(documents::Absence::Missing));
            let words = format!("{} {name}", measure.display(datum));
            one(&mut picture, frame, range, (datum, 18), series_class(rank), &words);
            picture.height += 21;
        }
        picture.height += 12;
    }
    let data = data_table(frame, measure, "Groupe", columns, rows);
    picture.figure(frame, &[], &data)
}

fn one(
    picture: &mut Picture,
    frame: &ChartFrame,
    (low, high): (f64, f64),
    (datum, thickness): (Datum, usize),
    class: &str,
    words: &str,
) {
    let zero = place(0.0, low, high, WIDTH);
    let Some(value) = datum.value() else {
        return picture.missing(&frame.anchor(), zero, thickness, words);
    };
    let end = place(value, low, high, WIDTH);
    picture.bar(&frame.anchor(), zero.min(end), (end - zero).abs(), thickness, class);
    let (after, y) = (zero.max(end), picture.height + thickness / 2 + 5);
    ink!(picture.body, "<text x=\"{after:.2}%\" dx=\"7\" y=\"{y}\">{}</text>", Escaped(words));
}

/// Parts of a whole, one bar per row over the full width; values are written where they fit and
/// always in the table. A row with a missing part says so instead of pretending to be whole.
pub fn stacked_bars(frame: &ChartFrame, measure: &Measure, columns: &[String], rows: &[Row]) -> Html {
    let mut picture = Picture::new();
    for row in rows {
        picture.label(&row.name, "");
        let values: Vec<Option<f64>> = (0..columns.len())
            .map(|rank| row.values.get(rank).and_then(|datum| datum.value()).filter(|value| *value >= 0.0))
            .collect();
        let sum: f64 = values.iter().flatten().sum();
        let is_whole = values.iter().all(Option::is_some);
        if sum <= 0.0 || !is_whole {
            picture.missing(&frame.anchor(), 0.0, 24, "une part manque : voir les données");
            picture.height += 36;
            continue;
        }
        let mut start = 0.0;
        for (rank, value) in values.iter().flatten().enumerate() {
            let (width, class) = (value / sum * 100.0, series_class(rank));
            picture.bar(&frame.anchor(), start, width, 24, class);
            if rank > 0 && width > 0.0 {
                let y = picture.height;
                ink!(picture.body, "<rect x=\"{start:.2}%\" y=\"{y}\" width=\"2\" height=\"24\" class=\"ground\"/>");
            }
            if width >= 14.0 {
                let (middle, y) = (start + width / 2.0, picture.height + 17);
                let words = measure.display(Datum::Value(*value));
                let on = if matches!(class, "s1" | "s4") { "on-dark" } else { "on-light" };
                ink!(
                    picture.body,
                    "<text x=\"{middle:.2}%\" y=\"{y}\" text-anchor=\"middle\" class=\"{on}\">{}</text>",
                    Escaped(words)
                );
            }
            start += width;
        }
        picture.height += 36;
    }
    let keys: Vec<(&str, &str)> =
        columns.iter().enumerate().map(|(rank, name)| (series_class(rank), name.as_str())).collect();
    let data = data_table(frame, measure, "Libellé", columns, rows);
    picture.figure(frame, &keys, &data)
}
