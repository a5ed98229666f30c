//! Every test of `councils`, in one program: it is linked once.

mod calling;
mod conditional;
mod crossed;
mod delays;
mod drawing;
mod following;
mod gathering;
mod long_files;
mod nameless;
mod samples;
mod setting;
mod setting_up;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;

/// Files read by parts, with their tests.
#[path = "../../src/actions/table.rs"]
#[allow(dead_code, unreachable_pub)]
mod table;
