//! A first draw, of whom to write to: chances recomputed from weights, people drawn again from what was public; and whether
//! the pool of a second draw is made of people invited, each with her chance.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, ToPrimitive as _, Zero as _};
use serde_json::Value;

use crate::Files;
use crate::announced;
use crate::public::{Numbers, bytes, seed};
use crate::text::{exact, field, hash, json, list, self_hash, table, whole};

/// Files whose hashes make the fingerprint of a first draw, in order.
const SEALED: [&str; 2] = ["invitation.json", "roll.csv"];

/// A stratum as the dossier tells it.
struct Stratum {
    name: String,
    chance: BigRational,
    weight: BigRational,
    people: Vec<String>,
}

/// The fingerprint of a first draw.
pub fn fingerprint(files: &Files) -> String {
    let line = |name: &str| format!("{}  {name}\n", hash(files.get(name).map_or(&[][..], Vec::as_slice)));
    hash((SEALED.map(line).concat() + &announced::lines(files)).as_bytes())
}

/// Checks a first draw, and whom it drew, if it took place.
pub fn check(files: &Files, holds: &mut Vec<String>) -> Result<(), String> {
    let told = json(files, "invitation.json")?;
    let letters = told["letters"].as_u64().filter(|letters| *letters > 0);
    let letters = letters.ok_or("« invitation.json » : le nombre de courriers n’est pas lisible.")?;
    let mut strata = Vec::new();
    for of in list(&told, "strata")? {
        let (chance, weight) = (exact(field(of, "chance")?)?, exact(field(of, "weight")?)?);
        strata.push(Stratum { name: field(of, "name")?.to_owned(), chance, weight, people: Vec::new() });
    }
    let mut seen = std::collections::BTreeSet::new();
    for cells in table(files, "roll.csv")?.into_iter().skip(1) {
        let [id, name] = cells.as_slice() else { return Err("« roll.csv » n’est pas lisible.".to_owned()) };
        if !seen.insert(id.clone()) {
            return Err(format!("« roll.csv » : « {id} » y est deux fois."));
        }
        let of = strata.iter_mut().find(|of| of.name == *name);
        of.ok_or_else(|| format!("« roll.csv » : la strate « {name} » n’est pas déclarée."))?.people.push(id.clone());
    }
    let people = list(&told, "strata")?;
    if people.iter().zip(&strata).any(|(told, of)| told["people"].as_u64() != Some(of.people.len() as u64)) {
        return Err("« invitation.json » : une strate n’a pas le nombre de personnes annoncé.".to_owned());
    }
    announced::receipts(files, seen.len(), holds)?;
    sent(files, letters)?;
    chances(&strata, letters)?;
    holds.push(format!(
        "Chaque personne de la liste a exactement la chance annoncée pour sa strate ; {letters} courriers en tout."
    ));
    if files.contains_key("letters.json") || files.contains_key("invited.csv") {
        drawn(files, &strata, holds)?;
    }
    Ok(())
}

/// As many letters are sent as were announced.
fn sent(files: &Files, letters: u64) -> Result<(), String> {
    if !files.contains_key(announced::RULES) {
        return Ok(());
    }
    let rules = json(files, announced::RULES)?;
    let told = &rules["courriers"];
    if told.as_u64() == Some(letters) {
        return Ok(());
    }
    Err(format!("« {} » : {told} courriers annoncés, {letters} dans « invitation.json ».", announced::RULES))
}

/// Chances add up to the letters, and are in the proportion of weights up to one letter a person.
fn chances(strata: &[Stratum], letters: u64) -> Result<(), String> {
    let told = |why: &str| Err(format!("« invitation.json » : {why}."));
    let size = |of: &Stratum| whole(of.people.len() as i128);
    let sum = strata.iter().fold(BigRational::zero(), |sum, of| sum + &of.chance * size(of));
    if sum != whole(i128::from(letters)) {
        return told("les chances ne font pas le nombre de courriers");
    }
    let one = BigRational::one();
    if strata.iter().any(|of| of.chance <= BigRational::zero() || of.chance > one || of.weight <= BigRational::zero()) {
        return told("une chance n’est pas entre 0 et 1");
    }
    let each = strata.iter().filter(|of| of.chance < one).map(|of| &of.chance / &of.weight).collect::<Vec<_>>();
    let least = each.first().cloned();
    let is_full = |of: &&Stratum| of.chance == one;
    let is_fair = each.iter().all(|each| Some(each) == least.as_ref())
        && strata.iter().filter(is_full).all(|of| least.as_ref().is_none_or(|each| each * &of.weight >= one));
    if is_fair { Ok(()) } else { told("les chances ne suivent pas les poids") }
}

