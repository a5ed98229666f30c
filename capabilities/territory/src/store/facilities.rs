//! Facilities.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::Uuid;
use sqlx::FromRow;

use crate::rules::scdl::Facility;

/// A facility with what the platform adds to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Identifier.
    pub id: Uuid,
    /// What the file says.
    pub facility: Facility,
    /// The neighbourhood it stands in.
    pub neighbourhood: Option<Uuid>,
    /// How sure that is: `sûr`, `probable`; empty when not known.
    pub quality: String,
    /// Source.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// Day of the file, ISO.
    pub as_of: Option<String>,
}

#[derive(FromRow)]
struct FacilityRow {
    id: Uuid,
    unique_id: String,
    body_name: String,
    body_siret: String,
    theme: String,
    code: String,
    kind: String,
    name: String,
    house_number: String,
    street: String,
    postal_code: String,
    commune: String,
    address_key: String,
    building_id: String,
    building_type: String,
    building_category: String,
    latitude: f64,
    longitude: f64,
    opening_hours: String,
    telephone: String,
    email: String,
    website: String,
    neighbourhood: Option<Uuid>,
    quality: String,
    source: String,
    licence: String,
    as_of: Option<String>,
}

impl From<FacilityRow> for Kept {
    fn from(row: FacilityRow) -> Self {
        Self {
            id: row.id,
            facility: Facility {
                body_name: row.body_name,
                body_siret: row.body_siret,
                unique_id: row.unique_id,
                theme: row.theme,
                code: row.code,
                kind: row.kind,
                name: row.name,
                house_number: row.house_number,
                street: row.street,
                postal_code: row.postal_code,
                commune: row.commune,
                address_key: row.address_key,
                building_id: row.building_id,
                building_type: row.building_type,
                building_category: row.building_category,
                latitude: row.latitude,
                longitude: row.longitude,
                opening_hours: row.opening_hours,
                telephone: row.telephone,
                email: row.email,
                website: row.website,
            },
            neighbourhood: row.neighbourhood,
            quality: row.quality,
            source: row.source,
            licence: row.licence,
            as_of: row.as_of,
        }
    }
}

macro_rules! facility_columns {
    () => {
        "id, unique_id, body_name, body_siret, theme, code, kind, name, house_number, street, postal_code, commune, \
         address_key, building_id, building_type, building_category, latitude, longitude, opening_hours, telephone, \
         email, website, neighbourhood, quality, source, licence, as_of"
    };
}

/// Every facility, by theme, type and name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Kept>> {
    let rows: Vec<FacilityRow> = fetch_all!(
        tx,
        concat!("SELECT ", facility_columns!(), " FROM facility ORDER BY theme, kind, name, unique_id")
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The facilities of a neighbourhood.
pub async fn of_neighbourhood(tx: &mut Tx, neighbourhood: Uuid) -> Result<Vec<Kept>> {
    let rows: Vec<FacilityRow> = fetch_all!(
        tx,
        concat!(
            "SELECT ",
            facility_columns!(),
            " FROM facility WHERE neighbourhood = $1 ORDER BY theme, kind, name, unique_id"
        ),
        neighbourhood
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The facility of that unique identifier.
pub async fn of_unique_id(tx: &mut Tx, unique_id: &str) -> Result<Option<Kept>> {
    let row: Option<FacilityRow> =
        fetch_optional!(tx, concat!("SELECT ", facility_columns!(), " FROM facility WHERE unique_id = $1"), unique_id)?;
    Ok(row.map(Into::into))
}

/// Puts a facility, or replaces the one of the same unique identifier.
pub async fn put(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let facility = &kept.facility;
    execute!(tx, "DELETE FROM facility WHERE unique_id = $1", &facility.unique_id)?;
    execute!(
        tx,
        concat!(
            "INSERT INTO facility (",
            facility_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
             $22, $23, $24, $25, $26, $27)"
        ),
        kept.id,
        &facility.unique_id,
        &facility.body_name,
        &facility.body_siret,
        &facility.theme,
        &facility.code,
        &facility.kind,
        &facility.name,
        &facility.house_number,
        &facility.street,
        &facility.postal_code,
        &facility.commune,
        &facility.address_key,
        &facility.building_id,
        &facility.building_type,
        &facility.building_category,
        facility.latitude,
        facility.longitude,
        &facility.opening_hours,
        &facility.telephone,
        &facility.email,
        &facility.website,
        kept.neighbourhood,
        &kept.quality,
        &kept.source,
        &kept.licence,
        kept.as_of.as_deref()
    )?;
    Ok(())
}

/// Tells in which neighbourhood a facility stands.
pub async fn place(tx: &mut Tx, id: Uuid, neighbourhood: Option<Uuid>, quality: &str) -> Result<()> {
    execute!(tx, "UPDATE facility SET neighbourhood = $1, quality = $2 WHERE id = $3", neighbourhood, quality, id)?;
    Ok(())
}
