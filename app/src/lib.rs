//! The `parvis` binary as a library, so that tests can see how it is wired. It reads the command line and
//! the configuration, wires the slices together, and is the only place where the clock, chance and the
//! environment are read.

mod annual;
mod command_line;
mod commands;
pub mod configuration;
mod encoder;
pub mod indexing;
mod logging;
mod outside;
mod pending;
mod portraits;
mod signposts;
pub mod wiring;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs what the words of a command line ask for.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    end_quietly_when_nobody_reads();
    let asked = match command_line::read(words) {
        Ok(asked) => asked,
        Err(told) => return told.print(),
    };
    commands::run(asked).unwrap_or_else(|problem| problem.print())
}

/// `parvis config check | head` closes our output before we are done: that is no breakdown.
fn end_quietly_when_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |told| {
        let words = told.payload().downcast_ref::<String>().map_or("", String::as_str);
        if words.starts_with("failed printing to std") {
            std::process::exit(0);
        }
        usual(told);
    }));
}
