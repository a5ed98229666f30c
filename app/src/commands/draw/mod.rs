//! `parvis draw`: a panel drawn by lot under quotas, as fairly as they allow, with its proof. Needs no server and no
//! database.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use beacon::proof;
use kernel::french::{self, count};
use serde_json::Value;
use sortition::chance::from_hexadecimal;
use sortition::dossier::{self, ANNOUNCED, Files, Frozen};
use sortition::lottery::{Objective, Status};
use sortition::replacement;
use sortition::request::{self, Refused, Request};
use sortition::{alternates, ceremony, contents, exact, minutes, opening, pool, replay, succession};

use self::folder::{fresh, of_file, open, read, sound, write_all, write_one};
use super::{Ended, Problem};
use crate::command_line::{Draw, Pick, Preparation};

mod after;
mod folder;
mod invitation;

/// How the fingerprint of a dossier after a step is told.
const WHOLE: &str = "Empreinte du dossier entier, à publier avec le résultat : ";

/// Prepares, draws, checks or replaces.
pub fn run(command: &Draw) -> Ended {
    match command {
        Draw::Prepare(asked) => prepare(asked),
        Draw::Pick(asked) => pick(asked),
        Draw::Invite(asked) => invitation::prepare(asked),
        Draw::Verify { folder, fingerprint, invited, after, replay } => {
            verify(folder, fingerprint.as_deref(), (invited.as_deref(), after.as_deref()), *replay)
        }
        Draw::Renew(asked) => after::renew(asked),
        Draw::Replace { folder, refused, others } => after::replace(folder, &[refused.as_slice(), others].concat()),
    }
}

fn prepare(asked: &Preparation) -> Ended {
    fresh(&asked.out, &dossier::NAMES)?;
    let cap = asked
        .cap
        .as_deref()
        .map(|text| {
            exact::decimal(text).ok_or_else(|| {
                Problem::to_correct(format!("« --cap {text} » n’est pas une probabilité : écrivez 0.5 ou 50%"))
            })
        })
        .transpose()?;
    let order_seed = asked
        .order_seed
        .as_deref()
        .map(|text| ceremony::beacon(text).map_err(|told| Problem::to_correct(format!("« --order-seed » : {told}"))))
        .transpose()?;
    let mut quotas = pool::read_quotas(&read(&asked.quotas)?).map_err(|wrong| of_file(&asked.quotas, &wrong))?;
    let mut people = pool::read_people(&read(&asked.people)?, &quotas, &asked.household)
        .map_err(|wrong| of_file(&asked.people, &wrong))?;
    let rules = match &asked.rules {
        Some(path) => request::read_rules(&read(path)?).map_err(|wrong| of_file(path, &wrong))?,
        None => Vec::new(),
    };
    for remark in &people.remarks {
        println!("À savoir : {remark}");
    }
    let invitation = match &asked.invited {
        Some(first) => Some(invitation::join(first, &asked.people, &mut people)?),
        None => None,
    };
    let mut after = None;
    if let Some(path) = &asked.seated {
        let seated = after::seated(path, &people)?;
        (people, quotas) = replacement::conditional(&people, &quotas, &seated, &BTreeSet::new());
    } else if let Some(before) = &asked.after {
        let end = after::end(before)?;
        (people, quotas) =
            succession::complete(&people, &quotas, &end).map_err(|wrong| of_file(&asked.people, &wrong))?;
        after = Some(end.after);
    }
    let asked_for = Request {
        seats: asked.seats,
        objective: match asked.objective.as_str() {
            "maximin" => Objective::Maximin,
            "nash" => Objective::Nash,
            _ => Objective::Leximin,
        },
        cap,
        panels: asked.panels,
        order_seed,
        rules,
        invitation,
        after,
    };
    write_prepared(&asked.out, asked_for, people, quotas)?;
    Ok(ExitCode::SUCCESS)
}

