//! Addresses as people type them, and the key under which they meet the rows of the national
//! address base.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::index::{Location, Quality};

/// A typed address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// House number; the first one of `8/10`, `8-10`, `8 et 10`, `8 à 10`.
    pub number: Option<u32>,
    /// `bis`, `ter`, `a`…, in lower case.
    pub suffix: Option<String>,
    /// Name of the street, as typed.
    pub street: String,
    /// Postal code.
    pub postcode: Option<String>,
    /// Name of the commune, as typed, without `CEDEX`.
    pub city: Option<String>,
    /// Cadastral reference that came with the address.
    pub parcel: Option<Parcel>,
}

/// A cadastral reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Three digits, `000` when there is none.
    pub prefix: String,
    /// One or two characters, in capitals.
    pub section: String,
    /// Four digits.
    pub number: String,
}

impl Address {
    /// The key to compare with [`crate::ban::Row::key`]: number, suffix and street.
    pub fn key(&self) -> String {
        address_key(self.number, self.suffix.as_deref(), &self.street)
    }
}

/// Key of a number, a suffix and a street: `8bis rue verdun`.
pub fn address_key(number: Option<u32>, suffix: Option<&str>, street: &str) -> String {
    let street = street_key(street);
    match number {
        Some(number) => format!("{number}{} {street}", suffix.map(fold).unwrap_or_default()),
        None => street,
    }
}

/// Lower case without accents, ligatures undone, signs turned into spaces.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfd().filter(|character| !is_combining_mark(*character)) {
        match character {
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            other if other.is_alphanumeric() => folded.extend(other.to_lowercase()),
            _ => folded.push(' '),
        }
    }
    folded
}

/// Abbreviations of kinds of street, read at the beginning only.
const KINDS: [(&str, &str); 36] = [
    ("av", "avenue"),
    ("ave", "avenue"),
    ("bd", "boulevard"),
    ("bld", "boulevard"),
    ("blvd", "boulevard"),
    ("boul", "boulevard"),
    ("r", "rue"),
    ("pl", "place"),
    ("all", "allee"),
    ("allees", "allee"),
    ("ch", "chemin"),
    ("che", "chemin"),
    ("chem", "chemin"),
    ("imp", "impasse"),
    ("rte", "route"),
    ("sq", "square"),
    ("crs", "cours"),
    ("fg", "faubourg"),
    ("fbg", "faubourg"),
    ("qu", "quai"),
    ("res", "residence"),
    ("lot", "lotissement"),
    ("lots", "lotissement"),
    ("ham", "hameau"),
    ("pas", "passage"),
    ("pass", "passage"),
    ("rpt", "rond point"),
    ("rdpt", "rond point"),
    ("esp", "esplanade"),
    ("prom", "promenade"),
    ("sen", "sentier"),
    ("trav", "traverse"),
    ("mte", "montee"),
    ("cite", "cite"),
    ("bat", "batiment"),
    ("imm", "immeuble"),
];

/// Abbreviations of titles, read anywhere.
const TITLES: [(&str, &str); 20] = [
    ("st", "saint"),
    ("ste", "sainte"),
    ("sts", "saints"),
    ("stes", "saintes"),
    ("gal", "general"),
    ("gen", "general"),
    ("mal", "marechal"),
    ("mar", "marechal"),
    ("cdt", "commandant"),
    ("col", "colonel"),
    ("cap", "capitaine"),
    ("cne", "capitaine"),
    ("lt", "lieutenant"),
    ("dr", "docteur"),
    ("pr", "professeur"),
    ("prof", "professeur"),
    ("pdt", "president"),
    ("pres", "president"),
    ("fr", "frere"),
    ("nd", "notre dame"),
];

/// Words people add or forget.
const ARTICLES: [&str; 10] = ["de", "du", "des", "d", "la", "le", "les", "l", "a", "aux"];

