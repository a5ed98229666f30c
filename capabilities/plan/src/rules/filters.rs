//! What a list of actions is narrowed to.

use kernel::Uuid;
use kernel::text::search_key;

use super::vocabulary::Status;

/// What a list of actions is narrowed to; nothing narrows it by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// One contract.
    pub contract: Option<Uuid>,
    /// One neighbourhood.
    pub area: Option<Uuid>,
    /// One objective, strategic or operational.
    pub node: Option<Uuid>,
    /// One lens.
    pub lens: Option<String>,
    /// One state.
    pub status: Option<Status>,
    /// Some neighbourhoods: those somebody has the right to read; none of them, nothing to read.
    pub within: Option<Vec<Uuid>>,
    /// Only drafts proposed as they now stand, which somebody must validate.
    pub is_proposed: bool,
    /// Words looked for, as typed.
    pub words: String,
}

impl Filters {
    /// The pattern of words too common to be looked for in the index; keys hold letters, digits and spaces only, so nothing
    /// of the pattern language can be typed.
    pub fn pattern(&self) -> String {
        format!("%{}%", search_key(&self.words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_pattern() {
        let filters = Filters { words: " Été 100%_ ".into(), ..Filters::default() };
        assert_eq!(filters.pattern(), "%ete 100%");
    }
}
