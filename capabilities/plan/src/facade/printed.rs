//! Formatted text as documents print it.

use documents::{Block, Run};
use kernel::french;

use crate::rules::{self, Span};

/// Formatted text as blocks of a document: what is under an item follows it.
pub fn printed(text: &str) -> Vec<Block> {
    let run = |span: &Span| match span {
        Span::Words(words) => Run::plain(french::spaced(words)),
        Span::Strong(words) => Run::strong(french::spaced(words)),
        Span::Emphasis(words) => Run::emphasis(french::spaced(words)),
        Span::Link { words, address } => Run::link(french::spaced(words), address.as_str()),
    };
    let runs = |spans: &[Span]| spans.iter().map(run).collect::<Vec<Run>>();
    let of = |block: &rules::Block| match block {
        rules::Block::Paragraph(spans) => Block::Paragraph(runs(spans)),
        rules::Block::List { is_numbered, items } => {
            let item = |(spans, under): &(Vec<Span>, Vec<Vec<Span>>)| {
                let mut told = runs(spans);
                for one in under {
                    told.push(Run::plain("\n– "));
                    told.extend(runs(one));
                }
                told
            };
            Block::List { is_numbered: *is_numbered, items: items.iter().map(item).collect() }
        }
    };
    rules::parse(text).iter().map(of).collect()
}