/// Key of a name of street: no accents, no capitals, abbreviations undone, articles left out.
pub fn street_key(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut kept: Vec<&str> = Vec::new();
    for (rank, word) in words.iter().enumerate() {
        let table: &[(&str, &str)] = if rank == 0 { &KINDS } else { &TITLES };
        let expanded = table.iter().find(|(short, _)| short == word).map_or(*word, |(_, long)| *long);
        if !ARTICLES.contains(&expanded) {
            kept.push(expanded);
        }
    }
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

/// Takes apart what somebody typed. Never fails: what is not understood stays in the street.
pub fn parse(text: &str) -> Address {
    // Nobody types more; a longer text is not an address.
    let text: String = text.chars().take(500).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let (text, parcel) = split_parcel(&text);
    let mut address = Address { parcel, ..Address::default() };
    let street = split_city(&text, &mut address);
    let rest = take_number(street, &mut address);
    address.street = rest.trim_matches(|character: char| character == ',' || character.is_whitespace()).to_owned();
    address
}

/// Sets aside ` - Parcelle : 000/AB/0119`.
fn split_parcel(text: &str) -> (String, Option<Parcel>) {
    let lower = text.to_lowercase();
    // Positions in the lower-case copy hold in the text only when no letter changed its length.
    let Some(start) = lower.find("parcelle").filter(|_| lower.len() == text.len()) else {
        return (text.to_owned(), None);
    };
    let (Some(before), Some(after)) = (text.get(..start), text.get(start + "parcelle".len()..)) else {
        return (text.to_owned(), None);
    };
    let after = after.trim_start_matches(['s', 'S', ' ', ':', 'n', '°']);
    let (reference, rest) = after.split_once(' ').unwrap_or((after, ""));
    let Some(parcel) = parse_parcel(reference.trim_end_matches([',', ';', '.'])) else {
        return (text.to_owned(), None);
    };
    let before = before.trim_end_matches([' ', '-', ',', '(', '–']);
    (format!("{before} {rest}").trim().to_owned(), Some(parcel))
}

fn parse_parcel(reference: &str) -> Option<Parcel> {
    let parts: Vec<&str> = reference.split('/').map(str::trim).collect();
    let (prefix, section, number) = match parts.as_slice() {
        [prefix, section, number] => (*prefix, *section, *number),
        [section, number] => ("000", *section, *number),
        _ => return None,
    };
    let is_digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_section = (1..=2).contains(&section.len()) && section.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_digits(prefix, 3) && is_digits(number, 4) && is_section).then(|| Parcel {
        prefix: format!("{prefix:0>3}"),
        section: section.to_ascii_uppercase(),
        number: format!("{number:0>4}"),
    })
}

/// Sets aside the postal code and the commune; gives back what comes before.
fn split_city<'a>(text: &'a str, address: &mut Address) -> &'a str {
    let clean_city = |city: &str| -> Option<String> {
        let words: Vec<&str> = city.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let end = words.iter().position(|word| word.eq_ignore_ascii_case("cedex")).unwrap_or(words.len());
        let mut kept = words.get(..end).unwrap_or_default();
        if let [before @ .., last] = kept
            && last.eq_ignore_ascii_case("france")
            && !before.is_empty()
        {
            kept = before;
        }
        (!kept.is_empty()).then(|| kept.join(" "))
    };
    let mut offset = 0;
    let mut found = None;
    for word in text.split(' ') {
        let bare = word.trim_matches(',');
        if bare.len() == 5 && bare.bytes().all(|byte| byte.is_ascii_digit()) && offset > 0 {
            found = Some((offset, offset + word.len(), bare));
        }
        offset += word.len() + 1;
    }
    if let Some((start, end, postcode)) = found {
        address.postcode = Some(postcode.to_owned());
        address.city = text.get(end..).and_then(clean_city);
        return text.get(..start).unwrap_or_default();
    }
    match text.rsplit_once(',') {
        // `8 bis, rue X` has a comma too: what precedes a commune names a street.
        Some((before, after)) if names_a_street(before) && !after.trim().is_empty() => {
            address.city = clean_city(after);
            before
        }
        _ => text,
    }
}

fn names_a_street(text: &str) -> bool {
    let text = text.trim();
    let name = number_and_suffix(text).map_or(text, |(_, _, rest)| rest);
    name.chars().any(char::is_alphabetic)
}

