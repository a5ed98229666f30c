//! One function per act of the corpus. Each authorises, loads, applies the rule, saves, and records once; no entry of
//! the journal holds a word that was said.

mod codebook;
mod coding;
mod fate;
mod grouping;
mod import;
mod intake;
mod learning;
mod masking;
mod queue;
mod removal;
mod results;
mod review;

pub(crate) use codebook::codebook_table;
pub use codebook::{begin_codebook, import_codebook, put_theme, set};
pub(crate) use coding::is_sensitive;
pub use coding::{code, make_evidence};
pub use fate::fates;
pub(crate) use grouping::{
    AT_ONCE, GROUP, ask_grouping, group, grouping_job, keep_grouping, sentences_to_group, stop_grouping,
};
pub(crate) use import::{Line, Mapping, Report, import_words, read_words};
pub use intake::{record_words, said_again, take_in};
pub(crate) use learning::{LEARN, keep_learnt, learn, lesson, wish_to_learn_again};
pub(crate) use masking::{Masked, masked};
pub(crate) use queue::{Asked, Batch, Turn, Work};
pub(crate) use removal::PURGE;
pub use removal::{ERASABLES, TRACES, drop_traces, erase, purge, take_back};
pub(crate) use results::{Among, Results};
pub(crate) use review::{Awaiting, awaiting, field, opened};
pub use review::{Decision, review};

use kernel::{Act, Actor, Outside, Scope, Uuid};
use territory::facade::Area;

/// Where the sentence of a verbatim is sealed.
pub(crate) const PLACE: &str = "verbatim_raw.sealed";

/// Where an act about a neighbourhood in a consultation takes place.
pub(crate) fn place(contract: Option<Uuid>, area: Option<Uuid>) -> Scope {
    Scope { contract, territory: area, organisation: None }
}

/// Whether an actor may do an act somewhere in a consultation: everywhere, or in one neighbourhood.
pub(crate) fn reach(actor: &Actor, act: &Act, contract: Option<Uuid>, areas: &[Area]) -> bool {
    std::iter::once(None)
        .chain(areas.iter().map(|area| Some(area.id)))
        .any(|area| actor.may(act, &place(contract, area)).is_allowed())
}

/// The last day it is anywhere in the world: months after that are mistakes.
pub(crate) fn today(outside: &Outside) -> jiff::civil::Date {
    outside.now().plus_seconds(14 * 3600).day(&jiff::tz::TimeZone::UTC)
}
