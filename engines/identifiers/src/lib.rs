//! Numbers that name organisations, bank accounts, telephones, places and printed pages: read however they are typed, refused with a
//! French sentence that says what is wrong. Pure: nothing is looked up anywhere.
//!
//! Sentences have no final full stop, as every sentence tied to a field.

mod bank;
mod codes;
mod page_mark;
mod phone;
mod places;
mod registers;

pub use bank::{mask_iban, masked, read_bic, read_iban, rib_key, shown_iban};
pub use codes::{hand_code, read_hand_code};
pub use page_mark::PageMark;
pub use phone::{read_phone, shown_phone};
pub use places::{department, read_commune, read_postal_code, whole_commune};
pub use registers::{read_rna, read_siren, read_siret, shown_siret};

/// What was typed without what people put between groups: spaces of every width, full stops, hyphens; in capitals. The `.0` that
/// spreadsheets add after a number goes too.
fn squeezed(typed: &str) -> String {
    let kept: String = typed.chars().filter(|c| !is_blank(*c)).collect();
    let bare = match kept.strip_suffix(".0").or_else(|| kept.strip_suffix(",0")) {
        Some(number) if number.len() > 4 && number.bytes().all(|b| b.is_ascii_digit()) => number,
        _ => kept.as_str(),
    };
    bare.chars()
        .filter(|c| !matches!(c, '.' | '-' | '\u{2010}'..='\u{2015}' | '_'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// A space, or a sign that has no width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Digits only, so many of them; `name` with its article: « Le numéro SIRET ».
fn digits(typed: &str, name: &str, length: usize) -> Result<String, String> {
    let text = squeezed(typed);
    if text.is_empty() {
        return Err(format!("{name} est vide"));
    }
    let is_shortened = text.contains("E+") && text.bytes().all(|b| b.is_ascii_digit() || b"E+,".contains(&b));
    if is_shortened {
        return Err(format!("{name} a été abrégé par un tableur : recopiez les {length} chiffres"));
    }
    if let Some(other) = text.chars().find(|c| !c.is_ascii_digit()) {
        return Err(format!("{name} ne contient que des chiffres : « {other} » n’en est pas un"));
    }
    match text.len() {
        found if found == length => Ok(text),
        found if found + 1 == length => Err(format!(
            "{name} doit compter {length} chiffres : il en compte {found} ; un tableur a peut-être effacé un zéro au début"
        )),
        found => Err(format!("{name} doit compter {length} chiffres : il en compte {found}")),
    }
}

/// In groups, from the left, separated by no-break spaces.
fn grouped(text: &str, sizes: &[usize]) -> String {
    let (mut groups, mut rest) = (Vec::new(), text);
    for size in sizes {
        let Some((group, after)) = rest.split_at_checked(*size) else { break };
        groups.push(group);
        rest = after;
    }
    if !rest.is_empty() {
        groups.push(rest);
    }
    groups.join("\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_groups_does_not_count() {
        assert_eq!(squeezed(" fr76\u{a0}3000-6000\u{202f}.1 "), "FR76300060001");
        assert_eq!(squeezed("73282932000074.0"), "73282932000074");
        assert_eq!(squeezed("10.0"), "100", "short numbers have no decimals to lose");
        assert_eq!(grouped("12345", &[2, 2]), "12\u{a0}34\u{a0}5");
    }

    #[test]
    fn a_number_shortened_by_a_spreadsheet_is_told() {
        for typed in ["7,32829E+13", "7.32829e+13"] {
            let told = digits(typed, "Le numéro", 14).expect_err("shortened");
            assert!(told.contains("tableur"), "{told}");
        }
    }
}
