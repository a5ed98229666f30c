//! Formatted text, typed as people type it or pasted from a word processor: paragraphs, lists of two levels, bold,
//! italic, links. Nothing else can be said with it, so nothing else can be slipped into a page.

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Plain words.
    Words(String),
    /// `**bold**`.
    Strong(String),
    /// `*italic*` or `_italic_`.
    Emphasis(String),
    /// `[words](https://…)`: the address is one of the web, of a mailbox, or a path of this site.
    Link {
        /// Words shown.
        words: String,
        /// Where they lead.
        address: String,
    },
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list; each item has its text and the items under it.
    List {
        /// Numbered.
        is_numbered: bool,
        /// The items.
        items: Vec<(Vec<Span>, Vec<Vec<Span>>)>,
    },
}

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

fn is_item(line: &str) -> bool {
    item(line).is_some()
}

/// Whether an item is numbered, and its text.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("– ")).or_else(|| line.strip_prefix("* ")) {
        return Some((false, text.trim()));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).filter(|_| (1..=2).contains(&digits))?;
    let text = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    Some((true, text.trim()))
}

/// Reads a formatted text.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines() {
        let inner = line.trim();
        let Some((is_numbered, words)) = item(inner) else {
            if inner.is_empty() {
                close(&mut blocks, &mut paragraph);
            } else {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(inner);
            }
            continue;
        };
        close(&mut blocks, &mut paragraph);
        let is_under = line.starts_with("  ") || line.starts_with('\t');
        match blocks.last_mut() {
            Some(Block::List { items, .. }) if is_under && !items.is_empty() => {
                if let Some((_, under)) = items.last_mut() {
                    under.push(spans(words));
                }
            }
            Some(Block::List { is_numbered: same, items }) if *same == is_numbered => {
                items.push((spans(words), Vec::new()));
            }
            _ => blocks.push(Block::List { is_numbered, items: vec![(spans(words), Vec::new())] }),
        }
    }
    close(&mut blocks, &mut paragraph);
    blocks
}

fn close(blocks: &mut Vec<Block>, paragraph: &mut String) {
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(spans(paragraph)));
        paragraph.clear();
    }
}

/// Whether an address may be followed: the web, a mailbox, or a path of this site.
fn is_followed(address: &str) -> bool {
    let is_plain = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    let is_path = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
    is_plain && (is_path || ["https://", "http://", "mailto:"].iter().any(|start| address.starts_with(start)))
}

fn spans(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = match first {
            '*' if rest.starts_with("**") => delimited(rest, "**").map(|(inner, left)| (Span::Strong(inner), left)),
            '*' => delimited(rest, "*").map(|(inner, left)| (Span::Emphasis(inner), left)),
            '_' if !words.ends_with(char::is_alphanumeric) => {
                delimited(rest, "_").map(|(inner, left)| (Span::Emphasis(inner), left))
            }
            '[' => link(rest),
            _ => None,
        };
        match found {
            Some((span, left)) => {
                if !words.is_empty() {
                    out.push(Span::Words(std::mem::take(&mut words)));
                }
                out.push(span);
                rest = left;
            }
            None => {
                words.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    if !words.is_empty() {
        out.push(Span::Words(words));
    }
    out
}

fn delimited<'t>(text: &'t str, mark: &str) -> Option<(String, &'t str)> {
    let inner = text.strip_prefix(mark)?;
    let end = inner.find(mark)?;
    let (inside, rest) = (&inner[..end], &inner[end + mark.len()..]);
    let is_tight = !inside.is_empty() && inside.trim() == inside;
    is_tight.then(|| (inside.to_owned(), rest))
}

fn link(text: &str) -> Option<(Span, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, rest) = rest.split_once(')')?;
    let is_link = !words.is_empty() && !words.contains('\n') && is_followed(address);
    is_link.then(|| (Span::Link { words: words.to_owned(), address: address.to_owned() }, rest))
}

/// The words alone, for search, files and summaries.
pub fn plain(text: &str) -> String {
    let said = |spans: &[Span]| {
        spans
            .iter()
            .map(|span| match span {
                Span::Words(words) | Span::Strong(words) | Span::Emphasis(words) | Span::Link { words, .. } => {
                    words.as_str()
                }
            })
            .collect::<String>()
    };
    let mut lines = Vec::new();
    for block in parse(text) {
        match block {
            Block::Paragraph(spans) => lines.push(said(&spans)),
            Block::List { items, .. } => {
                for (item, under) in items {
                    lines.push(said(&item));
                    lines.extend(under.iter().map(|one| said(one)));
                }
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Span> {
        vec![Span::Words(text.into())]
    }

    #[test]
    fn what_people_type_is_read() {
        let text = "Une **action** de *terrain*.\nSuite.\n\n- un\n- deux\n  - sous\n1. premier\n\nVoir [le site](https://a.fr).";
        let blocks = parse(text);
        assert_eq!(blocks.len(), 4);
        let Block::Paragraph(first) = &blocks[0] else { panic!("{blocks:?}") };
        assert_eq!(first[1], Span::Strong("action".into()));
        assert_eq!(first[3], Span::Emphasis("terrain".into()));
        assert_eq!(
            blocks[1],
            Block::List {
                is_numbered: false,
                items: vec![(words("un"), vec![]), (words("deux"), vec![words("sous")])]
            }
        );
        assert!(matches!(&blocks[2], Block::List { is_numbered: true, .. }));
        assert_eq!(plain(text), "Une action de terrain. Suite.\nun\ndeux\nsous\npremier\nVoir le site.");
    }

    #[test]
    fn signs_that_mean_nothing_stay_as_they_are() {
        for text in ["2 * 3 * 4", "a_b_c", "[x](javascript:alert(1))", "[x](//ailleurs)", "** rien **", "*", "["] {
            assert_eq!(parse(text), vec![Block::Paragraph(words(text))], "{text}");
        }
        assert_eq!(parse("<script>"), vec![Block::Paragraph(words("<script>"))]);
    }

    #[test]
    fn a_word_processor_leaves_no_mess() {
        assert_eq!(tidied("• Un\r\n•\tDeux\r\n\u{f0b7} Trois\u{200b}\r\n\r\n\r\n\r\nFin\u{a0}! "), "- Un\n- Deux\n- Trois\n\nFin !");
        let page = "<p style=\"x\">Un <b>mot</b> &amp; deux</p><ul class=x><li>a</li><ul><li>b</li></ul></ul><script>alert(1)</script>";
        assert_eq!(tidied(page), "Un **mot** & deux\n\n- a\n  - b");
        assert_eq!(tidied("a < b et c > d"), "a < b et c > d");
        assert_eq!(tidied(&tidied(page)), tidied(page));
    }
}
