//! What is read by others: the sentence without what points at somebody.

use std::collections::BTreeMap;

use themes::privacy::{self, Kind};

/// A sentence masked, and what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Masked {
    /// What others may read once it is reviewed.
    pub text: String,
    /// What was found, in French: « Un nom : [nom], 2 fois ».
    pub found: Vec<String>,
}

/// Masks a sentence. What the rules of masking leave and the rules of evidence still see is told, for the review.
pub(crate) fn masked(sentence: &str) -> Masked {
    let mut counts: BTreeMap<Kind, i64> = BTreeMap::new();
    for span in privacy::find(sentence) {
        *counts.entry(span.kind).or_default() += 1;
    }
    let text = privacy::mask(sentence);
    let mut found: Vec<String> = counts
        .into_iter()
        .map(|(kind, count)| match count {
            1 => format!("Masqué : {}", kind.placeholder()),
            _ => format!("Masqué {count} fois : {}", kind.placeholder()),
        })
        .collect();
    if listening::facade::names_somebody(&text) {
        found.push("Le texte masqué semble encore nommer quelqu’un ou donner un moyen de le joindre".to_owned());
    }
    Masked { text, found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_at_somebody_is_masked_and_told() {
        let made = masked("Mme Durand, au 06 12 34 56 78, dit que le hall est sale");
        assert!(!made.text.contains("Durand") && !made.text.contains("06 12"), "{}", made.text);
        assert!(made.text.contains("le hall est sale") && made.found.len() == 2, "{made:?}");
        assert_eq!(masked("Le hall est sale"), Masked { text: "Le hall est sale".into(), found: Vec::new() });
    }
}
