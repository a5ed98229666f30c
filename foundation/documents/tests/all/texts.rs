//! Texts to correct, read back by a program that did not write them.

use crate::sample;

use crate::sample::{HOSTILE, PRODUCED_AT};
use documents::{Blank, Block, Document, DocumentError, Figure, Language, Picture, Question, Run, docx};
use jiff::civil::date;

fn read_back(document: &Document, name: &str) -> serde_json::Value {
    sample::read_back("check_docx.py", name, &docx::write(document, PRODUCED_AT).expect("written"))
}

fn short(blocks: Vec<Block>) -> Document {
    Document { blocks, ..Document::new("Essai", "Ville de Démonstration", date(2026, 11, 22)) }
}

fn asked(words: &str, blank: Blank) -> Block {
    Block::Question(Question { words: vec![Run::strong(words)], hint: vec![Run::plain("Au stylo.")], blank })
}

fn picture() -> Block {
    Block::Figure(Figure {
        picture: Picture::Png(sample::png()),
        alt: "Un carré gris, plus clair en bas".to_owned(),
        caption: "Un carré".to_owned(),
        source: Some("Source : fabriqué à la main".to_owned()),
    })
}

/// The paragraphs that have a style, in order.
fn styled<'t>(told: &'t serde_json::Value, style: &str) -> Vec<&'t str> {
    let paragraphs = told["paragraphs"].as_array().expect("paragraphs").iter();
    paragraphs.filter(|one| one["style"] == style).map(|one| one["text"].as_str().expect("text")).collect()
}

#[test]
fn a_report_is_native_titled_and_described() {
    let mut document = sample::report();
    document.blocks.push(picture());
    let told = read_back(&document, "rapport.docx");
    assert_eq!(told["title"], "Portrait des quartiers prioritaires");
    assert_eq!(told["language"], "fr-FR");
    assert_eq!(styled(&told, "Title"), ["Portrait des quartiers prioritaires"]);
    assert_eq!(styled(&told, "Heading 1"), ["Où nous en sommes", "Les actions"]);
    assert_eq!(styled(&told, "Heading 2"), ["Les chiffres", "Ce qui a été dit"]);
    assert_eq!(styled(&told, "List Number"), ["Écouter.", "Décider.", "Rendre compte."]);
    assert!(styled(&told, "Encadré")[0].starts_with("Prudence. Personne n’a été interrogé"), "{told}");
    // A drawing is told by its alternative; a bitmap is there, with its own.
    assert!(styled(&told, "Encadré")[1].starts_with("Barres : 50 %"), "{told}");
    assert_eq!(told["pictures"], serde_json::json!(["Un carré gris, plus clair en bas"]));
    assert_eq!(
        told["contents"],
        serde_json::json!(["Où nous en sommes", "Les chiffres", "Ce qui a été dit", "Les actions"])
    );
    assert_eq!(told["links"][0], "https://exemple.fr/contrat");
    let tables = told["tables"].as_array().expect("tables");
    assert_eq!(tables.len(), 3);
    assert_eq!(tables[0]["rows"][0], serde_json::json!(["Période", "2024 – 2030"]));
    assert_eq!(tables[1]["rows"][2].as_array().expect("cells")[2], "n.d.");
    assert_eq!(
        (&tables[1]["header"], &tables[1]["title"]),
        (&true.into(), &"Un habitant sur deux a moins de trente ans à Belle-Île".into())
    );
    assert_eq!(tables[2]["rows"].as_array().expect("rows").len(), 61);
    let under = styled(&told, "Source et base").join("\n").replace('\u{a0}', " ");
    for words in ["Base : 3 quartiers sur 5", "n.d. : non diffusé", "arrondis à l’euro", "Source : fabriqué à la main"]
    {
        assert!(under.contains(words), "{words}: {under}");
    }
    let around = told["around"].as_array().expect("headers and footers");
    assert_eq!(around[0], "Ville de Démonstration");
    assert_eq!(around[1], "Ville de Démonstration\tPortrait des quartiers prioritaires");
    assert_eq!(around[2], "CDV-2026-014 · 22\u{a0}novembre\u{a0}2026\tpage 1/1");
}

#[test]
fn equal_documents_give_equal_bytes() {
    let written = |later: i64| docx::write(&sample::report(), PRODUCED_AT.plus_seconds(later)).expect("written");
    assert!(written(0) == written(0), "two writings differ");
    assert!(written(0) != written(1), "the instant of production is not in the file");
}

#[test]
fn nothing_typed_breaks_the_file() {
    let wicked = format!("{HOSTILE} ]]> <w:p/> &#0; \u{0}\u{b}\u{fffe}\u{7f} 🙏\tfin\r\nici");
    let endless = "mot ".repeat(524_288);
    let mut document = short(vec![
        Block::Heading { level: 1, text: wicked.clone() },
        Block::Paragraph(vec![
            Run::plain(&wicked),
            Run::link(&wicked, format!("https://exemple.fr/?a=1&b=\"{}\"", "x")),
        ]),
        Block::Paragraph(vec![Run::plain(endless.as_str())]),
        Block::Paragraph(Vec::new()),
        Block::List { is_numbered: true, items: vec![vec![Run::emphasis(&wicked)], Vec::new()] },
        Block::List { is_numbered: true, items: vec![vec![Run::plain("de nouveau un")]] },
        Block::List { is_numbered: false, items: Vec::new() },
        Block::KeyValues(vec![(wicked.clone(), vec![Run::plain(&wicked)])]),
        Block::KeyValues(Vec::new()),
        Block::PageBreak,
        Block::PageBreak,
        Block::Table(sample::long_table(0)),
        Block::PageBreak,
        asked(&wicked, Blank::Boxes { items: vec![wicked.clone()], is_one: true }),
    ]);
    document.title.clone_from(&wicked);
    document.town.clone_from(&wicked);
    document.author = Some(wicked.clone());
    document.subtitle = Some(wicked.clone());
    document.reference = Some(wicked);
    document.has_contents = true;
    let bytes = docx::write(&document, PRODUCED_AT).expect("written");
    for (name, text) in sample::parts(bytes.clone()) {
        sample::well_formed(&name, &text);
    }
    let told = sample::read_back("check_docx.py", "hostile.docx", &bytes);
    assert!(styled(&told, "Normal")[0].starts_with(&format!("{HOSTILE} ]]> <w:p/> &#0;  🙏 fin\nici")), "{told}");
    assert_eq!(styled(&told, "Normal")[1].len(), endless.len(), "nothing of two megabytes is lost");
    assert_eq!(told["page_breaks"], 2, "a page asked for twice is turned once");
    assert_eq!(told["numbered_lists"], 2, "each numbered list begins again");
}

