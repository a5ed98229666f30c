//! `parvis subsidies`: open data of grants, checked and written as it is published. Needs no server and no database.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::subsidies::{
    Catalogue, Contact, Dataset, Distribution, Format, Giver, Grant, Note, Problem as Wrong, Publisher, Table, check,
    write,
};
use jiff::civil::Date;
use kernel::french::{count, euros, spaced};
use rows::Unreadable;
use sha2::{Digest as _, Sha256};

use super::{Ended, Problem};
use crate::command_line::{Subsidies, SubsidiesExport};

/// Most problems of a file that are printed.
const MOST_TOLD: usize = 200;

/// Checks a file or writes one.
pub fn run(command: &Subsidies) -> Ended {
    match command {
        Subsidies::Check { file, regulatory } => checked(file, format_of(*regulatory)),
        Subsidies::Export(asked) => export(asked),
    }
}

const fn format_of(is_regulatory: bool) -> Format {
    if is_regulatory { Format::Regulatory } else { Format::Scdl }
}

fn open(path: &Path) -> Result<File, Problem> {
    let file = File::open(path).map_err(|error| Problem::unread(path, &error))?;
    match file.metadata() {
        Ok(metadata) if metadata.is_dir() => Err(Problem::unread(path, &io::ErrorKind::IsADirectory.into())),
        _ => Ok(file),
    }
}

fn unreadable(path: &Path, error: &Unreadable) -> Problem {
    Problem::told(format!("{} : {}", path.display(), spaced(&error.sentence())))
}

fn number(many: u64) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

fn checked(path: &Path, format: Format) -> Ended {
    let report = check(open(path)?, format).map_err(|error| unreadable(path, &error))?;
    let (refusals, advice): (Vec<&Wrong>, Vec<&Wrong>) =
        report.problems.iter().partition(|problem| problem.is_refusal());
    told("À savoir :", &advice, report.advice);
    let rows = count(number(report.rows), "ligne", "lignes");
    if report.is_valid() {
        println!("{} : {rows}, {}. Rien ne l’empêche d’être publié.", path.display(), format.french());
        return Ok(ExitCode::SUCCESS);
    }
    told("À corriger :", &refusals, report.refusals);
    let points = count(number(report.refusals), "point à corriger", "points à corriger");
    Err(Problem::refused(format!("{} : {rows}, {points} pour suivre le {}", path.display(), format.french())))
}

/// Prints problems under a title, the first ones only when there are many.
fn told(title: &str, problems: &[&Wrong], all: u64) {
    if problems.is_empty() {
        return;
    }
    println!("{title}");
    for problem in problems.iter().take(MOST_TOLD) {
        println!("  - {}", spaced(&problem.to_string()));
    }
    let told = problems.len().min(MOST_TOLD) as u64;
    if all > told {
        println!("  - et {}", count(number(all - told), "autre", "autres"));
    }
}

/// What was written: the file's fingerprint and length, and what the catalogue says of it.
#[derive(Default)]
struct Printed {
    giver: Option<Giver>,
    days: Option<(Date, Date)>,
    notes: Vec<String>,
    left: Vec<String>,
    rows: u64,
    cents: i64,
}

fn export(asked: &SubsidiesExport) -> Ended {
    let format = format_of(asked.regulatory);
    let partial = PathBuf::from(format!("{}.part", asked.out.display()));
    let printed = printed(asked, format, &partial).inspect_err(|_| {
        let _ = std::fs::remove_file(&partial);
    })?;
    std::fs::rename(&partial, &asked.out).map_err(|error| unwritable(&asked.out, &error))?;
    if let (Some(folder), Some(url), Some(email)) = (&asked.catalogue, &asked.url, &asked.email) {
        describe(folder, url, email, asked, &printed)?;
    }
    println!("{} : {}, {}.", asked.out.display(), count(number(printed.rows), "ligne", "lignes"), format.french());
    list("Écrit autrement :", &printed.notes);
    list("Laissé de côté :", &printed.left);
    match printed.left.len() {
        0 => Ok(ExitCode::SUCCESS),
        left => {
            let left = count(
                i64::try_from(left).unwrap_or(i64::MAX),
                "ligne n’a pas pu être écrite",
                "lignes n’ont pas pu être écrites",
            );
            Err(Problem::refused(left))
        }
    }
}

fn list(title: &str, sentences: &[String]) {
    if !sentences.is_empty() {
        println!("{title}");
    }
    for sentence in sentences.iter().take(MOST_TOLD) {
        println!("  - {}", spaced(sentence));
    }
    if sentences.len() > MOST_TOLD {
        println!("  - et {}", count(number((sentences.len() - MOST_TOLD) as u64), "autre", "autres"));
    }
}

