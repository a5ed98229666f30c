//! What an expression is worth on given answers.

use std::cell::Cell;

use jiff::civil::DateTime;

use super::dates::moment_text;
use super::syntax::{Expression, Operator, Path, Start, Step};
use super::value::{Value, number_text, to_number};

/// A place an expression can speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// The form itself.
    Root,
    /// A question, group or repeat as answered; its number is known by the ground.
    Answer(usize),
    /// A list of answers.
    List(usize),
    /// A line of a list.
    Line(usize, usize),
    /// A column of a line.
    Text(String),
}

/// What expressions are evaluated on.
pub trait Ground {
    /// The text at a place.
    fn text(&self, node: &Node) -> String;
    /// The places of a question, seen from another place.
    fn question(&self, name: &str, from: &Node) -> Vec<Node>;
    /// What stands under a place: those of a name, or all.
    fn children(&self, node: &Node, name: Option<&str>) -> Vec<Node>;
    /// What a place stands in.
    fn parent(&self, node: &Node) -> Option<Node>;
    /// Rank of a place among those of its repeat, from 1.
    fn position(&self, node: &Node) -> usize;
    /// A list of answers.
    fn list(&self, name: &str) -> Option<Node>;
    /// The words of an answer to a question.
    fn choice_name(&self, question: &str, code: &str) -> Option<String>;
    /// A question inside given instances of repeats, from 1.
    fn indexed(&self, question: &str, repeats: &[(String, usize)], from: &Node) -> Vec<Node>;
    /// Moment of the answer.
    fn now(&self) -> DateTime;
    /// A number drawn for this place, always the same.
    fn chance(&self, node: &Node) -> u64;
    /// Version of the form.
    fn version(&self) -> String;
}

/// Most places visited, and texts built in kilobytes, by one expression.
const MOST: usize = 200_000;

/// An expression on given answers, about a place (`here`) and for a question (`current`, the same but in filters).
/// `left` is what may still be spent, and goes down; nothing comes out when it would take too long.
pub fn evaluate(
    expression: &Expression,
    ground: &dyn Ground,
    here: &Node,
    current: &Node,
    left: &Cell<usize>,
) -> Option<Value> {
    let may = left.get().min(MOST);
    let own = Cell::new(may);
    let scope = Scope { ground, left: &own, here: here.clone(), current, position: 1, size: 1 };
    let value = scope.value(expression);
    left.set(left.get() - (may - own.get()));
    value
}

impl Value {
    /// As a text.
    pub fn text(&self, ground: &dyn Ground) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::Boolean(truth) => truth.to_string(),
            Self::Nodes(nodes) => nodes.first().map(|node| ground.text(node)).unwrap_or_default(),
        }
    }

    /// As a number.
    pub fn number(&self, ground: &dyn Ground) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Boolean(truth) => f64::from(u8::from(*truth)),
            other => to_number(&other.text(ground)),
        }
    }

    /// As true or false: a text is true when it is not empty.
    pub fn truth(&self, ground: &dyn Ground) -> bool {
        match self {
            Self::Boolean(truth) => *truth,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Nodes(nodes) => nodes.first().is_some_and(|node| !ground.text(node).is_empty()),
        }
    }
}

pub(super) struct Scope<'a> {
    pub ground: &'a dyn Ground,
    left: &'a Cell<usize>,
    pub here: Node,
    pub current: &'a Node,
    pub position: usize,
    pub size: usize,
}

