//! What public pages and documents show of figures: plain values, read in few queries.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Deref;

use database::{Result, Tx};
use interface::map::Rings;
use kernel::{Outcome, Refusal, Uuid};
use territory::facade::drawn::{self, Listed, Portrayed};

use super::library;
use crate::rules::breakdown::Breakdown;
use crate::rules::figures::{Beside, CityFigure, Figure, Reading};
use crate::rules::indicator::Indicator;
use crate::rules::series::Point;
use crate::rules::telling::{self, Told};
use crate::store::figures::{self, Origin, Stored};

/// A neighbourhood in full.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// What is drawn and found there.
    pub place: Portrayed,
    /// Last figure of each indicator, in the order of the library.
    pub figures: Vec<Figure>,
    /// Year after year, by indicator.
    pub series: HashMap<String, Vec<Point>>,
}

impl Deref for Portrait {
    type Target = Portrayed;
    fn deref(&self) -> &Portrayed {
        &self.place
    }
}

impl Portrait {
    /// The portrait in sentences.
    pub fn sentences(&self) -> Vec<Told> {
        telling::portrait(&self.neighbourhood.name, &self.figures)
    }
}

/// The portrait of a neighbourhood, by any code it has or had.
///
/// # Errors
/// No such code, or the database failed.
pub async fn portrait(tx: &mut Tx, code: &str) -> Outcome<Portrait> {
    let place = drawn::portrayed(tx, code).await?;
    let library = library::published(tx).await?;
    let origins = figures::origins(tx).await?;
    let mut own: HashMap<String, Vec<Stored>> = HashMap::new();
    for version in &place.versions {
        for one in
            figures::of_place(tx, &version.code).await?.into_iter().filter(|one| one.part == Breakdown::Everybody)
        {
            own.entry(one.indicator.clone()).or_default().push(one);
        }
    }
    let mut cities: Vec<HashMap<String, Stored>> = Vec::new();
    for commune in &place.communes {
        let known = figures::of_place(tx, &commune.insee_code).await?.into_iter();
        // Years follow one another: the last figure known wins.
        let told = known.filter(|one| one.part == Breakdown::Everybody && one.published().value().is_some());
        cities.push(told.map(|one| (one.indicator.clone(), one)).collect());
    }
    let mut portrait = Portrait { place, figures: Vec::new(), series: HashMap::new() };
    for indicator in &library.indicators {
        let Some(known) = own.get(&indicator.code) else { continue };
        let last = known
            .iter()
            .max_by(|one, other| (one.edition, one.year, &one.place).cmp(&(other.edition, other.year, &other.place)));
        let Some(last) = last else { continue };
        let beside = portrait.place.communes.iter().zip(&cities).map(|(commune, known)| Beside {
            insee_code: commune.insee_code.clone(),
            commune: commune.name.clone(),
            figure: known.get(&indicator.code).and_then(|city| city_figure(last, city, &origins)),
        });
        let mut beside: Vec<Beside> = beside.collect();
        if beside.iter().all(|one| one.figure.is_none()) {
            beside.clear();
        }
        portrait.figures.push(figure(&library.theme(&indicator.terms.theme), indicator, last, &origins, beside));
        portrait.series.insert(indicator.code.clone(), series(known));
    }
    Ok(portrait)
}

fn city_figure(own: &Stored, city: &Stored, origins: &HashMap<i64, Origin>) -> Option<CityFigure> {
    Some(CityFigure {
        value: city.published().value()?,
        year: city.year,
        is_same_year: own.is_measured && city.is_measured && own.year == city.year,
        source: origins.get(&city.origin).map(|origin| origin.source.clone()).unwrap_or_default(),
    })
}

fn figure(
    theme: &str,
    indicator: &Indicator,
    one: &Stored,
    origins: &HashMap<i64, Origin>,
    beside: Vec<Beside>,
) -> Figure {
    let origin = origins.get(&one.origin).cloned().unwrap_or_default();
    let terms = &indicator.terms;
    Figure {
        code: indicator.code.clone(),
        label: terms.label.clone(),
        theme: theme.to_owned(),
        unit: terms.unit,
        producer: terms.producer.clone(),
        part_of: indicator.part_of.clone(),
        is_of_commune: terms.is_of_commune,
        year: one.is_measured.then_some(one.year),
        edition: one.edition,
        zoning_code: one.place.clone(),
        reading: one.published(),
        source: origin.source,
        licence: origin.licence,
        beside,
    }
}

/// The last edition of each year.
fn series(known: &[Stored]) -> Vec<Point> {
    let mut years: BTreeMap<i64, &Stored> = BTreeMap::new();
    for one in known {
        let kept = years.entry(one.year).or_insert(one);
        if kept.edition <= one.edition {
            *kept = one;
        }
    }
    years.into_iter().map(|(year, one)| Point { year, reading: one.published() }).collect()
}

