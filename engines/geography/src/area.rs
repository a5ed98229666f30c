//! The area: a code, a name, its communes and a perimeter.

use geo::MultiPolygon;
use serde::{Deserialize, Serialize};

use crate::code::{Generation, NeighbourhoodKind};

/// What an import noticed on a perimeter without refusing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flags {
    /// A ring crosses or touches itself, or two rings of one polygon cross: areas are measured and
    /// points located with the even-odd rule.
    pub is_self_intersecting: bool,
    /// A ring did not end where it began; the import closed it.
    pub is_closed_by_import: bool,
    /// A ring of fewer than three distinct points was left out.
    pub is_ring_dropped: bool,
    /// The perimeter lies out of every French territory.
    pub is_outside_france: bool,
    /// The perimeter was too intricate to be checked for self-intersections.
    pub is_unchecked: bool,
}

/// A neighbourhood read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Code, in capitals and trimmed when it has a national or local form.
    pub code: String,
    /// Name as written in the source; empty when the source has none. May hold `;` and `,`.
    pub name: String,
    /// Kind derived from the code or given to the import.
    pub kind: Option<NeighbourhoodKind>,
    /// Generation of the national zoning, derived from the code.
    pub generation: Option<Generation>,
    /// INSEE codes of the communes, in the order of the source.
    pub communes: Vec<String>,
    /// Names of the communes; empty when they could not be told apart.
    pub commune_names: Vec<String>,
    /// SIREN numbers of the intercommunal bodies (a neighbourhood spans two at most).
    pub epci: Vec<String>,
    /// Perimeter, longitude and latitude in degrees (WGS 84).
    pub perimeter: MultiPolygon,
    /// What was noticed on the perimeter.
    pub flags: Flags,
}
