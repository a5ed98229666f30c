//! From words and signs to an expression. Depth and length are bounded: nothing here can exhaust the stack.

use super::lexer::{Placed, Token, tokens};
use super::syntax::{Expression, Operator, Path, Start, Step};
use super::{Fault, Function, pattern};

/// Longest expression read, in bytes: what a cell of a workbook holds.
pub const LONGEST: usize = 32_767;
/// Deepest nesting of parentheses, functions and brackets.
const DEEPEST: usize = 48;

/// Operators of each level, loosest first.
const LEVELS: &[&[Operator]] = &[
    &[Operator::Or],
    &[Operator::And],
    &[Operator::Equal, Operator::Different],
    &[Operator::Less, Operator::AtMost, Operator::More, Operator::AtLeast],
    &[Operator::Plus, Operator::Minus],
    &[Operator::Times, Operator::Divided, Operator::Remainder],
];

/// Reads an expression.
///
/// # Errors
/// What is wrong, with its place in the text.
pub fn parse(text: &str) -> Result<Expression, Fault> {
    if text.len() > LONGEST {
        return Err(Fault::new(1, "cette expression est trop longue."));
    }
    let tokens = tokens(text)?;
    let end = text.chars().count() + 1;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0, end };
    let expression = parser.level(0)?;
    match parser.tokens.get(parser.at) {
        None => Ok(expression),
        Some((Token::Close, at)) => Err(Fault::new(*at, "une parenthèse est fermée sans avoir été ouverte.")),
        Some((_, at)) => Err(Fault::new(*at, "il manque un opérateur (« and », « or », « = »…) avant cet endroit.")),
    }
}

struct Parser<'a> {
    tokens: &'a [Placed],
    at: usize,
    depth: usize,
    end: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(_, at)| *at)
    }

    fn takes(&mut self, wanted: &Token) -> bool {
        let is_it = self.peek() == Some(wanted);
        self.at += usize::from(is_it);
        is_it
    }

    fn closes(&mut self, wanted: &Token, told: &str) -> Result<(), Fault> {
        if self.takes(wanted) { Ok(()) } else { Err(Fault::new(self.place(), told)) }
    }

    fn operator(&mut self, among: &[Operator]) -> Option<Operator> {
        let found = match self.peek()? {
            Token::Operator(operator) => *operator,
            Token::Minus => Operator::Minus,
            _ => return None,
        };
        let is_here = among.contains(&found);
        self.at += usize::from(is_here);
        is_here.then_some(found)
    }

    fn level(&mut self, level: usize) -> Result<Expression, Fault> {
        if level == 0 {
            self.depth += 1;
            if self.depth > DEEPEST {
                let told = format!("les parenthèses sont imbriquées plus de {DEEPEST} fois.");
                return Err(Fault::new(self.place(), told));
            }
        }
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let first = self.level(level + 1)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(operators) {
            rest.push((operator, self.level(level + 1)?));
        }
        if level == 0 {
            self.depth -= 1;
        }
        Ok(if rest.is_empty() { first } else { Expression::Chain { first: Box::new(first), rest } })
    }

    fn unary(&mut self) -> Result<Expression, Fault> {
        let mut count = 0;
        while self.takes(&Token::Minus) {
            count += 1;
        }
        let inner = self.union()?;
        Ok(match (count, inner) {
            (0, inner) => inner,
            (count, Expression::Number(number)) => Expression::Number(if count % 2 == 1 { -number } else { number }),
            (count, inner) if count % 2 == 1 => Expression::Negative(Box::new(inner)),
            (_, inner) => Expression::Negative(Box::new(Expression::Negative(Box::new(inner)))),
        })
    }

    fn union(&mut self) -> Result<Expression, Fault> {
        let first = self.path()?;
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(&[Operator::Union]) {
            rest.push((operator, self.path()?));
        }
        Ok(if rest.is_empty() { first } else { Expression::Chain { first: Box::new(first), rest } })
    }

    fn path(&mut self) -> Result<Expression, Fault> {
        let at = self.place();
        let Some(token) = self.peek().cloned() else {
            return Err(Fault::new(
                at,
                "l’expression s’arrête trop tôt : il manque une question, un nombre ou un texte.",
            ));
        };
        self.at += 1;
        let mut steps = Vec::new();
        let start = match token {
            Token::Text(text) => return Ok(Expression::Text(text)),
            Token::Number(number) => return Ok(Expression::Number(number)),
            Token::Question(name) => Start::Question(name),
            Token::Saved(name) => Start::Saved(name),
            Token::Dot => Start::Here,
            Token::Dots => {
                steps.push(Step::Parent);
                Start::Here
            }
            Token::Name(name) => {
                steps.push(Step::Child(name));
                Start::Here
            }
            Token::Slash => {
                self.at -= 1;
                Start::Root
            }
            Token::Open => {
                let inner = self.level(0)?;
                self.closes(&Token::Close, "une parenthèse ouverte n’est pas fermée.")?;
                if !matches!(self.peek(), Some(Token::Slash | Token::OpenBracket)) {
                    return Ok(inner);
                }
                Start::Found(Box::new(inner))
            }
            Token::Call(name) => match self.call(&name, at)? {
                Called::Start(start) => start,
                Called::Value(call) => {
                    if !matches!(self.peek(), Some(Token::Slash | Token::OpenBracket)) {
                        return Ok(call);
                    }
                    Start::Found(Box::new(call))
                }
            },
            Token::Close => return Err(Fault::new(at, "il manque quelque chose avant cette parenthèse.")),
            Token::Comma => return Err(Fault::new(at, "il manque quelque chose avant cette virgule.")),
            _ => return Err(Fault::new(at, "il manque une question, un nombre ou un texte à cet endroit.")),
        };
        self.steps(&mut steps)?;
        Ok(Expression::Path(Path { start, steps }))
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Result<(), Fault> {
        loop {
            if self.takes(&Token::OpenBracket) {
                let condition = self.level(0)?;
                self.closes(&Token::CloseBracket, "un crochet ouvert n’est pas fermé.")?;
                steps.push(Step::Where(condition));
            } else if self.takes(&Token::Slash) {
                let at = self.place();
                let step = match self.peek() {
                    Some(Token::Name(name)) => Step::Child(name.clone()),
                    Some(Token::Star) => Step::Any,
                    Some(Token::Dot) => Step::Own,
                    Some(Token::Dots) => Step::Parent,
                    _ => return Err(Fault::new(at, "il manque un nom après « / ».")),
                };
                self.at += 1;
                steps.push(step);
            } else {
                return Ok(());
            }
        }
    }

    fn call(&mut self, name: &str, at: usize) -> Result<Called, Fault> {
        let mut arguments = Vec::new();
        if !self.takes(&Token::Close) {
            loop {
                arguments.push(self.level(0)?);
                if self.takes(&Token::Close) {
                    break;
                }
                let told = format!("la parenthèse de « {name} » n’est pas fermée, ou une virgule manque.");
                self.closes(&Token::Comma, &told)?;
            }
        }
        match (name, arguments.as_slice()) {
            ("current", []) => return Ok(Called::Start(Start::Current)),
            ("instance", [Expression::Text(list)]) => return Ok(Called::Start(Start::List(list.trim().to_owned()))),
            ("instance", _) => {
                return Err(Fault::new(at, "« instance » prend le nom d’une liste entre guillemets."));
            }
            _ => {}
        }
        let function = Function::find(name, arguments.len(), at)?;
        let pattern = match (function, arguments.get(1)) {
            (Function::Regex, Some(Expression::Text(written))) => {
                Some(pattern::compile(written).map_err(|told| Fault::new(at, format!("« regex » : {told}.")))?)
            }
            _ => None,
        };
        Ok(Called::Value(Expression::Call { function, arguments, pattern }))
    }
}