/// Suffixes of house numbers; single letters stop at `h`, for `r` and `l` begin other words.
static SUFFIXES: LazyLock<Vec<&str>> =
    LazyLock::new(|| vec!["quinquies", "quater", "bis", "ter", "a", "b", "c", "d", "e", "f", "g", "h"]);

/// Reads the number and its suffix, skips the other numbers of a range; gives back the street.
fn take_number<'a>(street: &'a str, address: &mut Address) -> &'a str {
    let mut rest = street.trim_start();
    for prefix in ["n°", "N°", "no ", "No ", "NO "] {
        if let Some(after) = rest.strip_prefix(prefix)
            && after.trim_start().starts_with(|character: char| character.is_ascii_digit())
        {
            rest = after.trim_start();
        }
    }
    let Some((number, suffix, after)) = number_and_suffix(rest) else { return rest };
    rest = after;
    while let Some(after) = after_range_sign(rest) {
        rest = after;
    }
    if !rest.chars().any(char::is_alphabetic) {
        // A number alone is no address.
        return street;
    }
    address.number = Some(number);
    address.suffix = suffix;
    rest
}

fn number_and_suffix(text: &str) -> Option<(u32, Option<String>, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    if !(1..=5).contains(&digits.len()) {
        return None;
    }
    let number = digits.parse().ok()?;
    let is_attached = !rest.starts_with(' ');
    let trimmed = rest.trim_start();
    for suffix in SUFFIXES.iter() {
        let Some(head) = trimmed.get(..suffix.len()) else { continue };
        let after = trimmed.get(suffix.len()..).unwrap_or_default();
        let is_word_end = after.is_empty() || after.starts_with([' ', ',', '/', '-']);
        if !head.eq_ignore_ascii_case(suffix) || !is_word_end {
            continue;
        }
        // `2e avenue` is an ordinal, not the house 2 E.
        if is_attached && head == "e" {
            continue;
        }
        // `8 a 10` is a range, not the house 8 A.
        let is_range = !is_attached
            && head.eq_ignore_ascii_case("a")
            && after.trim_start().starts_with(|character: char| character.is_ascii_digit());
        if !is_range {
            return Some((number, Some((*suffix).to_owned()), after));
        }
    }
    // A name may begin with digits: `8mai`, `2e avenue`.
    if is_attached && rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some((number, None, rest))
}

/// What follows `/10`, `-10 bis`, `et 10`, `à 10`; `None` when no number follows a sign of range.
fn after_range_sign(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let after = ["/", "-", "–", ",", "et ", "à ", "a ", "&"].iter().find_map(|sign| text.strip_prefix(sign))?;
    number_and_suffix(after.trim_start()).map(|(_, _, rest)| rest)
}

/// How finely an address was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchLevel {
    /// The house number is known.
    HouseNumber,
    /// The street is known, not the number.
    Street,
    /// Only the commune is known.
    Municipality,
}

impl MatchLevel {
    /// Level named by the `type` of the national geocoding service.
    pub fn from_type(kind: &str) -> Option<MatchLevel> {
        match kind {
            "housenumber" => Some(MatchLevel::HouseNumber),
            "street" | "locality" => Some(MatchLevel::Street),
            "municipality" => Some(MatchLevel::Municipality),
            _ => None,
        }
    }
}

/// Score of a geocoder under which its answer says nothing.
pub const LOWEST_SCORE: f64 = 0.5;

