//! Damaged files, many: every reader reads or tells in French what is wrong, none panics, none swells. So many by default;
//! `PARVIS_DRAW_FUZZ=1000000 cargo nextest run -p sortition --release fuzzing` goes on for longer.

use sortition::ceremony::{self, Public};
use sortition::chance::{Chance, seed};
use sortition::dossier::{self, Files, Frozen};
use sortition::invitation::read_roll;
use sortition::pool::{read_people, read_quotas};
use sortition::request::{Request, prepare, read_rules};
use sortition::{opening, replacement};

const QUOTAS: &str =
    "feature;value;min;max\nsexe;femme;1;3\nsexe;homme;1;3\nâge;\"moins de 30\";0;2\nâge;30 et plus;0;4\n";
const PEOPLE: &str = "id,sexe,âge,rue\np1,femme,moins de 30,\"1, rue Haute\"\np2,homme,30 et plus,2 rue Haute\n\
                      p3,femme,30 et plus,1 rue haute\np4,homme,moins de 30,\np5,femme,30 et plus,3 rue\n";
const RULES: &str =
    "rule,coefficient,where,min,max\nbinôme,1,sexe=femme & âge=30 et plus,0,2\nbinôme,-1,sexe=homme,0,2\n";
const ROLL: &str = "id,quartier\na,Nord\nb,Nord\nc,Sud\nd,Sud\n";
const WEIGHTS: &str = "quartier;poids\nNord;1\nSud;2,5\n";

/// What breaks readers most often.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xe9",
    b"-",
    b"99999999999999999999",
    b"0x1",
    b"NaN",
    b"&",
    b"=",
    b" ",
    b"\xc2\xa0",
    b"\xe2\x80\xa8",
    b"%",
    b"id,id,sexe\n",
];

fn damaged(text: &str, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + chance.below(6) {
        let place = chance.below(bytes.len() as u64 + 1) as usize;
        match chance.below(7) {
            0 if place < bytes.len() => bytes[place] ^= 1 << chance.below(8),
            1 if place < bytes.len() => bytes[place] = chance.below(256) as u8,
            2 => {
                let piece = PIECES[chance.below(PIECES.len() as u64) as usize];
                bytes.splice(place..place, piece.iter().copied());
            }
            3 => bytes.truncate(place),
            4 => {
                let end = (place + chance.below(20) as usize).min(bytes.len());
                bytes.drain(place..end);
            }
            5 => {
                let from = chance.below(bytes.len() as u64 + 1) as usize;
                let end = (from + chance.below(30) as usize).min(bytes.len());
                let copied = bytes[from..end].to_vec();
                bytes.splice(place..place, copied);
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len() as u64) as usize].repeat(chance.below(40) as usize);
                bytes.splice(place..place, piece);
            }
        }
    }
    bytes
}

fn turns(usual: u64) -> u64 {
    std::env::var("PARVIS_DRAW_FUZZ").ok().and_then(|many| many.parse().ok()).unwrap_or(usual)
}

#[test]
fn damaged_files_are_read_or_told() {
    let street = ["rue".to_owned()];
    let district = ["quartier".to_owned()];
    let quotas = read_quotas(QUOTAS.as_bytes()).expect("quotas");
    let (mut read, mut told) = (0_u64, 0_u64);
    for turn in 0..turns(5_000) {
        let mut chance = Chance::new(seed("fuzz", &[&turn.to_be_bytes()]));
        let mut count = |answer: Result<(), String>| match answer {
            Ok(()) => read += 1,
            Err(sentences) => {
                assert!(
                    !sentences.is_empty() && sentences.len() < 12_000,
                    "{turn}: {} bytes are told",
                    sentences.len()
                );
                told += 1;
            }
        };
        let text = |wrong: sortition::reading::Wrong| wrong.to_string();
        let found = read_quotas(&damaged(QUOTAS, &mut chance));
        count(found.as_ref().map(|_| ()).map_err(ToString::to_string));
        let people = read_people(&damaged(PEOPLE, &mut chance), found.as_ref().unwrap_or(&quotas), &street);
        count(people.as_ref().map(|_| ()).map_err(ToString::to_string));
        let rules = read_rules(&damaged(RULES, &mut chance));
        count(rules.as_ref().map(|_| ()).map_err(ToString::to_string));
        let weights = damaged(WEIGHTS, &mut chance);
        let weights = (chance.below(2) == 0).then_some(weights.as_slice());
        let roll = read_roll(&damaged(ROLL, &mut chance), &district, weights);
        if let Ok(roll) = &roll {
            let _ = sortition::invitation::plan(roll, chance.below(6));
        }
        count(roll.map(|_| ()).map_err(text));
        // What was read is drawn, or told.
        if let (Ok(pool), true) = (people, turn % 8 == 0) {
            let asked = Request {
                seats: 1 + chance.below(4) as i64,
                panels: Some(30),
                rules: rules.unwrap_or_default(),
                ..Request::default()
            };
            let quotas = found.unwrap_or_else(|_| quotas.clone());
            let (frozen, kept) = dossier::frozen(&Frozen { request: &asked, quotas: &quotas, pool: &pool });
            match prepare(asked, pool, quotas, &[&frozen, &kept]) {
                Ok(prepared) => {
                    let files = dossier::write(&prepared);
                    let report = sortition_verifier::verify(&files, None);
                    assert!(report.is_sound(), "{turn}: {:?}", report.faults);
                }
                Err(refused) => assert!(!refused.to_string().is_empty(), "{turn}"),
            }
        }
    }
    println!("{read} read, {told} told");
    assert!(read > 1_000 && told > 1_000, "{read} read, {told} told");
}

