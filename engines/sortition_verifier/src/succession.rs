//! Whether a draw goes on from where another dossier ended: who sat sits, who was gone is not drawn.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Files;
use crate::text::{field, hash, json, list, table};

fn names(entry: &Value, name: &str) -> Result<BTreeSet<String>, String> {
    Ok(list(entry, name)?.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect())
}

/// The hash of the last entry of a dossier, who sits then, who is gone.
fn end(files: &Files) -> Result<(String, BTreeSet<String>, BTreeSet<String>), String> {
    let draw = files.get("draw.json").ok_or("Le tirage précédent n’a pas eu lieu.")?;
    let mut last = hash(draw);
    let mut sitting: BTreeSet<String> =
        table(files, "selected.csv")?.into_iter().skip(1).filter_map(|line| line.into_iter().next()).collect();
    let mut gone = BTreeSet::new();
    let journal = files.get("replacements.jsonl").map_or(&[][..], Vec::as_slice);
    for line in std::str::from_utf8(journal).unwrap_or_default().lines() {
        let entry: Value = serde_json::from_str(line).map_err(|_| "« replacements.jsonl » n’est pas lisible.")?;
        last = hash(line.as_bytes());
        sitting = names(&entry, "council")?;
        gone.extend(names(&entry, "refused")?);
    }
    if let Some(bytes) = files.get("renewal.json") {
        let told = json(files, "renewal.json")?;
        last = hash(bytes);
        sitting = names(&told, "stay")?;
        gone.extend(names(&told, "leave")?);
    }
    Ok((last, sitting, gone))
}

/// Checks that a draw goes on from another.
pub fn follows(files: &Files, before: &Files) -> Result<String, String> {
    let (last, sitting, gone) = end(before)?;
    if field(&json(files, "rules.json")?, "after").ok() != Some(last.as_str()) {
        return Err("« rules.json » ne désigne pas la dernière étape du dossier précédent.".to_owned());
    }
    let mut pool = table(files, "pool.csv")?.into_iter();
    let headers = pool.next().unwrap_or_default();
    let at = headers.iter().position(|name| name == "siège déjà");
    let at = at.ok_or("« pool.csv » ne dit pas qui siège déjà.")?;
    let (mut sits, mut drawn) = (BTreeSet::new(), BTreeSet::new());
    for cells in pool {
        let place = if cells.get(at).map(String::as_str) == Some("oui") { &mut sits } else { &mut drawn };
        place.extend(cells.into_iter().next());
    }
    if sits != sitting {
        return Err("« pool.csv » : ceux qui siègent déjà ne sont pas ceux du dossier précédent.".to_owned());
    }
    if let Some(id) = gone.iter().find(|id| drawn.contains(*id) || sits.contains(*id)) {
        return Err(format!("« pool.csv » : « {id} » est parti·e et ne devrait pas y être."));
    }
    Ok(format!("Ce tirage suit le précédent : {} personnes restent, {} n’y reviennent pas.", sits.len(), gone.len()))
}
