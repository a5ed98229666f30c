//! Names of people.

use std::ops::Range;

use super::first_names::{is_known, is_only_a_name};
use super::{Kind, Span};
use crate::text::{each_word, is_stop_word};

/// Titles that a name follows.
const TITLES: [&str; 17] = [
    "dr",
    "docteur",
    "docteure",
    "famille",
    "m",
    "madame",
    "mademoiselle",
    "maitre",
    "melle",
    "mlle",
    "mme",
    "mmes",
    "monsieur",
    "mr",
    "mrs",
    "prof",
    "pr",
];

/// Words after which a name belongs to a place: « rue Pierre Semard », « école Jules Ferry ».
const PLACES: [&str; 50] = [
    "allee",
    "av",
    "avenue",
    "bd",
    "bibliotheque",
    "boulevard",
    "caserne",
    "centre",
    "chemin",
    "cimetiere",
    "cite",
    "clinique",
    "college",
    "cours",
    "creche",
    "ecole",
    "eglise",
    "espace",
    "esplanade",
    "esplanades",
    "fondation",
    "foyer",
    "groupe",
    "gymnase",
    "hopital",
    "hlm",
    "impasse",
    "lycee",
    "maternelle",
    "mediatheque",
    "musee",
    "parc",
    "passage",
    "piscine",
    "place",
    "pont",
    "quai",
    "quartier",
    "residence",
    "rue",
    "saint",
    "sainte",
    "salle",
    "square",
    "st",
    "stade",
    "ste",
    "theatre",
    "tour",
    "universite",
];

/// Words before a name given by its owner: « je m’appelle … », « signé … ».
const CUES: [&[&str]; 9] = [
    &["je", "appelle"],
    &["appelle"],
    &["nomme"],
    &["signe"],
    &["prenomme"],
    &["prenom", "est"],
    &["nom", "est"],
    &["contacter"],
    &["denomme"],
];

/// Words with a capital that are no names, after a title.
const NO_NAMES: [&str; 22] = [
    "bonjour",
    "directeur",
    "directrice",
    "habitants",
    "hlm",
    "inspecteur",
    "le",
    "la",
    "maire",
    "merci",
    "ministre",
    "monsieur",
    "madame",
    "prefet",
    "prefete",
    "president",
    "presidente",
    "propre",
    "qpv",
    "tout",
    "tous",
    "voisin",
];

/// Small words within a family name.
const PARTICLES: [&str; 12] = ["ait", "al", "bel", "ben", "da", "de", "dos", "du", "el", "le", "van", "von"];

struct Word {
    plain: String,
    place: Range<usize>,
    has_capital: bool,
    /// Only blanks, or a point of abbreviation, between the word before and this one.
    follows: bool,
}

fn words_of(text: &str) -> Vec<Word> {
    let mut made: Vec<Word> = Vec::new();
    each_word(text, |word, place| {
        let between = made.last().map_or("", |last| &text[last.place.end..place.start]);
        let is_elided = matches!(between.trim_start(), "N'" | "N’" | "D'" | "D’" | "L'" | "L’" | "M'" | "M’");
        let is_join = is_elided
            || between.chars().all(|sign| matches!(sign, ' ' | '\u{a0}' | '-'))
            || (between.trim() == "." && made.last().is_some_and(|last| last.plain.len() <= 4))
            || between.trim_matches(' ') == ":";
        let follows = !made.is_empty() && is_join;
        let has_capital = text[place.clone()].starts_with(char::is_uppercase);
        made.push(Word { plain: word.to_owned(), place, has_capital, follows });
    });
    made
}

/// Whether a name found begins with its title.
pub fn begins_with_title(name: &str) -> bool {
    words_of(name).first().is_some_and(|word| TITLES.contains(&word.plain.as_str()))
}