/// Draws again whom public values designate.
fn drawn(files: &Files, strata: &[Stratum], holds: &mut Vec<String>) -> Result<(), String> {
    let bytes_of =
        files.get("letters.json").ok_or("Il manque le fichier « letters.json », d’où vient « invited.csv ».")?;
    self_hash("letters.json", bytes_of)?;
    let told = json(files, "letters.json")?;
    let print = fingerprint(files);
    if field(&told, "fingerprint")? != print {
        return Err("« letters.json » : l’empreinte n’est pas celle de la liste.".to_owned());
    }
    let beacon = match &told["beacon"] {
        Value::String(text) => bytes(text)?,
        _ => Vec::new(),
    };
    let dice = told["dice"].as_u64().unwrap_or_default().to_string();
    let mut numbers = Numbers::new(seed("parvis:courriers", &[print.as_bytes(), dice.as_bytes(), &beacon]));
    // Shares of strata are whole numbers of so many parts of a letter.
    let expected: Vec<BigRational> = strata.iter().map(|of| &of.chance * whole(of.people.len() as i128)).collect();
    let mut parts = BigInt::one();
    for share in &expected {
        parts *= BigRational::new(parts.clone(), share.denom().clone()).denom();
    }
    let parts = parts.to_u64().ok_or("« invitation.json » : les parts ne se comptent pas.")?;
    let start = numbers.below(parts);
    let (mut sum, mut before) = (BigRational::new(start.into(), parts.into()), BigInt::zero());
    let mut lines = vec![vec!["id".to_owned(), "stratum".to_owned(), "chance".to_owned()]];
    for (of, share) in strata.iter().zip(&expected) {
        sum += share;
        let reached = sum.floor().to_integer();
        let many = (&reached - &before).to_usize().unwrap_or_default();
        before = reached;
        let mut order: Vec<&String> = of.people.iter().collect();
        for last in (1..order.len()).rev() {
            order.swap(last, numbers.below(last as u64 + 1) as usize);
        }
        let chance = of.chance.to_string();
        lines.extend(order.into_iter().take(many).map(|id| vec![id.clone(), of.name.clone(), chance.clone()]));
    }
    if table(files, "invited.csv")? != lines {
        return Err("« invited.csv » n’est pas ce que désignent les valeurs publiques.".to_owned());
    }
    holds.push(format!("Les valeurs publiques désignent bien les {} personnes invitées.", lines.len() - 1));
    Ok(())
}

/// Checks that the pool of a draw is made of people a first draw invited, each with her chance.
pub fn follows(files: &Files, invitation: &Files) -> Result<String, String> {
    let rules = json(files, "rules.json")?;
    let list = json(invitation, "contents.json")?;
    if rules["invitation"]["dossier"].as_str().is_none_or(|dossier| list["sha256"].as_str() != Some(dossier)) {
        return Err("« rules.json » ne désigne pas ce dossier d’invitation.".to_owned());
    }
    let invited: BTreeMap<String, String> = table(invitation, "invited.csv")?
        .into_iter()
        .skip(1)
        .filter_map(|cells| Some((cells.first()?.clone(), cells.get(2)?.clone())))
        .collect();
    let mut pool = table(files, "pool.csv")?.into_iter();
    let headers = pool.next().unwrap_or_default();
    let at = headers.iter().position(|name| rules["invitation"]["feature"].as_str() == Some(name));
    let at = at.ok_or("« pool.csv » ne dit pas la chance d’avoir été invité.")?;
    let mut many = 0;
    for cells in pool {
        let id = cells.first().cloned().unwrap_or_default();
        if invited.get(&id) != cells.get(at) {
            return Err(format!("« pool.csv » : « {id} » n’a pas été invité, ou pas avec cette chance."));
        }
        many += 1;
    }
    Ok(format!("Les {many} personnes du vivier ont toutes été invitées, chacune avec la chance que dit le vivier."))
}
