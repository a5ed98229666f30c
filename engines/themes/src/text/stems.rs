//! The stem words of one family share.

use rust_stemmers::{Algorithm, Stemmer};

use super::words::folded;

/// Plurals and abbreviations that the stemmer does not bring back to their word. Sorted.
const IRREGULAR: [(&str, &str); 40] = [
    ("adolescent", "ado"),
    ("adolescente", "ado"),
    ("adolescents", "ado"),
    ("ados", "ado"),
    ("assoc", "association"),
    ("asso", "association"),
    ("assos", "association"),
    ("cheveux", "cheveu"),
    ("ciel", "ciel"),
    ("cieux", "ciel"),
    ("ecolo", "ecologie"),
    ("ecolos", "ecologie"),
    ("enjeux", "enjeu"),
    ("feux", "feu"),
    ("foot", "football"),
    ("hlm", "hlm"),
    ("jeux", "jeu"),
    ("lieux", "lieu"),
    ("manif", "manifestation"),
    ("mediathequ", "mediatheque"),
    ("milieux", "milieu"),
    ("muscu", "musculation"),
    ("pbs", "probleme"),
    ("pb", "probleme"),
    ("pblm", "probleme"),
    ("poubel", "poubelle"),
    ("ptit", "petit"),
    ("qqun", "quelqun"),
    ("rdv", "rendezvous"),
    ("resto", "restaurant"),
    ("restos", "restaurant"),
    ("toilette", "toilette"),
    ("toilettes", "toilette"),
    ("travaux", "travail"),
    ("velos", "velo"),
    ("voeux", "voeu"),
    ("voisines", "voisin"),
    ("wc", "toilette"),
    ("wcs", "toilette"),
    ("yeux", "oeil"),
];

/// Snowball French (Porter), on words whose accents are not trusted: people forget them, and capitals often lack them.
pub struct Stems {
    stemmer: Stemmer,
}

impl Default for Stems {
    fn default() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::French) }
    }
}

impl Stems {
    /// The stem of a folded word.
    pub fn of(&self, word: &str) -> String {
        let word = IRREGULAR.iter().find(|(form, _)| *form == word).map_or(word, |(_, known)| *known);
        if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return word.to_owned();
        }
        // « sécurité » is cut as such only with its accent: given back where French always has one.
        let accented = ["ite", "ites"]
            .iter()
            .find_map(|end| word.strip_suffix(end).map(|start| format!("{start}ité{}", &end[3..])));
        let stem = self.stemmer.stem(accented.as_deref().unwrap_or(word));
        folded(&stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_has_one_stem_with_or_without_accents() {
        let stems = Stems::default();
        for family in [
            &["travail", "travaux"][..],
            &["logement", "logements"],
            &["securite", "securites"],
            &["commercant", "commercants", "commercante"],
            &["jeu", "jeux"],
            &["vegetaliser", "vegetalisation"],
            &["proprete", "propretes"],
        ] {
            let first = stems.of(family[0]);
            assert!(family.iter().all(|word| stems.of(word) == first), "{family:?} {first}");
        }
        assert_ne!(stems.of("velo"), stems.of("ville"));
    }
}