#[test]
fn a_sheet_to_fill_in_is_told_as_on_paper() {
    let items = |count: usize| (1..=count).map(|rank| format!("Réponse {rank}")).collect::<Vec<String>>();
    let told = read_back(
        &short(vec![
            asked("Quel quartier ?", Blank::Boxes { items: items(3), is_one: true }),
            asked("De quoi s’occuper ?", Blank::Boxes { items: items(2), is_one: false }),
            asked("Depuis quand ?", Blank::Cells { groups: vec![2, 4], between: "/".into() }),
            asked("Une idée ?", Blank::Lines(4)),
            asked("D’accord ?", Blank::Grid { rows: items(3), columns: vec!["Oui".into(), "Non".into()] }),
            asked("Merci", Blank::Nothing),
        ]),
        "feuille.docx",
    );
    assert_eq!(styled(&told, "Case à cocher").len(), 5);
    assert_eq!(styled(&told, "Cases à remplir"), ["|__|__| / |__|__|__|__|"]);
    assert_eq!(styled(&told, "Ligne à remplir").len(), 4);
    assert_eq!(
        told["tables"][0]["rows"],
        serde_json::json!([
            ["", "Oui", "Non"],
            ["Réponse 1", "○", "○"],
            ["Réponse 2", "○", "○"],
            ["Réponse 3", "○", "○"]
        ])
    );
    assert_eq!(styled(&told, "Question").len(), 6);
}

#[test]
fn a_text_in_arabic_is_turned_over() {
    let mut document = sample::report();
    document.language = Language::Arabic;
    document.blocks.insert(0, Block::Paragraph(vec![Run::foreign("Le contrat de ville", Language::French)]));
    document.blocks.insert(1, Block::Paragraph(vec![Run::plain("شاركوا برأيكم")]));
    let told = read_back(&document, "arabe.docx");
    assert_eq!((&told["turned"], &told["language"]), (&true.into(), &"ar".into()));
    assert_eq!(told["tables"][0]["turned"], true);
    let of = |words: &str| {
        let all = told["paragraphs"].as_array().expect("paragraphs");
        all.iter().find(|one| one["text"] == words).unwrap_or_else(|| panic!("{words}: {told}"))["turned"].clone()
    };
    assert_eq!((of("Le contrat de ville"), of("شاركوا برأيكم")), (false.into(), true.into()));
    assert_eq!(told["languages"], serde_json::json!(["ar", "fr-FR"]));
}

#[test]
fn a_photograph_is_there_at_its_size_with_its_alternative() {
    let Block::Figure(figure) = picture() else { panic!("a figure") };
    let photo = Figure {
        picture: Picture::Jpeg(sample::photo()),
        alt: "Un carré vert".to_owned(),
        caption: String::new(),
        source: None,
    };
    let document = short(vec![Block::Figure(photo.clone()), Block::Figure(figure)]);
    let told = read_back(&document, "photo.docx");
    assert_eq!(told["pictures"], serde_json::json!(["Un carré vert", "Un carré gris, plus clair en bas"]));
    let bytes = docx::write(&document, PRODUCED_AT).expect("written");
    let mut file = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut read = |name: &str| {
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut file.by_name(name).expect("a part"), &mut text).expect("read");
        text
    };
    assert_eq!(read("word/media/image1.jpg"), sample::photo());
    assert_eq!(read("word/media/image2.png"), sample::png());
    let body = String::from_utf8(read("word/document.xml")).expect("text");
    assert!(body.contains("cx=\"228600\" cy=\"152400\""), "twenty-four dots by sixteen: {body}");
    let broken = Figure { picture: Picture::Jpeg(sample::photo()[..40].to_vec()), ..photo };
    let refused = docx::write(&short(vec![Block::Figure(broken)]), PRODUCED_AT).expect_err("refused");
    assert!(matches!(refused, DocumentError::UnreadablePicture { .. }), "{refused:?}");
}

#[test]
fn a_text_says_what_it_lacks() {
    let refused = |document: &Document| docx::write(document, PRODUCED_AT).expect_err("refused");
    assert_eq!(refused(&Document { title: " ".to_owned(), ..short(Vec::new()) }), DocumentError::NoTitle);
    let mut broken = sample::png();
    broken.truncate(60);
    let Block::Figure(figure) = picture() else { panic!("a figure") };
    let unreadable = Block::Figure(Figure { picture: Picture::Png(broken), ..figure.clone() });
    assert_eq!(refused(&short(vec![unreadable])), DocumentError::UnreadablePicture { caption: "Un carré".to_owned() });
    let silent = Block::Figure(Figure { alt: String::new(), ..figure });
    assert_eq!(refused(&short(vec![silent])), DocumentError::NoAlternative { caption: "Un carré".to_owned() });
}
