//! Every test of `means`, in one program: it is linked once.

mod bringing;
mod keeping;
mod public;
mod samples;
mod setting;
mod stating;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;
