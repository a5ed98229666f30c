//! What makes a class: its typical words and answers.

use super::matrix::Presences;
use super::tree::two_by_two;
use crate::text::Lexicon;

/// χ² above which a word is more than chance in a class (one degree of freedom, 5 %).
const TELLING: f64 = 3.841_458_820_694_124;

/// A word more frequent in a class than elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct TypicalWord {
    /// As most often written.
    pub word: String,
    /// χ² of its presence and of the class.
    pub chi_square: f64,
    /// Answers of the class that use it.
    pub answers: usize,
}

/// An answer full of the typical words of its class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypicalAnswer {
    /// Which answer.
    pub answer: usize,
    /// Sum of the χ² of its typical words, over the root of its length.
    pub score: f64,
}

/// A class.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Answers it holds.
    pub size: usize,
    /// Its words, the most typical first.
    pub words: Vec<TypicalWord>,
    /// Its answers, the most typical first; of identical ones, one.
    pub answers: Vec<TypicalAnswer>,
}

/// Signed χ² of each term and class, term by term.
pub fn specificities(presences: &Presences, class_of: &[Option<usize>], classes: usize) -> Vec<f64> {
    let (counts, sizes) = counted(presences, class_of, classes);
    let total: f64 = sizes.iter().sum();
    let mut made = vec![0.0; counts.len()];
    for term in 0..presences.columns() {
        let of = &counts[term * classes..(term + 1) * classes];
        let times: f64 = of.iter().sum();
        for class in 0..classes {
            let is_over = of[class] * total > times * sizes[class];
            let chi_square = two_by_two(of[class], times, sizes[class], total);
            made[term * classes + class] = if is_over { chi_square } else { -chi_square };
        }
    }
    made
}

fn counted(presences: &Presences, class_of: &[Option<usize>], classes: usize) -> (Vec<f64>, Vec<f64>) {
    let mut counts = vec![0.0; presences.columns() * classes];
    let mut sizes = vec![0.0; classes];
    for (row, class) in class_of.iter().enumerate() {
        let Some(class) = class else { continue };
        sizes[*class] += 1.0;
        for term in presences.row(row) {
            counts[*term as usize * classes + class] += 1.0;
        }
    }
    (counts, sizes)
}

/// What each class is made of.
pub fn profiles(
    presences: &Presences,
    class_of: &[Option<usize>],
    classes: usize,
    lexicon: &Lexicon,
    typical: usize,
) -> Vec<Class> {
    let weights = specificities(presences, class_of, classes);
    let (counts, sizes) = counted(presences, class_of, classes);
    let forms = lexicon.usual_forms();
    let mut answers: Vec<Vec<TypicalAnswer>> = vec![Vec::new(); classes];
    for (row, class) in class_of.iter().enumerate() {
        let Some(class) = class else { continue };
        let terms = presences.row(row);
        let telling = terms.iter().map(|term| weights[*term as usize * classes + class]).filter(|of| *of > TELLING);
        let score = telling.sum::<f64>() / (terms.len().max(1) as f64).sqrt();
        answers[*class].push(TypicalAnswer { answer: row, score });
    }
    (0..classes)
        .map(|class| {
            let mut words: Vec<(usize, f64)> = (0..presences.columns())
                .map(|term| (term, weights[term * classes + class]))
                .filter(|(_, weight)| *weight > TELLING)
                .collect();
            words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| forms[a.0].cmp(&forms[b.0])));
            words.truncate(typical);
            let words = words.into_iter().map(|(term, chi_square)| TypicalWord {
                word: forms[term].clone(),
                chi_square,
                answers: counts[term * classes + class] as usize,
            });
            let mut found = std::mem::take(&mut answers[class]);
            found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.answer.cmp(&b.answer)));
            found.dedup_by(|a, b| presences.row(a.answer) == presences.row(b.answer));
            found.truncate(typical);
            Class { size: sizes[class] as usize, words: words.collect(), answers: found }
        })
        .collect()
}
