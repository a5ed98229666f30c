//! The house keeps the rules written on its map.

use std::path::Path;

use xtask::house::{arrows, files, root, without_tests};

/// Crates that no engine may need: they would make it impure.
const IMPURE: &[&str] = &["tokio", "sqlx", "axum", "hyper", "askama", "lettre", "tracing", "rand"];

/// What may stand on what, outermost first: a crate may only need crates of folders listed after its own, or
/// of its own where said.
fn may_need(from: &str, to: &str) -> bool {
    let room = |folder: &str| folder.split('/').next().unwrap_or_default().to_owned();
    let below: &[&str] = match room(from).as_str() {
        "app" => return true,
        "demo" | "capabilities" => &["capabilities", "foundation", "engines"],
        "foundation" => &["foundation", "engines"],
        "engines" => &["engines"],
        _ => &[],
    };
    below.contains(&room(to).as_str())
}

#[test]
fn arrows_go_one_way() {
    for (from, needs) in arrows(&root()).expect("cargo metadata") {
        for to in needs {
            assert!(may_need(&from, &to), "{from} may not stand on {to}");
        }
    }
}

/// The slices each slice may stand on; `site` and whoever stands above may stand on all of them.
const SLICES: [(&str, &[&str]); 24] = [
    ("accounts", &[]),
    ("territory", &[]),
    ("observatory", &["territory"]),
    ("strategy", &["territory"]),
    ("listening", &["strategy", "territory"]),
    ("plan", &["listening", "strategy", "territory", "accounts"]),
    (
        "thread",
        &[
            "governance",
            "agreements",
            "programming",
            "applications",
            "directory",
            "funds",
            "landlords",
            "meetings",
            "corpus",
            "plan",
            "listening",
            "strategy",
            "territory",
        ],
    ),
    ("corpus", &["listening", "strategy", "territory"]),
    ("meetings", &["corpus", "listening", "strategy", "territory"]),
    ("councils", &["accounts", "strategy", "territory"]),
    ("assemblies", &["councils", "strategy", "territory", "accounts"]),
    ("governance", &["assemblies", "strategy", "accounts"]),
    ("applications", &["directory", "strategy", "territory", "accounts"]),
    ("programming", &["applications", "directory", "assemblies", "strategy", "territory", "accounts", "plan"]),
    ("agreements", &["programming", "applications", "directory", "strategy", "accounts"]),
    ("directory", &["accounts", "strategy", "territory"]),
    ("circles", &["directory", "strategy", "accounts"]),
    ("funds", &["strategy", "territory", "accounts"]),
    ("landlords", &["meetings", "strategy", "territory", "accounts"]),
    ("means", &["agreements", "applications", "plan", "strategy", "territory", "accounts"]),
    ("yearbook", &["plan", "strategy", "territory"]),
    ("evaluation", &["observatory", "plan", "strategy", "territory", "accounts"]),
    ("surveys", &["corpus", "listening", "strategy", "territory"]),
    ("reports", &["plan", "surveys", "meetings", "corpus", "listening", "strategy", "territory"]),
];

#[test]
fn slices_stand_on_one_another_one_way() {
    let slice = |folder: &str| folder.strip_prefix("capabilities/").map(str::to_owned);
    for (from, needs) in arrows(&root()).expect("cargo metadata") {
        let Some(from) = slice(&from).filter(|from| from != "site") else { continue };
        let known = SLICES.iter().find(|(name, _)| *name == from);
        let (_, below) = known.unwrap_or_else(|| panic!("say what {from} stands on, here and in ARCHITECTURE.md"));
        for to in needs.iter().filter_map(|to| slice(to)) {
            assert!(below.contains(&to.as_str()), "{from} may not stand on {to}");
        }
    }
}

#[test]
fn engines_are_pure() {
    for package in xtask::house::packages(&root(), false).expect("cargo metadata") {
        if !xtask::house::folder(&root(), &package).starts_with("engines/") {
            continue;
        }
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind.is_none()) {
            assert!(
                !IMPURE.contains(&dependency.name.as_str()),
                "{} is no longer pure: {}",
                package.name,
                dependency.name
            );
        }
    }
}

/// Whether a line of Rust holds a statement of SQL.
fn is_sql(line: &str) -> bool {
    let line = line.trim_start();
    let is_comment = line.starts_with("//");
    !is_comment
        && ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "\"WITH "]
            .iter()
            .any(|start| line.contains(start))
}

