//! What the house takes from others: licences we may live with, and no known vulnerability left unread.

use std::path::Path;

use rustsec::advisory::Informational;
use rustsec::{Database, Lockfile, report};
use serde::Deserialize;

use crate::house;

/// `supply.toml`: what is allowed, and what was looked at and accepted, each with its reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Allowed {
    /// SPDX names of licences compatible with AGPL-3.0-or-later.
    licences: Vec<String>,
    /// Advisories that do not concern us.
    #[serde(default)]
    accepted: Vec<Accepted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    advisory: String,
    reason: String,
}

fn allowed(root: &Path) -> Result<Allowed, String> {
    let text = std::fs::read_to_string(root.join("supply.toml")).map_err(|error| format!("supply.toml: {error}"))?;
    toml::from_str(&text).map_err(|error| format!("supply.toml: {error}"))
}

/// Crates whose licence is not in the list, or that come from elsewhere than crates.io.
///
/// # Errors
/// Cargo or `supply.toml` could not be read.
pub fn licences(root: &Path) -> Result<Vec<String>, String> {
    let allowed = allowed(root)?;
    let mut findings = Vec::new();
    for package in house::packages(root, true)? {
        let name = format!("{} {}", package.name, package.version);
        match package.source.as_deref() {
            None => continue,
            Some(source) if source.contains("crates.io-index") => {}
            Some(source) => findings.push(format!("{name} comes from {source}, not from crates.io")),
        }
        let Some(text) = &package.license else {
            findings.push(format!("{name} states no licence"));
            continue;
        };
        let expression = spdx::Expression::parse_mode(text, spdx::ParseMode::LAX)
            .map_err(|error| format!("{name}: licence « {text} »: {}", error.reason))?;
        let is_allowed = expression.evaluate(|requirement| {
            let written = requirement.to_string();
            allowed.licences.contains(&written)
        });
        if !is_allowed {
            findings.push(format!("{name}: licence {text} is not in supply.toml"));
        }
    }
    Ok(findings)
}

/// Known vulnerabilities and unsound or abandoned crates that nobody has looked at.
///
/// # Errors
/// The lock file, the folder of advisories or `supply.toml` could not be read.
pub fn advisories(root: &Path, folder: &Path) -> Result<Vec<String>, String> {
    let allowed = allowed(root)?;
    let lock = Lockfile::load(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    let database = Database::open(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let settings = report::Settings {
        informational_warnings: vec![Informational::Unmaintained, Informational::Unsound, Informational::Notice],
        ..report::Settings::default()
    };
    let report = report::Report::generate(&database, &lock, &settings);
    let mut found: Vec<(String, String)> = Vec::new();
    for vulnerability in &report.vulnerabilities.list {
        let (package, advisory) = (&vulnerability.package, &vulnerability.advisory);
        found.push((advisory.id.to_string(), format!("{} {}: {}", package.name, package.version, advisory.title)));
    }
    for warning in report.warnings.values().flatten() {
        if let Some(advisory) = &warning.advisory {
            found.push((advisory.id.to_string(), format!("{}: {}", warning.package.name, advisory.title)));
        }
    }
    let mut findings: Vec<String> = found
        .iter()
        .filter(|(id, _)| {
            !allowed.accepted.iter().any(|accepted| accepted.advisory == *id && !accepted.reason.is_empty())
        })
        .map(|(id, words)| format!("{id} {words}"))
        .collect();
    for accepted in &allowed.accepted {
        if !found.iter().any(|(id, _)| *id == accepted.advisory) {
            findings.push(format!("{} is accepted in supply.toml but concerns nothing any more", accepted.advisory));
        }
    }
    Ok(findings)
}
