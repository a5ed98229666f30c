//! The catalogues of languages say the same things, and nothing that no page says.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use xtask::house::{files, root};

/// Bytes by which a sentence is first known.
const START: usize = 12;

const LANGUAGES: [&str; 3] = ["fr-facile", "en", "ar"];

/// Key and text of every line of a catalogue; a sentence stands there once.
fn catalogue(root: &Path, language: &str) -> BTreeMap<String, String> {
    let path = root.join(format!("foundation/interface/locales/{language}.toml"));
    let text = std::fs::read_to_string(&path).expect("a catalogue");
    let sections: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{language}.toml: {error}"));
    let count: usize = sections.values().map(BTreeMap::len).sum();
    let all: BTreeMap<String, String> = sections.into_values().flatten().collect();
    assert_eq!(all.len(), count, "{language}.toml says a sentence twice");
    all
}

/// What stands between braces: values the page puts in.
fn values(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn languages_know_the_same_sentences_with_the_same_values() {
    let french = catalogue(&root(), LANGUAGES[0]);
    for language in LANGUAGES {
        let other = catalogue(&root(), language);
        let lacking: Vec<&String> = french.keys().filter(|key| !other.contains_key(*key)).collect();
        let alone: Vec<&String> = other.keys().filter(|key| !french.contains_key(*key)).collect();
        assert!(lacking.is_empty() && alone.is_empty(), "{language}.toml lacks {lacking:?} and alone has {alone:?}");
        for (key, text) in &other {
            assert!(!text.trim().is_empty(), "{language}.toml: « {key} » says nothing");
            assert_eq!(values(key), values(text), "{language}.toml: « {key} »");
        }
    }
}

#[test]
fn every_sentence_of_the_catalogues_is_said_somewhere() {
    let root = root();
    let mut said = String::new();
    for path in files(&root, "rs").into_iter().chain(files(&root, "html")) {
        let text = std::fs::read_to_string(&path).expect("a source file");
        // A sentence in Rust may be cut by a backslash at the end of a line.
        let mut pieces = text.split("\\\n");
        said.push_str(pieces.next().unwrap_or_default());
        pieces.for_each(|piece| said.push_str(piece.trim_start()));
        said.push('\n');
    }
    let keys = catalogue(&root, LANGUAGES[0]);
    assert!(keys.len() > 300, "the catalogue was read");
    // Sentences are looked for by their first bytes, all at once: there are thousands of each.
    let written: Vec<(String, &String)> =
        keys.keys().flat_map(|key| [(key.clone(), key), (key.replace('"', "\\\""), key)]).collect();
    let mut by_start: HashMap<&[u8], Vec<&(String, &String)>> = HashMap::new();
    for one in &written {
        by_start.entry(&one.0.as_bytes()[..START.min(one.0.len())]).or_default().push(one);
    }
    let (bytes, mut found) = (said.as_bytes(), BTreeSet::new());
    let lengths: BTreeSet<usize> = by_start.keys().map(|start| start.len()).collect();
    // Few pairs of bytes begin a sentence: the others are passed over without looking further.
    let pair = |two: &[u8]| usize::from(two[0]) << 8 | usize::from(two[1]);
    let mut may_begin = vec![false; 1 << 16];
    by_start.keys().filter(|start| start.len() > 1).for_each(|start| may_begin[pair(start)] = true);
    for (at, two) in bytes.windows(2).enumerate() {
        if !may_begin[pair(two)] {
            continue;
        }
        for length in &lengths {
            let Some(those) = bytes.get(at..at + length).and_then(|start| by_start.get(start)) else { continue };
            found.extend(
                those.iter().filter(|(words, _)| bytes[at..].starts_with(words.as_bytes())).map(|(_, key)| *key),
            );
        }
    }
    let unsaid: Vec<&String> = keys.keys().filter(|key| !found.contains(key)).collect();
    assert!(unsaid.is_empty(), "no page says {unsaid:#?}");
}
