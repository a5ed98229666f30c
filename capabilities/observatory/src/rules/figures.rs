//! A figure of a neighbourhood: a value, a value that is not believed, or no value and why. Nought is a value.

use kernel::french;

/// Unit of an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Inhabitants.
    Inhabitants,
    /// People.
    People,
    /// Households.
    Households,
    /// Schools, establishments, facilities.
    Places,
    /// Percent, 0 to 100.
    Percent,
    /// Euros a year.
    EurosPerYear,
    /// A number without unit.
    #[default]
    Ratio,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 7] = [
        Self::Inhabitants,
        Self::People,
        Self::Households,
        Self::Places,
        Self::Percent,
        Self::EurosPerYear,
        Self::Ratio,
    ];

    /// Stable word kept in the database and accepted in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Inhabitants => "inhabitants",
            Self::People => "people",
            Self::Households => "households",
            Self::Places => "places",
            Self::Percent => "percent",
            Self::EurosPerYear => "euros_per_year",
            Self::Ratio => "ratio",
        }
    }

    /// The unit of a stable word; a number without unit when the word is not known.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|unit| unit.key() == key).unwrap_or(Self::Ratio)
    }

    /// The unit people write in a file: `%`, `euros`, `habitants`.
    pub fn from_words(words: &str) -> Self {
        let words = words.trim().to_lowercase();
        match words.as_str() {
            "%" | "pourcent" | "pourcentage" | "pour cent" | "part" | "taux" => Self::Percent,
            "€" | "euro" | "euros" | "euros par an" | "€/an" => Self::EurosPerYear,
            "habitants" | "habitant" | "hab" | "hab." => Self::Inhabitants,
            "personnes" | "personne" => Self::People,
            "ménages" | "menages" | "foyers" => Self::Households,
            "lieux" | "établissements" | "etablissements" | "écoles" | "ecoles" => Self::Places,
            other => Self::from_key(other),
        }
    }

    /// What headers say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Inhabitants => "habitants",
            Self::People => "personnes",
            Self::Households => "ménages ou foyers",
            Self::Places => "lieux",
            Self::Percent => "%",
            Self::EurosPerYear => "€ par an",
            Self::Ratio => "sans unité",
        }
    }

    /// Whether values are whole numbers of things.
    pub const fn is_count(self) -> bool {
        matches!(self, Self::Inhabitants | Self::People | Self::Households | Self::Places)
    }

    /// The number alone, as read in French.
    pub fn number(self, value: f64) -> String {
        match self {
            Self::Percent | Self::Ratio => {
                let is_whole = (value - value.round()).abs() < 0.05;
                french::decimal(value, usize::from(!is_whole))
            }
            _ => french::decimal(value, 0),
        }
    }

    /// The number with its unit where the unit is a sign: `61,2 %`, `10 976 €`, `2 060`.
    pub fn words(self, value: f64) -> String {
        let number = self.number(value);
        match self {
            Self::Percent => format!("{number}{}%", french::NO_BREAK),
            Self::EurosPerYear => format!("{number}{}€", french::NO_BREAK),
            _ => number,
        }
    }
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The source is blank: secret or missing, it does not say which.
    Missing,
    /// Kept back to protect people.
    NotDisclosed,
    /// Nobody measured it.
    NotAsked,
}

impl Absence {
    /// Stable word kept in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotDisclosed => "not_disclosed",
            Self::NotAsked => "not_asked",
        }
    }

    /// What is said of it under a table.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Missing => "Secret ou manquant dans la source",
            Self::NotDisclosed => "Non diffusé",
            Self::NotAsked => "Non mesuré",
        }
    }

    /// The absence of a stable word.
    pub fn from_key(key: &str) -> Self {
        match key {
            "not_disclosed" => Self::NotDisclosed,
            "not_asked" => Self::NotAsked,
            _ => Self::Missing,
        }
    }
}

/// What is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A figure to show. Nought is one.
    Known(f64),
    /// A figure the source writes and nobody should believe.
    Doubtful {
        /// What is written.
        written: f64,
        /// Why it is not believed, in French.
        why: String,
    },
    /// No figure.
    Absent(Absence),
}

impl Reading {
    /// The value, when it may be used.
    pub const fn value(&self) -> Option<f64> {
        match self {
            Self::Known(value) => Some(*value),
            _ => None,
        }
    }
}

/// The same indicator for the commune.
#[derive(Clone, Debug, PartialEq)]
pub struct CityFigure {
    /// Its value.
    pub value: f64,
    /// Year measured.
    pub year: i64,
    /// Whether the neighbourhood was measured that year too.
    pub is_same_year: bool,
    /// Where it is read.
    pub source: String,
}

/// A commune a neighbourhood lies in, and the same indicator there.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// INSEE code of the commune.
    pub insee_code: String,
    /// Its name.
    pub commune: String,
    /// Its figure, when a source gives one.
    pub figure: Option<CityFigure>,
}

