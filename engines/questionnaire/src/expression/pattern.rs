//! Patterns of `regex`, written for other engines.

use regex::{Regex, RegexBuilder};

/// Largest machine a pattern may need.
const LARGEST: usize = 1 << 20;

/// A pattern that the whole text must match.
pub fn compile(pattern: &str) -> Result<Regex, String> {
    if pattern.contains("(?=") || pattern.contains("(?!") || pattern.contains("(?<") {
        return Err("ce modèle regarde devant ou derrière « (?= », ce qui n’est pas repris".to_owned());
    }
    let tolerant = tolerant(pattern);
    RegexBuilder::new(&format!("^(?:{tolerant})$"))
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .nest_limit(50)
        .build()
        .map_err(|_| "ce modèle ne peut pas être lu : vérifiez ses crochets et ses parenthèses".to_owned())
}

/// What a letter after `\` stands for. Digits, letters and spaces are those of ASCII, as in JavaScript and Java.
fn class(letter: char) -> Option<(bool, &'static str)> {
    Some(match letter {
        'd' => (true, "0-9"),
        'w' => (true, "0-9A-Za-z_"),
        's' => (true, r" \t\r\n\f\v"),
        'D' => (false, "0-9"),
        'W' => (false, "0-9A-Za-z_"),
        'S' => (false, r" \t\r\n\f\v"),
        _ => return None,
    })
}

/// Accepts what JavaScript and Java accept inside a class: `[\w-\.]`, `[[]`, `[&&]`.
fn tolerant(pattern: &str) -> String {
    let mut written = String::with_capacity(pattern.len() + 8);
    let (mut is_class, mut is_first, mut after_class_escape) = (false, false, false);
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        let was_class_escape = std::mem::take(&mut after_class_escape);
        let was_first = std::mem::take(&mut is_first);
        match sign {
            '\\' => {
                let next = signs.next();
                if let Some((is_in, letters)) = next.and_then(class) {
                    match (is_in, is_class) {
                        (true, true) => written.push_str(letters),
                        (true, false) => written.push_str(&format!("[{letters}]")),
                        (false, _) => written.push_str(&format!("[^{letters}]")),
                    }
                    after_class_escape = is_class;
                    continue;
                }
                written.push(sign);
                if let Some(next) = next {
                    // « \/ » and « \@ » mean the sign itself.
                    if !next.is_alphanumeric() && !next.is_ascii_punctuation() {
                        written.pop();
                    }
                    written.push(next);
                }
            }
            '[' if !is_class => {
                (is_class, is_first) = (true, true);
                written.push(sign);
            }
            '[' | '&' | '~' if is_class => {
                written.push('\\');
                written.push(sign);
            }
            ']' if is_class && !was_first => {
                is_class = false;
                written.push(sign);
            }
            '^' if was_first => {
                is_first = true;
                written.push(sign);
            }
            '-' if is_class && (was_class_escape || signs.peek().is_some_and(|next| *next == '\\')) => {
                written.push_str("\\-");
            }
            other => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn patterns_of_other_engines_are_read() {
        let mail = compile(r"^[\w-\.]+@([\w-]+\.)+[\w-]{2,}$").expect("read");
        assert!(mail.is_match("prenom.nom@ville.fr") && !mail.is_match("prenom"));
        assert!(compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").expect("read").is_match("a@b.c"));
        assert!(compile(r"\d{5}").is_ok_and(|code| code.is_match("11000") && !code.is_match("110001")));
        // « é » is no letter of a word for the engines forms are written for.
        assert!(compile(r"\w+\s\W\S").is_ok_and(|read| read.is_match("ab é!") && !read.is_match("é é!")));
        assert!(compile(r"[^\d\s]+").is_ok_and(|read| read.is_match("été") && !read.is_match("a 1")));
        assert!(compile(r"[\Wa]+").is_ok_and(|read| read.is_match("a-é") && !read.is_match("b")));
        assert!(compile("(?=a)b").is_err() && compile("(").is_err() && compile("a{1000}{1000}{1000}").is_err());
    }
}
