//! Charts drawn by the server as SVG: the finding as title, the base under it, words on the marks,
//! what is missing drawn as missing, and the same values as a table.
//!
//! Positions are percentages and sizes are pixels, so that words keep their size on a phone. Colours
//! come from the style sheet; on paper greys and patterns take their place.

mod bars;
mod gaps;
mod lines;

use documents::{Absence, Cell, Column, Kind, Table};

pub use bars::{bars, grouped_bars, stacked_bars};
pub use gaps::{GapRow, gaps};
pub use lines::lines;

use crate::Html;
use crate::html::{Escaped, ink};
use crate::table::{TableOptions, links_line, table};

/// What stands around a chart. A chart without source or date is not shown to anybody: fill them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartFrame {
    /// Identifier, unique on the page: letters, digits and hyphens.
    pub id: String,
    /// The finding, as a sentence.
    pub title: String,
    /// What is measured, with unit and period.
    pub subtitle: String,
    /// What figures are counted on: « 173 réponses sur 463 ».
    pub base: String,
    /// Who produced the figures.
    pub source: String,
    /// Date or period of the figures.
    pub date: String,
    /// Who made the chart, or nothing.
    pub author: String,
    /// Address of the data as CSV.
    pub csv: Option<String>,
    /// Address of the picture alone.
    pub svg: Option<String>,
    /// Address that will not change.
    pub permalink: Option<String>,
    /// A sentence of caution under the chart, or nothing.
    pub prudence: String,
}

impl ChartFrame {
    /// The identifier with nothing in it that an attribute or an address could misread.
    fn anchor(&self) -> String {
        self.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
    }
}

/// What the values are, and how they are written.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Things counted.
    Count,
    /// Answers counted out of a base: written as shares, as the base allows ([`share`]).
    Share {
        /// Number of answers the shares are counted on.
        base_count: u64,
    },
    /// A figure published as such.
    Value {
        /// Its unit: « % », « € », « ans ».
        unit: String,
        /// Decimals shown.
        decimals: u8,
    },
}

/// A value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Datum {
    /// A number, in the unit of the measure.
    Value(f64),
    /// No number.
    Absent(Absence),
}

impl Datum {
    /// The value, when there is one that can be drawn.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) if value.is_finite() => Some(value),
            _ => None,
        }
    }

    fn absence(self) -> Absence {
        match self {
            Self::Absent(absence) => absence,
            Self::Value(_) => Absence::Missing,
        }
    }
}

impl From<f64> for Datum {
    fn from(value: f64) -> Self {
        Self::Value(value)
    }
}
impl From<Option<f64>> for Datum {
    /// What is empty in a statistical file is missing, never nought.
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Absent(Absence::Missing), Self::Value)
    }
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its words.
    pub label: String,
    /// Its value.
    pub datum: Datum,
    /// Whether it is the one the title speaks of: in colour, the others in grey.
    pub is_point: bool,
}

impl Mark {
    /// Words and value.
    pub fn new(label: impl Into<String>, datum: impl Into<Datum>) -> Self {
        Self { label: label.into(), datum: datum.into(), is_point: false }
    }

    /// The same mark in colour.
    #[must_use]
    pub fn point(mut self) -> Self {
        self.is_point = true;
        self
    }
}

/// A named row of values: a series of a line chart, or a group of bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its values, in the order of the columns.
    pub values: Vec<Datum>,
}

impl Row {
    /// A name and its values.
    pub fn new<D: Into<Datum>>(name: impl Into<String>, values: impl IntoIterator<Item = D>) -> Self {
        Self { name: name.into(), values: values.into_iter().map(Into::into).collect() }
    }
}

/// A share as its base allows: under 30 answers « 12 sur 25 », under 100 « 48 % », beyond « 48,2 % ».
pub fn share(count: f64, base_count: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a number of answers is far below 2^52")]
    let percent = if base_count == 0 { 0.0 } else { count * 100.0 / base_count as f64 };
    match base_count {
        0..30 => format!("{} sur {base_count}", kernel::french::decimal(count, 0)),
        30..100 => kernel::french::percent(percent, 0),
        _ => kernel::french::percent(percent, 1),
    }
}

impl Measure {
    /// A value as read on a mark.
    pub fn display(&self, datum: Datum) -> String {
        let Some(value) = datum.value() else {
            let absence = datum.absence();
            return format!("{} ({})", absence.sign(), absence.words());
        };
        match self {
            Self::Count => kernel::french::decimal(value, 0),
            Self::Share { base_count } => share(value, *base_count),
            Self::Value { unit, decimals } => {
                let number = kernel::french::decimal(value, usize::from((*decimals).min(9)));
                if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
            }
        }
    }

