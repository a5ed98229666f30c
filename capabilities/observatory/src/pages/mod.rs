//! The pages: form, handler, view and samples side by side.

pub mod comparison;
pub mod crossing;
pub mod home;
pub mod importing;
pub mod indicator;
pub mod library;
pub mod open;
pub mod portrait;
pub(crate) mod sample;
pub mod sheet;
pub mod values;

use documents::Absence as Blank;
use interface::{Datum, Link};

use crate::rules::figures::{Absence, Reading, Unit};

/// Where the back office of the slice is.
const HOME: &str = "/gestion/observatoire";
/// Where anybody reads.
const PUBLIC: &str = "/observatoire";

fn above() -> Vec<Link> {
    vec![Link::new("Observatoire", HOME)]
}

fn public_above() -> Vec<Link> {
    vec![Link::new("Accueil", "/"), Link::new("L’observatoire", PUBLIC)]
}

/// Where an indicator is read.
pub(crate) fn path(code: &str) -> String {
    format!("{PUBLIC}/indicateurs/{}", web::answer::encode(code))
}

pub(crate) const fn blank(absence: Absence) -> Blank {
    match absence {
        Absence::Missing => Blank::Missing,
        Absence::NotDisclosed => Blank::NotDisclosed,
        Absence::NotAsked => Blank::NotAsked,
    }
}

fn datum(reading: &Reading) -> Datum {
    match reading {
        Reading::Known(value) => Datum::Value(*value),
        Reading::Doubtful { .. } => Datum::Absent(Blank::Missing),
        Reading::Absent(absence) => Datum::Absent(blank(*absence)),
    }
}

/// How values of a unit are written on charts and maps.
fn measure(unit: Unit) -> interface::Measure {
    let (sign, decimals) = match unit {
        Unit::Percent => ("%", 1),
        Unit::EurosPerYear => ("€", 0),
        Unit::Ratio => ("", 1),
        _ => ("", 0),
    };
    interface::Measure::Value { unit: sign.to_owned(), decimals }
}