/// One indicator of one neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Stable code.
    pub code: String,
    /// French label.
    pub label: String,
    /// French label of its theme.
    pub theme: String,
    /// Unit.
    pub unit: Unit,
    /// Who measured it.
    pub producer: String,
    /// The indicator this one details.
    pub part_of: Option<String>,
    /// Whether it describes the commune, not the neighbourhood.
    pub is_of_commune: bool,
    /// Year measured, when known.
    pub year: Option<i64>,
    /// Year published.
    pub edition: i64,
    /// Code of the perimeter it was measured on.
    pub zoning_code: String,
    /// What is known.
    pub reading: Reading,
    /// Where it is read.
    pub source: String,
    /// Licence of the source.
    pub licence: String,
    /// The communes it is compared with, in their order: one, or each of several; none when no source gives any
    /// figure of them.
    pub beside: Vec<Beside>,
}

impl Figure {
    /// « 2017 », or « diffusion de 2019 » when the source does not say the year measured.
    pub fn period(&self) -> String {
        self.year.map_or_else(|| format!("diffusion de {}", self.edition), |year| year.to_string())
    }

    /// The communes that have a figure, with it.
    pub fn cities(&self) -> impl Iterator<Item = (&Beside, &CityFigure)> {
        self.beside.iter().filter_map(|beside| Some((beside, beside.figure.as_ref()?)))
    }

    /// Whether the neighbourhood lies in several communes: each is then named, and compared on its own.
    pub fn is_shared(&self) -> bool {
        self.beside.len() > 1
    }

    /// The difference to a commune, in points or euros; nothing when the two cannot be subtracted.
    pub fn difference(&self, city: &CityFigure) -> Option<f64> {
        let value = self.reading.value()?;
        matches!(self.unit, Unit::Percent | Unit::EurosPerYear).then_some(value - city.value)
    }

    /// The gap to each commune in words, in their order; nothing when there is nothing to compare. Never an average: two
    /// communes are two gaps.
    pub fn gaps(&self) -> Vec<String> {
        if self.cities().next().is_none() {
            return Vec::new();
        }
        self.beside.iter().filter_map(|beside| self.gap_with(beside)).collect()
    }

    /// The gaps side by side, with what must be said of their years; empty when there is nothing to compare.
    pub fn gap_words(&self) -> String {
        let gaps = self.gaps().join(" · ");
        match self.caution() {
            Some(caution) if !gaps.is_empty() => format!("{gaps}. {caution}"),
            _ => gaps,
        }
    }

    /// The gap to one of the communes in words, without caution.
    pub fn gap_with(&self, beside: &Beside) -> Option<String> {
        let value = self.reading.value()?;
        let Some(city) = &beside.figure else {
            return Some(format!("{} : aucun chiffre public", beside.commune));
        };
        let there = format!("{} en {}", self.unit.words(city.value), city.year);
        let against = if self.is_shared() { than(&beside.commune) } else { "que la commune".to_owned() };
        match (self.difference(city), self.unit) {
            (Some(difference), _) => Some(format!("{} {against} ({there})", self.difference_words(difference))),
            (None, _) if self.is_shared() => Some(format!("{} : {there}", beside.commune)),
            (None, Unit::Ratio) => Some(format!("commune : {there}")),
            _ if city.value > 0.0 => {
                let share = Unit::Percent.words(value / city.value * 100.0);
                Some(format!("{share} du total de la commune ({there})"))
            }
            _ => None,
        }
    }

    /// « 33,2 points de plus », « 1 200 € de moins ».
    pub fn difference_words(&self, difference: f64) -> String {
        let sense = if difference >= 0.0 { "de plus" } else { "de moins" };
        let size = difference.abs();
        match self.unit {
            Unit::Percent => {
                let plural = if size >= 2.0 { "points" } else { "point" };
                format!("{} {plural} {sense}", Unit::Percent.number(size))
            }
            unit => format!("{} {sense}", unit.words(size)),
        }
    }

    /// Whether every commune was measured another year: one sentence then stands for all.
    pub fn is_all_of_other_years(&self) -> bool {
        let mut cities = self.cities().peekable();
        cities.peek().is_some() && cities.all(|(_, city)| !city.is_same_year)
    }

    /// What must be said when years differ, communes named where not all of them do.
    pub fn caution(&self) -> Option<String> {
        let other: Vec<_> = self.cities().filter(|(_, city)| !city.is_same_year).collect();
        if other.is_empty() {
            return None;
        }
        if self.is_all_of_other_years() {
            let mut years: Vec<String> = other.iter().map(|(_, city)| city.year.to_string()).collect();
            years.dedup();
            let gaps = if other.len() > 1 {
                "les écarts ne sont qu’indicatifs"
            } else {
                "l’écart n’est qu’indicatif"
            };
            return Some(format!("Années différentes ({} et {}) : {gaps}", self.period(), years.join(", ")));
        }
        let told = other.iter().map(|(beside, city)| {
            let years = format!("années différentes ({} et {})", self.period(), city.year);
            format!("{} : {years}, l’écart n’est qu’indicatif", beside.commune)
        });
        Some(told.collect::<Vec<_>>().join(". "))
    }
}

