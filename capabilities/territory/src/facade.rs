//! What other slices may ask of the territory.

pub mod drawn;

use std::collections::HashMap;
use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, Uuid, french};

use web::house::Boxed;

pub use crate::actions::areas::index_all;
use crate::store;
use crate::store::areas::Version;

/// A neighbourhood, as other slices name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Identifier: stays the same from one zoning to the next.
    pub id: Uuid,
    /// Code in force (or the last one it had).
    pub code: String,
    /// Name.
    pub name: String,
    /// French label of its kind.
    pub kind: String,
    /// Names of its communes.
    pub communes: Vec<String>,
}

/// The version to show: in force, and the last to begin.
pub(crate) fn current(versions: &[Version]) -> Option<&Version> {
    versions.iter().max_by_key(|version| {
        (version.valid_until.is_none(), version.valid_from.clone().unwrap_or_default(), version.generation.clone())
    })
}

/// The neighbourhoods in force, in display order.
///
/// # Errors
/// The database failed.
pub async fn areas(tx: &mut Tx) -> Result<Vec<Area>> {
    let neighbourhoods = store::areas::neighbourhoods(tx).await?;
    let mut codes: HashMap<Uuid, String> = store::areas::codes_in_force(tx).await?.into_iter().collect();
    let mut communes: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (neighbourhood, _, name) in store::areas::communes_of_all(tx).await? {
        communes.entry(neighbourhood).or_default().push(name);
    }
    Ok(neighbourhoods
        .into_iter()
        .filter_map(|neighbourhood| {
            Some(Area {
                id: neighbourhood.id,
                code: codes.remove(&neighbourhood.id)?,
                name: neighbourhood.name,
                kind: neighbourhood.kind.label().to_owned(),
                communes: communes.remove(&neighbourhood.id).unwrap_or_default(),
            })
        })
        .collect())
}

/// Inhabitants of a neighbourhood, and who counted them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// How many.
    pub count: i64,
    /// The year counted, when the source says it.
    pub year: Option<i64>,
    /// Who counted them.
    pub producer: String,
    /// « INSEE, 2013 »; « INSEE, diffusion de 2013 » when the source does not say which year it counted.
    pub counted: String,
}

impl Population {
    /// « INSEE, 2013 »; « INSEE » when the source does not say which year it counted.
    #[must_use]
    pub fn measured(&self) -> String {
        match self.year {
            Some(year) => format!("{}, {year}", self.producer),
            None => self.producer.clone(),
        }
    }
}

/// Inhabitants of some neighbourhoods, or of all: whoever keeps figures tells them.
pub type Populations = for<'a> fn(&'a mut Tx, Option<Uuid>) -> Boxed<'a, Result<HashMap<Uuid, Population>>>;

static POPULATIONS: OnceLock<Populations> = OnceLock::new();

/// Told once, at start, by whoever knows every slice: who counts inhabitants.
pub fn tell_populations(populations: Populations) {
    let _ = POPULATIONS.set(populations);
}

/// Inhabitants of every neighbourhood, from the last source that counts them; nothing when nobody does. Read apart from the
/// neighbourhoods: figures of a whole country are many, and most pages name neighbourhoods only.
///
/// # Errors
/// The database failed.
pub async fn populations(tx: &mut Tx) -> Result<HashMap<Uuid, Population>> {
    match POPULATIONS.get() {
        Some(ask) => ask(tx, None).await,
        None => Ok(HashMap::new()),
    }
}

/// The same of one neighbourhood.
///
/// # Errors
/// The database failed.
pub async fn population(tx: &mut Tx, area: Uuid) -> Result<Option<Population>> {
    match POPULATIONS.get() {
        Some(ask) => Ok(ask(tx, Some(area)).await?.remove(&area)),
        None => Ok(None),
    }
}

/// One neighbourhood, in force or not.
///
/// # Errors
/// The database failed.
pub async fn area(tx: &mut Tx, id: Uuid) -> Result<Option<Area>> {
    Ok(known(tx, id).await?.map(|(area, _)| area))
}