/// Prepares a draw and writes its dossier.
fn write_prepared(out: &Path, asked: Request, people: pool::Pool, quotas: Vec<pool::Quota>) -> Result<(), Problem> {
    let seats = usize::try_from(asked.seats).unwrap_or_default();
    let (rules, kept) = dossier::frozen(&Frozen { request: &asked, quotas: &quotas, pool: &people });
    let prepared = request::prepare(asked, people, quotas, &[&rules, &kept]).map_err(refused)?;
    std::fs::create_dir_all(out)
        .map_err(|error| Problem::told(format!("Le dossier {} n’a pas pu être créé : {error}", out.display())))?;
    for name in dossier::NAMES {
        let _ = std::fs::remove_file(out.join(name));
    }
    // One file at a time is held in memory: panels and proof are long.
    let fingerprint = dossier::each(&prepared, &Files::new(), |name, bytes| write_one(out, name, &bytes))?;

    let least = prepared.lottery.probabilities.iter().min().cloned().unwrap_or_else(|| exact::ratio(0, 1));
    println!(
        "{}, {} : {} imprimés dans {}.",
        counted(prepared.pool.people.len(), "personne", "personnes"),
        counted(seats, "siège", "sièges"),
        counted(prepared.panels.len(), "groupe", "groupes"),
        out.display()
    );
    let proved = match &prepared.lottery.status {
        Status::Optimal => "prouvé : aucune méthode ne fait mieux sous ces quotas".to_owned(),
        Status::OptimalWithCuts => "prouvé, tous les groupes possibles ayant été examinés".to_owned(),
        Status::BestFound(gap) => {
            format!("le meilleur trouvé, sans preuve : il peut manquer jusqu’à {}", minutes::percent(gap))
        }
    };
    println!("La plus petite chance est de {} ({proved}).", minutes::percent(&least));
    println!("Empreinte à publier avant le tirage : {fingerprint}");
    Ok(())
}

/// How a refusal of the engine ends the command.
fn refused(refused: Refused) -> Problem {
    match refused {
        Refused::Wrong(wrong) => Problem::to_correct(wrong),
        Refused::Infeasible(_) => Problem::refused(refused),
        Refused::Unfinished(_) => Problem::told(refused),
    }
}

/// What chance said in public.
fn public(dice: Option<u64>, beacon: Option<&str>) -> Result<ceremony::Public, Problem> {
    let beacon = beacon
        .map(|text| ceremony::beacon(text).map_err(|told| Problem::to_correct(format!("« --beacon » : {told}"))))
        .transpose()?;
    Ok(ceremony::Public { dice, beacon })
}

fn pick(asked: &Pick) -> Ended {
    let files = open(&asked.folder)?;
    if files.contains_key("invitation.json") {
        return invitation::draw(asked, files);
    }
    if files.contains_key("draw.json") {
        return Err(Problem::told(
            "Ce tirage a déjà eu lieu : il ne se refait pas. Un nouveau tirage se prépare dans un autre dossier, avec sa raison",
        ));
    }
    sound(&asked.folder, &files)?;
    let public = public(asked.dice, asked.beacon.as_deref())?;
    let fingerprint = dossier::fingerprint(&files);
    let file = |name: &str| files.get(name).map_or(&[][..], Vec::as_slice);
    let drawn =
        ceremony::draw(file("panels.csv"), file("pool.csv"), &fingerprint, &public).map_err(Problem::to_correct)?;
    let mut more = Files::new();
    if let Some(many) = asked.alternates {
        more.insert("alternates.csv".to_owned(), alternates_of(&files, &drawn, many)?);
    }
    let mut written = files;
    written.extend(ceremony::write(&drawn, &fingerprint, &public, more));
    let whole = contents::bind(&mut written);
    write_all(&asked.folder, &written)?;
    println!("Le groupe {} est tiré :", drawn.panel);
    println!("{}", drawn.selected.join(", "));
    println!(
        "Liste complémentaire de {} dans {}.",
        counted(drawn.order.len(), "personne", "personnes"),
        asked.folder.join("complementary.csv").display()
    );
    println!("{WHOLE}{whole}");
    Ok(ExitCode::SUCCESS)
}

