//! The codebook to start from, for a contrat de ville.

use super::codebook::Codebook;
use super::written::read_codebook;

/// Themes and needs named by residents and actors in the consultation of a contrat de ville, with the words that speak
/// of them. Our own, built on the seven families of the Carcassonne report of July 2023, and versioned.
const TEXT: &str = include_str!("../../data/contrat_de_ville.csv");

/// The starter codebook.
pub fn starter() -> Codebook {
    let mut reader = csv::Reader::from_reader(TEXT.as_bytes());
    let headers: Vec<String> =
        reader.headers().map(|headers| headers.iter().map(str::to_owned).collect()).unwrap_or_default();
    let rows: Vec<(u64, Vec<String>)> = (2..)
        .zip(reader.records().flatten())
        .map(|(line, record)| (line, record.iter().map(str::to_owned).collect()))
        .collect();
    read_codebook(&headers, &rows).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::codebook::Rules;
    use super::super::write_codebook;
    use super::*;

    #[test]
    fn it_is_whole_versioned_and_reads_back_as_written() {
        let codebook = starter();
        assert!(codebook.themes.len() >= 8 && codebook.version == "contrat-de-ville 1");
        assert_eq!(write_codebook(&codebook), TEXT);
        assert!(codebook.themes.iter().all(|theme| theme.parts.iter().all(|part| !part.words.is_empty())));
    }

    #[test]
    fn it_understands_what_residents_say() {
        let codebook = starter();
        let rules = Rules::of(&codebook);
        for (answer, code) in [
            ("Il y a trop de rats et des poubelles partout", "cadre_de_vie"),
            ("pas assez de bus le soir", "mobilites"),
            ("LE TRAFIC DE DROGUE DANS LE HALL", "securite"),
            ("trouver un médecin c'est impossible", "services"),
            ("une fête de quartier tous les ans", "lien_social"),
            ("du travail pour nos jeunes, des formations", "emploi"),
        ] {
            let weights = rules.read(answer).by_theme(codebook.themes.len());
            let best = (0..weights.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b])).expect("a theme");
            assert_eq!(codebook.themes[best].code, code, "{answer} {weights:?}");
        }
    }
}
