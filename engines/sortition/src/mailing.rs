//! The dossier of a first draw: the list and the chances are frozen, then public chance says who is written to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ceremony::Public;
use crate::chance::{Chance, hexadecimal};
use crate::contents;
use crate::dossier::{ANNOUNCED, Files, LEAVES, announced, hash, pretty, sealed};
use crate::invitation::{Plan, Roll, Stratum, invite, plan};
use crate::opening::identifiers;
use crate::reading::{Table, Wrong};

/// Every file the dossier of a first draw may hold.
pub const NAMES: [&str; 7] =
    [contents::CONTENTS, ANNOUNCED, LEAVES, "invitation.json", "roll.csv", "letters.json", "invited.csv"];
/// Files whose hashes make its fingerprint, in this order.
pub const SEALED: [&str; 2] = ["invitation.json", "roll.csv"];

/// The fingerprint published before chance is known: the hash of the hashes, one a line with its file.
pub fn fingerprint(files: &Files) -> String {
    let line = |name: &&str| format!("{}  {name}\n", hash(files.get(*name).map_or(&[][..], Vec::as_slice)));
    hash((SEALED.iter().map(line).collect::<String>() + &announced(files)).as_bytes())
}

/// Freezes a list: how many letters, and the chance of each stratum.
///
/// # Errors
/// There are more letters than people, or none.
pub fn freeze(roll: &Roll, letters: u64) -> Result<(Plan, Files), Wrong> {
    let plan = plan(roll, letters)?;
    let strata: Vec<Value> = roll
        .strata
        .iter()
        .zip(&plan.chances)
        .map(|(of, chance)| {
            let weight = of.weight.to_string();
            json!({"name": of.name, "people": of.people.len(), "weight": weight, "chance": chance.to_string()})
        })
        .collect();
    let told = json!({"format": "parvis-invitation-1", "letters": letters, "strata": strata});
    let mut names = vec![""; roll.ids.len()];
    for of in &roll.strata {
        for person in &of.people {
            names[*person as usize] = of.name.as_str();
        }
    }
    let mut out = csv::Writer::from_writer(Vec::new());
    let _ = out.write_record(["id", "stratum"]);
    for (id, stratum) in roll.ids.iter().zip(names) {
        let _ = out.write_record([id.as_str(), stratum]);
    }
    let mut files = Files::from([
        ("invitation.json".to_owned(), pretty(&told)),
        ("roll.csv".to_owned(), out.into_inner().unwrap_or_default()),
    ]);
    contents::bind(&mut files);
    Ok((plan, files))
}

/// A list frozen before, with its letters.
///
/// # Errors
/// A file is missing or is not one of such a dossier.
fn open(files: &Files) -> Result<(Roll, u64), Wrong> {
    let missing = |name: &str| Wrong::of(format!("« {name} » manque ou n’est pas lisible : vérifiez le dossier."));
    let told = || missing("invitation.json");
    let frozen: Value =
        files.get("invitation.json").and_then(|bytes| serde_json::from_slice(bytes).ok()).ok_or_else(told)?;
    let letters = frozen["letters"].as_u64().ok_or_else(told)?;
    let mut roll = Roll::default();
    let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
    for of in frozen["strata"].as_array().ok_or_else(told)? {
        let name = of["name"].as_str().ok_or_else(told)?.to_owned();
        let weight = of["weight"].as_str().and_then(|text| text.parse().ok()).ok_or_else(told)?;
        ranks.insert(name.clone(), roll.strata.len());
        roll.strata.push(Stratum { name, weight, people: Vec::new() });
    }
    let table = Table::read(files.get("roll.csv").ok_or_else(|| missing("roll.csv"))?)?;
    for (_, cells) in &table.lines {
        let at = cells.get(1).and_then(|name| ranks.get(name)).ok_or_else(|| missing("roll.csv"))?;
        roll.strata[*at].people.push(roll.ids.len() as u32);
        roll.ids.push(cells.get(0).unwrap_or_default().to_owned());
    }
    Ok((roll, letters))
}

/// Draws who is written to, and adds the files that say so; answers how many.
///
/// # Errors
/// Nothing public was given, or files are not those of such a dossier.
pub fn draw(files: &mut Files, public: &Public) -> Result<usize, Wrong> {
    let (roll, letters) = open(files)?;
    let plan = plan(&roll, letters)?;
    let print = fingerprint(files);
    let mut chance = Chance::new(public.seed("parvis:courriers", &print)?);
    let invited = invite(&roll, &plan, &mut chance);
    let mut stratum = vec![0; roll.ids.len()];
    for (rank, of) in roll.strata.iter().enumerate() {
        of.people.iter().for_each(|person| stratum[*person as usize] = rank);
    }
    let mut out = csv::Writer::from_writer(Vec::new());
    let _ = out.write_record(["id", "stratum", "chance"]);
    for person in &invited.people {
        let of = stratum[*person as usize];
        let chance = plan.chances[of].to_string();
        let _ = out.write_record([roll.ids[*person as usize].as_str(), roll.strata[of].name.as_str(), chance.as_str()]);
    }
    let list = out.into_inner().unwrap_or_default();
    let told = json!({
        "format": "parvis-invitation-1",
        "dice": public.dice,
        "beacon": public.beacon.as_deref().map(hexadecimal),
        "start": invited.start,
        "whole": plan.whole,
        "many": invited.many,
        "fingerprint": print,
        "hashes": {"invited.csv": hash(&list)},
        "sha256": "0".repeat(64),
    });
    files.insert("invited.csv".to_owned(), list);
    files.insert("letters.json".to_owned(), sealed(&told));
    contents::bind(files);
    Ok(invited.people.len())
}

/// The chance each person invited had of being so.
///
/// # Errors
/// Nobody was drawn yet.
pub fn chances(files: &Files) -> Result<BTreeMap<String, String>, Wrong> {
    let ids = identifiers(files, "invited.csv")?;
    let table = Table::read(files.get("invited.csv").map_or(&[][..], Vec::as_slice))?;
    let of = |cells: &csv::StringRecord| cells.get(2).unwrap_or_default().to_owned();
    Ok(ids.into_iter().zip(table.lines.iter().map(|(_, cells)| of(cells))).collect())
}
