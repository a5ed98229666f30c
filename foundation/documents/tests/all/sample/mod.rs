//! A report that uses every kind of block, shared by the tests; all its figures are made up.

use documents::{Block, Cell, Column, Document, Figure, Kind, Picture, Run, Table};
use jiff::civil::date;
use kernel::Moment;

/// 22 November 2026 at 9 h 30 UTC.
pub const PRODUCED_AT: Moment = Moment(1_795_339_800_000);

/// Characters that mean something to page setters, spreadsheets or shells, and must mean nothing.
pub const HOSTILE: &str = r##"#import "x" $ * @ \ ] #read("/etc/passwd") <label> _a_ `b` // = - + ~ [c] {d} & %"##;

pub fn indicators() -> Table {
    let mut table = Table::new(
        "indicateurs",
        "Un habitant sur deux a moins de trente ans à Belle-Île",
        vec![
            Column::new("quartier", "Quartier", Kind::Text).row_header(),
            Column::new("habitants", "Habitants", Kind::Integer),
            Column::new("part_jeunes", "Moins de 30 ans", Kind::Percent(1)),
            Column::new("revenu", "Revenu médian", Kind::Decimal(0)).unit("€ par mois"),
            Column::new("subvention", "Subvention", Kind::Euros),
            Column::new("visite", "Visité le", Kind::Date),
            Column::new("conseil", "Conseil citoyen", Kind::YesNo),
        ],
    );
    table.rows = vec![
        vec![
            Cell::text("Belle-Île"),
            Cell::Integer(4_120),
            Cell::Percent(50.4),
            Cell::Decimal(912.0),
            Cell::Euros(1_250_050),
            Cell::Date(date(2026, 3, 15)),
            Cell::YesNo(true),
        ],
        vec![
            Cell::text("Les Œillets"),
            Cell::Integer(0),
            Cell::NOT_DISCLOSED,
            Cell::MISSING,
            Cell::Euros(-5_000),
            Cell::Date(date(2026, 4, 2)),
            Cell::YesNo(false),
        ],
        vec![
            Cell::text("Bourg-l’Évêque"),
            Cell::Integer(12_870),
            Cell::NOT_ASKED,
            Cell::Decimal(1_034.0),
            Cell::Euros(0),
            Cell::MISSING,
            Cell::NOT_ASKED,
        ],
    ];
    table.totals = Some(vec![
        Cell::text("Total"),
        Cell::Integer(16_990),
        Cell::text(""),
        Cell::text(""),
        Cell::Euros(1_245_050),
        Cell::text(""),
        Cell::text(""),
    ]);
    table.base = Some("3 quartiers sur 5".to_owned());
    table.source = Some("recensement de démonstration".to_owned());
    table.as_of = Some(date(2026, 1, 1));
    table.notes = vec!["Les revenus sont arrondis à l’euro.".to_owned()];
    table
}

/// A table of many rows, to see it cross pages.
pub fn long_table(rows: usize) -> Table {
    let mut table = Table::new(
        "actions",
        "Actions par quartier",
        vec![
            Column::new("numero", "N°", Kind::Integer),
            Column::new("action", "Action", Kind::Text).row_header(),
            Column::new("porteur", "Porteur", Kind::Text),
            Column::new("montant", "Montant", Kind::Euros),
        ],
    );
    table.rows = (1_i64..)
        .take(rows)
        .map(|rank| {
            vec![
                Cell::Integer(rank),
                Cell::text(format!("Atelier de réparation de vélos, cycle numéro {rank}")),
                Cell::link("Association de démonstration", "https://exemple.fr/association"),
                Cell::Euros(rank * 12_345),
            ]
        })
        .collect();
    table
}

pub const CHART: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" width="640" height="200">
<g font-family="Source Sans 3" font-size="15" fill="#1B1B1F">
<text x="130" y="45" text-anchor="end">Belle-Île</text><rect x="140" y="27" width="420" height="26" fill="#06333C"/><text x="568" y="45">50 %</text>
<text x="130" y="95" text-anchor="end">Les Œillets</text><rect x="140" y="77" width="310" height="26" fill="#7F7F80"/><text x="458" y="95">37 %</text>
<text x="130" y="145" text-anchor="end">Bourg-l’Évêque</text><rect x="140" y="127" width="250" height="26" fill="#7F7F80"/><text x="398" y="145">30 %</text>
<line x1="140" x2="140" y1="15" y2="165" stroke="#1B1B1F"/></g></svg>"##;

