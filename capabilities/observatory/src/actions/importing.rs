//! Figures brought by a file: read line by line, told, then written batch after batch.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Cursor;

use database::Tx;
use documents::sheet;
use kernel::{Failure, FieldError, Outcome};
use rows::Rows;
use serde::{Deserialize, Serialize};

use crate::rules::cell;
use crate::rules::figures::{Reading, Unit, unbelievable};
use crate::rules::mapping::{self, KnownPlace, Measured, Plan};
use crate::rules::secrecy::{Kept, Secrecy};
use crate::store;
use crate::store::figures::{Origin, Stored};

/// Lines read before a file is imported, to tell what it would do.
pub const MOST_TRIED: u64 = 5_000;
/// Refusals and remarks told one by one.
const MOST_TOLD: usize = 200;

/// What is chosen on screen for a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Who produced it.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// Day of the file, ISO, or empty.
    pub as_of: String,
    /// Year measured, when no column says it.
    pub year: String,
    /// Year published, when no column says it.
    pub edition: String,
    /// What each column holds; empty until somebody chose.
    pub columns: Vec<String>,
}

/// A line that deserves a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number.
    pub line: u64,
    /// Its place.
    pub place: String,
    /// The column.
    pub column: String,
    /// What is said.
    pub sentence: String,
    /// Whether it is left aside.
    pub is_refused: bool,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Format and encoding of the file.
    pub format: String,
    /// Headers of its columns.
    pub headers: Vec<String>,
    /// The first line under them.
    pub example: Vec<String>,
    /// What each column holds, as chosen or guessed.
    pub columns: Vec<String>,
    /// Sentences on the whole file.
    pub remarks: Vec<String>,
    /// Lines read.
    pub lines: u64,
    /// New values.
    pub new: u64,
    /// Values that change.
    pub changed: u64,
    /// Values already there.
    pub same: u64,
    /// Values refused.
    pub refused: u64,
    /// Those to look at.
    pub told: Vec<Told>,
}

impl Report {
    /// « 12 nouvelles valeurs, 3 modifiées, 1 refusée ».
    pub fn summary(&self) -> String {
        let parts = [
            (self.new, "nouvelle valeur", "nouvelles valeurs"),
            (self.changed, "valeur modifiée", "valeurs modifiées"),
            (self.same, "inchangée", "inchangées"),
            (self.refused, "refusée", "refusées"),
        ];
        let told: Vec<String> = parts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| kernel::french::count(i64::try_from(count).unwrap_or(i64::MAX), one, many))
            .collect();
        if told.is_empty() { "aucune valeur".to_owned() } else { told.join(", ") }
    }

    fn tell(&mut self, told: Told) {
        self.refused += u64::from(told.is_refused);
        if self.told.len() < MOST_TOLD {
            self.told.push(told);
        }
    }
}

/// The lines of a file, one at a time for a CSV, whole for a workbook.
pub struct Lines(Inner);

enum Inner {
    Csv(Box<Rows<Cursor<Vec<u8>>>>),
    Sheet(std::vec::IntoIter<(u64, Vec<String>)>),
}

/// A file opened: its headers, its lines, its format.
pub struct Opened {
    /// Headers.
    pub headers: Vec<String>,
    /// Lines under them.
    pub lines: Lines,
    /// Format, in French.
    pub format: String,
    /// What was noticed.
    pub remarks: Vec<String>,
}

/// Opens a file.
///
/// # Errors
/// On the field `fichier`, in French.
pub fn open(content: Vec<u8>) -> Outcome<Opened> {
    let wrong = |sentence: String| Failure::field("fichier", sentence);
    if content.starts_with(b"PK") || content.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) || content.starts_with(b"%PDF") {
        let sheet = sheet::open(&content).map_err(wrong)?;
        let lines = Lines(Inner::Sheet(sheet.rows.into_iter()));
        return Ok(Opened { headers: sheet.headers, lines, format: sheet.format, remarks: sheet.remarks });
    }
    if content.is_empty() {
        return Err(wrong("Le fichier est vide. Vérifiez l’export, puis envoyez-le de nouveau".to_owned()));
    }
    let mut rows = Rows::new(Cursor::new(content)).map_err(|error| wrong(error.sentence()))?;
    let format = format!(
        "CSV, séparateur « {} »",
        if rows.separator() == '\t' { "tabulation".to_owned() } else { rows.separator().to_string() }
    );
    let headers = match rows.read().map_err(|error| wrong(error.sentence()))? {
        Some(row) if row.cells.len() > 1 => row.cells.to_vec(),
        _ => {
            return Err(wrong(
                "Ce fichier n’a qu’une colonne : envoyez un CSV dont les colonnes sont séparées par « ; », ou un classeur .xlsx".to_owned(),
            ));
        }
    };
    Ok(Opened { headers, lines: Lines(Inner::Csv(Box::new(rows))), format, remarks: Vec::new() })
}