/// Files of a dossier, damaged: opened or told, and the verifier never accepts them.
#[test]
fn damaged_dossiers_are_never_accepted() {
    let quotas = read_quotas(QUOTAS.as_bytes()).expect("quotas");
    let pool = read_people(PEOPLE.as_bytes(), &quotas, &["rue".to_owned()]).expect("people");
    let asked = Request { seats: 2, panels: Some(20), ..Request::default() };
    let (frozen, kept) = dossier::frozen(&Frozen { request: &asked, quotas: &quotas, pool: &pool });
    let prepared = prepare(asked, pool, quotas, &[&frozen, &kept]).expect("a draw");
    let mut files = dossier::write(&prepared);
    let public = Public { dice: Some(3), beacon: None };
    let print = dossier::fingerprint(&files);
    let drawn = ceremony::draw(&files["panels.csv"], &files["pool.csv"], &print, &public).expect("drawn");
    files.extend(ceremony::write(&drawn, &print, &public, Files::new()));
    sortition::contents::bind(&mut files);
    assert!(sortition_verifier::verify(&files, None).is_sound());
    let names: Vec<String> = files.keys().cloned().collect();
    for turn in 0..turns(1_000) {
        let mut chance = Chance::new(seed("dossier", &[&turn.to_be_bytes()]));
        let name = &names[chance.below(names.len() as u64) as usize];
        let mut changed = files.clone();
        let text = String::from_utf8(files[name].clone()).expect("text");
        changed.insert(name.clone(), damaged(&text, &mut chance));
        if changed == files {
            continue;
        }
        assert!(!sortition_verifier::verify(&changed, None).is_sound(), "{turn}: {name}");
        // Hashes made right again: anything may hold, nothing may panic.
        sortition::contents::bind(&mut changed);
        let _ = sortition_verifier::verify(&changed, None);
        if let Ok(opened) = opening::open(&changed) {
            let _ = replacement::Council::new(&opened);
        }
        let _ = replacement::standing(&changed);
        let _ = ceremony::draw(&changed["panels.csv"], &changed["pool.csv"], &print, &public);
    }
}

/// Large hostile files: told in a few lines, whatever their size.
#[test]
fn hostile_files_are_told_in_a_few_lines() {
    let quotas = read_quotas(QUOTAS.as_bytes()).expect("quotas");
    let wide = format!("id,sexe,âge{}\n", ",x".repeat(200_000));
    let wrong: String = (0..200_000).map(|rank| format!("p{rank},F,vieux\n")).collect();
    let open = format!("id,sexe,âge\np1,\"femme,{}\n", "x\n".repeat(500_000));
    let long = format!("id,sexe,âge\n{},femme,30 et plus\n", "p".repeat(3_000_000));
    let commas = format!("id,sexe,âge\np1,femme,30 et plus{}\n", ",".repeat(3_000_000));
    for (text, words) in [
        (wide, "La première ligne a 200 003 colonnes"),
        (format!("id,sexe,âge\n{wrong}"), "Et 399 988 autres points du même ordre."),
        (open, "Un guillemet y est sans doute ouvert et jamais refermé"),
        (long, "une case a plus de 10 000 signes"),
        (commas, ""),
    ] {
        match read_people(text.as_bytes(), &quotas, &[]) {
            Err(wrong) => {
                let said = wrong.to_string();
                assert!(
                    said.contains(words) && !words.is_empty() && said.len() < 4_000,
                    "{} bytes: {said}",
                    said.len()
                );
            }
            Ok(pool) => assert!(words.is_empty() && pool.people.len() == 1, "{} people were read", pool.people.len()),
        }
    }
}
