//! Which lines of a table that everybody reads are not disclosed.

use std::collections::HashSet;

use kernel::Uuid;
use tabulation::secrecy::SecrecyRule;

use super::codebook::Theme;

/// Themes whose line is not disclosed: those of few words; and in a family where one part alone is, the part that comes next by its
/// number, or the theme itself when there is none: otherwise a subtraction would give the first back.
pub fn hidden_themes(counts: &[(&Theme, u64)]) -> HashSet<Uuid> {
    let is_small = |count: u64| SecrecyRule::SURVEY.is_small(count);
    let mut hidden: HashSet<Uuid> =
        counts.iter().filter(|(_, count)| is_small(*count)).map(|(theme, _)| theme.id).collect();
    for (main, count) in counts.iter().filter(|(theme, _)| theme.parent.is_none()) {
        let parts = || counts.iter().filter(|(theme, _)| theme.parent == Some(main.id));
        if is_small(*count) || parts().filter(|(theme, _)| hidden.contains(&theme.id)).count() != 1 {
            continue;
        }
        let left = parts().filter(|(theme, count)| *count > 0 && !hidden.contains(&theme.id));
        let next = left.min_by_key(|(_, count)| *count).map_or(main.id, |(theme, _)| theme.id);
        hidden.insert(next);
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(id: u128, parent: u128) -> Theme {
        Theme {
            id: Uuid::from_u128(id),
            parent: (parent > 0).then(|| Uuid::from_u128(parent)),
            code: String::new(),
            label: String::new(),
            words: String::new(),
            unless_words: String::new(),
            need: None,
            is_sensitive: false,
            is_retired: false,
        }
    }

    fn hidden(counts: &[(u128, u128, u64)]) -> Vec<u128> {
        let themes: Vec<(Theme, u64)> =
            counts.iter().map(|(id, parent, count)| (theme(*id, *parent), *count)).collect();
        let counts: Vec<(&Theme, u64)> = themes.iter().map(|(theme, count)| (theme, *count)).collect();
        let mut all: Vec<u128> = hidden_themes(&counts).iter().map(Uuid::as_u128).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn a_part_alone_is_not_given_back_by_a_subtraction() {
        // Few words: not disclosed. Nothing said: zero is disclosed.
        assert_eq!(hidden(&[(1, 0, 2), (2, 0, 0), (3, 0, 40)]), [1]);
        // One part of three: the next smallest goes with it.
        assert_eq!(hidden(&[(1, 0, 60), (11, 1, 2), (12, 1, 30), (13, 1, 28)]), [11, 13]);
        // Two parts already: nothing more.
        assert_eq!(hidden(&[(1, 0, 60), (11, 1, 2), (12, 1, 3), (13, 1, 55)]), [11, 12]);
        // The only part: the theme itself.
        assert_eq!(hidden(&[(1, 0, 60), (11, 1, 2), (12, 1, 0)]), [1, 11]);
        // A theme of few words hides its parts by itself.
        assert_eq!(hidden(&[(1, 0, 3), (11, 1, 2), (12, 1, 1)]), [1, 11, 12]);
    }
}
