//! The language of conditions and calculations: what XLSForm takes of XPath 1.0.

mod call;
mod dates;
mod evaluate;
mod functions;
mod lexer;
mod parser;
mod pattern;
mod syntax;
mod texts;
mod value;

pub(crate) use call::answer_text;
pub(crate) use dates::{is_date, is_moment, is_time};
pub use evaluate::{Ground, Node, evaluate};
pub use functions::Function;
pub(crate) use functions::distance;
pub(crate) use lexer::is_name;
pub use parser::{LONGEST, parse};
pub use syntax::{Expression, Operator, Path, Start, Step};
pub use value::{Value, number_text, to_number};

/// What is wrong with an expression, and where in its text (in characters, from 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Place in the text.
    pub at: usize,
    /// What is wrong and what to do, in French.
    pub sentence: String,
}

impl Fault {
    pub(crate) fn new(at: usize, sentence: impl Into<String>) -> Self {
        Self { at, sentence: sentence.into() }
    }
}
