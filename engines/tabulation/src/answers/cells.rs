//! What one cell says.

use crate::model::{Category, Variable};

/// What a cell says, of a question that has a list.
pub(super) enum Cell {
    Category(usize),
    DontKnow,
    RatherNotSay,
    Unknown,
}

/// Choices of one respondent.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) categories: Vec<usize>,
    pub(super) dont_know: bool,
    pub(super) rather_not_say: bool,
}

impl Cell {
    /// By code first, then by words, without regard to case.
    pub(super) fn read(variable: &Variable, text: &str) -> Self {
        let text = text.trim();
        let lower = text.to_lowercase();
        let is_label = |category: &Category| category.label.trim().to_lowercase() == lower;
        let special = |category: &Option<Category>| {
            category.as_ref().is_some_and(|category| category.code == text || is_label(category))
        };
        if let Some(found) = variable.category(text) {
            Self::Category(found)
        } else if special(&variable.dont_know) {
            Self::DontKnow
        } else if special(&variable.rather_not_say) {
            Self::RatherNotSay
        } else {
            variable.categories.iter().position(is_label).map_or(Self::Unknown, Self::Category)
        }
    }

    fn add_to(self, chosen: &mut Chosen) -> bool {
        match self {
            Self::Category(category) if chosen.categories.contains(&category) => {}
            Self::Category(category) => chosen.categories.push(category),
            Self::DontKnow => chosen.dont_know = true,
            Self::RatherNotSay => chosen.rather_not_say = true,
            Self::Unknown => return false,
        }
        true
    }
}

/// Choices in one cell: codes between blanks, or codes or words between `;`, `|`, `,` or line ends. With the first
/// thing that is neither.
pub(super) fn listed(variable: &Variable, text: &str) -> (Chosen, Option<String>) {
    let whole = Cell::read(variable, text);
    if !matches!(whole, Cell::Unknown) {
        let mut chosen = Chosen::default();
        whole.add_to(&mut chosen);
        return (chosen, None);
    }
    let mut tries = Vec::new();
    for signs in [&[' ', '\t', '\n'][..], &[';', '|', '\n'], &[',']] {
        let mut chosen = Chosen::default();
        let parts = text.split(signs).map(str::trim).filter(|part| !part.is_empty());
        let unknown: Vec<String> =
            parts.filter(|part| !Cell::read(variable, part).add_to(&mut chosen)).map(str::to_owned).collect();
        tries.push((unknown.len(), chosen, unknown.into_iter().next()));
    }
    // The way of cutting that leaves the least unknown.
    let best = tries.into_iter().min_by_key(|(count, chosen, _)| (*count, usize::MAX - chosen.categories.len()));
    best.map_or_else(Default::default, |(_, mut chosen, unknown)| {
        chosen.categories.sort_unstable();
        (chosen, unknown)
    })
}

/// The answers of a ranking in the order they are written, by code or by words, between blanks, `;`, `|`, `>`, `,` or line
/// ends; each once. With the first thing that is none of them.
pub(super) fn in_order(items: &[Category], text: &str) -> (Vec<usize>, Option<String>) {
    let place = |part: &str| {
        let lower = part.to_lowercase();
        let by_words = || items.iter().position(|item| item.label.trim().to_lowercase() == lower);
        items.iter().position(|item| item.code == part).or_else(by_words)
    };
    let mut tries = Vec::new();
    for signs in [&[' ', '\t', '\n'][..], &[';', '|', '>', '\n'], &[',']] {
        let (mut order, mut unknown) = (Vec::new(), Vec::new());
        for part in text.split(signs).map(str::trim).filter(|part| !part.is_empty()) {
            match place(part) {
                Some(item) if order.contains(&item) => {}
                Some(item) => order.push(item),
                None => unknown.push(part.to_owned()),
            }
        }
        tries.push((unknown.len(), order, unknown.into_iter().next()));
    }
    let best = tries.into_iter().min_by_key(|(count, order, _)| (*count, usize::MAX - order.len()));
    best.map_or_else(Default::default, |(_, order, unknown)| (order, unknown))
}

/// Choices in one column per category. With the first value that is neither yes nor no.
pub(super) fn split(variable: &Variable, columns: &[Option<usize>], cells: &[String]) -> (Chosen, Option<String>) {
    let (mut chosen, mut strange) = (Chosen::default(), None);
    let count = variable.categories.len();
    for (position, column) in columns.iter().enumerate() {
        let Some(cell) = column.and_then(|column| cells.get(column)) else { continue };
        let cell = cell.trim();
        let category = match position {
            position if position < count => variable.categories.get(position),
            position if position == count => variable.dont_know.as_ref(),
            _ => variable.rather_not_say.as_ref(),
        };
        let is_itself = category.is_some_and(|category| cell == category.code || cell == category.label);
        match cell.to_lowercase().as_str() {
            "" | "0" | "non" | "no" | "n" | "false" | "faux" if !is_itself || cell.is_empty() || cell == "0" => {}
            "1" | "oui" | "yes" | "y" | "o" | "x" | "true" | "vrai" | "cité" => mark(&mut chosen, position, count),
            _ if is_itself => mark(&mut chosen, position, count),
            _ => strange = strange.or_else(|| Some(cell.to_owned())),
        }
    }
    (chosen, strange)
}

fn mark(chosen: &mut Chosen, position: usize, categories: usize) {
    if position < categories {
        chosen.categories.push(position);
    } else if position == categories {
        chosen.dont_know = true;
    } else {
        chosen.rather_not_say = true;
    }
}

/// UTF-8 read as Latin-1 and saved again, or a sign that replaced what could not be read.
pub(super) fn looks_damaged(text: &str) -> bool {
    const TRACES: [&str; 7] = ["Ã©", "Ã¨", "Ã ", "Ã§", "Ãª", "â€™", "\u{fffd}"];
    TRACES.iter().any(|trace| text.contains(trace))
}

/// `12/03/2024`, `2024-03-12`, `3-avr`, `12 mars`.
pub(super) fn looks_like_a_date(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"];
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.chars().all(|sign| sign.is_ascii_digit());
    let lower = text.to_lowercase();
    let has_month = MONTHS.iter().any(|month| lower.contains(month));
    match parts.as_slice() {
        [_, _, _, ..] if parts[..3].iter().all(is_number) => {
            parts[..3].iter().any(|part| part.len() == 4 || part.len() == 2)
        }
        [day, _, ..] => is_number(day) && has_month,
        _ => false,
    }
}

/// A day of this century as spreadsheets count them: 36526 is the first of January 2000.
pub(super) fn looks_like_a_serial_date(text: &str) -> bool {
    text.replace(',', ".").parse::<f64>().is_ok_and(|days| (36_526.0..73_051.0).contains(&days))
}
