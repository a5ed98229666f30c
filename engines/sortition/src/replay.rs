//! A lottery computed again from the rules and the pool that were frozen, to be the same bit for bit: whoever has the program needs
//! to believe nobody.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ceremony::Public;
use crate::chance::from_hexadecimal;
use crate::contents::CONTENTS;
use crate::dossier::{self, ENGINE, Files};
use crate::invitation::{self, INVITED};
use crate::lottery::Objective;
use crate::opening::{self, as_drawn};
use crate::reading::{Table, Wrong};
use crate::request::{Refused, Request, prepare};
use crate::{renewal, replacement};

/// Files that tell the version of the engine: another version writes them otherwise.
const TELL_ENGINE: [&str; 2] = ["summary.json", "proces-verbal.md"];

/// The file that tells who left when half of a council was renewed.
const RENEWAL: &str = "renewal.json";

/// What computing again gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Files that are the same, bit for bit.
    pub same: Vec<String>,
    /// Files that differ.
    pub others: Vec<String>,
    /// The version the dossier was made with, when it is not this one: files that tell it are not compared.
    pub other_engine: Option<String>,
}

/// Computes the lottery of a dossier again and compares every file with it.
///
/// # Errors
/// Files are not those of a dossier, or nothing was found within the limits.
pub fn replay(files: &Files) -> Result<Replayed, Refused> {
    let missing = |name: &str| Wrong::of(format!("« {name} » manque ou n’est pas lisible : vérifiez le dossier."));
    let json = |name: &str| -> Result<Value, Wrong> {
        files.get(name).and_then(|bytes| serde_json::from_slice(bytes).ok()).ok_or_else(|| missing(name))
    };
    let (rules, summary) = (json("rules.json")?, json("summary.json")?);
    let opened = as_drawn(files)?;
    let mut pool = opened.pool;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let invitation = text(&rules["invitation"]["dossier"]);
    if invitation.is_some() {
        invitation::join(&mut pool, &invited(files)?)?;
    }
    let cap = match &rules["cap"] {
        Value::String(cap) => Some(cap.parse().map_err(|_| missing("rules.json"))?),
        _ => None,
    };
    let lines = files.get("panels.csv").ok_or_else(|| missing("panels.csv"))?;
    let seed = summary["order_seed"].as_str().and_then(from_hexadecimal).ok_or_else(|| missing("summary.json"))?;
    let request = Request {
        seats: opened.seats,
        objective: match rules["objective"].as_str() {
            Some("maximin") => Objective::Maximin,
            Some("nash") => Objective::Nash,
            _ => Objective::Leximin,
        },
        cap,
        panels: Some(lines.iter().filter(|byte| **byte == b'\n').count()),
        order_seed: Some(seed),
        rules: opened.rules,
        invitation,
        after: text(&rules["after"]),
    };
    let prepared = prepare(request, pool, opened.quotas, &[])?;
    let made = dossier::write_after(&prepared, files);
    let other_engine = text(&summary["engine"]).filter(|engine| engine != ENGINE);
    let is_compared = |name: &str| name != CONTENTS && (other_engine.is_none() || !TELL_ENGINE.contains(&name));
    let names = made.keys().filter(|name| is_compared(name)).cloned();
    let (mut same, mut others): (Vec<String>, Vec<String>) = names.partition(|name| files.get(name) == made.get(name));
    if let Some(told) = files.get(RENEWAL) {
        let is_same = left(files, told)? == *told;
        if is_same { &mut same } else { &mut others }.push(RENEWAL.to_owned());
    }
    Ok(Replayed { same, others, other_engine })
}

/// Who leaves, drawn again from what was public.
fn left(files: &Files, told: &[u8]) -> Result<Vec<u8>, Refused> {
    let told: Value = serde_json::from_slice(told).unwrap_or_default();
    let beacon = told["beacon"].as_str().and_then(from_hexadecimal);
    let public = Public { dice: told["dice"].as_u64(), beacon };
    let (opened, standing) = (opening::open(files)?, replacement::standing(files)?);
    Ok(renewal::renew(&opened, &standing, &public)?.told)
}

/// The chance each person of the pool had of being invited, as the pool tells it.
fn invited(files: &Files) -> Result<BTreeMap<String, String>, Wrong> {
    let table = Table::read(files.get("pool.csv").map_or(&[][..], Vec::as_slice))?;
    let missing = || Wrong::of("« pool.csv » ne dit pas la chance d’avoir été invité.");
    let (id, chance) = (table.column(&["id"])?.ok_or_else(missing)?, table.column(&[INVITED])?.ok_or_else(missing)?);
    let cell = |cells: &csv::StringRecord, at: usize| cells.get(at).unwrap_or_default().to_owned();
    Ok(table.lines.iter().map(|(_, cells)| (cell(cells, id), cell(cells, chance))).collect())
}
