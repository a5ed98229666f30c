//! `parvis draw`: a panel drawn by lot under quotas, as fairly as they allow, with its proof. Needs no server and no
//! database.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use kernel::french::count;
use sortition::chance::{Chance, from_hexadecimal};
use sortition::dossier::{self, Files, Frozen};
use sortition::lottery::{Objective, Status};
use sortition::reading::{Table, Wrong};
use sortition::replacement::{self, Council};
use sortition::request::{self, Refused, Request};
use sortition::{alternates, ceremony, contents, exact, minutes, opening, pool, renewal};

use super::{Ended, Problem};
use crate::command_line::{Draw, Pick, Preparation, Renewing};

/// How the fingerprint of a dossier after a step is told.
const WHOLE: &str = "Empreinte du dossier entier, à publier avec le résultat : ";
/// What systems leave in folders without being asked.
const LEFT: [&str; 2] = ["Thumbs.db", "desktop.ini"];
/// Share of people who drop out, as seen of citizens' assemblies.
const DROP: f64 = 0.11;
/// Identifiers shown of those passed over for the same reason.
const SHOWN: usize = 5;
/// Defections imagined to choose alternates.
const IMAGINED: usize = 300;

/// Prepares, draws, checks or replaces.
pub fn run(command: &Draw) -> Ended {
    match command {
        Draw::Prepare(asked) => prepare(asked),
        Draw::Pick(asked) => pick(asked),
        Draw::Verify { folder, fingerprint } => verify(folder, fingerprint.as_deref()),
        Draw::Renew(asked) => renew(asked),
        Draw::Replace { folder, refused, others } => replace(folder, &[refused.as_slice(), others].concat()),
    }
}

