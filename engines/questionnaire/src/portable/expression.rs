//! Expressions as data: what a script of a few lines works out as we do, and nothing else.

use serde_json::{Value, json};

use crate::expression::{Expression, Function, Operator, Path, Start, Step};
use crate::plan::Plan;

/// Functions that a device works out exactly as we do.
const KNOWN: &[Function] = &[
    Function::Selected,
    Function::SelectedAt,
    Function::CountSelected,
    Function::If,
    Function::Coalesce,
    Function::Not,
    Function::True,
    Function::False,
    Function::Boolean,
    Function::Number,
    Function::Int,
    Function::Round,
    Function::Floor,
    Function::Ceiling,
    Function::Abs,
    Function::String,
    Function::Concat,
    Function::StringLength,
    Function::Contains,
    Function::StartsWith,
    Function::Count,
    Function::CountNonEmpty,
    Function::Sum,
    Function::Min,
    Function::Max,
];

/// An expression as data; nothing when a device could not be trusted with it.
///
/// A text and a number are themselves; `["."]` is the answer it is about; `["$", 4]` the answers of item 4; `["@", "commune"]` a
/// column of the line of a list; `["-", x]` the opposite; `["selected", a, b]` a function; `["chain", a, "and", b, "and", c]`
/// parts joined from left to right.
pub(super) fn written(expression: &Expression, plan: &Plan) -> Option<Value> {
    let all = |parts: &[Expression]| parts.iter().map(|part| written(part, plan)).collect::<Option<Vec<Value>>>();
    Some(match expression {
        Expression::Text(text) => json!(text),
        Expression::Number(number) => number.is_finite().then(|| json!(number))?,
        Expression::Path(path) => place(path, plan)?,
        Expression::Negative(inner) => json!(["-", written(inner, plan)?]),
        Expression::Call { function: Function::Regex, arguments, .. } => {
            let [text, Expression::Text(pattern)] = arguments.as_slice() else { return None };
            json!(["regex", written(text, plan)?, plain(pattern)?])
        }
        Expression::Call { function, arguments, .. } => {
            // Without argument, some of them speak of the place they stand in; with two, rounding is another one.
            let is_round = *function == Function::Round && arguments.len() > 1;
            let is_bare = arguments.is_empty() && !matches!(function, Function::True | Function::False);
            if is_round || is_bare || !KNOWN.contains(function) {
                return None;
            }
            let mut call = vec![json!(function.name())];
            call.extend(all(arguments)?);
            Value::Array(call)
        }
        Expression::Chain { first, rest } => {
            let mut chain = vec![json!("chain"), written(first, plan)?];
            for (operator, part) in rest {
                chain.push(json!(sign(*operator)?));
                chain.push(written(part, plan)?);
            }
            Value::Array(chain)
        }
    })
}

fn place(path: &Path, plan: &Plan) -> Option<Value> {
    match (&path.start, path.steps.as_slice()) {
        (Start::Here, []) => Some(json!(["."])),
        (Start::Here, [Step::Child(column)]) => Some(json!(["@", column])),
        (Start::Question(name), []) => plan.named(name).first().map(|node| json!(["$", node])),
        _ => None,
    }
}

const fn sign(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Or => "or",
        Operator::And => "and",
        Operator::Equal => "=",
        Operator::Different => "!=",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::More => ">",
        Operator::AtLeast => ">=",
        Operator::Plus => "+",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::Divided => "div",
        Operator::Remainder => "mod",
        Operator::Union => return None,
    })
}

/// A pattern that means the same to every engine: digits, ASCII letters, classes, counts.
fn plain(pattern: &str) -> Option<String> {
    let pattern = pattern.replace(r"\d", "[0-9]");
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "^$[](){},|+*?.-_ @".contains(sign);
    let is_nested = pattern.contains("(?")
        || pattern.contains("[[")
        || pattern.split(']').any(|part| part.matches('[').count() > 1);
    (pattern.chars().all(is_plain) && !is_nested).then_some(pattern)
}
