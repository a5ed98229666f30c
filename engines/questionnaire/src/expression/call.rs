//! What each function does.

use regex::Regex;

use super::dates::{self, day_text, moment, moment_of};
use super::evaluate::Scope;
use super::value::{Value, number_text, to_number};
use super::{Expression, Function, Node, pattern, texts};

impl Scope<'_> {
    pub(super) fn call(&self, function: Function, given: &[Expression], ready: Option<&Regex>) -> Option<Value> {
        use Function as F;
        Some(match function {
            F::If => return self.value(&given[if self.truth(&given[0])? { 1 } else { 2 }]),
            F::Coalesce => {
                let mut found = String::new();
                for argument in given {
                    found = self.text(argument)?;
                    if !found.is_empty() {
                        break;
                    }
                }
                Value::Text(found)
            }
            F::Once => match self.ground.text(self.current) {
                kept if kept.is_empty() => return self.value(&given[0]),
                kept => Value::Text(kept),
            },
            F::Not => Value::Boolean(!self.truth(&given[0])?),
            F::True => Value::Boolean(true),
            F::False => Value::Boolean(false),
            F::Boolean => Value::Boolean(self.truth(&given[0])?),
            F::BooleanFromString => Value::Boolean(matches!(self.text(&given[0])?.as_str(), "1" | "true")),
            F::Checklist | F::WeightedChecklist => Value::Boolean(self.checklist(function, given)?),
            F::ChoiceName => {
                let (code, asked) = (self.text(&given[0])?, self.text(&given[1])?);
                let name = asked.trim().trim_start_matches("${").trim_end_matches('}');
                let name = name.rsplit('/').next().unwrap_or(name).trim();
                Value::Text(self.ground.choice_name(name, &code).unwrap_or_default())
            }
            F::Position => match given.first() {
                None => Value::Number(self.position as f64),
                Some(of) => {
                    let nodes = self.nodes(of)?;
                    Value::Number(nodes.first().map_or(f64::NAN, |node| self.ground.position(node) as f64))
                }
            },
            F::Last => Value::Number(self.size as f64),
            F::IndexedRepeat => Value::Nodes(self.indexed(given)?),
            F::Count | F::CountNonEmpty | F::Sum | F::Min | F::Max => Value::Number(self.total(function, given)?),
            F::Today => Value::Text(day_text(self.ground.now())),
            F::Now => Value::Text(self.now_text()),
            F::Date | F::DateTime | F::DecimalDateTime | F::DecimalTime | F::FormatDate | F::FormatDateTime => {
                self.date(function, given)?
            }
            F::Random => Value::Number((self.ground.chance(self.current) >> 11) as f64 / (1u64 << 53) as f64),
            F::Uuid => Value::Text(texts::uuid(self.ground.chance(self.current))),
            F::Version => Value::Text(self.ground.version()),
            F::Regex => Value::Boolean(self.matches(given, ready)?),
            F::Number
            | F::Int
            | F::Round
            | F::Floor
            | F::Ceiling
            | F::Abs
            | F::Pow
            | F::Sqrt
            | F::Exp
            | F::Log
            | F::Log10
            | F::Pi => Value::Number(self.arithmetic(function, given)?),
            _ => return self.words(function, given),
        })
    }

    fn checklist(&self, function: Function, given: &[Expression]) -> Option<bool> {
        let (least, most) = (self.number(&given[0])?, self.number(&given[1])?);
        let step = if function == Function::Checklist { 1 } else { 2 };
        let mut total = 0.0;
        for pair in given[2..].chunks(step) {
            if self.truth(&pair[0])? {
                total += match pair.get(1) {
                    Some(weight) => self.number(weight)?,
                    None => 1.0,
                };
            }
        }
        Some((least < 0.0 || total >= least) && (most < 0.0 || total <= most))
    }

    fn indexed(&self, given: &[Expression]) -> Option<Vec<Node>> {
        let Some(question) = given[0].question() else { return Some(Vec::new()) };
        let mut repeats = Vec::new();
        for pair in given[1..].chunks(2) {
            let (Some(name), Some(index)) = (pair[0].question(), pair.get(1)) else { return Some(Vec::new()) };
            let index = self.number(index)?;
            if !(1.0..1e9).contains(&index) {
                return Some(Vec::new());
            }
            repeats.push((name.to_owned(), index as usize));
        }
        Some(self.ground.indexed(question, &repeats, self.current))
    }

    fn total(&self, function: Function, given: &[Expression]) -> Option<f64> {
        let mut numbers = Vec::new();
        let mut count = 0.0;
        for argument in given {
            let nodes = match self.value(argument)? {
                Value::Nodes(nodes) => nodes,
                other => {
                    numbers.push(other.number(self.ground));
                    continue;
                }
            };
            self.pay(nodes.len())?;
            for node in &nodes {
                if function == Function::Count {
                    count += 1.0;
                    continue;
                }
                let text = self.ground.text(node);
                // An empty answer adds nothing and is no smallest number.
                if !text.trim().is_empty() {
                    count += 1.0;
                    numbers.push(to_number(&text));
                }
            }
        }
        let smallest = |numbers: &[f64], pick: fn(f64, f64) -> f64| {
            if numbers.iter().any(|number| number.is_nan()) {
                return f64::NAN;
            }
            numbers.iter().copied().reduce(pick).unwrap_or(f64::NAN)
        };
        Some(match function {
            Function::Sum => numbers.iter().sum(),
            Function::Min => smallest(&numbers, f64::min),
            Function::Max => smallest(&numbers, f64::max),
            _ => count,
        })
    }

    fn arithmetic(&self, function: Function, given: &[Expression]) -> Option<f64> {
        use Function as F;
        let number = |place: usize| match given.get(place) {
            Some(argument) => self.number(argument),
            None => Some(to_number(&self.ground.text(&self.here))),
        };
        Some(match function {
            F::Int => number(0)?.trunc(),
            F::Round if given.len() > 1 => {
                let (value, places) = (number(0)?, number(1)?.clamp(-15.0, 15.0).trunc());
                let scale = 10f64.powi(places as i32);
                (value * scale).round() / scale
            }
            // XPath rounds halves up, towards positive infinity.
            F::Round => (number(0)? + 0.5).floor(),
            F::Floor => number(0)?.floor(),
            F::Ceiling => number(0)?.ceil(),
            F::Abs => number(0)?.abs(),
            F::Pow => number(0)?.powf(number(1)?),
            F::Sqrt => number(0)?.sqrt(),
            F::Exp => number(0)?.exp(),
            F::Log => number(0)?.ln(),
            F::Log10 => number(0)?.log10(),
            F::Pi => std::f64::consts::PI,
            _ => number(0)?,
        })
    }

    fn date(&self, function: Function, given: &[Expression]) -> Option<Value> {
        use Function as F;
        let value = self.value(&given[0])?;
        let text = value.text(self.ground);
        let found = match &value {
            Value::Number(days) => moment_of(*days),
            _ => moment(&text).or_else(|| moment_of(to_number(&text))),
        };
        let nothing = Value::Text(String::new());
        Some(match (function, found) {
            (F::DecimalTime, _) => {
                let hour = text.split_once('T').map_or(text.as_str(), |(_, hour)| hour);
                Value::Number(dates::decimal_time(hour).unwrap_or(f64::NAN))
            }
            (F::DecimalDateTime, found) => {
                Value::Number(found.and_then(|found| dates::days_of(&dates::moment_text(found))).unwrap_or(f64::NAN))
            }
            (_, None) => nothing,
            (F::Date, Some(found)) => Value::Text(day_text(found)),
            (F::DateTime, Some(found)) => Value::Text(dates::moment_text(found)),
            (_, Some(found)) => Value::Text(dates::format(found, &self.text(&given[1])?)),
        })
    }

    fn matches(&self, given: &[Expression], ready: Option<&Regex>) -> Option<bool> {
        let text = self.text(&given[0])?;
        if let Some(ready) = ready {
            return Some(ready.is_match(&text));
        }
        self.pay(500)?;
        Some(pattern::compile(&self.text(&given[1])?).is_ok_and(|pattern| pattern.is_match(&text)))
    }
}

/// A number as the text of an answer worked out: what is no number is no answer.
pub(crate) fn answer_text(value: &Value, ground: &dyn super::Ground) -> String {
    match value {
        Value::Number(number) if number.is_nan() => String::new(),
        Value::Number(number) => number_text(*number),
        other => other.text(ground),
    }
}
