//! A row of the sheet `survey`, made into an item.

use super::Reader;
use crate::expression::{distance, is_name, parse};
use crate::model::{Item, Kind, Row};
use crate::problem::quoted;
use crate::xlsform::fields::Field;
use crate::xlsform::headers::Column;
use crate::xlsform::settings::is_yes;

impl Reader<'_> {
    /// Makes an item of a row.
    pub(super) fn item(&mut self, row: u32, cells: Vec<(&Column, String)>, kind: Kind) -> Item {
        let mut item = Item { kind, row: Row(row), ..Item::default() };
        for (column, text) in cells {
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
                Field::Parameters => item.parameters = self.parameters(&text, row),
                Field::MaxSelected => item.max_selected = self.most(&text, row),
                Field::Role => item.role = Some(text),
                Field::Secret => item.is_secret = is_yes(&text),
                Field::Extra(header) => {
                    item.extra.insert(header.clone(), text);
                }
            }
        }
        if item.name.is_empty() && item.kind == Kind::Note {
            item.name = format!("generated_note_name_{}", row);
        }
        if item.kind == Kind::Metadata(crate::model::Metadata::Audit) {
            item.name = "audit".to_owned();
        }
        if item.name.is_empty() {
            self.refuse(row, &Field::Name, "cette question n’a pas de nom : donnez-lui un nom court, sans espace.");
        } else if !is_name(&item.name) {
            let told = format!(
                "{} n’est pas un nom possible : il commence par une lettre et n’a que des lettres, des chiffres et « _ ».",
                quoted(&item.name)
            );
            self.refuse(row, &Field::Name, told);
        }
        limit(&mut item);
        item
    }

    /// Whether what the item says goes together.
    pub(super) fn check(&mut self, item: &Item, row: u32) {
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
pub(super) fn bounded(written: &str) -> Option<(u32, Kind)> {
    let most = match written.to_lowercase().as_str() {
        "percentage" => 100,
        "number of days in last month" => 31,
        "number of days in last six months" => 183,
        "number of days in last year" => 365,
        _ => return None,
    };
    Some((most, Kind::Integer))
}

/// What is told of a type that is none.
pub(super) fn unknown(written: &str) -> String {
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
