//! Tables as people send them: columns called by many names, days as spreadsheets write them.

use jiff::civil::Date;

use crate::text::search_key;

/// A column that a file may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileColumn {
    /// Stable name, in forms.
    pub key: &'static str,
    /// The header written.
    pub header: &'static str,
    /// Other headers recognised, as [`search_key`] writes them.
    pub aliases: &'static [&'static str],
    /// Whether a file must have it.
    pub is_needed: bool,
}

impl FileColumn {
    /// A column that may be absent.
    pub const fn optional(key: &'static str, header: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { key, header, aliases, is_needed: false }
    }

    /// A column that a file must have.
    pub const fn needed(key: &'static str, header: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { key, header, aliases, is_needed: true }
    }
}

/// For each column, the one of these headers that seems to be it.
pub fn recognised(columns: &[FileColumn], headers: &[String]) -> Vec<(&'static str, Option<usize>)> {
    let keys: Vec<String> = headers.iter().map(|header| search_key(&header.replace('_', " "))).collect();
    let mut taken = vec![false; headers.len()];
    let mut found: Vec<(&'static str, Option<usize>)> = columns.iter().map(|one| (one.key, None)).collect();
    // The header itself first: « Objectifs » is no alias while a column is called so.
    for is_alias in [false, true] {
        for (column, place) in columns.iter().zip(found.iter_mut()).filter(|(_, place)| place.1.is_none()) {
            let names: Vec<String> = match is_alias {
                false => vec![search_key(column.header), search_key(&column.key.replace('_', " "))],
                true => column.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            };
            // The first name that is there: aliases stand from the surest on.
            let at = names.iter().find_map(|name| (0..keys.len()).find(|at| !taken[*at] && keys[*at] == *name));
            if let Some(at) = at {
                taken[at] = true;
                place.1 = Some(at);
            }
        }
    }
    found
}

/// « 15/09/2026 », « 15-9-2026 » or « 2026-09-15 ».
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let (year, month, day) = if one.len() == 4 { (one, two, three) } else { (three, two, one) };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}

/// A day as spreadsheets keep it: so many days since 30 December 1899 (ECMA-376, part 1, 18.17.4.1, after February 1900).
pub fn read_serial(text: &str) -> Option<Date> {
    let number: i64 = text.split(['.', ',']).next()?.parse().ok()?;
    let start = Date::new(1899, 12, 30).ok()?;
    let day = start.checked_add(jiff::Span::new().try_days(number).ok()?).ok()?;
    (1950..=2200).contains(&day.year()).then_some(day)
}

/// A day of a cell, however it is written, the hour beside it left out.
pub fn read_cell_day(cell: &str) -> Option<Date> {
    let typed = cell.trim().split([' ', 'T']).next().unwrap_or_default();
    read_day(typed).or_else(|| read_serial(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_a_spreadsheet_are_numbers() {
        assert_eq!(read_serial("46096").map(|day| day.to_string()).as_deref(), Some("2026-03-15"));
        assert_eq!((read_serial("12"), read_serial("x"), read_serial("")), (None, None, None));
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let day: Date = "2026-09-05".parse().expect("a day");
        for text in ["5/9/2026", "05-09-2026", "2026-09-05", " 5.9.2026 "] {
            assert_eq!(read_day(text), Some(day), "{text}");
            assert_eq!(read_cell_day(text), Some(day), "{text}");
        }
        assert_eq!(read_cell_day("2026-09-05T10:12:00"), Some(day));
        assert_eq!(read_cell_day("05/09/2026 10:12"), Some(day));
        assert_eq!((read_day("31/2/2026"), read_day("bientôt"), read_day("5/9")), (None, None, None));
    }

    #[test]
    fn a_column_goes_by_many_names_and_is_taken_once() {
        let columns = [
            FileColumn::needed("demande", "Demandé", &["montant demande", "montant"]),
            FileColumn::optional("vote", "Voté", &["montant vote", "montant"]),
        ];
        let of = |headers: &[&str]| {
            recognised(&columns, &headers.iter().map(|header| (*header).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(of(&["MONTANT", "montant_demande"]), [("demande", Some(1)), ("vote", Some(0))], "the surest name");
        assert_eq!(of(&["Voté", "x"]), [("demande", None), ("vote", Some(0))]);
    }
}
