//! A form written as a workbook that every tool of the XLSForm family reads.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::model::{Choice, Form, Item, Kind, Text};

/// Columns of the sheet `survey`, in order.
const PLAIN: &[&str] = &[
    "relevant",
    "required",
    "constraint",
    "calculation",
    "default",
    "read_only",
    "choice_filter",
    "repeat_count",
    "trigger",
    "appearance",
    "parameters",
    "cdv:max_selected",
    "cdv:role",
    "cdv:secret",
];

/// Writes a form.
///
/// # Errors
/// A French sentence, when the workbook cannot hold it.
pub fn write(form: &Form) -> Result<Vec<u8>, String> {
    let made = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let head = Format::new().set_bold();
        survey(form, book.add_worksheet().set_name("survey")?, &head)?;
        for (name, is_external) in [("choices", false), ("external_choices", true)] {
            if form.lists.iter().any(|list| list.is_external == is_external) {
                choices(form, is_external, book.add_worksheet().set_name(name)?, &head)?;
            }
        }
        settings(form, book.add_worksheet().set_name("settings")?, &head)?;
        book.save_to_buffer()
    };
    made().map_err(|error| format!("Ce formulaire ne tient pas dans un classeur : {error}."))
}

/// Columns with the words they hold: a header, and what is written under it for each row.
struct Grid {
    headers: Vec<String>,
    rows: Vec<Vec<(usize, String)>>,
}

impl Grid {
    fn new() -> Self {
        Self { headers: Vec::new(), rows: Vec::new() }
    }

    fn column(&mut self, header: &str) -> usize {
        self.headers.iter().position(|known| known == header).unwrap_or_else(|| {
            self.headers.push(header.to_owned());
            self.headers.len() - 1
        })
    }

    fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    fn put(&mut self, header: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let column = self.column(header);
        if let Some(row) = self.rows.last_mut() {
            row.push((column, text.to_owned()));
        }
    }

    fn words(&mut self, header: &str, text: &Text) {
        for (language, words) in text.iter() {
            self.put(&worded(header, language), words);
        }
    }

    fn write(&self, sheet: &mut Worksheet, head: &Format) -> Result<(), XlsxError> {
        for (column, header) in (0..).zip(&self.headers) {
            sheet.write_string_with_format(0, column, header, head)?;
            sheet.set_column_width(column, if header.starts_with("label") { 48 } else { 18 })?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (row, cells) in (1..).zip(&self.rows) {
            for (column, text) in cells {
                // As text: « 007 » and « 1,5 » come back as they were.
                sheet.write_string(row, u16::try_from(*column).unwrap_or(u16::MAX), text)?;
            }
        }
        Ok(())
    }
}

fn worded(header: &str, language: &str) -> String {
    if language.is_empty() { header.to_owned() } else { format!("{header}::{language}") }
}

/// Makes the columns of words: in the order of the languages of the form, only where something is said.
fn speak<'a>(grid: &mut Grid, form: &Form, header: &str, texts: impl Iterator<Item = &'a Text>) {
    let used: BTreeSet<&str> = texts.flat_map(|text| text.iter().map(|(language, _)| language)).collect();
    let named = form.languages.iter().map(|language| language.name.as_str());
    for language in std::iter::once("").chain(named).filter(|language| used.contains(language)) {
        grid.column(&worded(header, language));
    }
}

fn every(items: &[Item]) -> Vec<&Item> {
    items.iter().flat_map(|item| std::iter::once(item).chain(every(&item.children))).collect()
}

