//! A file read back into grants.

use std::io::Read;

use rows::{Rows, Unreadable};

use crate::cells::{Cells, day, faults};
use crate::checking::{Report, cells_of, heads};
use crate::columns::{Column, Format};
use crate::fault::Problem;
use crate::grant::{Beneficiary, Giver, Grant, Nature, Payment, Share, Terms};
use crate::number::{self, Number};

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, titles being row 1.
    pub row: u64,
    /// The grant, or everything that keeps it from being one.
    pub grant: Result<Grant, Vec<Problem>>,
}

/// Grants read one at a time, whatever separates the cells and in whatever order the columns stand. Columns whose name the
/// schema has not are read as what they most probably meant.
pub struct Table<R> {
    rows: Rows<R>,
    heads: Vec<Option<Column>>,
    format: Format,
}

impl<R: Read> Table<R> {
    /// Opens a file; what its titles lack.
    ///
    /// # Errors
    /// [`Unreadable`] when it is no file of rows.
    pub fn open(source: R, format: Format) -> Result<(Self, Vec<Problem>), Unreadable> {
        let mut rows = Rows::new(source)?;
        let mut report = Report::default();
        let titles: Vec<String> = match rows.read()? {
            None => Vec::new(),
            Some(titles) => titles
                .cells
                .iter()
                .map(|title| match Column::meant(title) {
                    Some(meant) if format.columns().any(|column| column == meant) => meant.name().to_owned(),
                    _ => title.clone(),
                })
                .collect(),
        };
        let heads = heads(&titles, format, &mut report);
        let lacking = report.problems.into_iter().filter(Problem::is_refusal).collect();
        Ok((Self { rows, heads, format }, lacking))
    }

    /// The next row; empty rows are passed over.
    ///
    /// # Errors
    /// [`Unreadable`]: nothing can be read further.
    pub fn read(&mut self) -> Result<Option<Entry>, Unreadable> {
        while let Some(row) = self.rows.read()? {
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let cells = cells_of(row.cells, &self.heads);
            let problem = |column: Option<Column>, fault| {
                Problem::of_cell(row.number, column, column.and_then(|one| cells.get(one)).unwrap_or_default(), fault)
            };
            let found: Vec<Problem> = faults(&cells, self.format)
                .into_iter()
                .filter(|(_, fault)| fault.is_refusal() || fault.hides_a_value())
                .map(|(column, fault)| problem(column, fault))
                .collect();
            let grant = match grant(&cells, self.format) {
                Some(grant) if found.is_empty() => Ok(grant),
                _ => Err(found),
            };
            return Ok(Some(Entry { row: row.number, grant }));
        }
        Ok(None)
    }
}

fn grant(cells: &Cells<'_>, format: Format) -> Option<Grant> {
    let text = |column| cells.get(column).unwrap_or_default().trim().to_owned();
    let siret = |column| identifiers::read_siret(cells.get(column)?).ok();
    let read = |column| match number::read(cells.get(column)?) {
        number::Read::Number(read) => Some(read),
        _ => None,
    };
    let (first, second) = text(Column::Payment)
        .split_once(format.period_separator())
        .map_or_else(|| (day(&text(Column::Payment)), None), |(from, until)| (day(from), Some(day(until))));
    let payment = match second {
        None => Payment::On(first?),
        Some(until) => Payment::Between(first?, until?),
    };
    Some(Grant {
        giver: Giver { name: text(Column::GiverName), siret: siret(Column::GiverNumber)? },
        signed_on: day(cells.get(Column::SignedOn)?)?,
        reference: text(Column::Reference),
        beneficiary: Beneficiary::Organisation {
            name: text(Column::BeneficiaryName),
            siret: siret(Column::BeneficiaryNumber),
            rna: cells.get(Column::BeneficiaryRna).map(str::to_owned),
        },
        object: text(Column::Object),
        cents: read(Column::Amount)?.hundredths()?,
        nature: Nature::read(cells.get(Column::Nature)?)?,
        terms: Terms::read(&text(Column::Terms)),
        payment,
        register: text(Column::Register),
        is_notified: cells.get(Column::Notified)? == "oui",
        share: read(Column::Share).as_ref().and_then(Number::ten_thousandths).and_then(Share::of)?,
        scheme: text(Column::Scheme),
    })
}
