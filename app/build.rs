//! How the program is linked.

use std::env;
use std::process::Command;

/// The first glibc that reads packed addresses.
const PACKED: (u32, u32) = (2, 36);

/// A program that stands anywhere in memory has hundreds of thousands of addresses to correct when it starts, and every page it
/// corrects is its own: six megabytes before a command has read anything. What is installed stands at one place, chosen when it
/// is linked (docs/adr/0060-one-place-in-memory.md). What is built to be tried stands anywhere; its addresses are packed, so
/// that they take a hundredth of the room.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let told = |name: &str| env::var(name).unwrap_or_default();
    let is_glibc = told("CARGO_CFG_TARGET_OS") == "linux" && told("CARGO_CFG_TARGET_ENV") == "gnu";
    if is_glibc && told("PROFILE") == "release" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    } else if is_glibc && told("HOST") == told("TARGET") && glibc().is_some_and(|version| version >= PACKED) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of the library of this machine.
fn glibc() -> Option<(u32, u32)> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let told = String::from_utf8(told).ok()?;
    let (major, rest) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
    let minor = rest.split('.').next()?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
