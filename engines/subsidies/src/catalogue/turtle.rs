//! Statements as Turtle (W3C Recommendation of 25 February 2014).

use std::fmt::Write as _;

use super::statements::{PREFIXES, Subject, Value, safe};

/// Writes them.
pub(super) fn write(subjects: &[Subject]) -> String {
    let mut out = String::new();
    for (prefix, address) in PREFIXES {
        let _ = writeln!(out, "@prefix {prefix}: <{address}> .");
    }
    for subject in subjects {
        out.push('\n');
        top(&mut out, subject);
    }
    out
}

/// A subject with a place of its own. What stands inside and has an address is told there too.
fn top(out: &mut String, subject: &Subject) {
    if let Some(address) = &subject.address {
        let _ = write!(out, "<{}> ", safe(address));
    }
    body(out, subject, 1);
    out.push_str(" .\n");
    for (_, value) in &subject.says {
        if let Value::Inner(inner @ Subject { address: Some(_), .. }) = value {
            out.push('\n');
            top(out, inner);
        }
    }
}

fn body(out: &mut String, subject: &Subject, depth: usize) {
    let indent = "    ".repeat(depth);
    let _ = write!(out, "a {}", subject.class);
    for (property, value) in &subject.says {
        let _ = write!(out, " ;\n{indent}{property} ");
        match value {
            Value::Address(address) => {
                let _ = write!(out, "<{}>", safe(address));
            }
            Value::French(text) => {
                let _ = write!(out, "\"{}\"@fr", quoted(text));
            }
            Value::Plain(text) => {
                let _ = write!(out, "\"{}\"", quoted(text));
            }
            Value::Typed(text, kind) => {
                let _ = write!(out, "\"{}\"^^{kind}", quoted(text));
            }
            Value::Inner(Subject { address: Some(address), .. }) => {
                let _ = write!(out, "<{}>", safe(address));
            }
            Value::Inner(inner) => {
                out.push_str("[ ");
                body(out, inner, depth + 1);
                out.push_str(" ]");
            }
        }
    }
}

/// A text between quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            sign if sign < ' ' => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(sign));
            }
            sign => quoted.push(sign),
        }
    }
    quoted
}
