//! A report on paper.

use documents::{Block, Document, Run};

use super::{Piece, Report};

/// The report as a document: accessible, with its contents.
pub fn document(report: &Report) -> Document {
    let mut document = Document::new(&report.title, &report.town, report.day);
    document.subtitle = Some(report.subtitle.clone());
    document.author = Some(report.town.clone());
    document.has_contents = report.has_contents;
    document.blocks.push(Block::Note(vec![Run::plain(report.promise.as_str())]));
    for part in &report.parts {
        document.blocks.push(Block::Heading { level: 1, text: part.title.clone() });
        // What is within a heading is a level lower; levels go down one at a time.
        let mut under = 1;
        for piece in &part.pieces {
            if matches!(piece, Piece::Heading(_)) {
                under = 2;
            }
            blocks(piece, under, &mut document.blocks);
        }
    }
    document
}

fn blocks(piece: &Piece, under: u8, into: &mut Vec<Block>) {
    let heading = |level: u8, text: &str| Block::Heading { level, text: text.to_owned() };
    let item = |text: &String| vec![Run::plain(text.as_str())];
    match piece {
        Piece::Heading(text) => into.push(heading(2, text)),
        Piece::Text(text) => into.push(Block::Paragraph(vec![Run::plain(text.as_str())])),
        Piece::Caution(text) => into.push(Block::Note(vec![Run::plain(text.as_str())])),
        Piece::Points(title, points) => {
            into.push(heading(2, title));
            into.push(Block::List { is_numbered: false, items: points.iter().map(item).collect() });
        }
        Piece::Figures(title, figures) => {
            into.push(heading(2, title));
            let pairs = figures.iter().map(|(value, words)| (words.clone(), vec![Run::strong(value.as_str())]));
            into.push(Block::KeyValues(pairs.collect()));
        }
        Piece::Table(table) => into.push(Block::Table((**table).clone())),
        Piece::Subheading(text) => into.push(heading(under + 1, text)),
        Piece::Pairs(pairs) => {
            let pairs = pairs.iter().map(|(name, value)| (name.clone(), vec![Run::plain(value.as_str())]));
            into.push(Block::KeyValues(pairs.collect()));
        }
        Piece::Blocks(blocks) => into.extend(blocks.iter().cloned()),
        // One that was not read is told.
        Piece::Photo(_, shows) => into.push(Block::Paragraph(vec![Run::plain(shows.as_str())])),
        Piece::NewPage => into.push(Block::PageBreak),
        Piece::Words(theme, words) => {
            into.push(heading(2, theme));
            let quoted = |(said, about): &(String, String)| {
                let mut runs = vec![Run::plain(format!("«\u{a0}{said}\u{a0}»"))];
                if !about.is_empty() {
                    runs.push(Run::emphasis(format!(" {about}")));
                }
                runs
            };
            into.push(Block::List { is_numbered: false, items: words.iter().map(quoted).collect() });
        }
    }
}
