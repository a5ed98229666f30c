//! The sheet `survey`: rows become a tree of questions, groups and repeats.

use std::collections::{HashMap, HashSet};

use super::headers::{Column, Field, Table};
use super::settings::{self, is_yes};
use super::workbook::Line;
use crate::Problem;
use crate::expression::{distance, is_name, parse};
use crate::model::{DEEPEST, Form, Item, Kind, Row};
use crate::problem::quoted;

/// Reads the questions.
pub fn read(table: &Table<'_>, form: &mut Form, problems: &mut Vec<Problem>) {
    if !table.has(&Field::Type) {
        let told = "la colonne « type » manque : c’est elle qui dit ce qu’est chaque question.";
        problems.push(Problem::refusal("survey", 1, "type", told));
        return;
    }
    let mut reader = Reader { table, problems, open: Vec::new(), items: Vec::new() };
    for line in table.lines {
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
    table: &'a Table<'a>,
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

    fn line(&mut self, line: &Line, form: &mut Form) {
        let cells: Vec<(&Column, String)> = self.table.cells(line).collect();
        let cell = |field: &Field| {
            cells.iter().find(|(column, _)| column.field == *field).map(|(_, text)| text.as_str()).unwrap_or_default()
        };
        if is_yes(cell(&Field::Disabled)) {
            let told = "cette ligne est marquée « disabled » : elle est laissée de côté.";
            self.problems.push(Problem::warning("survey", line.row, &self.table.header(&Field::Disabled), told));
            return;
        }
        let written = cell(&Field::Type).to_owned();
        if written.is_empty() {
            let is_question = cells.iter().any(|(column, _)| matches!(column.field, Field::Name | Field::Label));
            if is_question {
                self.refuse(line.row, &Field::Type, "cette question n’a pas de type (« text », « select_one … »).");
            } else if !cells.is_empty() {
                let told = "cette ligne n’a ni type, ni nom, ni libellé : elle est laissée de côté.";
                self.problems.push(Problem::warning("survey", line.row, "", told));
            }
            return;
        }
        if ["form_title", "set_form_title", "form_id", "set_form_id"].contains(&written.as_str()) {
            let value = cell(&Field::Name).to_owned();
            settings::set(form, &written, &value, line.row, &written);
            return;
        }
        match border(&written) {
            Some(Border::End(kind)) => return self.close(line.row, &kind),
            Some(Border::Begin(kind)) => {
                let item = self.item(line, &cells, kind);
                if self.open.len() >= DEEPEST {
                    let told = format!("les groupes sont imbriqués plus de {DEEPEST} fois : la suite n’a pas été lue.");
                    self.refuse(line.row, &Field::Type, told);
                }
                self.open.push(item);
                return;
            }
            None => {}
        }
        let (kind, constraint) = match bounded(&written) {
            Some((most, kind)) => (kind, Some(format!("0 <= . and . <= {most}"))),
            None => match Kind::read(&written) {
                Some(kind) => (kind, None),
                None => {
                    let told = unknown(&written);
                    return self.refuse(line.row, &Field::Type, told);
                }
            },
        };
        let mut item = self.item(line, &cells, kind);
        item.constraint = item.constraint.or(constraint);
        self.check(&item, line.row);
        self.put(item);
    }

    /// Makes an item of a row.
    fn item(&mut self, line: &Line, cells: &[(&Column, String)], kind: Kind) -> Item {
        let mut item = Item { kind, row: Row(line.row), ..Item::default() };
        for (column, text) in cells {
            let text = text.clone();
            match &column.field {
                Field::Type | Field::Disabled | Field::List => {}
                Field::Name => item.name = text,
                Field::Label => item.label.set(&column.language, text),
                Field::Hint => item.hint.set(&column.language, text),
                Field::Guidance => item.guidance.set(&column.language, text),
                Field::Media(sort) => item.media.entry(sort.clone()).or_default().set(&column.language, text),
                Field::Required => item.required = Some(truth(text)),
                Field::RequiredMessage => item.required_message.set(&column.language, text),
                Field::Relevant => item.relevant = Some(truth(text)),
                Field::Constraint => item.constraint = Some(truth(text)),
                Field::ConstraintMessage => item.constraint_message.set(&column.language, text),
                Field::Calculation => item.calculation = Some(truth(text)),
                Field::Default => item.default = Some(text),
                Field::ReadOnly => item.read_only = Some(truth(text)),
                Field::ChoiceFilter => item.choice_filter = Some(text),
                Field::RepeatCount => item.repeat_count = Some(text),
                Field::Trigger => item.trigger = Some(text),
                Field::Appearance => item.appearance = text.split_whitespace().map(str::to_owned).collect(),
                Field::Parameters => item.parameters = self.parameters(&text, line.row),
                Field::MaxSelected => item.max_selected = self.most(&text, line.row),
                Field::Role => item.role = Some(text),
                Field::Secret => item.is_secret = is_yes(&text),
                Field::Extra(header) => {
                    item.extra.insert(header.clone(), text);
                }
            }
        }
        if item.name.is_empty() && item.kind == Kind::Note {
            item.name = format!("generated_note_name_{}", line.row);
        }
        if item.kind == Kind::Metadata(crate::model::Metadata::Audit) {
            item.name = "audit".to_owned();
        }
        if item.name.is_empty() {
            self.refuse(
                line.row,
                &Field::Name,
                "cette question n’a pas de nom : donnez-lui un nom court, sans espace.",
            );
        } else if !is_name(&item.name) {
            let told = format!(
                "{} n’est pas un nom possible : il commence par une lettre et n’a que des lettres, des chiffres et « _ ».",
                quoted(&item.name)
            );
            self.refuse(line.row, &Field::Name, told);
        }
        limit(&mut item);
        item
    }

    fn check(&mut self, item: &Item, row: u32) {
        if item.kind == Kind::Calculate && item.calculation.is_none() && item.default.is_none() {
            let told = format!("la question {} est un calcul, et le calcul manque.", quoted(&item.name));
            self.refuse(row, &Field::Calculation, told);
        }
        if item.max_selected.is_some() && !item.kind.is_several() {
            let told = "un nombre de réponses au plus n’a de sens que pour une question à plusieurs réponses.";
            self.refuse(row, &Field::MaxSelected, told);
        }
        if item.kind == Kind::Range {
            let (start, end, step) = item.range();
            let is_sound = [start, end, step].iter().all(|number| number.is_finite()) && step != 0.0;
            let is_written = item
                .parameters
                .iter()
                .all(|(key, text)| !["start", "end", "step"].contains(&key.as_str()) || text.parse::<f64>().is_ok());
            if !is_sound || !is_written || step.abs() > (end - start).abs() {
                let told = "l’échelle est mal dite : écrivez par exemple « start=0 end=10 step=1 ».";
                self.refuse(row, &Field::Parameters, told);
            }
        }
    }

    fn parameters(&mut self, text: &str, row: u32) -> std::collections::BTreeMap<String, String> {
        let mut found = std::collections::BTreeMap::new();
        let spaced = text.replace("= ", "=").replace(" =", "=");
        for pair in spaced.split([' ', ',', ';', '\n', '\t']).filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some((key, value)) if !key.is_empty() && !value.is_empty() => {
                    let key = key.to_lowercase();
                    let keeps_case = ["label", "value", "seed"].contains(&key.as_str());
                    found.insert(key, if keeps_case { value.to_owned() } else { value.to_lowercase() });
                }
                _ => {
                    let told = format!("{} n’est pas un réglage : écrivez « clé=valeur ».", quoted(pair));
                    self.refuse(row, &Field::Parameters, told);
                }
            }
        }
        found
    }

    fn most(&mut self, text: &str, row: u32) -> Option<usize> {
        let most = text.parse().ok().filter(|most| (1..1000).contains(most));
        if most.is_none() {
            let told = format!("{} n’est pas un nombre de réponses : écrivez par exemple « 3 ».", quoted(text));
            self.refuse(row, &Field::MaxSelected, told);
        }
        most
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

/// « yes » and « no » of a column of conditions.
fn truth(text: String) -> String {
    match text.as_str() {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => "true()".to_owned(),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" => "false()".to_owned(),
        _ => text,
    }
}

/// « Three answers at most » is known to the model and respected by other tools, whichever way it was said.
fn limit(item: &mut Item) {
    if !item.kind.is_several() {
        return;
    }
    let said = item.constraint.as_deref().and_then(|text| parse(text).ok()).and_then(|read| read.most_selected());
    match (item.max_selected, said) {
        (None, said) => item.max_selected = said,
        (Some(most), said) if said != Some(most) => {
            let bound = format!("count-selected(.) <= {most}");
            item.constraint = Some(match item.constraint.take() {
                Some(constraint) => format!("({constraint}) and {bound}"),
                None => bound,
            });
        }
        _ => {}
    }
}

/// Types of one survey of long ago that bound a whole number.
fn bounded(written: &str) -> Option<(u32, Kind)> {
    let most = match written.to_lowercase().as_str() {
        "percentage" => 100,
        "number of days in last month" => 31,
        "number of days in last six months" => 183,
        "number of days in last year" => 365,
        _ => return None,
    };
    Some((most, Kind::Integer))
}

fn unknown(written: &str) -> String {
    const USUAL: &[&str] = &[
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "datetime",
        "note",
        "calculate",
        "acknowledge",
        "range",
        "geopoint",
        "image",
        "select_one",
        "select_multiple",
        "rank",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
    ];
    let word = written.split_whitespace().next().unwrap_or_default().to_lowercase();
    if ["select_one", "select_multiple", "rank"].contains(&word.as_str()) {
        return format!("{} : nommez une liste après « {word} », et rien d’autre.", quoted(written));
    }
    match USUAL.iter().map(|known| (distance(&word, known), *known)).min() {
        Some((distance, known)) if distance <= 2 => {
            format!("{} n’est pas un type de question. Vouliez-vous écrire « {known} » ?", quoted(written))
        }
        _ => format!("{} n’est pas un type de question.", quoted(written)),
    }
}

/// Names are different from one another inside a group.
fn names(items: &[Item], table: &Table<'_>, problems: &mut Vec<Problem>) {
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
