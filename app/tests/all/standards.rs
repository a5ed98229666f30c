//! Papers of money as the program prints them, checked rule by rule by a validator that did not write them: PDF/UA-1 for those who
//! hear them, PDF/A-2a for those who keep them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use crate::support::{Running, Visitor, databases};

/// Papers that must be met, as their addresses go: an agreement, a report, the report of a landlord, the means of a contract, the
/// statement annexed to a budget.
const PAPERS: [&str; 5] = [
    "/gestion/abattement/*/annees/*/bilan.pdf",
    "/gestion/conventions/*/comptes-rendus/*/pdf",
    "/gestion/conventions/*/versions/*",
    "/gestion/moyens/etats/*/*/etat.pdf",
    "/moyens/*/moyens.pdf",
];

/// Where they are looked for.
const STARTS: [&str; 5] =
    ["/gestion/conventions", "/gestion/comptes-rendus", "/gestion/moyens", "/gestion/abattement", "/moyens"];

/// Pages read of one shape, at most.
const EACH: usize = 2;

/// An address whose identifiers, years and codes do not count: `/gestion/conventions/*/versions/*`.
fn shape(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_code = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = path.split('/').map(|part| if is_code(part) { "*" } else { part }).collect();
    parts.join("/")
}

/// The first address of each paper, found from page to page.
fn papers(visitor: &Visitor) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut queue: VecDeque<String> = STARTS.iter().map(|path| (*path).to_owned()).collect();
    let (mut seen, mut shapes) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    while let Some(path) = queue.pop_front() {
        if found.len() == PAPERS.len() || !seen.insert(path.clone()) {
            continue;
        }
        let page = visitor.get(&path);
        for href in page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let (href, shape) = (href.replace("&amp;", "&"), shape(href));
            if PAPERS.contains(&shape.as_str()) {
                found.entry(shape).or_insert(href);
            } else if STARTS.iter().any(|start| shape.starts_with(start)) {
                let met = shapes.entry(shape).or_default();
                *met += 1;
                if *met <= EACH {
                    queue.push_back(href);
                }
            }
        }
    }
    found
}

/// The interpreter that has the validators, where they are installed.
fn python() -> Option<PathBuf> {
    let usual = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/parvis/validators");
    let python = std::env::var_os("PARVIS_VALIDATORS").map_or_else(usual, PathBuf::from).join("bin/python");
    if !python.exists() {
        let required = std::env::var_os("PARVIS_VALIDATORS_REQUIRED");
        assert!(required.is_none(), "the validators are required but not installed: run tests/validators/install.sh");
        println!("skipped: check_standards.py needs tests/validators/install.sh to have run");
        return None;
    }
    Some(python)
}

#[test]
fn papers_of_money_conform_to_the_standards_of_those_who_hear_and_keep_them() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let server = Running::demo(folder.path(), databases().remove(0).as_deref());
    let visitor = Visitor::new(&server.url);
    visitor.sign_in("Claire Vidal");
    let found = papers(&visitor);
    let shapes: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(shapes, PAPERS, "every paper is met");
    let written = |(rank, path): (usize, &String)| {
        let file = folder.path().join(format!("papier-{rank}.pdf"));
        std::fs::write(&file, visitor.bytes(path)).expect("written");
        file
    };
    let files: Vec<PathBuf> = found.values().enumerate().map(written).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/validators/check_standards.py");
    let told = std::process::Command::new(python).arg(script).args(&files).output().expect("Python starts");
    let said = String::from_utf8_lossy(&told.stdout);
    assert!(told.status.success(), "{found:#?}\n{said}{}", String::from_utf8_lossy(&told.stderr));
    assert!(said.contains(&format!("{} files conform", PAPERS.len())), "{said}");
    assert!(server.stop().success());
}
