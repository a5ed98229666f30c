//! What each page carries in its corner when its document has a code: a square, and the same in letters.

use identifiers::PageMark;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The files of a page, by their name: `mark-3.svg`, `mark-3.txt`.
pub(super) fn file(code: &str, name: &str) -> Option<Vec<u8>> {
    let (page, kind) = name.strip_prefix("mark-")?.split_once('.')?;
    let mark = PageMark::new(code, page.parse().ok()?).ok()?;
    match kind {
        "svg" => square(&mark.to_string()),
        "txt" => Some(mark.shown().into_bytes()),
        _ => None,
    }
}

/// A square without margin: the paper around it is white. It is read with a seventh of it hidden.
fn square(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    Some(code.render::<svg::Color<'_>>().quiet_zone(false).build().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_are_files() {
        assert!(file("7K3MQ9TX2F", "mark-1.svg").is_some_and(|svg| svg.starts_with(b"<?xml")));
        let words = String::from_utf8(file("7K3MQ9TX2F", "mark-12.txt").expect("words")).expect("UTF-8");
        assert!(words.contains("7K3MQ") && words.contains("012"), "{words}");
        for name in ["mark-0.svg", "mark-1000.svg", "mark-1.png", "template.typ", "mark-a.svg", ""] {
            assert_eq!(file("7K3MQ9TX2F", name), None, "{name}");
        }
        assert_eq!(file("../etc", "mark-1.svg"), None);
    }
}
