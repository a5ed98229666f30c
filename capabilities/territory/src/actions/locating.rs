//! In which neighbourhood is this place? The index of the perimeters stays in memory as long as the mark of the
//! database says that it is right, on every node.

use std::sync::{Arc, Mutex, PoisonError};

use database::{Result, Tx};
use geography::{
    Area, AreaIndex, CodePolicy, DEFAULT_TOLERANCE_METRES, ImportOptions, Limits, Quality, Source, address,
};
use kernel::{Outcome, Uuid, text::search_key};

use crate::rules::finding::{Named, by_name, is_address};
use crate::store::addresses::Address;
use crate::store::zoning::Mark;
use crate::{facade, store};

/// A neighbourhood found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Which neighbourhood.
    pub id: Uuid,
    /// Code in force.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Every perimeter in force, ready to be asked.
pub struct Zones {
    /// What the index speaks of, by rank.
    pub zones: Vec<Zone>,
    /// The perimeters, by rank.
    pub areas: Vec<Area>,
    /// The index.
    pub index: AreaIndex,
}

impl Zones {
    /// The neighbourhood of a point in degrees, and how sure it is.
    pub fn at(&self, longitude: f64, latitude: f64) -> (Option<&Zone>, Quality) {
        let location = self.index.locate(longitude, latitude);
        (location.area.and_then(|rank| self.zones.get(rank)), location.quality)
    }
}

/// The last perimeters asked for. A process serves one database; tests may serve a few.
static HELD: Mutex<Vec<(Mark, Arc<Zones>)>> = Mutex::new(Vec::new());
const MOST_HELD: usize = 4;

/// The perimeters in force: from memory when the database says that they have not changed.
///
/// # Errors
/// The database failed.
pub async fn zones(tx: &mut Tx) -> Result<Arc<Zones>> {
    let mark = store::zoning::mark(tx).await?;
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|(known, _)| *known == mark).cloned();
    if let Some((_, zones)) = held {
        return Ok(zones);
    }
    let zones = Arc::new(build(tx).await?);
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    held.retain(|(known, _)| *known != mark);
    held.insert(0, (mark, zones.clone()));
    held.truncate(MOST_HELD);
    Ok(zones)
}

async fn build(tx: &mut Tx) -> Result<Zones> {
    let names = store::areas::neighbourhoods(tx).await?;
    let rows = store::areas::perimeters_in_force(tx).await?;
    let features: Vec<&str> = rows.iter().map(|(_, perimeter, _)| perimeter.as_str()).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
    let limits = Limits::default();
    let options = ImportOptions { codes: CodePolicy::Any, ..ImportOptions::default() };
    let read = Source::open(text.as_bytes(), &limits).and_then(|source| source.import(&options));
    let areas = read.map(|report| report.areas).unwrap_or_default();
    let zone = |area: &Area| {
        let id = rows.iter().find(|(code, ..)| *code == area.code).map(|(.., id)| *id)?;
        let name = names.iter().find(|known| known.id == id).map(|known| known.name.clone())?;
        Some((area.clone(), Zone { id, code: area.code.clone(), name }))
    };
    let (areas, zones): (Vec<Area>, Vec<Zone>) = areas.iter().filter_map(zone).unzip();
    let index = AreaIndex::new(&areas, DEFAULT_TOLERANCE_METRES);
    Ok(Zones { zones, areas, index })
}

/// An answer to « dans quel quartier ? ».
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// In this neighbourhood.
    Inside {
        /// Which.
        zone: Zone,
        /// How sure.
        quality: Quality,
        /// What was understood: « 12 Rue de Verdun, 11000 Carcassonne ».
        matched: String,
    },
    /// In none of them.
    Outside {
        /// How sure.
        quality: Quality,
        /// What was understood.
        matched: String,
    },
    /// A street that several neighbourhoods share, or that leaves one: the number is needed.
    Across {
        /// The street understood.
        matched: String,
        /// Neighbourhoods it passes through.
        zones: Vec<Zone>,
        /// Whether a part is in none.
        is_partly_outside: bool,
    },
    /// Several addresses: choose one.
    Choices(Vec<String>),
    /// Neighbourhoods of that name.
    Names(Vec<Zone>),
    /// Nothing.
    Nothing {
        /// Whether addresses are known at all on this installation.
        has_addresses: bool,
    },
}

/// Finds the neighbourhood of an address or of a name. Nothing of what was typed is kept or logged.
///
/// # Errors
/// The database failed.
pub async fn locate(tx: &mut Tx, typed: &str) -> Outcome<Found> {
    let names = named(tx).await?;
    let found: Vec<Zone> = by_name(typed, &names).into_iter().map(|named| named.what.clone()).collect();
    if !found.is_empty() && !is_address(typed) {
        return Ok(Found::Names(found));
    }
    let has_addresses = store::addresses::is_any(tx).await?;
    if has_addresses && let Some(found) = locate_address(tx, typed).await? {
        return Ok(found);
    }
    if !found.is_empty() {
        return Ok(Found::Names(found));
    }
    Ok(Found::Nothing { has_addresses })
}

