//! Where somebody lives.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Span, first_names};
use crate::text::folded;

/// Streets whose name may also be a common word: « 3 cours de français », « 1 place de parking ». Their own name must
/// then have a capital.
const COMMON: [&str; 11] =
    ["place", "cours", "passage", "voie", "square", "cite", "residence", "route", "chemin", "promenade", "montee"];

const STREET: &str = r"rue|avenue|av\.?|ave|boulevard|bd\.?|bld|blvd|boul\.|place|pl\.|chemin|ch\.|impasse|imp\.?|all[ée]es?|quai|cours|square|route|rte|passage|r[ée]sidence|lotissement|hameau|esplanade|mont[ée]e|faubourg|fbg|voie|traverse|promenade|cit[ée]";

struct Shapes {
    numbered: Regex,
    lived_in: Regex,
    dwelling: Regex,
    town: Regex,
}

static SHAPES: LazyLock<Option<Shapes>> = LazyLock::new(|| {
    Some(Shapes {
        numbered: Regex::new(&format!(r"(?i)\b\d{{1,4}}(?:\s?(?:bis|ter|quater|[a-d]))?\s?,?\s+({STREET})\s+")).ok()?,
        lived_in: Regex::new(&format!(
            r"(?i)(?:\b(?:habit\p{{L}}*|log[eé]\p{{L}}*|r[ée]sid\p{{L}}*|demeur\p{{L}}*|domicili\p{{L}}*|vi[st]|chez moi|adresse)[^.!?;]{{0,25}}?\s)({STREET})\s+"
        ))
        .ok()?,
        dwelling: Regex::new(
            r"(?i)\b(?:appartement|appart|appt?|apt|b[âa]timent|b[âa]t|porte|logement|escalier|esc|entr[ée]e)\.?\s*(?:n°|no|num[ée]ro)?\s*(?-i:[A-Z]?\d{1,4}[A-Za-z]?\b|[A-Z]\b)",
        )
        .ok()?,
        town: Regex::new(r"^,?\s*(?:à\s+)?\d{5}\s+\p{Lu}[\p{L}'’-]+(?:[\s-]\p{Lu}[\p{L}'’-]+)*").ok()?,
    })
});

pub fn find(text: &str, found: &mut Vec<Span>) {
    let Some(shapes) = SHAPES.as_ref() else { return };
    for captures in shapes.numbered.captures_iter(text) {
        if let (Some(all), Some(street)) = (captures.get(0), captures.get(1))
            && let Some(end) = name_end(text, all.end(), street.as_str())
        {
            let end = end + shapes.town.find(&text[end..]).map_or(0, |town| town.end());
            found.push(Span { place: all.start()..end, kind: Kind::Address });
        }
    }
    for captures in shapes.lived_in.captures_iter(text) {
        if let (Some(all), Some(street)) = (captures.get(0), captures.get(1))
            && let Some(end) = name_end(text, all.end(), street.as_str())
        {
            found.push(Span { place: street.start()..end, kind: Kind::Address });
        }
    }
    for matched in shapes.dwelling.find_iter(text) {
        found.push(Span { place: matched.range(), kind: Kind::Dwelling });
    }
}

/// Where the name of a street ends. None when what follows is no name.
fn name_end(text: &str, from: usize, street: &str) -> Option<usize> {
    let needs_capital = COMMON.contains(&folded(street).as_str());
    let mut end = None;
    let mut at = from;
    let mut is_first = true;
    for _ in 0..8 {
        let rest = &text[at..];
        let length = rest.find(|sign: char| !(sign.is_alphanumeric() || "'’-".contains(sign))).unwrap_or(rest.len());
        let word = &rest[..length];
        if word.is_empty() {
            break;
        }
        let plain = folded(word);
        let is_link = ["de", "du", "des", "la", "le", "les", "et", "aux", "au", "a", "en", "sur", "sous", "l", "d"]
            .contains(&plain.as_str());
        let own = word.rsplit(['\'', '’']).next().unwrap_or(word);
        let has_capital = own.starts_with(char::is_uppercase) || own.starts_with(|sign: char| sign.is_ascii_digit());
        if is_link {
            // A link leads somewhere only with a capital after it, once the name has begun.
        } else if has_capital || (is_first && !needs_capital) {
            end = Some(at + length);
            is_first = is_first && first_names::is_known(&plain);
        } else {
            break;
        }
        let after = at + length;
        let gap = text[after..].len() - text[after..].trim_start_matches(' ').len();
        if gap == 0 {
            break;
        }
        at = after + gap;
    }
    end
}
