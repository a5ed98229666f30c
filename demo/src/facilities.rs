//! Fictional facilities in the official SCDL « équipements » format, to try the import and the map.

use crate::{LoadError, header::Header, read_toml};
use serde::Deserialize;

/// The CSV file as it would be imported.
pub const FACILITIES_CSV: &str = include_str!("../data/equipements_exemple_fictif.csv");

/// `facilities.toml` and the rows of the CSV file it describes.
#[derive(Debug, Clone)]
pub struct FacilitiesFile {
    /// Source and licence.
    pub header: Header,
    /// Which file, on which schema.
    pub file: FacilitiesDescription,
    /// Rows, in the order of the file.
    pub rows: Vec<Facility>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DescriptionFile {
    header: Header,
    file: FacilitiesDescription,
}

/// Name and schema of the CSV file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilitiesDescription {
    /// Name of the file in `demo/data`.
    pub name: String,
    /// Name of the schema.
    pub schema: String,
    /// Version of the schema.
    pub schema_version: String,
    /// Number of rows expected.
    pub rows: usize,
}

/// One facility. Fields follow the columns of SCDL « équipements » 0.1.5, in the same order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// Name of the public body.
    #[serde(rename = "COLL_NOM")]
    pub body_name: String,
    /// Its SIRET; zeros here, since it does not exist.
    #[serde(rename = "COLL_SIRET")]
    pub body_siret: String,
    /// Unique identifier: INSEE code, facility code.
    #[serde(rename = "EQUIP_UID")]
    pub unique_id: String,
    /// One of the ten themes of the schema.
    #[serde(rename = "EQUIP_THEME")]
    pub theme: String,
    /// Code in the nomenclature and rank.
    #[serde(rename = "EQUIP_CODE")]
    pub code: String,
    /// Type of facility.
    #[serde(rename = "EQUIP_TYPE")]
    pub kind: String,
    /// Name; begins with « Exemple – ».
    #[serde(rename = "EQUIP_NOM")]
    pub name: String,
    /// House number; 99999 means none.
    #[serde(rename = "ADR_NUMERO")]
    pub house_number: String,
    /// Street.
    #[serde(rename = "ADR_NOMVOIE")]
    pub street: String,
    /// Postal code.
    #[serde(rename = "ADR_CODEPOSTAL")]
    pub postal_code: String,
    /// Commune.
    #[serde(rename = "ADR_COMMUNE")]
    pub commune: String,
    /// Interoperability key of the address.
    #[serde(rename = "ADR_CLE_INTEROP")]
    pub address_key: Option<String>,
    /// Identifier as a building open to the public.
    #[serde(rename = "ERP_ID")]
    pub public_building_id: Option<String>,
    /// Types of building open to the public.
    #[serde(rename = "ERP_TYPE")]
    pub public_building_type: Option<String>,
    /// Category of building open to the public, 1 to 5.
    #[serde(rename = "ERP_CATEGORIE")]
    pub public_building_category: Option<u8>,
    /// Latitude, WGS84 degrees.
    #[serde(rename = "EQUIP_LAT")]
    pub latitude: f64,
    /// Longitude, WGS84 degrees.
    #[serde(rename = "EQUIP_LONG")]
    pub longitude: f64,
    /// Opening hours, in the form OpenStreetMap uses.
    #[serde(rename = "EQUIP_OUVERTURE")]
    pub opening_hours: Option<String>,
    /// Telephone.
    #[serde(rename = "EQUIP_TEL")]
    pub telephone: Option<String>,
    /// E-mail.
    #[serde(rename = "EQUIP_EMAIL")]
    pub email: Option<String>,
    /// Web site.
    #[serde(rename = "EQUIP_WEB")]
    pub website: Option<String>,
}

/// Reads the description and the rows.
pub(crate) fn read() -> Result<FacilitiesFile, LoadError> {
    let DescriptionFile { header, file } = read_toml("facilities.toml", include_str!("../data/facilities.toml"))?;
    let rows = csv::Reader::from_reader(FACILITIES_CSV.as_bytes())
        .deserialize()
        .collect::<Result<Vec<Facility>, csv::Error>>()
        .map_err(|source| LoadError::Csv { file: "equipements_exemple_fictif.csv", source })?;
    Ok(FacilitiesFile { header, file, rows })
}