/// A neighbourhood and its figure of an indicator.
#[derive(Clone, Debug)]
pub struct MappedLine {
    /// The neighbourhood and its rings.
    pub listed: Listed,
    /// INSEE codes of its communes.
    pub communes: Vec<String>,
    /// Its figure that year, when somebody wrote one.
    pub figure: Option<Stored>,
}

impl MappedLine {
    /// What anybody may read of it; not measured when nobody wrote anything.
    pub fn reading(&self) -> Reading {
        self.figure.as_ref().map_or(Reading::Absent(crate::rules::figures::Absence::NotAsked), Stored::published)
    }
}

/// An indicator over every neighbourhood, in a year.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The indicator.
    pub indicator: Indicator,
    /// Label of its theme.
    pub theme: String,
    /// Part of the population.
    pub part: Breakdown,
    /// The year; none when there is no figure at all.
    pub year: Option<i64>,
    /// Whether it is the year measured.
    pub is_measured: bool,
    /// Years neighbourhoods have figures of, the last first.
    pub years: Vec<i64>,
    /// Neighbourhoods, in the order of lists.
    pub lines: Vec<MappedLine>,
    /// INSEE code, name, value of communes, in `city_year`.
    pub cities: Vec<(String, String, f64)>,
    /// The year of the communes.
    pub city_year: Option<i64>,
    /// Outline of the communes.
    pub outline: Rings,
    /// Where the figures come from, each once.
    pub origins: Vec<Origin>,
}

impl Mapped {
    /// Known values: rank of the line, value.
    pub fn values(&self) -> Vec<(usize, f64)> {
        self.lines.iter().enumerate().filter_map(|(rank, line)| Some((rank, line.reading().value()?))).collect()
    }

    /// The value of the commune of a line, the first that has one.
    pub fn city(&self, line: &MappedLine) -> Option<&(String, String, f64)> {
        line.communes.iter().find_map(|code| self.cities.iter().find(|(known, ..)| known == code))
    }

    /// « 2017 », « diffusion de 2019 ».
    pub fn period(&self) -> String {
        match self.year {
            Some(year) if self.is_measured => year.to_string(),
            Some(year) => format!("diffusion de {year}"),
            None => String::new(),
        }
    }
}

/// An indicator over every neighbourhood, in the year asked or the last.
///
/// # Errors
/// Not there, or the database failed.
pub async fn mapped(tx: &mut Tx, code: &str, asked: Option<i64>, part: Breakdown) -> Outcome<Mapped> {
    let indicator = library::indicator(tx, code).await?;
    let (listed, outline) = drawn::overview(tx).await?;
    let owners: HashMap<String, Uuid> =
        drawn::place_codes(tx).await?.into_iter().map(|one| (one.code, one.neighbourhood)).collect();
    let mut communes: HashMap<Uuid, Vec<String>> = HashMap::new();
    let mut names: HashMap<String, String> = HashMap::new();
    for (area, commune, name) in drawn::communes_of_all(tx).await? {
        communes.entry(area).or_default().push(commune.clone());
        names.insert(commune, name);
    }
    let years = figures::years_of(tx, code, part, false).await?;
    let year = match asked {
        Some(year) => Some(years.iter().copied().find(|known| *known == year).ok_or(Refusal::NotFound)?),
        None => years.first().copied(),
    };
    let of_communes = figures::years_of(tx, code, part, true).await?;
    let city_year = of_communes.iter().copied().find(|known| Some(*known) == year).or(of_communes.first().copied());
    let own = match year {
        Some(year) => figures::of_year(tx, code, part, year).await?,
        None => Vec::new(),
    };
    let beside = match city_year {
        Some(year) => figures::of_year(tx, code, part, year).await?,
        None => Vec::new(),
    };
    let cities: Vec<(String, String, f64)> = beside
        .iter()
        .filter_map(|one| Some((one.place.clone(), names.get(&one.place)?.clone(), one.published().value()?)))
        .collect();
    let own: Vec<Stored> = own.into_iter().filter(|one| owners.contains_key(&one.place)).collect();
    let theme = library::published(tx).await?.theme(&indicator.terms.theme);
    let all_origins = figures::origins(tx).await?;
    let is_measured = own.first().is_none_or(|one| one.is_measured);
    let numbers: HashSet<i64> = own.iter().map(|one| one.origin).collect();
    let mut origins: Vec<Origin> = numbers.into_iter().filter_map(|number| all_origins.get(&number).cloned()).collect();
    origins.sort_by(|one, other| one.source.cmp(&other.source));
    let mut by_area: HashMap<Uuid, Stored> = HashMap::new();
    for one in own {
        if let Some(area) = owners.get(&one.place) {
            by_area.insert(*area, one);
        }
    }
    let lines = listed.into_iter().map(|listed| MappedLine {
        communes: communes.get(&listed.area.id).cloned().unwrap_or_default(),
        figure: by_area.remove(&listed.area.id),
        listed,
    });
    Ok(Mapped {
        indicator,
        theme,
        part,
        year,
        is_measured,
        years,
        lines: lines.collect(),
        cities,
        city_year,
        outline,
        origins,
    })
}

