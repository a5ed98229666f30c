//! French texts as terms that can be counted: the same on every machine, for ever.
//!
//! Elisions, accents and case are set aside; words of one family share a stem (Snowball French, Porter 2001); words
//! that say nothing of a subject are left out.

mod hash;
mod lexicon;
mod sentences;
mod stems;
mod stop_words;
mod words;

pub(crate) use hash::hashed;
pub use lexicon::{Lexicon, TermId};
pub use sentences::sentences;
pub use stems::Stems;
pub use stop_words::is_stop_word;
pub use words::{each_word, folded};
