//! Communes, neighbourhoods and their versions.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use geography::NeighbourhoodKind;
use geography::code::{Change, Code};
use kernel::{Moment, Uuid, text::search_key};
use sqlx::FromRow;

/// A commune.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Commune {
    /// INSEE code.
    pub insee_code: String,
    /// Name.
    pub name: String,
    /// SIREN, or empty.
    pub siren: String,
    /// Department.
    pub department: String,
    /// Region.
    pub region: String,
    /// Rings for maps, as JSON; empty when not known.
    pub rings: String,
}

/// A neighbourhood as people name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbourhood {
    /// Identifier.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: NeighbourhoodKind,
    /// Rank in lists.
    pub position: i64,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Number of the last change.
    pub revision: i64,
}

#[derive(FromRow)]
struct NeighbourhoodRow {
    id: Uuid,
    name: String,
    kind: String,
    position: i64,
    aliases: String,
    revision: i64,
}

impl TryFrom<NeighbourhoodRow> for Neighbourhood {
    type Error = DbError;
    fn try_from(row: NeighbourhoodRow) -> Result<Self> {
        let unknown = || DbError::Unreadable { place: "neighbourhood.kind", problem: row.kind.clone() };
        Ok(Self {
            id: row.id,
            kind: NeighbourhoodKind::from_key(&row.kind).ok_or_else(unknown)?,
            name: row.name,
            position: row.position,
            aliases: row.aliases.lines().map(str::to_owned).collect(),
            revision: row.revision,
        })
    }
}

/// A neighbourhood in one generation, without its whole perimeter.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Version {
    /// Identifier.
    pub id: Uuid,
    /// Which neighbourhood.
    pub neighbourhood: Uuid,
    /// Code.
    pub code: String,
    /// `2015`, `2024` or `locale`.
    pub generation: String,
    /// First day, ISO.
    pub valid_from: Option<String>,
    /// Last day, ISO; none while in force.
    pub valid_until: Option<String>,
    /// Generation the perimeter was drawn for.
    pub perimeter_generation: String,
    /// Simplified rings, JSON.
    pub rings: String,
    /// Whether the perimeter crosses itself.
    pub is_self_intersecting: bool,
    /// Whether the perimeter lies out of France.
    pub is_outside_france: bool,
    /// Area in hectares.
    pub area_ha: Option<f64>,
    /// Source.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// What a reader must know.
    pub note: String,
}

impl Version {
    /// Whether its perimeter is that of another zoning, and not known to be the same: it shows where the place is, and
    /// measures nothing.
    pub fn has_borrowed_perimeter(&self) -> bool {
        self.perimeter_generation != self.generation && !self.is_unchanged()
    }

    /// Whether the code itself says that the perimeter of 2015 was kept (`I` of the 2024 codes).
    pub fn is_unchanged(&self) -> bool {
        matches!(Code::parse(&self.code), Some(Code::Qpv2024(Change::Unchanged)))
    }
}

/// A version to save, with its perimeter.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// What is kept of it.
    pub version: Version,
    /// GeoJSON feature.
    pub perimeter: String,
}

macro_rules! version_columns {
    ($prefix:literal) => {
        concat!(
            $prefix,
            "id, ",
            $prefix,
            "neighbourhood, ",
            $prefix,
            "code, ",
            $prefix,
            "generation, ",
            $prefix,
            "valid_from, ",
            $prefix,
            "valid_until, ",
            $prefix,
            "perimeter_generation, ",
            $prefix,
            "rings, ",
            $prefix,
            "is_self_intersecting, ",
            $prefix,
            "is_outside_france, ",
            $prefix,
            "area_ha, ",
            $prefix,
            "source, ",
            $prefix,
            "licence, ",
            $prefix,
            "note"
        )
    };
}

/// Every neighbourhood in display order.
pub async fn neighbourhoods(tx: &mut Tx) -> Result<Vec<Neighbourhood>> {
    let rows: Vec<NeighbourhoodRow> = fetch_all!(
        tx,
        "SELECT id, name, kind, position, aliases, revision FROM neighbourhood ORDER BY position, name_key, id"
    )?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One neighbourhood.
pub async fn neighbourhood(tx: &mut Tx, id: Uuid) -> Result<Option<Neighbourhood>> {
    let row: Option<NeighbourhoodRow> =
        fetch_optional!(tx, "SELECT id, name, kind, position, aliases, revision FROM neighbourhood WHERE id = $1", id)?;
    row.map(TryInto::try_into).transpose()
}

/// Which neighbourhood has this code, in any generation.
pub async fn id_of_code(tx: &mut Tx, code: &str) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> =
        fetch_optional!(tx, "SELECT neighbourhood FROM neighbourhood_version WHERE code = $1", code)?;
    Ok(row.map(|(id,)| id))
}