pub fn find(text: &str, found: &mut Vec<Span>) {
    let words = words_of(text);
    let is_shouted = text.chars().filter(|sign| sign.is_lowercase()).count() * 3
        < text.chars().filter(|sign| sign.is_uppercase()).count();
    let mut at = 0;
    while at < words.len() {
        let found_here = titled(&words, at, is_shouted)
            .or_else(|| told_by_its_owner(&words, at, is_shouted))
            .or_else(|| first_name(&words, at, is_shouted));
        match found_here {
            Some((first, last)) => {
                found.push(Span { place: words[first].place.start..words[last].place.end, kind: Kind::Name });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// The last word of a name that begins at `first`: words with a capital, particles between them.
fn name_end(words: &[Word], first: usize, most: usize, is_shouted: bool) -> usize {
    let mut last = first;
    let mut at = first + 1;
    let mut taken = 1;
    while taken < most && at < words.len() && words[at].follows {
        let word = &words[at];
        let is_particle = PARTICLES.contains(&word.plain.as_str());
        let is_initial = word.has_capital && word.plain.len() == 1;
        let is_name =
            word.has_capital && (is_initial || !is_stop_word(&word.plain)) && !NO_NAMES.contains(&word.plain.as_str());
        let before_name =
            words.get(at + 1).is_some_and(|next| next.has_capital && next.follows && !is_stop_word(&next.plain));
        if is_name && (!is_shouted || is_known(&words[first].plain)) {
            last = at;
            taken += 1;
        } else if !(is_particle && before_name) {
            break;
        }
        at += 1;
    }
    last
}

/// « Mme Martin », « M. Ben Ali ».
fn titled(words: &[Word], at: usize, is_shouted: bool) -> Option<(usize, usize)> {
    let title = &words[at];
    if !TITLES.contains(&title.plain.as_str()) {
        return None;
    }
    // « m » alone is a title with its capital only.
    if title.plain == "m" && !title.has_capital {
        return None;
    }
    let mut first = at + 1;
    // « Monsieur De Oliveira », « Mme N’Diaye » read without its elision.
    while words
        .get(first)
        .is_some_and(|word| word.follows && word.has_capital && PARTICLES.contains(&word.plain.as_str()))
    {
        first += 1;
    }
    let next = words.get(first)?;
    let is_initial = next.plain.len() == 1 && next.has_capital;
    // A title in small letters says that capitals are not written: « mme garcia du rez-de-chaussée ».
    let is_unwritten = !title.has_capital && ["mme", "mlle", "mr", "melle"].contains(&title.plain.as_str());
    let is_name = next.has_capital || is_only_a_name(&next.plain) || (is_unwritten && next.plain.len() > 2);
    if !next.follows
        || !is_name
        || (is_stop_word(&next.plain) && !is_initial)
        || NO_NAMES.contains(&next.plain.as_str())
    {
        return None;
    }
    Some((at, name_end(words, first, 3, is_shouted)))
}

/// « je m’appelle karim ».
fn told_by_its_owner(words: &[Word], at: usize, is_shouted: bool) -> Option<(usize, usize)> {
    let cue = CUES.iter().find(|cue| {
        let there = at.checked_sub(cue.len()).map(|from| &words[from..at]);
        there.is_some_and(|there| there.iter().zip(**cue).all(|(word, cue)| word.plain == *cue))
    })?;
    let word = &words[at];
    let is_told = cue.len() > 1 || word.has_capital || is_known(&word.plain);
    let is_name = (word.has_capital || is_known(&word.plain) || cue[0] == "je") && !is_stop_word(&word.plain);
    (is_told
        && is_name
        && word.follows
        && word.plain.len() > 1
        && !word.plain.bytes().any(|byte| byte.is_ascii_digit()))
    .then(|| (at, name_end(words, at, 3, is_shouted)))
}

/// « Karim Benali », « karim », « Marie-Claude » ; not « rue Jean Jaurès ».
fn first_name(words: &[Word], at: usize, is_shouted: bool) -> Option<(usize, usize)> {
    let word = &words[at];
    if !is_known(&word.plain) || is_of_a_place(words, at) {
        return None;
    }
    let last = if word.has_capital { name_end(words, at, 3, is_shouted) } else { at };
    let is_full = last > at;
    let is_sure = is_only_a_name(&word.plain) && word.plain.len() > 2;
    let has_case = word.has_capital || word.plain.len() > 3;
    ((is_full && word.has_capital && (is_sure || !is_shouted)) || (is_sure && has_case)).then_some((at, last))
}

/// Whether the words before say that it is a place.
fn is_of_a_place(words: &[Word], at: usize) -> bool {
    let mut from = at;
    for _ in 0..5 {
        let Some(before) = from.checked_sub(1) else { return false };
        if !words[from].follows {
            return false;
        }
        let word = &words[before];
        if PLACES.contains(&word.plain.as_str()) {
            return true;
        }
        let is_link = is_stop_word(&word.plain)
            || word.has_capital
            || ["social", "sociale", "sportif", "primaire", "elementaire", "culturel", "saint", "st", "ste", "sainte"]
                .contains(&word.plain.as_str());
        if !is_link {
            return false;
        }
        from = before;
    }
    false
}
