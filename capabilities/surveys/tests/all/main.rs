//! Every test of `surveys`, in one program: it is linked once.

mod answering;
mod calls;
mod compared;
mod counted;
mod figures;
mod forms;
mod given_back;
mod gone;
mod offline;
mod paper;
mod partner;
mod photographs;
mod safety;
mod samples;
mod setting;
mod upgrade;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;

/// Keys and what is drawn from them stand on the web's keys alone.
#[path = "../../src/actions/secrets.rs"]
#[allow(dead_code)]
mod secrets;
