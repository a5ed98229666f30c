//! SPSS system files (`.sav`), uncompressed, UTF-8.
//!
//! Layout after the description published with PSPP (« System File Format »): header, variables, value labels,
//! extensions (numbers, encoding, long names, very long texts, several-choice sets), cases.

use super::layout::{Field, Shape, Value, fields};
use crate::model::{DataSet, Kind};

/// What the file says of itself.
#[derive(Clone, Debug, Default)]
pub struct SpssOptions<'a> {
    /// Title, 64 bytes at most.
    pub title: &'a str,
    /// Day it was made, as SPSS writes it: « 06 Jul 23 ».
    pub day: &'a str,
    /// Hour it was made: « 14:05:00 ».
    pub hour: &'a str,
    /// Weight of each respondent, written as the column `poids` and declared as the weight.
    pub weights: Option<&'a [f64]>,
}

/// The file, and what the format could not hold whole.
#[derive(Clone, Debug)]
pub struct SpssFile {
    /// Content.
    pub bytes: Vec<u8>,
    /// In French: each label that had to be shortened.
    pub remarks: Vec<String>,
}

const LABEL: usize = 252;
const VALUE_LABEL: usize = 120;
/// Longest text a column can hold.
const LONGEST: usize = 32_767;

struct Writer {
    bytes: Vec<u8>,
    remarks: Vec<String>,
}

impl Writer {
    fn int(&mut self, value: usize) {
        // Counts and positions of this format are 32 bits; a file that would pass them is far beyond memory.
        self.bytes.extend(i32::try_from(value).unwrap_or(i32::MAX).to_le_bytes());
    }

    fn ints(&mut self, values: &[usize]) {
        values.iter().for_each(|value| self.int(*value));
    }

    fn number(&mut self, value: f64) {
        self.bytes.extend(value.to_le_bytes());
    }

    fn text(&mut self, text: &str, width: usize) {
        let kept = &text.as_bytes()[..cut(text, width)];
        self.bytes.extend(kept);
        self.bytes.extend(std::iter::repeat_n(b' ', width - kept.len()));
    }

    fn extension(&mut self, kind: usize, size: usize, content: &[u8]) {
        self.ints(&[7, kind, size, content.len() / size]);
        self.bytes.extend(content);
    }

    /// What fits of a label, said when something does not.
    fn shortened<'a>(&mut self, label: &'a str, most: usize) -> &'a str {
        if label.len() > most {
            self.remarks.push(format!("Libellé raccourci dans le fichier SPSS : « {label} »."));
        }
        &label[..cut(label, most)]
    }
}

/// Longest prefix of whole characters within a number of bytes.
fn cut(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0)
}

/// A column as the format stores it: one segment, or several for texts over 255 bytes.
struct Stored<'a> {
    field: Option<&'a Field>,
    short: String,
    /// Width in bytes; 0 for a number.
    width: usize,
}

impl Stored<'_> {
    fn segments(&self) -> Vec<usize> {
        match self.width {
            0..=255 => vec![self.width],
            width => {
                let count = width.div_ceil(252);
                let mut segments = vec![255; count - 1];
                segments.push(width - (count - 1) * 252);
                segments
            }
        }
    }

    /// Elements of 8 bytes in a case.
    fn elements(&self) -> usize {
        self.segments().iter().map(|width| width.div_ceil(8).max(1)).sum()
    }
}

/// Writes every answer as an SPSS file.
pub fn to_spss(data: &DataSet, options: &SpssOptions<'_>) -> SpssFile {
    let fields = fields(data);
    let weights = options.weights.filter(|weights| weights.len() == data.len());
    let mut columns: Vec<Stored<'_>> = fields
        .iter()
        .enumerate()
        .map(|(position, field)| Stored {
            field: Some(field),
            short: format!("V{position}"),
            width: width(data, field),
        })
        .collect();
    if weights.is_some() {
        columns.push(Stored { field: None, short: "POIDS".to_owned(), width: 0 });
    }
    let elements: usize = columns.iter().map(Stored::elements).sum();
    let mut writer = Writer { bytes: Vec::new(), remarks: Vec::new() };
    writer.text("$FL2", 4);
    writer.text("@(#) SPSS DATA FILE - Parvis", 60);
    let weight_position = if weights.is_some() { elements } else { 0 };
    writer.ints(&[2, elements, 0, weight_position, data.len()]);
    writer.number(100.0);
    for (text, width) in [(options.day, 9), (options.hour, 8), (options.title, 64)] {
        writer.text(text, width);
    }
    writer.bytes.extend([0; 3]);
    for column in &columns {
        variable(&mut writer, column);
    }
    value_labels(&mut writer, &columns);
    extensions(&mut writer, data, &columns);
    writer.ints(&[999, 0]);
    for row in 0..data.len() {
        for column in &columns {
            case(&mut writer, data, column, row, weights);
        }
    }
    SpssFile { bytes: writer.bytes, remarks: writer.remarks }
}

