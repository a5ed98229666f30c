//! One function per act of the corpus. Each authorises, loads, applies the rule, saves, and records once; no entry of
//! the journal holds a word that was said.

mod intake;
mod masking;

pub(crate) use intake::record_words;
pub use intake::take_in;
pub(crate) use masking::{Masked, masked};

use kernel::{Outside, Scope, Uuid};

/// Where the sentence of a verbatim is sealed.
pub(crate) const PLACE: &str = "verbatim_raw.sealed";

/// Where an act about a neighbourhood in a consultation takes place.
pub(crate) fn place(contract: Option<Uuid>, area: Option<Uuid>) -> Scope {
    Scope { contract, territory: area, organisation: None }
}

/// The last day it is anywhere in the world: months after that are mistakes.
pub(crate) fn today(outside: &Outside) -> jiff::civil::Date {
    outside.now().plus_seconds(14 * 3600).day(&jiff::tz::TimeZone::UTC)
}
