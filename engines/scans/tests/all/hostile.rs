//! Files made to harm: refused, or read within bounds.

use proptest::prelude::*;
use scans::{Pile, Unreadable};

use crate::paper::{Kept, pdf, sheet};

/// A PDF out of its objects, the first of which is its catalog.
fn file(objects: &[&[u8]]) -> Vec<u8> {
    let (mut out, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (rank, body) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", rank + 1).bytes());
        out.extend(*body);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

const CATALOG: &[u8] = b"<< /Type /Catalog /Pages 2 0 R >>";

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut all = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    all.extend(data);
    all.extend(b"\nendstream");
    all
}

#[test]
fn what_is_no_pile_is_told() {
    let why = |bytes: Vec<u8>| Pile::open(bytes).err().map(|why| why.french()).unwrap_or_default();
    assert!(why(Vec::new()).contains("abîmé"));
    assert!(why(b"%PDF-1.7 essai".to_vec()).contains("abîmé"));
    assert!(why(b"%PDF-1.7 /Encrypt 3 0 R".to_vec()).contains("protégé"));
    let kids: String = (3..204).map(|number| format!("{number} 0 R ")).collect();
    let tree = format!("<< /Type /Pages /Kids [{kids}] /Count 201 >>");
    let page: &[u8] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>";
    let mut objects = vec![CATALOG, tree.as_bytes()];
    objects.extend([page; 201]);
    assert_eq!(Pile::open(file(&objects)).err(), Some(Unreadable::TooLong(201)));
}

#[test]
fn huge_pictures_and_pages_are_not_opened() {
    let tree: &[u8] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let page = |size: &str| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R \
             /Resources << /XObject << /Scan 5 0 R >> >> >>"
        )
    };
    let contents = stream("", b"q 100 0 0 100 0 0 cm /Scan Do Q");
    let picture = stream(
        "/Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode",
        b"\xff\xd8",
    );
    let read = |size: &str, picture: &[u8]| {
        let page = page(size);
        match Pile::open(file(&[CATALOG, tree, page.as_bytes(), &contents, picture])) {
            Ok(pile) => pile.read(0, |_| true),
            // A page without a size is no page.
            Err(why) => {
                assert_eq!(why, Unreadable::Empty, "{size}");
                Vec::new()
            }
        }
    };
    assert!(read("595 842", &picture).is_empty());
    for size in ["1e30 1e30", "0 0", "-5 -5", "100000 1", "14400 14400"] {
        let none = stream("/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\0");
        assert!(read(size, &none).is_empty(), "{size}");
    }
    // A JPEG 2000 and a JBIG2 whose own bytes say they are larger than what their dictionary says.
    let mut jpx = b"\xff\x4f\xff\x51\0\x29\0\0".to_vec();
    jpx.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    let said = "/Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8";
    assert!(read("595 842", &stream(&format!("{said} /Filter /JPXDecode"), &jpx)).is_empty());
    let mut jbig2 = vec![0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19];
    jbig2.extend([0xff; 8]);
    assert!(read("595 842", &stream(&format!("{said} /Filter /JBIG2Decode"), &jbig2)).is_empty());
}

#[test]
fn a_page_that_calls_itself_for_ever_is_not_drawn() {
    let tree: &[u8] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let page: &[u8] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
                        /Resources << /XObject << /F 5 0 R >> >> >>";
    let contents = stream("", "/F Do ".repeat(50).as_bytes());
    // Each form calls the next one a thousand times; the last one calls the first.
    let mut objects: Vec<Vec<u8>> = vec![CATALOG.to_vec(), tree.to_vec(), page.to_vec(), contents];
    for rank in 0..4 {
        let next = 5 + (rank + 1) % 4;
        let said = format!("/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {next} 0 R >> >>");
        objects.push(stream(&said, "/F Do ".repeat(1000).as_bytes()));
    }
    let objects: Vec<&[u8]> = objects.iter().map(Vec::as_slice).collect();
    let pile = Pile::open(file(&objects)).expect("a pile");
    assert!(pile.read(0, |_| true).is_empty());
}

#[test]
fn contents_told_a_thousand_times_are_refused() {
    let tree: &[u8] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [{}] >>", "4 0 R ".repeat(500));
    let contents = stream("", &vec![b' '; 100_000]);
    let whole = file(&[CATALOG, tree, page.as_bytes(), &contents]);
    assert_eq!(Pile::open(whole).err(), Some(Unreadable::TooHeavy));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_broken_file_is_answered(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..20)) {
        static FILE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            let small = image::imageops::resize(&sheet("PVA"), 124, 175, image::imageops::FilterType::Nearest);
            pdf(&[(small, Kept::Jpeg)])
        });
        let mut file = FILE.clone();
        let at = at.index(file.len());
        let end = file.len().min(at + bytes.len());
        file[at..end].copy_from_slice(&bytes[..end - at]);
        if let Ok(pile) = Pile::open(file) {
            let _ = pile.read(0, |_| true);
            let _ = pile.gathered(&[0]);
        }
    }
}
