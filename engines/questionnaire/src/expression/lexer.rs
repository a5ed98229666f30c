//! An expression cut into words and signs.

use super::{Fault, Operator};
use crate::problem::quoted;

/// A word or a sign.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Text(String),
    Number(f64),
    Question(String),
    /// `${last-saved#name}`
    Saved(String),
    /// A name; `prefix:name` too.
    Name(String),
    /// A name with its opening parenthesis.
    Call(String),
    Operator(Operator),
    Star,
    Minus,
    Slash,
    Dot,
    Dots,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
}

/// A token and its place, in characters from 1.
pub type Placed = (Token, usize);

fn starts_name(sign: char) -> bool {
    sign.is_alphabetic() || sign == '_'
}

fn goes_on_name(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '·')
}

/// Whether a name can be that of a question: letters, digits, `_`, `-`, `.`, with at most one prefix.
pub(crate) fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        let mut signs = part.chars();
        signs.next().is_some_and(starts_name) && signs.all(goes_on_name)
    };
    match text.split_once(':') {
        Some((prefix, name)) => is_part(prefix) && is_part(name),
        None => is_part(text),
    }
}

/// Cuts an expression.
pub fn tokens(text: &str) -> Result<Vec<Placed>, Fault> {
    let signs: Vec<char> = text.chars().collect();
    let mut cutter = Cutter { signs: &signs, at: 0, found: Vec::new() };
    while cutter.one()? {}
    Ok(cutter.found)
}

struct Cutter<'a> {
    signs: &'a [char],
    at: usize,
    found: Vec<Placed>,
}

