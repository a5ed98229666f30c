//! What is proposed for a sentence: by the words of the codebook at first, then by what hands decided.

use std::collections::HashMap;

use kernel::Uuid;
use sentences::Vector;
use themes::coding::{self, Coded, Coder, Rules, SubTheme};

use super::codebook::Theme;

/// A theme proposed for a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// Which.
    pub theme: Uuid,
    /// How sure, 0 to 1.
    pub probability: f64,
}

/// The probability given to a theme whose rules are met by one word; more words are surer.
const ONE_WORD: f64 = 0.6;

/// From which confidence on a theme is proposed.
const PROPOSED: f64 = 0.5;

/// From which confidence on the surest theme is proposed when no other is.
const PROPOSED_ALONE: f64 = 0.3;

/// Confidence, in hundredths, under which nothing is kept.
const LEAST_KEPT: i64 = 5;

/// Sentences coded by hand before the first training, and between two.
pub const BETWEEN_TRAININGS: i64 = 10;

/// The codebook as the engine reads it, retired themes left out, and which theme stands at which place.
fn readable(themes: &[Theme]) -> (coding::Codebook, Vec<Uuid>) {
    let in_force: Vec<&Theme> = themes.iter().filter(|theme| !theme.is_retired).collect();
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let rule = |theme: &&Theme| coding::Theme {
        code: theme.code.clone(),
        label: theme.label.clone(),
        parts: vec![SubTheme {
            label: theme.label.clone(),
            words: lines(&theme.words),
            except: lines(&theme.unless_words),
        }],
    };
    let codebook = coding::Codebook { version: String::new(), themes: in_force.iter().map(rule).collect() };
    (codebook, in_force.iter().map(|theme| theme.id).collect())
}

/// Proposes themes from the words of the codebook alone, before anything was learnt.
pub struct Proposer {
    rules: Rules,
    themes: Vec<Uuid>,
}

impl Proposer {
    /// Ready to read sentences; retired themes are not proposed.
    pub fn of(themes: &[Theme]) -> Self {
        let (codebook, themes) = readable(themes);
        Self { rules: Rules::of(&codebook), themes }
    }

    /// The themes whose rules a sentence meets, the surest first.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let met = self.rules.read(text).by_theme(self.themes.len());
        let mut found: Vec<Suggestion> = met
            .iter()
            .zip(&self.themes)
            .filter(|(weight, _)| **weight > 0.0)
            .map(|(weight, theme)| Suggestion { theme: *theme, probability: 1.0 - (1.0 - ONE_WORD).powf(*weight) })
            .collect();
        found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        found
    }
}

/// What a training gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    /// For each sentence in the order given, its themes and how sure, in hundredths. Of a sentence coded by hand, what a
    /// model that had not seen its code says: shares are corrected with it.
    pub by_sentence: Vec<Vec<(Uuid, i64)>>,
    /// Whether a confidence was measured on hand codes: 80 is then right eight times in ten.
    pub is_measured: bool,
    /// Whether what an encoder makes of the sentences was learnt from.
    pub is_meant: bool,
}

/// Learns from the codebook, from what hands decided, and from what an encoder makes of the sentences (one vector each).
/// The same sentences, codes and vectors give the same bytes.
pub fn learn(
    themes: &[Theme],
    sentences: &[(Uuid, &str)],
    decided: &HashMap<Uuid, &[Uuid]>,
    meanings: Option<&[Vector]>,
) -> Learnt {
    let (codebook, places) = readable(themes);
    let texts: Vec<&str> = sentences.iter().map(|(_, text)| *text).collect();
    let place_of = |theme: &Uuid| places.iter().position(|known| known == theme);
    let coded: Vec<Coded> = sentences
        .iter()
        .enumerate()
        .filter_map(|(answer, (id, _))| {
            let chosen = decided.get(id)?;
            Some(Coded { answer, themes: chosen.iter().filter_map(place_of).collect() })
        })
        .collect();
    let coder = Coder::new(&texts, &codebook);
    let meanings = meanings.filter(|vectors| vectors.len() == sentences.len());
    let coder = match meanings {
        Some(vectors) => coder.with_meanings(vectors),
        None => coder,
    };
    let mut told = coder.suggest(&coded);
    for (coded, unseen) in coded.iter().zip(told.cross_fitted) {
        told.confidence[coded.answer] = unseen;
    }
    let kept = |of: &Vec<f64>| -> Vec<(Uuid, i64)> {
        let hundredths = of.iter().map(|confidence| (confidence * 100.0).round() as i64);
        let mut kept: Vec<(Uuid, i64)> = places.iter().copied().zip(hundredths).collect();
        kept.retain(|(_, hundredths)| *hundredths >= LEAST_KEPT);
        kept.sort_by_key(|(_, hundredths)| std::cmp::Reverse(*hundredths));
        kept
    };
    Learnt {
        by_sentence: told.confidence.iter().map(kept).collect(),
        is_measured: told.is_calibrated,
        is_meant: meanings.is_some(),
    }
}

