//! Every test of `agreements`, in one program: it is linked once.

mod batches;
mod executing;
mod hardships;
mod last_year;
mod paper;
mod paying;
mod publishing;
mod rebuilding;
mod repaying;
mod reporting;
mod samples;
mod scanning;
mod sealing;
mod setting;
mod signing;
mod writing;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;