fn prepare(asked: &Preparation) -> Ended {
    fresh(&asked.out)?;
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
    if let Some(path) = &asked.seated {
        let seated = seated(path, &people)?;
        (people, quotas) = replacement::conditional(&people, &quotas, &seated, &BTreeSet::new());
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
    };
    write_prepared(&asked.out, asked_for, people, quotas)?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses a folder where a draw took place, or that holds something else: a dossier holds what it lists, nothing more.
fn fresh(out: &Path) -> Result<(), Problem> {
    if out.join("draw.json").exists() {
        return Err(Problem::told(format!(
            "Le tirage de {} a eu lieu : un autre tirage s’écrit dans un autre dossier, et les deux restent",
            out.display()
        )));
    }
    if let Some(other) = listed(out)?.into_iter().find(|name| !dossier::NAMES.contains(&name.as_str())) {
        return Err(Problem::told(format!(
            "Le dossier {} contient déjà « {other} » : donnez à « --out » un dossier vide ou à créer",
            out.display()
        )));
    }
    Ok(())
}

/// Names of the files of a folder; none when it is not there.
fn listed(folder: &Path) -> Result<Vec<String>, Problem> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Problem::unread(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.starts_with('.') && !LEFT.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Prepares a draw and writes its dossier.
fn write_prepared(out: &Path, asked: Request, people: pool::Pool, quotas: Vec<pool::Quota>) -> Result<(), Problem> {
    let seats = usize::try_from(asked.seats).unwrap_or_default();
    let (rules, kept) = dossier::frozen(&Frozen { request: &asked, quotas: &quotas, pool: &people });
    let prepared = request::prepare(asked, people, quotas, &[&rules, &kept]).map_err(refused)?;
    let files = dossier::write(&prepared);
    std::fs::create_dir_all(out)
        .map_err(|error| Problem::told(format!("Le dossier {} n’a pas pu être créé : {error}", out.display())))?;
    for name in dossier::NAMES.iter().filter(|name| !files.contains_key(**name)) {
        let _ = std::fs::remove_file(out.join(name));
    }
    write_all(out, &files)?;

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
    println!("Empreinte à publier avant le tirage : {}", dossier::fingerprint(&files));
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

/// Ranks of those who sit already.
fn seated(path: &Path, people: &pool::Pool) -> Result<Vec<u32>, Problem> {
    let table = Table::read(&read(path)?).map_err(|wrong| of_file(path, &wrong))?;
    let column = table.column(&["id"]).map_err(|wrong| of_file(path, &wrong))?;
    let column = column.ok_or_else(|| of_file(path, &Wrong::of("Il manque la colonne « id ».")))?;
    let mut ranks = Vec::new();
    for (line, cells) in &table.lines {
        let id = cells.get(column).unwrap_or_default();
        match (0..).zip(&people.people).find(|(_, person)| person.id == id) {
            Some((rank, _)) => ranks.push(rank),
            None => {
                return Err(of_file(path, &Wrong::of(format!("Ligne {line} : « {id} » n’est pas dans le vivier."))));
            }
        }
    }
    Ok(ranks)
}

fn pick(asked: &Pick) -> Ended {
    let files = open(&asked.folder)?;
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
    let council = Council::new(&opened).map_err(Problem::told)?;
    let ranks = |ids: &[String]| -> Result<Vec<u32>, Problem> {
        ids.iter().map(|id| council.rank(id).map_err(Problem::told)).collect()
    };
    let (panel, order) = (ranks(&drawn.selected)?, ranks(&drawn.order)?);
    let mut chance = Chance::new(drawn.next);
    let dropped = alternates::imagined(&panel, &vec![DROP; panel.len()], IMAGINED, &mut chance);
    let chosen = alternates::choose(council.model(), council.types(), &panel, &order, many, &dropped);
    let before = alternates::expected(council.model(), council.types(), &panel, &[], &dropped);
    let after = alternates::expected(council.model(), council.types(), &panel, &chosen, &dropped);
    println!(
        "Suppléants : avec {} % de défections, les quotas manquent de {before:.2} sièges en moyenne sans eux, de {after:.2} avec.",
        DROP * 100.0
    );
    let lines =
        (1..).zip(&chosen).map(|(rank, person)| format!("{rank},{}\n", opened.pool.people[*person as usize].id));
    Ok(std::iter::once("rank,id\n".to_owned()).chain(lines).collect::<String>().into_bytes())
}

fn verify(folder: &Path, fingerprint: Option<&str>) -> Ended {
    let files = open(folder)?;
    if fingerprint.is_some_and(|text| from_hexadecimal(text).is_none_or(|bytes| bytes.len() != 32)) {
        return Err(Problem::to_correct("« --fingerprint » attend 64 chiffres hexadécimaux"));
    }
    let report = sortition_verifier::verify(&files, fingerprint);
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

fn replace(folder: &Path, refused: &[String]) -> Ended {
    let mut files = open(folder)?;
    sound(folder, &files)?;
    if files.contains_key("renewal.json") {
        return Err(Problem::told("Ce groupe a été renouvelé par moitié : le nouveau dossier dit qui siège"));
    }
    let opened = opening::open(&files).map_err(Problem::told)?;
    let standing = replacement::standing(&files).map_err(Problem::told)?;
    let order = opening::identifiers(&files, "complementary.csv").map_err(Problem::told)?;
    let council = Council::new(&opened).map_err(Problem::told)?;
    let replaced = council.replace(&standing.sitting, &order, &standing.gone, refused).map_err(Problem::to_correct)?;
    replacement::record(&mut files, &standing, refused, &replaced);
    let whole = contents::bind(&mut files);
    write_all(folder, &files)?;
    for (reason, ids) in by_reason(&replaced.skipped) {
        let more = ids.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" et {more} de plus") } else { String::new() };
        println!("  Ne peuvent pas être appelé·e·s, car {reason} : {}{more}.", ids[..ids.len().min(SHOWN)].join(", "));
    }
    if !replaced.blocked.is_empty() {
        return Err(Problem::refused(format!(
            "{}\nLe groupe compte {}. Après un changement décidé et publié, un tirage complémentaire se prépare avec \
             « parvis draw prepare --seated ».",
            replaced.blocked.join("\n"),
            counted(replaced.council.len(), "personne", "personnes")
        )));
    }
    println!("Appelé·e·s : {}.", replaced.called.join(", "));
    println!("{WHOLE}{whole}");
    Ok(ExitCode::SUCCESS)
}

fn renew(asked: &Renewing) -> Ended {
    let files = open(&asked.folder)?;
    if files.contains_key("renewal.json") {
        return Err(Problem::told("Ce renouvellement a déjà été tiré : il ne se refait pas"));
    }
    fresh(&asked.out)?;
    sound(&asked.folder, &files)?;
    let public = public(asked.dice, asked.beacon.as_deref())?;
    let opened = opening::open(&files).map_err(Problem::told)?;
    let standing = replacement::standing(&files).map_err(Problem::told)?;
    let renewed = renewal::renew(&opened, &standing, &public).map_err(refused)?;
    println!("Partent : {}.", renewed.leave.join(", "));
    println!("Restent : {}.", renewed.stay.join(", "));
    let request = Request { seats: opened.seats, panels: asked.panels, rules: opened.rules, ..Request::default() };
    write_prepared(&asked.out, request, renewed.pool, renewed.quotas)?;
    let mut files = files;
    files.insert("renewal.json".to_owned(), renewed.told);
    let whole = contents::bind(&mut files);
    write_all(&asked.folder, &files)?;
    println!("{WHOLE}{whole}");
    Ok(ExitCode::SUCCESS)
}

/// People passed over, gathered by the reason why, in the order of the list; the journal holds them one by one.
fn by_reason(skipped: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut gathered: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, reason) in skipped {
        match gathered.iter_mut().find(|(known, _)| known == reason) {
            Some((_, ids)) => ids.push(id),
            None => gathered.push((reason, vec![id])),
        }
    }
    gathered
}

/// The files of a dossier.
fn open(folder: &Path) -> Result<Files, Problem> {
    let names = listed(folder)?;
    if !names.iter().any(|name| dossier::NAMES.contains(&name.as_str())) {
        return Err(Problem::told(format!("Le dossier « {} » n’est pas celui d’un tirage", folder.display())));
    }
    names.into_iter().map(|name| Ok((name.clone(), read(&folder.join(name))?))).collect()
}

/// Refuses to go on from a dossier that was changed.
fn sound(folder: &Path, files: &Files) -> Result<(), Problem> {
    let report = sortition_verifier::verify(files, None);
    if report.is_sound() {
        return Ok(());
    }
    Err(Problem::told(format!("Le dossier {} ne peut pas servir :\n{}", folder.display(), report.faults.join("\n"))))
}

fn write_all(folder: &Path, files: &Files) -> Result<(), Problem> {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::write(&path, bytes)
            .map_err(|error| Problem::told(format!("{} n’a pas pu être écrit : {error}", path.display())))?;
    }
    Ok(())
}

fn counted(number: usize, one: &str, many: &str) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX), one, many)
}

fn of_file(path: &Path, wrong: &Wrong) -> Problem {
    Problem::told(format!("{} : rien n’a été tiré.\n  - {}", path.display(), wrong.0.join("\n  - ")))
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|error| Problem::unread(path, &error))
}
