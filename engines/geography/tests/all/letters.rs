//! Names with the letters that files lose: read in every encoding towns send, and told when they cannot be.

use crate::files::{dbf, shp, zip};
use geography::{ImportOptions, ImportReport, Limits, Source, Verdict};

const NAMES: [&str; 3] = ["L’Haÿ-les-Roses", "Œuvre", "Saint-Étienne"];
const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.22],[2.35,43.21]]]}"#;
const SQUARE_WKT: &str = "POLYGON((2.35 43.21,2.36 43.21,2.36 43.22,2.35 43.22,2.35 43.21))";

fn import(bytes: &[u8]) -> ImportReport {
    let source = Source::open(bytes, &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    source.import(&ImportOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn names(report: &ImportReport) -> Vec<&str> {
    report.areas.iter().map(|area| area.name.as_str()).collect()
}

fn assert_sound(report: &ImportReport, expected: &[&str]) {
    assert_eq!(names(report), expected, "{}", report.encoding);
    assert!(report.lines.iter().all(|line| line.verdict == Verdict::Accepted), "{:?}", report.lines);
}

fn csv() -> String {
    let line = |rank: usize, name: &str| format!("QP01100{rank};{name};11069;\"{SQUARE_WKT}\"\r\n");
    let lines: Vec<String> = (1..).zip(NAMES).map(|(rank, name)| line(rank, name)).collect();
    format!("code_qp;nom_qp;insee_com;wkt\r\n{}", lines.concat())
}

fn geojson() -> String {
    let feature = |rank: usize, name: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"code_qp":"QP01100{rank}","lib_qp":"{name}"}},"geometry":{SQUARE}}}"#
        )
    };
    let features: Vec<String> = (1..).zip(NAMES).map(|(rank, name)| feature(rank, name)).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn windows(text: &str) -> Vec<u8> {
    let (bytes, _, is_unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!is_unmappable, "{text}");
    bytes.into_owned()
}

