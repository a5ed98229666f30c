//! `cargo xtask supply`: licences and known vulnerabilities of everything the binary is made of.

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::supply;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().map(String::as_str) != Some("supply") {
        eprintln!("usage: cargo run -p xtask -- supply [--advisories FOLDER]");
        return ExitCode::from(2);
    }
    let root = xtask::house::root();
    let folder =
        words.iter().position(|word| word == "--advisories").and_then(|at| words.get(at + 1)).map(PathBuf::from);
    let findings = supply::licences(&root).and_then(|mut findings| {
        match &folder {
            Some(folder) => findings.extend(supply::advisories(&root, folder)?),
            None => eprintln!("advisories not looked at: give a checkout of RustSec/advisory-db with --advisories"),
        }
        Ok(findings)
    });
    match findings {
        Ok(findings) if findings.is_empty() => {
            println!("licences{}: nothing to report", if folder.is_some() { " and advisories" } else { "" });
            ExitCode::SUCCESS
        }
        Ok(findings) => {
            for finding in findings {
                eprintln!("{finding}");
            }
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