fn alternates_of(files: &Files, drawn: &ceremony::Drawn, many: usize) -> Result<Vec<u8>, Problem> {
    let opened = opening::open(files).map_err(Problem::told)?;
    let chosen = alternates::of_draw(&opened, drawn, many).map_err(Problem::told)?;
    println!(
        "Suppléants : avec {} % de défections, l’écart moyen aux quotas, compté en sièges, est de {} sans eux, de {} avec.",
        alternates::DROP,
        french::decimal(chosen.without, 2),
        french::decimal(chosen.with, 2)
    );
    Ok(chosen.list)
}

fn verify(
    folder: &Path,
    fingerprint: Option<&str>,
    (invited, after): (Option<&Path>, Option<&Path>),
    is_replayed: bool,
) -> Ended {
    let files = open(folder)?;
    if fingerprint.is_some_and(|text| from_hexadecimal(text).is_none_or(|bytes| bytes.len() != 32)) {
        return Err(Problem::to_correct("« --fingerprint » attend 64 chiffres hexadécimaux"));
    }
    let mut report = match (invited, after) {
        (Some(first), _) => sortition_verifier::verify_invited(&files, &open(first)?, fingerprint),
        (None, Some(before)) => sortition_verifier::verify_after(&files, &open(before)?, fingerprint),
        (None, None) => sortition_verifier::verify(&files, fingerprint),
    };
    for told in proof::of_dossier(|name| files.get(name).map(Vec::as_slice)) {
        match told {
            Ok(holds) => report.holds.push(holds),
            Err(fault) => report.faults.push(fault),
        }
    }
    let has_value = !files.contains_key(proof::FILE) && !used(&files).is_empty();
    if let Some(told) = proof::missing(files.get(ANNOUNCED).map(Vec::as_slice)).filter(|_| has_value) {
        println!("À savoir : {told}");
    }
    if is_replayed && report.is_sound() {
        replayed(&files, &mut report);
    }
    for held in &report.holds {
        println!("  juste : {held}");
    }
    for fault in &report.faults {
        println!("  FAUX  : {fault}");
    }
    if report.is_sound() {
        println!("Ce tirage est vérifié.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("Ce tirage n’est pas ce qu’il dit être : ne l’appliquez pas avant d’avoir compris l’écart.");
    Ok(ExitCode::FAILURE)
}

/// Computes the lottery again and tells which files are the same, bit for bit.
fn replayed(files: &Files, report: &mut sortition_verifier::Report) {
    if files.contains_key("invitation.json") {
        let held = "Ce premier tirage n’a pas de loterie : la vérification l’a déjà refait en entier.";
        report.holds.push(held.to_owned());
        return;
    }
    match replay::replay(files) {
        Ok(found) => {
            if !found.same.is_empty() {
                report.holds.push(format!(
                    "La loterie recalculée depuis « rules.json » et « pool.csv » donne les mêmes fichiers, octet pour octet : {}.",
                    found.same.join(", ")
                ));
            }
            report.faults.extend(found.others.iter().map(|name| {
                format!(
                    "« {name} » : la loterie recalculée depuis « rules.json » et « pool.csv » donne un autre fichier."
                )
            }));
            if let Some(engine) = found.other_engine {
                println!(
                    "À savoir : ce dossier a été fait par « {engine} », ce programme est « {} » : les fichiers qui le disent ne sont \
                     pas comparés.",
                    dossier::ENGINE
                );
            }
        }
        Err(refused) => report.faults.push(format!("La loterie n’a pas pu être recalculée : {refused}")),
    }
}

/// The public value a draw was made with, as its dossier tells it.
fn used(files: &Files) -> String {
    let told = ["draw.json", "letters.json"].iter().find_map(|name| files.get(*name));
    let told: Value = told.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    told["beacon"].as_str().unwrap_or_default().to_owned()
}

fn counted(number: usize, one: &str, many: &str) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX), one, many)
}
