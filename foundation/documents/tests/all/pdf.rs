//! Printed documents, read back by the tools people have: poppler's, and a Python PDF reader.

use crate::sample;

use std::path::Path;
use std::process::Command;

use crate::sample::{HOSTILE, PRODUCED_AT};
use documents::{Block, Cell, Column, Document, DocumentError, Figure, Kind, Language, Picture, Run, Table, pdf};
use jiff::civil::date;

/// What a program of poppler prints about a file. Its warnings are left out: it reports legal
/// attributes of the structure (`Suspects`, `BorderColor` per side) that it does not implement.
fn poppler(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(file).output().expect("poppler-utils are installed");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    // Titles of headings are printed in the encoding of the file, not always in UTF-8.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text of a PDF, words separated by single spaces: line breaks do not count.
fn words(file: &Path) -> String {
    let output = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(file).arg("-").output().expect("pdftotext");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn saved(document: &Document, folder: &Path) -> std::path::PathBuf {
    let file = folder.join("document.pdf");
    let bytes = pdf::render(document, PRODUCED_AT).expect("the document renders");
    std::fs::write(&file, bytes).expect("the file is written");
    file
}

fn short(blocks: Vec<Block>) -> Document {
    let mut document = Document::new("Essai", "Ville de Démonstration", date(2026, 11, 22));
    document.blocks = blocks;
    document
}

#[test]
fn a_report_is_tagged_accessible_and_archivable() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = saved(&sample::report(), folder.path());
    // A copy stays beside the build for people who want to look at the pages.
    let _ = std::fs::copy(&file, Path::new(env!("CARGO_TARGET_TMPDIR")).join("rapport.pdf"));
    let properties = poppler("pdfinfo", &[], &file);
    for line in ["Tagged: yes", "PDF version: 1.7", "Title: Portrait des quartiers prioritaires", "Encrypted: no"] {
        let (name, value) = line.split_once(": ").expect("a name and a value");
        assert!(
            properties.lines().any(|found| found.starts_with(name) && found.ends_with(value)),
            "{line} not in {properties}"
        );
    }
    assert!(properties.contains("595.276 x 841.89 pts (A4)"), "{properties}");
    let metadata = poppler("pdfinfo", &["-meta"], &file);
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(metadata.contains("<pdfaid:part>2</pdfaid:part>"), "{metadata}");
    assert!(metadata.contains("<pdfaid:conformance>A</pdfaid:conformance>"), "{metadata}");
    sample::validate("check_pdf.py", &[file.as_os_str()]);
}

#[test]
fn the_structure_names_every_part() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = saved(&sample::report(), folder.path());
    let structure = poppler("pdfinfo", &["-struct"], &file);
    let count = |tag: &str| {
        structure.lines().filter(|line| line.split([' ', ':']).find(|word| !word.is_empty()) == Some(tag)).count()
    };
    assert_eq!(count("H1"), 2 + usize::from(sample::report().has_contents));
    assert_eq!(count("H2"), 2);
    assert_eq!(count("Table"), 3);
    assert_eq!(count("Figure"), 1);
    assert_eq!(count("L"), 2);
    assert_eq!(count("TOC"), 1 + 1);
    // Column headers, row headers, and the names of the pairs.
    assert_eq!(count("TH"), (7 + 3) + (4 + 60) + 3);
}

