//! CSV: semicolons, UTF-8 with its mark, as French spreadsheets open it.

use super::layout::{Value, fields, plain};
use crate::model::{Answer, DataSet, State};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Codes, one column per category of several-choice questions; numbers with a point.
pub fn to_csv_codes(data: &DataSet) -> Vec<u8> {
    written(codes(data))
}

/// Words, one column per question; several choices separated by a vertical bar; numbers with a comma.
pub fn to_csv_labels(data: &DataSet) -> Vec<u8> {
    written(labels(data))
}

/// The header and lines of [`to_csv_codes`], for another format.
pub fn codes(data: &DataSet) -> (Vec<String>, impl Iterator<Item = Vec<String>>) {
    let fields = fields(data);
    let header: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let line = move |row: usize| {
        let cell = |value| match value {
            Value::Absent => String::new(),
            Value::Number(value) => plain(value),
            Value::Text(text) => text.to_owned(),
        };
        fields.iter().map(|field| cell(field.value(data, row))).collect()
    };
    (header, (0..data.len()).map(line))
}

/// The header and lines of [`to_csv_labels`], for another format.
pub fn labels(data: &DataSet) -> (Vec<String>, impl Iterator<Item = Vec<String>>) {
    let header: Vec<String> = data.variables().iter().map(|variable| variable.label.clone()).collect();
    let line = move |row: usize| {
        let cell = |(position, variable): (usize, &crate::Variable)| {
            let special = |category: &Option<crate::Category>, state: State| {
                category.as_ref().map_or_else(|| state.french().to_owned(), |category| category.label.clone())
            };
            match data.answer(row, position) {
                Answer::NotAsked => String::new(),
                Answer::NoAnswer => State::NoAnswer.french().to_owned(),
                Answer::DontKnow => special(&variable.dont_know, State::DontKnow),
                Answer::RatherNotSay => special(&variable.rather_not_say, State::RatherNotSay),
                Answer::One(category) => variable.categories[category].label.clone(),
                Answer::Several(chosen) => {
                    let words: Vec<&str> = chosen.iter().map(|one| variable.categories[*one].label.as_str()).collect();
                    words.join(" | ")
                }
                Answer::Number(value) => plain(value).replace('.', ","),
                Answer::Text(text) => text.to_owned(),
            }
        };
        data.variables().iter().enumerate().map(cell).collect()
    };
    (header, (0..data.len()).map(line))
}

fn written((header, lines): (Vec<String>, impl Iterator<Item = Vec<String>>)) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(MARK.to_vec());
    // Writing to memory: only a line of another length could fail, and all have the same.
    let mut write = |line: &[String]| writer.write_record(line.iter().map(|cell| calm(cell))).is_ok();
    if write(&header) {
        for line in lines {
            write(&line);
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// A spreadsheet must not run what a respondent typed: a text that looks like a formula begins with an apostrophe.
fn calm(cell: &str) -> String {
    let is_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.replace(',', ".").parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}
