//! What the tables of the slice keep about people.

use kernel::privacy::Privacy;

/// Nothing: questions, criteria and indicators speak of places and policies.
pub const PRIVACY: Privacy =
    Privacy { kept: &[], without: &["evaluation_framework", "evaluation_item", "evaluation_item_node"] };
