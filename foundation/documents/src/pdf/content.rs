//! A document as the template expects it: JSON for the words, bytes for the pictures.

use serde_json::{Value as Json, json};
use typst::foundations::{Bytes, Dict, IntoValue, Value};

use super::glyphs::{Glyphs, REPLACEMENT};
use crate::document::{
    Blank, Block, Document, DocumentError, Figure, LONGEST_RUNNING_TITLE, Question, Run, is_followed, shortened,
};
use crate::language::Language;
use crate::picture;
use crate::table::{Cell, Table, text_size};

/// Rows longer than this, in characters, may be cut by the end of a page.
const LONGEST_WHOLE_ROW: usize = 600;

/// What the template finds under `sys.inputs`.
pub(super) fn inputs(document: &Document) -> Result<Dict, DocumentError> {
    let mut writer = Writer::default();
    let described = writer.document(document)?;
    let mut inputs = Dict::new();
    inputs.insert("document".into(), Value::Bytes(Bytes::from_string(described.to_string())));
    inputs.insert("pictures".into(), writer.pictures.into_value());
    Ok(inputs)
}

#[derive(Default)]
struct Writer {
    glyphs: Glyphs,
    pictures: Vec<Bytes>,
}

impl Writer {
    fn document(&mut self, document: &Document) -> Result<Json, DocumentError> {
        let blocks =
            document.blocks.iter().map(|block| self.block(block)).collect::<Result<Vec<Json>, DocumentError>>()?;
        let fixed = document.language.fixed();
        let title = self.line(&document.title);
        let mut described = json!({
            "running_title": shortened(&title, LONGEST_RUNNING_TITLE),
            "title": title,
            "subtitle": self.optional(document.subtitle.as_deref()),
            "town": self.line(&document.town),
            "reference": self.optional(document.reference.as_deref()),
            "date": document.language.date(document.date),
            "language": tagged(document.language),
            "title_language": tagged(document.title_language),
            "fixed_language": tagged(fixed.language),
            "page": fixed.page,
            "author": self.optional(document.author.as_deref()),
            "marked": document.mark.is_some(),
            "contents": document.has_contents.then_some(fixed.contents),
            "blocks": blocks,
        });
        described["replaced"] = json!(replacement_note(self.glyphs.replaced, fixed.language));
        Ok(described)
    }

