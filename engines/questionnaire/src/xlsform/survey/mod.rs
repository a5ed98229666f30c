//! The sheet `survey`: rows become a tree of questions, groups and repeats.

mod item;

use std::collections::{HashMap, HashSet};

use super::fields::Field;
use super::headers::Column;
use super::settings::{self, is_yes};
use super::table::Table;
use super::workbook::Line;
use crate::Problem;
use crate::model::{DEEPEST, Form, Item, Kind};
use crate::problem::quoted;

/// Reads the questions.
pub fn read(table: &mut Table, form: &mut Form, problems: &mut Vec<Problem>) {
    if !table.has(&Field::Type) {
        let told = "la colonne « type » manque : c’est elle qui dit ce qu’est chaque question.";
        problems.push(Problem::refusal("survey", 1, "type", told));
        return;
    }
    let lines = std::mem::take(&mut table.lines);
    let mut reader = Reader { table, problems, open: Vec::new(), items: Vec::new() };
    for line in lines {
        // Groups without end would exhaust whoever follows them down.
        if reader.open.len() > DEEPEST {
            break;
        }
        reader.line(line, form);
    }
    reader.finish();
    form.items = reader.items;
    names(&form.items, table, problems);
}

struct Reader<'a> {
    table: &'a Table,
    problems: &'a mut Vec<Problem>,
    /// Groups not closed yet, outermost first.
    open: Vec<Item>,
    items: Vec<Item>,
}

/// `begin` or `end` of a group, as written.
enum Border {
    Begin(Kind),
    End(Kind),
}

fn border(written: &str) -> Option<Border> {
    let words: Vec<String> = written.replace('_', " ").split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (edge, rest) = words.split_first()?;
    let is_begin = match *edge {
        "begin" => true,
        "end" => false,
        _ => return None,
    };
    // The name of a list keeps its case and its signs.
    let last = || written.split_whitespace().last().unwrap_or_default().to_owned();
    let kind = match rest {
        ["group"] => Kind::Group,
        ["repeat" | "lgroup"] | ["looped", "group"] => Kind::Repeat,
        ["loop"] if !is_begin => Kind::Loop(String::new()),
        ["loop", ..] if is_begin && rest.len() > 1 => Kind::Loop(last()),
        _ => return None,
    };
    Some(if is_begin { Border::Begin(kind) } else { Border::End(kind) })
}

impl Reader<'_> {
    fn refuse(&mut self, row: u32, field: &Field, told: impl Into<String>) {
        self.problems.push(Problem::refusal("survey", row, &self.table.header(field), told));
    }

    fn line(&mut self, line: Line, form: &mut Form) {
        let (table, row) = (self.table, line.row);
        let cells: Vec<(&Column, String)> = table.cells(line).collect();
        let cell = |field: &Field| {
            cells.iter().find(|(column, _)| column.field == *field).map(|(_, text)| text.as_str()).unwrap_or_default()
        };
        if is_yes(cell(&Field::Disabled)) {
            let told = "cette ligne est marquée « disabled » : elle est laissée de côté.";
            self.problems.push(Problem::warning("survey", row, &self.table.header(&Field::Disabled), told));
            return;
        }
        let written = cell(&Field::Type).to_owned();
        if written.is_empty() {
            let is_question = cells.iter().any(|(column, _)| matches!(column.field, Field::Name | Field::Label));
            if is_question {
                self.refuse(row, &Field::Type, "cette question n’a pas de type (« text », « select_one … »).");
            } else if !cells.is_empty() {
                let told = "cette ligne n’a ni type, ni nom, ni libellé : elle est laissée de côté.";
                self.problems.push(Problem::warning("survey", row, "", told));
            }
            return;
        }
        if ["form_title", "set_form_title", "form_id", "set_form_id"].contains(&written.as_str()) {
            let value = cell(&Field::Name).to_owned();
            settings::set(form, &written, &value, row, &written);
            return;
        }
        match border(&written) {
            Some(Border::End(kind)) => return self.close(row, &kind),
            Some(Border::Begin(kind)) => {
                let item = self.item(row, cells, kind);
                if self.open.len() >= DEEPEST {
                    let told = format!("les groupes sont imbriqués plus de {DEEPEST} fois : la suite n’a pas été lue.");
                    self.refuse(row, &Field::Type, told);
                }
                self.open.push(item);
                return;
            }
            None => {}
        }
        let (kind, constraint) = match item::bounded(&written) {
            Some((most, kind)) => (kind, Some(format!("0 <= . and . <= {most}"))),
            None => match Kind::read(&written) {
                Some(kind) => (kind, None),
                None => {
                    let told = item::unknown(&written);
                    return self.refuse(row, &Field::Type, told);
                }
            },
        };
        let mut item = self.item(row, cells, kind);
        item.constraint = item.constraint.or(constraint);
        self.check(&item, row);
        self.put(item);
    }

    fn put(&mut self, item: Item) {
        match self.open.last_mut() {
            Some(group) => group.children.push(item),
            None => self.items.push(item),
        }
    }

    fn close(&mut self, row: u32, kind: &Kind) {
        let closes = |item: &Item| std::mem::discriminant(&item.kind) == std::mem::discriminant(kind);
        let word = |kind: &Kind| kind.written().replace("begin_", "").split(' ').next().unwrap_or_default().to_owned();
        match self.open.pop() {
            Some(item) if closes(&item) => self.put(item),
            Some(item) => {
                let told = format!(
                    "« end {} » ferme {}, qui est un « {} » ouvert à la ligne {}.",
                    word(kind),
                    quoted(&item.name),
                    word(&item.kind),
                    item.row.0
                );
                self.refuse(row, &Field::Type, told);
                self.put(item);
            }
            None => {
                let told =
                    format!("« end {} » ne ferme rien : il manque un « begin {} » au-dessus.", word(kind), word(kind));
                self.refuse(row, &Field::Type, told);
            }
        }
    }

    fn finish(&mut self) {
        while let Some(item) = self.open.pop() {
            let told = format!("le groupe {} n’est pas fermé : il manque une ligne « end ».", quoted(&item.name));
            self.refuse(item.row.0, &Field::Type, told);
            self.put(item);
        }
    }
}

/// Names are different from one another inside a group.
fn names(items: &[Item], table: &Table, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut lower: HashSet<String> = HashSet::new();
    let header = table.header(&Field::Name);
    for item in items.iter().filter(|item| !item.name.is_empty()) {
        if item.name == "meta" {
            let told = "« meta » est un nom réservé : choisissez-en un autre.";
            problems.push(Problem::refusal("survey", item.row.0, &header, told));
        }
        if let Some(row) = seen.insert(&item.name, item.row.0) {
            let told = format!("le nom {} est déjà pris, à la ligne {row} : changez un des deux.", quoted(&item.name));
            problems.push(Problem::refusal("survey", item.row.0, &header, told));
        } else if !lower.insert(item.name.to_lowercase()) {
            let told = format!("le nom {} ne diffère d’un autre que par des majuscules.", quoted(&item.name));
            problems.push(Problem::warning("survey", item.row.0, &header, told));
        }
        names(&item.children, table, problems);
    }
}
