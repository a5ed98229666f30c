//! `parvis tabulate`: the tables of a file of answers, each on its own base. Needs no server and no database.

mod compared;
mod form;
mod repeats;
mod summary;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use documents::csv::Flavour;
use documents::sheet;
use documents::table::Table;
use survey::{Counted, Ranking};
use surveys::facade::rankings;
use surveys::facade::tables::{self, Reader};
use tabulation::answers::{AnswersRead, Remark, read_answers};
use tabulation::{BasePolicy, Category, DataSet, FlatTable, Kind, Request, cross, flat, rank, summarise};

use super::{Ended, Problem};
use crate::command_line::Tabulation;

/// A question told: its flat table, and the file it is in.
pub struct Told {
    /// Its position; of a ranking, that of its first answer.
    pub variable: usize,
    /// Its name.
    pub name: String,
    /// Its words.
    pub label: String,
    /// What it is, in French.
    pub sort: &'static str,
    /// Its table.
    pub table: FlatTable,
    /// Name of the file.
    pub file: String,
    /// The table as written.
    pub written: Table,
}

/// Reads the form and the answers, counts everything, writes a folder.
pub fn run(asked: &Tabulation) -> Ended {
    if asked.public && asked.with_answers {
        return Err(Problem::to_correct(
            "Les réponses elles-mêmes ne peuvent pas être publiées : donnez « --public » ou « --with-answers », pas les deux",
        ));
    }
    let form = read(&asked.form)?;
    let survey = form::survey(&form).map_err(|told| of_file(&asked.form, &told))?;
    let sheet = sheet::open(&read(&asked.answers)?).map_err(|told| of_file(&asked.answers, &told))?;
    let answers = match read_answers(&survey.questions(), &sheet.headers, &sheet.rows) {
        Ok(answers) => answers,
        Err(remarks) => return Err(refused(asked, &remarks)),
    };
    let reader = if asked.public { Reader::Everybody } else { Reader::Agents };
    let policy = if asked.keep_dont_know { BasePolicy::KEEPS_ALL } else { BasePolicy::DROPS_BOTH };
    let request = Request { policy, ..Request::default() };
    let by = crossed_with(&answers.data, &asked.by)?;
    let repeats = repeats::read(&survey, &sheet).map_err(|remarks| refused(asked, &remarks))?;

    std::fs::create_dir_all(&asked.out).map_err(|error| unwritable(&asked.out, &error))?;
    let mut names = BTreeSet::new();
    let mut told = Vec::new();
    for (position, counted) in survey.counted().iter().enumerate() {
        let ranking = counted.question.rank_of.as_ref();
        if ranking.is_some_and(|rank_of| rank_of.place > 0) {
            continue;
        }
        let ranking = ranking.and_then(|rank_of| survey.rankings().iter().find(|one| one.name == rank_of.ranking));
        let mut one = match ranking {
            Some(ranking) => ranked_in((survey.counted(), 0), &answers.data, ranking, (&request, reader))?,
            None => flat_told(&answers.data, position, (&request, reader))?,
        };
        if !one.written.columns.is_empty() {
            one.file = file_name(&mut names, &one.name);
            write_table(asked, &one.file, &one.written)?;
        }
        told.push(one);
    }
    for repeated in &repeats {
        for table in repeated.tables((&request, reader))? {
            let file = file_name(&mut names, &table.name);
            write_table(asked, &file, &table)?;
        }
    }
    let of_question = |position: usize| told.iter().find(|one| one.variable == position).map(|one| &one.table);
    let (mut kept_back, mut tested) = (Vec::new(), compared::tests_table());
    for column in &by {
        for (row, variable) in answers.data.variables().iter().enumerate() {
            if row == *column || !variable.is_categorical() {
                continue;
            }
            let crossing = cross(&answers.data, row, *column, &request).map_err(Problem::told)?;
            let file =
                file_name(&mut names, &format!("{}_par_{}", variable.name, answers.data.variables()[*column].name));
            let (Some(one), Some(two)) = (of_question(row), of_question(*column)) else { continue };
            match tables::crossing_table(&answers.data, &crossing, [one, two], reader) {
                Ok(table) => write_table(asked, &file, &table)?,
                Err(why) => kept_back.push(format!("{file} : {why}")),
            }
            compared::add_tests(&mut tested, &answers.data, &crossing, policy);
        }
    }
    // Residuals and p are made from every cell, small ones too: for agents.
    if reader == Reader::Agents && !tested.rows.is_empty() {
        write_table(asked, "tests.csv", &tested)?;
    }
    for (table, told) in compared::by_way(&survey, &answers.data, (policy, reader)) {
        let file = file_name(&mut names, &table.name);
        write_table(asked, &file, &table)?;
        for sentence in told.iter().filter(|_| reader == Reader::Agents) {
            println!("{file} : {sentence}");
        }
    }
    write(asked, "summary.csv", &summary::csv(&told, reader).map_err(Problem::told)?)?;
    write(asked, "summary.md", summary::markdown(&answers.data, &told, reader).as_bytes())?;
    // Lines of the file and small counts are named there: it is for agents.
    if reader == Reader::Agents {
        let told = summary::coherence(&answers.data, &told, &answers.remarks, &sheet.remarks, &by);
        write(asked, "coherence.txt", told.as_bytes())?;
    }
    for kept in &kept_back {
        println!("Tableau gardé, {kept}");
    }
    if asked.with_answers {
        write_answers(asked, &answers, &repeats)?;
    }
    for repeated in &repeats {
        println!("{}", repeated.told());
    }
    for remark in &answers.remarks {
        println!("{}", line_of(remark));
    }
    println!(
        "{} lues dans {} ({}) ; {} écrits dans {}.",
        kernel::french::count(i64::try_from(answers.data.len()).unwrap_or(i64::MAX), "réponse", "réponses"),
        asked.answers.display(),
        sheet.format,
        kernel::french::count(i64::try_from(names.len()).unwrap_or(i64::MAX), "tableau", "tableaux"),
        asked.out.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// The table of a question; one answered in one’s own words has a base and no table.
fn flat_told(data: &DataSet, position: usize, (request, reader): (&Request<'_>, Reader)) -> Result<Told, Problem> {
    let variable = &data.variables()[position];
    let table = flat(data, position, request).map_err(Problem::told)?;
    let written = match variable.kind {
        Kind::Single | Kind::Multiple => tables::flat_table(variable, &table, reader),
        Kind::Number => {
            let summary = summarise(data, position, &[0.25, 0.5, 0.75], request).map_err(Problem::told)?;
            tables::number_table(variable, summary.as_ref(), &table, reader)
        }
        Kind::Open => Table::new("", "", Vec::new()),
    };
    let (name, label, sort) = (variable.name.clone(), variable.label.clone(), summary::sort_of(variable.kind));
    Ok(Told { variable: position, name, label, sort, table, file: String::new(), written })
}

/// The table of a ranking, of questions that stand after so many other variables.
fn ranked_in(
    (questions, before): (&[Counted], usize),
    data: &DataSet,
    ranking: &Ranking,
    (request, reader): (&Request<'_>, Reader),
) -> Result<Told, Problem> {
    let positions: Vec<usize> = ranking.items.iter().map(|at| at + before).collect();
    let counted = rank(data, &positions, request).map_err(Problem::told)?;
    let items = ranking.items.iter().filter_map(|at| Some(questions[*at].question.rank_of.as_ref()?.item()));
    let items: Vec<&Category> = items.collect();
    let written = rankings::ranking_table((&ranking.name, &ranking.label), &items, &counted, reader);
    let variable = positions.first().copied().unwrap_or_default();
    let mut table = flat(data, variable, request).map_err(Problem::told)?;
    table.base = counted.base;
    let (name, label) = (ranking.name.clone(), ranking.label.clone());
    Ok(Told { variable, name, label, sort: "classement", table, file: String::new(), written })
}

/// Answers as files for statisticians, beside the tables.
fn write_answers(asked: &Tabulation, answers: &AnswersRead, repeats: &[repeats::Read<'_>]) -> Result<(), Problem> {
    use tabulation::exports::{SpssOptions, Study, to_csv_codes, to_csv_labels, to_ddi, to_spss};
    let spss = to_spss(&answers.data, &SpssOptions::default());
    for remark in &spss.remarks {
        println!("{remark}");
    }
    let title = asked.form.file_stem().unwrap_or_default().to_string_lossy();
    let study = Study { title: &title, file: "reponses_codes.csv", ..Study::default() };
    write(asked, "reponses_codes.csv", &to_csv_codes(&answers.data))?;
    write(asked, "reponses_libelles.csv", &to_csv_labels(&answers.data))?;
    write(asked, "reponses.sav", &spss.bytes)?;
    write(asked, "codebook.xml", to_ddi(&answers.data, &study).as_bytes())?;
    for repeated in repeats {
        let (name, data) = (repeated.name(), &repeated.data);
        let codes = format!("reponses_{name}_codes.csv");
        write(asked, &codes, &to_csv_codes(data))?;
        write(asked, &format!("reponses_{name}_libelles.csv"), &to_csv_labels(data))?;
        write(asked, &format!("reponses_{name}.sav"), &to_spss(data, &SpssOptions::default()).bytes)?;
        let study = Study { title: &title, file: &codes, ..Study::default() };
        write(asked, &format!("codebook_{name}.xml"), to_ddi(data, &study).as_bytes())?;
    }
    Ok(())
}

/// The questions to cross the others with.
fn crossed_with(data: &DataSet, names: &[String]) -> Result<Vec<usize>, Problem> {
    let position = |name: &String| {
        let found = data.index_of(name).filter(|found| data.variables()[*found].kind == Kind::Single);
        found.ok_or_else(|| {
            let singles = data.variables().iter().filter(|variable| variable.kind == Kind::Single);
            let list: Vec<&str> = singles.map(|variable| variable.name.as_str()).collect();
            Problem::to_correct(format!(
                "« --by {name} » ne nomme pas une question à choix unique du formulaire ; il y a : {}",
                list.join(", ")
            ))
        })
    };
    names.iter().map(position).collect()
}

fn line_of(remark: &Remark) -> String {
    match remark.line {
        Some(line) => format!("Ligne {line} : {}", remark.sentence),
        None => remark.sentence.clone(),
    }
}

fn refused(asked: &Tabulation, remarks: &[Remark]) -> Problem {
    let lines: Vec<String> =
        remarks.iter().filter(|remark| remark.is_refusal).map(|remark| format!("  - {}", line_of(remark))).collect();
    Problem::told(format!(
        "Le fichier {} n’a pas été compté : les chiffres seraient faux.\n{}\nRien n’a été écrit.",
        asked.answers.display(),
        lines.join("\n")
    ))
}

fn of_file(path: &Path, told: &str) -> Problem {
    Problem::told(format!("{} : {told}", path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path)
        .map_err(|error| Problem::told(format!("Le fichier {} n’a pas pu être lu : {error}", path.display())))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::told(format!("{} n’a pas pu être écrit : {error}", path.display()))
}

/// A name of file that every system takes, different from the others.
fn file_name(names: &mut BTreeSet<String>, wanted: &str) -> String {
    let clean: String = wanted
        .chars()
        .map(|sign| if sign.is_alphanumeric() || "_-".contains(sign) { sign } else { '_' })
        .take(80)
        .collect();
    let mut name = format!("{clean}.csv");
    let mut number = 2;
    while ["summary.csv", "tests.csv", "reponses_codes.csv", "reponses_libelles.csv"].contains(&name.as_str())
        || names.contains(&name.to_lowercase())
    {
        name = format!("{clean}_{number}.csv");
        number += 1;
    }
    names.insert(name.to_lowercase());
    name
}

fn write_table(asked: &Tabulation, file: &str, table: &Table) -> Result<(), Problem> {
    write(asked, file, &documents::csv::write(table, Flavour::OpenData).map_err(Problem::told)?)
}

fn write(asked: &Tabulation, file: &str, bytes: &[u8]) -> Result<(), Problem> {
    let path = asked.out.join(file);
    std::fs::write(&path, bytes).map_err(|error| unwritable(&path, &error))
}
