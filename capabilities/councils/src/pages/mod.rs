//! The pages of the slice.

pub mod answer;
mod apart;
pub mod call_papers;
pub mod calls;
pub mod candidate;
mod ceremony;
pub mod college;
pub mod crossed;
pub mod doubts;
pub mod draws;
pub mod kinds;
pub mod leading;
pub mod letters;
pub mod list;
pub mod minutes;
pub mod open;
pub mod open_draw;
pub mod person;
pub mod pool;
pub mod pool_file;
pub mod receipt;
pub mod recognition;
mod samples;
mod samples_drawing;
mod samples_pool;
pub mod seat;
pub mod setting;
pub mod sheet;
pub mod streets;
pub mod structures;
pub mod verification;
pub mod why;

pub use samples::samples;

use interface::{Choice, Link};
use kernel::{Actor, Uuid};
use territory::facade::Area;

use crate::actions::place;
use crate::rules::{Council, Quota};

/// Values of a vocabulary as choices.
macro_rules! choices_of {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|value| interface::Choice::new(value.code(), value.french())).collect::<Vec<_>>()
    };
}
use choices_of;

/// Where a council is managed.
fn sheet_path(id: Uuid) -> String {
    format!("/gestion/conseils/{id}")
}

/// Where a college is managed.
fn college_path(id: Uuid) -> String {
    format!("/gestion/colleges/{id}")
}

/// Where the public reads a council.
fn council_path(id: Uuid) -> String {
    format!("/conseils/{id}")
}

/// The pages above those of a council.
fn above(council: &Council) -> Vec<Link> {
    vec![Link::new("Conseils citoyens", "/gestion/conseils"), Link::new(&council.terms.name, sheet_path(council.id))]
}

fn may(actor: &Actor, act: &'static kernel::Act, council: &Council) -> bool {
    actor.may(act, &place(&council.terms)).is_allowed()
}

fn area_choices(areas: &[Area]) -> Vec<Choice> {
    areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect()
}

fn choices(named: &[(Uuid, String)]) -> Vec<Choice> {
    named.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect()
}

/// « de 8 à 8 », « 4 au moins », « au plus 2 ».
fn bounds(quota: &Quota, seats: i64) -> String {
    bounds_of((quota.low, quota.high), seats)
}

/// The same, of any two bounds.
fn bounds_of(bounds: (i64, i64), seats: i64) -> String {
    match bounds {
        (low, high) if low == high => format!("{low} exactement"),
        (0, high) => format!("{high} au plus"),
        (low, high) if high >= seats => format!("{low} au moins"),
        (low, high) => format!("de {low} à {high}"),
    }
}
