//! Every test of `programming`, in one program: it is linked once.

mod assess_setting;
mod assessing;
mod committee;
mod committee_decided;
mod committee_kept_out;
mod committee_live;
mod committee_money;
mod committee_papers;
mod committee_setting;
mod committee_twice;
mod committee_waves;
mod committee_withdrawn;
mod following;
mod opinions;
mod past;
mod properties;
mod samples;

/// What the slice decides knows nobody: it is compiled here alone, with its own tests.
#[path = "../../src/rules/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rules;
