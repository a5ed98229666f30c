//! A report as slides.

use documents::{Body, Deck, Run, Slide};
use kernel::french;

use super::{Part, Piece, Report};

/// The report as slides: a cover, then a slide to begin each part.
pub fn deck(report: &Report) -> Deck {
    let mut deck =
        Deck::new(french::spaced(&format!("Rapport de la concertation : {}", report.title)), &report.town, report.day);
    deck.author = Some(report.town.clone());
    let under = vec![report.subtitle(), format!("{}, {}", report.town, french::date(report.day))];
    deck.slides.push(Slide::new(deck.title.clone(), Body::Cover(under)).noted([report.promise()]));
    let points = vec![vec![Run::plain(report.promise())]];
    deck.slides.push(Slide::new("À lire avant tout", Body::Points(points)));
    for part in &report.parts {
        deck.slides.push(Slide::new(&part.title, Body::Cover(Vec::new())).noted([report.subtitle()]));
        slides(part, &mut deck.slides);
    }
    deck
}

fn slides(part: &Part, into: &mut Vec<Slide>) {
    let mut title = part.title.clone();
    // Paragraphs that follow each other stand on one slide.
    let mut waiting: Vec<Vec<Run>> = Vec::new();
    let flush = |title: &str, waiting: &mut Vec<Vec<Run>>, into: &mut Vec<Slide>| {
        if !waiting.is_empty() {
            into.push(Slide::new(title, Body::Points(std::mem::take(waiting))));
        }
    };
    for piece in &part.pieces {
        if let Piece::Text(text) | Piece::Caution(text) = piece {
            waiting.push(vec![Run::plain(text.as_str())]);
            continue;
        }
        flush(&title, &mut waiting, into);
        match piece {
            Piece::Heading(text) => title.clone_from(text),
            Piece::Points(named, points) => {
                let points = points.iter().map(|text| vec![Run::plain(text.as_str())]).collect();
                into.push(Slide::new(named, Body::Points(points)));
            }
            Piece::Figures(named, figures) => into.push(Slide::new(named, Body::Figures(figures.clone()))),
            Piece::Table(table) => {
                let named = if table.caption.is_empty() { &title } else { &table.caption };
                into.push(Slide::new(named, Body::Table((**table).clone())));
            }
            Piece::Words(theme, words) => {
                let quoted = |(said, about): &(String, String)| {
                    vec![
                        Run::plain(format!("«\u{a0}{said}\u{a0}»")),
                        Run::emphasis(if about.is_empty() { String::new() } else { format!(" {about}") }),
                    ]
                };
                into.push(Slide::new(theme, Body::Points(words.iter().map(quoted).collect())));
            }
            Piece::Text(_) | Piece::Caution(_) => {}
        }
    }
    flush(&title, &mut waiting, into);
}
