//! What is pasted from a word processor or a page, made into the formatted text that is kept.

use super::markup::is_item;

/// Signs word processors put before the items of a list.
const BULLETS: [char; 9] = ['•', '·', '▪', '◦', '●', '■', '\u{f0b7}', '\u{f0a7}', '➢'];

/// A text as it is kept: line ends alike, bullets of word processors as `- `, tags of a pasted page turned into
/// what they say, invisible signs dropped.
pub fn tidied(typed: &str) -> String {
    let text = without_tags(typed);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{2028}', '\u{2029}'], "\n");
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line: String = line
            .chars()
            .map(|c| if c == '\u{a0}' { ' ' } else { c })
            .filter(|c| *c == '\t' || !(c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')))
            .collect();
        let inner = line.trim_start();
        let is_under = line.len() - inner.len() >= 2 || line.starts_with('\t');
        let indent = if is_under { "  " } else { "" };
        let inner = inner.trim_end();
        let bulleted = inner.strip_prefix(BULLETS).or_else(|| inner.strip_prefix("o\t")).map(str::trim_start);
        match bulleted {
            Some(item) => lines.push(format!("{indent}- {item}")),
            None if is_item(inner) => lines.push(format!("{indent}{inner}")),
            None => lines.push(inner.to_owned()),
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let start = lines.iter().take_while(|line| line.is_empty()).count();
    let mut kept: Vec<String> = Vec::new();
    for line in lines.into_iter().skip(start) {
        if !(line.is_empty() && kept.last().is_some_and(String::is_empty)) {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// A page pasted with its tags: paragraphs and items keep their place, the rest goes.
fn without_tags(typed: &str) -> String {
    let is_page = ["<p>", "<p ", "<ul", "<li", "<br", "<div", "</"].iter().any(|tag| typed.contains(tag));
    if !is_page {
        return typed.to_owned();
    }
    let mut out = String::with_capacity(typed.len());
    let mut rest = typed;
    let mut depth = 0_usize;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some(end) = after.find('>').filter(|_| is_tag) else {
            out.push('<');
            rest = after;
            continue;
        };
        let tag: String =
            after[..end].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect::<String>();
        match tag.to_ascii_lowercase().as_str() {
            "p" | "/p" | "div" | "/div" | "h1" | "h2" | "h3" | "h4" | "/h1" | "/h2" | "/h3" | "/h4" => {
                out.push_str("\n\n");
            }
            "ul" | "ol" => depth += 1,
            "/ul" | "/ol" => {
                depth = depth.saturating_sub(1);
                out.push('\n');
            }
            "li" => out.push_str(if depth > 1 { "\n  - " } else { "\n- " }),
            "br" | "br/" => out.push('\n'),
            "strong" | "/strong" | "b" | "/b" => out.push_str("**"),
            "em" | "/em" | "i" | "/i" => out.push('*'),
            "script" | "style" => {
                let close = format!("</{}", tag.to_ascii_lowercase());
                let left = after.to_ascii_lowercase().find(&close).unwrap_or(after.len());
                rest = &after[left..];
                continue;
            }
            _ => {}
        }
        rest = &after[end + 1..];
    }
    out.push_str(rest);
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "’"), ("&amp;", "&")]
        .iter()
        .fold(out, |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_processor_leaves_no_mess() {
        assert_eq!(
            tidied("• Un\r\n•\tDeux\r\n\u{f0b7} Trois\u{200b}\r\n\r\n\r\n\r\nFin\u{a0}! "),
            "- Un\n- Deux\n- Trois\n\nFin !"
        );
        let page = "<p style=\"x\">Un <b>mot</b> &amp; deux</p><ul class=x><li>a</li><ul><li>b</li></ul></ul><script>alert(1)</script>";
        assert_eq!(tidied(page), "Un **mot** & deux\n\n- a\n  - b");
        assert_eq!(tidied("a < b et c > d"), "a < b et c > d");
        assert_eq!(tidied(&tidied(page)), tidied(page));
    }
}
