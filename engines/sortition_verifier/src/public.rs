//! The draw itself, recomputed from what was public; and the replacements, one after the other.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::Files;
use crate::ground::Ground;
use crate::text::{field, hash, json, list, table};

/// The seed that a label and some parts give.
pub fn seed(label: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(label.as_bytes());
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Numbers of 64 bits, four for each hash of the seed and a counter.
pub struct Numbers {
    seed: [u8; 32],
    count: u64,
}

impl Numbers {
    /// Starts from a seed.
    pub fn new(seed: [u8; 32]) -> Self {
        Self { seed, count: 0 }
    }

    /// A number from 0 to `many - 1`, each as likely.
    pub fn below(&mut self, many: u64) -> u64 {
        loop {
            let block = Sha256::new().chain_update(self.seed).chain_update((self.count / 4).to_be_bytes()).finalize();
            let from = (self.count % 4) as usize * 8;
            self.count += 1;
            let number = block[from..from + 8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            // 2^64 is seldom a multiple: the last numbers would favour the first ones.
            let whole = (1_u128 << 64) / u128::from(many) * u128::from(many);
            if u128::from(number) < whole {
                return number % many;
            }
        }
    }
}

/// Hexadecimal digits as bytes.
pub fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let told = || format!("« {text} » n’est pas une suite hexadécimale.");
    if !text.is_ascii() || text.len() % 2 == 1 {
        return Err(told());
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| told())).collect()
}

/// Recomputes the draw, if it took place.
pub fn draw(files: &Files, ground: &Ground, fingerprint: &str, holds: &mut Vec<String>) -> Result<(), String> {
    if !files.contains_key("draw.json") {
        return Ok(());
    }
    let told = json(files, "draw.json")?;
    let lines = table(files, "panels.csv")?;
    let many = lines.len() as u64;
    let dice = told["dice"].as_u64().unwrap_or_default();
    let beacon = match &told["beacon"] {
        Value::String(text) => Some(bytes(text)?),
        _ => None,
    };
    let print = fingerprint.as_bytes();
    let shift = beacon
        .as_deref()
        .map_or(0, |beacon| Numbers { seed: seed("parvis:tirage", &[print, beacon]), count: 0 }.below(many));
    let panel = (dice + shift) % many;
    if told["panel"].as_u64() != Some(panel) || dice >= many {
        return Err(format!("« draw.json » : ces valeurs publiques désignent le groupe {panel}."));
    }
    let public = beacon.as_deref().unwrap_or_default();
    let next = seed("parvis:suite", &[print, dice.to_string().as_bytes(), public]);
    let next_text: String = next.iter().map(|byte| format!("{byte:02x}")).collect();
    if field(&told, "next_seed")? != next_text {
        return Err("« draw.json » : la graine de la suite n’est pas celle des valeurs publiques.".to_owned());
    }
    let selected: Vec<String> =
        table(files, "selected.csv")?.into_iter().skip(1).map(|mut line| line.remove(0)).collect();
    if selected != lines[panel as usize][1..] {
        return Err("« selected.csv » n’est pas le groupe désigné par le tirage.".to_owned());
    }
    let mut order: Vec<&str> = ground
        .people
        .iter()
        .map(|person| person.id.as_str())
        .filter(|id| !selected.iter().any(|one| one == id))
        .collect();
    let mut numbers = Numbers { seed: next, count: 0 };
    for last in (1..order.len()).rev() {
        order.swap(last, numbers.below(last as u64 + 1) as usize);
    }
    let listed = table(files, "complementary.csv")?;
    let is_same = listed.len() == order.len() + 1
        && listed[1..].iter().zip(&order).all(|(line, id)| line.get(1).map(String::as_str) == Some(*id));
    if !is_same {
        return Err("« complementary.csv » n’est pas dans l’ordre que donne le tirage.".to_owned());
    }
    let chosen = crate::alternates::check(files, ground, &told, (&selected, &order, next))?;
    holds.push(format!(
        "Les valeurs publiques désignent bien le groupe {panel}, et l’ordre de la liste complémentaire."
    ));
    holds.extend(chosen);
    Ok(())
}

fn names(entry: &Value, name: &str) -> Result<Vec<String>, String> {
    Ok(list(entry, name)?.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect())
}