/// The neighbourhood of a point; metres of Lambert-93 are understood.
///
/// # Errors
/// The database failed.
pub async fn locate_point(tx: &mut Tx, x: f64, y: f64) -> Outcome<(Option<Zone>, Quality)> {
    let (longitude, latitude) = degrees(x, y);
    let zones = zones(tx).await?;
    let (zone, quality) = zones.at(longitude, latitude);
    Ok((zone.cloned(), quality))
}

fn degrees(x: f64, y: f64) -> (f64, f64) {
    if !geography::projection::looks_like_lambert93(x, y) {
        return (x, y);
    }
    let converter = geography::projection::Projection::lambert93().converter();
    converter.and_then(|converter| converter.to_wgs84(x, y)).unwrap_or((x, y))
}

/// Everything a neighbourhood is called.
async fn named(tx: &mut Tx) -> Result<Vec<Named<Zone>>> {
    let areas = facade::areas(tx).await?;
    let known = store::areas::neighbourhoods(tx).await?;
    let versions = store::areas::versions(tx).await?;
    Ok(areas
        .into_iter()
        .map(|area| {
            let mut names = vec![area.name.clone()];
            names.extend(known.iter().filter(|known| known.id == area.id).flat_map(|known| known.aliases.clone()));
            names.extend(versions.iter().filter(|v| v.neighbourhood == area.id).map(|v| v.code.clone()));
            Named { what: Zone { id: area.id, code: area.code, name: area.name }, names }
        })
        .collect())
}

pub(crate) async fn locate_address(tx: &mut Tx, typed: &str) -> Result<Option<Found>> {
    let parsed = address::parse(typed);
    if parsed.street.is_empty() {
        return Ok(None);
    }
    let zones = zones(tx).await?;
    if parsed.number.is_some() {
        let exact = fitting(store::addresses::of_key(tx, &parsed.key()).await?, &parsed);
        let mut towns: Vec<&str> = exact.iter().map(|one| one.insee_code.as_str()).collect();
        towns.dedup();
        if towns.len() > 1 {
            return Ok(Some(Found::Choices(exact.iter().take(10).map(written).collect())));
        }
        if let Some(one) = exact.first() {
            let location = zones.index.locate(one.longitude, one.latitude);
            let quality = address::quality_of_match(address::MatchLevel::HouseNumber, None, &location);
            return Ok(Some(match location.area.and_then(|rank| zones.zones.get(rank)) {
                Some(zone) => Found::Inside { zone: zone.clone(), quality, matched: written(one) },
                None => Found::Outside { quality, matched: written(one) },
            }));
        }
    }
    let street = fitting(store::addresses::of_street(tx, &address::street_key(&parsed.street)).await?, &parsed);
    Ok(of_street(&zones, &street))
}

/// The answer for a street known without the number asked for.
fn of_street(zones: &Zones, street: &[Address]) -> Option<Found> {
    let first = street.first()?;
    let mut towns: Vec<String> =
        street.iter().map(|one| format!("{}, {} {}", street_name(one), one.postcode, one.city)).collect();
    towns.sort();
    towns.dedup();
    if street.iter().any(|one| one.insee_code != first.insee_code) {
        return Some(Found::Choices(towns.into_iter().take(10).collect()));
    }
    let mut crossed: Vec<Zone> = Vec::new();
    let mut is_partly_outside = false;
    for one in street {
        match zones.at(one.longitude, one.latitude).0 {
            Some(zone) if !crossed.contains(zone) => crossed.push(zone.clone()),
            Some(_) => {}
            None => is_partly_outside = true,
        }
    }
    let matched = format!("{}, {} {}", street_name(first), first.postcode, first.city);
    Some(match (crossed.as_slice(), is_partly_outside) {
        ([], _) => Found::Outside { quality: Quality::Probable, matched },
        ([zone], false) => Found::Inside { zone: zone.clone(), quality: Quality::Probable, matched },
        _ => Found::Across { matched, zones: crossed, is_partly_outside },
    })
}

/// Those that agree with the postal code and the commune typed.
fn fitting(found: Vec<Address>, parsed: &address::Address) -> Vec<Address> {
    let city = parsed.city.as_deref().map(search_key);
    found
        .into_iter()
        .filter(|one| parsed.postcode.as_ref().is_none_or(|postcode| *postcode == one.postcode))
        .filter(|one| city.as_ref().is_none_or(|city| search_key(&one.city).starts_with(city.as_str())))
        .collect()
}

fn written(one: &Address) -> String {
    format!("{}, {} {}", one.label, one.postcode, one.city)
}

/// The label without its number.
fn street_name(one: &Address) -> String {
    address::parse(&one.label).street
}
