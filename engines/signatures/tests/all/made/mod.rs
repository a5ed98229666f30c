//! Files signed by pyHanko, certificates made by pyca/cryptography.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use signatures::{Certificate, Pades, Seal, SignedFormat, read_pem};

/// The year 2026.
pub const NOW: i64 = 1_780_000_000;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = Command::new(root.join("../../tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let tool = tool.expect("tests/tools/python.sh runs");
    assert!(tool.status.success(), "tests/tools/python.sh makes the Python environment");
    let python = String::from_utf8(tool.stdout).expect("a path");
    let folder = tempfile::tempdir().expect("a folder");
    let done = Command::new(python.trim()).arg(root.join("tests/oracles/sign.py")).arg(folder.path()).output();
    let done = done.expect("python runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    folder
});

/// A file that was made.
pub fn file(name: &str) -> Vec<u8> {
    std::fs::read(FOLDER.path().join(name)).expect(name)
}

/// Certificates that are trusted.
pub fn trusted(names: &[&str]) -> Vec<Certificate> {
    let read = |name: &&str| String::from_utf8(file(&format!("{name}.pem"))).expect("PEM");
    names.iter().flat_map(|name| read_pem(&read(name)).expect("certificates")).collect()
}

/// The signatures of a file, with the root trusted.
pub fn seals(name: &str) -> Vec<Seal> {
    Pades.seals(&file(&format!("{name}.pdf")), &trusted(&["root"]), NOW)
}
