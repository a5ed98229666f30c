//! Grants written as a file that the check accepts.

use std::borrow::Borrow;
use std::io::{self, Write};

use crate::cells::{Cells, faults};
use crate::columns::{Column, Format};
use crate::fault::Fault;
use crate::grant::{Beneficiary, Grant, Payment, written_amount};

/// Something that was written otherwise than it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The schema has no place for that RNA number: the SIRET stands alone.
    OverseasRna {
        /// The grant, from nought.
        grant: usize,
        /// The number.
        rna: String,
    },
    /// A text was cut to what the schema holds.
    Shortened {
        /// The grant, from nought.
        grant: usize,
        /// The column.
        column: Column,
    },
}

impl Note {
    /// What was done, in French, without a final full stop.
    pub fn sentence(&self) -> String {
        match self {
            Self::OverseasRna { rna, .. } => {
                format!("Le numéro RNA {rna} n’a pas de place dans le schéma : le numéro SIRET est publié seul")
            }
            Self::Shortened { column, .. } => {
                let most = column.longest().unwrap_or_default();
                format!("Le texte de la colonne {} est coupé à {most} caractères", column.name())
            }
        }
    }
}

/// A grant that cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The grant, from nought.
    pub grant: usize,
    /// Why, one sentence a reason, in French, without a final full stop.
    pub reasons: Vec<String>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows below the titles.
    pub rows: u64,
    /// What was written otherwise.
    pub notes: Vec<Note>,
    /// Grants left out, natural persons apart.
    pub left: Vec<Left>,
    /// Grants to natural persons, never published.
    pub persons: u64,
    /// What they come to, in cents.
    pub persons_cents: i64,
}

/// Writes grants, one row a beneficiary, in their order. A row the check would refuse or advise against is left out, with why.
///
/// # Errors
/// What the output could not take.
pub fn write(grants: impl IntoIterator<Item: Borrow<Grant>>, format: Format, out: impl Write) -> io::Result<Written> {
    let mut written = Written::default();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    writer.write_record(format.columns().map(Column::name))?;
    for (rank, grant) in grants.into_iter().enumerate() {
        let grant: &Grant = grant.borrow();
        let Beneficiary::Organisation { .. } = grant.beneficiary else {
            written.persons += 1;
            written.persons_cents = written.persons_cents.saturating_add(grant.cents);
            continue;
        };
        let (row, notes) = row(grant, rank, format);
        let mut cells = Cells::default();
        for (column, cell) in format.columns().zip(&row) {
            cells.set(column, cell);
        }
        let reasons: Vec<String> =
            faults(&cells, format).into_iter().map(|(column, fault)| told(column, &fault)).collect();
        if reasons.is_empty() {
            writer.write_record(&row)?;
            written.rows += 1;
            written.notes.extend(notes);
        } else {
            written.left.push(Left { grant: rank, reasons });
        }
    }
    writer.flush()?;
    Ok(written)
}

fn told(column: Option<Column>, fault: &Fault) -> String {
    match column {
        Some(column) => format!("{} : {}", column.name(), fault.sentence()),
        None => fault.sentence(),
    }
}

fn row(grant: &Grant, rank: usize, format: Format) -> (Vec<String>, Vec<Note>) {
    let mut notes = Vec::new();
    let (name, siret, rna) = match &grant.beneficiary {
        Beneficiary::Organisation { name, siret, rna } => (name.as_str(), siret.as_deref(), rna.as_deref()),
        Beneficiary::Person => ("", None, None),
    };
    let is_overseas = |rna: &&str| !rna.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    if let Some(rna) = rna.filter(is_overseas).filter(|_| format == Format::Scdl && siret.is_some()) {
        notes.push(Note::OverseasRna { grant: rank, rna: rna.to_owned() });
    }
    let separator = format.period_separator();
    let row = format
        .columns()
        .map(|column| {
            let cell = match column {
                Column::GiverName => grant.giver.name.clone(),
                Column::GiverNumber => grant.giver.siret.clone(),
                Column::SignedOn => grant.signed_on.to_string(),
                Column::Reference => grant.reference.clone(),
                Column::BeneficiaryName => name.to_owned(),
                Column::BeneficiaryNumber => siret.unwrap_or_default().to_owned(),
                Column::BeneficiaryRna => {
                    rna.filter(|rna| siret.is_none() || !is_overseas(rna)).unwrap_or_default().to_owned()
                }
                Column::Object => grant.object.clone(),
                Column::Amount => written_amount(grant.cents),
                Column::Nature => grant.nature.written().to_owned(),
                Column::Terms => grant.terms.written().to_owned(),
                Column::Payment => match grant.payment {
                    Payment::On(day) => day.to_string(),
                    Payment::Between(from, until) => format!("{from}{separator}{until}"),
                },
                Column::Register => grant.register.clone(),
                Column::Notified => if grant.is_notified { "oui" } else { "non" }.to_owned(),
                Column::Share => grant.share.written(),
                Column::Scheme => grant.scheme.clone(),
            };
            let cell = one_line(&cell);
            match column.longest() {
                Some(most) if column != Column::Register && cell.chars().count() > most => {
                    notes.push(Note::Shortened { grant: rank, column });
                    shortened(&cell, most)
                }
                _ => cell,
            }
        })
        .collect();
    (row, notes)
}

/// A text on one line, without spaces at its ends.
fn one_line(text: &str) -> String {
    text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text cut after a word, with « … ».
fn shortened(text: &str, most: usize) -> String {
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    let at = kept.rfind(' ').filter(|at| *at * 2 > kept.len()).unwrap_or(kept.len());
    format!("{}…", kept.get(..at).unwrap_or(&kept).trim_end())
}
