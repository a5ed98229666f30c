//! What is drawn and found in neighbourhoods, for whoever tells what is measured there.

use std::collections::HashMap;

use database::{Result, Tx};
use interface::map::Rings;
use jiff::tz::TimeZone;
use kernel::{Outcome, Uuid};

pub use crate::actions::viewing::{Commune, Kept, Listed, Neighbourhood, Portrayed, Version};
use crate::documents;
use crate::rules::passages::Passage;
use crate::rules::passing;
use crate::{actions, store};

/// A neighbourhood with what is drawn and found there, by any code it has or had.
///
/// # Errors
/// No such code, or the database failed.
pub async fn portrayed(tx: &mut Tx, code: &str) -> Outcome<Portrayed> {
    actions::viewing::portrayed(tx, code).await
}

/// The neighbourhoods in force with their rings, and the outline of their communes.
///
/// # Errors
/// The database failed.
pub async fn overview(tx: &mut Tx) -> Result<(Vec<Listed>, Rings)> {
    actions::viewing::overview(tx).await
}

/// What became of the codes of a neighbourhood, in sentences anybody reads.
pub fn passages_told(portrayed: &Portrayed, zone: &TimeZone) -> Vec<String> {
    portrayed.passages.iter().map(|one: &Passage| passing::told(one, documents::passages::day(zone))).collect()
}

/// A code a figure may be measured on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCode {
    /// The code of the perimeter.
    pub code: String,
    /// Its neighbourhood.
    pub neighbourhood: Uuid,
    /// Zoning it belongs to.
    pub generation: String,
    /// The code in force of the same neighbourhood; none when it left the list.
    pub in_force: Option<String>,
}

/// Every code of every zoning.
///
/// # Errors
/// The database failed.
pub async fn place_codes(tx: &mut Tx) -> Result<Vec<PlaceCode>> {
    let in_force: HashMap<Uuid, String> = store::areas::codes_in_force(tx).await?.into_iter().collect();
    let all = store::areas::codes(tx).await?;
    Ok(all
        .into_iter()
        .map(|(code, neighbourhood, generation)| PlaceCode {
            in_force: in_force.get(&neighbourhood).cloned(),
            code,
            neighbourhood,
            generation,
        })
        .collect())
}

/// Codes of one neighbourhood in every zoning.
///
/// # Errors
/// The database failed.
pub async fn codes_of(tx: &mut Tx, neighbourhood: Uuid) -> Result<Vec<String>> {
    Ok(store::areas::versions_of(tx, neighbourhood).await?.into_iter().map(|version| version.code).collect())
}

/// Neighbourhood, INSEE code and name of each of its communes.
///
/// # Errors
/// The database failed.
pub async fn communes_of_all(tx: &mut Tx) -> Result<Vec<(Uuid, String, String)>> {
    store::areas::communes_of_all(tx).await
}

/// INSEE codes and names of the communes known.
///
/// # Errors
/// The database failed.
pub async fn communes(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let known = store::areas::communes(tx).await?;
    let mut all: Vec<(String, String)> = known.into_iter().map(|one| (one.insee_code, one.name)).collect();
    // A commune may be known by the neighbourhoods that lie in it only.
    all.extend(store::areas::communes_of_all(tx).await?.into_iter().map(|(_, code, name)| (code, name)));
    all.sort_unstable();
    all.dedup_by(|one, other| one.0 == other.0);
    Ok(all)
}

/// « contours du zonage 2015 et contours locaux »: which zoning perimeters were drawn for.
pub fn geography_words(generations: &[&str]) -> String {
    crate::pages::geography_words(generations)
}

/// « 2024 », « local ».
pub fn generation_words(generation: &str) -> String {
    documents::generation_words(generation)
}

/// The outline of communes, unless it would make the areas too small to be told apart.
pub fn fitting_outline(areas: &[interface::map::Area], outline: Rings) -> Rings {
    crate::pages::fitting_outline(areas, outline)
}

/// Perimeters in force as GeoJSON features: code, feature.
///
/// # Errors
/// The database failed.
pub async fn perimeters(tx: &mut Tx) -> Outcome<Vec<(String, String)>> {
    actions::viewing::perimeters(tx, None).await
}

/// A neighbourhood for samples of pages.
pub fn sample() -> Portrayed {
    crate::pages::sample::portrayed()
}

/// The same in two communes, for samples of pages.
pub fn sample_of_two_communes() -> Portrayed {
    crate::pages::sample::portrayed_of_two_communes()
}
