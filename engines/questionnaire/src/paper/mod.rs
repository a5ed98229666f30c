//! How a form stands on paper: what to print under each question, and when to skip it. Knows nothing of pages or PDF.

mod told;

use std::collections::HashMap;

use crate::answering::Speech;
use crate::expression::{Expression, Function, Operator, parse};
use crate::model::{Form, Item, Kind};
use told::Way;

/// What somebody fills in with a pen.
#[derive(Clone, Debug, PartialEq)]
pub enum Blank {
    /// Nothing: words to read.
    Nothing,
    /// Lines to write on.
    Lines(usize),
    /// A box per digit.
    Digits(usize),
    /// `__/__/____`
    Day,
    /// `__ h __`
    Hour,
    /// A day and an hour.
    Moment,
    /// One box to tick.
    One(Vec<Box>),
    /// Boxes to tick, with the most there may be.
    Several(Vec<Box>, Option<usize>),
    /// A rank to write before each answer.
    Ranks(Vec<Box>),
    /// Numbers to circle.
    Scale(Vec<String>),
    /// One box: read and agreed.
    Agreement,
    /// A table: questions down, answers across.
    Table(Vec<Row>, Vec<Box>),
    /// What paper cannot take (a picture, a place on a map): noted elsewhere.
    Elsewhere,
}

/// An answer to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Box {
    /// Code kept.
    pub code: String,
    /// Words printed.
    pub label: String,
    /// Whether a line follows, to say which.
    pub is_open: bool,
}

/// A question of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its words.
    pub label: String,
}

/// A question, a title or words as printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// Name of the question or group.
    pub name: String,
    /// Its number; nothing for titles and words.
    pub number: Option<usize>,
    /// How deep it stands in groups.
    pub depth: usize,
    /// Whether it is the title of a group.
    pub is_title: bool,
    /// Words.
    pub label: String,
    /// Words under it.
    pub hint: String,
    /// When to answer it, in the language printed if the house speaks it, else in French; nothing when everybody does.
    pub condition: Option<String>,
    /// How many times it is to be copied, for a repeat.
    pub is_repeated: bool,
    /// What to fill in.
    pub blank: Blank,
}

/// A form as printed, in a language.
pub fn printed(form: &Form, language: &str) -> Vec<Printed> {
    let mut numbers = HashMap::new();
    form.walk(&mut |item, _| {
        if item.kind.is_answered() && item.calculation.is_none() {
            let number = numbers.len() + 1;
            numbers.entry(item.name.as_str()).or_insert(number);
        }
    });
    let printer = Printer { form, language, speech: Speech::of(language), numbers };
    let mut written = Vec::new();
    printer.each(&form.items, 0, &mut written);
    written
}

struct Printer<'a> {
    form: &'a Form,
    language: &'a str,
    speech: Speech,
    numbers: HashMap<&'a str, usize>,
}