/// Adds a neighbourhood after the others.
pub async fn add(tx: &mut Tx, id: Uuid, name: &str, kind: NeighbourhoodKind, aliases: &[String]) -> Result<()> {
    let (position,): (i64,) = fetch_one!(tx, "SELECT COALESCE(MAX(position), 0) + 1 FROM neighbourhood")?;
    execute!(
        tx,
        "INSERT INTO neighbourhood (id, name, name_key, kind, position, aliases, revision) VALUES ($1, $2, $3, $4, $5, $6, 1)",
        id,
        name,
        search_key(name),
        kind.key(),
        position,
        aliases.join("\n")
    )?;
    Ok(())
}

/// Changes a neighbourhood; false when somebody else changed it since `revision`.
pub async fn change(tx: &mut Tx, changed: &Neighbourhood) -> Result<bool> {
    let touched = execute!(
        tx,
        "UPDATE neighbourhood SET name = $1, name_key = $2, kind = $3, position = $4, aliases = $5, revision = revision + 1 \
         WHERE id = $6 AND revision = $7",
        &changed.name,
        search_key(&changed.name),
        changed.kind.key(),
        changed.position,
        changed.aliases.join("\n"),
        changed.id,
        changed.revision
    )?;
    Ok(touched == 1)
}

/// Every version, oldest generation first, without perimeters nor rings: lists do not draw them all.
pub async fn versions(tx: &mut Tx) -> Result<Vec<Version>> {
    fetch_all!(
        tx,
        "SELECT id, neighbourhood, code, generation, valid_from, valid_until, perimeter_generation, '' AS rings, \
         is_self_intersecting, is_outside_france, area_ha, source, licence, note FROM neighbourhood_version \
         ORDER BY generation, valid_from, code"
    )
}

/// Every code with its neighbourhood and its generation.
pub async fn codes(tx: &mut Tx) -> Result<Vec<(String, Uuid, String)>> {
    fetch_all!(tx, "SELECT code, neighbourhood, generation FROM neighbourhood_version ORDER BY code")
}

/// Codes in force, `(neighbourhood, code)`: the one to show last of those of its neighbourhood.
pub async fn codes_in_force(tx: &mut Tx) -> Result<Vec<(Uuid, String)>> {
    fetch_all!(
        tx,
        "SELECT neighbourhood, code FROM neighbourhood_version WHERE valid_until IS NULL \
         ORDER BY COALESCE(valid_from, ''), generation, code"
    )
}

/// Code and simplified rings of every version in force.
pub async fn rings_in_force(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    fetch_all!(tx, "SELECT code, rings FROM neighbourhood_version WHERE valid_until IS NULL ORDER BY code")
}

/// The versions of one neighbourhood, oldest generation first.
pub async fn versions_of(tx: &mut Tx, neighbourhood: Uuid) -> Result<Vec<Version>> {
    fetch_all!(
        tx,
        concat!(
            "SELECT ",
            version_columns!("v."),
            " FROM neighbourhood_version v WHERE v.neighbourhood = $1 ORDER BY v.generation, v.valid_from, v.code"
        ),
        neighbourhood
    )
}

/// The version that has this code.
pub async fn version_of_code(tx: &mut Tx, code: &str) -> Result<Option<Version>> {
    fetch_optional!(
        tx,
        concat!("SELECT ", version_columns!("v."), " FROM neighbourhood_version v WHERE v.code = $1"),
        code
    )
}

/// Code, GeoJSON feature and neighbourhood of every version in force.
pub async fn perimeters_in_force(tx: &mut Tx) -> Result<Vec<(String, String, Uuid)>> {
    fetch_all!(
        tx,
        "SELECT v.code, v.perimeter, v.neighbourhood FROM neighbourhood_version v \
         JOIN neighbourhood n ON n.id = v.neighbourhood WHERE v.valid_until IS NULL AND v.perimeter <> '' \
         ORDER BY n.position, v.generation DESC, v.code"
    )
}

/// GeoJSON feature of a code.
pub async fn perimeter_of_code(tx: &mut Tx, code: &str) -> Result<Option<String>> {
    let row: Option<(String,)> =
        fetch_optional!(tx, "SELECT perimeter FROM neighbourhood_version WHERE code = $1", code)?;
    Ok(row.map(|(perimeter,)| perimeter).filter(|perimeter| !perimeter.is_empty()))
}