impl Cutter<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.signs.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn put(&mut self, token: Token, length: usize) {
        self.found.push((token, self.at + 1));
        self.at += length;
    }

    /// Whether what came before is something an operator can follow.
    fn can_operate(&self) -> bool {
        match self.found.last() {
            None => false,
            Some((token, _)) => matches!(
                token,
                Token::Text(_)
                    | Token::Number(_)
                    | Token::Question(_)
                    | Token::Saved(_)
                    | Token::Name(_)
                    | Token::Star
                    | Token::Dot
                    | Token::Dots
                    | Token::Close
                    | Token::CloseBracket
            ),
        }
    }

    fn taken(&self, from: usize, mut goes_on: impl FnMut(char) -> bool) -> String {
        self.signs[from.min(self.signs.len())..].iter().copied().take_while(|sign| goes_on(*sign)).collect()
    }

    fn one(&mut self) -> Result<bool, Fault> {
        while self.at < self.signs.len() && self.peek(0).is_whitespace() {
            self.at += 1;
        }
        if self.at >= self.signs.len() {
            return Ok(false);
        }
        let (sign, next) = (self.peek(0), self.peek(1));
        match sign {
            '(' => self.put(Token::Open, 1),
            ')' => self.put(Token::Close, 1),
            '[' => self.put(Token::OpenBracket, 1),
            ']' => self.put(Token::CloseBracket, 1),
            ',' => self.put(Token::Comma, 1),
            '/' if next == '/' => {
                return Err(Fault::new(self.at + 1, "« // » n’est pas repris : nommez la question par « ${nom} »."));
            }
            '/' => self.put(Token::Slash, 1),
            '|' => self.put(Token::Operator(Operator::Union), 1),
            '+' => self.put(Token::Operator(Operator::Plus), 1),
            '-' => self.put(Token::Minus, 1),
            '=' => self.put(Token::Operator(Operator::Equal), if next == '=' { 2 } else { 1 }),
            '!' if next == '=' => self.put(Token::Operator(Operator::Different), 2),
            '<' if next == '=' => self.put(Token::Operator(Operator::AtMost), 2),
            '<' => self.put(Token::Operator(Operator::Less), 1),
            '>' if next == '=' => self.put(Token::Operator(Operator::AtLeast), 2),
            '>' => self.put(Token::Operator(Operator::More), 1),
            '*' if self.can_operate() => self.put(Token::Operator(Operator::Times), 1),
            '*' => self.put(Token::Star, 1),
            '.' if next.is_ascii_digit() => self.number(),
            '.' if next == '.' => self.put(Token::Dots, 2),
            '.' => self.put(Token::Dot, 1),
            '"' | '\'' => self.text(sign)?,
            '$' if next == '{' => self.question()?,
            _ if sign.is_ascii_digit() => self.number(),
            _ if starts_name(sign) => self.name(),
            _ => {
                return Err(Fault::new(
                    self.at + 1,
                    format!("le signe « {sign} » n’a pas de sens ici : vérifiez ce qui est écrit à cet endroit."),
                ));
            }
        }
        Ok(true)
    }

    fn text(&mut self, quote: char) -> Result<(), Fault> {
        let inside = self.taken(self.at + 1, |sign| sign != quote);
        let length = inside.chars().count();
        if self.signs.get(self.at + 1 + length).is_none() {
            return Err(Fault::new(self.at + 1, "un texte est ouvert par un guillemet et n’est pas fermé."));
        }
        self.put(Token::Text(inside), length + 2);
        Ok(())
    }

    fn question(&mut self) -> Result<(), Fault> {
        let inside = self.taken(self.at + 2, |sign| sign != '}');
        let length = inside.chars().count();
        if self.signs.get(self.at + 2 + length).is_none() {
            return Err(Fault::new(self.at + 1, "« ${ » n’est pas fermé par « } »."));
        }
        let name = inside.trim();
        if !is_name(name.strip_prefix("last-saved#").unwrap_or(name)) {
            let told = format!("{} n’est pas un nom de question.", quoted(&inside));
            return Err(Fault::new(self.at + 1, told));
        }
        let token = match name.strip_prefix("last-saved#") {
            Some(name) => Token::Saved(name.to_owned()),
            None => Token::Question(name.to_owned()),
        };
        self.put(token, length + 3);
        Ok(())
    }

    fn number(&mut self) {
        let mut dots = 0;
        let digits = self.taken(self.at, |sign| {
            dots += usize::from(sign == '.');
            sign.is_ascii_digit() || (sign == '.' && dots < 2)
        });
        self.put(Token::Number(digits.parse().unwrap_or(f64::NAN)), digits.len());
    }

    fn name(&mut self) {
        let mut name = self.taken(self.at, goes_on_name);
        let mut length = name.chars().count();
        if self.peek(length) == ':' && starts_name(self.peek(length + 1)) {
            let second = self.taken(self.at + length + 1, goes_on_name);
            length += 1 + second.chars().count();
            name = format!("{name}:{second}");
        }
        let operator = match name.as_str() {
            "or" => Some(Operator::Or),
            "and" => Some(Operator::And),
            "div" => Some(Operator::Divided),
            "mod" => Some(Operator::Remainder),
            _ => None,
        };
        if let Some(operator) = operator.filter(|_| self.can_operate()) {
            return self.put(Token::Operator(operator), length);
        }
        let mut after = length;
        while self.peek(after).is_whitespace() {
            after += 1;
        }
        if self.peek(after) == '(' {
            self.put(Token::Call(name), after + 1);
        } else {
            self.put(Token::Name(name), length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Token> {
        tokens(text).expect(text).into_iter().map(|(token, _)| token).collect()
    }

    #[test]
    fn names_and_operators_are_told_apart() {
        assert_eq!(
            words("and-or and or"),
            [Token::Name("and-or".to_owned()), Token::Operator(Operator::And), Token::Name("or".to_owned())]
        );
        assert_eq!(
            words("${a} div .5 * ../b-c"),
            [
                Token::Question("a".to_owned()),
                Token::Operator(Operator::Divided),
                Token::Number(0.5),
                Token::Operator(Operator::Times),
                Token::Dots,
                Token::Slash,
                Token::Name("b-c".to_owned())
            ]
        );
        assert_eq!(words("count-selected (.)")[0], Token::Call("count-selected".to_owned()));
        assert_eq!(words("jr:choice-name(")[0], Token::Call("jr:choice-name".to_owned()));
    }

    #[test]
    fn places_are_told() {
        for (text, at) in [("a # b", 3), ("'x", 1), ("1 + ${a", 5), ("${a b}", 1), ("//x", 1)] {
            assert_eq!(tokens(text).expect_err(text).at, at, "{text}");
        }
    }
}
