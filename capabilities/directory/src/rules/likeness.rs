//! Whether two organisations are one: numbers decide; a name alone asks.

use kernel::text::search_key;

/// What an organisation is known by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its SIRET.
    pub siret: Option<&'a str>,
    /// Its number in the register of associations.
    pub rna: Option<&'a str>,
}

/// How like another an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It is the same: one of its numbers says so.
    Same,
    /// It bears the same name, and no number says whether it is the same.
    Perhaps,
    /// It is another.
    Other,
}

/// How like a known organisation the one somebody tells of is. Two names alike with different numbers are two associations.
pub fn likeness(known: Told<'_>, told: Told<'_>) -> Likeness {
    let compared = [(known.siret, told.siret), (known.rna, told.rna)];
    let compared = compared.iter().filter_map(|(one, other)| Some((*one)? == (*other)?));
    match compared.reduce(|one, other| one || other) {
        Some(true) => Likeness::Same,
        None if search_key(known.name) == search_key(told.name) => Likeness::Perhaps,
        Some(false) | None => Likeness::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_decide_and_names_ask() {
        let told = |name, siret, rna| Told { name, siret, rna };
        let one = told("Les Passerelles", Some("1"), None);
        assert_eq!(likeness(one, told("Autre nom", Some("1"), None)), Likeness::Same);
        assert_eq!(likeness(one, told("LES PASSERELLES", None, Some("W1"))), Likeness::Perhaps);
        assert_eq!(likeness(one, told("Les Passerelles", Some("2"), None)), Likeness::Other, "a homonym");
        assert_eq!(likeness(one, told("Le Fil", None, None)), Likeness::Other);
        let both = told("Les Passerelles", Some("1"), Some("W1"));
        assert_eq!(likeness(both, told("Les Passerelles", Some("2"), Some("W1"))), Likeness::Same, "its seat moved");
    }
}
