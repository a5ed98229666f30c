//! The grid of a call: criteria with their weights, points with a reason each, a total out of a hundred, and several
//! readers side by side.

use kernel::{FieldError, french};

/// Points a criterion may have, from none to the most.
pub const MOST_POINTS: i64 = 5;
/// Longest reason of a criterion, and longest remark, in characters.
pub const LONGEST_REASON: usize = 2_000;

/// A criterion of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Stable name within the call.
    pub code: String,
    /// What is judged.
    pub label: String,
    /// How much it counts; a weight of nought is asked for and not counted.
    pub weight: i64,
}

/// What a reader gives to one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The criterion.
    pub criterion: String,
    /// Points, from nought to [`MOST_POINTS`]; none: not judged yet.
    pub points: Option<i64>,
    /// Why.
    pub reason: String,
}

/// The score given to a criterion.
pub fn score_of<'s>(scores: &'s [Score], criterion: &str) -> Option<&'s Score> {
    scores.iter().find(|score| score.criterion == criterion)
}

/// The weighted total in thousandths: 1 000 when every criterion has the most points. Nothing while a criterion that counts
/// is not judged, or when nothing counts.
pub fn total_permille(grid: &[Criterion], scores: &[Score]) -> Option<i64> {
    let (mut won, mut possible) = (0_i64, 0_i64);
    for criterion in grid.iter().filter(|criterion| criterion.weight > 0) {
        let points = score_of(scores, &criterion.code)?.points?;
        won += points.clamp(0, MOST_POINTS) * criterion.weight;
        possible += MOST_POINTS * criterion.weight;
    }
    (possible > 0).then(|| (won * 1_000 + possible / 2) / possible)
}

/// « 74 sur 100 »; halves are told: « 74,5 sur 100 ».
pub fn out_of_a_hundred(permille: i64) -> String {
    match permille % 10 {
        0 => format!("{} sur 100", permille / 10),
        tenth => format!("{},{tenth} sur 100", permille / 10),
    }
}

/// The field of the points of a criterion.
pub fn points_field(criterion: &str) -> String {
    format!("points-{criterion}")
}

/// The field of the reason of a criterion.
pub fn reason_field(criterion: &str) -> String {
    format!("raison-{criterion}")
}

/// What is wrong in scores. What is given must be whole: points and a reason for each criterion; a draft may have holes, and
/// points out of the scale are wrong in both.
pub fn check_scores(grid: &[Criterion], scores: &[Score], is_given: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for criterion in grid {
        let score = score_of(scores, &criterion.code);
        let points = score.and_then(|score| score.points);
        let reason = score.map_or("", |score| score.reason.trim());
        if points.is_some_and(|points| !(0..=MOST_POINTS).contains(&points)) {
            let sentence = format!("Choisissez de 0 à {MOST_POINTS} points pour « {} »", criterion.label);
            errors.push(FieldError::new(points_field(&criterion.code), sentence));
        }
        if reason.chars().count() > LONGEST_REASON {
            let most = french::integer(LONGEST_REASON as i64);
            let sentence = format!("La raison de « {} » dépasse {most} signes", criterion.label);
            errors.push(FieldError::new(reason_field(&criterion.code), sentence));
        }
        if is_given && points.is_none() {
            let sentence = format!("Donnez des points à « {} »", criterion.label);
            errors.push(FieldError::new(points_field(&criterion.code), sentence));
        }
        if is_given && reason.is_empty() {
            let sentence = format!("Dites pourquoi vous donnez ces points à « {} »", criterion.label);
            errors.push(FieldError::new(reason_field(&criterion.code), sentence));
        }
    }
    errors
}

/// One criterion as several readers judged it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The criterion.
    pub criterion: Criterion,
    /// Points of each reader, in the order they came.
    pub points: Vec<Option<i64>>,
    /// Between the most and the least generous.
    pub spread: i64,
}

/// Points of readers side by side; from this spread on, they disagree.
pub const DISAGREEMENT: i64 = 2;

/// Several readings, criterion by criterion.
pub fn compare(grid: &[Criterion], readings: &[Vec<Score>]) -> Vec<Compared> {
    let told = |criterion: &Criterion| {
        let of = |scores: &Vec<Score>| score_of(scores, &criterion.code).and_then(|score| score.points);
        let points: Vec<Option<i64>> = readings.iter().map(of).collect();
        let known = || points.iter().flatten();
        let spread = known().max().zip(known().min()).map_or(0, |(most, least)| most - least);
        Compared { criterion: criterion.clone(), points, spread }
    };
    grid.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Vec<Criterion> {
        let one = |code: &str, weight| Criterion { code: code.into(), label: code.to_uppercase(), weight };
        vec![one("a", 20), one("b", 60), one("c", 0)]
    }

    fn score(criterion: &str, points: i64) -> Score {
        Score { criterion: criterion.into(), points: Some(points), reason: "Dit dans le dossier".into() }
    }

    #[test]
    fn weights_count_and_a_hole_gives_no_total() {
        assert_eq!(total_permille(&grid(), &[score("a", 5), score("b", 5)]), Some(1_000));
        assert_eq!(total_permille(&grid(), &[score("a", 5), score("b", 0)]), Some(250));
        assert_eq!(total_permille(&grid(), &[score("a", 1), score("b", 4)]), Some(650));
        assert_eq!(total_permille(&grid(), &[score("a", 5)]), None, "b is not judged");
        assert_eq!(total_permille(&[], &[]), None);
        assert_eq!((out_of_a_hundred(650), out_of_a_hundred(333)), ("65 sur 100".into(), "33,3 sur 100".into()));
    }

    #[test]
    fn a_draft_may_have_holes_and_what_is_given_may_not() {
        assert_eq!(check_scores(&grid(), &[score("a", 3)], false), []);
        let told = check_scores(&grid(), &[score("a", 3)], true);
        let fields: Vec<&str> = told.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["points-b", "raison-b", "points-c", "raison-c"]);
        let out = check_scores(&grid(), &[score("a", 6)], false);
        assert_eq!(out[0].sentence, "Choisissez de 0 à 5 points pour « A »");
    }

    #[test]
    fn readers_side_by_side_show_where_they_disagree() {
        let both = compare(&grid(), &[vec![score("a", 5), score("b", 2)], vec![score("a", 2), score("b", 2)]]);
        assert_eq!(both.iter().map(|one| one.spread).collect::<Vec<_>>(), [3, 0, 0]);
        assert_eq!(both[2].points, [None, None]);
        assert!(both[0].spread >= DISAGREEMENT);
    }
}
