//! The files of a draw: rules, pool, probabilities, panels, certificate, summary. Every number is written from fractions
//! or with a fixed number of decimals, so that the same draw gives the same bytes everywhere.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Signed as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::chance::hexadecimal;
use crate::contents;
use crate::exact::{float, ratio, written};
use crate::invitation;
use crate::levels::Proof;
use crate::lottery::{Lottery, WHOLE};
use crate::model::{Counted, Panel, Row};
use crate::request::Prepared;
use crate::seating::tickets;
use crate::{merkle, minutes};

/// Every file a dossier may hold.
pub const NAMES: [&str; 17] = [
    crate::contents::CONTENTS,
    ANNOUNCED,
    LEAVES,
    "rules.json",
    "pool.csv",
    "probabilities.csv",
    "panels.csv",
    "certificate.json",
    "summary.json",
    "proces-verbal.md",
    "draw.json",
    "selected.csv",
    "complementary.csv",
    "alternates.csv",
    "replacements.jsonl",
    "council.json",
    "renewal.json",
];

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Decimals of a probability.
pub const DECIMALS: u32 = 15;
/// Files whose hashes make the fingerprint of a draw, in this order.
pub const SEALED: [&str; 5] = ["rules.json", "pool.csv", "probabilities.csv", "panels.csv", "certificate.json"];
/// The rules as a platform announced them, before anybody was in the pool.
pub const ANNOUNCED: &str = "regles-annoncees.json";
/// The leaves of a frozen pool, one a line: each leads to the receipt of somebody.
pub const LEAVES: &str = "empreintes.txt";
/// What the fingerprint of a frozen pool is called among what is sealed.
const ROOT: &str = "racine des reçus";
/// What the hash of a file stands as inside itself.
const BLANK: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The version of the engine, as written in dossiers.
pub const ENGINE: &str = concat!("sortition ", env!("CARGO_PKG_VERSION"));

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The fingerprint of what is sealed before chance is known: the hash of the hashes, one a line with its file.
pub fn fingerprint(files: &Files) -> String {
    of_hashes(|name| hash(files.get(name).map_or(&[][..], Vec::as_slice)), files)
}

fn of_hashes(hash_of: impl Fn(&str) -> String, files: &Files) -> String {
    let lines: String = SEALED.iter().map(|name| format!("{}  {name}\n", hash_of(name))).collect();
    hash((lines + &announced(files)).as_bytes())
}

/// Lines of a fingerprint for what was public before anything was computed: the rules as they were announced, and the root of
/// the tree whose leaves are the receipts of the pool. None of a draw that no platform announced.
pub(crate) fn announced(files: &Files) -> String {
    let rules = files.get(ANNOUNCED).map(|bytes| format!("{}  {ANNOUNCED}\n", hash(bytes)));
    let root = files.get(LEAVES).map(|bytes| format!("{}  {ROOT}\n", merkle::published(bytes)));
    [rules, root].into_iter().flatten().collect()
}

/// Rules and pool, which are fixed before anything is computed.
pub fn frozen(prepared: &Frozen<'_>) -> (Vec<u8>, Vec<u8>) {
    (rules(prepared), pool(prepared))
}

/// What is fixed before anything is computed.
#[derive(Debug, Clone, Copy)]
pub struct Frozen<'a> {
    /// What was asked.
    pub request: &'a crate::request::Request,
    /// Quotas.
    pub quotas: &'a [crate::pool::Quota],
    /// Who may be drawn.
    pub pool: &'a crate::pool::Pool,
}

