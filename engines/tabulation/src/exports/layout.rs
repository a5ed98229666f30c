//! The columns of an exported file.

use crate::model::{Answer, DataSet, Kind, State};

/// One column.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) variable: usize,
    pub(super) shape: Shape,
    /// Values with words: categories, then the three codes declared missing.
    pub(super) values: Vec<(f64, String)>,
    /// Codes of no answer, don't know, rather not say.
    pub(super) missing: [f64; 3],
}

pub(super) enum Shape {
    /// The code of the category chosen.
    Coded(Vec<f64>),
    /// Whether this category is chosen.
    Chosen(usize),
    Number,
    Text,
}

/// A cell.
pub(super) enum Value<'a> {
    /// Not asked.
    Absent,
    Number(f64),
    Text(&'a str),
}

impl Field {
    pub(super) fn value<'a>(&self, data: &'a DataSet, row: usize) -> Value<'a> {
        match (data.answer(row, self.variable), &self.shape) {
            (Answer::One(category), Shape::Coded(codes)) => Value::Number(codes[category]),
            (Answer::Several(chosen), Shape::Chosen(option)) => {
                Value::Number(f64::from(u8::from(chosen.contains(option))))
            }
            (Answer::Number(value), _) => Value::Number(value),
            (Answer::Text(text), _) => Value::Text(text),
            (_, Shape::Text) => Value::Text(""),
            (Answer::NoAnswer, _) => Value::Number(self.missing[0]),
            (Answer::DontKnow, _) => Value::Number(self.missing[1]),
            (Answer::RatherNotSay, _) => Value::Number(self.missing[2]),
            _ => Value::Absent,
        }
    }
}

/// The columns of a data set, with unique names.
pub(super) fn fields(data: &DataSet) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (position, variable) in data.variables().iter().enumerate() {
        let codes = codes(variable.categories.iter().map(|category| category.code.as_str()));
        let categories =
            || variable.categories.iter().zip(&codes).map(|(category, code)| (*code, category.label.clone()));
        let (known, shapes): (Vec<f64>, Vec<(Option<usize>, Shape)>) = match variable.kind {
            Kind::Single => (codes.clone(), vec![(None, Shape::Coded(codes.clone()))]),
            Kind::Multiple => {
                let options = 0..variable.categories.len();
                (vec![0.0, 1.0], options.map(|option| (Some(option), Shape::Chosen(option))).collect())
            }
            Kind::Number => (numbers(data, position), vec![(None, Shape::Number)]),
            Kind::Open => (Vec::new(), vec![(None, Shape::Text)]),
        };
        let missing = missing_codes(&known);
        let words = |special: &Option<crate::Category>, state: State| {
            special.as_ref().map_or_else(|| state.french().to_owned(), |category| category.label.clone())
        };
        let missing_words = [
            State::NoAnswer.french().to_owned(),
            words(&variable.dont_know, State::DontKnow),
            words(&variable.rather_not_say, State::RatherNotSay),
        ];
        for (option, shape) in shapes {
            let mut values: Vec<(f64, String)> = match shape {
                Shape::Coded(_) => categories().collect(),
                Shape::Chosen(_) => vec![(0.0, "non cité".to_owned()), (1.0, "cité".to_owned())],
                Shape::Number | Shape::Text => Vec::new(),
            };
            if !matches!(shape, Shape::Text) {
                values.extend(missing.into_iter().zip(missing_words.iter().cloned()));
            }
            let category = option.map(|option| &variable.categories[option]);
            let wanted = category.map_or_else(|| variable.name.clone(), |it| format!("{}_{}", variable.name, it.code));
            let label =
                category.map_or_else(|| variable.label.clone(), |it| format!("{} : {}", variable.label, it.label));
            fields.push(Field { name: unique(&fields, &wanted), label, variable: position, shape, values, missing });
        }
    }
    fields
}

/// Codes as numbers: those of the form when all are whole numbers of a reasonable size, else 1, 2, 3…
fn codes<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<f64> {
    let codes: Vec<&str> = codes.collect();
    let own: Option<Vec<f64>> = codes
        .iter()
        .map(|code| code.parse::<i32>().ok().filter(|value| value.to_string() == *code).map(f64::from))
        .collect();
    own.unwrap_or_else(|| (1..=codes.len()).map(|code| code as f64).collect())
}

fn numbers(data: &DataSet, variable: usize) -> Vec<f64> {
    let number = |row| if let Answer::Number(value) = data.answer(row, variable) { Some(value) } else { None };
    (0..data.len()).filter_map(number).collect()
}

/// −9, −8, −7; or −99, −98, −97 and so on when a value is as low.
fn missing_codes(known: &[f64]) -> [f64; 3] {
    let lowest = known.iter().copied().fold(f64::INFINITY, f64::min);
    let nines = (1..15).map(|digits| 10f64.powi(digits) - 1.0).find(|nines| lowest > 3.0 - nines).unwrap_or(1e15);
    [-nines, 1.0 - nines, 2.0 - nines]
}

/// A name every program takes: a letter first, then letters, digits and underscores, 60 bytes, different from others.
fn unique(fields: &[Field], wanted: &str) -> String {
    let mut name: String =
        wanted.chars().map(|sign| if sign.is_alphanumeric() || sign == '_' { sign } else { '_' }).collect();
    if !name.chars().next().is_some_and(char::is_alphabetic) {
        name.insert(0, 'v');
    }
    while name.len() > 60 {
        name.pop();
    }
    let is_taken = |name: &str| fields.iter().any(|field| field.name.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

/// A number without useless decimals.
pub(super) fn plain(value: f64) -> String {
    format!("{value}")
}