pub fn report() -> Document {
    let mut document =
        Document::new("Portrait des quartiers prioritaires", "Ville de Démonstration", date(2026, 11, 22));
    document.subtitle = Some("Ce que disent les chiffres et les personnes écoutées".to_owned());
    document.reference = Some("CDV-2026-014".to_owned());
    document.author = Some("Direction de la cohésion sociale".to_owned());
    document.has_contents = true;
    document.blocks = vec![
        Block::Heading { level: 1, text: "Où nous en sommes".to_owned() },
        Block::Paragraph(vec![
            Run::plain("Le contrat de ville couvre "),
            Run::strong("trois quartiers"),
            Run::plain(
                " et 16\u{202f}990 personnes. Les évaluations intermédiaires, conduites \
                        vraisemblablement jusqu’à l’été, montrent ",
            ),
            Run::emphasis("des écarts importants"),
            Run::plain(" entre eux, particulièrement pour l’accompagnement des jeunes. Voir "),
            Run::link("la page du contrat", "https://exemple.fr/contrat"),
            Run::plain("."),
        ]),
        Block::KeyValues(vec![
            ("Période".to_owned(), vec![Run::plain("2024 – 2030")]),
            ("Signataires".to_owned(), vec![Run::plain("l’État, la Ville, la Région, la Caf")]),
            ("Montant engagé".to_owned(), vec![Run::plain("12\u{202f}450,50\u{a0}€")]),
        ]),
        Block::Heading { level: 2, text: "Les chiffres".to_owned() },
        Block::Table(indicators()),
        Block::Note(vec![
            Run::strong("Prudence. "),
            Run::plain("Personne n’a été interrogé à Bourg-l’Évêque : un tiret n’est pas un zéro."),
        ]),
        Block::Figure(Figure {
            picture: Picture::Svg(CHART.to_owned()),
            alt: "Barres : 50 % de moins de trente ans à Belle-Île, 37 % aux Œillets, 30 % à Bourg-l’Évêque."
                .to_owned(),
            caption: "Belle-Île est le quartier le plus jeune".to_owned(),
            source: Some("Source : recensement de démonstration, 2026".to_owned()),
        }),
        Block::Heading { level: 2, text: "Ce qui a été dit".to_owned() },
        Block::List {
            is_numbered: false,
            items: vec![
                vec![Run::plain("« Il faudrait un bus le dimanche. »")],
                vec![Run::plain("Texte saisi tel quel : "), Run::plain(HOSTILE)],
            ],
        },
        Block::List {
            is_numbered: true,
            items: vec![vec![Run::plain("Écouter.")], vec![Run::plain("Décider.")], vec![Run::plain("Rendre compte.")]],
        },
        Block::PageBreak,
        Block::Heading { level: 1, text: "Les actions".to_owned() },
        Block::Table(long_table(60)),
    ];
    document
}

/// A minimal PNG of 8 × 8 grey dots, made by hand so that tests need no picture file.
pub fn png() -> Vec<u8> {
    fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut bytes = u32::try_from(body.len()).expect("a short chunk").to_be_bytes().to_vec();
        let checked: Vec<u8> = kind.iter().chain(body).copied().collect();
        bytes.extend(&checked);
        let mut crc = !0_u32;
        for byte in &checked {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        bytes.extend((!crc).to_be_bytes());
        bytes
    }
    let rows: Vec<u8> =
        (0_u8..8).flat_map(|row| std::iter::once(0).chain((0..8).map(move |dot| row * 20 + dot))).collect();
    let length = u16::try_from(rows.len()).expect("a short picture");
    // One stored (not compressed) deflate block, and its Adler-32 sum.
    let mut zlib = vec![0x78, 0x01, 0x01];
    zlib.extend(length.to_le_bytes());
    zlib.extend((!length).to_le_bytes());
    zlib.extend(&rows);
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in &rows {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    zlib.extend(((b << 16) | a).to_be_bytes());
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(b"IHDR", &[0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]));
    png.extend(chunk(b"IDAT", &zlib));
    png.extend(chunk(b"IEND", &[]));
    png
}

/// Runs a Python check of `tests/validators` on a file. When the tools are not installed the check
/// is skipped with a printed sentence, unless `PARVIS_VALIDATORS_REQUIRED` is set.
pub fn validate(script: &str, arguments: &[&std::ffi::OsStr]) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/validators");
    let python = std::env::var_os("PARVIS_VALIDATORS").map_or_else(
        || {
            let home = std::env::var_os("HOME").unwrap_or_default();
            std::path::PathBuf::from(home).join(".cache/parvis/validators")
        },
        std::path::PathBuf::from,
    );
    let python = python.join("bin/python");
    if !python.exists() {
        assert!(
            std::env::var_os("PARVIS_VALIDATORS_REQUIRED").is_none(),
            "the validators are required but not installed: run tests/validators/install.sh"
        );
        println!("skipped: {script} needs tests/validators/install.sh to have run");
        return;
    }
    let output =
        std::process::Command::new(python).arg(folder.join(script)).args(arguments).output().expect("Python starts");
    assert!(
        output.status.success(),
        "{script}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// What a Python reader of `tests/validators` says of a file, as JSON. A copy stays beside the build for people who want to look.
pub fn read_back(script: &str, name: &str, bytes: &[u8]) -> serde_json::Value {
    use std::process::{Command, Stdio};
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = Command::new(root.join("tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let python = python.expect("tests/tools/python.sh runs");
    assert!(python.status.success(), "tests/tools/python.sh makes the Python environment");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).expect("written");
    let _ = std::fs::copy(&file, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
    let told = Command::new(String::from_utf8_lossy(&python.stdout).trim())
        .arg(root.join("tests/validators").join(script))
        .arg(&file)
        .output()
        .expect("python runs");
    let problems = format!("{}{}", String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{problems}");
    serde_json::from_slice(&told.stdout).expect("JSON")
}

/// The parts of a file that are text, by name.
pub fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut all = Vec::new();
    for rank in 0..archive.len() {
        let mut part = archive.by_index(rank).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        if !name.ends_with(".png") {
            part.read_to_string(&mut text).expect("text");
        }
        all.push((name, text));
    }
    all
}

/// Stops on what no reader of XML accepts.
pub fn well_formed(name: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

/// A photograph of twenty-four dots by sixteen.
pub fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(24, 16, image::Rgb([90, 120, 90]))
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .expect("a photograph");
    bytes.into_inner()
}