fn rules(frozen: &Frozen<'_>) -> Vec<u8> {
    let request = frozen.request;
    let quotas: Vec<Value> = frozen
        .quotas
        .iter()
        .map(|quota| json!({"feature": quota.feature, "value": quota.value, "min": quota.low, "max": quota.high}))
        .collect();
    let linear: Vec<Value> = request
        .rules
        .iter()
        .map(|rule| {
            let terms: Vec<Value> = rule
                .terms
                .iter()
                .map(|(conditions, coefficient)| {
                    let conditions: Vec<Value> =
                        conditions.iter().map(|(feature, value)| json!({"feature": feature, "value": value})).collect();
                    json!({"coefficient": coefficient, "where": conditions})
                })
                .collect();
            json!({"name": rule.name, "min": rule.low, "max": rule.high, "terms": terms})
        })
        .collect();
    let mut rules = json!({
        "format": "parvis-draw-1",
        "seats": request.seats,
        "objective": request.objective.name(),
        "cap": request.cap.as_ref().map(|cap| cap.to_string()),
        "one_per_household": frozen.pool.households > 0,
        "quotas": quotas,
        "rules": linear,
    });
    if let Some(dossier) = &request.invitation {
        rules["invitation"] = json!({ "feature": invitation::INVITED, "dossier": dossier });
    }
    if let Some(last) = &request.after {
        rules["after"] = json!(last);
    }
    pretty(&rules)
}

fn pool(frozen: &Frozen<'_>) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let features = frozen.pool.features.iter().map(|feature| feature.name.as_str());
    let _ = out.write_record(["id"].into_iter().chain(features).chain(["household"]));
    for person in &frozen.pool.people {
        let values = person.values.iter().zip(&frozen.pool.features);
        let values = values.map(|(value, feature)| feature.values[*value as usize].as_str());
        let household = person.household.map(|home| (home + 1).to_string()).unwrap_or_default();
        let _ = out.write_record([person.id.as_str()].into_iter().chain(values).chain([household.as_str()]));
    }
    out.into_inner().unwrap_or_default()
}

/// Every file of a draw that no platform announced.
pub fn write(prepared: &Prepared) -> Files {
    write_after(prepared, &Files::new())
}

/// Every file of a draw; of those `before`, the rules as announced and the leaves of the pool are sealed with it.
pub fn write_after(prepared: &Prepared, before: &Files) -> Files {
    let kept = before.iter().filter(|(name, _)| is_sealed_before(name));
    let mut files: Files = kept.map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
    let keep = |name: &str, bytes: Vec<u8>| {
        files.insert(name.to_owned(), bytes);
        Ok::<(), std::convert::Infallible>(())
    };
    let Ok(_) = each(prepared, before, keep);
    files
}

/// Whether a file that was there before a draw is sealed with it.
fn is_sealed_before(name: &str) -> bool {
    name == ANNOUNCED || name == LEAVES
}

/// Hands every file of a draw over as soon as it is made, so that one at a time is held in memory; answers the fingerprint of the
/// draw. Of those `before`, the rules as announced and the leaves of the pool are sealed with it, and are not handed over again.
///
/// # Errors
/// Those of whoever takes the files.
pub fn each<E>(
    prepared: &Prepared,
    before: &Files,
    mut take: impl FnMut(&str, Vec<u8>) -> Result<(), E>,
) -> Result<String, E> {
    let sealed = before.iter().filter(|(name, _)| is_sealed_before(name));
    // Each file is hashed once: panels are long.
    let mut hashes: BTreeMap<String, String> = sealed.map(|(name, bytes)| (name.clone(), hash(bytes))).collect();
    let mut give = |hashes: &mut BTreeMap<String, String>, name: &str, bytes: Vec<u8>| {
        hashes.insert(name.to_owned(), hash(&bytes));
        take(name, bytes)
    };
    let fixed = Frozen { request: &prepared.request, quotas: &prepared.quotas, pool: &prepared.pool };
    give(&mut hashes, "rules.json", rules(&fixed))?;
    give(&mut hashes, "pool.csv", pool(&fixed))?;
    give(&mut hashes, "probabilities.csv", probabilities(prepared))?;
    give(&mut hashes, "panels.csv", panels(prepared))?;
    give(&mut hashes, "certificate.json", certificate(prepared))?;
    let measured = Measured::of(prepared);
    let seal = of_hashes(|name| hashes.get(name).cloned().unwrap_or_default(), before);
    give(&mut hashes, "proces-verbal.md", minutes::prepared(prepared, &measured, &seal).into_bytes())?;
    let summary = summary(prepared, &measured, &hashes, &seal);
    give(&mut hashes, "summary.json", summary)?;
    let (list, _) = contents::listed(&hashes);
    give(&mut hashes, contents::CONTENTS, list)?;
    Ok(seal)
}

