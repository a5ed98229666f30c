//! The catalogues of languages say the same things, and nothing that no page says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use xtask::house::{files, root};

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
    let unsaid: Vec<&String> =
        keys.keys().filter(|key| !said.contains(key.as_str()) && !said.contains(&key.replace('"', "\\\""))).collect();
    assert!(unsaid.is_empty(), "no page says {unsaid:#?}");
}
