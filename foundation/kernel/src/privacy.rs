//! What is kept about people, declared by each slice next to its tables: the privacy page prints it,
//! the purge follows it, and a test refuses a table that nobody declared.

/// Personal data kept in a table: what, why, until when, and who answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Table.
    pub table: &'static str,
    /// Columns that say something of a person.
    pub columns: &'static [&'static str],
    /// What it is, in French, as the privacy page says it.
    pub what: &'static str,
    /// Why it is kept, in French.
    pub purpose: &'static str,
    /// Until when, in French; the purge job follows the same rule.
    pub until: &'static str,
    /// Who answers for it in the town, in French.
    pub owner: &'static str,
}

/// Everything a slice declares about its tables.
#[derive(Clone, Copy, Debug)]
pub struct Privacy {
    /// Tables that hold personal data.
    pub kept: &'static [Kept],
    /// Tables that hold none.
    pub without: &'static [&'static str],
}
