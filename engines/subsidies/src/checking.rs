//! A whole file checked, one row at a time.

use std::collections::BTreeMap;
use std::io::Read;

use rows::{Row, Rows, Unreadable};

use crate::cells::{Cells, faults};
use crate::columns::{Column, Format};
use crate::fault::{Fault, Problem};
use crate::shifting::shift;

/// Most problems that are kept with their place; the others are counted.
const MOST_KEPT: usize = 1_000;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows below the titles.
    pub rows: u64,
    /// The first problems, in the order of the file.
    pub problems: Vec<Problem>,
    /// Problems the schema refuses, those not kept included.
    pub refusals: u64,
    /// Advice, that not kept included.
    pub advice: u64,
    /// How many problems each column has, the file and whole rows under an empty name.
    pub by_column: BTreeMap<String, u64>,
}

impl Report {
    /// Whether the schema accepts the file.
    pub fn is_valid(&self) -> bool {
        self.refusals == 0
    }

    /// Problems counted and not kept.
    pub fn untold(&self) -> u64 {
        (self.refusals + self.advice).saturating_sub(self.problems.len() as u64)
    }

    pub(crate) fn add(&mut self, problem: Problem) {
        match problem.is_refusal() {
            true => self.refusals += 1,
            false => self.advice += 1,
        }
        *self.by_column.entry(problem.column.clone().unwrap_or_default()).or_default() += 1;
        if self.problems.len() < MOST_KEPT {
            self.problems.push(problem);
        }
    }
}

/// Checks a file. Memory is bounded by [`rows::LONGEST_ROW`], whatever its length.
///
/// # Errors
/// [`Unreadable`] when it is no file of rows, or ends badly.
pub fn check(source: impl Read, format: Format) -> Result<Report, Unreadable> {
    let mut report = Report::default();
    let mut rows = Rows::new(source)?;
    let separator = rows.separator();
    let Some(titles) = rows.read()? else {
        report.add(Problem::of_file(Fault::Empty));
        return Ok(report);
    };
    let mut is_utf8 = titles.is_utf8;
    let heads = heads(titles.cells, format, &mut report);
    if separator != ',' && titles.cells.len() > 1 {
        report.add(Problem::of_file(Fault::Separator(separator)));
    }
    while let Some(row) = rows.read()? {
        report.rows += 1;
        is_utf8 &= row.is_utf8;
        check_row(&row, &heads, format, &mut report);
    }
    if !is_utf8 {
        report.add(Problem::of_file(Fault::NotUtf8));
    }
    if report.rows == 0 {
        report.add(Problem::of_file(Fault::NoRow));
    }
    Ok(report)
}

/// What each column of a file is, with what is wrong in the titles.
pub(crate) fn heads(titles: &[String], format: Format, report: &mut Report) -> Vec<Option<Column>> {
    let mut heads: Vec<Option<Column>> = Vec::with_capacity(titles.len());
    for title in titles {
        let named = title.trim();
        let column = format.columns().find(|column| column.name() == named);
        if named.is_empty() {
            report.add(Problem::of_file(Fault::NamelessColumn));
        } else if column.is_some() && heads.contains(&column) {
            report.add(Problem::of_column(named, Fault::RepeatedColumn));
        } else if column.is_none() {
            let meant = Column::meant(named).filter(|meant| format.columns().any(|column| column == *meant));
            report.add(Problem::of_column(named, Fault::UnknownColumn(meant)));
        }
        heads.push(column.filter(|_| !heads.contains(&column)));
    }
    for column in format.columns().filter(|column| !heads.contains(&Some(*column))) {
        let fault = if column.is_required() { Fault::MissingColumn } else { Fault::AbsentColumn };
        report.add(Problem::of_column(column.name(), fault));
    }
    if ![Column::BeneficiaryNumber, Column::BeneficiaryRna].iter().any(|column| heads.contains(&Some(*column))) {
        report.add(Problem::of_file(Fault::NoNumberColumn));
    }
    let known: Vec<Column> = heads.iter().copied().flatten().collect();
    if !known.is_sorted() {
        report.add(Problem::of_file(Fault::Disordered));
    }
    heads
}

fn check_row(row: &Row<'_>, heads: &[Option<Column>], format: Format, report: &mut Report) {
    let number = row.number;
    let whole = |fault| Problem { row: Some(number), column: None, held: String::new(), fault };
    if row.cells.iter().all(String::is_empty) {
        return report.add(whole(Fault::BlankRow));
    }
    let cells = cells_of(row.cells, heads);
    let found = faults(&cells, format);
    let wrong = found.iter().filter(|(_, fault)| fault.is_refusal()).count();
    if row.cells.len() != heads.len() {
        report.add(whole(Fault::CellCount { found: row.cells.len(), expected: heads.len() }));
    } else if let Some(fault) = shift(row.cells, heads, format, wrong) {
        report.add(whole(fault));
    }
    for (column, fault) in found {
        let held = column.and_then(|column| cells.get(column)).unwrap_or_default();
        report.add(Problem::of_cell(number, column, held, fault));
    }
}

/// The cells of a row under their columns; cells that are not there are empty.
pub(crate) fn cells_of<'a>(cells: &'a [String], heads: &[Option<Column>]) -> Cells<'a> {
    let mut read = Cells::default();
    for (rank, column) in heads.iter().enumerate() {
        if let Some(column) = column {
            read.set(*column, cells.get(rank).map_or("", String::as_str));
        }
    }
    read
}