/// Checks replacements: each is chained to the one before, takes people in order, and leaves a council that keeps the rules.
pub fn replacements(files: &Files, ground: &Ground, holds: &mut Vec<String>) -> Result<(), String> {
    let Some(text) = files.get("replacements.jsonl") else {
        return match files.contains_key("council.json") {
            true => Err("Il manque le fichier « replacements.jsonl », d’où vient « council.json ».".to_owned()),
            false => Ok(()),
        };
    };
    let text = std::str::from_utf8(text).map_err(|_| "« replacements.jsonl » n’est pas lisible.")?;
    let column = |name: &str, at: usize| -> Result<Vec<String>, String> {
        Ok(table(files, name)?.into_iter().skip(1).filter_map(|line| line.get(at).cloned()).collect())
    };
    let (mut sitting, order) = (column("selected.csv", 0)?, column("complementary.csv", 1)?);
    let mut before = hash(files.get("draw.json").map_or(&[][..], Vec::as_slice));
    let mut gone: Vec<String> = Vec::new();
    let counted = ground.counted();
    for (rank, line) in text.lines().enumerate() {
        let what = format!("« replacements.jsonl », remplacement {}", rank + 1);
        let entry: Value = serde_json::from_str(line).map_err(|_| format!("{what} : il n’est pas lisible."))?;
        if field(&entry, "before")? != before {
            return Err(format!("{what} : il ne suit pas ce qui précède, quelque chose a été modifié."));
        }
        before = hash(line.as_bytes());
        for id in names(&entry, "refused")? {
            let at = sitting.iter().position(|one| *one == id);
            sitting.remove(at.ok_or_else(|| format!("{what} : « {id} » n’était pas du groupe."))?);
            gone.push(id);
        }
        let skipped: Vec<String> =
            list(&entry, "skipped")?.iter().filter_map(|pair| pair["id"].as_str().map(str::to_owned)).collect();
        let mut met = 0;
        for id in names(&entry, "called")? {
            let is_free = |one: &&String| !sitting.contains(one) && !gone.contains(one);
            let passed = order.iter().filter(is_free).take_while(|one| **one != id);
            if !passed.clone().all(|one| skipped.contains(one)) || !order.contains(&id) || gone.contains(&id) {
                return Err(format!("{what} : quelqu’un devait être appelé avant « {id} »."));
            }
            met += 1;
            sitting.push(id);
        }
        let people = ground.ranks(&what, sitting.iter())?;
        if met > 0 || people.len() as i128 == ground.seats {
            ground.check(&what, &people, &counted, true)?;
        }
        let kept = list(&entry, "council")?;
        let mut told: Vec<&str> = kept.iter().filter_map(Value::as_str).collect();
        let mut own: Vec<&str> = sitting.iter().map(String::as_str).collect();
        told.sort_unstable();
        own.sort_unstable();
        if told != own {
            return Err(format!("{what} : le groupe annoncé n’est pas celui qui en résulte."));
        }
    }
    let council = files.get("council.json").ok_or("Il manque le fichier « council.json ».")?;
    crate::text::self_hash("council.json", council)?;
    if field(&json(files, "council.json")?, "journal")? != before {
        return Err("« replacements.jsonl » a été modifié : « council.json » n’y correspond plus.".to_owned());
    }
    holds.push(match text.lines().count() {
        1 => "Le remplacement suit le tirage et garde un groupe qui tient les règles.".to_owned(),
        many => format!("Les {many} remplacements se suivent et gardent un groupe qui tient les règles."),
    });
    Ok(())
}

/// Checks a renewal: it follows what came before, and half of those who sat leave, half of every kind of people.
pub fn renewal(files: &Files, ground: &Ground, holds: &mut Vec<String>) -> Result<(), String> {
    let Some(bytes) = files.get("renewal.json") else { return Ok(()) };
    crate::text::self_hash("renewal.json", bytes)?;
    let told = json(files, "renewal.json")?;
    let text = std::str::from_utf8(files.get("replacements.jsonl").map_or(&[][..], Vec::as_slice)).unwrap_or_default();
    let (before, sitting) = match text.lines().last() {
        Some(line) => {
            let entry: Value = serde_json::from_str(line).map_err(|_| "« replacements.jsonl » n’est pas lisible.")?;
            (hash(line.as_bytes()), names(&entry, "council")?)
        }
        None => {
            let lines = table(files, "selected.csv")?.into_iter().skip(1);
            let selected = lines.filter_map(|line| line.into_iter().next()).collect();
            (hash(files.get("draw.json").map_or(&[][..], Vec::as_slice)), selected)
        }
    };
    if field(&told, "before")? != before {
        return Err("« renewal.json » ne suit pas ce qui précède.".to_owned());
    }
    let (leave, stay) = (names(&told, "leave")?, names(&told, "stay")?);
    let mut all: Vec<&String> = leave.iter().chain(&stay).collect();
    let mut own: Vec<&String> = sitting.iter().collect();
    all.sort_unstable();
    own.sort_unstable();
    if all != own || leave.len() != sitting.len() / 2 {
        return Err(
            "« renewal.json » : ceux qui partent et ceux qui restent ne font pas le groupe, par moitiés.".to_owned()
        );
    }
    let (leaves, sat) =
        (ground.ranks("« renewal.json »", leave.iter())?, ground.ranks("« renewal.json »", sitting.iter())?);
    for row in 0..ground.rows.len() {
        let of = &ground.rows[row];
        let count = |people: &[usize]| -> i128 { people.iter().map(|person| ground.counts(row, *person)).sum() };
        let (gone, all) = (count(&leaves), count(&sat));
        let is_quota = of.name.starts_with("quota:") && !of.name.starts_with("quota:siège déjà=");
        if is_quota && !(all / 2..=(all + 1) / 2).contains(&gone) {
            return Err(format!("« renewal.json » : de « {} », {gone} sur {all} partent, pas la moitié.", of.name));
        }
    }
    holds.push(format!("Le renouvellement garde {} personnes, la moitié de chaque catégorie.", stay.len()));
    Ok(())
}
