//! The read API of the demonstration, exercised by schemathesis from the description it publishes: what answers, what it refuses,
//! and that both are as described.

use std::process::Command;

use crate::support::{Running, python, run};

#[test]
fn the_read_api_answers_as_it_is_described() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Running::demo(folder.path(), None);
    let mut command = Command::new(python());
    command.args([
        "-m",
        "schemathesis.cli",
        "run",
        &format!("{}/api/v1/openapi.json", server.url),
        "--url",
        &server.url,
    ]);
    // The same cases each time; the door takes so many requests a minute from one network.
    command.args([
        "--seed",
        "20260315",
        "--max-examples",
        "15",
        "--rate-limit",
        "200/m",
        "--no-color",
        "--wait-for-schema",
        "10",
    ]);
    let said = run(command.current_dir(folder.path()).env("PYTHONUTF8", "1"));
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert!(
        said.out.contains("4 selected") || said.out.contains("4 total"),
        "it reads the four operations: {}",
        said.out
    );
    server.stop();
}
