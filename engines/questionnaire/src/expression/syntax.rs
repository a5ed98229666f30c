//! The shape of an expression once read.

use regex::Regex;

use super::Function;

/// An operator between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    Different,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `div`
    Divided,
    /// `mod`
    Remainder,
    /// `|`
    Union,
}

impl Operator {
    /// The same, read from right to left: `3 < x` is `x > 3`.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
            other => other,
        }
    }
}

/// An expression. Chains of one level are flat, so that depth comes from parentheses only, which are counted.
#[derive(Clone, Debug)]
pub enum Expression {
    /// A text in quotes.
    Text(String),
    /// A number.
    Number(f64),
    /// A place among answers.
    Path(Path),
    /// A function and what is given to it.
    Call {
        /// Which one.
        function: Function,
        /// What is given to it.
        arguments: Vec<Expression>,
        /// The pattern of `regex`, made ready when it is written out.
        pattern: Option<Regex>,
    },
    /// The opposite of a number.
    Negative(Box<Expression>),
    /// Parts joined by operators of one level, from left to right.
    Chain {
        /// First part.
        first: Box<Expression>,
        /// Each operator and the part after it.
        rest: Vec<(Operator, Expression)>,
    },
}

/// Where a path starts.
#[derive(Clone, Debug)]
pub enum Start {
    /// `/`: the form itself.
    Root,
    /// `.`: what the expression is about.
    Here,
    /// `current()`: what the whole expression is about, inside a predicate too.
    Current,
    /// `${name}`.
    Question(String),
    /// `${last-saved#name}`: what the same device answered before, always nothing here.
    Saved(String),
    /// `instance('list')`.
    List(String),
    /// What another expression found.
    Found(Box<Expression>),
}

/// A step of a path.
#[derive(Clone, Debug)]
pub enum Step {
    /// `name`
    Child(String),
    /// `*`
    Any,
    /// `.`
    Own,
    /// `..`
    Parent,
    /// `[condition]`
    Where(Expression),
}

/// A path among answers.
#[derive(Clone, Debug)]
pub struct Path {
    /// Where it starts.
    pub start: Start,
    /// What follows.
    pub steps: Vec<Step>,
}

impl Expression {
    /// Visits this expression and every part of it.
    pub fn visit<'a>(&'a self, seen: &mut dyn FnMut(&'a Self)) {
        seen(self);
        match self {
            Self::Text(_) | Self::Number(_) => {}
            Self::Path(path) => {
                if let Start::Found(inner) = &path.start {
                    inner.visit(seen);
                }
                for step in &path.steps {
                    if let Step::Where(condition) = step {
                        condition.visit(seen);
                    }
                }
            }
            Self::Call { arguments, .. } => arguments.iter().for_each(|argument| argument.visit(seen)),
            Self::Negative(inner) => inner.visit(seen),
            Self::Chain { first, rest } => {
                first.visit(seen);
                rest.iter().for_each(|(_, part)| part.visit(seen));
            }
        }
    }

    /// The parts of an `and` at the top, or the expression alone.
    pub fn conjuncts(&self) -> Vec<&Self> {
        match self {
            Self::Chain { first, rest } if rest.iter().all(|(operator, _)| *operator == Operator::And) => {
                let mut parts = first.conjuncts();
                parts.extend(rest.iter().flat_map(|(_, part)| part.conjuncts()));
                parts
            }
            other => vec![other],
        }
    }

    /// Both sides of a comparison at the top.
    pub fn comparison(&self) -> Option<(&Self, Operator, &Self)> {
        match self {
            Self::Chain { first, rest } => match rest.as_slice() {
                [(operator, second)] => Some((first, *operator, second)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `${name}` alone.
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::Path(Path { start: Start::Question(name), steps }) if steps.is_empty() => Some(name),
            _ => None,
        }
    }

    /// Whether it is `.` alone.
    pub fn is_here(&self) -> bool {
        matches!(self, Self::Path(Path { start: Start::Here, steps }) if steps.is_empty())
    }

    /// The most answers that may be chosen, when the expression bounds `count-selected(.)`.
    pub fn most_selected(&self) -> Option<usize> {
        let counts_here = |part: &Self| {
            matches!(part, Self::Call { function: Function::CountSelected, arguments, .. }
                if arguments.first().is_some_and(Self::is_here))
        };
        let bound = |part: &Self| {
            let (left, operator, right) = part.comparison()?;
            let (operator, limit) = match (left, right) {
                (left, Self::Number(limit)) if counts_here(left) => (operator, *limit),
                (Self::Number(limit), right) if counts_here(right) => (operator.mirrored(), *limit),
                _ => return None,
            };
            let most = match operator {
                Operator::AtMost | Operator::Equal => limit.floor(),
                Operator::Less => limit.ceil() - 1.0,
                _ => return None,
            };
            (0.0..1e6).contains(&most).then_some(most as usize)
        };
        self.conjuncts().into_iter().filter_map(bound).min()
    }
}
