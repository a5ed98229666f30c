//! Figures of an indicator in a year, written in a grid: places down, parts of the population across.

use std::collections::HashMap;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Uuid};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::acts::{FILL, READ};
use crate::rules::breakdown::Breakdown;
use crate::rules::cell::{self, YEARS};
use crate::rules::figures::Reading;
use crate::rules::indicator::Indicator;
use crate::store;
use crate::store::figures::{Origin, Stored};

/// Rows of a page of the grid.
pub const ROWS: usize = 40;

/// A line of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct GridLine {
    /// The code figures are written on.
    pub place: String,
    /// What the place is called.
    pub name: String,
    /// What is known of each part.
    pub cells: Vec<Option<Stored>>,
}

/// The grid of an indicator in a year.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The indicator.
    pub indicator: Indicator,
    /// The year.
    pub year: i64,
    /// Years known, the last first.
    pub years: Vec<i64>,
    /// Parts of the population.
    pub parts: Vec<Breakdown>,
    /// Lines of this page.
    pub lines: Vec<GridLine>,
    /// Lines of all pages.
    pub line_count: usize,
    /// What tells whether figures changed since.
    pub mark: String,
    /// Where the figures of that year were said to come from.
    pub origin: Origin,
}

/// Places of a grid: code in force and name of each neighbourhood, then of each commune.
async fn places(tx: &mut Tx) -> Outcome<Vec<(String, String, Option<Uuid>)>> {
    let areas = territory::facade::areas(tx).await?;
    let mut all: Vec<(String, String, Option<Uuid>)> =
        areas.into_iter().map(|area| (area.code, area.name, Some(area.id))).collect();
    let communes = territory::facade::drawn::communes(tx).await?;
    all.extend(communes.into_iter().map(|(code, name)| (code, format!("{name} (commune)"), None)));
    Ok(all)
}

