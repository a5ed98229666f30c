//! What was public before anything was computed: the rules as they were announced, and the fingerprint of the closed pool. Both
//! are sealed with the draw; the first say what the draw was made with, the second counts its people.

use num_rational::BigRational;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::Files;
use crate::ground::{Ground, alike};
use crate::text::{exact, field, hash, json, list, table, whole};

/// The rules as they were announced.
pub const RULES: &str = "regles-annoncees.json";
/// The leaves of the pool: one a line, each leads to a receipt.
pub const LEAVES: &str = "empreintes.txt";
/// How the fingerprint of the pool is called among what is sealed.
const ROOT: &str = "racine des reçus";
/// The feature that tells who sits already, which no announcement knows.
const SITS: &str = "siège déjà";

/// Both, as files that may be there.
pub const NAMES: [&str; 2] = [RULES, LEAVES];

/// Lines of the fingerprint for both.
pub fn lines(files: &Files) -> String {
    let mut lines = String::new();
    if let Some(bytes) = files.get(RULES) {
        lines.push_str(&format!("{}  {RULES}\n", hash(bytes)));
    }
    if let Some(bytes) = files.get(LEAVES) {
        // Leaves that cannot be read lead nowhere: the check says so.
        let root = leaves(bytes).map(root).unwrap_or_default();
        lines.push_str(&format!("{root}  {ROOT}\n"));
    }
    lines
}

fn leaves(bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let told = || format!("« {LEAVES} » n’est pas lisible.");
    let text = std::str::from_utf8(bytes).map_err(|_| told())?;
    let leaf = |line: &str| crate::public::bytes(line).ok().filter(|leaf| leaf.len() == 32);
    text.lines().map(|line| leaf(line).ok_or_else(told)).collect()
}