fn survey(form: &Form, sheet: &mut Worksheet, head: &Format) -> Result<(), XlsxError> {
    let mut grid = Grid::new();
    let items = every(&form.items);
    grid.column("type");
    grid.column("name");
    speak(&mut grid, form, "label", items.iter().map(|item| &item.label));
    speak(&mut grid, form, "hint", items.iter().map(|item| &item.hint));
    speak(&mut grid, form, "guidance_hint", items.iter().map(|item| &item.guidance));
    for column in PLAIN {
        if items.iter().any(|item| !plain(item, column).is_empty()) {
            grid.column(column);
        }
    }
    speak(&mut grid, form, "constraint_message", items.iter().map(|item| &item.constraint_message));
    speak(&mut grid, form, "required_message", items.iter().map(|item| &item.required_message));
    let sorts: BTreeSet<&String> = items.iter().flat_map(|item| item.media.keys()).collect();
    for sort in sorts {
        speak(&mut grid, form, &format!("media::{sort}"), items.iter().filter_map(|item| item.media.get(sort)));
    }
    form.items.iter().for_each(|item| one(&mut grid, item));
    grid.write(sheet, head)
}

fn plain(item: &Item, column: &str) -> String {
    let text = |source: &Option<String>| source.clone().unwrap_or_default();
    match column {
        "relevant" => text(&item.relevant),
        "required" => text(&item.required),
        "constraint" => text(&item.constraint),
        "calculation" => text(&item.calculation),
        "default" => text(&item.default),
        "read_only" => text(&item.read_only),
        "choice_filter" => text(&item.choice_filter),
        "repeat_count" => text(&item.repeat_count),
        "trigger" => text(&item.trigger),
        "appearance" => item.appearance.join(" "),
        "parameters" => {
            let pairs = item.parameters.iter().map(|(key, value)| format!("{key}={value}"));
            pairs.collect::<Vec<String>>().join(" ")
        }
        "cdv:max_selected" => item.max_selected.map(|most| most.to_string()).unwrap_or_default(),
        "cdv:role" => text(&item.role),
        _ => if item.is_secret { "yes" } else { "" }.to_owned(),
    }
}

fn one(grid: &mut Grid, item: &Item) {
    grid.row();
    grid.put("type", &item.kind.written());
    grid.put("name", &item.name);
    grid.words("label", &item.label);
    grid.words("hint", &item.hint);
    grid.words("guidance_hint", &item.guidance);
    for column in PLAIN {
        grid.put(column, &plain(item, column));
    }
    grid.words("constraint_message", &item.constraint_message);
    grid.words("required_message", &item.required_message);
    for (sort, text) in &item.media {
        grid.words(&format!("media::{sort}"), text);
    }
    for (header, text) in &item.extra {
        grid.put(header, text);
    }
    item.children.iter().for_each(|child| one(grid, child));
    let end = match item.kind {
        Kind::Group => "end_group",
        Kind::Repeat => "end_repeat",
        Kind::Loop(_) => "end_loop",
        _ => return,
    };
    grid.row();
    grid.put("type", end);
}

fn choices(form: &Form, is_external: bool, sheet: &mut Worksheet, head: &Format) -> Result<(), XlsxError> {
    let mut grid = Grid::new();
    let lists = || form.lists.iter().filter(|list| list.is_external == is_external);
    let all: Vec<&Choice> = lists().flat_map(|list| &list.choices).collect();
    grid.column("list_name");
    grid.column("name");
    speak(&mut grid, form, "label", all.iter().map(|choice| &choice.label));
    for list in lists() {
        for choice in &list.choices {
            grid.row();
            grid.put("list_name", &list.name);
            grid.put("name", &choice.name);
            grid.words("label", &choice.label);
            for (sort, text) in &choice.media {
                grid.words(&format!("media::{sort}"), text);
            }
            for (header, text) in &choice.columns {
                grid.put(header, text);
            }
        }
    }
    grid.write(sheet, head)
}

fn settings(form: &Form, sheet: &mut Worksheet, head: &Format) -> Result<(), XlsxError> {
    let mut grid = Grid::new();
    grid.row();
    grid.put("form_title", &form.title);
    grid.put("form_id", &form.id);
    grid.put("version", &form.version);
    grid.put("default_language", &form.settings.default_language);
    grid.put("style", &form.settings.style);
    grid.put("instance_name", form.settings.instance_name.as_deref().unwrap_or_default());
    grid.put("allow_choice_duplicates", if form.settings.allows_choice_duplicates { "yes" } else { "" });
    for (key, value) in &form.settings.other {
        grid.put(key, value);
    }
    grid.write(sheet, head)
}
