//! Tables as a workbook: one sheet per table, then a sheet « Sources ».

use kernel::Moment;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use crate::table::{Cell, Column, Kind, Table, TableError};

/// Rows a sheet can hold (ECMA-376 files as read by the usual programs).
const MOST_ROWS: usize = 1_048_576;
/// UTF-16 units a cell can hold.
const LONGEST_TEXT: usize = 32_767;
/// Links a sheet can hold; later ones stay plain text.
const MOST_LINKS: usize = 65_530;
/// Longest active address, in characters.
const LONGEST_ADDRESS: usize = 2_000;
/// Whole numbers beyond this lose digits in a spreadsheet: they are written as text.
const LARGEST_EXACT: u64 = 1 << 53;
/// Name of the last sheet.
const SOURCES: &str = "Sources";

/// Writes a workbook.
///
/// Numbers and dates are typed cells; every text is written as a text, so nothing typed by a person
/// can run as a formula. Absences are words in grey (« pas demandé »), which sums and averages skip.
/// `produced_at` is the date of creation of the file: equal inputs give equal bytes.
///
/// # Errors
///
/// [`TableError`] when a row has not as many cells as there are columns, or when a sheet cannot
/// hold the table.
pub fn write(tables: &[Table], produced_at: Moment) -> Result<Vec<u8>, TableError> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_company("").set_author("Parvis");
    if let Ok(created) = excel_moment(produced_at) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    let mut names: Vec<String> = vec![SOURCES.to_lowercase()];
    let mut listed: Vec<(String, &Table)> = Vec::new();
    for table in tables {
        table.check()?;
        let rows = table.rows.len() + 1 + usize::from(table.totals.is_some());
        if rows > MOST_ROWS {
            return Err(TableError::TooManyRows { table: table.name.clone(), rows, limit: MOST_ROWS });
        }
        let name = sheet_name(&table.name, &mut names);
        let sheet = workbook.add_worksheet();
        write_table(sheet, &name, table).map_err(|_| TableError::Unwritable { table: table.name.clone() })?;
        listed.push((name, table));
    }
    write_sources(workbook.add_worksheet(), &listed)
        .map_err(|_| TableError::Unwritable { table: SOURCES.to_owned() })?;
    workbook.save_to_buffer().map_err(|_| TableError::Unwritable {
        table: tables.first().map_or_else(|| SOURCES.to_owned(), |table| table.name.clone()),
    })
}

fn excel_moment(moment: Moment) -> Result<ExcelDateTime, XlsxError> {
    let utc = moment.timestamp().to_zoned(jiff::tz::TimeZone::UTC);
    ExcelDateTime::from_ymd(utc.year().unsigned_abs(), utc.month().unsigned_abs(), utc.day().unsigned_abs())?.and_hms(
        u16::from(utc.hour().unsigned_abs()),
        utc.minute().unsigned_abs(),
        f64::from(utc.second()),
    )
}

fn write_table(sheet: &mut Worksheet, name: &str, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let mut links = 0;
    for (index, column) in table.columns.iter().enumerate() {
        let place = column_number(index)?;
        let alignment = if column.kind.is_number() { FormatAlign::Right } else { FormatAlign::Left };
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(alignment)
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Thin);
        sheet.write_string_with_format(0, place, text_of(&column.title()), &header)?;
        sheet.set_column_width(place, width_of(table, index, column))?;
        let looks = Looks::of(column, false);
        for (row, cells) in table.rows.iter().enumerate() {
            write_cell(sheet, row_number(row + 1)?, place, &cells[index], column, &looks, &mut links)?;
        }
        if let Some(totals) = &table.totals {
            let looks = Looks::of(column, true);
            let row = row_number(table.rows.len() + 1)?;
            write_cell(sheet, row, place, &totals[index], column, &looks, &mut links)?;
        }
    }
    // The header stays in sight, and so does the column that names the rows when it comes first.
    let frozen_columns = u16::from(table.columns.first().is_some_and(|column| column.is_row_header));
    sheet.set_freeze_panes(1, frozen_columns)?;
    if !table.rows.is_empty() {
        sheet.autofilter(0, 0, row_number(table.rows.len())?, column_number(table.columns.len() - 1)?)?;
    }
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Formats of one column, made once: a workbook keeps one copy of each.
struct Looks {
    value: Format,
    absent: Format,
    link: Format,
}

