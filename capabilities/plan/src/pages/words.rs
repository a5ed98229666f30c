//! Formatted text on a page.

use interface::{Escaped, Html};

use crate::rules::{Block, Span, parse};

/// A formatted text as HTML: what the text cannot say cannot be there.
pub fn formatted(text: &str) -> Html {
    let mut out = String::with_capacity(text.len() + 64);
    for block in parse(text) {
        match block {
            Block::Paragraph(spans) => {
                out.push_str("<p>");
                inline(&mut out, &spans);
                out.push_str("</p>\n");
            }
            Block::List { is_numbered, items } => {
                let tag = if is_numbered { "ol" } else { "ul" };
                out.push_str(&format!("<{tag}>\n"));
                for (item, under) in items {
                    out.push_str("<li>");
                    inline(&mut out, &item);
                    if !under.is_empty() {
                        out.push_str("<ul>");
                        for one in under {
                            out.push_str("<li>");
                            inline(&mut out, &one);
                            out.push_str("</li>");
                        }
                        out.push_str("</ul>");
                    }
                    out.push_str("</li>\n");
                }
                out.push_str(&format!("</{tag}>\n"));
            }
        }
    }
    Html::trusted(out)
}

fn inline(out: &mut String, spans: &[Span]) {
    let escaped = |text: &str| Escaped(kernel::french::spaced(text)).to_string();
    for span in spans {
        match span {
            Span::Words(words) => out.push_str(&escaped(words)),
            Span::Strong(words) => out.push_str(&format!("<strong>{}</strong>", escaped(words))),
            Span::Emphasis(words) => out.push_str(&format!("<em>{}</em>", escaped(words))),
            Span::Link { words, address } => {
                out.push_str(&format!("<a href=\"{}\">{}</a>", Escaped(address), escaped(words)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_slips_into_a_page() {
        let html = formatted("**<b>** [a\"b](https://a.fr/?x=\"y) <script>\n- un\n  - deux");
        let html = html.as_str();
        assert!(html.contains("<strong>&lt;b&gt;</strong>") && !html.contains("<script>"), "{html}");
        assert!(html.contains("href=\"https://a.fr/?x=&quot;y\"") && html.contains("<ul><li>deux</li></ul>"), "{html}");
    }
}
