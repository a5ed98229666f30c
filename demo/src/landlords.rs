//! Invented landlords, their agreements of abatement, urban management.

use crate::header::Header;
use serde::Deserialize;

/// `landlords.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandlordsFile {
    /// Source and licence.
    pub header: Header,
    /// Landlords.
    #[serde(rename = "landlord")]
    pub landlords: Vec<Landlord>,
    /// Their agreements.
    #[serde(rename = "agreement")]
    pub agreements: Vec<Agreement>,
    /// Agreements of urban management.
    #[serde(rename = "management")]
    pub managements: Vec<Management>,
}

/// A landlord.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landlord {
    /// Stable key.
    pub key: String,
    /// Its name, which says that it is an example.
    pub name: String,
    /// Whom to ask.
    pub service: String,
}

/// An agreement of abatement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Key of the landlord.
    pub landlord: String,
    /// Key of the neighbourhood.
    pub area: String,
    /// Anything to say of it.
    #[serde(default)]
    pub note: String,
    /// Dwellings.
    pub dwellings: i64,
    /// Their net base, in euros.
    pub base: i64,
    /// Rates in millionths: town, intercommunality, others, waste.
    pub rates: [u32; 4],
    /// Staff for a thousand dwellings, in hundredths of a post: elsewhere, here.
    pub staff: Option<[i64; 2]>,
    /// Tenants who answered last year, and those satisfied.
    pub tenants: Option<[i64; 2]>,
    /// Why less is valued this year.
    #[serde(default)]
    pub reason: String,
    /// Its actions.
    #[serde(rename = "action")]
    pub actions: Vec<Action>,
}

/// An action of a landlord.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Years from this one.
    pub year: i64,
    /// From 1 to 8.
    pub axis: u8,
    /// What it is.
    pub title: String,
    /// Where.
    pub place: String,
    /// When.
    pub calendar: String,
    /// Planned, in euros.
    pub planned: i64,
    /// Of which paid by others.
    #[serde(default)]
    pub others: i64,
    /// Done.
    pub done: Option<i64>,
    /// Usual level of staff.
    #[serde(default)]
    pub common_law: i64,
    /// Paid by urban renewal.
    #[serde(default)]
    pub renewal: i64,
    /// Valued.
    pub valued: i64,
    /// The finding of a walk it answers, by its words.
    #[serde(default)]
    pub finding: String,
}

/// An agreement of urban management.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Management {
    /// Its name.
    pub title: String,
    /// Who signs it.
    pub partners: String,
    /// Keys of its neighbourhoods.
    pub areas: Vec<String>,
    /// Its actions.
    #[serde(rename = "action")]
    pub actions: Vec<ManagementAction>,
}

/// An action of urban management.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagementAction {
    /// Years from this one.
    pub year: i64,
    /// What it is about, a stable name.
    pub theme: String,
    /// What is done.
    pub title: String,
    /// Who does it.
    pub who: String,
    /// How far it is, a stable name.
    pub state: String,
    /// What was done.
    #[serde(default)]
    pub note: String,
}
