//! What may be sent, what is refused and with which sentence.

use std::io::{Cursor, Write};

use files::{FileError, Kind, Limits, LocalVault, MEBIBYTE, Prepared, Reason, Upload, receive};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use tokio::io::AsyncReadExt;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ALL: Limits<'static> = Limits {
    largest_bytes: 10 * MEBIBYTE,
    kinds: &[
        Kind::Pdf,
        Kind::Jpeg,
        Kind::Png,
        Kind::Webp,
        Kind::Odt,
        Kind::Ods,
        Kind::Docx,
        Kind::Xlsx,
        Kind::Csv,
        Kind::Txt,
        Kind::GeoJson,
        Kind::Zip,
    ],
};

fn vault() -> (tempfile::TempDir, LocalVault) {
    let folder = tempfile::tempdir().expect("folder");
    let vault = LocalVault::open(&folder.path().join("fichiers")).expect("vault");
    (folder, vault)
}

async fn send(name: &str, bytes: &[u8], limits: Limits<'_>) -> Result<Prepared, FileError> {
    let (_folder, vault) = vault();
    receive(&vault, name, limits, &mut &bytes[..]).await
}

async fn reason(name: &str, bytes: &[u8]) -> Option<Reason> {
    match send(name, bytes, ALL).await {
        Ok(_) => None,
        Err(FileError::Refused(problem)) => Some(problem.reason),
        Err(other) => panic!("{name}: {other}"),
    }
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("entry");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("archive").into_inner()
}

fn docx(extra: &[(&str, &[u8])]) -> Vec<u8> {
    let mut entries: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")];
    entries.extend_from_slice(extra);
    archive(&entries)
}

fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let image = RgbaImage::from_fn(width, height, |x, y| Rgba([(x % 256) as u8, (y % 256) as u8, 90, 255]));
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::ImageRgba8(image);
    let image = if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(image.to_rgb8()) } else { image };
    image.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// A photograph as a telephone makes it: turned a quarter, with the place of the shot.
