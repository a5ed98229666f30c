//! The list of what was paid, as an accountant's software exports it: a CSV of references, amounts and days.

use std::io::Read;

use jiff::civil::Date;
use rows::{Rows, Unreadable};

/// One payment made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Row of the file, titles being row 1.
    pub row: u64,
    /// The reference, as it is written.
    pub reference: String,
    /// Amount, in euro cents.
    pub cents: i64,
    /// Day it was paid.
    pub on: Date,
}

/// A row that says nothing sure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// Row of the file.
    pub row: u64,
    /// The column, as the file names it; none for the row as a whole.
    pub column: Option<String>,
    /// What is wrong, in French, without a final full stop.
    pub sentence: String,
}

/// A list read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Payments, in the order of the file.
    pub paid: Vec<Paid>,
    /// Rows to correct, in the same order.
    pub bad: Vec<Bad>,
}

/// Titles each column goes by, in small letters without accents nor signs.
const REFERENCE: [&str; 7] =
    ["reference", "referencepaiement", "ref", "endtoendid", "numero", "numeromandat", "referencevirement"];
const AMOUNT: [&str; 5] = ["montant", "montantpaye", "montantttc", "montanteuros", "somme"];
const DAY: [&str; 6] = ["date", "datepaiement", "datedepaiement", "datevirement", "payele", "dateoperation"];

/// Reads a list, whatever separates its cells. `cents` reads an amount as people type it, or says what is wrong.
///
/// # Errors
/// A sentence in French: it is no list of payments.
pub fn read_payments(source: impl Read, cents: impl Fn(&str) -> Result<i64, String>) -> Result<Listing, String> {
    let told = |error: Unreadable| error.sentence();
    let mut rows = Rows::new(source).map_err(told)?;
    let titles: Vec<String> = match rows.read().map_err(told)? {
        Some(titles) => titles.cells.to_vec(),
        None => return Err("Le fichier est vide".to_owned()),
    };
    let find = |names: &[&str], title: &str| {
        let at = titles.iter().position(|found| names.contains(&plain(found).as_str()));
        at.ok_or_else(|| {
            format!(
                "Il manque une colonne « {title} » : les titres attendus sont « reference », « montant » et « date »"
            )
        })
    };
    let places = [find(&REFERENCE, "reference")?, find(&AMOUNT, "montant")?, find(&DAY, "date")?];
    let mut listing = Listing::default();
    while let Some(row) = rows.read().map_err(told)? {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let number = row.number;
        let [reference, amount, on] = places.map(|at| row.cells.get(at).map_or("", |cell| cell.trim()));
        let mut bad = |at: usize, sentence: String| {
            let column = places.get(at).and_then(|place| titles.get(*place)).cloned();
            listing.bad.push(Bad { row: number, column, sentence });
        };
        if reference.is_empty() {
            bad(0, "La référence du paiement est vide : recopiez celle de l’ordre".to_owned());
            continue;
        }
        let cents = match cents(amount) {
            Ok(cents) if cents > 0 => cents,
            Ok(_) => {
                bad(1, "Le montant payé doit être positif : un remboursement ne s’importe pas ici".to_owned());
                continue;
            }
            Err(told) => {
                bad(1, told);
                continue;
            }
        };
        match day(on) {
            Some(on) => listing.paid.push(Paid { row: number, reference: reference.to_owned(), cents, on }),
            None => bad(2, "La date du paiement n’est pas comprise : écrivez 18/05/2026 ou 2026-05-18".to_owned()),
        }
    }
    Ok(listing)
}

/// A title in small letters without accents nor signs.
fn plain(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    title.nfkd().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// `18/05/2026`, `18.05.2026`, `2026-05-18`, whatever hour follows.
fn day(cell: &str) -> Option<Date> {
    let head = cell.split(['T', ' ']).next()?;
    let parts: Vec<&str> = head.split(['/', '.', '-']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (of_month, year) = match (first.len(), last.len()) {
        (4, 1 | 2) => (last, first),
        (1 | 2, 4) => (first, last),
        _ => return None,
    };
    let is_number = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    if ![year, month, of_month].into_iter().all(is_number) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, of_month.parse().ok()?).ok()
}