enum Called {
    Start(Start),
    Value(Expression),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_their_place() {
        for (text, at, word) in [
            ("slected(${a}, 'b')", 1, "« selected »"),
            ("1 + foo(2)", 5, "foo"),
            ("pulldata('f', 'a', 'b', ${c})", 1, "pulldata"),
            ("if(1, 2)", 1, "prend 3 argument"),
            ("(1 + 2", 7, "pas fermée"),
            ("1 + 2)", 6, "sans avoir été ouverte"),
            ("${a} ${b}", 6, "opérateur"),
            ("${a} =", 7, "trop tôt"),
            ("regex(., '(')", 1, "regex"),
            ("", 1, "trop tôt"),
        ] {
            let fault = parse(text).expect_err(text);
            assert!(fault.at == at && fault.sentence.contains(word), "{text}: {fault:?}");
        }
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let nested = |count: usize| format!("{}1{}", "(".repeat(count), ")".repeat(count));
        assert!(parse(&nested(40)).is_ok());
        assert!(parse(&nested(60)).is_err());
        assert!(parse(&format!("1{}", " + 1".repeat(8_000))).is_ok());
        assert!(parse(&format!("{}1", "-".repeat(30_000))).is_ok());
        assert!(parse(&"1".repeat(LONGEST + 1)).is_err());
        assert!(parse(&format!(".{}", "[1".repeat(10_000))).is_err());
    }

    #[test]
    fn a_bound_on_the_count_of_answers_is_known() {
        for (text, most) in [
            ("count-selected(.) <= 3", Some(3)),
            ("count-selected(.)<4 and not(selected(., 'x'))", Some(3)),
            ("3 >= count-selected(.)", Some(3)),
            ("(count-selected(.) <= 5) and (count-selected(.) <= 2)", Some(2)),
            ("count-selected(.) <= 3 or ${a} = 1", None),
            ("count-selected(${b}) <= 3", None),
            ("count-selected(.) >= 3", None),
        ] {
            assert_eq!(parse(text).expect(text).most_selected(), most, "{text}");
        }
    }
}
