//! The `parvis` binary.

use std::process::ExitCode;

/// A tenth more answers a second than with the system's allocator (`benchmarks/surveys`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    app::run(std::env::args_os())
}