    fn block(&mut self, block: &Block) -> Result<Json, DocumentError> {
        Ok(match block {
            Block::Heading { level, text } => {
                json!({"kind": "heading", "level": level, "text": self.line(text)})
            }
            Block::Paragraph(runs) => json!({"kind": "paragraph", "runs": self.runs(runs)}),
            Block::List { is_numbered, items } => json!({
                "kind": "list",
                "numbered": is_numbered,
                "items": items.iter().map(|item| self.runs(item)).collect::<Vec<Json>>(),
            }),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure)?,
            Block::Note(runs) => json!({"kind": "note", "runs": self.runs(runs)}),
            Block::KeyValues(pairs) => json!({
                "kind": "pairs",
                "pairs": pairs
                    .iter()
                    .map(|(key, value)| json!({"key": self.line(key), "runs": self.runs(value)}))
                    .collect::<Vec<Json>>(),
            }),
            Block::Question(question) => self.question(question),
            Block::PageBreak => json!({"kind": "break"}),
        })
    }

    fn question(&mut self, question: &Question) -> Json {
        let blank = match &question.blank {
            Blank::Nothing => json!({"kind": "nothing"}),
            Blank::Boxes { items, is_one } => json!({"kind": "boxes", "one": is_one, "items": self.lines(items)}),
            Blank::Cells { groups, between } => {
                json!({"kind": "cells", "groups": groups, "between": self.line(between)})
            }
            Blank::Lines(count) => json!({"kind": "lines", "count": count}),
            Blank::Grid { rows, columns } => {
                json!({"kind": "grid", "rows": self.lines(rows), "columns": self.lines(columns)})
            }
        };
        json!({
            "kind": "question",
            "runs": self.runs(&question.words),
            "hint": self.runs(&question.hint),
            "blank": blank,
        })
    }

    fn lines(&mut self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.line(text)).collect()
    }

    fn runs(&mut self, runs: &[Run]) -> Json {
        runs.iter()
            .map(|run| match run {
                Run::Plain(text) => json!({"kind": "plain", "text": self.glyphs.clean(text)}),
                Run::Strong(text) => json!({"kind": "strong", "text": self.glyphs.clean(text)}),
                Run::Emphasis(text) => json!({"kind": "emphasis", "text": self.glyphs.clean(text)}),
                Run::Foreign { text, language } => {
                    json!({"kind": "foreign", "text": self.glyphs.clean(text), "language": tagged(*language)})
                }
                Run::Link { text, address } => self.link(text, address),
            })
            .collect()
    }

    fn link(&mut self, text: &str, address: &str) -> Json {
        let shown = self.glyphs.clean(if text.is_empty() { address } else { text });
        // A link without words has nothing to point with, and readers could not follow it.
        if is_followed(address) && !shown.trim().is_empty() {
            json!({"kind": "link", "text": shown, "address": address})
        } else {
            json!({"kind": "plain", "text": shown})
        }
    }

    fn figure(&mut self, figure: &Figure) -> Result<Json, DocumentError> {
        let (bytes, format) = picture::readable(figure)?;
        self.pictures.push(bytes);
        Ok(json!({
            "kind": "figure",
            "picture": self.pictures.len() - 1,
            "format": format,
            "alt": self.glyphs.clean(&figure.alt),
            "caption": self.line(&figure.caption),
            "source": self.optional(figure.source.as_deref()),
        }))
    }

    fn table(&mut self, table: &Table) -> Json {
        let weights = table.weights();
        let columns: Vec<Json> = table
            .columns
            .iter()
            .zip(&weights)
            .map(|(column, weight)| {
                json!({
                    "title": self.line(&column.title()),
                    "number": column.kind.is_number(),
                    "weight": weight,
                })
            })
            .collect();
        let rows: Vec<Json> = table.rows.iter().map(|row| self.row(table, row)).collect();
        let totals = table.totals.as_ref().map(|row| self.row(table, row));
        let under = [table.provenance(), table.legend()]
            .into_iter()
            .flatten()
            .chain(table.notes.iter().cloned())
            .map(|sentence| self.glyphs.clean(&sentence))
            .collect::<Vec<String>>();
        json!({
            "kind": "table",
            "caption": self.line(&table.caption),
            "columns": columns,
            "rows": rows,
            "totals": totals,
            "under": under,
            // A table too wide for the page is set smaller, down to a size still readable.
            "size": text_size(&weights),
        })
    }

    fn row(&mut self, table: &Table, row: &[Cell]) -> Json {
        let barred = table.barred();
        let cells: Vec<Json> = table
            .columns
            .iter()
            .zip(row)
            .enumerate()
            .map(|(index, (column, cell))| {
                let mut described = match cell {
                    Cell::Link { text, address } => self.link(text, address),
                    _ => json!({"kind": "plain", "text": self.glyphs.clean(&cell.display(column.kind))}),
                };
                described["absent"] = json!(cell.absence().is_some());
                described["header"] = json!(column.is_row_header);
                described["bar"] = json!((barred == Some(index)).then(|| bar_of(cell)));
                described
            })
            .collect();
        let length: usize = table.display(row).map(|text| text.chars().count()).sum();
        json!({"cells": cells, "whole": length <= LONGEST_WHOLE_ROW})
    }

    /// Text that must hold on one line.
    fn line(&mut self, text: &str) -> String {
        self.glyphs.clean(text).replace('\n', " ")
    }

    fn optional(&mut self, text: Option<&str>) -> Option<String> {
        text.map(|text| self.line(text)).filter(|text| !text.trim().is_empty())
    }
}

/// Length of the bar of a share, in percent of the whole scale; nothing is drawn without a value.
fn bar_of(cell: &Cell) -> f64 {
    match cell {
        Cell::Percent(share) if share.is_finite() => share.clamp(0.0, 100.0),
        _ => 0.0,
    }
}

/// A language as the template sets it.
fn tagged(language: Language) -> Json {
    json!({"code": language.code(), "region": language.region(), "turned": language.is_right_to_left()})
}

fn replacement_note(replaced: usize, language: Language) -> Option<String> {
    let count = i64::try_from(replaced).unwrap_or(i64::MAX);
    match (replaced, language) {
        (0, _) => None,
        (_, Language::French | Language::Other(_)) => Some(format!(
            "Dans ce document, {} que la police d’impression ne contient pas, sous la forme {REPLACEMENT}. \
             La version en ligne les montre.",
            kernel::french::count(count, "caractère figure", "caractères figurent")
        )),
        (_, Language::English) => Some(format!(
            "Characters missing from the printing font are shown as {REPLACEMENT} in this document \
             (count: {count}). The online version shows them."
        )),
        (_, Language::Arabic) => Some(format!(
            "بعض الرموز غير موجودة في خط الطباعة، وتظهر في هذه الوثيقة على شكل {REPLACEMENT} (عددها: {count}). \
             النسخة الإلكترونية تُظهرها."
        )),
    }
}
