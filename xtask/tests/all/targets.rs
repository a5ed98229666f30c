//! Tests that nobody would run are refused.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use xtask::house::{files, root};

/// Files a test program compiles besides its own: `#[path = "…"]`, seen from the file that says so.
fn compiled_elsewhere(tests: &Path) -> HashSet<PathBuf> {
    let mut found = HashSet::new();
    for path in files(tests, ".rs") {
        let text = std::fs::read_to_string(&path).expect("source");
        for line in text.lines() {
            let Some(told) = line.trim().strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]")) else {
                continue;
            };
            let file = path.parent().expect("a folder").join(told);
            found.insert(file.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        }
    }
    found
}

/// A slice built once, without its own tests, has them compiled by the programs of `tests`: its rules whole, and files by name.
#[test]
fn every_test_of_a_source_file_is_compiled_by_a_program_of_tests() {
    let root = root();
    let mut looked = 0;
    for manifest in files(&root, "Cargo.toml") {
        let told = std::fs::read_to_string(&manifest).expect("manifest");
        let library = told.split_once("[lib]").map_or("", |(_, rest)| rest.split("\n[").next().unwrap_or_default());
        if !library.lines().any(|line| line.trim() == "test = false") {
            continue;
        }
        looked += 1;
        let folder = manifest.parent().expect("a folder");
        let compiled = compiled_elsewhere(&folder.join("tests"));
        let rules = folder.join("src/rules");
        let are_rules_compiled = rules.join("mod.rs").canonicalize().is_ok_and(|path| compiled.contains(&path));
        for path in files(&folder.join("src"), ".rs") {
            let text = std::fs::read_to_string(&path).expect("source");
            let is_compiled = (are_rules_compiled && path.starts_with(&rules))
                || path.canonicalize().is_ok_and(|path| compiled.contains(&path));
            assert!(!text.contains("#[cfg(test)]") || is_compiled, "{}: nobody runs its tests", path.display());
        }
    }
    assert!(looked > 0, "no slice is built without its tests any more: this check has no object");
}
