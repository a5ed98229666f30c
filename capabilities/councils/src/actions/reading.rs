//! How a file of people is read, line by line, and what reading it says: no name is in it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Uuid, french};
use serde_json::{Value, json};

use super::pool::{Around, reference_day};
use crate::rules::{COLUMNS, Council, guess};

/// Lines told one by one for each remark.
const MOST_TOLD: usize = 20;

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Column of each field, in the order of fields.
    pub places: Vec<Option<usize>>,
    /// The neighbourhood of everybody in it; found from addresses, when none.
    pub area: Option<Uuid>,
    /// The day ages are counted on.
    pub day: Date,
}

impl Mapping {
    pub(super) fn text(&self) -> String {
        json!({ "colonnes": self.places, "quartier": self.area.map(|area| area.to_string()), "jour": self.day.to_string() }).to_string()
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let places = value["colonnes"].as_array()?.iter();
        Some(Self {
            places: places.map(|at| at.as_u64().and_then(|at| usize::try_from(at).ok())).collect(),
            area: value["quartier"].as_str().and_then(|id| id.parse().ok()),
            day: value["jour"].as_str()?.parse().ok()?,
        })
    }
}

/// How a file seems to read.
pub(crate) fn first_mapping(headers: &[String], council: &Council, around: Around<'_>) -> Mapping {
    Mapping { places: guess(headers), area: None, day: reference_day(council, around) }
}

/// What prevents an import: a needed column without a place, on its field.
pub(crate) fn check_mapping(mapping: &Mapping, council: &Council) -> Vec<kernel::FieldError> {
    let mut errors = Vec::new();
    for (column, place) in COLUMNS.iter().zip(&mapping.places) {
        let is_needed = ["nom", "prenoms"].contains(&column.field);
        if is_needed && place.is_none() {
            let sentence = format!("Dites quelle colonne contient : {}", column.french.to_lowercase());
            errors.push(kernel::FieldError::new(format!("colonne-{}", column.field), sentence));
        }
    }
    if mapping.area.is_some_and(|area| !council.terms.areas.contains(&area)) {
        errors.push(kernel::FieldError::new("quartier", "Choisissez un quartier du conseil, ou aucun"));
    }
    errors
}

/// What reading a file says. No name is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// Lines read.
    pub lines: usize,
    /// People who are new.
    pub fresh: usize,
    /// Of them, those who may be drawn.
    pub kept: usize,
    /// Lines of people already there, or met before in the file.
    pub known: usize,
    /// Lines that are perhaps somebody already there.
    pub doubts: usize,
    /// New people set aside, by reason.
    pub aside: BTreeMap<String, usize>,
    /// What is to be known, by sentence: the first lines, and how many.
    pub remarks: BTreeMap<String, (Vec<u64>, usize)>,
    /// What was noticed on the whole file.
    pub whole: Vec<String>,
}

impl Trial {
    pub(super) fn remark(&mut self, sentence: &str, line: u64) {
        let (lines, count) = self.remarks.entry(sentence.to_owned()).or_default();
        *count += 1;
        if lines.len() < MOST_TOLD {
            lines.push(line);
        }
    }

    /// Each remark as a sentence: « Lignes 3, 8 et 2 autres : … ».
    pub fn sentences(&self) -> Vec<String> {
        let told = |(sentence, (lines, count)): (&String, &(Vec<u64>, usize))| {
            let shown = lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            match count - lines.len() {
                0 if *count == 1 => format!("Ligne {shown} : {sentence}."),
                0 => format!("Lignes {shown} : {sentence}."),
                more => {
                    let more = french::count(i64::try_from(more).unwrap_or(i64::MAX), "autre", "autres");
                    format!("Lignes {shown} et {more} : {sentence}.")
                }
            }
        };
        self.remarks.iter().map(told).collect()
    }

    /// The figures as rows: what, how many.
    pub fn figures(&self) -> Vec<(String, usize)> {
        let mut rows = vec![
            ("Lignes lues".to_owned(), self.lines),
            ("Personnes nouvelles".to_owned(), self.fresh),
            ("Déjà dans le vivier, ou répétées dans le fichier".to_owned(), self.known),
            ("Doublons possibles, à décider".to_owned(), self.doubts),
        ];
        rows.push(("Peuvent être tirées".to_owned(), self.kept));
        rows.extend(self.aside.iter().map(|(reason, count)| (format!("Mises de côté : {reason}"), *count)));
        rows
    }

    /// The figures and sentences, as they are kept.
    pub(super) fn text(&self) -> String {
        let (remarks, is_useful) = (self.sentences(), self.fresh + self.known > 0);
        json!({ "chiffres": self.figures(), "remarques": remarks, "fichier": self.whole, "utile": is_useful })
            .to_string()
    }
}

/// A report that was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// What, how many.
    pub figures: Vec<(String, usize)>,
    /// What is to be known.
    pub remarks: Vec<String>,
    /// Whether somebody was read.
    pub is_useful: bool,
}

impl Kept {
    /// Reads a report.
    pub fn read(text: &str) -> Self {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let figures = value["chiffres"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| Some((row[0].as_str()?.to_owned(), usize::try_from(row[1].as_u64()?).ok()?)));
        let told = |name: &str| {
            let list = value[name].as_array().cloned().unwrap_or_default();
            list.into_iter().filter_map(|one| one.as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let remarks = [told("fichier"), told("remarques")].concat();
        Self { figures: figures.collect(), remarks, is_useful: value["utile"].as_bool().unwrap_or_default() }
    }
}

impl From<&Trial> for Kept {
    fn from(trial: &Trial) -> Self {
        Self {
            figures: trial.figures(),
            remarks: [trial.whole.clone(), trial.sentences()].concat(),
            is_useful: trial.fresh + trial.known > 0,
        }
    }
}
