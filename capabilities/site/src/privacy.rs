//! The site has no table of its own; it answers for those of the search index and of the schema's history, which
//! hold nothing about people.

use kernel::privacy::Privacy;

/// The search index (with the tables SQLite keeps beside it) and the steps of the schema.
pub const PRIVACY: Privacy = Privacy {
    kept: &[],
    without: &[
        "migration",
        "search_entry",
        "search_words",
        "search_words_config",
        "search_words_content",
        "search_words_data",
        "search_words_docsize",
        "search_words_idx",
    ],
};
