//! Sentences coded in one gesture: those that call for the same themes, the nearest first.

use kernel::Uuid;
use themes::near;

/// Sentences of a batch at most: each is set aside with one digit.
pub const MOST: usize = 9;

/// From which likeness of their words two sentences are near.
const NEAR: f64 = 0.5;

/// A sentence that may join a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<'a> {
    /// Its words.
    pub text: &'a str,
    /// The same for sentences that say the same in the same words.
    pub same_key: &'a str,
    /// The themes proposed for it.
    pub proposed: Vec<Uuid>,
    /// How sure the least sure of them is.
    pub sure: f64,
}

/// The lines of the batch of the first candidate: on each, the candidates that say the same in the same words. Only
/// those that call for the very same themes join it; a sentence nothing is proposed for stays with its like alone.
pub fn lines(candidates: &[Candidate<'_>]) -> Vec<Vec<usize>> {
    let Some(shown) = candidates.first() else { return Vec::new() };
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for (at, one) in candidates.iter().enumerate() {
        if let Some(line) = lines.iter_mut().find(|line| candidates[line[0]].same_key == one.same_key) {
            line.push(at);
        } else if at == 0 || (!shown.proposed.is_empty() && one.proposed == shown.proposed) {
            lines.push(vec![at]);
        }
    }
    let texts: Vec<&str> = lines.iter().map(|line| candidates[line[0]].text).collect();
    let near = near::batches(&texts, NEAR).into_iter().next().map(|batch| batch.answers).unwrap_or_default();
    let mut order: Vec<usize> = (1..lines.len()).collect();
    order.sort_by(|a, b| {
        let is_far = |line: &usize| !near.contains(line);
        let sure = |line: &usize| candidates[lines[*line][0]].sure;
        is_far(a).cmp(&is_far(b)).then(sure(b).total_cmp(&sure(a))).then(a.cmp(b))
    });
    order.truncate(MOST - 1);
    std::iter::once(0).chain(order).map(|line| lines[line].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(text: &'static str, theme: u128, sure: f64) -> Candidate<'static> {
        let proposed = if theme == 0 { Vec::new() } else { vec![Uuid::from_u128(theme)] };
        Candidate { text, same_key: text, proposed, sure }
    }

    #[test]
    fn the_same_themes_make_a_batch_the_nearest_first() {
        let all = [
            candidate("Des rats dans la cave", 1, 0.7),
            candidate("Le bus ne passe plus", 2, 0.9),
            candidate("Les poubelles attirent les pigeons", 1, 0.6),
            candidate("Les souris mangent tout", 1, 0.9),
            candidate("Des rats dans la cave commune", 1, 0.5),
            candidate("Des rats dans la cave", 1, 0.7),
        ];
        assert_eq!(lines(&all), [vec![0, 5], vec![4], vec![3], vec![2]]);
        let unknown = [candidate("Un ours", 0, 0.0), candidate("Une girafe", 0, 0.0), candidate("Un ours", 0, 0.0)];
        assert_eq!(lines(&unknown), [vec![0, 2]]);
        assert!(lines(&[]).is_empty());
    }

    #[test]
    fn a_batch_has_nine_lines_at_most() {
        let texts: Vec<String> = (0..30).map(|rank| format!("Phrase {rank}")).collect();
        let all: Vec<Candidate<'_>> = texts
            .iter()
            .map(|text| Candidate { text, same_key: text, proposed: vec![Uuid::from_u128(1)], sure: 0.8 })
            .collect();
        assert_eq!(lines(&all).len(), MOST);
    }
}
