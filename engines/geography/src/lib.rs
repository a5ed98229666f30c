//! Areas, points and addresses: the geometry of the priority neighbourhoods.
//!
//! This crate is pure: it reads bytes and answers with values. It knows nothing of the database,
//! the web or the clock, so that the command line can use it without a server and each rule can be
//! tested alone.
//!
//! | to do | use |
//! |---|---|
//! | import a file of perimeters | [`Source::open`], [`Source::columns`], [`Source::import`] |
//! | write GeoJSON | [`to_geojson`] |
//! | project, measure | [`projection`], [`area_hectares`] |
//! | find the area of a point | [`AreaIndex`] |
//! | complete a CSV of points | [`locate_csv`] |
//! | understand a typed address | [`address`], [`ban`] |
//! | draw | [`drawing`] |
//! | compare two generations of the zoning | [`zoning`] |
//!
//! Coordinates are always longitude then latitude, in degrees (WGS 84), unless a name says otherwise.

pub mod address;
mod area;
pub mod ban;
pub mod code;
pub mod drawing;
mod index;
mod locating;
mod measure;
pub mod projection;
mod reading;
mod rings;
mod writing;
pub mod zoning;

pub use area::{Area, Flags};
pub use code::{Code, Generation, NeighbourhoodKind};
pub use index::{AreaIndex, DEFAULT_TOLERANCE_METRES, Hit, Location, Quality};
pub use locating::{LocateError, LocateOptions, LocateReport, locate_csv};
pub use measure::{area_hectares, centre};
pub use reading::{
    CodePolicy, Column, ImportOptions, ImportReport, Limits, LineReport, Mapping, ReadError, Role, Source, Verdict,
};
pub use rings::contains_even_odd;
pub use writing::{feature, to_geojson};