    fn column(&self, key: &str, header: &str) -> Column {
        match self {
            Self::Count | Self::Share { .. } => Column::new(key, header, Kind::Integer),
            Self::Value { unit, decimals } => {
                let column = Column::new(key, header, Kind::Decimal(*decimals));
                if unit.is_empty() { column } else { column.unit(unit.clone()) }
            }
        }
    }

    fn cell(&self, datum: Datum) -> Cell {
        match (datum.value(), self) {
            (None, _) => Cell::Absent(datum.absence()),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a count shown on a chart fits; beyond, the cast saturates"
            )]
            (Some(value), Self::Count | Self::Share { .. }) => Cell::Integer(value.round() as i64),
            (Some(value), Self::Value { .. }) => Cell::Decimal(value),
        }
    }
}

/// The picture being drawn: what to write, and how high it is so far.
struct Picture {
    body: String,
    height: usize,
}

/// The place of a value between two bounds, in percent of `width`.
fn place(value: f64, low: f64, high: f64, width: f64) -> f64 {
    if high > low { ((value - low) / (high - low) * width).clamp(0.0, 100.0) } else { 0.0 }
}

/// Bounds that hold nought and every value.
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    if high > low { (low, high) } else { (0.0, 1.0) }
}

/// Cuts a label into lines of at most `width` signs, at spaces that may break.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.is_empty() { vec![String::new()] } else { lines }
}

impl Picture {
    fn new() -> Self {
        Self { body: String::new(), height: 0 }
    }

    /// A label on lines of its own, above its mark.
    fn label(&mut self, text: &str, class: &str) {
        for line in wrap(text, 38) {
            self.height += 19;
            ink!(self.body, "<text x=\"0\" y=\"{}\" class=\"{class}\">{}</text>", self.height - 5, Escaped(line));
        }
    }

    /// A bar and, on paper, the pattern over it.
    fn bar(&mut self, id: &str, x: f64, width: f64, thickness: usize, class: &str) {
        let y = self.height;
        ink!(
            self.body,
            "<rect x=\"{x:.2}%\" y=\"{y}\" width=\"{width:.2}%\" height=\"{thickness}\" class=\"{class}\"/>"
        );
        if matches!(class, "s2" | "s3" | "s4") {
            ink!(
                self.body,
                "<rect x=\"{x:.2}%\" y=\"{y}\" width=\"{width:.2}%\" height=\"{thickness}\" class=\"on-paper\" fill=\"url(#{id}-{class})\"/>"
            );
        }
    }

    /// A missing value: a hatched stub and the words.
    fn missing(&mut self, id: &str, x: f64, thickness: usize, words: &str) {
        let (y, middle) = (self.height, self.height + thickness / 2 + 5);
        ink!(
            self.body,
            "<rect x=\"{x:.2}%\" y=\"{y}\" width=\"28\" height=\"{thickness}\" fill=\"url(#{id}-hatch)\" class=\"missing\"/><text x=\"{x:.2}%\" dx=\"36\" y=\"{middle}\" class=\"soft\">{}</text>",
            Escaped(words)
        );
    }

