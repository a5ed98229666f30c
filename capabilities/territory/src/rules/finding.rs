//! Finding a neighbourhood by what somebody typed, and telling how sure the answer is.

use geography::Quality;
use kernel::text::search_key;

/// A neighbourhood that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T> {
    /// Which.
    pub what: T,
    /// Name, other spellings and codes.
    pub names: Vec<String>,
}

/// Those whose name, other spelling or code holds every word typed; an exact match alone wins.
pub fn by_name<'n, T>(typed: &str, all: &'n [Named<T>]) -> Vec<&'n Named<T>> {
    let wanted = search_key(typed);
    if wanted.chars().count() < 2 {
        return Vec::new();
    }
    let exact: Vec<&Named<T>> =
        all.iter().filter(|one| one.names.iter().any(|name| search_key(name) == wanted)).collect();
    if !exact.is_empty() {
        return exact;
    }
    let holds = |name: &String| {
        let words: Vec<String> = search_key(name).split(' ').map(str::to_owned).collect();
        wanted.split(' ').filter(|word| !is_small(word)).all(|word| words.iter().any(|known| known.starts_with(word)))
    };
    if wanted.split(' ').all(is_small) {
        return Vec::new();
    }
    all.iter().filter(|one| one.names.iter().any(holds)).collect()
}

fn is_small(word: &str) -> bool {
    matches!(word, "le" | "la" | "les" | "l" | "de" | "du" | "des" | "d" | "quartier" | "quartiers")
}

/// Whether a text looks like an address rather than a name: it has a number or names a kind of street.
pub fn is_address(typed: &str) -> bool {
    const KINDS: [&str; 14] = [
        "rue",
        "avenue",
        "av",
        "boulevard",
        "bd",
        "place",
        "impasse",
        "allee",
        "chemin",
        "route",
        "cours",
        "square",
        "quai",
        "residence",
    ];
    let key = search_key(typed);
    key.split(' ').any(|word| word.starts_with(|c: char| c.is_ascii_digit()) || KINDS.contains(&word))
}

/// How sure an answer is, in words people understand.
pub const fn quality_sentence(quality: Quality) -> &'static str {
    match quality {
        Quality::Sure => "Réponse sûre : le contour officiel ne laisse pas de doute.",
        Quality::Probable => {
            "Réponse probable : l’adresse est tout près de la limite, ou seule la rue est connue. Demandez confirmation avant une démarche."
        }
        Quality::Undetermined => "Réponse incertaine : l’adresse n’a pas été reconnue assez précisément.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_or_without_accents_and_small_words() {
        let one = |what, names: &[&str]| Named { what, names: names.iter().map(|name| (*name).to_owned()).collect() };
        let all = [
            one(1, &["La Conte - Ozanam", "QN01102I"]),
            one(2, &["Le Viguier - Saint-Jacques"]),
            one(3, &["Saint-Jacques"]),
        ];
        let found = |typed: &str| by_name(typed, &all).iter().map(|named| named.what).collect::<Vec<_>>();
        assert_eq!(found("ozanam"), [1]);
        assert_eq!(found("qn01102i"), [1]);
        assert_eq!(found("quartier du viguier"), [2]);
        assert_eq!(found("SAINT JACQUES"), [3]);
        assert_eq!(found("saint"), [2, 3]);
        assert!(found("la").is_empty() && found("").is_empty() && found("marseille").is_empty());
    }

    #[test]
    fn addresses_are_told_from_names() {
        assert!(is_address("12 rue de Verdun") && is_address("avenue Foch"));
        assert!(!is_address("La Conte") && !is_address("Le Viguier"));
    }
}
