//! A file of answers, whatever tool wrote it, read against the questions it answers.
//!
//! What would make wrong figures refuses the file: shifted columns, damaged accents, an identifier twice, a date where a
//! number is asked. What people did (four choices where three are allowed, a word out of the list) is kept and flagged.
//! Nothing is corrected.

mod cells;
mod columns;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Answer, Category, DataSet, Kind, ModelError, Variable};
use cells::{Cell, Chosen, looks_damaged, looks_like_a_date, looks_like_a_serial_date};
use columns::Columns;

/// A question of a form, as a file of answers needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is counted.
    pub variable: Variable,
    /// The question alone, as other tools head its column: without the title of the group it stands in.
    pub words: String,
    /// The ranking this number is a rank of, where it is one.
    pub rank_of: Option<RankOf>,
    /// The answer is a date; a bare number is one that a spreadsheet has lost.
    pub is_date: bool,
    /// Asked only to some: an empty cell means that it was not displayed. Otherwise it means no answer.
    pub is_conditional: bool,
}

impl Question {
    /// A question asked to everybody, under its own words.
    pub fn new(variable: Variable) -> Self {
        Self { words: variable.label.clone(), variable, rank_of: None, is_date: false, is_conditional: false }
    }
}

/// The place of a number in a ranking: the rank that was given to one of its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankOf {
    /// Name of the ranking.
    pub ranking: String,
    /// The answers to be ranked, in the order of the form.
    pub items: Arc<[Category]>,
    /// Which of them this number is the rank of.
    pub place: usize,
}

impl RankOf {
    /// The answer that is ranked.
    pub fn item(&self) -> &Category {
        &self.items[self.place]
    }
}

/// Something to know of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Line of the file, from 1, when it is about one.
    pub line: Option<u64>,
    /// The sentence.
    pub sentence: String,
    /// Whether figures made from this file would be wrong.
    pub is_refusal: bool,
}

/// A file read.
#[derive(Clone, Debug)]
pub struct AnswersRead {
    /// The answers.
    pub data: DataSet,
    /// Line of the file of each respondent.
    pub lines: Vec<u64>,
    /// What to know, refusals apart.
    pub remarks: Vec<Remark>,
}

/// Most remarks of one kind told one by one; the others are counted.
const TOLD: usize = 20;

/// Names of the column that tells respondents apart.
const IDENTIFIERS: [&str; 8] = ["_uuid", "_id", "meta/instanceid", "instanceid", "id", "identifiant", "token", "uuid"];

/// Reads lines (their number in the file and their cells) under headers.
///
/// # Errors
/// Every reason to refuse the file, told in French, with the other remarks.
pub fn read_answers(
    questions: &[Question],
    headers: &[String],
    rows: &[(u64, Vec<String>)],
) -> Result<AnswersRead, Vec<Remark>> {
    let mut notes = Notes::default();
    let columns: Vec<Columns> = questions.iter().map(|question| Columns::find(question, headers)).collect();
    if columns.iter().all(|columns| *columns == Columns::Absent) {
        notes.refuse(None, "Aucune colonne de ce fichier ne porte le nom d’une question du formulaire : ce n’est pas le bon fichier, ou la première ligne n’est pas celle des noms.".to_owned());
        return Err(notes.told());
    }
    for (question, _) in questions.iter().zip(&columns).filter(|(_, columns)| **columns == Columns::Absent) {
        let name = &question.variable.name;
        notes.flag(None, format!("La question « {name} » n’a pas de colonne : elle est comptée « non posée »."));
    }
    duplicates(headers, rows, &mut notes);
    let variables = questions.iter().map(|question| question.variable.clone()).collect();
    let mut data = match DataSet::new(variables) {
        Ok(data) => data,
        Err(error) => return Err(vec![Remark { line: None, sentence: error.to_string(), is_refusal: true }]),
    };
    let mut lines = Vec::with_capacity(rows.len());
    let mut wrong = vec![0usize; questions.len()];
    let mut damaged = Vec::new();
    for (line, cells) in rows {
        if cells.iter().any(|cell| looks_damaged(cell)) {
            damaged.push(*line);
        }
        let (mut unknown, mut known) = (0, 0);
        let mut answers = Vec::with_capacity(questions.len());
        for (position, (question, columns)) in questions.iter().zip(&columns).enumerate() {
            let before = notes.count;
            let answer = answer(question, columns, cells, *line, &mut notes);
            if notes.count > before {
                unknown += 1;
                wrong[position] += 1;
            } else if !matches!(answer, Answer::NotAsked | Answer::NoAnswer) && question.variable.kind != Kind::Open {
                known += 1;
            }
            answers.push(answer);
        }
        if unknown >= 2 && unknown > known {
            notes.refuse(Some(*line), "la plupart des réponses ne sont pas de leur question : les colonnes de cette ligne sont sans doute décalées.".to_owned());
        }
        match data.append(&answers) {
            Ok(_) => lines.push(*line),
            Err(error) => notes.refuse(Some(*line), lower(&error)),
        }
    }
    for (question, wrong) in questions.iter().zip(wrong) {
        if wrong > 1 && 2 * wrong > rows.len() {
            notes.refuse(None, format!("La colonne « {} » ne contient presque aucune réponse de sa liste : les colonnes sont sans doute décalées.", question.variable.name));
        }
    }
    if let Some(line) = damaged.first() {
        notes.refuse(Some(*line), format!("des accents sont abîmés (« Ã© » pour « é ») dans {} lignes : ce fichier a été enregistré avec un mauvais encodage. Reprenez l’export en UTF-8.", damaged.len()));
    }
    over_the_cap(&data, &lines, &mut notes);
    if notes.remarks.iter().any(|remark| remark.is_refusal) {
        return Err(notes.told());
    }
    Ok(AnswersRead { data, lines, remarks: notes.told() })
}

