//! Licences are those we may live with; advisories are looked at where a copy of RustSec's database is at hand.

use std::path::PathBuf;

use xtask::{house, supply};

#[test]
fn every_licence_is_allowed() {
    let findings = supply::licences(&house::root()).expect("cargo metadata");
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn no_known_vulnerability_is_left_unread() {
    let Some(folder) = std::env::var_os("PARVIS_ADVISORIES").map(PathBuf::from) else {
        println!("skipped: PARVIS_ADVISORIES names no checkout of RustSec/advisory-db");
        return;
    };
    let findings = supply::advisories(&house::root(), &folder).expect("advisories");
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
