//! The site has no table of its own; it answers for those of the search index and of the schema's history, which
//! hold nothing about people.

use kernel::privacy::Privacy;

/// The search index and the steps of the schema.
pub const PRIVACY: Privacy =
    Privacy { kept: &[], without: &["migration", "search_entry", "search_place", "search_posting", "search_state"] };
