//! What a dossier holds: every other file with its hash, under the hash of the list itself. A file taken away, changed or
//! added is found and named; the hash of the list, published at each step, says how far the dossier had come.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::dossier::{Files, hash, sealed};

/// The file that lists the others.
pub const CONTENTS: &str = "contents.json";

/// Lists the files of a dossier anew, and answers the fingerprint of the list; to be done after each step that writes one.
pub fn bind(files: &mut Files) -> String {
    let hashes = files.iter().map(|(name, bytes)| (name.clone(), hash(bytes))).collect();
    list(files, &hashes)
}

fn list(files: &mut Files, hashes: &BTreeMap<String, String>) -> String {
    let (list, told) = listed(hashes);
    files.insert(CONTENTS.to_owned(), list);
    told
}

/// The list of files whose hashes are known, and its own fingerprint.
pub(crate) fn listed(hashes: &BTreeMap<String, String>) -> (Vec<u8>, String) {
    let listed: BTreeMap<&String, &String> = hashes.iter().filter(|(name, _)| *name != CONTENTS).collect();
    let list = sealed(&json!({ "format": "parvis-draw-1", "files": listed, "sha256": "0".repeat(64) }));
    let told = serde_json::from_slice::<Value>(&list).ok().and_then(|list| list["sha256"].as_str().map(str::to_owned));
    (list, told.unwrap_or_default())
}
