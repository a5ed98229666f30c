//! What is wrong in the cells of one row.

use identifiers::{read_rna, read_siret};
use jiff::civil::Date;

use crate::columns::{Column, Format};
use crate::fault::Fault;
use crate::grant::Nature;
use crate::number::{self, Read};

/// Amounts beyond 100 thousand million euros are mistakes of typing.
const MOST_CENTS: i64 = 10_000_000_000_000;

/// The cells of a row by column; none where the file has no such column.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cells<'a>([Option<&'a str>; 16]);

impl<'a> Cells<'a> {
    pub(crate) fn set(&mut self, column: Column, cell: &'a str) {
        if let Some(place) = self.0.get_mut(column as usize) {
            *place = Some(cell);
        }
    }

    /// What a column holds; none when it is empty or not there.
    pub(crate) fn get(&self, column: Column) -> Option<&'a str> {
        self.0.get(column as usize).copied().flatten().filter(|cell| !cell.is_empty())
    }

    /// Whether the file has the column.
    fn has(&self, column: Column) -> bool {
        self.0.get(column as usize).is_some_and(Option::is_some)
    }
}

/// Everything wrong in a row, in the order of the columns; what concerns the row as a whole comes last.
pub(crate) fn faults(cells: &Cells<'_>, format: Format) -> Vec<(Option<Column>, Fault)> {
    let mut found = Vec::new();
    for column in format.columns().filter(|column| cells.has(*column)) {
        match cells.get(column) {
            Some(cell) => found.extend(of_cell(column, cell, format).into_iter().map(|fault| (Some(column), fault))),
            None if column.is_required() => found.push((Some(column), Fault::Missing)),
            None => {}
        }
    }
    let has_number = cells.get(Column::BeneficiaryNumber).is_some()
        || (format == Format::Scdl && cells.get(Column::BeneficiaryRna).is_some());
    let may_have = cells.has(Column::BeneficiaryNumber) || cells.has(Column::BeneficiaryRna);
    if !has_number && may_have {
        found.push((None, Fault::NoNumber(format)));
    }
    let is_a_person = cells.get(Column::BeneficiaryName).is_some_and(is_of_a_person);
    if is_a_person && cells.get(Column::BeneficiaryNumber).is_none_or(|cell| read_siret(cell).is_err()) {
        found.push((Some(Column::BeneficiaryName), Fault::Person));
    }
    found
}

fn of_cell(column: Column, cell: &str, format: Format) -> Vec<Fault> {
    let mut found = match column {
        Column::GiverNumber | Column::BeneficiaryNumber => of_siret(column, cell),
        Column::SignedOn => match day(cell) {
            Some(_) if cell.len() == 10 => Vec::new(),
            Some(read) => vec![Fault::ShortDay(read)],
            None => vec![Fault::Day(day_meant(cell))],
        },
        Column::BeneficiaryRna => of_rna(cell),
        Column::Amount => of_amount(cell),
        Column::Nature if Nature::read(cell).is_none() => vec![Fault::Nature],
        Column::Payment => of_period(cell, format),
        Column::Notified if cell != "oui" && cell != "non" => vec![Fault::YesNo],
        Column::Share => of_share(cell),
        _ => Vec::new(),
    };
    let length = cell.chars().count();
    if let Some(most) = column.longest().filter(|most| length > *most) {
        found.push(Fault::TooLong { most, found: length });
    }
    if found.is_empty() && cell.trim() != cell && cell.trim().is_empty() {
        found.push(Fault::Blank);
    }
    found
}

fn of_siret(column: Column, cell: &str) -> Vec<Fault> {
    // As the validator of the schema reads it: spaces and full stops do not count.
    let bare: String = cell.chars().filter(|sign| !sign.is_whitespace() && *sign != '.').collect();
    let is_bare = bare == cell;
    let is_fourteen = bare.len() == 14 && bare.bytes().all(|byte| byte.is_ascii_digit());
    match read_siret(cell) {
        Ok(_) if is_fourteen && is_bare => Vec::new(),
        Ok(read) if is_fourteen && column == Column::BeneficiaryNumber => vec![Fault::SpacedNumber(read)],
        Ok(read) => vec![Fault::WrittenOtherwise(read)],
        Err(told) => vec![Fault::Siret(told)],
    }
}

fn of_rna(cell: &str) -> Vec<Fault> {
    let is_of_schema =
        cell.strip_prefix('W').is_some_and(|rest| rest.len() == 9 && rest.bytes().all(|b| b.is_ascii_digit()));
    match read_rna(cell) {
        _ if is_of_schema => Vec::new(),
        Ok(read) if read.bytes().skip(1).all(|byte| byte.is_ascii_digit()) => vec![Fault::WrittenOtherwise(read)],
        Ok(_) => vec![Fault::OverseasRna],
        Err(told) => vec![Fault::Rna(told)],
    }
}

fn of_amount(cell: &str) -> Vec<Fault> {
    match number::read(cell) {
        Read::Nothing => vec![Fault::Number(number_meant(cell))],
        Read::NotFinite => vec![Fault::NotFinite],
        Read::Number(read) => match read.hundredths() {
            _ if read.is_negative() => vec![Fault::Negative],
            _ if read.is_zero() => vec![Fault::Nought],
            Some(cents) if cents > MOST_CENTS => vec![Fault::Huge],
            None if read.is_beyond_cents() => vec![Fault::Huge],
            None => vec![Fault::Finer],
            Some(cents) if !read.is_plain => vec![Fault::Odd(crate::grant::written_amount(cents))],
            Some(_) => Vec::new(),
        },
    }
}

