//! Every test of `evaluation`, in one program: it is linked once.

mod campaigns;
mod findings;
mod framework;
mod publics;
mod samples;
mod setting;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;
