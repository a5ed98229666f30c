//! Every test of `applications`, in one program: it is linked once.

mod associations;
mod bringing;
mod budget;
mod calls;
mod desk;
mod filing;
mod following;
mod ground;
mod places;
mod samples;
mod sheet;
mod toolbox;
mod typing;
mod writing;
mod writing_samples;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;

/// The sentences a device may compute with.
#[path = "../../src/pages/writing/budget_words.rs"]
#[allow(dead_code)]
mod budget_words;