/// Quality of the neighbourhood found for an address.
///
/// House number and point further than the tolerance from any border: `sûr`. Street only, or near a
/// border: `probable`. Commune only, or a score under [`LOWEST_SCORE`]: `indéterminé`.
pub fn quality_of_match(level: MatchLevel, score: Option<f64>, location: &Location) -> Quality {
    if level == MatchLevel::Municipality || score.is_some_and(|score| score.is_nan() || score < LOWEST_SCORE) {
        return Quality::Undetermined;
    }
    match level {
        MatchLevel::Street => location.quality.max(Quality::Probable),
        _ => location.quality,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_keep_the_first_number_and_its_suffix() {
        for (text, number, suffix, street) in [
            ("8/10 rue de Verdun", 8, None, "rue de Verdun"),
            ("8-10 rue de Verdun", 8, None, "rue de Verdun"),
            ("8 et 10 rue de Verdun", 8, None, "rue de Verdun"),
            ("8 à 10 rue de Verdun", 8, None, "rue de Verdun"),
            ("8 a 10 rue de Verdun", 8, None, "rue de Verdun"),
            ("8 bis/10 rue de Verdun", 8, Some("bis"), "rue de Verdun"),
            ("8bis, rue de Verdun", 8, Some("bis"), "rue de Verdun"),
            ("8, 10, 12 rue de Verdun", 8, None, "rue de Verdun"),
            ("8 TER - 10 quater rue Jean-Jaurès", 8, Some("ter"), "rue Jean-Jaurès"),
            ("8B rue Jean-Jaurès", 8, Some("b"), "rue Jean-Jaurès"),
            ("n° 8 rue Jean-Jaurès", 8, None, "rue Jean-Jaurès"),
            ("12 d'Artagnan", 12, None, "d'Artagnan"),
            ("5 r Voltaire", 5, None, "r Voltaire"),
        ] {
            let address = parse(text);
            assert_eq!(address.number, Some(number), "{text}");
            assert_eq!(address.suffix.as_deref(), suffix, "{text}");
            assert_eq!(address.street, street, "{text}");
        }
    }

    #[test]
    fn city_postcode_and_parcel_are_set_aside() {
        let address = parse("8 bis avenue du Général-Leclerc 11000 CARCASSONNE CEDEX 9 - Parcelle : 0/ab/119");
        assert_eq!(address.postcode.as_deref(), Some("11000"));
        assert_eq!(address.street, "avenue du Général-Leclerc");
        assert_eq!(address.city.as_deref(), Some("CARCASSONNE"));
        let parcel = address.parcel.expect("parcel");
        assert_eq!((parcel.prefix.as_str(), parcel.section.as_str(), parcel.number.as_str()), ("000", "AB", "0119"));
        let address = parse("8, rue Basse, Carcassonne");
        assert_eq!((address.number, address.city.as_deref()), (Some(8), Some("Carcassonne")));
        assert_eq!(parse("8, rue Basse").city, None);
        assert_eq!(parse("place du 8 mai 1945").number, None);
    }

    #[test]
    fn odd_texts_are_kept_as_streets() {
        for text in
            ["", "   ", "12", "é", "parcelle", "İ parcelle : 1/2/3/4", "8/", "99999999999 rue", "11000", "2e avenue"]
        {
            let address = parse(text);
            assert_eq!(address.number, None, "{text}");
        }
        assert!(parse(&"é".repeat(10_000)).street.len() <= 1000);
    }

    #[test]
    fn keys_meet_whatever_the_spelling() {
        let key = parse("8 bis av. du Gal. de Gaulle").key();
        assert_eq!(key, address_key(Some(8), Some("bis"), "Avenue du Général de Gaulle"));
        assert_eq!(street_key("Bd St-Exupéry"), street_key("boulevard Saint Exupery"));
        assert_eq!(street_key("rue de l’Œuvre"), street_key("R. OEUVRE"));
        assert_ne!(street_key("rue de la Paix"), street_key("avenue de la Paix"));
        assert_eq!(street_key("La"), "la");
    }

    #[test]
    fn quality_follows_the_rule() {
        let sure = Location { area: Some(0), quality: Quality::Sure };
        let near = Location { area: Some(0), quality: Quality::Probable };
        assert_eq!(quality_of_match(MatchLevel::HouseNumber, None, &sure), Quality::Sure);
        assert_eq!(quality_of_match(MatchLevel::HouseNumber, Some(0.9), &near), Quality::Probable);
        assert_eq!(quality_of_match(MatchLevel::Street, Some(0.9), &sure), Quality::Probable);
        assert_eq!(quality_of_match(MatchLevel::HouseNumber, Some(0.4), &sure), Quality::Undetermined);
        assert_eq!(quality_of_match(MatchLevel::Municipality, None, &sure), Quality::Undetermined);
        assert_eq!(MatchLevel::from_type("housenumber"), Some(MatchLevel::HouseNumber));
        assert_eq!(MatchLevel::from_type("poi"), None);
    }
}
