//! Two dots on a line: a place and what it is compared with.

use super::{ChartFrame, Datum, Measure, Picture, Row, bounds, data_table, place};
use crate::Html;
use crate::html::{Escaped, ink};

/// One comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct GapRow {
    /// What is compared.
    pub label: String,
    /// The place's value.
    pub value: Datum,
    /// The value it is compared with.
    pub reference: Datum,
}

impl GapRow {
    /// Words, the value here, the value there.
    pub fn new(label: impl Into<String>, value: impl Into<Datum>, reference: impl Into<Datum>) -> Self {
        Self { label: label.into(), value: value.into(), reference: reference.into() }
    }
}

/// A full dot for the place, a hollow one for the reference, both values written in words above.
pub fn gaps(frame: &ChartFrame, measure: &Measure, (here, there): (&str, &str), rows: &[GapRow]) -> Html {
    let (low, high) = bounds(rows.iter().flat_map(|row| [row.value, row.reference]).filter_map(Datum::value));
    let mut picture = Picture::new();
    for row in rows {
        picture.label(&row.label, "strong");
        let words =
            format!("{here}\u{a0}: {} · {there}\u{a0}: {}", measure.display(row.value), measure.display(row.reference));
        picture.label(&words, "soft");
        let y = picture.height + 12;
        let at = |value: f64| 1.5 + place(value, low, high, 96.0);
        ink!(picture.body, "<line x1=\"1.5%\" x2=\"97.5%\" y1=\"{y}\" y2=\"{y}\" class=\"grid\"/>");
        if let (Some(value), Some(reference)) = (row.value.value(), row.reference.value()) {
            ink!(
                picture.body,
                "<line x1=\"{:.2}%\" x2=\"{:.2}%\" y1=\"{y}\" y2=\"{y}\" class=\"gap\"/>",
                at(value),
                at(reference)
            );
        }
        if let Some(reference) = row.reference.value() {
            ink!(picture.body, "<circle cx=\"{:.2}%\" cy=\"{y}\" r=\"6\" class=\"hollow\"/>", at(reference));
        }
        match row.value.value() {
            Some(value) => ink!(picture.body, "<circle cx=\"{:.2}%\" cy=\"{y}\" r=\"7\" class=\"point\"/>", at(value)),
            None => ink!(
                picture.body,
                "<text x=\"50%\" y=\"{}\" text-anchor=\"middle\" class=\"soft halo missing\">{}</text>",
                y + 5,
                Escaped(row.value.absence().sign())
            ),
        }
        picture.height += 38;
    }
    let data_rows: Vec<Row> = rows.iter().map(|row| Row::new(row.label.clone(), [row.value, row.reference])).collect();
    let data = data_table(frame, measure, "Indicateur", &[here.to_owned(), there.to_owned()], &data_rows);
    picture.figure(frame, &[], &data)
}