#[test]
fn text_typed_by_people_comes_out_as_it_was_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = Table::new("essai", HOSTILE, vec![Column::new("a", HOSTILE, Kind::Text)]);
    table.rows = vec![vec![Cell::text(HOSTILE)]];
    table.notes = vec![HOSTILE.to_owned()];
    let mut document = short(vec![
        Block::Heading { level: 1, text: HOSTILE.to_owned() },
        Block::Paragraph(vec![Run::plain(HOSTILE)]),
        Block::Paragraph(vec![Run::strong(HOSTILE)]),
        Block::Paragraph(vec![Run::emphasis(HOSTILE)]),
        Block::Paragraph(vec![Run::link(HOSTILE, "https://exemple.fr/")]),
        Block::Note(vec![Run::plain(HOSTILE)]),
        Block::List { is_numbered: false, items: vec![vec![Run::plain(HOSTILE)]] },
        Block::KeyValues(vec![(HOSTILE.to_owned(), vec![Run::plain("b")])]),
        Block::Table(table),
        Block::Figure(Figure {
            picture: Picture::Svg(sample::CHART.to_owned()),
            alt: HOSTILE.to_owned(),
            caption: HOSTILE.to_owned(),
            source: Some(HOSTILE.to_owned()),
        }),
    ]);
    document.title = HOSTILE.to_owned();
    document.subtitle = Some(HOSTILE.to_owned());
    document.town = HOSTILE.to_owned();
    document.reference = Some(HOSTILE.to_owned());
    document.author = Some(HOSTILE.to_owned());
    let file = saved(&document, folder.path());
    let text = words(&file);
    let pages = poppler("pdfinfo", &[], &file);
    assert!(pages.contains(HOSTILE), "the title of the file is literal: {pages}");
    // Title, subtitle, town, reference, and one in each of the eleven places above (the text
    // alternative is not printed); town and reference come back on each page. In the narrow column
    // of keys the line breaks fall inside words, so that place is not counted.
    assert!(text.matches(HOSTILE).count() >= 13, "{} in {text}", text.matches(HOSTILE).count());
}

#[test]
fn accents_header_and_footer_are_on_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = words(&saved(&sample::report(), folder.path()));
    for expected in [
        "Les Œillets",
        "Bourg-l’Évêque",
        "12 500,50",
        "CDV-2026-014 · 22 novembre 2026",
        "page 1/",
        "Ville de Démonstration",
        "Base : 3 quartiers sur 5 · Source : recensement de démonstration · Données au 1er janvier 2026",
        "– : pas demandé · n.d. : non diffusé · n.r. : non renseigné",
        "Sommaire",
    ] {
        assert!(text.contains(expected), "{expected} not in {text}");
    }
    // The header of the long table is repeated on each page it covers.
    assert!(text.matches("Porteur").count() >= 2, "{text}");
}

#[test]
fn equal_inputs_give_equal_bytes() {
    let first = pdf::render(&sample::report(), PRODUCED_AT).expect("renders");
    let second = pdf::render(&sample::report(), PRODUCED_AT).expect("renders");
    assert!(first == second, "two renderings differ");
    let later = pdf::render(&sample::report(), PRODUCED_AT.plus_seconds(1)).expect("renders");
    assert!(first != later, "the instant of production is not in the file");
    assert!(first.len() < 200_000, "{} bytes", first.len());
}

#[test]
fn any_character_can_be_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let everything: String = (1_u32..0x3000).chain(0x1F300..0x1F700).filter_map(char::from_u32).collect();
    let mut document = short(vec![
        Block::Paragraph(vec![Run::plain(everything)]),
        Block::Paragraph(vec![Run::plain("Merci 🙏 שלום 你好 \u{0}\u{fffe}\u{e000}")]),
        Block::Paragraph(vec![Run::plain("a".repeat(5_000))]),
        Block::Paragraph(vec![Run::plain("e\u{301}lan")]),
        Block::Paragraph(vec![]),
        Block::Paragraph(vec![Run::plain("")]),
        Block::List { is_numbered: false, items: vec![] },
        Block::KeyValues(vec![]),
        Block::Note(vec![]),
    ]);
    document.title = "שלום 🙏".to_owned();
    let text = words(&saved(&document, folder.path()));
    assert!(text.contains("Merci □ □□□□ □□"), "{text}");
    assert!(text.contains("élan"), "{text}");
    assert!(text.contains("que la police d’impression ne contient pas"), "{text}");
}