impl Looks {
    fn of(column: &Column, is_total: bool) -> Looks {
        let base = if is_total { Format::new().set_bold().set_border_top(FormatBorder::Thin) } else { Format::new() };
        let base = base.set_align(FormatAlign::Top);
        let value = match column.kind {
            Kind::Text => base.clone().set_text_wrap(),
            Kind::Integer => base.clone().set_num_format("#,##0"),
            Kind::Decimal(decimals) | Kind::Percent(decimals) => {
                let zeros = "0".repeat(usize::from(decimals.min(9)));
                let point = if zeros.is_empty() { "" } else { "." };
                base.clone().set_num_format(format!("#,##0{point}{zeros}"))
            }
            Kind::Euros => base.clone().set_num_format("#,##0.00"),
            Kind::Date => base.clone().set_num_format("dd/mm/yyyy"),
            Kind::DateTime => base.clone().set_num_format("dd/mm/yyyy hh:mm"),
            Kind::YesNo | Kind::Url => base.clone(),
        };
        let absent = base.clone().set_italic().set_font_color("#4A4A55");
        let absent = if column.kind.is_number() { absent.set_align(FormatAlign::Right) } else { absent };
        let link = base.set_font_color("#0B5563").set_underline(rust_xlsxwriter::FormatUnderline::Single);
        Looks { value, absent, link }
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    declared: &Column,
    looks: &Looks,
    links: &mut usize,
) -> Result<(), XlsxError> {
    if let Some(absence) = cell.absence() {
        sheet.write_string_with_format(row, column, absence.words(), &looks.absent)?;
        return Ok(());
    }
    match cell {
        Cell::Text(text) if text.is_empty() => sheet.write_blank(row, column, &looks.value)?,
        Cell::Integer(number) if number.unsigned_abs() <= LARGEST_EXACT => {
            sheet.write_number_with_format(row, column, *number as f64, &looks.value)?
        }
        Cell::Decimal(number) | Cell::Percent(number) => {
            sheet.write_number_with_format(row, column, *number, &looks.value)?
        }
        Cell::Euros(cents) if cents.unsigned_abs() <= LARGEST_EXACT => {
            sheet.write_number_with_format(row, column, *cents as f64 / 100.0, &looks.value)?
        }
        Cell::Date(_) | Cell::DateTime(_) => match excel_date(cell) {
            Some(date) => sheet.write_datetime_with_format(row, column, &date, &looks.value)?,
            // Spreadsheets count days from 1900: an older date is a text.
            None => sheet.write_string_with_format(row, column, cell.display(declared.kind), &looks.value)?,
        },
        Cell::Link { text, address } if is_followed(address) && *links < MOST_LINKS => {
            *links += 1;
            let shown = if text.is_empty() { address } else { text };
            let link = Url::new(address).set_text(text_of(shown));
            sheet.write_url_with_format(row, column, link, &looks.link)?
        }
        _ => sheet.write_string_with_format(row, column, text_of(&cell.display(declared.kind)), &looks.value)?,
    };
    Ok(())
}

fn excel_date(cell: &Cell) -> Option<ExcelDateTime> {
    let moment = match cell {
        Cell::Date(date) => date.to_datetime(jiff::civil::Time::midnight()),
        Cell::DateTime(moment) => *moment,
        _ => return None,
    };
    let year = u16::try_from(moment.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, moment.month().unsigned_abs(), moment.day().unsigned_abs())
        .ok()?
        .and_hms(u16::from(moment.hour().unsigned_abs()), moment.minute().unsigned_abs(), f64::from(moment.second()))
        .ok()
}

fn is_followed(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        && address.chars().count() <= LONGEST_ADDRESS
        && !address.chars().any(|letter| letter.is_control() || letter.is_whitespace())
}

/// A text as a cell accepts it: no control characters, at most 32 767 units, cut with an ellipsis.
fn text_of(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut units = 0;
    for letter in text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')) {
        units += letter.len_utf16();
        if units >= LONGEST_TEXT {
            kept.push('…');
            break;
        }
        kept.push(letter);
    }
    kept
}

