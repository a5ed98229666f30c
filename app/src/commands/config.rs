//! `parvis config check`.

use std::process::ExitCode;

use crate::configuration::{KEYS, Sources, variable};

/// Prints every value with where it comes from, then what is to be corrected.
pub fn check(sources: &Sources) -> ExitCode {
    match &sources.file {
        Some(path) => println!("Fichier de configuration : {}\n", path.display()),
        None => println!("Aucun fichier de configuration (parvis.toml, --config ou PARVIS_CONFIG).\n"),
    }
    for key in KEYS {
        let given = sources.given.get(key.name).filter(|given| !given.text.is_empty());
        let (value, origin) = given.map_or(("(vide)", ""), |given| (given.text.as_str(), given.origin.as_str()));
        let value = if key.is_secret && given.is_some() { "…" } else { value };
        let origin = if origin.is_empty() { String::new() } else { format!("   [{origin}]") };
        println!("{} = {value}{origin}\n    {} ({})", key.name, key.about, variable(key));
    }
    for note in &sources.notes {
        println!("\nRemarque : {note}");
    }
    match sources.understand() {
        Ok(_) => {
            println!("\nLa configuration est correcte.");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            eprintln!("\nÀ corriger :");
            for problem in problems {
                eprintln!("  - {problem}");
            }
            ExitCode::from(2)
        }
    }
}
