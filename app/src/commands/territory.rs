//! `parvis territory import` and `parvis territory locate`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use geography::{CodePolicy, ImportOptions, Limits, LocateOptions, Mapping, Role, Source, Verdict, locate_csv};
use kernel::Actor;
use territory::actions::{PerimeterOptions, Report, SourceTold, import_perimeters, perimeters, plan_perimeters};

use super::start::{self, Schema};
use super::{Ended, Problem, configured};
use crate::command_line::{Location, PerimeterImport, Territory};
use crate::configuration::Sources;

/// Runs one of the two.
pub async fn run(command: Territory, sources: &Sources) -> Ended {
    match command {
        Territory::Locate(location) => locate(&location),
        Territory::Import(asked) => import(&asked, sources).await,
    }
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> Problem {
    let shown = path.display().to_string();
    move |error| Problem::told(format!("Le fichier {shown} n’a pas pu être lu : {error}"))
}

/// Adds the code of the neighbourhood and the quality to each line of a CSV; needs no database.
fn locate(location: &Location) -> Ended {
    let bytes = std::fs::read(&location.areas).map_err(unreadable(&location.areas))?;
    let source = Source::open(&bytes, &Limits::default()).map_err(Problem::told)?;
    let options = ImportOptions { codes: CodePolicy::Any, ..ImportOptions::default() };
    let report = source.import(&options).map_err(Problem::told)?;
    for line in report.lines.iter().filter(|line| line.verdict == Verdict::Refused) {
        eprintln!("{}, ligne {} : {}", location.areas.display(), line.line, line.sentences.join(" "));
    }
    let points = File::open(&location.points).map_err(unreadable(&location.points))?;
    let unwritable = |error: std::io::Error| {
        Problem::told(format!("Le fichier {} n’a pas pu être écrit : {error}", location.out.display()))
    };
    let mut out = BufWriter::new(File::create(&location.out).map_err(unwritable)?);
    let told = locate_csv(&report.areas, BufReader::new(points), &mut out, &LocateOptions::default())
        .map_err(Problem::told)?;
    out.flush().map_err(unwritable)?;
    for sentence in told.sentences() {
        println!("{sentence}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Imports perimeters, or tells line by line what an import would do.
async fn import(asked: &PerimeterImport, sources: &Sources) -> Ended {
    let configuration = configured(sources)?;
    let bytes = std::fs::read(&asked.file).map_err(unreadable(&asked.file))?;
    let options = PerimeterOptions {
        mapping: mapping(&asked.columns, &bytes)?,
        accepts_any_code: asked.any_code,
        epsg: asked.epsg,
        keep: asked.keep.clone(),
        told: SourceTold { source: asked.source.clone(), licence: asked.licence.clone(), as_of: asked.as_of.clone() },
        ..PerimeterOptions::default()
    };
    let opened = start::open(&configuration, Schema::Migrate).await?;
    let mut tx = opened.db.write().await?;
    let report = if asked.dry_run {
        plan_perimeters(&mut tx, &bytes, &options).await?
    } else {
        let actor = Actor::Platform("ligne de commande");
        let report = import_perimeters(&mut tx, &opened.outside, &actor, &bytes, &options).await?;
        tx.commit().await?;
        report
    };
    print(&report, asked.dry_run);
    opened.db.close().await;
    let is_all_refused =
        !report.lines.is_empty() && report.count(territory::actions::Change::Refused) == report.lines.len();
    Ok(if is_all_refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(report: &Report, is_dry_run: bool) {
    for remark in &report.remarks {
        println!("{remark}");
    }
    for line in &report.lines {
        let told = line.sentences.join(" ");
        println!("{:>6}  {:<12} {:<16} {} {told}", line.line, line.code, line.change.french(), line.name);
    }
    println!("{} : {}.", if is_dry_run { "Essai, rien n’est écrit" } else { "Import" }, report.summary());
}

/// The columns named on the command line, over those proposed.
fn mapping(columns: &[String], bytes: &[u8]) -> Result<Option<Mapping>, Problem> {
    if columns.is_empty() {
        return Ok(None);
    }
    let mut mapping = perimeters::open(bytes)?.proposed_mapping();
    for column in columns {
        let (role, name) = column.split_once('=').ok_or_else(|| unknown_role(column))?;
        let role = match role {
            "code" => Role::Code,
            "nom" => Role::Name,
            "communes" => Role::CommuneCodes,
            "noms_communes" => Role::CommuneNames,
            "epci" => Role::Epci,
            "contour" => Role::Geometry,
            _ => return Err(unknown_role(column)),
        };
        mapping.set(role, Some(name.to_owned()));
    }
    Ok(Some(mapping))
}

fn unknown_role(column: &str) -> Problem {
    Problem::to_correct(format!(
        "L’option « --column {column} » n’est pas comprise : écrivez un rôle (code, nom, communes, noms_communes, epci, contour), \
         le signe = et le nom de la colonne"
    ))
}
