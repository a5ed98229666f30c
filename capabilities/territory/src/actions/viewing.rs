//! What pages and documents show: plain values, read in few queries.

use std::collections::HashMap;

use database::{Result, Tx};
use kernel::{Actor, Outcome, Refusal, Uuid};

use crate::acts::{EDIT, SEE};
use crate::facade::{self, Area};
use crate::reading::geometry;
use crate::rules::passages::{self, Passage};
pub use crate::store::areas::{Commune, Neighbourhood, Version};
pub use crate::store::drafts::Draft;
pub use crate::store::facilities::Kept;
use crate::{actions, store};
use interface::map::Rings;

/// A neighbourhood with what is drawn and found there.
#[derive(Clone, Debug)]
pub struct Portrayed {
    /// Name, kind, revision.
    pub neighbourhood: Neighbourhood,
    /// The version shown: in force, or the last one.
    pub version: Version,
    /// Every version, oldest generation first.
    pub versions: Vec<Version>,
    /// Its communes.
    pub communes: Vec<Commune>,
    /// What stands there.
    pub facilities: Vec<Kept>,
    /// Passages from one code to another, as anybody may read them.
    pub passages: Vec<Passage>,
}

impl Portrayed {
    /// Names of the communes: « Carcassonne ».
    pub fn commune_names(&self) -> String {
        self.communes.iter().map(|commune| commune.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Simplified rings of the version shown.
    pub fn rings(&self) -> Rings {
        geometry::read_rings(&self.version.rings)
    }

    /// Simplified rings of the communes.
    pub fn outline(&self) -> Rings {
        self.communes.iter().flat_map(|commune| geometry::read_rings(&commune.rings)).collect()
    }
}

/// A neighbourhood with what is drawn and found there, by any code it has or had.
///
/// # Errors
/// No such code, or the database failed.
pub async fn portrayed(tx: &mut Tx, code: &str) -> Outcome<Portrayed> {
    let id = match store::areas::id_of_code(tx, code).await? {
        Some(id) => id,
        None => store::areas::id_of_code(tx, &code.to_uppercase()).await?.ok_or(Refusal::NotFound)?,
    };
    let neighbourhood = store::areas::neighbourhood(tx, id).await?.ok_or(Refusal::NotFound)?;
    let versions = store::areas::versions_of(tx, id).await?;
    let version = facade::current(&versions).cloned().ok_or(Refusal::NotFound)?;
    let communes = store::areas::communes_of(tx, id).await?;
    let facilities = store::facilities::of_neighbourhood(tx, id).await?;
    let passages = passages::told(store::zoning::passages_of(tx, id).await?);
    Ok(Portrayed { neighbourhood, version, versions, communes, facilities, passages })
}

/// A neighbourhood of the list, with what a map needs.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What other parts know of it.
    pub area: Area,
    /// Simplified rings.
    pub rings: Rings,
    /// « 2024 », « 2015 », « locale ».
    pub perimeter_generation: String,
    /// Source of the perimeter.
    pub source: String,
    /// Who lives there, and who counted them, when anybody did.
    pub population: Option<facade::Population>,
}

/// The neighbourhoods in force, and the outline of their communes.
///
/// # Errors
/// The database failed.
pub async fn overview(tx: &mut Tx) -> Result<(Vec<Listed>, Rings)> {
    let areas = facade::areas(tx).await?;
    let versions: HashMap<String, Version> =
        store::areas::versions(tx).await?.into_iter().map(|version| (version.code.clone(), version)).collect();
    let rings: HashMap<String, String> = store::areas::rings_in_force(tx).await?.into_iter().collect();
    let mut counted = facade::populations(tx).await?;
    let listed: Vec<Listed> = areas
        .into_iter()
        .filter_map(|area| {
            let version = versions.get(&area.code)?;
            Some(Listed {
                rings: rings.get(&area.code).map_or_else(Rings::new, |rings| geometry::read_rings(rings)),
                perimeter_generation: version.perimeter_generation.clone(),
                source: version.source.clone(),
                population: counted.remove(&area.id),
                area,
            })
        })
        .collect();
    let names: Vec<String> = listed.iter().flat_map(|one| one.area.communes.clone()).collect();
    let communes = store::areas::communes(tx).await?;
    let outline = communes
        .iter()
        .filter(|commune| names.contains(&commune.name))
        .flat_map(|commune| geometry::read_rings(&commune.rings));
    Ok((listed, outline.collect()))
}

/// GeoJSON features of the perimeters in force, or of one code: neighbourhood, code, feature as kept.
///
/// # Errors
/// No such code, or the database failed.
pub async fn perimeters(tx: &mut Tx, code: Option<&str>) -> Outcome<Vec<(String, String)>> {
    match code {
        None => {
            let rows = store::areas::perimeters_in_force(tx).await?;
            Ok(rows.into_iter().map(|(code, perimeter, _)| (code, perimeter)).collect())
        }
        Some(code) => {
            let perimeter = store::areas::perimeter_of_code(tx, code).await?.ok_or(Refusal::NotFound)?;
            Ok(vec![(code.to_owned(), perimeter)])
        }
    }
}

/// Every facility, those of one neighbourhood, or those of one theme.
///
/// # Errors
/// The database failed.
pub async fn facilities(tx: &mut Tx, neighbourhood: Option<Uuid>, theme: &str) -> Result<Vec<Kept>> {
    let all = match neighbourhood {
        Some(id) => store::facilities::of_neighbourhood(tx, id).await?,
        None => store::facilities::all(tx).await?,
    };
    Ok(all.into_iter().filter(|kept| theme.is_empty() || kept.facility.theme == theme).collect())
}

/// What the back office lists.
#[derive(Clone, Debug)]
pub struct Register {
    /// Every neighbourhood with its versions and communes.
    pub lines: Vec<(Neighbourhood, Vec<Version>, Vec<String>)>,
    /// Files waiting to be imported.
    pub drafts: Vec<Draft>,
    /// Number of facilities by neighbourhood; those in none under `None`.
    pub facility_counts: HashMap<Option<Uuid>, usize>,
    /// Number of addresses known.
    pub address_count: i64,
    /// Number of correspondences between zonings, and of those that await somebody.
    pub passage_counts: (usize, usize),
}

/// The register of the territory.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn register(tx: &mut Tx, actor: &Actor) -> Outcome<Register> {
    actions::authorise(actor, &SEE)?;
    let mut versions: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for version in store::areas::versions(tx).await? {
        versions.entry(version.neighbourhood).or_default().push(version);
    }
    let mut communes: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (id, _, name) in store::areas::communes_of_all(tx).await? {
        communes.entry(id).or_default().push(name);
    }
    let mut facility_counts: HashMap<Option<Uuid>, usize> = HashMap::new();
    for kept in store::facilities::all(tx).await? {
        *facility_counts.entry(kept.neighbourhood).or_default() += 1;
    }
    let lines = store::areas::neighbourhoods(tx).await?.into_iter().map(|known| {
        let (versions, communes) = (versions.remove(&known.id), communes.remove(&known.id));
        (known, versions.unwrap_or_default(), communes.unwrap_or_default())
    });
    Ok(Register {
        lines: lines.collect(),
        drafts: store::drafts::waiting(tx).await?,
        facility_counts,
        address_count: store::addresses::count(tx).await?,
        passage_counts: {
            let passages = store::zoning::passages(tx).await?;
            (passages.len(), passages.iter().filter(|passage| passage.awaits()).count())
        },
    })
}

/// A neighbourhood to edit: itself, its versions, its communes.
///
/// # Errors
/// Not allowed, no such neighbourhood, or the database failed.
pub async fn to_edit(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Neighbourhood, Vec<Version>, Vec<Commune>)> {
    actions::authorise(actor, &EDIT)?;
    let known = store::areas::neighbourhood(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((known, store::areas::versions_of(tx, id).await?, store::areas::communes_of(tx, id).await?))
}