impl Printer<'_> {
    fn each(&self, items: &[Item], depth: usize, written: &mut Vec<Printed>) {
        for item in items {
            if item.kind.is_container() {
                self.group(item, depth, written);
            } else if item.kind.is_shown() && item.calculation.is_none() {
                written.push(Printed { blank: self.blank(item), ..self.base(item, depth) });
            }
        }
    }

    fn group(&self, item: &Item, depth: usize, written: &mut Vec<Printed>) {
        let base = self.base(item, depth);
        if item.looks("table-list") {
            let rows = item.children.iter().filter(|child| child.kind.source().is_some());
            let rows: Vec<Row> =
                rows.map(|child| Row { name: child.name.clone(), label: self.told(&child.label) }).collect();
            let columns = item.children.iter().find(|child| child.kind.source().is_some());
            let columns = columns.map(|child| self.boxes(child)).unwrap_or_default();
            written.push(Printed { blank: Blank::Table(rows, columns), is_title: true, ..base });
            let others: Vec<Item> =
                item.children.iter().filter(|child| child.kind.source().is_none()).cloned().collect();
            return self.each(&others, depth + 1, written);
        }
        if !base.label.is_empty() || base.condition.is_some() || item.kind != Kind::Group {
            written.push(Printed { is_title: true, is_repeated: item.kind != Kind::Group, ..base });
        }
        self.each(&item.children, depth + 1, written);
    }

    fn base(&self, item: &Item, depth: usize) -> Printed {
        Printed {
            name: item.name.clone(),
            number: self.numbers.get(item.name.as_str()).copied().filter(|_| item.kind.is_answered()),
            depth,
            is_title: false,
            label: self.told(&item.label),
            hint: self.told(&item.hint),
            condition: item.relevant.as_deref().filter(|text| *text != "true()").map(|text| self.condition(text)),
            is_repeated: false,
            blank: Blank::Nothing,
        }
    }

    fn told(&self, text: &crate::model::Text) -> String {
        let words = text.told(self.language, &self.form.settings.default_language);
        // An answer given earlier is not known to paper.
        let mut written = String::new();
        let mut rest = words;
        while let Some((before, after)) = rest.split_once("${") {
            written.push_str(before);
            match after.split_once('}') {
                Some((_, after)) => {
                    written.push('…');
                    rest = after;
                }
                None => {
                    written.push_str("${");
                    rest = after;
                }
            }
        }
        written.push_str(rest);
        written
    }

    fn boxes(&self, item: &Item) -> Vec<Box> {
        let Some(list) = self.form.list_of(item) else { return Vec::new() };
        let mut boxes: Vec<Box> = list
            .choices
            .iter()
            .map(|choice| Box {
                code: choice.name.clone(),
                label: match self.told(&choice.label) {
                    label if label.is_empty() => choice.name.clone(),
                    label => label,
                },
                is_open: item.kind.has_other() && choice.name == "other",
            })
            .collect();
        if item.kind.has_other() && boxes.iter().all(|known| !known.is_open) {
            boxes.push(Box { code: "other".to_owned(), label: self.speech.other().to_owned(), is_open: true });
        }
        boxes
    }

    fn blank(&self, item: &Item) -> Blank {
        match &item.kind {
            Kind::Text if item.looks("multiline") => Blank::Lines(4),
            Kind::Text | Kind::Decimal | Kind::Barcode => Blank::Lines(1),
            Kind::Integer => Blank::Digits(digits(item.constraint.as_deref())),
            Kind::Date => Blank::Day,
            Kind::Time => Blank::Hour,
            Kind::DateTime => Blank::Moment,
            Kind::SelectOne(..) | Kind::SelectMultiple(..) | Kind::Rank(_) if self.form.list_of(item).is_none() => {
                Blank::Lines(1)
            }
            Kind::SelectOne(..) => Blank::One(self.boxes(item)),
            Kind::SelectMultiple(..) => Blank::Several(self.boxes(item), item.max_selected),
            Kind::Rank(_) => Blank::Ranks(self.boxes(item)),
            Kind::Acknowledge => Blank::Agreement,
            Kind::Range => self.scale(item),
            Kind::Note => Blank::Nothing,
            _ => Blank::Elsewhere,
        }
    }

    /// Numbers to circle; a line where there would be too many.
    fn scale(&self, item: &Item) -> Blank {
        let (start, end, step) = item.range();
        let step = if end >= start { step.abs() } else { -step.abs() };
        let count = ((end - start) / step).floor();
        if !(0.0..=20.0).contains(&count) {
            return Blank::Lines(1);
        }
        let number = |place: usize| self.speech.decimal(start + step * place as f64);
        Blank::Scale((0..=count as usize).map(number).collect())
    }

    /// A condition as a sentence, where it is simple; otherwise that there is one.
    fn condition(&self, text: &str) -> String {
        let sentence = parse(text).ok().and_then(|expression| {
            let parts: Option<Vec<String>> = expression.conjuncts().into_iter().map(|part| self.part(part)).collect();
            parts.map(|parts| parts.join(self.speech.and()))
        });
        sentence.map_or_else(|| self.speech.answer_if_led().to_owned(), |sentence| self.speech.answer_if(&sentence))
    }

    fn part(&self, part: &Expression) -> Option<String> {
        if let Expression::Call { function, arguments, .. } = part {
            let (ticked, is_ticked) = match (function, arguments.as_slice()) {
                (Function::Selected, _) => (arguments.as_slice(), true),
                (Function::Not, [Expression::Call { function: Function::Selected, arguments, .. }]) => {
                    (arguments.as_slice(), false)
                }
                _ => return None,
            };
            let [question, Expression::Text(code)] = ticked else { return None };
            let name = question.question()?;
            let way = if is_ticked { Way::Ticked } else { Way::NotTicked };
            return Some(self.speech.told(way, &self.answer(name, code), *self.numbers.get(name)?));
        }
        let (left, operator, right) = part.comparison()?;
        let name = left.question()?;
        let wanted = match right {
            Expression::Text(text) => text.clone(),
            Expression::Number(number) => self.speech.decimal(*number),
            _ => return None,
        };
        let is_nothing = matches!(right, Expression::Text(_)) && wanted.is_empty();
        let way = match operator {
            Operator::Equal if is_nothing => Way::Nothing,
            Operator::Different if is_nothing => Way::Something,
            Operator::Equal => Way::Same,
            Operator::Different => Way::Other,
            Operator::More => Way::More,
            Operator::AtLeast => Way::AtLeast,
            Operator::Less => Way::Less,
            Operator::AtMost => Way::AtMost,
            _ => return None,
        };
        let wanted = if matches!(way, Way::Same | Way::Other) { self.answer(name, &wanted) } else { wanted };
        Some(self.speech.told(way, &wanted, *self.numbers.get(name)?))
    }

    fn answer(&self, name: &str, code: &str) -> String {
        let item = self.form.item(name);
        let choice = item.and_then(|item| self.form.list_of(item)).and_then(|list| list.choice(code));
        choice.map_or(code.to_owned(), |choice| self.told(&choice.label))
    }
}

/// Boxes for a whole number: as many as its largest value needs.
fn digits(constraint: Option<&str>) -> usize {
    let Some(Ok(read)) = constraint.map(parse) else { return 3 };
    let bounds = read.conjuncts().into_iter().filter_map(|part| {
        let (left, operator, right) = part.comparison()?;
        match (left.is_here(), operator, right) {
            (true, Operator::AtMost | Operator::Less, Expression::Number(most)) => Some(*most),
            _ => None,
        }
    });
    match bounds.reduce(f64::min) {
        Some(most) if (1.0..1e9).contains(&most) => most.log10().floor() as usize + 1,
        _ => 3,
    }
}
