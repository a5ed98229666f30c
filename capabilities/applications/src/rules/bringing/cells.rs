//! One line of a file: its cells by the key of their column, and what is wrong in them.

use jiff::civil::Date;
use kernel::table::read_cell_day;
use kernel::text::{search_key, shorten};
use kernel::{Cents, Uuid, french};

use super::columns::{COLUMNS, Mapping};
use super::reading::{Around, Problem};
use crate::rules::Nature;

/// Largest amount read: ten billion euros.
const LARGEST: Cents = Cents(1_000_000_000_000);

/// The cells of a line, by the key of their column; what is wrong in them.
pub(super) struct Line<'a> {
    pub number: u64,
    pub cells: &'a [String],
    pub mapping: &'a Mapping,
    pub headers: &'a [String],
    pub problems: Vec<Problem>,
}

impl Line<'_> {
    pub fn get(&self, key: &str) -> &str {
        let cell = self.mapping.get(key).and_then(|at| self.cells.get(*at));
        cell.map_or("", |cell| cell.trim())
    }

    pub fn wrong(&mut self, key: &str, sentence: impl Into<String>) {
        let own = || COLUMNS.iter().find(|column| column.key == key).map_or(key, |column| column.header).to_owned();
        let column = self.mapping.get(key).and_then(|at| self.headers.get(*at)).cloned().unwrap_or_else(own);
        self.problems.push(Problem { line: self.number, column, sentence: sentence.into() });
    }

    pub fn text(&mut self, key: &str, most: usize) -> String {
        let text = self.get(key).to_owned();
        if text.chars().count() > most {
            self.wrong(key, format!("Plus de {} signes : raccourcissez ce texte", french::integer(most as i64)));
        }
        text
    }

    pub fn amount(&mut self, key: &str) -> Option<Cents> {
        let cell = self.get(key).to_owned();
        // Lists taken away from here say in words that nothing was asked.
        if cell.is_empty() || search_key(&cell) == "pas demande" {
            return None;
        }
        match Cents::parse(&cell) {
            Ok(cents) if cents >= Cents(0) && cents <= LARGEST => return Some(cents),
            Ok(_) => {
                self.wrong(key, format!("« {} » : un montant est entre 0 et 10 milliards d’euros", shorten(&cell, 40)))
            }
            Err(_) => {
                self.wrong(key, format!("« {} » n’est pas un montant, par exemple 12 500,00", shorten(&cell, 40)))
            }
        }
        None
    }

    pub fn day(&mut self, key: &str) -> Option<Date> {
        let cell = self.get(key).to_owned();
        let day = read_cell_day(&cell);
        if day.is_none() && !cell.is_empty() {
            self.wrong(key, format!("« {} » n’est pas une date : écrivez-la 15/09/2026", shorten(&cell, 40)));
        }
        day
    }

    pub fn whole(&mut self, key: &str, (least, most): (i64, i64), example: &str) -> Option<i64> {
        let cell: String = self.get(key).chars().filter(|sign| !sign.is_whitespace()).collect();
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(key, format!("« {} » ne convient pas, par exemple {example}", shorten(&cell, 40)));
        }
        number
    }

    pub fn several(&mut self, key: &str, known: &[(Uuid, String, String)], what: &str) -> Vec<Uuid> {
        let cell = self.get(key).to_owned();
        let find = |part: &str| {
            let wanted = search_key(part);
            let is_it = |(_, code, name): &&(Uuid, String, String)| {
                let (code, name) = (search_key(code), search_key(name));
                wanted == code || wanted == name || wanted == format!("{code} {name}")
            };
            known.iter().find(is_it).map(|(id, ..)| *id)
        };
        // A name may hold a comma: the whole cell first, then its parts.
        if let Some(one) = find(&cell) {
            return vec![one];
        }
        let sign = ['|', '\n', ';'].into_iter().find(|sign| cell.contains(*sign)).unwrap_or(',');
        let mut found = Vec::new();
        for part in cell.split(sign).map(str::trim).filter(|part| !part.is_empty()) {
            match find(part) {
                Some(one) if found.contains(&one) => {}
                Some(one) => found.push(one),
                None => self.wrong(key, format!("{what} « {} » n’est pas dans ce contrat", shorten(part, 60))),
            }
        }
        found
    }

    /// The funder of a line: by name, by programme, or the only one of the call.
    pub fn funder(&mut self, around: &Around) -> Option<Uuid> {
        let cell = self.get("financeur").to_owned();
        let wanted = search_key(&cell);
        let named = |of: fn(&(Uuid, String, String)) -> &String| {
            let mut all = around.funders.iter().filter(|one| search_key(of(one)) == wanted);
            all.next().filter(|_| all.next().is_none()).map(|(id, ..)| *id)
        };
        match around.funders.as_slice() {
            [(only, ..)] if cell.is_empty() => return Some(*only),
            _ if cell.is_empty() => self.wrong("financeur", "Dites à quel financeur cette ligne demande"),
            _ => match named(|one| &one.1).or_else(|| named(|one| &one.2)) {
                Some(found) => return Some(found),
                None => {
                    let known: Vec<&str> = around.funders.iter().map(|(_, name, _)| name.as_str()).collect();
                    let (cell, known) = (shorten(&cell, 60), known.join(", "));
                    self.wrong("financeur", format!("« {cell} » n’est pas un financeur de cet appel : {known}"));
                }
            },
        }
        None
    }

    pub fn nature(&mut self) -> Nature {
        let cell = self.get("nature").to_owned();
        match search_key(&cell).as_str() {
            "" => Nature::Specific,
            key if key.contains("droit commun") || key == "common law" => Nature::CommonLaw,
            key if key.contains("specifique") || key.contains("contrat de ville") || key == "cdv" => Nature::Specific,
            _ => {
                let told = format!("« {} » : écrivez « droit commun » ou « crédits spécifiques »", shorten(&cell, 40));
                self.wrong("nature", told);
                Nature::Specific
            }
        }
    }
}