#[test]
fn pictures_are_checked_before_printing() {
    let folder = tempfile::tempdir().expect("a folder");
    let figure = |picture: Picture, alt: &str| {
        Block::Figure(Figure { picture, alt: alt.to_owned(), caption: "Plan".to_owned(), source: None })
    };
    saved(&short(vec![figure(Picture::Png(sample::png()), "Un carré gris")]), folder.path());
    let unreadable = DocumentError::UnreadablePicture { caption: "Plan".to_owned() };
    for picture in [
        Picture::Png(b"GIF89a".to_vec()),
        Picture::Png(Vec::new()),
        Picture::Png(sample::png()[..60].to_vec()),
        Picture::Svg("<svg".to_owned()),
        Picture::Svg(String::new()),
        Picture::Svg("<html/>".to_owned()),
    ] {
        let refused = pdf::render(&short(vec![figure(picture.clone(), "Plan")]), PRODUCED_AT);
        assert_eq!(refused, Err(unreadable.clone()), "{picture:?}");
    }
    let refused = pdf::render(&short(vec![figure(Picture::Png(sample::png()), " ")]), PRODUCED_AT);
    assert_eq!(refused, Err(DocumentError::NoAlternative { caption: "Plan".to_owned() }));
    // A drawing that points at a file of the machine is drawn without it.
    let nosy = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10"><image xlink:href="/etc/passwd" width="10" height="10"/><rect width="5" height="5"/></svg>"#;
    if let Err(refused) = pdf::render(&short(vec![figure(Picture::Svg(nosy.to_owned()), "Carré")]), PRODUCED_AT) {
        assert!(matches!(refused, DocumentError::Typesetting { .. }), "{refused}");
    }
}

#[test]
fn what_an_accessible_document_lacks_is_said_in_french() {
    let heading = |level: u8| Block::Heading { level, text: "Partie".to_owned() };
    for (blocks, sentence) in [
        (vec![heading(2)], "le titre « Partie » est de niveau 2 : il faut d’abord un titre de niveau 1"),
        (vec![heading(1), heading(3)], "le titre « Partie » est de niveau 3 : il faut d’abord un titre de niveau 2"),
        (vec![heading(0)], "le titre « Partie » est de niveau 0 : il faut d’abord un titre de niveau 1"),
        (vec![Block::Table(Table::new("vide", "", vec![]))], "le tableau « vide » n’a aucune colonne"),
    ] {
        let refused = pdf::render(&short(blocks), PRODUCED_AT).expect_err("a refusal");
        assert_eq!(refused.to_string(), sentence);
    }
    let mut untitled = short(vec![]);
    untitled.title = " ".to_owned();
    assert_eq!(pdf::render(&untitled, PRODUCED_AT), Err(DocumentError::NoTitle));
    let all_levels = short((1..=6).map(heading).chain([heading(1)]).collect());
    pdf::render(&all_levels, PRODUCED_AT).expect("six levels are allowed");
}

#[test]
fn odd_tables_are_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = Table::new("vide", "Aucune ligne", vec![Column::new("a", "A", Kind::Text)]);
    saved(&short(vec![Block::Table(table.clone())]), folder.path());
    table.rows =
        vec![vec![Cell::text("mot ".repeat(3_000))], vec![Cell::Decimal(f64::NAN)], vec![Cell::Euros(i64::MIN)]];
    table.caption = String::new();
    table.totals = Some(vec![Cell::link("page", "javascript:alert(1)")]);
    saved(&short(vec![Block::Table(table)]), folder.path());
    let wide = Table {
        rows: vec![(0..24).map(Cell::Integer).collect()],
        ..Table::new(
            "large",
            "Vingt-quatre colonnes",
            (0..24).map(|rank| Column::new(format!("c{rank}"), format!("Colonne {rank}"), Kind::Integer)).collect(),
        )
    };
    saved(&short(vec![Block::Table(wide)]), folder.path());
}

#[test]
fn a_document_in_english_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = short(vec![Block::Heading { level: 1, text: "Where we are".to_owned() }]);
    document.language = Language::English;
    document.has_contents = true;
    let file = saved(&document, folder.path());
    let text = words(&file);
    assert!(text.contains("Contents") && text.contains("22 November 2026"), "{text}");
}

