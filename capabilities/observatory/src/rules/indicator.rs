//! What an indicator is: its sheet in the shared library, and what does not hold in it.

use kernel::FieldError;

use super::breakdown::{Axis, Breakdown};
use super::cell::YEARS;
use super::figures::Unit;
use super::secrecy::Secrecy;

/// Which way is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Higher is better.
    Up,
    /// Lower is better.
    Down,
    /// Neither.
    #[default]
    Neither,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Up, Self::Down, Self::Neither];

    /// Stable word; empty for neither.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Neither => "",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Up => "Une hausse est souhaitée",
            Self::Down => "Une baisse est souhaitée",
            Self::Neither => "Ni l’une ni l’autre",
        }
    }

    /// The direction of a stable word; neither when the word is not known.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.key() == key).unwrap_or_default()
    }
}

/// How often figures are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frequency {
    /// Each year.
    #[default]
    Yearly,
    /// Each quarter.
    Quarterly,
    /// Now and then.
    Irregular,
}

impl Frequency {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Yearly, Self::Quarterly, Self::Irregular];

    /// Stable word; empty for yearly.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yearly => "",
            Self::Quarterly => "quarterly",
            Self::Irregular => "irregular",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Yearly => "Chaque année",
            Self::Quarterly => "Chaque trimestre",
            Self::Irregular => "De temps en temps",
        }
    }

    /// The frequency of a stable word; yearly when the word is not known.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.key() == key).unwrap_or_default()
    }
}

/// A value in a year: where one started, where one wants to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Milestone {
    /// The value.
    pub value: f64,
    /// The year.
    pub year: i64,
}

/// What an indicator says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndicatorTerms {
    /// French label.
    pub label: String,
    /// Code of its theme.
    pub theme: String,
    /// Unit.
    pub unit: Unit,
    /// Whom or what it counts.
    pub population: String,
    /// Who measures it.
    pub producer: String,
    /// Where it is read.
    pub source: String,
    /// What it means.
    pub definition: String,
    /// How it is computed.
    pub formula: String,
    /// Which way is better.
    pub direction: Direction,
    /// Whether it describes the whole commune, not the neighbourhood.
    pub is_of_commune: bool,
    /// What its population is shared out by.
    pub axes: Vec<Axis>,
    /// How often it is published.
    pub frequency: Frequency,
    /// Where one started.
    pub baseline: Option<Milestone>,
    /// Where one wants to go.
    pub target: Option<Milestone>,
    /// Beyond it a figure deserves to be watched.
    pub watch: Option<f64>,
    /// Beyond it a figure alerts.
    pub alert: Option<f64>,
    /// What it does not say.
    pub limits: String,
    /// Below how many units nothing is published.
    pub secrecy: Secrecy,
}

impl IndicatorTerms {
    /// The parts of its population, everybody first.
    pub fn parts(&self) -> Vec<Breakdown> {
        let parts = self.axes.iter().flat_map(|axis| axis.parts().iter().copied());
        std::iter::once(Breakdown::Everybody).chain(parts).collect()
    }
}

/// An indicator of the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indicator {
    /// Stable code.
    pub code: String,
    /// What it says of itself.
    pub terms: IndicatorTerms,
    /// The indicator it details.
    pub part_of: Option<String>,
    /// Rank in the portrait.
    pub position: i64,
    /// Number of the last change.
    pub revision: i64,
}

/// The code somebody typed, as it is kept: letters without accent, digits, `_` and `-`.
///
/// # Errors
/// A French sentence.
pub fn code(typed: &str) -> Result<String, String> {
    let code = typed.trim().to_lowercase();
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    if code.is_empty() || code.len() > 40 || !code.chars().all(is_plain) {
        return Err("La référence a de 1 à 40 signes : lettres sans accent, chiffres, tiret ou souligné".to_owned());
    }
    Ok(code)
}

/// What does not hold in a sheet.
pub fn check(terms: &IndicatorTerms) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let mut tell = |field: &str, sentence: &str| wrong.push(FieldError::new(field, sentence));
    match terms.label.chars().count() {
        0 => tell("libelle", "Donnez un nom à l’indicateur"),
        1..=200 => {}
        _ => tell("libelle", "Raccourcissez le nom : 200 signes au plus"),
    }
    if terms.producer.is_empty() {
        tell("producteur", "Dites qui mesure l’indicateur : un chiffre sans producteur ne se publie pas");
    }
    if terms.definition.chars().count() > 4_000 {
        tell("definition", "Raccourcissez la définition : 4 000 signes au plus");
    }
    let years = [("reference", terms.baseline), ("cible", terms.target)];
    for (field, milestone) in years {
        if milestone.is_some_and(|one| !YEARS.contains(&one.year)) {
            tell(&format!("{field}-annee"), "L’année est un nombre de 1968 à 2100");
        }
    }
    if let (Some(from), Some(to)) = (terms.baseline, terms.target)
        && to.year <= from.year
    {
        tell("cible-annee", "L’année de la cible suit celle de la référence");
    }
    let is_out_of_order = match (terms.watch, terms.alert, terms.direction) {
        (Some(watch), Some(alert), Direction::Down) => alert < watch,
        (Some(watch), Some(alert), Direction::Up) => alert > watch,
        _ => false,
    };
    if is_out_of_order {
        tell("alerte", "Dans le sens souhaité, le seuil d’alerte est plus loin du but que le seuil de vigilance");
    }
    if (terms.watch.is_some() || terms.alert.is_some()) && terms.direction == Direction::Neither {
        tell("sens", "Un seuil demande un sens : dites si une hausse ou une baisse est souhaitée");
    }
    let is_share = |value: Option<f64>| value.is_none_or(|value| (0.0..=100.0).contains(&value));
    if terms.unit == Unit::Percent {
        for (field, value) in [
            ("reference-valeur", terms.baseline.map(|one| one.value)),
            ("cible-valeur", terms.target.map(|one| one.value)),
        ] {
            if !is_share(value) {
                tell(field, "Une part est un nombre de 0 à 100");
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_tells_all_that_does_not_hold() {
        let wrong = IndicatorTerms {
            unit: Unit::Percent,
            baseline: Some(Milestone { value: 40.0, year: 2030 }),
            target: Some(Milestone { value: 140.0, year: 2024 }),
            watch: Some(30.0),
            alert: Some(20.0),
            direction: Direction::Down,
            ..IndicatorTerms::default()
        };
        let fields: Vec<String> = check(&wrong).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["libelle", "producteur", "cible-annee", "alerte", "cible-valeur"]);
        let sound = IndicatorTerms { label: "Taux".into(), producer: "INSEE".into(), ..IndicatorTerms::default() };
        assert_eq!(check(&sound), []);
        assert_eq!(check(&IndicatorTerms { watch: Some(1.0), ..sound })[0].field, "sens");
        assert!(code("Taux de pauvreté").is_err() && code("").is_err());
        assert_eq!(code(" TP60 "), Ok("tp60".to_owned()));
    }
}
