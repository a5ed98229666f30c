//! `parvis themes`: free answers grouped, or coded with suggestions. Needs no server and no database.

use std::path::Path;
use std::process::ExitCode;

use documents::csv::Flavour;
use documents::sheet::{self, Shape, Sheet};
use documents::table::{Cell, Column, Kind, Table};
use kernel::french;
use themes::coding::{Codebook, Coded, Coder, MOST_MEANT, read_codebook, starter, write_codebook};
use themes::grouping::{Options, group};
use themes::privacy;

use super::{Ended, Problem};
use crate::command_line::{Grouping, Suggestion, Themes};
use crate::encoder;

/// Answers a file may hold.
const MOST_ANSWERS: usize = 500_000;

/// Between two codes of one answer.
const BETWEEN: &str = "|";

/// What is written for an answer coded with no theme.
const NO_THEME: [&str; 3] = ["aucun", "aucun theme", "sans theme"];

/// Runs one of the three.
pub fn run(asked: &Themes) -> Ended {
    match asked {
        Themes::Group(asked) => grouped(asked),
        Themes::Suggest(asked) => suggested(asked),
        Themes::Codebook { out } => {
            write(out, write_codebook(&starter()).as_bytes())?;
            println!(
                "Livre de codes écrit dans {} : une ligne par sous-thème, à corriger dans un tableur.",
                out.display()
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn grouped(asked: &Grouping) -> Ended {
    let sheet = open(&asked.answers)?;
    let answers = column(&sheet, &asked.answers, "--column", &asked.column)?;
    refuse_taken(&sheet, &asked.answers, &["classe"])?;
    refuse_same(&asked.answers, &asked.out)?;
    let texts = cells(&sheet, answers);
    let found = group(&texts, &Options { classes: usize::from(asked.classes), ..Options::default() });
    let added =
        found.class_of.iter().map(|class| vec![class.map_or_else(String::new, |class| (class + 1).to_string())]);
    write_with(&asked.out, &sheet, &["classe"], added.collect())?;
    for (number, class) in found.classes.iter().enumerate() {
        let words: Vec<&str> = class.words.iter().map(|word| word.word.as_str()).collect();
        println!("Classe {} : {} ; {}", number + 1, count(class.size, "réponse", "réponses"), words.join(", "));
        for answer in class.answers.iter().take(2) {
            println!("    « {} »", short(&privacy::mask(texts[answer.answer])));
        }
    }
    println!(
        "{} lues dans {} ({}) ; {} ; {}. Écrit dans {}.",
        count(texts.len(), "réponse", "réponses"),
        asked.answers.display(),
        sheet.format,
        count(found.classes.len(), "classe", "classes"),
        match found.unclassified() {
            0 => "toutes classées".to_owned(),
            1 => "1 non classée : ses mots sont trop rares".to_owned(),
            many => format!("{} non classées : leurs mots sont trop rares", french::integer(many as i64)),
        },
        asked.out.display()
    );
    println!("Une classe aide à trier et à trouver des thèmes ; sa taille n’est pas un résultat à publier.");
    Ok(ExitCode::SUCCESS)
}

fn suggested(asked: &Suggestion) -> Ended {
    let book = sheet::open(&read(&asked.codebook)?).map_err(|told| of_file(&asked.codebook, &told))?;
    let codebook =
        read_codebook(&book.headers, &book.rows).map_err(|told| of_file(&asked.codebook, &told.to_string()))?;
    let sheet = open(&asked.answers)?;
    let answers = column(&sheet, &asked.answers, "--column", &asked.column)?;
    let codes = asked.codes.as_ref().map(|codes| column(&sheet, &asked.answers, "--codes", codes)).transpose()?;
    let added = ["themes", "confiance", "origine"];
    refuse_taken(&sheet, &asked.answers, &added)?;
    refuse_same(&asked.answers, &asked.out)?;
    let coded = codes.map_or_else(|| Ok(Vec::new()), |codes| read_codes(&sheet, codes, &codebook, asked))?;
    let texts = cells(&sheet, answers);
    let coder = Coder::new(&texts, &codebook);
    let coder = match &asked.encoder {
        Some(path) => coder.with_meanings(&meanings(path, &texts)?),
        None => coder,
    };
    let suggestions = coder.suggest(&coded);

    let mut lines: Vec<Vec<String>> = suggestions
        .by_answer
        .iter()
        .map(|of| {
            let codes: Vec<&str> = of.iter().map(|of| codebook.themes[of.theme].code.as_str()).collect();
            let sure: Vec<String> = of.iter().map(|of| format!("{:.2}", of.confidence)).collect();
            let origin = if of.is_empty() { "" } else { "suggéré" };
            vec![codes.join(BETWEEN), sure.join(BETWEEN), origin.to_owned()]
        })
        .collect();
    for coded in &coded {
        let codes: Vec<&str> = coded.themes.iter().map(|theme| codebook.themes[*theme].code.as_str()).collect();
        lines[coded.answer] = vec![codes.join(BETWEEN), String::new(), "codé".to_owned()];
    }
    let without = lines.iter().filter(|line| line[2].is_empty()).count();
    let suggested = lines.len() - without - coded.len();
    write_with(&asked.out, &sheet, &added, lines)?;
    println!(
        "{} lues dans {} ({}) : {}, {}, {} sans suggestion. Écrit dans {}.",
        count(texts.len(), "réponse", "réponses"),
        asked.answers.display(),
        sheet.format,
        count(coded.len(), "codée à la main", "codées à la main"),
        count(suggested, "suggérée", "suggérées"),
        french::integer(without as i64),
        asked.out.display()
    );
    println!(
        "{}",
        if suggestions.is_calibrated {
            "La confiance est mesurée sur les réponses codées à la main : 0.80 veut dire juste huit fois sur dix."
        } else {
            "La confiance range les suggestions ; pour qu’elle soit mesurée, codez au moins une vingtaine de réponses et \
             donnez leur colonne par « --codes »."
        }
    );
    println!(
        "Une suggestion s’accepte ou se corrige ; les parts à publier se comptent sur des réponses codées et tirées au sort."
    );
    Ok(ExitCode::SUCCESS)
}

/// What the encoder makes of the answers.
fn meanings(path: &Path, texts: &[&str]) -> Result<Vec<sentences::Vector>, Problem> {
    if texts.len() > MOST_MEANT {
        return Err(Problem::to_correct(format!(
            "« --encoder » lit au plus {} ; ce fichier en a {} : partagez-le, ou lancez la commande sans cette option",
            count(MOST_MEANT, "réponse", "réponses"),
            french::integer(texts.len() as i64)
        )));
    }
    Ok(encoder::open(path).map_err(|told| of_file(path, &told))?.encode_all(texts))
}

/// The answers already coded; every code the codebook does not know is told with its line.
fn read_codes(sheet: &Sheet, column: usize, codebook: &Codebook, asked: &Suggestion) -> Result<Vec<Coded>, Problem> {
    let mut coded = Vec::new();
    let mut wrong = Vec::new();
    for (answer, (line, cells)) in sheet.rows.iter().enumerate() {
        let cell = cells[column].as_str();
        if cell.is_empty() {
            continue;
        }
        let mut themes = Vec::new();
        if let Some(theme) = codebook.theme(cell) {
            themes.push(theme);
        } else if !NO_THEME.contains(&themes::text::folded(cell).as_str()) {
            for code in cell.split(['|', ';']).map(str::trim).filter(|code| !code.is_empty()) {
                match codebook.theme(code) {
                    Some(theme) => themes.push(theme),
                    None => {
                        wrong.push(format!("  - Ligne {line} : le code « {code} » n’est pas dans le livre de codes."))
                    }
                }
            }
        }
        coded.push(Coded { answer, themes });
    }
    if wrong.is_empty() {
        return Ok(coded);
    }
    let more = wrong.len().saturating_sub(20);
    wrong.truncate(20);
    if more > 0 {
        wrong.push(format!("  - et {} autres.", french::integer(more as i64)));
    }
    let known: Vec<&str> = codebook.themes.iter().map(|theme| theme.code.as_str()).collect();
    Err(Problem::told(format!(
        "Le fichier {} n’a pas été lu jusqu’au bout : des codes sont inconnus.\n{}\nCodes connus : {}.\nRien n’a été écrit.",
        asked.answers.display(),
        wrong.join("\n"),
        known.join(", ")
    )))
}

fn open(path: &Path) -> Result<Sheet, Problem> {
    let shape = Shape { most_rows: MOST_ANSWERS, least_columns: 1 };
    let sheet = sheet::open_as(&read(path)?, &shape).map_err(|told| of_file(path, &told))?;
    for remark in &sheet.remarks {
        println!("{remark}");
    }
    Ok(sheet)
}

fn column(sheet: &Sheet, path: &Path, option: &str, name: &str) -> Result<usize, Problem> {
    let exact = sheet.headers.iter().position(|header| header == name);
    exact.or_else(|| sheet.column(name)).ok_or_else(|| {
        Problem::to_correct(format!(
            "« {option} {name} » ne nomme pas une colonne de {} ; il y a : {}",
            path.display(),
            sheet.headers.join(", ")
        ))
    })
}

fn cells(sheet: &Sheet, column: usize) -> Vec<&str> {
    sheet.rows.iter().map(|(_, cells)| cells[column].as_str()).collect()
}

/// A column that would be there twice says nothing any more.
fn refuse_taken(sheet: &Sheet, path: &Path, added: &[&str]) -> Result<(), Problem> {
    match added.iter().find(|name| sheet.headers.iter().any(|header| header == *name)) {
        None => Ok(()),
        Some(name) => Err(of_file(
            path,
            &format!(
                "Ligne 1 : la colonne « {name} » existe déjà. Renommez-la avant de lancer la commande. Rien n’a été écrit."
            ),
        )),
    }
}

fn refuse_same(answers: &Path, out: &Path) -> Result<(), Problem> {
    let is_same = out.canonicalize().is_ok_and(|out| answers.canonicalize().is_ok_and(|answers| answers == out));
    if is_same {
        return Err(Problem::to_correct(
            "« --out » est le fichier des réponses : donnez un autre nom, il serait perdu",
        ));
    }
    Ok(())
}

/// The same lines with columns added.
fn write_with(out: &Path, sheet: &Sheet, added: &[&str], lines: Vec<Vec<String>>) -> Result<(), Problem> {
    let names = sheet.headers.iter().map(String::as_str).chain(added.iter().copied());
    let columns = names.map(|name| Column::new(name, name, Kind::Text)).collect();
    let mut table = Table::new("reponses", "Réponses", columns);
    table.rows = sheet
        .rows
        .iter()
        .zip(lines)
        .map(|((_, cells), more)| cells.iter().cloned().chain(more).map(Cell::text).collect())
        .collect();
    write(out, &documents::csv::write(&table, Flavour::OpenData).map_err(Problem::told)?)
}

fn count(number: usize, one: &str, many: &str) -> String {
    french::count(i64::try_from(number).unwrap_or(i64::MAX), one, many)
}

/// The start of a long answer, on one line.
fn short(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= 120 {
        return line;
    }
    let start: String = line.chars().take(119).collect();
    format!("{start}…")
}

fn of_file(path: &Path, told: &str) -> Problem {
    Problem::told(format!("{} : {told}", path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path)
        .map_err(|error| Problem::told(format!("Le fichier {} n’a pas pu être lu : {error}", path.display())))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    std::fs::write(path, bytes)
        .map_err(|error| Problem::told(format!("{} n’a pas pu être écrit : {error}", path.display())))
}
