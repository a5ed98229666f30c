//! Every test of `accounts`, in one program: it is linked once.

mod administering;
mod common;
mod entering;
mod samples;
mod wrong_forms;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;

/// Fingerprints of passwords need the kernel alone.
#[path = "../../src/actions/passwords.rs"]
#[allow(dead_code)]
mod passwords;
