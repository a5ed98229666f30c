//! What is written with digits and signs: telephones, accounts, plates, dates.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Span, stands_alone};

/// One shape, and what must hold besides.
struct Shape {
    kind: Kind,
    regex: Regex,
    /// Which group is masked.
    group: usize,
    holds: fn(&str) -> bool,
}

/// Sort, pattern, group masked, condition.
type Written = (Kind, &'static str, usize, fn(&str) -> bool);

const ALWAYS: fn(&str) -> bool = |_| true;

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shapes: [Written; 13] = [
        (
            Kind::Email,
            r"[\p{L}\d._%+-]+ ?(?:@|\(at\)|\[at\]| arobase ) ?[\p{L}\d-]+(?:(?:\.| point )[\p{L}\d-]+)*(?:\.| point )\p{L}{2,}",
            0,
            ALWAYS,
        ),
        (Kind::Account, r"(?i)(?:https?://|www\.)[^\s<>»]+[^\s<>».,;:!?)]", 0, ALWAYS),
        (Kind::Account, r"(?i)\b(?:facebook|instagram|twitter|snapchat|tiktok|linkedin)\.com/[\w./-]+", 0, ALWAYS),
        (Kind::Account, r"@[\p{L}\d_][\p{L}\d_.]{2,}", 0, ALWAYS),
        (
            Kind::Account,
            r"(?i)\b(?:snap|insta|instagram|snapchat|tiktok|facebook|pseudo)\s*(?::|c['’]est|est)\s*([\p{L}\d_.]{3,})",
            1,
            ALWAYS,
        ),
        (
            Kind::SocialSecurity,
            r"[12][ .]?\d{2}[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d{2}|2[ABab])[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{2})?",
            0,
            ALWAYS,
        ),
        (Kind::Bank, r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?: ?[A-Z0-9]{1,3})?", 0, is_account),
        (Kind::Bank, r"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}", 0, is_card),
        (Kind::Phone, r"(?:(?:\+|00) ?\d{2,3}[ .]?(?:\(0\))?[ .]?|0)[1-9](?:[ .\-/_]{0,2}\d){8}", 0, ALWAYS),
        (Kind::Phone, r"\+ ?\d{2,3}(?:[ .\-]?\d){8,10}", 0, ALWAYS),
        (
            Kind::Plate,
            r"[A-HJ-NP-TV-Z]{2}[- ]?\d{3}[- ]?[A-HJ-NP-TV-Z]{2}|[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}",
            0,
            ALWAYS,
        ),
        (Kind::Plate, r"\d{3,4} ?[A-Z]{2,3} ?(?:\d{2}|2[AB]|97\d)", 0, ALWAYS),
        (
            Kind::Birth,
            r"(?i)\b(?:n[ée]e?s?|naissance)\s*(?:le|en|:)?\s*:?\s*(\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}|\d{1,2}(?:er)?\s+(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)\s+\d{2,4})",
            1,
            ALWAYS,
        ),
    ];
    let made = shapes.into_iter().filter_map(|(kind, pattern, group, holds)| {
        Some(Shape { kind, regex: Regex::new(pattern).ok()?, group, holds })
    });
    made.collect()
});

pub fn find(text: &str, found: &mut Vec<Span>) {
    let has_sign = text.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'@' | b'/' | b':' | b'('));
    let may_spell = text.contains("arobase") || text.contains("www.") || text.contains("est");
    if !has_sign && !may_spell {
        return;
    }
    for shape in SHAPES.iter() {
        for captures in shape.regex.captures_iter(text) {
            let Some(matched) = captures.get(shape.group) else { continue };
            let place = matched.range();
            if stands_alone(text, &place) && (shape.holds)(matched.as_str()) {
                found.push(Span { place, kind: shape.kind });
            }
        }
    }
}

/// An IBAN: rest 1 modulo 97 (ISO 13616). A French one is taken even when it was mistyped.
fn is_account(text: &str) -> bool {
    let signs: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if signs.len() < 15 {
        return false;
    }
    let turned = signs[4..].iter().chain(&signs[..4]);
    let rest = turned.fold(0u32, |rest, sign| {
        let value = u32::from(if sign.is_ascii_digit() { sign - b'0' } else { sign.to_ascii_uppercase() - b'A' + 10 });
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    rest == 1 || (signs.starts_with(b"FR") && signs.len() == 27)
}

/// Luhn's sum.
fn is_card(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { if digit > 4 { digit * 2 - 9 } else { digit * 2 } } else { digit })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_understood() {
        assert_eq!(SHAPES.len(), 13);
    }

    #[test]
    fn accounts_and_cards_are_checked() {
        assert!(is_account("FR76 3000 6000 0112 3456 7890 189") && !is_account("QP011003 A12 B34 C56 D78"));
        assert!(is_card("4970 1012 3456 7890") == is_card("4970101234567890"));
        assert!(is_card("4539 1488 0343 6467") && !is_card("4539 1488 0343 6468"));
    }
}