fn probabilities(prepared: &Prepared) -> Vec<u8> {
    let by_type: Vec<String> = prepared.lottery.probabilities.iter().map(|p| written(p, DECIMALS)).collect();
    let mut of = vec![0; prepared.pool.people.len()];
    for (rank, members) in prepared.draw.members.iter().enumerate() {
        for person in members {
            of[*person as usize] = rank;
        }
    }
    let mut out = csv::Writer::from_writer(Vec::new());
    let _ = out.write_record(["id", "probability"]);
    for (person, of) in prepared.pool.people.iter().zip(of) {
        let _ = out.write_record([person.id.as_str(), by_type[of].as_str()]);
    }
    out.into_inner().unwrap_or_default()
}

fn panels(prepared: &Prepared) -> Vec<u8> {
    let id = |person: &u32| prepared.pool.people[*person as usize].id.len() + 1;
    let long = prepared.panels.iter().map(|panel| 8 + panel.iter().map(id).sum::<usize>()).sum();
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::with_capacity(long));
    for (number, panel) in prepared.panels.iter().enumerate() {
        let number = number.to_string();
        let people = panel.iter().map(|person| prepared.pool.people[*person as usize].id.as_str());
        let _ = out.write_record([number.as_str()].into_iter().chain(people));
    }
    out.into_inner().unwrap_or_default()
}

/// A row as the certificate names it.
pub(crate) fn row_name(row: &Row) -> String {
    match &row.counted {
        Counted::Seats => "seats".to_owned(),
        Counted::Quota { feature, value } => format!("quota:{feature}={value}"),
        Counted::Households(class) => format!("households:{class}"),
        Counted::Rule(name) => format!("rule:{name}"),
    }
}

fn certificate(prepared: &Prepared) -> Vec<u8> {
    let (model, lottery) = (&prepared.draw.model, &prepared.lottery);
    let rows: Vec<Value> =
        model.rows.iter().map(|row| json!({"name": row_name(row), "min": row.low, "max": row.high})).collect();
    let levels: Vec<Value> = lottery
        .levels
        .levels
        .iter()
        .enumerate()
        .map(|(rank, level)| {
            let proof = match &level.proof {
                Proof::Ceiling => json!({"kind": "ceiling"}),
                Proof::Rows(multipliers) => {
                    let rows: Map<String, Value> = multipliers
                        .iter()
                        .map(|(row, y)| (row_name(&model.rows[*row as usize]), json!(y.to_string())))
                        .collect();
                    json!({"kind": "rows", "multipliers": rows})
                }
                Proof::Panels { weights, most, multipliers } => {
                    let rows: Map<String, Value> = multipliers
                        .iter()
                        .map(|(row, y)| (row_name(&model.rows[*row as usize]), json!(y.to_string())))
                        .collect();
                    let weights: Vec<Value> =
                        weights.iter().map(|(of, weight)| json!([of, weight.to_string()])).collect();
                    json!({"kind": "panels", "weights": weights, "most": most.to_string(), "multipliers": rows})
                }
            };
            json!({
                "bound": level.bound.to_string(),
                "achieved": lottery.achieved(model, rank).to_string(),
                "types": level.at,
                "ceiling": level.ceiling,
                "proof": proof,
            })
        })
        .collect();
    let nash = lottery.nash.as_ref().map(|nash| {
        let rows: Map<String, Value> = nash
            .multipliers
            .iter()
            .map(|(row, y)| (row_name(&model.rows[*row as usize]), json!(y.to_string())))
            .collect();
        json!({"multipliers": rows, "scale": nash.scale.to_string()})
    });
    let certificate = Certificate {
        format: "parvis-draw-1",
        levels,
        lottery: Support { panels: Entries(lottery), total: WHOLE.to_string() },
        nash,
        objective: lottery.objective.name(),
        rows,
        status: lottery.status.name(),
        types: Types(prepared),
    };
    let pairs: usize = lottery.panels.iter().map(Vec::len).sum();
    let mut text = Vec::with_capacity(9 * pairs + 64 * model.len() + 65_536);
    let _ = serde_json::to_writer(&mut text, &certificate);
    text.push(b'\n');
    text
}

