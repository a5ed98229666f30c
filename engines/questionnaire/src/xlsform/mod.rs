//! XLSForm workbooks: read with everything that is to be corrected told at once, and written back.

mod choices;
mod devices;
mod fields;
mod headers;
mod legacy;
mod lists;
mod recent;
mod settings;
mod survey;
mod table;
mod words;
mod workbook;
mod writer;

use std::collections::HashMap;

use fields::{Field, Of};
use table::Table;
pub use writer::write;

use crate::model::{Form, Language};
use crate::plan::Plan;
use crate::{Problem, problem::quoted};

/// Most problems told at once.
const MOST_TOLD: usize = 300;

/// A form as read, with what is to be corrected in it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What could be read.
    pub form: Form,
    /// Everything that was noticed, in the order of the sheets and rows.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Whether nothing refuses the form.
    pub fn is_accepted(&self) -> bool {
        !self.problems.iter().any(Problem::is_refusal)
    }
}

/// Reads a form. `name` names it when the workbook does not (that of the file, without its ending).
pub fn read(bytes: &[u8], name: &str) -> Reading {
    let mut form = Form { id: name.to_owned(), title: name.to_owned(), ..Form::default() };
    let mut book = match workbook::open(bytes) {
        Ok(book) => book,
        Err(problem) => return Reading { form, problems: vec![problem] },
    };
    let mut problems = std::mem::take(&mut book.problems);
    let Some(sheet) = book.take("survey").filter(|sheet| !sheet.lines.is_empty()) else {
        let names: Vec<String> = book.names.iter().take(10).map(|name| quoted(name)).collect();
        problems.push(Problem::of_file(format!(
            "Ce classeur n’a pas de feuille « survey » avec des questions. Il y a : {}.",
            names.join(", ")
        )));
        return Reading { form, problems };
    };
    if let Some(settings) = book.take("settings") {
        settings::read(&settings, &mut form, &mut problems);
    }
    let mut survey = Table::new(sheet, Of::Survey, &mut problems);
    form.languages = survey.languages().into_iter().map(Language::new).collect();
    let choices = book.take("choices").map(|sheet| Table::new(sheet, Of::Choices, &mut problems));
    let has_choices = choices.is_some();
    if let Some(mut table) = choices {
        for language in table.languages() {
            if !form.languages.iter().any(|known| known.name == language) {
                form.languages.push(Language::new(language));
            }
        }
        choices::read(&mut table, "choices", &mut form, &mut problems);
    }
    if let Some(sheet) = book.take("external_choices") {
        let mut table = Table::new(sheet, Of::Choices, &mut problems);
        choices::read(&mut table, "external_choices", &mut form, &mut problems);
    }
    survey::read(&mut survey, &mut form, &mut problems);
    lists::check(&form, has_choices, &mut problems);
    problems.extend(said(&form));
    let headers = written_headers(&survey);
    for problem in problems.iter_mut().filter(|problem| problem.sheet == "survey") {
        if let Some(header) = headers.get(problem.column.as_str()) {
            header.clone_into(&mut problem.column);
        }
    }
    let rank =
        |sheet: &str| ["", "settings", "survey", "choices"].iter().position(|known| *known == sheet).unwrap_or(9);
    problems.sort_by_key(|problem| (rank(&problem.sheet), problem.row));
    problems.dedup();
    if let Some(more) = problems.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        // A refusal among those left out still refuses.
        problems.sort_by_key(|problem| !problem.is_refusal());
        problems.truncate(MOST_TOLD);
        problems.sort_by_key(|problem| (rank(&problem.sheet), problem.row));
        problems.push(Problem::warning(
            "",
            0,
            "",
            format!("Et {more} autres points, qui se verront une fois ceux-ci corrigés."),
        ));
    }
    Reading { form, problems }
}

/// What is to be corrected in a form, wherever it comes from. Places are those of the workbook it would be.
pub fn check(form: &Form) -> Vec<Problem> {
    let mut problems = Vec::new();
    lists::check(form, !form.lists.is_empty(), &mut problems);
    problems.extend(said(form));
    problems
}

/// What is to be corrected in words, conditions and calculations.
fn said(form: &Form) -> Vec<Problem> {
    let mut problems = Vec::new();
    words::check(form, &mut problems);
    devices::check(form, &mut problems);
    match Plan::new(form) {
        Ok(plan) => problems.extend(plan.warnings),
        Err(found) => problems.extend(found),
    }
    problems
}

/// Columns whose problems are told by their usual name.
const TOLD: &[Field] = &[
    Field::Type,
    Field::Name,
    Field::Label,
    Field::Required,
    Field::Relevant,
    Field::Constraint,
    Field::Calculation,
    Field::Default,
    Field::ReadOnly,
    Field::ChoiceFilter,
    Field::RepeatCount,
    Field::Parameters,
    Field::Trigger,
    Field::MaxSelected,
];

/// Columns as their author named them, by their usual name.
fn written_headers(table: &Table) -> HashMap<&'static str, String> {
    TOLD.iter().map(|field| (field.header(), table.header(field))).collect()
}

fn broken() -> Problem {
    Problem::of_file(
        "Ce classeur ne peut pas être ouvert : il est abîmé ou protégé. Ouvrez-le dans un tableur, enregistrez-le au format .xlsx, puis donnez-le de nouveau.",
    )
}
