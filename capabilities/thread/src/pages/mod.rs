//! The pages of the slice.

pub mod colour;
pub mod euro;
pub mod given;
mod links;
pub mod manage;
pub mod needs;
pub mod reply;
mod samples;
pub mod show;
mod told;

pub use samples::samples;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use lineage::Kind;
use web::{House, answer};

/// Where the thread of an object is read by anybody.
fn public_path(kind: Kind, reference: &str) -> String {
    format!("/fil/{}/{}", kind.code(), answer::encode(reference))
}

/// Where it is read inside.
fn inside_path(kind: Kind, reference: &str) -> String {
    format!("/gestion{}", public_path(kind, reference))
}

/// The day it is, in the town.
fn today(house: &House) -> (Date, TimeZone) {
    let zone = house.settings.zone.clone();
    (house.outside.now().day(&zone), zone)
}