/// The certificate as it is written, fields in the order of the alphabet; neither the lottery nor the types are copied.
#[derive(Serialize)]
struct Certificate<'a> {
    format: &'a str,
    levels: Vec<Value>,
    lottery: Support<'a>,
    nash: Option<Value>,
    objective: &'a str,
    rows: Vec<Value>,
    status: &'a str,
    types: Types<'a>,
}

#[derive(Serialize)]
struct Support<'a> {
    panels: Entries<'a>,
    total: String,
}

/// Panels of the lottery, one after the other.
struct Entries<'a>(&'a Lottery);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let entries = self.0.panels.iter().zip(&self.0.weights);
        to.collect_seq(entries.map(|(panel, weight)| Entry { types: panel, weight: weight.to_string() }))
    }
}

/// Types of people, one after the other.
struct Types<'a>(&'a Prepared);

impl Serialize for Types<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let id = |person: &u32| self.0.pool.people[*person as usize].id.as_str();
        let types = self.0.draw.members.iter().zip(&self.0.draw.classes);
        to.collect_seq(types.map(|(members, class)| Told { households: *class, ids: members.iter().map(id).collect() }))
    }
}

#[derive(Serialize)]
struct Told<'a> {
    households: Option<u32>,
    ids: Vec<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    types: &'a Panel,
    weight: String,
}

/// Figures of a draw, as they are told.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Lowest probability.
    pub least: BigRational,
    /// Highest probability.
    pub most: BigRational,
    /// Geometric mean of probabilities; 0 when somebody has none.
    pub geometric: f64,
    /// Gini index of probabilities.
    pub gini: f64,
    /// Largest difference between the share of printed panels somebody is in and her probability.
    pub deviation: BigRational,
    /// Largest difference of tickets between two people of a type.
    pub spread: u32,
    /// Panels that differ.
    pub distinct: usize,
    /// People who can be in no panel.
    pub never: Vec<u32>,
    /// People who are in every panel.
    pub always: Vec<u32>,
    /// Lowest and highest chance, that of being invited counted in, when a first draw said who was.
    pub whole_chances: Option<(BigRational, BigRational)>,
}

impl Measured {
    /// Measures.
    pub fn of(prepared: &Prepared) -> Self {
        let probabilities = &prepared.lottery.probabilities;
        let printed = prepared.panels.len();
        let tickets = tickets(prepared.pool.people.len(), &prepared.panels);
        let zero = ratio(0, 1);
        let (mut furthest, mut spread) = (Vec::new(), 0);
        let (mut never, mut always) = (Vec::new(), Vec::new());
        let mut sorted: Vec<(f64, usize)> = Vec::new();
        let mut logarithms = 0.0;
        for (p, members) in probabilities.iter().zip(&prepared.draw.members) {
            let counts = members.iter().map(|person| tickets[*person as usize]);
            let (low, high) = (counts.clone().min().unwrap_or_default(), counts.max().unwrap_or_default());
            spread = spread.max(high - low);
            let near = float(p);
            furthest.extend([low, high].map(|count| ((near - f64::from(count) / printed as f64).abs(), p, count)));
            if *p == zero {
                never.extend(members);
            } else if *p == ratio(1, 1) {
                always.extend(members);
            }
            logarithms += members.len() as f64 * libm::log(near);
            sorted.push((near, members.len()));
        }
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Fractions are slow: those that cannot be the furthest are left.
        let far = furthest.iter().map(|(far, ..)| *far).fold(0.0, f64::max);
        let furthest = furthest.iter().filter(|one| one.0 > far - 1e-9);
        let exactly = furthest.map(|(_, p, count)| (*p - ratio(i128::from(*count), printed as i128)).abs());
        let deviation = exactly.max().unwrap_or_else(|| zero.clone());
        let people = prepared.pool.people.len() as f64;
        let (mut before, mut weighted, mut total) = (0.0, 0.0, 0.0);
        for (value, many) in &sorted {
            let many = *many as f64;
            weighted += value * many * (2.0 * before + many);
            total += value * many;
            before += many;
        }
        let model = &prepared.draw.model;
        let whole = |(of, p): (usize, &BigRational)| model.whole_chance(of, p);
        let chances: std::collections::BTreeSet<BigRational> = match model.invited.is_empty() {
            true => std::collections::BTreeSet::new(),
            false => probabilities.iter().enumerate().map(whole).collect(),
        };
        let whole_chances = chances.first().cloned().zip(chances.last().cloned());
        let distinct: std::collections::BTreeSet<&Vec<u32>> = prepared.panels.iter().collect();
        Self {
            least: probabilities.iter().min().cloned().unwrap_or_else(|| zero.clone()),
            most: probabilities.iter().max().cloned().unwrap_or(zero),
            geometric: libm::exp(logarithms / people),
            gini: if total > 0.0 { (weighted / (people * total) - 1.0).max(0.0) } else { 0.0 },
            deviation,
            spread,
            distinct: distinct.len(),
            never,
            always,
            whole_chances,
        }
    }
}