/// « que Lyon », « qu’Albi ».
pub(super) fn than(commune: &str) -> String {
    let is_vowel = |letter: char| "aeiou".contains(letter);
    match kernel::text::search_key(commune).chars().next() {
        Some(first) if is_vowel(first) => format!("qu’{commune}"),
        _ => format!("que {commune}"),
    }
}

/// Why a value of this unit cannot be: a share over a hundred, less than nobody.
pub fn unbelievable(unit: Unit, value: f64) -> Option<&'static str> {
    match unit {
        Unit::Percent if !(0.0..=100.0).contains(&value) => Some("Une part est un nombre de 0 à 100"),
        unit if unit.is_count() && value < 0.0 => {
            Some("Un nombre de personnes, de ménages ou de lieux n’est pas négatif")
        }
        unit if unit.is_count() && value.fract() != 0.0 => {
            Some("Un nombre de personnes, de ménages ou de lieux est entier")
        }
        _ => None,
    }
}

/// Keeps the last edition of each indicator, in the order given.
pub fn latest(figures: Vec<Figure>) -> Vec<Figure> {
    let mut kept: Vec<Figure> = Vec::with_capacity(figures.len());
    for figure in figures {
        match kept.iter_mut().find(|known| known.code == figure.code) {
            Some(known) if (known.edition, known.year) < (figure.edition, figure.year) => *known = figure,
            Some(_) => {}
            None => kept.push(figure),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(unit: Unit, reading: Reading, city: Option<f64>) -> Figure {
        let beside = |value| vec![beside("11069", "Carcassonne", Some((value, false)))];
        Figure {
            code: "tp60".into(),
            label: "Taux de pauvreté".into(),
            theme: String::new(),
            unit,
            producer: "INSEE".into(),
            part_of: None,
            is_of_commune: false,
            year: Some(2017),
            edition: 2019,
            zoning_code: "QP011002".into(),
            reading,
            source: String::new(),
            licence: String::new(),
            beside: city.map(beside).unwrap_or_default(),
        }
    }

    fn beside(insee_code: &str, commune: &str, told: Option<(f64, bool)>) -> Beside {
        let city = |(value, is_same_year)| CityFigure { value, year: 2021, is_same_year, source: String::new() };
        Beside { insee_code: insee_code.into(), commune: commune.into(), figure: told.map(city) }
    }

    #[test]
    fn a_gap_says_when_years_differ() {
        let gap = figure(Unit::Percent, Reading::Known(61.2), Some(28.0)).gap_words();
        assert_eq!(
            gap,
            "33,2 points de plus que la commune (28\u{a0}% en 2021). Années différentes (2017 et 2021) : l’écart n’est qu’indicatif"
        );
    }

    #[test]
    fn what_is_absent_or_doubtful_is_never_compared() {
        let doubtful = Reading::Doubtful { written: 0.0, why: "x".into() };
        assert_eq!(figure(Unit::Percent, doubtful, Some(28.0)).gaps(), [""; 0]);
        assert_eq!(figure(Unit::Percent, Reading::Absent(Absence::Missing), Some(28.0)).gaps(), [""; 0]);
        assert_eq!(figure(Unit::Percent, Reading::Known(0.0), Some(28.0)).gaps().len(), 1);
    }

    #[test]
    fn several_communes_have_a_gap_each() {
        let three = || {
            vec![
                beside("69123", "Lyon", Some((28.0, true))),
                beside("69259", "Albigny", Some((62.0, false))),
                beside("69266", "Villeurbanne", None),
            ]
        };
        let rate = Figure { beside: three(), ..figure(Unit::Percent, Reading::Known(61.2), None) };
        assert_eq!(
            rate.gaps(),
            [
                "33,2 points de plus que Lyon (28\u{a0}% en 2021)",
                "0,8 point de moins qu’Albigny (62\u{a0}% en 2021)",
                "Villeurbanne : aucun chiffre public",
            ]
        );
        assert_eq!(
            rate.caution().as_deref(),
            Some("Albigny : années différentes (2017 et 2021), l’écart n’est qu’indicatif")
        );
        // Nobody says how the inhabitants are shared out between the communes: no share of either is told.
        let people = Figure { beside: three(), ..figure(Unit::Inhabitants, Reading::Known(5000.0), None) };
        assert_eq!(people.gaps()[0], "Lyon : 28 en 2021");
        let unknown = vec![beside("69123", "Lyon", None), beside("69266", "Villeurbanne", None)];
        assert!(Figure { beside: unknown, ..rate }.gaps().is_empty());
    }

    #[test]
    fn the_last_edition_is_kept() {
        let older = figure(Unit::Percent, Reading::Known(1.0), None);
        let newer = Figure { edition: 2021, reading: Reading::Known(2.0), ..older.clone() };
        let codes = |figures: Vec<Figure>| latest(figures).iter().map(|figure| figure.edition).collect::<Vec<_>>();
        assert_eq!(codes(vec![newer.clone(), older.clone()]), [2021]);
        assert_eq!(codes(vec![older, newer]), [2021]);
    }
}
