//! Every test of `strategy`, in one program: it is linked once.

mod notes;
mod samples;
mod setting;
mod shapes;
mod ties;
mod tree;
mod wrong_forms;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;