fn lower(error: &ModelError) -> String {
    error.to_string()
}

fn duplicates(headers: &[String], rows: &[(u64, Vec<String>)], notes: &mut Notes) {
    let of_name = |name: &&str| headers.iter().position(|header| header.trim().to_lowercase() == **name);
    let Some(column) = IDENTIFIERS.iter().find_map(of_name) else { return };
    let mut first: HashMap<&str, u64> = HashMap::new();
    for (line, cells) in rows {
        let identifier = cells.get(column).map_or("", |cell| cell.trim());
        if identifier.is_empty() {
            continue;
        }
        if let Some(before) = first.get(identifier) {
            let name = &headers[column];
            notes.refuse(Some(*line), format!("l’identifiant « {identifier} » (colonne « {name} ») est déjà à la ligne {before} : la même personne serait comptée deux fois."));
        } else {
            first.insert(identifier, *line);
        }
    }
}

fn over_the_cap(data: &DataSet, lines: &[u64], notes: &mut Notes) {
    for (position, variable) in data.variables().iter().enumerate() {
        for row in crate::bases::over_cap(data, position) {
            if let (Answer::Several(chosen), Some(most)) = (data.answer(row, position), variable.max_selected) {
                let (name, count) = (&variable.name, chosen.len());
                notes.flag(
                    Some(lines[row]),
                    format!("{count} réponses à « {name} », où {most} au plus sont permises. Elles sont comptées."),
                );
            }
        }
    }
}

fn answer<'a>(question: &Question, columns: &Columns, cells: &'a [String], line: u64, notes: &mut Notes) -> Answer<'a> {
    let variable = &question.variable;
    let empty = if question.is_conditional { Answer::NotAsked } else { Answer::NoAnswer };
    let cell = match columns {
        Columns::Absent => return Answer::NotAsked,
        Columns::Split(of_category) => {
            let (chosen, strange) = cells::split(variable, of_category, cells);
            if let Some(strange) = strange {
                notes.wrong(
                    line,
                    format!("« {strange} » n’est pas oui ou non, dans une colonne de « {} ».", variable.name),
                );
            }
            return several(variable, chosen, empty, line, notes);
        }
        Columns::Ranking(column) => {
            let cell = cells.get(*column).map_or("", |cell| cell.trim());
            return if cell.is_empty() { empty } else { ranked(question, cell, line, notes) };
        }
        Columns::One(column) => cells.get(*column).map_or("", |cell| cell.trim()),
    };
    if cell.is_empty() {
        return empty;
    }
    match variable.kind {
        Kind::Single => match Cell::read(variable, cell) {
            Cell::Category(category) => Answer::One(category),
            Cell::DontKnow => Answer::DontKnow,
            Cell::RatherNotSay => Answer::RatherNotSay,
            Cell::Unknown => {
                notes.wrong(
                    line,
                    format!(
                        "« {cell} » n’est pas une réponse de « {} » : elle est comptée « sans réponse ».",
                        variable.name
                    ),
                );
                Answer::NoAnswer
            }
        },
        Kind::Multiple => {
            let (chosen, unknown) = cells::listed(variable, cell);
            if let Some(unknown) = unknown {
                notes.wrong(
                    line,
                    format!("« {unknown} » n’est pas une réponse de « {} » : elle n’est pas comptée.", variable.name),
                );
            }
            several(variable, chosen, empty, line, notes)
        }
        Kind::Number => number(variable, cell, line, notes),
        Kind::Open => {
            if question.is_date && looks_like_a_serial_date(cell) {
                notes.flag(Some(line), format!("« {cell} » à « {} » est une date devenue un nombre de jours dans un tableur : reprenez l’export, ou donnez à la colonne le format date.", variable.name));
            }
            Answer::Text(cell)
        }
    }
}

