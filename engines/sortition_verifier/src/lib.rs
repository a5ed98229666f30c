//! Checks the dossier of a draw without trusting what made it, nor sharing a line with it: hashes, panels recounted one by
//! one, the lottery and the proof of every level in fractions, the draw itself, replacements. It needs no solver: a proof
//! is a few multiplications.

mod alternates;
mod announced;
mod bounds;
mod ground;
mod invitation;
mod public;
mod succession;
mod text;

use std::collections::BTreeMap;

use num_rational::BigRational;
use serde_json::Value;

use ground::Ground;
use text::{close, exact, field, hash, self_hash, whole};

/// Files of a dossier, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Files whose hashes make the fingerprint, in order.
const SEALED: [&str; 5] = ["rules.json", "pool.csv", "probabilities.csv", "panels.csv", "certificate.json"];

/// The second reading of dossiers, in another language: with the standard library of Python alone.
pub const PYTHON: &str = include_str!("../python/verify.py");

/// The file that lists the others.
const CONTENTS: &str = "contents.json";

/// What a check found, in French.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What holds.
    pub holds: Vec<String>,
    /// What does not.
    pub faults: Vec<String>,
    /// The fingerprint of what was sealed before chance was known.
    pub fingerprint: String,
    /// The fingerprint of the whole dossier as it stands.
    pub contents: String,
}

impl Report {
    fn check(&mut self, result: Result<String, String>) -> bool {
        match result {
            Ok(held) => self.holds.push(held),
            Err(fault) => {
                self.faults.push(fault);
                return false;
            }
        }
        true
    }

