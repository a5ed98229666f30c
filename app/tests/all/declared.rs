//! What must be declared is: tables and what they keep about people, keys of the configuration.

use std::collections::BTreeSet;
use std::path::Path;

use app::{configuration, wiring};

#[test]
fn every_table_says_what_it_keeps_about_people() {
    let declared: Vec<String> = wiring::privacy()
        .iter()
        .flat_map(|slice| slice.kept.iter().map(|kept| kept.table).chain(slice.without.iter().copied()))
        .map(str::to_owned)
        .collect();
    let unique: BTreeSet<&String> = declared.iter().collect();
    assert_eq!(unique.len(), declared.len(), "a table is declared twice");
    let tables = database::rows::tables(&wiring::migrations());
    let tables: BTreeSet<String> = tables.into_iter().map(Into::into).collect();
    for table in &tables {
        assert!(declared.contains(table), "the table {table} does not say what it keeps about people");
    }
    for table in &declared {
        assert!(tables.contains(table), "{table} is declared, and is no table");
    }
    for kept in wiring::privacy().iter().flat_map(|slice| slice.kept) {
        for sentence in [kept.what, kept.purpose, kept.until, kept.owner] {
            assert!(!sentence.trim().is_empty(), "{} is declared in part", kept.table);
        }
    }
}

#[test]
fn acts_are_declared_once() {
    let codes: Vec<&str> = wiring::acts().iter().map(|act| act.code).collect();
    let unique: BTreeSet<&&str> = codes.iter().collect();
    assert_eq!(unique.len(), codes.len(), "{codes:?}");
    for line in wiring::door().lines() {
        if let web::Right::Act(act) = line.right {
            assert!(codes.contains(&act.code), "{} is asked for by {} and declared by no slice", act.code, line.path);
        }
    }
}

#[test]
fn every_key_of_the_configuration_is_in_the_operating_guide() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operating/configurer.md");
    let text = std::fs::read_to_string(guide).expect("docs/operating/configurer.md");
    for key in configuration::KEYS {
        for name in [key.name.to_owned(), configuration::variable(key)] {
            assert!(text.contains(&format!("`{name}`")), "the guide does not tell of {name}");
        }
    }
}

#[test]
fn every_page_a_device_may_keep_is_a_door_and_says_whose_it_is() {
    let door = wiring::door();
    for page in wiring::offline() {
        let line = door.lines().iter().find(|line| line.method == "GET" && line.path == page.path);
        let line = line.unwrap_or_else(|| panic!("{} is no door", page.path));
        assert_eq!(line.right != web::Right::Public, page.is_own, "{} goes with a session, or does not", page.path);
    }
}
