//! Addresses made of words.

use kernel::text::search_key;

/// `Formulaire à corriger` → `formulaire-a-corriger`.
pub fn slug(words: &str) -> String {
    search_key(words).replace(' ', "-")
}

/// One address for each name, in order; a name that comes back gets a number.
pub fn distinct_slugs<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for name in names {
        let base = slug(name);
        let mut candidate = base.clone();
        let mut rank = 2;
        while slugs.contains(&candidate) {
            candidate = format!("{base}-{rank}");
            rank += 1;
        }
        slugs.push(candidate);
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