/// Inhabitants of every neighbourhood, or of one, from the last source that counts them.
///
/// # Errors
/// The database failed.
pub async fn populations(tx: &mut Tx, only: Option<Uuid>) -> Result<HashMap<Uuid, (f64, Option<i64>, i64)>> {
    let mut told = Vec::new();
    let owners: HashMap<String, Uuid> = match only {
        None => {
            told = figures::told(tx, POPULATION).await?;
            drawn::place_codes(tx).await?.into_iter().map(|one| (one.code, one.neighbourhood)).collect()
        }
        Some(area) => {
            let codes = drawn::codes_of(tx, area).await?;
            for code in &codes {
                told.extend(figures::told_of(tx, POPULATION, code).await?);
            }
            codes.into_iter().map(|code| (code, area)).collect()
        }
    };
    told.sort_by(|one, other| (one.4, one.2, &one.0).cmp(&(other.4, other.2, &other.0)));
    Ok(told
        .into_iter()
        .filter_map(|(place, value, year, is_measured, edition)| {
            Some((*owners.get(&place)?, (value, is_measured.then_some(year), edition)))
        })
        .collect())
}

/// The indicator that counts inhabitants.
pub const POPULATION: &str = "pop_mun";

/// One column of a comparison: a neighbourhood and its figures.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The neighbourhoods, in the order asked.
    pub portraits: Vec<Portrait>,
    /// Code and label of the themes that have figures.
    pub themes: Vec<String>,
}

/// Most neighbourhoods compared at once.
pub const MOST_COMPARED: usize = 8;

/// Neighbourhoods side by side; codes that nobody has are left out.
///
/// # Errors
/// The database failed.
pub async fn compared(tx: &mut Tx, codes: &[&str]) -> Outcome<Compared> {
    let mut portraits: Vec<Portrait> = Vec::new();
    for code in codes.iter().take(MOST_COMPARED) {
        match portrait(tx, code).await {
            Ok(one) if portraits.iter().all(|known| known.neighbourhood.id != one.neighbourhood.id) => {
                portraits.push(one)
            }
            Ok(_) | Err(kernel::Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    let mut themes: Vec<String> = Vec::new();
    for figure in portraits.iter().flat_map(|one| &one.figures) {
        if !themes.contains(&figure.theme) {
            themes.push(figure.theme.clone());
        }
    }
    Ok(Compared { portraits, themes })
}

/// Every figure of an indicator as anybody may take it away, with the neighbourhood of each place.
///
/// # Errors
/// Not there, or the database failed.
pub async fn exported(tx: &mut Tx, code: &str) -> Outcome<Exported> {
    let indicator = library::indicator(tx, code).await?;
    let names: HashMap<Uuid, String> =
        territory::facade::areas(tx).await?.into_iter().map(|area| (area.id, area.name)).collect();
    let mut places: HashMap<String, String> = drawn::communes(tx).await?.into_iter().collect();
    for one in drawn::place_codes(tx).await? {
        places.insert(one.code, names.get(&one.neighbourhood).cloned().unwrap_or_default());
    }
    Ok(Exported {
        indicator,
        figures: figures::of_indicator(tx, code).await?,
        places,
        origins: figures::origins(tx).await?,
    })
}

/// What is taken away of an indicator.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The indicator.
    pub indicator: Indicator,
    /// Its figures, in order.
    pub figures: Vec<Stored>,
    /// Names of places by code.
    pub places: HashMap<String, String>,
    /// Origins by number.
    pub origins: HashMap<i64, Origin>,
}

/// Neighbourhoods whose years are drawn: a chart of more lines is not read.
const MOST_LINES: usize = 4;

/// Year after year, for the neighbourhoods of a map when they are few, then for their first commune.
///
/// # Errors
/// The database failed.
pub async fn years_of_some(tx: &mut Tx, mapped: &Mapped) -> Outcome<Vec<(String, Vec<Point>)>> {
    let mut all = Vec::new();
    let mut ranked = mapped.values();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    let code = &mapped.indicator.code;
    for (at, _) in ranked.into_iter().take(MOST_LINES) {
        let line = &mapped.lines[at];
        let mut known = Vec::new();
        for place in drawn::codes_of(tx, line.listed.area.id).await? {
            known.extend(figures::of_place_and(tx, &place, code).await?);
        }
        known.retain(|one| one.part == mapped.part);
        all.push((line.listed.area.name.clone(), series(&known)));
    }
    if let Some((place, name, _)) = mapped.cities.first() {
        let mut known = figures::of_place_and(tx, place, code).await?;
        known.retain(|one| one.part == mapped.part);
        all.push((name.clone(), series(&known)));
    }
    Ok(all)
}
