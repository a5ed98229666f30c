//! Reading the house: its crates, their dependencies, its source files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// A crate as `cargo metadata` tells it.
#[derive(Debug, Deserialize)]
pub struct Package {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// SPDX expression.
    pub license: Option<String>,
    /// Where it comes from; none: this house.
    pub source: Option<String>,
    /// Path of its `Cargo.toml`.
    pub manifest_path: PathBuf,
    /// What it needs.
    pub dependencies: Vec<Dependency>,
}

/// A line of `[dependencies]`.
#[derive(Debug, Deserialize)]
pub struct Dependency {
    /// Name of the crate needed.
    pub name: String,
    /// `dev`, `build` or none.
    pub kind: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Every crate of the lock file (`with_others`), or only those of this house.
///
/// # Errors
/// Cargo could not be run, or said something else than expected.
pub fn packages(root: &Path, with_others: bool) -> Result<Vec<Package>, String> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).args(["metadata", "--format-version", "1", "--locked"]);
    if !with_others {
        command.arg("--no-deps");
    }
    let output = command.output().map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    Ok(metadata.packages)
}

/// Folder of a crate relative to the workspace, `foundation/kernel`.
pub fn folder(root: &Path, package: &Package) -> String {
    let parent = package.manifest_path.parent().unwrap_or(&package.manifest_path);
    parent.strip_prefix(root).unwrap_or(parent).display().to_string()
}

/// Which crates of this house each crate of this house needs, tests apart, by folder.
///
/// # Errors
/// As [`packages`].
pub fn arrows(root: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let packages = packages(root, false)?;
    let by_name: BTreeMap<&str, String> =
        packages.iter().map(|package| (package.name.as_str(), folder(root, package))).collect();
    Ok(packages
        .iter()
        .map(|package| {
            let needs = package.dependencies.iter().filter(|dependency| dependency.kind.as_deref() != Some("dev"));
            let needs = needs.filter_map(|dependency| by_name.get(dependency.name.as_str()).cloned()).collect();
            (folder(root, package), needs)
        })
        .collect())
}

/// Every file under a folder whose name ends so, build output and installed packages apart.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            if !["target", "node_modules", ".git"].contains(&name.as_str()) {
                found.extend(files(&path, ending));
            }
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found
}

/// The text of a file before its unit tests.
pub fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]").map_or(text, |(code, _)| code)
}