fn mark(lines: &[GridLine]) -> String {
    let mut digest = Sha256::new();
    for cell in lines.iter().flat_map(|line| &line.cells).flatten() {
        digest.update(format!("{:?}:{}:{:?};", cell.key(), cell::spelt(&cell.reading), cell.units));
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The grid of an indicator in a year, page after page.
///
/// # Errors
/// Not allowed, not there, a year out of range, or the database failed.
pub async fn grid(tx: &mut Tx, actor: &Actor, code: &str, year: i64, page: usize) -> Outcome<Grid> {
    super::authorise(actor, &READ)?;
    let indicator = super::library::indicator(tx, code).await?;
    if !YEARS.contains(&year) {
        return Err(Failure::field("annee", "L’année est un nombre de 1968 à 2100"));
    }
    let parts = indicator.terms.parts();
    let owners: HashMap<String, Uuid> =
        territory::facade::drawn::place_codes(tx).await?.into_iter().map(|one| (one.code, one.neighbourhood)).collect();
    // A figure measured on a former perimeter stands on the line of the neighbourhood it was.
    let mut known: HashMap<(Result<Uuid, String>, Breakdown), Stored> = HashMap::new();
    for part in &parts {
        for one in store::figures::of_year(tx, code, *part, year).await? {
            let owner = owners.get(&one.place).copied().ok_or_else(|| one.place.clone());
            let key = (owner, one.part);
            if known.get(&key).is_none_or(|other| other.edition <= one.edition) {
                known.insert(key, one);
            }
        }
    }
    let all = places(tx).await?;
    let line_count = all.len();
    let lines: Vec<GridLine> = all
        .into_iter()
        .skip(page.saturating_sub(1) * ROWS)
        .take(ROWS)
        .map(|(place, name, area)| {
            let owner = area.ok_or_else(|| place.clone());
            let cells: Vec<Option<Stored>> =
                parts.iter().map(|part| known.get(&(owner.clone(), *part)).cloned()).collect();
            GridLine { place, name, cells }
        })
        .collect();
    let origins = store::figures::origins(tx).await?;
    let first = lines.iter().flat_map(|line| &line.cells).flatten().next();
    let origin = first.and_then(|one| origins.get(&one.origin).cloned()).unwrap_or_else(|| Origin {
        source: if indicator.terms.source.is_empty() {
            indicator.terms.producer.clone()
        } else {
            indicator.terms.source.clone()
        },
        ..Origin::default()
    });
    let years = store::figures::years(tx, code).await?;
    Ok(Grid { mark: mark(&lines), indicator, year, years, parts, lines, line_count, origin })
}

/// A grid as it was typed: for each place and part, what is known; none: nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridTyped {
    /// Cells.
    pub cells: Vec<(String, Breakdown, Option<Reading>)>,
    /// Where figures come from.
    pub origin: Origin,
    /// The mark of what it was drawn from.
    pub mark: String,
}

/// Keeps a page of the grid: adds, changes, takes out figures so that they say what it says. Gives how many changed.
///
/// # Errors
/// Not allowed; something to correct; somebody changed these figures meanwhile.
pub async fn keep_grid(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (code, year, page): (&str, i64, usize),
    typed: impl Into<Filled<GridTyped>>,
) -> Outcome<usize> {
    super::authorise(actor, &FILL)?;
    // Whoever writes figures of the same indicator comes after: the mark then tells that they changed.
    let revision = super::library::indicator(tx, code).await?.revision;
    if !store::library::hold(tx, code, revision).await? {
        return Err(Failure::conflict("cet indicateur", &[]));
    }
    let grid = grid(tx, actor, code, year, page).await?;
    let mut form = typed.into();
    let terms = &grid.indicator.terms;
    let mut wrong = Vec::new();
    for (place, part, reading) in &form.value.cells {
        let Some(value) = reading.as_ref().and_then(Reading::value) else { continue };
        if let Some(sentence) = crate::rules::figures::unbelievable(terms.unit, value) {
            wrong.push(FieldError::new(cell_name(place, *part), sentence));
        }
    }
    form.find(wrong);
    if form.value.origin.source.trim().is_empty() {
        form.find([FieldError::new(
            "source",
            "Dites d’où viennent ces chiffres : un chiffre sans source ne se publie pas",
        )]);
    }
    let typed = form.sound()?;
    if typed.mark != grid.mark {
        return Err(Failure::conflict("cette grille", &[("Source", &typed.origin.source)]));
    }
    let origin = store::figures::origin(tx, &typed.origin).await?;
    let known: HashMap<(&str, Breakdown), &Stored> = grid
        .lines
        .iter()
        .flat_map(|line| line.cells.iter().flatten().map(|one| ((line.place.as_str(), one.part), one)))
        .collect();
    let mut put = Vec::new();
    let mut changed = 0;
    for (place, part, reading) in &typed.cells {
        // A place that is not on this page is nobody’s cell.
        if !grid.lines.iter().any(|line| line.place == *place) || !grid.parts.contains(part) {
            continue;
        }
        match (known.get(&(place.as_str(), *part)), reading) {
            (None, None) => {}
            (Some(before), None) => changed += store::figures::remove(tx, before).await? as usize,
            (Some(before), Some(after)) if cell::spelt(&before.reading) == cell::spelt(after) => {}
            (before, Some(after)) => {
                put.push(Stored {
                    place: before.map_or_else(|| place.clone(), |one| one.place.clone()),
                    indicator: code.to_owned(),
                    part: *part,
                    year,
                    is_measured: before.is_none_or(|one| one.is_measured),
                    edition: before.map_or(year, |one| one.edition),
                    reading: after.clone(),
                    units: None,
                    largest: None,
                    hidden: None,
                    origin,
                });
            }
        }
    }
    changed += put.len();
    store::figures::put(tx, &put).await?;
    if changed > 0 {
        super::secrecy::apply(tx, &grid.indicator, year).await?;
        let detail = json!({ "indicateur": code, "année": year, "valeurs": changed, "source": typed.origin.source });
        journal::record(tx, outside, actor, Entry::general(FILL.code, "indicator_value").detail(detail)).await?;
    }
    Ok(changed)
}

/// The field of a cell.
pub fn cell_name(place: &str, part: Breakdown) -> String {
    format!("v-{place}-{}", part.key())
}

/// What was pasted, laid on a page of the grid: cells as they were written, and what could not be placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// Field and text.
    pub cells: Vec<(String, String)>,
    /// What could not be placed, in sentences.
    pub wrong: Vec<String>,
}

/// Lays cells copied from a spreadsheet on a grid: a code or a name, then a value for each part, in the order of the
/// grid or of a first line that names them.
pub fn lay(grid: &Grid, text: &str) -> Laid {
    let mut laid = Laid::default();
    let mut parts: Vec<Option<Breakdown>> = grid.parts.iter().copied().map(Some).collect();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let separator = if line.contains('\t') { '\t' } else { ';' };
        let cells: Vec<&str> = line.split(separator).map(str::trim).collect();
        let (head, values) = (cells[0], &cells[1..]);
        let named: Vec<Option<Breakdown>> = values.iter().map(|cell| Breakdown::from_words(cell)).collect();
        let key = kernel::text::search_key(head);
        let found = grid.lines.iter().find(|line| {
            line.place.eq_ignore_ascii_case(head)
                || kernel::text::search_key(line.name.trim_end_matches(" (commune)")) == key
                || line.cells.iter().flatten().any(|one| one.place.eq_ignore_ascii_case(head))
        });
        let is_header = number == 0 && named.iter().all(Option::is_some) && values.iter().any(|cell| !cell.is_empty());
        if found.is_none() && is_header {
            parts = named;
            continue;
        }
        let Some(found) = found else {
            laid.wrong
                .push(format!("Ligne {} : « {head} » n’est ni un quartier ni une commune de cette page", number + 1));
            continue;
        };
        if values.len() > parts.len() {
            laid.wrong.push(format!("Ligne {} : {} valeurs pour {} colonnes", number + 1, values.len(), parts.len()));
        }
        for (part, value) in parts.iter().zip(values) {
            if let Some(part) = part.filter(|part| grid.parts.contains(part)) {
                laid.cells.push((cell_name(&found.place, part), (*value).to_owned()));
            }
        }
    }
    laid
}