fn width(data: &DataSet, field: &Field) -> usize {
    if !matches!(field.shape, Shape::Text) {
        return 0;
    }
    let of_row = |row| if let Value::Text(text) = field.value(data, row) { text.len() } else { 0 };
    (0..data.len()).map(of_row).max().unwrap_or(0).clamp(1, LONGEST)
}

fn variable(writer: &mut Writer, column: &Stored<'_>) {
    for (segment, width) in column.segments().into_iter().enumerate() {
        let label = match (segment, column.field) {
            (0, Some(field)) => writer.shortened(&field.label, LABEL).to_owned(),
            (0, None) => "Poids de redressement".to_owned(),
            _ => String::new(),
        };
        let missing = column.field.filter(|_| width == 0).map(|field| field.missing);
        // A whole number shows none of its decimals, a measure two; texts are shown whole.
        let format = match column.field.map(|field| &field.shape) {
            Some(Shape::Text) => 1 << 16 | width << 8,
            Some(Shape::Coded(_) | Shape::Chosen(_)) => 5 << 16 | 8 << 8,
            _ => 5 << 16 | 12 << 8 | 2,
        };
        writer.ints(&[
            2,
            width,
            usize::from(!label.is_empty()),
            missing.map_or(0, |codes| codes.len()),
            format,
            format,
        ]);
        let short = if segment == 0 { column.short.clone() } else { format!("{}S{segment}", column.short) };
        writer.text(&short, 8);
        if !label.is_empty() {
            writer.int(label.len());
            writer.text(&label, label.len().next_multiple_of(4));
        }
        missing.into_iter().flatten().for_each(|code| writer.number(code));
        for _ in 1..width.div_ceil(8) {
            writer.int(2);
            writer.bytes.extend((-1i32).to_le_bytes());
            writer.ints(&[0, 0, 0, 0]);
            writer.text("", 8);
        }
    }
}

fn value_labels(writer: &mut Writer, columns: &[Stored<'_>]) {
    let mut position = 1;
    for column in columns {
        let values = column.field.map_or(&[][..], |field| &field.values);
        if !values.is_empty() {
            writer.ints(&[3, values.len()]);
            for (value, label) in values {
                let label = writer.shortened(label, VALUE_LABEL);
                writer.number(*value);
                writer.bytes.push(label.len() as u8);
                writer.text(label, (label.len() + 1).next_multiple_of(8) - 1);
            }
            writer.ints(&[4, 1, position]);
        }
        position += column.elements();
    }
}

fn extensions(writer: &mut Writer, data: &DataSet, columns: &[Stored<'_>]) {
    // Version, machine, IEEE 754, compression code, little endian, UTF-8.
    let machine: Vec<u8> = [1, 0, 0, -1, 1, 1, 2, 65001i32].iter().flat_map(|value| value.to_le_bytes()).collect();
    writer.extension(3, 4, &machine);
    // System missing, highest, lowest.
    let floats = [f64::MIN, f64::MAX, f64::from_bits(0xFFEF_FFFF_FFFF_FFFE)];
    writer.extension(4, 8, &floats.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>());
    let mut sets = String::new();
    for (position, variable) in data.variables().iter().enumerate().filter(|(_, it)| it.kind == Kind::Multiple) {
        let members = columns.iter().filter(|column| column.field.is_some_and(|field| field.variable == position));
        let names: Vec<String> = members.map(|column| column.short.to_lowercase()).collect();
        let label = writer.shortened(&variable.label, LABEL);
        sets.push_str(&format!("$M{position}=D1 1 {} {label} {}\n", label.len(), names.join(" ")));
    }
    if !sets.is_empty() {
        writer.extension(7, 1, sets.as_bytes());
    }
    let long =
        |column: &Stored<'_>| format!("{}={}", column.short, column.field.map_or("poids", |field| field.name.as_str()));
    let names: Vec<String> = columns.iter().map(long).collect();
    writer.extension(13, 1, names.join("\t").as_bytes());
    let wide: String = columns
        .iter()
        .filter(|column| column.width > 255)
        .map(|column| format!("{}={:05}\u{0}\t", column.short, column.width))
        .collect();
    if !wide.is_empty() {
        writer.extension(14, 1, wide.as_bytes());
    }
    writer.extension(20, 1, b"UTF-8");
}

fn case(writer: &mut Writer, data: &DataSet, column: &Stored<'_>, row: usize, weights: Option<&[f64]>) {
    let value = match (column.field, weights) {
        (Some(field), _) => field.value(data, row),
        (None, Some(weights)) => Value::Number(weights[row]),
        (None, None) => Value::Absent,
    };
    match value {
        Value::Number(value) => writer.number(value),
        Value::Absent if column.width == 0 => writer.number(f64::MIN),
        Value::Absent => writer.text("", column.elements() * 8),
        Value::Text(text) => {
            // Each segment but the last carries 255 bytes and one of padding.
            let bytes = &text.as_bytes()[..cut(text, LONGEST)];
            let start = writer.bytes.len();
            for part in bytes.chunks(255) {
                writer.bytes.extend(part);
                if part.len() == 255 && column.width > 255 {
                    writer.bytes.push(b' ');
                }
            }
            writer.bytes.resize(start + column.elements() * 8, b' ');
        }
    }
}
