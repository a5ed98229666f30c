//! Every test of `meetings`, in one program: it is linked once.

mod capture;
mod codes;
mod nameless;
mod pouring;
mod samples;
mod setting;
mod sorting;
mod walks;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;