/// The last sheet: where figures come from and what the words of absence mean.
fn write_sources(sheet: &mut Worksheet, tables: &[(String, &Table)]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let date = wrapped.clone().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left);
    sheet.set_name(SOURCES)?;
    let headers =
        [("Feuille", 20.0), ("Tableau", 50.0), ("Base", 30.0), ("Source", 50.0), ("Date", 12.0), ("Remarques", 60.0)];
    for (place, (header, width)) in (0_u16..).zip(headers) {
        sheet.write_string_with_format(0, place, header, &bold)?;
        sheet.set_column_width(place, width)?;
    }
    let mut row = 1;
    for (name, table) in tables {
        sheet.write_string_with_format(row, 0, name, &wrapped)?;
        sheet.write_string_with_format(row, 1, text_of(&table.caption), &wrapped)?;
        let unknown = "non précisée";
        sheet.write_string_with_format(row, 2, text_of(table.base.as_deref().unwrap_or(unknown)), &wrapped)?;
        sheet.write_string_with_format(row, 3, text_of(table.source.as_deref().unwrap_or(unknown)), &wrapped)?;
        match table.as_of.and_then(|day| excel_date(&Cell::Date(day))) {
            Some(day) => sheet.write_datetime_with_format(row, 4, &day, &date)?,
            None => sheet.write_string_with_format(row, 4, unknown, &wrapped)?,
        };
        sheet.write_string_with_format(row, 5, text_of(&table.notes.join("\n")), &wrapped)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "Dans les cellules", &bold)?;
    sheet.write_string_with_format(row, 1, "Ce que cela veut dire", &bold)?;
    let zero = ("0", "La valeur est connue, et elle est nulle.");
    let absences = crate::table::Absence::ALL.map(|absence| (absence.words(), absence.meaning()));
    for (words, meaning) in std::iter::once(zero).chain(absences) {
        row += 1;
        sheet.write_string_with_format(row, 0, words, &wrapped)?;
        sheet.write_string_with_format(row, 1, meaning, &wrapped)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn row_number(row: usize) -> Result<u32, XlsxError> {
    u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)
}

fn column_number(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Width in characters: enough for the figures, comfortable for texts, which wrap.
fn width_of(table: &Table, index: usize, column: &Column) -> f64 {
    let longest_word = column.title().split(char::is_whitespace).map(|word| word.chars().count()).max().unwrap_or(0);
    let cells = table.rows.iter().chain(&table.totals).map(|row| match row[index].absence() {
        Some(absence) => absence.words().chars().count(),
        None => row[index].display(column.kind).chars().count(),
    });
    let characters = cells.max().unwrap_or(0).max(longest_word + 2).clamp(8, 60);
    u32::try_from(characters).map_or(60.0, f64::from) + 2.0
}

/// A name that spreadsheets accept and that no other sheet has: at most 31 characters, without
/// `[ ] : * ? / \` and without an apostrophe at either end.
fn sheet_name(wanted: &str, taken: &mut Vec<String>) -> String {
    let cleaned: String = wanted
        .chars()
        .map(|letter| if letter.is_control() || "[]:*?/\\".contains(letter) { ' ' } else { letter })
        .collect();
    let cleaned = cleaned.trim_matches(|letter: char| letter == '\'' || letter.is_whitespace());
    let base = if cleaned.is_empty() { "Tableau" } else { cleaned };
    let mut rank = 1;
    loop {
        let suffix = if rank == 1 { String::new() } else { format!(" {rank}") };
        let room = 31 - suffix.len();
        let kept: String = base.chars().take(room).collect();
        let name = format!("{}{suffix}", kept.trim_end_matches(['\'', ' ']));
        if !taken.contains(&name.to_lowercase()) {
            taken.push(name.to_lowercase());
            return name;
        }
        rank += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own() {
        let mut taken = vec!["sources".to_owned()];
        assert_eq!(sheet_name("besoins", &mut taken), "besoins");
        assert_eq!(sheet_name("Besoins", &mut taken), "Besoins 2");
        assert_eq!(sheet_name("'a/b:c'", &mut taken), "a b c");
        assert_eq!(sheet_name("Sources", &mut taken), "Sources 2");
        assert_eq!(sheet_name("", &mut taken), "Tableau");
        assert_eq!(sheet_name(&"é".repeat(60), &mut taken).chars().count(), 31);
        assert_eq!(sheet_name(&"é".repeat(60), &mut taken).chars().count(), 31);
    }

    #[test]
    fn a_text_fits_in_a_cell() {
        assert_eq!(text_of("a\u{0}b\nc"), "ab\nc");
        let cut = text_of(&"é".repeat(40_000));
        assert_eq!(cut.chars().count(), LONGEST_TEXT);
        assert!(cut.ends_with('…'));
    }
}
