//! Slides, read back by a program that did not write them.

use crate::sample;

use crate::sample::{HOSTILE, PRODUCED_AT};
use documents::{Body, Cell, Column, Deck, DeckError, Kind, Run, Slide, Table, pptx};
use jiff::civil::date;

fn shares(rows: usize) -> Table {
    let columns = vec![
        Column::new("reponse", "Réponse", Kind::Text).row_header(),
        Column::new("personnes", "Personnes", Kind::Integer),
        Column::new("part", "Part des personnes", Kind::Percent(0)),
    ];
    let mut table = Table::new("bien-etre", "Comment vous sentez-vous dans votre quartier ?", columns);
    for rank in 0..rows {
        let share = if rank == 1 { Cell::NOT_DISCLOSED } else { Cell::Percent(68.0 - rank as f64) };
        table.rows.push(vec![Cell::text(format!("Réponse {rank}")), Cell::Integer(142), share]);
    }
    table.bars = Some("part".to_owned());
    table.base = Some("209 personnes ont répondu".to_owned());
    table.source = Some("Enquête en ligne".to_owned());
    table.as_of = Some(date(2023, 7, 6));
    table.notes = vec!["Les réponses ne disent rien de ceux qui n’ont pas répondu.".to_owned()];
    table
}

fn deck(slides: Vec<Slide>) -> Deck {
    let mut deck = Deck::new("Rapport d’essai", "Ville de Démonstration", date(2026, 11, 29));
    deck.slides = slides;
    deck
}

fn whole() -> Deck {
    deck(vec![
        Slide::new("Rapport d’essai", Body::Cover(vec!["Mars à juin 2026".to_owned()])),
        Slide::new(
            "Qui a été entendu",
            Body::Figures(vec![("216".into(), "réponses".into()), ("12".into(), "ateliers".into())]),
        ),
        Slide::new("À retenir", Body::Points(vec![vec![Run::strong("Sécurité"), Run::plain(" d’abord")]; 3])),
        Slide::new("Bien-être", Body::Table(shares(5))).noted(["Dire d’abord la base."]),
        Slide::new(HOSTILE, Body::Table(shares(40))).noted([HOSTILE]),
    ])
}

/// What `check_pptx.py` says of a file.
fn read_back(bytes: &[u8]) -> serde_json::Value {
    sample::read_back("check_pptx.py", "diaporama.pptx", bytes)
}

#[test]
fn slides_are_native_titled_described_and_noted() {
    let told = read_back(&pptx::write(&whole(), PRODUCED_AT).expect("written"));
    let slides = told["slides"].as_array().expect("slides");
    assert_eq!(slides[3]["title"], "Bien-être");
    assert_eq!(slides[3]["tables"][0][0], serde_json::json!(["Réponse", "Personnes", "Part des personnes (%)"]));
    assert_eq!(slides[3]["tables"][0][2], serde_json::json!(["Réponse 1", "142", "n.d."]));
    // A scale and a bar for each share that is told.
    assert_eq!(slides[3]["bars"], 8);
    let notes = slides[3]["notes"].as_str().expect("notes");
    for words in
        ["Dire d’abord la base.", "209 personnes", "Enquête en ligne", "6 juillet 2023", "n.d.", "ne disent rien"]
    {
        assert!(notes.replace('\u{a0}', " ").contains(words), "{words}: {notes}");
    }
    let last = slides[slides.len() - 1]["title"].as_str().expect("a title");
    assert!(last.starts_with(HOSTILE) && last.ends_with("(4 sur 4)"), "a long table goes on: {last}");
    let rows: usize =
        slides[4..].iter().map(|slide| slide["tables"][0].as_array().map_or(0, |rows| rows.len() - 1)).sum();
    assert_eq!(rows, 40, "no row is lost");
}

#[test]
fn equal_decks_give_equal_bytes() {
    let written = || pptx::write(&whole(), PRODUCED_AT).expect("written");
    assert_eq!(written(), written());
}

#[test]
fn there_is_no_picture_and_every_part_is_well_formed() {
    let bytes = pptx::write(&whole(), PRODUCED_AT).expect("written");
    for (name, text) in sample::parts(bytes) {
        assert!(name.ends_with(".xml") || name.ends_with(".rels"), "{name}");
        sample::well_formed(&name, &text);
    }
}

#[test]
fn a_deck_says_what_it_lacks() {
    let told = |slides: Vec<Slide>| pptx::write(&deck(slides), PRODUCED_AT).expect_err("refused");
    assert!(matches!(told(Vec::new()), DeckError::Empty { .. }));
    assert_eq!(told(vec![Slide::new(" ", Body::Points(Vec::new()))]), DeckError::NoTitle { rank: 1 });
    let mut table = shares(1);
    table.rows[0].pop();
    assert!(matches!(told(vec![Slide::new("x", Body::Table(table))]), DeckError::Table(_)));
}