#[test]
fn sql_stands_in_the_archives_only() {
    let root = root();
    for folder in
        ["capabilities", "app", "demo", "engines", "foundation/web", "foundation/interface", "foundation/documents"]
    {
        for path in files(&root.join(folder), ".rs") {
            let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
            if shown.contains("/store/")
                || shown.ends_with("/store.rs")
                || shown.contains("/tests/")
                || shown.ends_with("/testing.rs")
            {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("source");
            for (number, line) in without_tests(&text).lines().enumerate() {
                assert!(!is_sql(line), "{shown}:{} holds SQL: it belongs in the slice's store", number + 1);
            }
        }
    }
}

#[test]
fn rules_know_nobody() {
    let root = root();
    let known = [
        "kernel",
        "std",
        "core",
        "alloc",
        "crate",
        "self",
        "super",
        "jiff",
        "uuid",
        "serde",
        "abatement",
        "budget",
        "deadlines",
        "geography",
        "identifiers",
        "questionnaire",
        "rows",
        "settlement",
        "signatures",
        "sortition",
        "subsidies",
        "survey",
        "tabulation",
        "themes",
        "transfers",
        "sentences",
        "thiserror",
    ];
    for path in files(&root.join("capabilities"), ".rs") {
        let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        if !shown.contains("/rules/") && !shown.ends_with("/rules.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("source");
        for line in without_tests(&text).lines() {
            let Some(rest) = line.trim_start().strip_prefix("use ") else { continue };
            let first = rest.split([':', ';', ' ', '{']).next().unwrap_or_default();
            let is_own_module = rest.starts_with(|c: char| c.is_lowercase()) && !rest.contains("::");
            let is_ours_elsewhere =
                ["crate::store", "crate::actions", "crate::pages"].iter().any(|room| rest.starts_with(room));
            let is_pure_crate = known.contains(&first)
                || ["hmac", "sha1", "sha2", "argon2", "data_encoding", "subtle"].contains(&first);
            assert!((is_pure_crate || is_own_module) && !is_ours_elsewhere, "{shown}: rules may not use {first}");
        }
    }
}

#[test]
fn files_stay_short_and_well_named() {
    let root = root();
    let vague = ["util", "utils", "helper", "helpers", "manager", "service", "misc", "common"];
    for path in files(&root, ".rs") {
        let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        assert!(!vague.contains(&stem), "{shown}: the name says nothing");
        let count = std::fs::read_to_string(&path).expect("source").lines().count();
        assert!(count <= 600, "{shown} has {count} lines: split it");
    }
}

/// Texts that belong to a machine or to a moment, never to the project.
#[test]
fn the_project_speaks_of_itself_only() {
    let root = root();
    let foreign = [
        concat!(" /work", "/"),
        concat!("\"/work", "/"),
        concat!("=/work", "/"),
        concat!("shared", "/data"),
        concat!("farm", "-"),
    ];
    for ending in [".rs", ".md", ".sh", ".toml", ".sql", ".html", ".mjs", ".css", ".py"] {
        for path in files(&root, ending) {
            let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for word in foreign {
                assert!(!text.contains(word), "{shown} names {word}");
            }
        }
    }
}

#[test]
fn the_map_names_every_crate_and_only_paths_that_exist() {
    let root = root();
    let map = std::fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    assert!(map.lines().count() <= 200, "the map no longer fits on a table");
    for folder in arrows(&root).expect("cargo metadata").keys() {
        assert!(map.contains(&format!("`{folder}`")), "the map does not name `{folder}`");
    }
    for quoted in map.split('`').skip(1).step_by(2) {
        let is_path =
            quoted.contains('/') && !quoted.contains([' ', '{', '<', '*', '(', ':']) && !quoted.starts_with('/');
        assert!(!is_path || Path::new(&root).join(quoted).exists(), "the map names `{quoted}`, which does not exist");
    }
}

#[test]
fn the_glossary_names_types_that_exist() {
    let root = root();
    let glossary = std::fs::read_to_string(root.join("GLOSSARY.md")).expect("GLOSSARY.md");
    let mut code = String::new();
    for folder in ["engines", "foundation", "capabilities", "demo"] {
        for path in files(&root.join(folder), ".rs").into_iter().chain(files(&root.join(folder), ".sql")) {
            code.push_str(&std::fs::read_to_string(path).unwrap_or_default());
        }
    }
    let mut count = 0;
    for line in glossary.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        for name in line.split('`').skip(1).step_by(2) {
            count += 1;
            assert!(code.contains(name), "the glossary names `{name}`, which is nowhere in the code");
        }
    }
    assert!(count > 20, "the glossary names hardly anything");
}
