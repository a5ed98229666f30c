//! A report as slides.

use documents::{Body, Deck, Run, Slide};
use kernel::french;

use super::{Part, Piece, Report};

/// The report as slides: a cover, then a slide to begin each part.
pub fn deck(report: &Report) -> Deck {
    let mut deck = Deck::new(&report.title, &report.town, report.day);
    deck.author = Some(report.town.clone());
    let under = vec![report.subtitle.clone(), format!("{}, {}", report.town, french::date(report.day))];
    deck.slides.push(Slide::new(deck.title.clone(), Body::Cover(under)).noted([report.promise.clone()]));
    let points = vec![vec![Run::plain(report.promise.as_str())]];
    deck.slides.push(Slide::new("À lire avant tout", Body::Points(points)));
    for part in &report.parts {
        slides(part, &mut deck.slides);
    }
    deck
}

/// The slides of a part. What is said first stands on the slide that begins it; what is said between two figures is for whoever
/// speaks, unless nothing else stands under its title.
fn slides(part: &Part, into: &mut Vec<Slide>) {
    let first = part.pieces.iter().take_while(|piece| matches!(piece, Piece::Text(_) | Piece::Caution(_))).count();
    let lines: Vec<String> = part.pieces[..first].iter().filter_map(said).collect();
    into.push(Slide::new(&part.title, Body::Cover(lines.clone())).noted(lines).noted([part.title.clone()]));
    let mut title = part.title.clone();
    let mut waiting: Vec<String> = Vec::new();
    let mut is_bare = false;
    for piece in &part.pieces[first..] {
        if let Piece::Heading(text) = piece {
            leave(&title, &mut waiting, is_bare, into);
            title.clone_from(text);
            is_bare = true;
        } else if let Some(words) = said(piece) {
            waiting.push(words);
        } else if let Some(slide) = slide(&title, piece) {
            into.push(slide.noted(std::mem::take(&mut waiting)));
            is_bare = false;
        }
    }
    leave(&title, &mut waiting, is_bare, into);
}

/// What still waits: a slide of its own under a title that has nothing else, the notes of the last slide otherwise.
fn leave(title: &str, waiting: &mut Vec<String>, is_bare: bool, into: &mut Vec<Slide>) {
    let words = std::mem::take(waiting);
    match into.last_mut().filter(|_| !is_bare) {
        Some(last) => last.notes.extend(words),
        None if words.is_empty() => {}
        None => into
            .push(Slide::new(title, Body::Points(words.iter().map(|text| vec![Run::plain(text.as_str())]).collect()))),
    }
}

fn said(piece: &Piece) -> Option<String> {
    match piece {
        Piece::Text(text) | Piece::Caution(text) => Some(text.clone()),
        _ => None,
    }
}

fn slide(title: &str, piece: &Piece) -> Option<Slide> {
    let plain = |text: &String| vec![Run::plain(text.as_str())];
    Some(match piece {
        Piece::Points(named, points) => Slide::new(named, Body::Points(points.iter().map(plain).collect())),
        Piece::Figures(named, figures) => Slide::new(named, Body::Figures(figures.clone())),
        Piece::Table(table) => {
            let named = if table.caption.is_empty() { title } else { &table.caption };
            Slide::new(named, Body::Table((**table).clone()))
        }
        Piece::Words(theme, words) => {
            let quoted = |(said, about): &(String, String)| {
                let mut runs = vec![Run::plain(format!("«\u{a0}{said}\u{a0}»"))];
                if !about.is_empty() {
                    runs.push(Run::emphasis(format!(" {about}")));
                }
                runs
            };
            Slide::new(theme, Body::Points(words.iter().map(quoted).collect()))
        }
        Piece::Pairs(pairs) => {
            let pair = |(name, value): &(String, String)| {
                vec![Run::strong(format!("{name}\u{a0}: ")), Run::plain(value.as_str())]
            };
            Slide::new(title, Body::Points(pairs.iter().map(pair).collect()))
        }
        Piece::Heading(_)
        | Piece::Subheading(_)
        | Piece::Text(_)
        | Piece::Caution(_)
        | Piece::Blocks(_)
        | Piece::Photo(..)
        | Piece::NewPage => return None,
    })
}
