//! Words read from a table: tried first without saving, line by line, then saved in one go.

use database::Tx;
use documents::sheet::{self, Shape, Sheet};
use kernel::text::search_key;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use web::Keys;

use super::{masked, record_words, today};
use crate::facade::{Batch, Taken, Words};
use crate::rules::intake;

/// Which column holds what; positions from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapping {
    /// The sentences.
    pub text: Option<usize>,
    /// The neighbourhood, by code or name.
    pub area: Option<usize>,
    /// Who was heard.
    pub audience: Option<usize>,
    /// The month, or a day.
    pub month: Option<usize>,
    /// How many times it was said.
    pub times: Option<usize>,
}

impl Mapping {
    /// What headers let guess.
    pub fn guessed(sheet: &Sheet) -> Self {
        Self {
            text: sheet.column_among(&["parole", "paroles", "propos", "verbatim", "texte", "reponse", "commentaire"]),
            area: sheet.column_among(&["quartier", "code quartier", "code qp", "qpv"]),
            audience: sheet.column_among(&["public", "qui", "profil"]),
            month: sheet.column_among(&["mois", "date"]),
            times: sheet.column_among(&["fois", "dit", "nombre", "occurrences"]),
        }
    }
}

/// A line read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number in the file.
    pub number: u64,
    /// What was understood; none when something is wrong.
    pub words: Option<Words>,
    /// What is wrong or worth knowing, in French.
    pub remark: String,
}

/// What was read in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// Headers, to choose from.
    pub headers: Vec<String>,
    /// The columns used.
    pub mapping: Mapping,
    /// Every line.
    pub lines: Vec<Line>,
    /// What was noticed on the whole file.
    pub remarks: Vec<String>,
}

impl Report {
    /// Lines that can be saved.
    pub fn ready(&self) -> Vec<&Words> {
        self.lines.iter().filter_map(|line| line.words.as_ref()).collect()
    }
}

/// Reads a file without saving anything. Without a mapping, headers are guessed from.
///
/// # Errors
/// A file that is no table, told on the field `fichier`.
pub(crate) async fn read_words(
    tx: &mut Tx,
    outside: &Outside,
    bytes: &[u8],
    mapping: Option<Mapping>,
) -> Outcome<Report> {
    let shape = Shape { most_rows: intake::MOST_SENTENCES, least_columns: 1 };
    let sheet = sheet::open_as(bytes, &shape).map_err(|sentence| Failure::field("fichier", sentence))?;
    let mut mapping = mapping.unwrap_or_else(|| Mapping::guessed(&sheet));
    if sheet.headers.len() == 1 {
        mapping.text = Some(0);
    }
    let mut report =
        Report { headers: sheet.headers.clone(), mapping, lines: Vec::new(), remarks: sheet.remarks.clone() };
    if mapping.text.is_none() {
        report.remarks.push("Choisissez la colonne qui contient les paroles.".to_owned());
        return Ok(report);
    }
    let areas = territory::facade::areas(tx).await?;
    let today = today(outside);
    for (number, cells) in &sheet.rows {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |text| text.trim());
        let line = match understood(&cell, &mapping, &areas) {
            Ok(words) => match intake::check(&words, report.lines.len() + 1, today).first() {
                Some(error) => Line { number: *number, words: None, remark: error.sentence.clone() },
                None => {
                    let remark = masked(&words.text).found.first().cloned().unwrap_or_default();
                    Line { number: *number, words: Some(words), remark }
                }
            },
            Err(remark) => Line { number: *number, words: None, remark },
        };
        report.lines.push(line);
    }
    Ok(report)
}

fn understood<'a>(
    cell: &dyn Fn(Option<usize>) -> &'a str,
    mapping: &Mapping,
    areas: &[territory::facade::Area],
) -> Result<Words, String> {
    let same = |a: &str, b: &str| search_key(a) == search_key(b);
    let asked = cell(mapping.area);
    let area = match asked {
        "" => None,
        _ => {
            let found = areas.iter().find(|area| same(&area.code, asked) || same(&area.name, asked));
            let unknown = || format!("Le quartier « {asked} » n’est pas connu : donnez son code ou son nom");
            Some(found.ok_or_else(unknown)?.id)
        }
    };
    let times_said = match cell(mapping.times) {
        "" => 1,
        typed => typed
            .parse::<u32>()
            .ok()
            .filter(|times| (1..=10_000).contains(times))
            .ok_or_else(|| format!("« {typed} » n’est pas un nombre de fois : écrivez un nombre entier"))?,
    };
    let text = cell(mapping.text);
    if text.is_empty() {
        return Err("Pas de parole sur cette ligne : elle sera laissée de côté".to_owned());
    }
    Ok(Words {
        area,
        audience: cell(mapping.audience).to_owned(),
        heard_on: intake::read_month(cell(mapping.month))?,
        text: text.to_owned(),
        times_said,
        code_hash: None,
    })
}

/// Saves every line that can be, all of them or nothing.
///
/// # Errors
/// As [`read_words`]; not this actor's; nothing to save.
pub(crate) async fn import_words(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    (consultation, channel): (Uuid, Option<Uuid>),
    bytes: &[u8],
    mapping: Mapping,
) -> Outcome<Vec<Taken>> {
    let report = read_words(tx, outside, bytes, Some(mapping)).await?;
    let words: Vec<Words> = report.ready().into_iter().cloned().collect();
    if words.is_empty() {
        return Err(Failure::field("fichier", "Aucune ligne ne peut être enregistrée"));
    }
    record_words(tx, outside, keys, actor, &Batch { consultation, channel, words, ..Batch::default() }).await
}
