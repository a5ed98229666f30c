//! Addresses made of words.

use kernel::text::{free_name, slug};

/// One address for each name, in order; a name that comes back gets a number.
pub fn distinct_slugs<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for name in names {
        let is_taken = |address: &str| slugs.iter().any(|slug| slug == address);
        slugs.push(free_name(&slug(name, '-', usize::MAX), '-', is_taken));
    }
    slugs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_back_stay_apart() {
        assert_eq!(
            distinct_slugs(["Page à lire", "page a lire", "Autre", "PAGE À LIRE"]),
            ["page-a-lire", "page-a-lire-2", "autre", "page-a-lire-3"]
        );
    }
}
