//! CSV of points in every shape, copied byte for byte.

use geography::{Area, ImportOptions, Limits, LocateError, LocateOptions, LocateReport, Source, locate_csv};

fn areas() -> Vec<Area> {
    let text = "code_qp;wkt\nQN01102I;\"POLYGON((2.35 43.21,2.36 43.21,2.36 43.22,2.35 43.22,2.35 43.21))\"\n";
    Source::open(text.as_bytes(), &Limits::default())
        .expect("open")
        .import(&ImportOptions::default())
        .expect("import")
        .areas
}

fn locate(bytes: &[u8]) -> Result<(Vec<u8>, LocateReport), LocateError> {
    let mut written = Vec::new();
    let report = locate_csv(&areas(), bytes, &mut written, &LocateOptions::default())?;
    Ok((written, report))
}

fn text(input: &str) -> String {
    String::from_utf8(locate(input.as_bytes()).expect("locate").0).expect("utf-8")
}

#[test]
fn lines_are_copied_and_completed() {
    let input = "id,lon,lat,note\r\n1,2.355,43.215,\"a, \"\"b\"\"\r\nc\"\r\n2,2.34995,43.215,x\r\n3,2.0,43.0,\r\n4,abc,43.0,é\r\n\r\n5,,,";
    let expected = "id,lon,lat,note,code_qp,quality\r\n1,2.355,43.215,\"a, \"\"b\"\"\r\nc\",QN01102I,sûr\r\n2,2.34995,43.215,x,QN01102I,probable\r\n3,2.0,43.0,,,sûr\r\n4,abc,43.0,é,,indéterminé\r\n\r\n5,,,,,indéterminé";
    assert_eq!(text(input), expected);
    let (_, report) = locate(input.as_bytes()).expect("locate");
    assert_eq!((report.lines, report.located, report.probable, report.outside, report.unreadable), (5, 1, 1, 1, 2));
    assert_eq!(report.unreadable_lines, [6, 8]);
    assert!(report.sentences()[0].starts_with("5 points lus : 1 situés"));
}

#[test]
fn separators_decimal_commas_bom_and_metres() {
    assert_eq!(
        text("\u{FEFF}Longitude;LATITUDE\n2,355;43,215\n\"2,355\"; 43.215 \n"),
        "\u{FEFF}Longitude;LATITUDE;code_qp;quality\n2,355;43,215;QN01102I;sûr\n\"2,355\"; 43.215 ;QN01102I;sûr\n"
    );
    assert_eq!(text("lat\tlon\n43.215\t2.355\n"), "lat\tlon\tcode_qp\tquality\n43.215\t2.355\tQN01102I\tsûr\n");
    // (2.355, 43.215) in Lambert-93, to the metre.
    let converter = geography::projection::Projection::lambert93().converter().expect("converter");
    let (x, y) = converter.from_wgs84(2.355, 43.215).expect("project");
    let (written, report) = locate(format!("x;y\n{x:.0};{y:.0}\n1e6;1e9\n").as_bytes()).expect("locate");
    assert_eq!(
        String::from_utf8(written).expect("utf-8"),
        format!("x;y;code_qp;quality\n{x:.0};{y:.0};QN01102I;sûr\n1e6;1e9;;indéterminé\n")
    );
    assert_eq!((report.in_lambert93, report.unreadable), (1, 1));
}

#[test]
fn latin1_stays_latin1_and_ragged_lines_stay_aligned() {
    let (written, _) = locate(b"nom;lon;lat;note\nCit\xe9;2.355;43.215\nx;a;b;c;d\n").expect("locate");
    assert_eq!(
        written,
        b"nom;lon;lat;note;code_qp;quality\nCit\xe9;2.355;43.215;;QN01102I;s\xfbr\nx;a;b;c;d;;ind\xe9termin\xe9\n"
    );
}

#[test]
fn a_stray_quote_does_not_swallow_the_file() {
    let mut input = String::from("lon,lat,note\n2.355,43.215,\"never closed\n");
    for _ in 0..2000 {
        input.push_str("2.355,43.215,plain\n");
    }
    let (written, report) = locate(input.as_bytes()).expect("locate");
    assert_eq!((report.lines, report.located), (2001, 2001));
    assert_eq!(written.iter().filter(|byte| **byte == b'\n').count(), 2002);
}

#[test]
fn records_cross_the_bounds_of_reads() {
    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);
    impl std::io::Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(1);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }
    let mut input = String::from("lon,lat,note\n");
    for rank in 0..30_000 {
        input.push_str(&format!("2.355,43.215,\"ligne {rank}, \"\"entre guillemets\"\"\"\n"));
    }
    let (fast, report) = locate(input.as_bytes()).expect("locate");
    let mut slow = Vec::new();
    locate_csv(&areas(), Slow(input.as_bytes()), &mut slow, &LocateOptions::default()).expect("locate");
    assert!(fast == slow);
    assert_eq!(report.located, 30_000);
}

#[test]
fn files_that_are_no_csv_of_points_get_a_sentence() {
    for (bytes, part) in [
        (b"".as_slice(), "vide"),
        (b"\xEF\xBB\xBF", "vide"),
        (b"PK\x03\x04...", "n’est pas un CSV"),
        (b"<html>", "n’est pas un CSV"),
        (b"\xFF\xFEl\0o\0n\0", "UTF-16"),
        (b"adresse;ville\n1;2\n", "adresse, ville"),
    ] {
        let error = locate(bytes).expect_err("refused");
        assert!(error.to_string().contains(part), "{error}");
    }
    let (written, report) = locate(b"lon,lat").expect("a header alone");
    assert_eq!((written.as_slice(), report.lines), (b"lon,lat,code_qp,quality".as_slice(), 0));
}
