//! Statistical indicators of the neighbourhoods. An empty cell of the source is absent, never 0.

use crate::header::Header;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `indicators.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorsFile {
    /// Source and licence.
    pub header: Header,
    /// Themes, in the order of the portrait.
    #[serde(rename = "theme")]
    pub themes: Vec<IndicatorTheme>,
    /// Indicators, in the order of the source.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

/// A theme of the portrait.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorTheme {
    /// Key used by the indicators.
    pub code: String,
    /// French label.
    pub label: String,
}

/// One indicator and its value in each neighbourhood.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Name of the column in the source.
    pub code: String,
    /// French label.
    pub label: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Code of the theme.
    pub theme: String,
    /// Who measured it.
    pub producer: String,
    /// Year measured, when the source or a cross-check gives it.
    pub year: Option<u16>,
    /// Year of the publication by INSEE the value was taken from.
    pub edition: u16,
    /// Whom or what the figure counts.
    pub population: Population,
    /// Code of the indicator this one details (women among all job seekers, for instance).
    pub part_of: Option<String>,
    /// Whether the value describes the neighbourhood or its commune.
    pub scope: Scope,
    /// Value by 2015 code of neighbourhood.
    pub values: BTreeMap<String, Written>,
    /// Why a written value is not believable, by 2015 code, in French.
    #[serde(default)]
    pub doubtful: BTreeMap<String, String>,
    /// Value of the same indicator in the commune, when a public one is known.
    pub city: Option<CityValue>,
}

impl Indicator {
    /// What is known of a neighbourhood, by its 2015 code. `None`: the indicator does not cover that code.
    #[must_use]
    pub fn measure(&self, code_2015: &str) -> Option<Measure<'_>> {
        Some(match (self.values.get(code_2015)?, self.doubtful.get(code_2015)) {
            (Written::Word(AbsenceWord::Absent), _) => Measure::Absent,
            (Written::Number(value), None) => Measure::Recorded(*value),
            (Written::Number(value), Some(why)) => Measure::Doubtful { written: *value, why },
        })
    }
}

/// What is known of one neighbourhood for one indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure<'a> {
    /// A figure to show.
    Recorded(f64),
    /// A figure of the source that is probably a missing value; show the reason, draw nothing.
    Doubtful {
        /// What the source writes.
        written: f64,
        /// Why it is not believed, in French.
        why: &'a str,
    },
    /// Secret or missing: the source does not say which.
    Absent,
}

/// A cell as written in the file.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Written {
    /// A figure.
    Number(f64),
    /// The word that stands for an empty cell.
    Word(AbsenceWord),
}

/// The only word allowed in place of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceWord {
    /// The source cell is empty.
    Absent,
}

/// The commune's value, to measure the gap.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityValue {
    /// Value in the unit of the indicator.
    pub value: f64,
    /// Year measured.
    pub year: u16,
    /// False when the neighbourhoods are measured another year: the gap is then only indicative and says so.
    pub is_same_year: bool,
    /// Where it is read, in French.
    pub source: String,
}

/// Unit of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Inhabitants.
    Inhabitants,
    /// People.
    People,
    /// Households (ménages or foyers).
    Households,
    /// Schools or establishments.
    Places,
    /// Percent, 0 to 100.
    Percent,
    /// Euros a year.
    EurosPerYear,
    /// A number without unit.
    Ratio,
}

/// Whom or what an indicator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Everyone concerned.
    Everyone,
    /// Women.
    Women,
    /// Men.
    Men,
    /// People without French nationality.
    ForeignNationals,
    /// Households.
    Households,
    /// Schools or establishments.
    Places,
}

/// What a value describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The neighbourhood.
    Neighbourhood,
    /// The commune that holds it: the same value in each neighbourhood.
    Commune,
}