/// A questionnaire filled in with a pen: boxes, squares, lines and tables stay accessible and archivable.
#[test]
fn a_sheet_to_fill_in_is_accessible_too() {
    use documents::{Blank, Question};
    let folder = tempfile::tempdir().expect("a folder");
    let asked = |words: &str, hint: &str, blank: Blank| {
        Block::Question(Question { words: vec![Run::strong(words)], hint: vec![Run::plain(hint)], blank })
    };
    let items = |count: usize| (1..=count).map(|rank| format!("{rank}. Réponse {rank}")).collect::<Vec<String>>();
    let blocks = vec![
        asked("Numéro de la feuille", "", Blank::Cells { groups: vec![5], between: String::new() }),
        asked("1. Dans quel quartier ?", "Cochez une seule réponse.", Blank::Boxes { items: items(3), is_one: true }),
        asked("2. De quoi s’occuper ?", "Trois au plus.", Blank::Boxes { items: items(12), is_one: false }),
        asked("3. Depuis quand ?", "", Blank::Cells { groups: vec![2, 2, 4], between: "/".into() }),
        asked("4. Une idée ?", "", Blank::Lines(4)),
        asked("5. Êtes-vous d’accord ?", "", Blank::Grid { rows: items(3), columns: vec!["Oui".into(), "Non".into()] }),
        asked("6. Merci d’avoir lu", "", Blank::Nothing),
    ];
    let file = saved(&short(blocks), folder.path());
    let _ = std::fs::copy(&file, Path::new(env!("CARGO_TARGET_TMPDIR")).join("feuille.pdf"));
    let text = words(&file);
    for told in ["Numéro de la feuille", "Cochez une seule réponse.", "12. Réponse 12", "Êtes-vous d’accord ?", "Non"]
    {
        assert!(text.contains(told), "{told} not in {text}");
    }
    let metadata = poppler("pdfinfo", &["-meta"], &file);
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(pdf::missing("Çà et là حيّ می\u{200c}خواهم e\u{301}").is_empty());
    assert_eq!(pdf::missing("של של").into_iter().collect::<String>(), "לש");
}

/// Letters joined and in their order, the language said to whoever reads it aloud, the page turned over.
#[test]
fn a_sheet_in_arabic_is_read_back_as_it_was_written() {
    use documents::{Blank, Question};
    let folder = tempfile::tempdir().expect("a folder");
    let boxes = Blank::Boxes { items: vec!["1. La Conte".into(), "2. غير ذلك".into()], is_one: true };
    let asked = Question {
        words: vec![Run::strong("1. في أي مكان تسكنون؟")],
        hint: vec![Run::plain("اختاروا من الأجوبة.")],
        blank: boxes,
    };
    let french = Run::foreign("Préparer le contrat de ville", Language::French);
    // Every kind of block goes from right to left, then the questions.
    let mut document = sample::report();
    document.blocks.extend([
        Block::Heading { level: 1, text: "شاركوا برأيكم".into() },
        Block::Paragraph(vec![french]),
        Block::Question(asked),
    ]);
    document.language = Language::Arabic;
    let file = saved(&document, folder.path());
    let _ = std::fs::copy(&file, Path::new(env!("CARGO_TARGET_TMPDIR")).join("feuille-arabe.pdf"));
    // Marks that turn the text are pdftotext’s own.
    let text: String = words(&file).chars().filter(|sign| !matches!(sign, '\u{202a}'..='\u{202e}')).collect();
    for told in
        ["شاركوا برأيكم", "في أي مكان تسكنون؟", "اختاروا من الأجوبة", "غير ذلك", "La Conte", "22/11/2026", "صفحة"]
    {
        assert!(text.contains(told), "{told} not in {text}");
    }
    assert!(!text.contains('□'), "{text}");
    sample::validate("check_pdf.py", &[file.as_os_str(), "ar".as_ref()]);
}