/// The fingerprint of all leaves: hashes two by two, the last one alone going up as it is.
fn root(mut level: Vec<Vec<u8>>) -> String {
    while level.len() > 1 {
        let above = level.chunks(2).map(|pair| match pair {
            [left, right] => Sha256::new()
                .chain_update("parvis:noeud:1\n")
                .chain_update(left)
                .chain_update(right)
                .finalize()
                .to_vec(),
            alone => alone.concat(),
        });
        level = above.collect();
    }
    level.concat().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks that as many receipts were given as there are people.
pub fn receipts(files: &Files, people: usize, holds: &mut Vec<String>) -> Result<(), String> {
    let Some(bytes) = files.get(LEAVES) else { return Ok(()) };
    let leaves = leaves(bytes)?;
    if leaves.len() != people {
        return Err(format!("« {LEAVES} » : {} reçus pour {people} personnes.", leaves.len()));
    }
    holds.push(format!(
        "Les {people} reçus du vivier mènent à l’empreinte {} : comparez-la à celle publiée à sa clôture.",
        root(leaves)
    ));
    Ok(())
}

/// Checks that the draw was made with the rules that were announced.
pub fn rules(files: &Files, ground: &Ground, holds: &mut Vec<String>) -> Result<(), String> {
    let Some(bytes) = files.get(RULES) else { return Ok(()) };
    let (told, rules) = (json(files, RULES)?, json(files, "rules.json")?);
    let differs = |what: String| Err(format!("« {RULES} » : {what}, ce n’est pas ce que dit « rules.json »."));
    if told["sieges"] != rules["seats"] {
        return differs(format!("{} sièges annoncés", told["sieges"]));
    }
    if field(&told, "objectif")? != ground.objective {
        return differs("l’objectif annoncé est autre".to_owned());
    }
    let cap = match &told["chance_au_plus_en_pour_cent"] {
        Value::Null => whole(1),
        percent => BigRational::new(percent.as_i64().unwrap_or_default().into(), 100.into()),
    };
    let kept = match &rules["cap"] {
        Value::String(text) => exact(text)?,
        _ => whole(1),
    };
    if cap != kept {
        return differs("le plafond annoncé est autre".to_owned());
    }
    if told["une_personne_par_foyer"] == Value::Bool(false) && rules["one_per_household"] == Value::Bool(true) {
        return differs("aucune règle de foyer annoncée".to_owned());
    }
    crossed(&told, list(&rules, "rules")?)?;
    if let Some(panels) = told["groupes_imprimes"].as_u64()
        && panels != table(files, "panels.csv")?.len() as u64
    {
        return differs(format!("{panels} groupes imprimés annoncés"));
    }
    quotas(list(&told, "quotas")?, list(&rules, "quotas")?)?;
    holds.push(format!(
        "Le tirage est fait avec les règles annoncées, quota par quota ; leur empreinte est {} : comparez-la à celle publiée à \
         l’annonce.",
        hash(bytes)
    ));
    Ok(())
}

/// Each crossed rule announced is one of the draw, with the same people and bounds; the draw has no other, but for mixed pairs when they
/// were announced.
fn crossed(told: &Value, kept: &[Value]) -> Result<(), String> {
    let is_pair = |rule: &&Value| {
        let terms = rule["terms"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut coefficients: Vec<i64> = terms.iter().filter_map(|term| term["coefficient"].as_i64()).collect();
        coefficients.sort_unstable();
        coefficients == [-1, 1] && rule["min"] == 0 && rule["max"] == 0
    };
    let has_pairs = told["binomes_mixtes"] == Value::Bool(true);
    let mut left: Vec<&Value> = kept.iter().filter(|rule| !(has_pairs && is_pair(rule))).collect();
    // Draws announced before there were any do not say it.
    for rule in told["regles_croisees"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let name = field(rule, "regle")?;
        let asked = conditions(list(rule, "qui")?, ("critere", "valeur"))?;
        let mut found = None;
        for (at, one) in left.iter().enumerate() {
            let terms = list(one, "terms")?;
            let is_same = field(one, "name")? == name
                && one["min"] == rule["au_moins"]
                && one["max"] == rule["au_plus"]
                && terms.len() == 1
                && terms[0]["coefficient"] == 1
                && conditions(list(&terms[0], "where")?, ("feature", "value"))? == asked;
            if is_same {
                found = Some(at);
                break;
            }
        }
        let Some(at) = found else {
            return Err(format!("« {RULES} » : la règle « {name} » n’est pas celle de « rules.json »."));
        };
        left.remove(at);
    }
    match left.first() {
        None => Ok(()),
        Some(more) => Err(format!(
            "« rules.json » : la règle « {} » n’était pas annoncée dans « {RULES} ».",
            more["name"].as_str().unwrap_or_default()
        )),
    }
}

/// Who a rule counts, whatever the order it is written in.
fn conditions(told: &[Value], (feature, value): (&str, &str)) -> Result<Vec<(String, String)>, String> {
    let read = |one: &Value| Ok((alike(field(one, feature)?), alike(field(one, value)?)));
    let mut all = told.iter().map(read).collect::<Result<Vec<_>, String>>()?;
    all.sort_unstable();
    Ok(all)
}

/// Each quota announced is one of the draw, with the same bounds, and the draw has no other.
fn quotas(told: &[Value], kept: &[Value]) -> Result<(), String> {
    let mut left: Vec<&Value> = kept.iter().filter(|quota| quota["feature"].as_str() != Some(SITS)).collect();
    for quota in told {
        let (feature, value) = (field(quota, "critere")?, field(quota, "valeur")?);
        let is_same = |one: &&Value| {
            one["feature"].as_str().map(alike) == Some(alike(feature))
                && one["value"].as_str().map(alike) == Some(alike(value))
                && one["min"] == quota["au_moins"]
                && one["max"] == quota["au_plus"]
        };
        let Some(at) = left.iter().position(is_same) else {
            return Err(format!(
                "« {RULES} » : « {feature} : {value} », de {} à {}, n’est pas un quota de « rules.json ».",
                quota["au_moins"], quota["au_plus"]
            ));
        };
        left.remove(at);
    }
    match left.first() {
        None => Ok(()),
        Some(more) => Err(format!(
            "« rules.json » : le quota « {} : {} » n’était pas annoncé dans « {RULES} ».",
            more["feature"].as_str().unwrap_or_default(),
            more["value"].as_str().unwrap_or_default()
        )),
    }
}