fn number<'a>(variable: &Variable, cell: &str, line: u64, notes: &mut Notes) -> Answer<'a> {
    match Cell::read(variable, cell) {
        Cell::DontKnow => return Answer::DontKnow,
        Cell::RatherNotSay => return Answer::RatherNotSay,
        _ => {}
    }
    if looks_like_a_date(cell) {
        notes.refuse(Some(line), format!("« {cell} » à « {} » est une date où un nombre est attendu : un tableur a sans doute transformé « 3-4 » ou « 3/4 » en date.", variable.name));
        return Answer::NoAnswer;
    }
    let plain: String = cell.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().replace(',', ".");
    match plain.parse::<f64>().ok().filter(|value| value.is_finite()) {
        Some(value) => Answer::Number(value),
        None => {
            notes.wrong(
                line,
                format!("« {cell} » n’est pas un nombre, à « {} » : elle est comptée « sans réponse ».", variable.name),
            );
            Answer::NoAnswer
        }
    }
}

/// The rank of one answer in a cell that holds the whole ranking. What is in no list is told once, by the first of them.
fn ranked<'a>(question: &Question, cell: &str, line: u64, notes: &mut Notes) -> Answer<'a> {
    match Cell::read(&question.variable, cell) {
        Cell::DontKnow => return Answer::DontKnow,
        Cell::RatherNotSay => return Answer::RatherNotSay,
        _ => {}
    }
    let Some(rank_of) = &question.rank_of else { return Answer::NoAnswer };
    let (order, unknown) = cells::in_order(&rank_of.items, cell);
    if let Some(unknown) = unknown.filter(|_| rank_of.place == 0) {
        let told = format!("« {unknown} » n’est pas une réponse de « {} » : elle n’a pas de rang.", rank_of.ranking);
        notes.wrong(line, told);
    }
    let rank = order.iter().position(|item| *item == rank_of.place);
    rank.map_or(Answer::NoAnswer, |rank| Answer::Number((rank + 1) as f64))
}

fn several<'a>(variable: &Variable, chosen: Chosen, empty: Answer<'a>, line: u64, notes: &mut Notes) -> Answer<'a> {
    let specials = usize::from(chosen.dont_know) + usize::from(chosen.rather_not_say);
    if specials > 0 && (specials > 1 || !chosen.categories.is_empty()) {
        notes.flag(Some(line), format!("« ne sait pas » ou « préfère ne pas répondre » est coché avec d’autres réponses à « {} » : les autres sont comptées.", variable.name));
    }
    if !chosen.categories.is_empty() {
        Answer::Several(chosen.categories)
    } else if chosen.dont_know {
        Answer::DontKnow
    } else if chosen.rather_not_say {
        Answer::RatherNotSay
    } else {
        empty
    }
}

/// What is noticed, on the way.
#[derive(Default)]
struct Notes {
    remarks: Vec<Remark>,
    /// Answers that are not of their question.
    count: usize,
}

impl Notes {
    fn flag(&mut self, line: Option<u64>, sentence: String) {
        self.remarks.push(Remark { line, sentence, is_refusal: false });
    }

    fn wrong(&mut self, line: u64, sentence: String) {
        self.count += 1;
        self.flag(Some(line), sentence);
    }

    fn refuse(&mut self, line: Option<u64>, sentence: String) {
        self.remarks.push(Remark { line, sentence, is_refusal: true });
    }

    /// Refusals first; past twenty of either, the rest is counted.
    fn told(self) -> Vec<Remark> {
        let (refusals, others): (Vec<Remark>, Vec<Remark>) =
            self.remarks.into_iter().partition(|remark| remark.is_refusal);
        let shorten = |mut remarks: Vec<Remark>| {
            if remarks.len() > TOLD {
                let more = remarks.len() - TOLD;
                let is_refusal = remarks[0].is_refusal;
                remarks.truncate(TOLD);
                remarks.push(Remark {
                    line: None,
                    sentence: format!("Et {more} autres remarques de cette sorte."),
                    is_refusal,
                });
            }
            remarks
        };
        shorten(refusals).into_iter().chain(shorten(others)).collect()
    }
}