impl Lines {
    /// The next line.
    ///
    /// # Errors
    /// On the field `fichier`, in French.
    pub fn read(&mut self) -> Outcome<Option<(u64, Vec<String>)>> {
        match &mut self.0 {
            Inner::Sheet(lines) => Ok(lines.next()),
            Inner::Csv(rows) => {
                let row = rows.read().map_err(|error| Failure::field("fichier", error.sentence()))?;
                Ok(row.map(|row| (row.number, row.cells.to_vec())))
            }
        }
    }
}

/// What reading lines needs to know, and what they say so far.
pub struct Importer {
    plan: Plan,
    places: HashMap<String, KnownPlace>,
    units: HashMap<String, Unit>,
    secret: HashSet<String>,
    remarked: HashSet<String>,
    seen: HashSet<u64>,
    existing: HashMap<String, HashMap<u64, u64>>,
    touched: BTreeSet<(String, i64)>,
    /// What is told.
    pub report: Report,
}

fn hashed(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn content_of(reading: &Reading, units: Option<i64>, largest: Option<f64>) -> u64 {
    hashed((cell::spelt(reading), units, largest.map(f64::to_bits)))
}

impl Importer {
    /// Prepares to read the lines of a file as was chosen; what was not chosen is guessed.
    ///
    /// # Errors
    /// What was chosen does not hold, told field by field, beside the report that shows the columns; the database failed.
    pub async fn new(
        tx: &mut Tx,
        opened: &Opened,
        chosen: &Chosen,
    ) -> Outcome<Result<Self, (Report, Vec<FieldError>)>> {
        let indicators = store::library::all(tx).await?;
        let units: HashMap<String, Unit> =
            indicators.iter().map(|one| (one.code.to_lowercase(), one.terms.unit)).collect();
        let known: HashSet<String> = units.keys().cloned().collect();
        let has_secrets = indicators.iter().filter(|one| one.terms.secrecy != Secrecy::None);
        let secret = has_secrets.map(|one| one.code.to_lowercase()).collect();
        let columns = if chosen.columns.len() == opened.headers.len() {
            chosen.columns.clone()
        } else {
            mapping::guess(&opened.headers, &known)
        };
        let report = Report {
            format: opened.format.clone(),
            headers: opened.headers.clone(),
            columns: columns.clone(),
            remarks: opened.remarks.clone(),
            ..Report::default()
        };
        let plan = match Plan::of(&opened.headers, &columns, (chosen.year.as_str(), chosen.edition.as_str()), &known) {
            Ok(plan) => plan,
            Err(wrong) => return Ok(Err((report, wrong))),
        };
        let mut places: HashMap<String, KnownPlace> = HashMap::new();
        for (code, _) in territory::facade::drawn::communes(tx).await? {
            places.insert(code, KnownPlace::Commune);
        }
        for one in territory::facade::drawn::place_codes(tx).await? {
            let known = KnownPlace::Perimeter { generation: one.generation, in_force: one.in_force };
            places.insert(one.code.to_uppercase(), known);
        }
        Ok(Ok(Self {
            plan,
            places,
            units,
            secret,
            remarked: HashSet::new(),
            seen: HashSet::new(),
            existing: HashMap::new(),
            touched: BTreeSet::new(),
            report,
        }))
    }

    /// Reads a line: what it says that holds goes to `batch`, the rest is told.
    pub fn take(&mut self, number: u64, cells: &[String], batch: &mut Vec<Measured>) {
        self.report.lines += 1;
        if self.report.example.is_empty() {
            self.report.example = cells.to_vec();
        }
        for read in self.plan.line(cells) {
            let one = match read {
                Ok(one) => one,
                Err(unread) => {
                    let mapping::Unread { place, column, sentence } = unread;
                    self.report.tell(Told { line: number, place, column, sentence, is_refused: true });
                    continue;
                }
            };
            match self.sentence(&one) {
                Err(sentence) => {
                    let (place, column) = (one.place, one.indicator);
                    self.report.tell(Told { line: number, place, column, sentence, is_refused: true });
                    continue;
                }
                Ok(Some(sentence)) if self.remarked.insert(one.place.clone()) => {
                    let place = one.place.clone();
                    self.report.tell(Told { line: number, place, column: String::new(), sentence, is_refused: false });
                }
                Ok(_) => {}
            }
            batch.push(one);
        }
    }

    /// What is said of a value: nothing, a remark, or why it is refused.
    fn sentence(&mut self, one: &Measured) -> Result<Option<String>, String> {
        let remark = mapping::place(&one.place, &self.places)?;
        let unit = self.units.get(&one.indicator).ok_or_else(|| {
            format!("Aucun indicateur n’a la référence « {} » : ajoutez-le d’abord à la bibliothèque", one.indicator)
        })?;
        if let Some(sentence) = one.reading.value().and_then(|value| unbelievable(*unit, value)) {
            return Err(sentence.to_owned());
        }
        if !self.seen.insert(hashed((&one.place, &one.indicator, one.part, one.year, one.edition))) {
            return Err("Cette valeur est déjà donnée plus haut dans le fichier".to_owned());
        }
        Ok(remark)
    }

    /// Compares what was read with what is kept; gives what is to be written.
    ///
    /// # Errors
    /// The database failed.
    pub async fn compare(&mut self, tx: &mut Tx, batch: Vec<Measured>, origin: i64) -> Outcome<Vec<Stored>> {
        let mut put = Vec::with_capacity(batch.len());
        for one in batch {
            if !self.existing.contains_key(&one.indicator) {
                let kept = store::figures::of_indicator(tx, &one.indicator).await?;
                // What an import that stopped left waiting is written, and judged, again.
                let kept = kept.iter().filter(|one| one.hidden != Some(Kept::Waiting)).map(|one| {
                    (
                        hashed((&one.place, one.part, one.year, one.edition)),
                        content_of(&one.reading, one.units, one.largest),
                    )
                });
                self.existing.insert(one.indicator.clone(), kept.collect());
            }
            let before = self
                .existing
                .get(&one.indicator)
                .and_then(|kept| kept.get(&hashed((&one.place, one.part, one.year, one.edition))));
            match before {
                Some(content) if *content == content_of(&one.reading, one.units, one.largest) => {
                    self.report.same += 1;
                    continue;
                }
                Some(_) => self.report.changed += 1,
                None => self.report.new += 1,
            }
            let touched = (one.indicator.clone(), one.year);
            self.touched.insert(touched);
            let hidden = self.secret.contains(&one.indicator).then_some(Kept::Waiting);
            put.push(Stored {
                place: one.place,
                indicator: one.indicator,
                part: one.part,
                year: one.year,
                is_measured: one.is_measured,
                edition: one.edition,
                reading: one.reading,
                units: one.units,
                largest: one.largest,
                // Nothing is published before it is judged, which a long import does at its end.
                hidden,
                origin,
            });
        }
        Ok(put)
    }

    /// Judges again what may be published of every indicator and year that was written.
    ///
    /// # Errors
    /// The database failed.
    pub async fn judge(&self, tx: &mut Tx) -> Outcome<()> {
        let mut years: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (indicator, year) in &self.touched {
            years.entry(indicator).or_default().push(*year);
        }
        for (code, years) in years {
            let indicator = super::library::indicator(tx, code).await?;
            for year in years {
                super::secrecy::apply(tx, &indicator, year).await?;
            }
        }
        Ok(())
    }
}

/// Where a file comes from, as chosen.
pub fn origin(chosen: &Chosen) -> Origin {
    Origin { source: chosen.source.clone(), licence: chosen.licence.clone(), as_of: chosen.as_of.clone() }
}