fn utf16(text: &str, has_mark: bool, is_little: bool) -> Vec<u8> {
    let units = has_mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

#[test]
fn csv_and_geojson_keep_every_letter_in_each_encoding() {
    for text in [csv(), geojson()] {
        for (bytes, encoding) in [
            (text.clone().into_bytes(), "UTF-8"),
            ([b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(), "UTF-8 avec BOM"),
            (windows(&text), "Windows-1252 (Latin-1)"),
            (utf16(&text, true, true), "UTF-16"),
            (utf16(&text, true, false), "UTF-16"),
            (utf16(&text, false, true), "UTF-16"),
            (utf16(&text, false, false), "UTF-16"),
        ] {
            let report = import(&bytes);
            assert_eq!(report.encoding, encoding);
            assert_sound(&report, &NAMES);
        }
        // Neither Latin-1 nor Latin-9 has the curly apostrophe; Latin-1 has no « Œ » either.
        let (straight, plain) = (text.replace('’', "'"), ["L'Haÿ-les-Roses", "Œuvre", "Saint-Étienne"]);
        let latin9: Vec<u8> = straight.chars().map(|sign| if sign == 'Œ' { 0xBC } else { sign as u8 }).collect();
        let report = import(&latin9);
        assert_eq!(report.encoding, "ISO-8859-15 (Latin-9)");
        assert_sound(&report, &plain);
        let latin1: Vec<u8> = straight.replace('Œ', "Oe").chars().map(|sign| sign as u8).collect();
        assert_sound(&import(&latin1), &["L'Haÿ-les-Roses", "Oeuvre", "Saint-Étienne"]);
    }
}

/// A zipped Shapefile of one shape a name, its table marked and labelled.
fn shapefile(names: &[Vec<u8>], mark: u8, label: Option<&str>) -> Vec<u8> {
    let rows: Vec<Vec<Vec<u8>>> =
        (1..).zip(names).map(|(rank, name)| vec![format!("QP01100{rank}").into_bytes(), name.clone()]).collect();
    let mut table = dbf(&["CODE_QP", "NOM_QP"], &rows);
    table[29] = mark;
    let ring = vec![(2.35, 43.21), (2.35, 43.22), (2.36, 43.22), (2.36, 43.21), (2.35, 43.21)];
    let shapes = shp(&vec![vec![ring]; names.len()]);
    let mut files: Vec<(&str, &[u8])> =
        vec![("qp.shp", &shapes), ("qp.dbf", &table), ("qp.prj", b"GEOGCS[\"GCS_WGS_1984\"]")];
    if let Some(label) = label {
        files.push(("qp.cpg", label.as_bytes()));
    }
    zip(&files)
}

#[test]
fn tables_of_shapefiles_are_read_as_they_say() {
    let utf8: Vec<Vec<u8>> = NAMES.map(|name| name.as_bytes().to_vec()).to_vec();
    let ansi: Vec<Vec<u8>> = NAMES.map(windows).to_vec();
    for (names, mark, label, encoding) in [
        (&utf8, 0, Some("UTF-8"), "UTF-8"),
        (&utf8, 0, None, "UTF-8"),
        (&ansi, 0x57, None, "Windows-1252 (Latin-1)"),
        (&ansi, 0x03, None, "Windows-1252 (Latin-1)"),
        (&ansi, 0, None, "Windows-1252 (Latin-1)"),
        (&ansi, 0, Some("ANSI 1252"), "Windows-1252 (Latin-1)"),
        (&ansi, 0, Some("LDID/87"), "Windows-1252 (Latin-1)"),
    ] {
        let report = import(&shapefile(names, mark, label));
        assert_eq!((report.encoding, report.remarks.as_slice()), (encoding, [].as_slice()), "{mark} {label:?}");
        assert_sound(&report, &NAMES);
    }
    let old = ["L'Haÿ-les-Roses", "Saint-Étienne"];
    let dos = [b"L'Ha\x98-les-Roses".to_vec(), b"Saint-\x90tienne".to_vec()];
    let latin9 = [b"L'Ha\xff-les-Roses".to_vec(), b"Saint-\xc9tienne".to_vec(), b"\xbcuvre".to_vec()];
    let mac = [b"L'Ha\xd8-les-Roses".to_vec(), b"Saint-\x83tienne".to_vec()];
    for (names, mark, label, encoding) in [
        (dos.as_slice(), 0x02, None, "DOS (page de codes 850)"),
        (&dos, 0x01, None, "DOS (page de codes 437)"),
        (&dos, 0, Some("OEM 850"), "DOS (page de codes 850)"),
        (&latin9[..2], 0, Some("ISO-8859-15"), "ISO-8859-15 (Latin-9)"),
        (&mac, 0x04, None, "Mac OS Roman"),
    ] {
        let report = import(&shapefile(names, mark, label));
        assert_eq!((report.encoding, report.remarks.as_slice()), (encoding, [].as_slice()));
        assert_sound(&report, &old);
    }
    assert_eq!(names(&import(&shapefile(&latin9, 0, Some("ISO-8859-15"))))[2], "Œuvre");
}

#[test]
fn a_table_that_announces_another_encoding_is_told() {
    let utf8: Vec<Vec<u8>> = NAMES.map(|name| name.as_bytes().to_vec()).to_vec();
    let ansi: Vec<Vec<u8>> = NAMES.map(windows).to_vec();
    for (names, mark, label, words) in [
        (&utf8, 0x57, None, "annonce des textes en Windows-1252 (Latin-1)"),
        (&ansi, 0, Some("UTF-8"), "annonce des textes en UTF-8"),
        // An old mark left by a program that writes Windows-1252.
        (&ansi, 0x01, None, "annonce des textes en DOS (page de codes 437)"),
        (&ansi, 0, Some("Big5"), "« Big5 », qui n’est pas connu ici"),
    ] {
        let report = import(&shapefile(names, mark, label));
        assert_sound(&report, &NAMES);
        assert!(report.remarks.iter().any(|remark| remark.contains(words)), "{:?}", report.remarks);
    }
}

#[test]
fn a_letter_that_cannot_be_read_is_told_on_its_line() {
    // One byte of Latin-1 in a file in UTF-8: the other lines keep their letters.
    let text = csv();
    let at = text.find("Étienne").expect("there");
    let damaged = [&text.as_bytes()[..at], b"\xC9", &text.as_bytes()[at + 2..]].concat();
    let report = import(&damaged);
    assert_eq!(names(&report)[..2], NAMES[..2]);
    assert_eq!(report.lines[2].verdict, Verdict::AcceptedWithRemarks);
    let told = report.lines[2].sentences.join(" ");
    assert!(told.contains("Dans le nom, des lettres n’ont pas pu être lues : « Saint-\u{fffd}tienne »"), "{told}");
    assert!(report.lines[..2].iter().all(|line| line.verdict == Verdict::Accepted));

    // A table cuts its cells at so many bytes, in the middle of a letter at times.
    let mut cut = "Cité des Étoiles, près de la rivière Fée".as_bytes()[..40].to_vec();
    cut[39] = 0xC3;
    let report = import(&shapefile(&[NAMES[0].as_bytes().to_vec(), cut], 0, Some("UTF-8")));
    assert_eq!((report.encoding, names(&report)[0]), ("UTF-8", NAMES[0]));
    assert!(report.lines[1].sentences[0].contains("n’ont pas pu être lues"), "{:?}", report.lines[1]);

    // UTF-16 cut in the middle of a sign, bytes Windows-1252 has no letter for, and a file damaged before it came.
    let one = |name: &str| format!("code_qp;nom_qp;wkt\nQP011001;{name};\"{SQUARE_WKT}\"\n");
    let mut lone = utf16(&one("Cité@"), true, true);
    let at = lone.chunks(2).position(|unit| unit == [b'@', 0]).expect("there") * 2;
    lone[at..at + 2].copy_from_slice(&[0x00, 0xD8]);
    let undefined: Vec<u8> = one("Cité@").chars().map(|sign| if sign == '@' { 0x81 } else { sign as u8 }).collect();
    for bytes in [lone, undefined, one("Cit\u{fffd}").into_bytes()] {
        let report = import(&bytes);
        assert!(report.lines[0].sentences.join(" ").contains("n’ont pas pu être lues"), "{:?}", report.lines);
    }
    for misread in ["Saint-Ã‰tienne", "Lâ€™HaÃ¿-les-Roses", "Cit‚ des Fleurs"] {
        let report = import(one(misread).as_bytes());
        assert!(report.lines[0].sentences.join(" ").contains("semble mal encodé"), "{misread}");
    }
}

#[test]
fn a_column_whose_name_lost_a_letter_is_told() {
    let text = format!("code_qp;libell\u{fffd};wkt\nQP011001;Cité;\"{SQUARE_WKT}\"\n");
    let report = import(text.as_bytes());
    assert!(report.remarks[0].contains("Dans un nom de colonne, des lettres"), "{:?}", report.remarks);
}