/// A number of the summary, with so many decimals.
fn number(value: f64, decimals: usize) -> Value {
    format!("{value:.decimals$}").parse::<f64>().map_or(Value::Null, Value::from)
}

fn fraction(value: &BigRational) -> Value {
    written(value, DECIMALS).parse::<f64>().map_or(Value::Null, Value::from)
}

fn summary(prepared: &Prepared, measured: &Measured, hashes: &BTreeMap<String, String>, seal: &str) -> Vec<u8> {
    let lottery = &prepared.lottery;
    let levels: Vec<Value> = lottery
        .levels
        .levels
        .iter()
        .enumerate()
        .map(|(rank, level)| {
            let people: usize = level.at.iter().map(|of| prepared.draw.members[*of as usize].len()).sum();
            let achieved = lottery.achieved(&prepared.draw.model, rank);
            json!({
                "bound": fraction(&level.bound),
                "bound_exact": level.bound.to_string(),
                "achieved": fraction(&achieved),
                "people": people,
            })
        })
        .collect();
    let mut value = json!({
        "format": "parvis-draw-1",
        "engine": ENGINE,
        "status": lottery.status.name(),
        "gap": fraction(&lottery.missing),
        "objective": lottery.objective.name(),
        "seats": prepared.request.seats,
        "people": prepared.pool.people.len(),
        "types": prepared.draw.model.len(),
        "rows": prepared.draw.model.rows.len(),
        "households": prepared.pool.households,
        "panels": prepared.panels.len(),
        "distinct_panels": measured.distinct,
        "support": lottery.panels.len(),
        "min_probability": fraction(&measured.least),
        "max_probability": fraction(&measured.most),
        "geometric_mean": number(measured.geometric, 12),
        "gini": number(measured.gini, 12),
        "levels": levels,
        "max_deviation": fraction(&measured.deviation),
        "spread": measured.spread,
        "never": measured.never.len(),
        "always": measured.always.len(),
        "order_seed": hexadecimal(&prepared.order_seed),
        "hashes": hashes,
        "fingerprint": seal,
        "sha256": BLANK,
    });
    if let Some((least, most)) = &measured.whole_chances {
        value["min_whole_chance"] = fraction(least);
        value["max_whole_chance"] = fraction(most);
    }
    sealed(&value)
}

/// A file that holds its own hash: the hash of its text where zeros stand in its place.
pub(crate) fn sealed(value: &Value) -> Vec<u8> {
    let text = String::from_utf8(pretty(value)).unwrap_or_default();
    let own = hash(text.as_bytes());
    text.replacen(&format!("\"sha256\": \"{BLANK}\""), &format!("\"sha256\": \"{own}\""), 1).into_bytes()
}

/// A value as text one can read, with a last line end.
pub(crate) fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}