/// These neighbourhoods, those in force, in the order they are asked: for whoever needs few of them.
///
/// # Errors
/// The database failed.
pub async fn areas_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Area>> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let in_force = known(tx, *id).await?.filter(|(_, is_in_force)| *is_in_force);
        found.extend(in_force.map(|(area, _)| area));
    }
    Ok(found)
}

/// One neighbourhood, and whether it is in force.
async fn known(tx: &mut Tx, id: Uuid) -> Result<Option<(Area, bool)>> {
    let Some(neighbourhood) = store::areas::neighbourhood(tx, id).await? else { return Ok(None) };
    let versions = store::areas::versions_of(tx, id).await?;
    let communes = store::areas::communes_of(tx, id).await?;
    let version = current(&versions);
    let area = Area {
        id,
        code: version.map(|version| version.code.clone()).unwrap_or_default(),
        name: neighbourhood.name,
        kind: neighbourhood.kind.label().to_owned(),
        communes: communes.into_iter().map(|commune| commune.name).collect(),
    };
    Ok(Some((area, version.is_some_and(|version| version.valid_until.is_none()))))
}

/// The neighbourhood that has, or had, this code.
///
/// # Errors
/// The database failed.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Area>> {
    match store::areas::id_of_code(tx, &code.trim().to_uppercase()).await? {
        Some(id) => area(tx, id).await,
        None => Ok(None),
    }
}

/// Address of the page of a neighbourhood.
pub fn path(code: &str) -> String {
    format!("/quartiers/{}", encoded(code))
}

/// Codes are letters, digits and hyphens; anything else is percent-encoded.
fn encoded(code: &str) -> String {
    code.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

/// What awaits this person here: correspondences to decide of, and files she sent and did not import, forgotten after a
/// time.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    if actor.may_somewhere(&crate::acts::DECIDE).is_allowed() {
        let (proposed, changed) = crate::actions::passages::awaited(tx).await?;
        let mut add = |number: usize, verb: &str, why: &str, state: &str| {
            let count = i64::try_from(number).unwrap_or(i64::MAX);
            let which = french::count(count, "correspondance", "correspondances");
            let path = format!("/gestion/territoire/correspondances#{state}");
            all.extend((number > 0).then(|| Awaited::new(format!("{verb} {which} entre zonages"), why, path)));
        };
        add(proposed, "Confirmer, corriger ou refuser", "Le public les lit comme proposées.", "proposed");
        add(changed, "Relire", "La proposition a changé depuis la décision.", "changed");
    }
    let Some(account) = actor.account().filter(|_| actor.may_somewhere(&crate::acts::IMPORT).is_allowed()) else {
        return Ok(all);
    };
    let told = |(id, name, sent): (Uuid, String, i64)| {
        let why = "Le fichier est lu, rien n’est encore enregistré.";
        let what = format!("Terminer l’import de « {name} »");
        let forgotten = Moment(sent).plus_days(crate::actions::drafts::DAYS_KEPT);
        Awaited::new(what, why, format!("/gestion/territoire/imports/{id}")).due(forgotten)
    };
    all.extend(store::drafts::left_by(tx, account, 20).await?.into_iter().map(told));
    Ok(all)
}

/// Where an address lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In a neighbourhood.
    Inside {
        /// Which.
        area: Uuid,
        /// Its number is known and well inside; otherwise its street is.
        is_sure: bool,
    },
    /// In none of them.
    Outside,
    /// Nothing says.
    Unknown,
}

/// Where an address lies. Nothing of it is kept or logged.
///
/// # Errors
/// The database failed.
pub async fn whereabouts(tx: &mut Tx, address: &str) -> Result<Whereabouts> {
    use crate::actions::locating::{Found, locate_address};
    use geography::Quality;
    Ok(match locate_address(tx, address).await? {
        Some(Found::Inside { zone, quality: quality @ (Quality::Sure | Quality::Probable), .. }) => {
            Whereabouts::Inside { area: zone.id, is_sure: quality == Quality::Sure }
        }
        Some(Found::Outside { quality: Quality::Sure | Quality::Probable, .. }) => Whereabouts::Outside,
        _ => Whereabouts::Unknown,
    })
}