fn photograph() -> Vec<u8> {
    let plain = picture(ImageFormat::Jpeg, 2_000, 1_000);
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 43.2122 2.3537");
    let mut bytes = plain[..2].to_vec();
    bytes.extend_from_slice(&[0xff, 0xe1]);
    bytes.extend_from_slice(&u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    bytes.extend_from_slice(&exif);
    bytes.extend_from_slice(&plain[2..]);
    bytes
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[tokio::test]
async fn what_each_kind_really_is_passes() {
    let odt = archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    let xlsx = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")]);
    let good: [(&str, Vec<u8>, Kind); 12] = [
        ("statuts.PDF", b"%PDF-1.7 ...".to_vec(), Kind::Pdf),
        ("photo.jpeg", picture(ImageFormat::Jpeg, 30, 20), Kind::Jpeg),
        ("plan.png", picture(ImageFormat::Png, 30, 20), Kind::Png),
        ("plan.webp", picture(ImageFormat::WebP, 30, 20), Kind::Webp),
        ("lettre.odt", odt, Kind::Odt),
        ("lettre.docx", docx(&[]), Kind::Docx),
        ("budget.xlsx", xlsx, Kind::Xlsx),
        ("liste.csv", b"nom;valeur\n\xe9t\xe9;1\n".to_vec(), Kind::Csv),
        ("note.txt", "été".as_bytes().to_vec(), Kind::Txt),
        ("q.geojson", b"\xef\xbb\xbf {\"type\":\"FeatureCollection\"}".to_vec(), Kind::GeoJson),
        ("q.json", b"{}".to_vec(), Kind::GeoJson),
        ("perimetres.zip", archive(&[("q.shp", b"x")]), Kind::Zip),
    ];
    for (name, bytes, kind) in good {
        let prepared = send(name, &bytes, ALL).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((prepared.kind(), prepared.name(), prepared.size()), (kind, name, bytes.len() as u64));
    }
}

#[tokio::test]
async fn what_deceives_is_refused() {
    let png = picture(ImageFormat::Png, 30, 20);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let bad: [(&str, &[u8], Reason); 16] = [
        ("RIB.heic", b"....", Reason::Heic),
        ("RIB.jpg", b"\0\0\0\x18ftypheic....", Reason::Heic),
        ("budget.XLSM", b"PK..", Reason::Macros),
        ("dessin.svg", svg, Reason::Kind),
        ("dessin.svg.html", svg, Reason::Kind),
        ("sans-extension", b"%PDF-1.7", Reason::Kind),
        ("dessin.png", svg, Reason::NotWhatItSays("PNG")),
        ("page.txt", b"  <!doctype html><script>", Reason::NotWhatItSays("TXT")),
        ("page.csv", b"\xef\xbb\xbf<html>", Reason::NotWhatItSays("CSV")),
        ("plan.jpg", &png, Reason::NotWhatItSays("JPEG")),
        ("x.pdf", b"MZ\x90 %PDF-1.7", Reason::NotWhatItSays("PDF")),
        ("x.pdf", b"", Reason::Empty),
        ("x.csv", b"\xff\xfea\0;\0b\0", Reason::NotText),
        ("x.geojson", b"[1]", Reason::NotWhatItSays("GeoJSON")),
        ("x.png", &png[..60], Reason::Damaged),
        ("x.docx", b"PK\x03\x04 and nothing more", Reason::Damaged),
    ];
    for (name, bytes, expected) in bad {
        assert_eq!(reason(name, bytes).await, Some(expected), "{name}");
    }
    let xlsx = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")]);
    assert_eq!(reason("x.docx", &xlsx).await, Some(Reason::NotWhatItSays("DOCX")));
    assert_eq!(reason("x.odt", &xlsx).await, Some(Reason::NotWhatItSays("ODT")));
    assert_eq!(reason("x.docx", &docx(&[("word/vbaProject.bin", b"x")])).await, Some(Reason::Macros));
    assert_eq!(reason("x.docx", &docx(&[("../../etc/cron.d/x", b"x")])).await, Some(Reason::Damaged));
}

#[tokio::test]
async fn bombs_are_refused_from_their_headers() {
    let zeros = vec![0; 20 * 1024 * 1024];
    assert_eq!(reason("x.docx", &docx(&[("word/media/a", &zeros)])).await, Some(Reason::TooMuchInside));
    let names: Vec<String> = (0..2_001).map(|rank| format!("word/{rank}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(reason("x.docx", &docx(&many)).await, Some(Reason::TooMuchInside));
    // A picture of 20,000 × 20,000 white pixels announced in the header of a short file.
    let mut png = picture(ImageFormat::Png, 30, 20);
    png[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let seal = crc32(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&seal);
    let reason = reason("x.png", &png).await;
    assert!(matches!(reason, Some(Reason::TooManyPixels(50))), "{reason:?}");
}

/// CRC-32 of the PNG standard, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[tokio::test]
async fn sentences_say_what_to_do() {
    let sentence = async |name: &str, bytes: &[u8], limits| match send(name, bytes, limits).await {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{name} accepted"),
    };
    assert_eq!(
        sentence("RIB.bmp", b"x", Limits::DOCUMENTS).await,
        "Le fichier «\u{a0}RIB.bmp\u{a0}» n’est pas accepté\u{a0}: envoyez un PDF, JPEG ou PNG de 10\u{a0}Mo au plus"
    );
    let told = sentence("RIB.heic", b"x", Limits::DOCUMENTS).await;
    assert!(told.contains("Le plus compatible") && told.contains("format HEIC"), "{told}");
    let small = Limits::DOCUMENTS.with_largest_bytes(1_536);
    assert_eq!(
        sentence("a.pdf", &[b'%'; 2_000], small).await,
        "Le fichier «\u{a0}a.pdf\u{a0}» dépasse 1,5\u{a0}ko\u{a0}: réduisez-le ou envoyez-le en plusieurs parties"
    );
}

#[tokio::test]
async fn photographs_are_turned_upright_and_lose_their_place() {
    let original = photograph();
    assert!(contains(&original, b"GPS 43.2122"));
    let (_folder, vault) = vault();
    let prepared = receive(&vault, "photo.jpg", ALL, &mut &original[..]).await.expect("accepted");
    let database = database::testing::databases(files::MIGRATIONS).await.remove(0);
    let mut tx = database.db.write().await.expect("begin");
    let file = files::attach(&mut tx, &vault, &database::testing::outside(1), prepared, "test.photo", None)
        .await
        .expect("attached");
    tx.commit().await.expect("commit");
    assert_eq!((file.width, file.height), (Some(1_000), Some(2_000)));
    for (content, longest) in [(file.published, 1_600), (file.thumbnail, 480)] {
        let mut bytes = Vec::new();
        let mut reader = files::open(&vault, content.expect("drawn")).await.expect("opened").expect("there");
        reader.read_to_end(&mut bytes).await.expect("read");
        assert!(!contains(&bytes, b"GPS") && !contains(&bytes, b"Exif"));
        let image = image::load_from_memory(&bytes).expect("a picture");
        assert_eq!((image.width(), image.height()), (longest / 2, longest));
    }
    let mut kept = Vec::new();
    let mut reader = files::open(&vault, file.content).await.expect("opened").expect("there");
    reader.read_to_end(&mut kept).await.expect("read");
    assert_eq!(kept, original);
}

/// Resident memory of this process, kB, at its highest.
fn highest_memory_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("status");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("VmHWM");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[tokio::test]
async fn a_huge_file_is_stopped_early_and_memory_stays_flat() {
    let (folder, vault) = vault();
    let before = highest_memory_kb();
    let total = 500 * MEBIBYTE;
    let mut reader = (&b"%PDF-1.7 "[..]).chain(tokio::io::repeat(b'a')).take(total);
    let error = receive(&vault, "gros.pdf", ALL, &mut reader).await.err().expect("refused");
    assert!(matches!(&error, FileError::Refused(problem) if problem.reason == Reason::TooLarge(10 * MEBIBYTE)));
    let read = total - reader.limit();
    assert!(read < 11 * MEBIBYTE, "{read} bytes were read");
    let mut reader = (&b"%PDF-1.7 "[..]).chain(tokio::io::repeat(b'a')).take(total);
    let limits = ALL.with_largest_bytes(600 * MEBIBYTE);
    let prepared = receive(&vault, "gros.pdf", limits, &mut reader).await.expect("accepted");
    assert_eq!(prepared.size(), total);
    drop(prepared);
    let growth = highest_memory_kb() - before;
    assert!(growth < 32 * 1024, "memory grew by {growth} kB");
    let left = std::fs::read_dir(folder.path().join("fichiers/reception")).expect("folder").count();
    assert_eq!(left, 0, "what was refused or given up leaves nothing");
}

#[tokio::test]
async fn a_connection_lost_halfway_leaves_nothing() {
    let (folder, vault) = vault();
    let mut upload = Upload::start(&vault, "a.pdf", ALL).expect("started");
    upload.write(b"%PDF-1.7").await.expect("written");
    drop(upload);
    assert_eq!(std::fs::read_dir(folder.path().join("fichiers/reception")).expect("folder").count(), 0);
}