fn of_share(cell: &str) -> Vec<Fault> {
    match number::read(cell) {
        Read::Nothing => vec![Fault::Number(number_meant(cell))],
        Read::NotFinite => vec![Fault::Share(None)],
        Read::Number(read) if read.is_a_hundredth() && read.is_within_one() => Vec::new(),
        // « 80 » was meant as 80 %.
        Read::Number(read) => {
            let percent = read.hundredths().filter(|hundredths| (100..=10_000).contains(hundredths));
            let meant = percent.and_then(|hundredths| crate::Share::of(u16::try_from(hundredths).ok()?));
            vec![Fault::Share(meant)]
        }
    }
}

fn of_period(cell: &str, format: Format) -> Vec<Fault> {
    let separator = format.period_separator();
    let is_a_day_in_shape = |text: &str| {
        text.len() == 10
            && text.bytes().enumerate().all(|(rank, byte)| match rank {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    let parts: Vec<&str> = cell.split(separator).collect();
    if parts.len() > 2 || !parts.iter().all(|part| is_a_day_in_shape(part)) {
        return vec![Fault::Period { separator, meant: period_meant(cell, separator) }];
    }
    let days: Vec<Option<Date>> = parts.iter().map(|part| day(part)).collect();
    match days.as_slice() {
        [Some(from), Some(until)] if from > until => vec![Fault::Reversed],
        days if days.contains(&None) => vec![Fault::NoSuchDay],
        _ => Vec::new(),
    }
}

/// A day as the schema reads it: `2026-05-18`, and `2026-5-8` too.
pub(crate) fn day(cell: &str) -> Option<Date> {
    let mut parts = cell.split('-');
    let (year, month, of_month) = (parts.next()?, parts.next()?, parts.next()?);
    let is_digits = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.next().is_some()
        || year.len() != 4
        || !is_digits(year, 4)
        || !is_digits(month, 2)
        || !is_digits(of_month, 2)
    {
        return None;
    }
    let (year, month, of_month) = (year.parse::<i16>().ok()?, month.parse().ok()?, of_month.parse().ok()?);
    Date::new(year, month, of_month).ok().filter(|_| year > 0)
}

/// The day a cell most probably meant: `05/12/2016`, `5.12.16`, with an hour after it.
fn day_meant(cell: &str) -> Option<Date> {
    let head = cell.trim().split(['T', ' ']).next()?;
    if let Some(read) = day(head) {
        return Some(read);
    }
    let parts: Vec<&str> = head.split(['/', '.', '-']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (of_month, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let year = if year.len() == 2 { format!("20{year}") } else { (*year).to_owned() };
    Date::new(year.parse().ok()?, month.parse().ok()?, of_month.parse().ok()?).ok().filter(|day| day.year() > 0)
}

/// The period a cell most probably meant.
fn period_meant(cell: &str, separator: char) -> Option<String> {
    let mut parts = cell.split(['_', '/']).map(str::trim);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(from), Some(until), None) => Some(format!("{}{separator}{}", day_meant(from)?, day_meant(until)?)),
        _ => Some(day_meant(cell)?.to_string()),
    }
}

/// The number a cell most probably meant: `100000,1`, `12 500 €`.
fn number_meant(cell: &str) -> Option<String> {
    let kept: String = cell.chars().filter(|sign| !sign.is_whitespace() && *sign != '€' && *sign != '%').collect();
    let commas = kept.matches(',').count();
    let written = if commas == 1 { kept.replace('.', "").replace(',', ".") } else { kept };
    match number::read(&written) {
        Read::Number(read) if commas < 2 && read.is_plain => Some(written),
        _ => None,
    }
}

/// Whether a name begins as that of a person.
fn is_of_a_person(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    name.split_whitespace().nth(1).is_some()
        && ["M.", "M", "Mr", "Mr.", "Mme", "Mme.", "Mlle", "Monsieur", "Madame", "Mademoiselle"]
            .iter()
            .any(|title| title.eq_ignore_ascii_case(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_offered() {
        let day = |text: &str| day_meant(text).map(|day| day.to_string());
        assert_eq!(day("05/12/2016").as_deref(), Some("2016-12-05"));
        assert_eq!(day("5.12.16").as_deref(), Some("2016-12-05"));
        assert_eq!(day("2016-12-05T10:00").as_deref(), Some("2016-12-05"));
        assert_eq!(day("31/02/2016"), None);
        assert_eq!(period_meant("2017-06-27_2018-06-27", '/').as_deref(), Some("2017-06-27/2018-06-27"));
        assert_eq!(number_meant("100000,1").as_deref(), Some("100000.1"));
        assert_eq!(number_meant("12 500,00 €").as_deref(), Some("12500.00"));
        assert_eq!(number_meant("1,234,567"), None);
        assert_eq!(number_meant("douze"), None);
        assert!(is_of_a_person("Mme Sarah Exemple") && !is_of_a_person("Mme") && !is_of_a_person("Mission locale"));
    }
}
