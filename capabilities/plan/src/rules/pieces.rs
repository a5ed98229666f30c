//! The lists of a sheet: where, with whom, with what, step by step, followed how, linked to what.

use jiff::civil::Date;
use kernel::{Cents, Uuid};

use super::vocabulary::{Deployment, IndicatorKind, LinkKind, Nature, Section, Use};

/// A neighbourhood where the action is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub area: Uuid,
    /// Where it stands there.
    pub state: Deployment,
    /// What a reader must know, or nothing.
    pub note: String,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// The body.
    pub name: String,
    /// What it does, or nothing.
    pub role: String,
}

/// Means of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// The year.
    pub year: i64,
    /// Where they come from.
    pub nature: Nature,
    /// What they are for.
    pub use_of: Use,
    /// Who brings them, or nothing.
    pub funder: String,
    /// Money planned.
    pub planned: Option<Cents>,
    /// Money spent.
    pub actual: Option<Cents>,
    /// Work planned, in full-time equivalents.
    pub planned_fte: Option<f64>,
    /// Work done, in full-time equivalents.
    pub actual_fte: Option<f64>,
    /// What a reader must know, or nothing.
    pub note: String,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub title: String,
    /// Who holds it: a function or a body.
    pub owner: String,
    /// Until when.
    pub due_on: Option<Date>,
    /// When it was done.
    pub done_on: Option<Date>,
}

impl Step {
    /// Whether it should have been done before this day.
    pub fn is_late(&self, today: Date) -> bool {
        self.done_on.is_none() && self.due_on.is_some_and(|due| due < today)
    }
}

/// How the action is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// What it tells.
    pub kind: IndicatorKind,
    /// What is counted.
    pub label: String,
    /// Its unit, or nothing.
    pub unit: String,
    /// The value at the beginning.
    pub baseline: Option<f64>,
    /// The value aimed at.
    pub target: Option<f64>,
    /// Values by year, in order.
    pub measures: Vec<(i64, f64)>,
}

/// Another action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The sheet, when it stands on the platform.
    pub other: Option<Uuid>,
    /// Its name, when it stands elsewhere; what was typed, when its code is not known.
    pub elsewhere: String,
    /// How they are linked.
    pub kind: LinkKind,
}

/// Lines with the number each has on the page.
pub type Ranked<T> = Vec<(usize, T)>;

/// Numbers lines from 1.
pub fn ranked<T>(lines: impl IntoIterator<Item = T>) -> Ranked<T> {
    (1..).zip(lines).collect()
}

/// One list of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Pieces {
    /// Neighbourhoods.
    Places(Ranked<Place>),
    /// Partners.
    Partners(Ranked<Partner>),
    /// Means.
    Means(Ranked<Mean>),
    /// Steps.
    Steps(Ranked<Step>),
    /// Indicators.
    Indicators(Ranked<Indicator>),
    /// Other actions.
    Links(Ranked<Linked>),
}

impl Pieces {
    /// Which list it is.
    pub const fn section(&self) -> Section {
        match self {
            Self::Places(_) => Section::Places,
            Self::Partners(_) => Section::Partners,
            Self::Means(_) => Section::Means,
            Self::Steps(_) => Section::Steps,
            Self::Indicators(_) => Section::Indicators,
            Self::Links(_) => Section::Links,
        }
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many lines.
    pub fn len(&self) -> usize {
        match self {
            Self::Places(lines) => lines.len(),
            Self::Partners(lines) => lines.len(),
            Self::Means(lines) => lines.len(),
            Self::Steps(lines) => lines.len(),
            Self::Indicators(lines) => lines.len(),
            Self::Links(lines) => lines.len(),
        }
    }
}

/// Reads « 2025 : 12 ; 2026 : 30,5 ».
pub fn read_measures(text: &str) -> Option<Vec<(i64, f64)>> {
    let mut values: Vec<(i64, f64)> = Vec::new();
    for part in text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let (year, value) = part.split_once([':', '='])?;
        let year: i64 = year.trim().parse().ok().filter(|year| (2000..=2100).contains(year))?;
        let plain: String = value.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
        let value: f64 = plain.replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())?;
        if values.iter().any(|(known, _)| *known == year) {
            return None;
        }
        values.push((year, value));
    }
    values.sort_by_key(|(year, _)| *year);
    Some(values)
}

/// Writes what [`read_measures`] reads.
pub fn measures_text(values: &[(i64, f64)]) -> String {
    values.iter().map(|(year, value)| format!("{year} : {}", number(*value))).collect::<Vec<_>>().join(" ; ")
}

/// A number as it is typed, with a comma.
pub fn number(value: f64) -> String {
    value.to_string().replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_year_are_read_and_written_alike() {
        let values = vec![(2025, 12.0), (2026, 30.5)];
        assert_eq!(read_measures("2026 : 30,5 ; 2025 = 12"), Some(values.clone()));
        assert_eq!(read_measures(&measures_text(&values)), Some(values));
        assert_eq!(read_measures(" "), Some(Vec::new()));
        for wrong in ["2025", "an : 3", "2025 : beaucoup", "2025 : 1 ; 2025 : 2"] {
            assert_eq!(read_measures(wrong), None, "{wrong}");
        }
    }
}