    /// Whether everything holds.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Checks a dossier; `published` is a fingerprint as it was published, when somebody has one: of what was sealed, or of the
/// whole dossier at its last step.
pub fn verify(files: &Files, published: Option<&str>) -> Report {
    let mut report = Report::default();
    if files.contains_key("invitation.json") {
        contents(files, &mut report);
        report.fingerprint = invitation::fingerprint(files);
        compare(published, &mut report);
        if report.is_sound()
            && let Err(fault) = invitation::check(files, &mut report.holds)
        {
            report.faults.push(fault);
        }
        return report;
    }
    let hashed = hashes(files, &mut report);
    compare(published, &mut report);
    let Some(summary) = hashed else { return report };
    let checked = Ground::read(files).and_then(|ground| {
        report.holds.push(format!(
            "Le vivier compte {} personnes ; chaque groupe en tire {}.",
            ground.people.len(),
            ground.seats
        ));
        announced::receipts(files, ground.people.len(), &mut report.holds)?;
        announced::rules(files, &ground, &mut report.holds)?;
        let tickets = ground.panels(files, &mut report.holds)?;
        let certificate = text::json(files, "certificate.json")?;
        let lottery = bounds::Lottery::read(&ground, &certificate)?;
        lottery.compare(&ground, files, &mut report.holds)?;
        let status = lottery.levels(&ground, &certificate, &mut report.holds)?;
        figures(&summary, &ground, &lottery, &tickets, &status)?;
        report.holds.push("Les chiffres de « summary.json » sont ceux du dossier.".to_owned());
        public::draw(files, &ground, &report.fingerprint, &mut report.holds)?;
        public::replacements(files, &ground, &mut report.holds).map_err(|fault| {
            let is_named = ["replacements.jsonl", "council.json"].iter().any(|name| fault.contains(name));
            if is_named { fault } else { format!("« replacements.jsonl » : {fault}") }
        })?;
        public::renewal(files, &ground, &mut report.holds)
    });
    if let Err(fault) = checked {
        report.faults.push(fault);
    }
    report
}

/// Checks a draw and the first draw that said who was invited to it.
pub fn verify_invited(files: &Files, invitation: &Files, published: Option<&str>) -> Report {
    follows((files, "Invitation"), invitation, published, invitation::follows)
}

/// Checks a draw and the one it goes on from.
pub fn verify_after(files: &Files, before: &Files, published: Option<&str>) -> Report {
    follows((files, "Tirage précédent"), before, published, succession::follows)
}

fn follows(
    (files, what): (&Files, &str),
    first: &Files,
    published: Option<&str>,
    check: fn(&Files, &Files) -> Result<String, String>,
) -> Report {
    let mut report = verify(files, published);
    let first_report = verify(first, None);
    report.holds.extend(first_report.holds.into_iter().map(|held| format!("{what} : {held}")));
    report.faults.extend(first_report.faults.into_iter().map(|fault| format!("{what} : {fault}")));
    if report.is_sound() {
        report.check(check(files, first));
    }
    report
}

/// Compares fingerprints with the one published, when somebody has it.
fn compare(published: Option<&str>, report: &mut Report) {
    if let (Some(published), false) = (published, report.fingerprint.is_empty()) {
        let is = |own: &String| published.trim().eq_ignore_ascii_case(own);
        report.check(if is(&report.fingerprint) {
            Ok("L’empreinte est celle qui a été publiée.".to_owned())
        } else if is(&report.contents) {
            Ok("L’empreinte du dossier entier est celle qui a été publiée à cette étape.".to_owned())
        } else {
            Err(format!(
                "L’empreinte publiée est {published}, celle de ce dossier est {} : ce n’est pas le dossier scellé.",
                report.fingerprint
            ))
        });
    }
}

/// Compares every file with its hash; the summary, when nothing was changed.
fn hashes(files: &Files, report: &mut Report) -> Option<Value> {
    for name in SEALED.into_iter().chain(["proces-verbal.md", "summary.json"]) {
        if !files.contains_key(name) {
            report.faults.push(format!("Il manque le fichier « {name} »."));
        }
    }
    contents(files, report);
    if SEALED.iter().chain(&["summary.json"]).any(|name| !files.contains_key(*name)) {
        return None;
    }
    let lines: String = SEALED.iter().map(|name| format!("{}  {name}\n", hash(&files[*name]))).collect();
    report.fingerprint = hash((lines + &announced::lines(files)).as_bytes());
    for (holder, is_needed) in [("summary.json", true), ("draw.json", false)] {
        let Some(bytes) = files.get(holder) else {
            for name in ["selected.csv", "complementary.csv", "alternates.csv", "renewal.json"] {
                if !is_needed && files.contains_key(name) {
                    report.faults.push(format!("« {name} » est là sans « draw.json », qui dit d’où il vient."));
                }
            }
            continue;
        };
        if let Err(fault) = self_hash(holder, bytes) {
            report.faults.push(fault);
            continue;
        }
        let Ok(value) = text::json(files, holder) else {
            report.faults.push(format!("« {holder} » n’est pas lisible."));
            continue;
        };
        let expected: &[&str] = if is_needed {
            &["rules.json", "pool.csv", "probabilities.csv", "panels.csv", "certificate.json", "proces-verbal.md"]
        } else {
            &["selected.csv", "complementary.csv"]
        };
        // Alternates are there or not; when they are, they are sealed with the draw.
        let is_with =
            !is_needed && (files.contains_key("alternates.csv") || value["hashes"]["alternates.csv"].is_string());
        let is_public = |name: &&&str| is_needed && (files.contains_key(**name) || value["hashes"][**name].is_string());
        let public = announced::NAMES.iter().filter(is_public);
        for name in expected.iter().chain(is_with.then_some(&"alternates.csv")).chain(public) {
            let kept = value["hashes"][*name].as_str().unwrap_or_default();
            match files.get(*name) {
                Some(bytes) if hash(bytes) == kept => {}
                Some(_) => report.faults.push(format!(
                    "« {name} » a été modifié : son empreinte n’est plus celle qu’indique « {holder} »."
                )),
                None => report.faults.push(format!("Il manque le fichier « {name} », qu’indique « {holder} ».")),
            }
        }
        if value["fingerprint"].as_str() != Some(report.fingerprint.as_str()) {
            report.faults.push(format!("L’empreinte qu’indique « {holder} » n’est pas celle du dossier."));
        }
    }
    if !report.is_sound() {
        return None;
    }
    report.holds.push("Le dossier est entier : tous les fichiers de « contents.json », aucun autre.".to_owned());
    report.holds.push(format!("Aucun fichier n’a changé depuis le scellé ; empreinte : {}.", report.fingerprint));
    text::json(files, "summary.json").ok()
}

/// Compares the files with the list the dossier holds of itself: none is missing, changed or added.
fn contents(files: &Files, report: &mut Report) {
    let Some(bytes) = files.get(CONTENTS) else {
        report.faults.push(format!("Il manque le fichier « {CONTENTS} », qui dit ce que le dossier contient."));
        return;
    };
    let list = self_hash(CONTENTS, bytes).and_then(|()| text::json(files, CONTENTS));
    let list = match list {
        Ok(list) => list,
        Err(fault) => {
            report.faults.push(fault);
            return;
        }
    };
    report.contents = list["sha256"].as_str().unwrap_or_default().to_owned();
    let Some(listed) = list["files"].as_object() else {
        report.faults.push(format!("« {CONTENTS} » n’est pas lisible."));
        return;
    };
    for (name, kept) in listed {
        let fault = match files.get(name) {
            None => format!("Il manque le fichier « {name} », qu’indique « {CONTENTS} »."),
            Some(bytes) if kept.as_str() != Some(hash(bytes).as_str()) => {
                format!("« {name} » a été modifié : son empreinte n’est plus celle qu’indique « {CONTENTS} ».")
            }
            Some(_) => continue,
        };
        // A file missing is told once.
        if !report.faults.iter().any(|told| told.contains(&format!("« {name} »"))) {
            report.faults.push(fault);
        }
    }
    for name in files.keys().filter(|name| *name != CONTENTS && !listed.contains_key(*name)) {
        report.faults.push(format!("« {name} » a été ajouté : « {CONTENTS} » ne l’indique pas."));
    }
}

/// The figures of the summary, counted again.
fn figures(
    summary: &Value,
    ground: &Ground,
    lottery: &bounds::Lottery,
    tickets: &ground::Tickets,
    status: &bounds::Status,
) -> Result<(), String> {
    let expect = |name: &str, is_right: bool| {
        if is_right {
            Ok(())
        } else {
            Err(format!("« summary.json » : « {name} » n’est pas ce que dit le dossier."))
        }
    };
    let figure = |name: &str| summary[name].as_f64().unwrap_or(f64::NAN);
    let count = |name: &str| summary[name].as_u64().unwrap_or(u64::MAX) as usize;
    expect("status", field(summary, "status")? == status.name)?;
    expect("objective", field(summary, "objective")? == ground.objective)?;
    expect("seats", count("seats") == ground.seats as usize)?;
    expect("people", count("people") == ground.people.len())?;
    expect("panels", count("panels") == tickets.panels)?;
    expect("types", count("types") == lottery.types.len())?;
    expect("households", count("households") == ground.households())?;
    expect("support", count("support") == lottery.support)?;
    expect("distinct_panels", count("distinct_panels") == tickets.distinct)?;
    let zero = whole(0);
    let people = lottery.by_person(ground);
    let least = people.iter().min().cloned().unwrap_or_else(|| zero.clone());
    let most = people.iter().max().cloned().unwrap_or_else(|| zero.clone());
    expect("min_probability", close(figure("min_probability"), &least))?;
    expect("max_probability", close(figure("max_probability"), &most))?;
    if ground.has_invited() {
        let whole_chances: Vec<BigRational> = people
            .iter()
            .enumerate()
            .map(|(person, p)| Ok(p * ground.invited(person)?))
            .collect::<Result<_, String>>()?;
        let least = whole_chances.iter().min().cloned().unwrap_or_else(|| zero.clone());
        let most = whole_chances.iter().max().cloned().unwrap_or_else(|| zero.clone());
        expect("min_whole_chance", close(figure("min_whole_chance"), &least))?;
        expect("max_whole_chance", close(figure("max_whole_chance"), &most))?;
    }
    expect("gap", close(figure("gap"), &status.gap))?;
    expect("never", count("never") == people.iter().filter(|p| **p == zero).count())?;
    expect("always", count("always") == people.iter().filter(|p| **p == whole(1)).count())?;
    let mut sorted = people.clone();
    sorted.sort();
    let floats: Vec<f64> = sorted.iter().map(text::float).collect();
    let total: f64 = floats.iter().sum();
    let ranked: f64 = (1..).zip(&floats).map(|(rank, p)| f64::from(rank) * p).sum();
    let many = floats.len() as f64;
    let gini = (2.0 * ranked / (many * total) - (many + 1.0) / many).max(0.0);
    expect("gini", (figure("gini") - gini).abs() < 1e-9)?;
    let mean = (floats.iter().map(|p| p.ln()).sum::<f64>() / many).exp();
    expect("geometric_mean", (figure("geometric_mean") - mean).abs() < 1e-9)?;
    let printed = whole(tickets.panels as i128);
    let far = |(p, count): (&BigRational, &usize)| {
        let far = p - whole(*count as i128) / &printed;
        if far < whole(0) { -far } else { far }
    };
    let deviation = people.iter().zip(&tickets.by_person).map(far).max().unwrap_or_else(|| zero.clone());
    expect("max_deviation", close(figure("max_deviation"), &deviation))?;
    let spread = |of: &Vec<usize>| {
        let counts = of.iter().map(|person| tickets.by_person[*person]);
        counts.clone().max().unwrap_or_default() - counts.min().unwrap_or_default()
    };
    expect("spread", count("spread") == lottery.types.iter().map(spread).max().unwrap_or_default())?;
    let levels = summary["levels"].as_array().map_or(&[][..], Vec::as_slice);
    expect("levels", levels.len() == status.levels.len())?;
    for (told, (bound, achieved)) in levels.iter().zip(&status.levels) {
        let is_exact = exact(field(told, "bound_exact")?).as_ref() == Ok(bound);
        let is_close = close(told["bound"].as_f64().unwrap_or(f64::NAN), bound)
            && close(told["achieved"].as_f64().unwrap_or(f64::NAN), achieved);
        expect("levels", is_exact && is_close)?;
    }
    Ok(())
}