    /// The whole figure: title, drawing, data, provenance.
    fn figure(self, frame: &ChartFrame, keys: &[(&str, &str)], data: &Table) -> Html {
        let id = frame.anchor();
        let mut out = String::with_capacity(self.body.len() + 2048);
        let subtitle = [frame.subtitle.as_str(), &frame.base]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" · base : ");
        ink!(
            out,
            "<figure class=\"chart\" id=\"{id}\">\n<figcaption><p class=\"chart-title\">{}</p><p class=\"chart-subtitle\">{}</p></figcaption>\n",
            Html::sentence(&frame.title),
            Html::sentence(&subtitle)
        );
        if !keys.is_empty() {
            out.push_str("<ul class=\"keys\">");
            for (class, name) in keys {
                ink!(
                    out,
                    "<li><svg class=\"key\" aria-hidden=\"true\" width=\"14\" height=\"14\"><rect width=\"14\" height=\"14\" class=\"{class}\"/></svg> {}</li>",
                    Escaped(name)
                );
            }
            out.push_str("</ul>\n");
        }
        ink!(
            out,
            "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" width=\"100%\" height=\"{}\" xmlns=\"http://www.w3.org/2000/svg\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{}{}</svg>\n",
            self.height,
            Escaped(&frame.title),
            Escaped(description(data)),
            patterns(&id),
            self.body
        );
        if !frame.prudence.is_empty() {
            ink!(
                out,
                "<p class=\"provenance\"><strong>Prudence\u{a0}:</strong> {}</p>\n",
                Html::sentence(&frame.prudence)
            );
        }
        let author = if frame.author.is_empty() { String::new() } else { format!("Graphique : {}", frame.author) };
        let source = if frame.source.is_empty() { String::new() } else { format!("Source : {}", frame.source) };
        let provenance: Vec<&str> =
            [source.as_str(), &frame.date, &author].into_iter().filter(|part| !part.is_empty()).collect();
        ink!(out, "<p class=\"provenance\">{}</p>\n", Html::sentence(&provenance.join(" · ")));
        let options = TableOptions { is_caption_hidden: true, ..TableOptions::default() };
        ink!(
            out,
            "<details><summary>Voir les données<span class=\"visually-hidden\"> : {}</span></summary>\n{}\n</details>\n",
            Escaped(&frame.title),
            table(data, &options)
        );
        let links = [
            ("CSV", frame.csv.as_deref()),
            ("Image (SVG)", frame.svg.as_deref()),
            ("Lien permanent", frame.permalink.as_deref()),
        ];
        links_line(&mut out, &links, &frame.title);
        out.push_str("</figure>");
        Html::trusted(out)
    }
}

/// Every value in words, for those who hear the page.
fn description(data: &Table) -> String {
    let headers: Vec<String> = data.columns.iter().map(Column::title).collect();
    let row = |cells: &Vec<Cell>| {
        let words: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(rank, cell)| {
                let text = cell
                    .absence()
                    .map_or_else(|| cell.display(data.columns[rank].kind), |absence| absence.words().to_owned());
                if rank == 0 { text } else { format!("{} {text}", headers[rank]) }
            })
            .collect();
        words.join(", ")
    };
    data.rows.iter().map(row).collect::<Vec<_>>().join(" ; ")
}

/// Patterns: hatching for what is missing, three textures for paper.
fn patterns(id: &str) -> String {
    format!(
        "<defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0V6\"/></pattern>\
<pattern id=\"{id}-s2\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"#000\" stroke-width=\"2\"/></pattern>\
<pattern id=\"{id}-s3\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><circle cx=\"3\" cy=\"3\" r=\"1.2\" fill=\"#fff\"/></pattern>\
<pattern id=\"{id}-s4\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 1H5\" stroke=\"#000\"/></pattern></defs>"
    )
}

/// The table behind a chart of rows and columns.
fn data_table(frame: &ChartFrame, measure: &Measure, head: &str, columns: &[String], rows: &[Row]) -> Table {
    let mut all = vec![Column::new("libelle", head, Kind::Text).row_header()];
    all.extend(columns.iter().enumerate().map(|(rank, name)| measure.column(&format!("valeur_{}", rank + 1), name)));
    let mut data = Table::new(frame.id.clone(), frame.title.clone(), all);
    for row in rows {
        let values = (0..columns.len())
            .map(|rank| measure.cell(row.values.get(rank).copied().unwrap_or(Datum::Absent(Absence::Missing))));
        data.rows.push(std::iter::once(Cell::text(row.name.clone())).chain(values).collect());
    }
    let provenance = [frame.source.as_str(), &frame.date]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    data.source = (!provenance.is_empty()).then_some(provenance);
    data.base = (!frame.base.is_empty()).then(|| frame.base.clone());
    data
}

/// Class of a series: four colours, then grey.
const fn series_class(rank: usize) -> &'static str {
    match rank {
        0 => "s1",
        1 => "s2",
        2 => "s3",
        3 => "s4",
        _ => "rest",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_base_has_no_percentages() {
        assert_eq!(share(12.0, 25), "12 sur 25");
        assert_eq!(share(12.0, 25 + 25), "24\u{a0}%");
        assert_eq!(share(31.0, 158), "19,6\u{a0}%");
        assert_eq!(share(0.0, 0), "0 sur 0");
    }

    #[test]
    fn what_is_not_a_number_is_missing() {
        assert_eq!(Measure::Count.display(Datum::Value(f64::NAN)), "n.r. (non renseigné)");
        assert_eq!(bounds([f64::MIN_POSITIVE].into_iter()).0, 0.0);
        assert_eq!(place(5.0, 3.0, 3.0, 80.0), 0.0);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("un mot anticonstitutionnellement", 8).len(), 2);
    }
}