/// Reads the table and writes the file, one grant at a time.
fn printed(asked: &SubsidiesExport, format: Format, into: &Path) -> Result<Printed, Problem> {
    // The table may have a number of the register of associations, whichever file is written from it.
    let (mut table, lacking) =
        Table::open(open(&asked.file)?, Format::Scdl).map_err(|error| unreadable(&asked.file, &error))?;
    if !lacking.is_empty() {
        let lines: Vec<String> =
            lacking.iter().map(|problem| format!("  - {}", spaced(&problem.to_string()))).collect();
        return Err(Problem::told(format!(
            "{} : ce tableau est à corriger :\n{}",
            asked.file.display(),
            lines.join("\n")
        )));
    }
    let mut printed = Printed::default();
    let (mut ended, mut rows) = (None, Vec::new());
    let grants = std::iter::from_fn(|| {
        loop {
            match table.read() {
                Ok(None) => return None,
                Err(error) => {
                    ended = Some(error);
                    return None;
                }
                Ok(Some(entry)) => match entry.grant {
                    Ok(grant) => {
                        rows.push(entry.row);
                        printed.add(&grant);
                        return Some(grant);
                    }
                    Err(problems) => printed.left.extend(problems.iter().map(ToString::to_string)),
                },
            }
        }
    });
    let file = File::create(into).map_err(|error| unwritable(&asked.out, &error))?;
    let mut out = BufWriter::new(file);
    let written = write(grants, format, &mut out).and_then(|written| out.flush().map(|()| written));
    let written = written.map_err(|error| unwritable(&asked.out, &error))?;
    if let Some(error) = ended {
        return Err(unreadable(&asked.file, &error));
    }
    let row = |grant: usize| rows.get(grant).copied().unwrap_or_default();
    printed.rows = written.rows;
    printed.notes.extend(written.notes.iter().map(|note| {
        let (Note::OverseasRna { grant, .. } | Note::Shortened { grant, .. }) = note;
        format!("Ligne {} : {}", row(*grant), note.sentence())
    }));
    printed
        .left
        .extend(written.left.iter().map(|left| format!("Ligne {} : {}", row(left.grant), left.reasons.join(" ; "))));
    Ok(printed)
}

impl Printed {
    fn add(&mut self, grant: &Grant) {
        self.giver.get_or_insert_with(|| grant.giver.clone());
        self.cents = self.cents.saturating_add(grant.cents);
        let day = grant.signed_on;
        self.days = Some(self.days.map_or((day, day), |(from, until)| (from.min(day), until.max(day))));
    }
}

/// Writes the catalogue of one file in its two syntaxes.
fn describe(folder: &Path, url: &str, email: &str, asked: &SubsidiesExport, printed: &Printed) -> Result<(), Problem> {
    let (Some(giver), Some((from, until))) = (&printed.giver, printed.days) else {
        return Err(Problem::told("Aucune subvention n’est publiée : il n’y a rien à décrire dans un catalogue"));
    };
    let (bytes, sha256) = fingerprint(&asked.out).map_err(|error| Problem::unread(&asked.out, &error))?;
    let url = url.trim_end_matches('/');
    let name = asked.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let today = today();
    let years =
        if from.year() == until.year() { from.year().to_string() } else { format!("{}-{}", from.year(), until.year()) };
    let catalogue = Catalogue {
        url: url.to_owned(),
        title: format!("Données ouvertes de {}", giver.name),
        description: "Données essentielles des conventions de subvention (loi n° 2000-321, article 10).".to_owned(),
        publisher: Publisher { name: giver.name.clone(), siret: giver.siret.clone(), home: url.to_owned() },
        modified: today,
        datasets: vec![Dataset {
            id: format!("subventions-{years}"),
            title: format!("Subventions {years}"),
            description: format!(
                "{}, pour {}.",
                count(
                    number(printed.rows),
                    "subvention accordée par convention",
                    "subventions accordées par convention"
                ),
                euros(kernel::Cents(printed.cents))
            ),
            keywords: vec!["subvention".to_owned(), "contrat de ville".to_owned()],
            issued: today,
            modified: today,
            covers: Some((from, until)),
            communes: Vec::new(),
            contact: Contact { name: giver.name.clone(), email: email.to_owned() },
            distributions: vec![Distribution {
                title: format_of(asked.regulatory).french().to_owned(),
                url: format!("{url}/{name}"),
                media_type: "text/csv".to_owned(),
                file_type: "CSV".to_owned(),
                schema: Some(format_of(asked.regulatory).schema().to_owned()),
                bytes,
                sha256,
                modified: today,
            }],
        }],
    };
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    for (name, text) in [("catalogue.jsonld", catalogue.to_json_ld()), ("catalogue.ttl", catalogue.to_turtle())] {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(())
}

fn fingerprint(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut sum, mut bytes, mut buffer) = (File::open(path)?, Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => {
                bytes += read as u64;
                sum.update(buffer.get(..read).unwrap_or_default());
            }
        }
    }
    Ok((bytes, sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

fn today() -> Date {
    let now = crate::outside::of_this_machine().now();
    now.timestamp().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap_or(jiff::tz::TimeZone::UTC)).date()
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    Problem::told(format!("{} n’a pas pu être écrit : {error}", path.display()))
}
