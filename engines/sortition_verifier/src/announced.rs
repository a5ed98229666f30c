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
    if told["binomes_mixtes"] == Value::Bool(false) && !list(&rules, "rules")?.is_empty() {
        return differs("aucune règle hors quotas annoncée".to_owned());
    }
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