/// The themes to write in the field for somebody to accept: those that are likely, or the likeliest alone.
pub fn proposed(suggestions: &[Suggestion]) -> Vec<Suggestion> {
    let likely: Vec<Suggestion> = suggestions.iter().filter(|one| one.probability >= PROPOSED).copied().collect();
    let alone = suggestions.first().filter(|one| one.probability >= PROPOSED_ALONE);
    if likely.is_empty() { alone.copied().into_iter().collect() } else { likely }
}

/// How little a suggestion decides: 1 when it says half and half, or nothing at all; 0 when it is sure.
pub fn uncertainty(suggestions: &[Suggestion]) -> f64 {
    suggestions
        .iter()
        .map(|one| 1.0 - (2.0 * one.probability - 1.0).abs())
        .fold(None, |most: Option<f64>, one| Some(most.map_or(one, |most| most.max(one))))
        .unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Vec<Theme> {
        let theme = |rank: u128, label: &str, words: &str, except: &str| Theme {
            id: Uuid::from_u128(rank),
            code: format!("code-{rank}"),
            label: label.into(),
            words: words.into(),
            unless_words: except.into(),
            ..Theme::default()
        };
        vec![
            theme(1, "Propreté", "déchet\npoubelle", ""),
            theme(2, "Rats et pigeons", "rat\npigeon", ""),
            theme(3, "Mobilité", "bus\narrêt de bus", "bus scolaire"),
        ]
    }

    #[test]
    fn rules_know_words_phrases_and_what_to_leave() {
        let book = book();
        let met =
            |text: &str| Proposer::of(&book).suggest(text).iter().map(|one| one.theme.as_u128()).collect::<Vec<_>>();
        assert_eq!(met("Des RATS dans les poubelles"), [1, 2]);
        assert_eq!(met("Déchets partout"), [1]);
        assert_eq!(met("Le rattrapage"), [] as [u128; 0], "a word is whole");
        assert_eq!(met("L’arrêt de bus est loin"), [3]);
        assert_eq!(met("Le bus scolaire passe tôt"), [] as [u128; 0]);
        let proposer = Proposer::of(&book);
        let two = proposer.suggest("L’arrêt de bus est loin");
        assert!(two[0].probability > proposer.suggest("le bus")[0].probability);
        assert!(uncertainty(&proposer.suggest("le bus")) > uncertainty(&two) && uncertainty(&[]) == 1.0);
    }

    /// Sentences whose theme the codebook does not know by its words: hands teach it.
    #[test]
    fn what_hands_decide_is_learnt_the_same_every_time_and_unseen_codes_are_honest() {
        let book = book();
        let (rats, bus) = (Uuid::from_u128(2), Uuid::from_u128(3));
        let places = ["cave", "cour", "hall", "cage", "local", "couloir", "jardin", "garage"];
        let said: Vec<String> = (0..64)
            .map(|rank| match rank % 2 {
                0 => format!("Des bestioles grises courent partout, {} {rank}", places[rank % 8]),
                _ => format!("La navette passe rarement le dimanche, {} {rank}", places[rank % 8]),
            })
            .collect();
        let sentences: Vec<(Uuid, &str)> =
            said.iter().enumerate().map(|(rank, text)| (Uuid::from_u128(100 + rank as u128), text.as_str())).collect();
        assert!(Proposer::of(&book).suggest(sentences[0].1).is_empty());
        let codes = [[rats], [bus]];
        let decided: HashMap<Uuid, &[Uuid]> = (0..24).map(|rank| (sentences[rank].0, &codes[rank % 2][..])).collect();
        let learnt = learn(&book, &sentences, &decided, None);
        assert_eq!(learnt, learn(&book, &sentences, &decided, None));
        assert!(learnt.is_measured);
        let as_told = |rank: usize| -> Vec<Suggestion> {
            let told = learnt.by_sentence[rank].iter();
            told.map(|(theme, sure)| Suggestion { theme: *theme, probability: *sure as f64 / 100.0 }).collect()
        };
        for rank in 24..64 {
            let likely = proposed(&as_told(rank));
            assert_eq!(likely.first().map(|one| one.theme), Some(codes[rank % 2][0]), "{rank} {likely:?}");
        }
        // A code changed says nothing of its own sentence: what is kept of it comes from the others.
        let mut other = decided.clone();
        other.insert(sentences[0].0, &codes[1][..]);
        let sure = |learnt: &Learnt| learnt.by_sentence[0].iter().find(|(theme, _)| *theme == rats).map(|one| one.1);
        assert!(sure(&learn(&book, &sentences, &other, None)).is_some_and(|sure| sure >= 50));
        assert_eq!(learn(&book, &[], &HashMap::new(), None), Learnt::default());
    }

    #[test]
    fn the_likeliest_alone_is_proposed_when_none_is_likely() {
        let one = |rank: u128, probability: f64| Suggestion { theme: Uuid::from_u128(rank), probability };
        let ids = |of: &[Suggestion]| proposed(of).iter().map(|one| one.theme.as_u128()).collect::<Vec<_>>();
        assert_eq!(ids(&[one(1, 0.9), one(2, 0.5), one(3, 0.4)]), [1, 2]);
        assert_eq!(ids(&[one(1, 0.4), one(2, 0.35)]), [1]);
        assert_eq!(ids(&[one(1, 0.2)]), [] as [u128; 0]);
    }
}