impl Scope<'_> {
    /// Pays for some work; `None` when there is nothing left to pay with.
    pub fn pay(&self, cost: usize) -> Option<()> {
        self.left.set(self.left.get().checked_sub(cost.max(1))?);
        Some(())
    }

    pub fn value(&self, expression: &Expression) -> Option<Value> {
        self.pay(1)?;
        Some(match expression {
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Number(number) => Value::Number(*number),
            Expression::Path(path) => Value::Nodes(self.path(path)?),
            Expression::Negative(inner) => Value::Number(-self.number(inner)?),
            Expression::Call { function, arguments, pattern } => self.call(*function, arguments, pattern.as_ref())?,
            Expression::Chain { first, rest } => self.chain(first, rest)?,
        })
    }

    pub fn text(&self, expression: &Expression) -> Option<String> {
        let text = self.value(expression)?.text(self.ground);
        self.pay(text.len() / 1024)?;
        Some(text)
    }

    pub fn number(&self, expression: &Expression) -> Option<f64> {
        Some(self.value(expression)?.number(self.ground))
    }

    pub fn truth(&self, expression: &Expression) -> Option<bool> {
        Some(self.value(expression)?.truth(self.ground))
    }

    fn chain(&self, first: &Expression, rest: &[(Operator, Expression)]) -> Option<Value> {
        let mut value = self.value(first)?;
        for (operator, part) in rest {
            value = match operator {
                Operator::And => Value::Boolean(value.truth(self.ground) && self.truth(part)?),
                Operator::Or => Value::Boolean(value.truth(self.ground) || self.truth(part)?),
                Operator::Union => {
                    let (Value::Nodes(mut nodes), Value::Nodes(more)) = (value, self.value(part)?) else {
                        return Some(Value::Nodes(Vec::new()));
                    };
                    for node in more {
                        self.pay(nodes.len())?;
                        if !nodes.contains(&node) {
                            nodes.push(node);
                        }
                    }
                    Value::Nodes(nodes)
                }
                Operator::Plus | Operator::Minus | Operator::Times | Operator::Divided | Operator::Remainder => {
                    let (left, right) = (value.number(self.ground), self.number(part)?);
                    Value::Number(match operator {
                        Operator::Plus => left + right,
                        Operator::Minus => left - right,
                        Operator::Times => left * right,
                        Operator::Divided => left / right,
                        _ => left % right,
                    })
                }
                comparison => Value::Boolean(self.compare(&value, *comparison, &self.value(part)?)?),
            };
        }
        Some(value)
    }

    /// XPath compares one by one what a path finds; nothing found is an empty answer.
    fn compare(&self, left: &Value, operator: Operator, right: &Value) -> Option<bool> {
        let several = |value: &Value| match value {
            Value::Nodes(nodes) if nodes.is_empty() => Some(vec![Value::Text(String::new())]),
            Value::Nodes(nodes) => {
                Some(nodes.iter().map(|node| Value::Text(self.ground.text(node))).collect::<Vec<Value>>())
            }
            _ => None,
        };
        let (lefts, rights) = (several(left), several(right));
        let lefts = lefts.as_deref().unwrap_or(std::slice::from_ref(left));
        let rights = rights.as_deref().unwrap_or(std::slice::from_ref(right));
        self.pay(lefts.len().saturating_mul(rights.len()))?;
        Some(lefts.iter().any(|left| rights.iter().any(|right| self.is_true(left, operator, right))))
    }

    fn is_true(&self, left: &Value, operator: Operator, right: &Value) -> bool {
        let numbers = || (left.number(self.ground), right.number(self.ground));
        let is_equal = || match (left, right) {
            (Value::Boolean(_), _) | (_, Value::Boolean(_)) => left.truth(self.ground) == right.truth(self.ground),
            (Value::Number(_), _) | (_, Value::Number(_)) => {
                let (left, right) = numbers();
                left == right
            }
            _ => left.text(self.ground) == right.text(self.ground),
        };
        match operator {
            Operator::Equal => is_equal(),
            Operator::Different => !is_equal(),
            Operator::Less => numbers().0 < numbers().1,
            Operator::AtMost => numbers().0 <= numbers().1,
            Operator::More => numbers().0 > numbers().1,
            _ => numbers().0 >= numbers().1,
        }
    }

    pub fn nodes(&self, expression: &Expression) -> Option<Vec<Node>> {
        match self.value(expression)? {
            Value::Nodes(nodes) => Some(nodes),
            Value::Text(text) if text.is_empty() => Some(Vec::new()),
            other => Some(vec![Node::Text(other.text(self.ground))]),
        }
    }

    fn path(&self, path: &Path) -> Option<Vec<Node>> {
        let mut nodes = match &path.start {
            Start::Root => vec![Node::Root],
            Start::Here => vec![self.here.clone()],
            Start::Current => vec![self.current.clone()],
            Start::Saved(_) => Vec::new(),
            Start::Question(name) => self.ground.question(name, self.current),
            Start::List(name) => self.ground.list(name).into_iter().collect(),
            Start::Found(inner) => self.nodes(inner)?,
        };
        for step in &path.steps {
            self.pay(nodes.len())?;
            nodes = match step {
                Step::Own => nodes,
                Step::Child(name) => self.under(&nodes, Some(name))?,
                Step::Any => self.under(&nodes, None)?,
                Step::Parent => {
                    let mut parents: Vec<Node> = Vec::new();
                    for parent in nodes.iter().filter_map(|node| self.ground.parent(node)) {
                        if parents.last() != Some(&parent) {
                            parents.push(parent);
                        }
                    }
                    parents
                }
                Step::Where(condition) => self.filtered(nodes, condition)?,
            };
        }
        Some(nodes)
    }

    fn under(&self, nodes: &[Node], name: Option<&str>) -> Option<Vec<Node>> {
        let mut found = Vec::new();
        for node in nodes {
            let children = self.ground.children(node, name);
            self.pay(children.len())?;
            found.extend(children);
        }
        Some(found)
    }

    fn filtered(&self, nodes: Vec<Node>, condition: &Expression) -> Option<Vec<Node>> {
        let size = nodes.len();
        let mut kept = Vec::new();
        for (node, position) in nodes.into_iter().zip(1..) {
            let inner = Scope { here: node.clone(), position, size, ..*self };
            let is_kept = match inner.value(condition)? {
                Value::Number(wanted) => wanted == position as f64,
                other => other.truth(self.ground),
            };
            if is_kept {
                kept.push(node);
            }
        }
        Some(kept)
    }

    pub fn now_text(&self) -> String {
        moment_text(self.ground.now())
    }
}
