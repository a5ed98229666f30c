//! `parvis form`: a form checked, and written otherwise. Needs no server and no database.

use std::path::Path;
use std::process::ExitCode;

use kernel::french::count;
use questionnaire::model::Form;
use questionnaire::{definition, xlsform};

use super::{Ended, Problem};
use crate::command_line::{self, FormExport};

/// Checks a form or writes it otherwise.
pub fn run(command: &command_line::Form) -> Ended {
    match command {
        command_line::Form::Check { form } => check(form),
        command_line::Form::Export(asked) => export(asked),
    }
}

/// A form from a workbook or the house's JSON; nothing when it is neither.
pub fn read(bytes: &[u8], name: &str) -> Option<xlsform::Reading> {
    if bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some(xlsform::read(bytes, name));
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()?;
    if !text.contains("\"parvis_form\"") {
        return None;
    }
    Some(match definition::from_json(text) {
        Ok(form) => xlsform::Reading { problems: xlsform::check(&form), form },
        Err(told) => xlsform::Reading { form: Form::default(), problems: vec![questionnaire::Problem::of_file(told)] },
    })
}

/// The form, or everything that refuses it.
pub fn accepted(reading: xlsform::Reading) -> Result<Form, String> {
    if reading.is_accepted() {
        return Ok(reading.form);
    }
    let refusals = reading.problems.iter().filter(|problem| problem.is_refusal());
    let lines: Vec<String> = refusals.map(|problem| format!("  - {problem}")).collect();
    Err(format!("Ce formulaire est à corriger :\n{}", lines.join("\n")))
}

fn open(path: &Path) -> Result<xlsform::Reading, Problem> {
    let bytes = std::fs::read(path)
        .map_err(|error| Problem::told(format!("Le fichier {} n’a pas pu être lu : {error}", path.display())))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    read(&bytes, &name).ok_or_else(|| {
        Problem::told(format!(
            "{} : ce fichier n’est ni un classeur XLSForm (.xlsx, .xls), ni une description JSON de Parvis",
            path.display()
        ))
    })
}

fn check(path: &Path) -> Ended {
    let reading = open(path)?;
    let warnings: Vec<String> = reading
        .problems
        .iter()
        .filter(|problem| !problem.is_refusal())
        .map(|problem| format!("  - {problem}"))
        .collect();
    if !warnings.is_empty() {
        println!("À savoir :\n{}", warnings.join("\n"));
    }
    let form = accepted(reading).map_err(|told| Problem::told(format!("{} : {told}", path.display())))?;
    println!("{} : {}. Rien ne l’empêche de servir.", path.display(), described(&form));
    Ok(ExitCode::SUCCESS)
}

/// « 12 questions, 3 groupes, 4 listes de réponses, en Français (fr) et English (en) ».
fn described(form: &Form) -> String {
    let number = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let mut groups = 0;
    form.walk(&mut |item, _| groups += usize::from(item.kind.is_container()));
    let mut parts = vec![
        count(number(form.questions().len()), "question", "questions"),
        count(number(groups), "groupe", "groupes"),
        count(number(form.lists.len()), "liste de réponses", "listes de réponses"),
    ];
    let languages: Vec<&str> = form.languages.iter().map(|language| language.name.as_str()).collect();
    if !languages.is_empty() {
        parts.push(format!("en {}", languages.join(" et ")));
    }
    parts.join(", ")
}

fn export(asked: &FormExport) -> Ended {
    if !asked.json && asked.xlsx.is_none() {
        return Err(Problem::to_correct("Dites ce qu’il faut écrire : « --json » ou « --xlsx FICHIER »"));
    }
    let told = |told: String| Problem::told(format!("{} : {told}", asked.form.display()));
    let form = accepted(open(&asked.form)?).map_err(told)?;
    if let Some(path) = &asked.xlsx {
        write(path, &xlsform::write(&form).map_err(told)?)?;
        eprintln!("{} : {}.", path.display(), described(&form));
    }
    if asked.json {
        let text = definition::to_json(&form);
        match &asked.out {
            Some(path) => write(path, format!("{text}\n").as_bytes())?,
            None => println!("{text}"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    std::fs::write(path, bytes)
        .map_err(|error| Problem::told(format!("{} n’a pas pu être écrit : {error}", path.display())))
}