/// Puts a version, or replaces the one that has its identifier.
pub async fn put_version(tx: &mut Tx, new: &NewVersion, now: Moment) -> Result<()> {
    let version = &new.version;
    execute!(
        tx,
        "INSERT INTO neighbourhood_version (id, neighbourhood, code, generation, valid_from, valid_until, \
         perimeter_generation, perimeter, rings, is_self_intersecting, is_outside_france, area_ha, source, licence, \
         note, imported_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         ON CONFLICT (id) DO UPDATE SET valid_from = excluded.valid_from, valid_until = excluded.valid_until, \
         perimeter_generation = excluded.perimeter_generation, perimeter = excluded.perimeter, rings = excluded.rings, \
         is_self_intersecting = excluded.is_self_intersecting, is_outside_france = excluded.is_outside_france, \
         area_ha = excluded.area_ha, source = excluded.source, licence = excluded.licence, note = excluded.note, \
         imported_at = excluded.imported_at",
        version.id,
        version.neighbourhood,
        &version.code,
        &version.generation,
        version.valid_from.as_deref(),
        version.valid_until.as_deref(),
        &version.perimeter_generation,
        &new.perimeter,
        &version.rings,
        version.is_self_intersecting,
        version.is_outside_france,
        version.area_ha,
        &version.source,
        &version.licence,
        &version.note,
        now.0
    )?;
    Ok(())
}

/// Changes the validity of a version of this neighbourhood.
pub async fn set_validity(
    tx: &mut Tx,
    neighbourhood: Uuid,
    version: Uuid,
    from: Option<&str>,
    until: Option<&str>,
) -> Result<u64> {
    execute!(
        tx,
        "UPDATE neighbourhood_version SET valid_from = $1, valid_until = $2 WHERE id = $3 AND neighbourhood = $4",
        from,
        until,
        version,
        neighbourhood
    )
}

/// Every commune, by name.
pub async fn communes(tx: &mut Tx) -> Result<Vec<Commune>> {
    fetch_all!(tx, "SELECT insee_code, name, siren, department, region, rings FROM commune ORDER BY name, insee_code")
}

/// Neighbourhood, INSEE code and name of the communes of every neighbourhood, in order.
pub async fn communes_of_all(tx: &mut Tx) -> Result<Vec<(Uuid, String, String)>> {
    fetch_all!(
        tx,
        "SELECT nc.neighbourhood, nc.insee_code, COALESCE(c.name, nc.insee_code) FROM neighbourhood_commune nc \
         LEFT JOIN commune c ON c.insee_code = nc.insee_code ORDER BY nc.position, nc.insee_code"
    )
}

/// The communes of one neighbourhood, in order.
pub async fn communes_of(tx: &mut Tx, neighbourhood: Uuid) -> Result<Vec<Commune>> {
    fetch_all!(
        tx,
        "SELECT nc.insee_code AS insee_code, COALESCE(c.name, nc.insee_code) AS name, COALESCE(c.siren, '') AS siren, \
         COALESCE(c.department, '') AS department, COALESCE(c.region, '') AS region, COALESCE(c.rings, '') AS rings \
         FROM neighbourhood_commune nc LEFT JOIN commune c ON c.insee_code = nc.insee_code \
         WHERE nc.neighbourhood = $1 ORDER BY nc.position, nc.insee_code",
        neighbourhood
    )
}

/// Puts a commune; what is empty does not erase what is known.
pub async fn put_commune(tx: &mut Tx, commune: &Commune) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO commune (insee_code, name, siren, department, region, rings) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (insee_code) DO UPDATE SET name = excluded.name, \
         siren = CASE WHEN excluded.siren = '' THEN commune.siren ELSE excluded.siren END, \
         department = CASE WHEN excluded.department = '' THEN commune.department ELSE excluded.department END, \
         region = CASE WHEN excluded.region = '' THEN commune.region ELSE excluded.region END, \
         rings = CASE WHEN excluded.rings = '' THEN commune.rings ELSE excluded.rings END",
        &commune.insee_code,
        &commune.name,
        &commune.siren,
        &commune.department,
        &commune.region,
        &commune.rings
    )?;
    Ok(())
}

/// Sets the communes of a neighbourhood, in order.
pub async fn set_communes(tx: &mut Tx, neighbourhood: Uuid, insee_codes: &[String]) -> Result<()> {
    execute!(tx, "DELETE FROM neighbourhood_commune WHERE neighbourhood = $1", neighbourhood)?;
    for (rank, code) in (0i64..).zip(insee_codes) {
        let sql = "INSERT INTO neighbourhood_commune (neighbourhood, insee_code, position) VALUES ($1, $2, $3) \
                   ON CONFLICT (neighbourhood, insee_code) DO NOTHING";
        execute!(tx, sql, neighbourhood, code, rank)?;
    }
    Ok(())
}
