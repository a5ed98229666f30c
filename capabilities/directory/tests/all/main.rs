//! Every test of `directory`, in one program: it is linked once.

mod people;
mod samples;
mod setting;
mod sheet;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;
