//! How a figure moves: from year to year, beside its commune, towards its target. What cannot be divided is not told.

use kernel::french;

use super::figures::{Reading, Unit};
use super::indicator::{Direction, IndicatorTerms, Milestone};

/// A year and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The year.
    pub year: i64,
    /// What is known.
    pub reading: Reading,
}

/// The first and the last known values of a series; nothing when there are not two.
pub fn ends(points: &[Point]) -> Option<(i64, f64, i64, f64)> {
    let mut known = points.iter().filter_map(|point| Some((point.year, point.reading.value()?)));
    let first = known.next()?;
    let last = known.next_back()?;
    Some((first.0, first.1, last.0, last.1))
}

/// « en hausse de 3,2 points depuis 2015 (58 %) »; nothing when there are not two values.
pub fn trend(unit: Unit, points: &[Point]) -> Option<String> {
    let (year, before, _, after) = ends(points)?;
    let difference = after - before;
    let there = format!("depuis {year} ({})", unit.words(before));
    if unit.number(difference.abs()) == unit.number(0.0) {
        return Some(format!("stable {there}"));
    }
    let way = if difference > 0.0 { "en hausse de" } else { "en baisse de" };
    Some(format!("{way} {} {there}", amount(unit, difference.abs())))
}

/// A difference with its unit: « 3,2 points », « 1 200 € ».
pub fn amount(unit: Unit, size: f64) -> String {
    match unit {
        Unit::Percent => format!("{} {}", Unit::Percent.number(size), if size >= 2.0 { "points" } else { "point" }),
        unit => unit.words(size),
    }
}

/// The ratio of a neighbourhood to its commune; nothing when the commune’s is nought.
pub fn ratio(value: f64, reference: f64) -> Option<f64> {
    let ratio = value / reference;
    (reference != 0.0 && ratio.is_finite()).then_some(ratio)
}

/// « 1,8 fois celui de la commune ».
pub fn ratio_words(ratio: f64) -> String {
    format!("{} fois", french::decimal(ratio, 1))
}

/// How far from the baseline to the target, in percent, as computed; nothing when the two are the same.
pub fn progress(value: f64, baseline: Milestone, target: Milestone) -> Option<f64> {
    let way = target.value - baseline.value;
    let progress = (value - baseline.value) / way * 100.0;
    (way != 0.0 && progress.is_finite()).then_some(progress)
}

/// What thresholds say of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// On the right side of both.
    Good,
    /// Past the first.
    Watch,
    /// Past the second.
    Alert,
}

impl Light {
    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Good => "Conforme au but",
            Self::Watch => "À surveiller",
            Self::Alert => "En alerte",
        }
    }
}

/// What thresholds say of a value; nothing when there are none, or no side to be on.
pub fn light(value: f64, terms: &IndicatorTerms) -> Option<Light> {
    let is_past = |threshold: f64| match terms.direction {
        Direction::Up => value < threshold,
        Direction::Down => value > threshold,
        Direction::Neither => false,
    };
    if terms.direction == Direction::Neither || (terms.watch.is_none() && terms.alert.is_none()) {
        return None;
    }
    Some(if terms.alert.is_some_and(is_past) {
        Light::Alert
    } else if terms.watch.is_some_and(is_past) {
        Light::Watch
    } else {
        Light::Good
    })
}

#[cfg(test)]
mod tests {
    use super::super::figures::Absence;
    use super::*;

    #[test]
    fn a_trend_needs_two_values_and_leaps_over_what_is_missing() {
        let point = |year, reading| Point { year, reading };
        let points = [
            point(2014, Reading::Absent(Absence::Missing)),
            point(2015, Reading::Known(58.0)),
            point(2018, Reading::Absent(Absence::NotDisclosed)),
            point(2021, Reading::Known(61.2)),
        ];
        let told = trend(Unit::Percent, &points).expect("a trend").replace('\u{a0}', " ");
        assert_eq!(told, "en hausse de 3,2 points depuis 2015 (58 %)");
        assert_eq!(trend(Unit::Percent, &points[..2]), None);
        let same = [point(2015, Reading::Known(3.0)), point(2016, Reading::Known(3.0))];
        assert!(trend(Unit::People, &same).expect("a trend").starts_with("stable"));
    }

    #[test]
    fn what_cannot_be_divided_is_not_told() {
        assert_eq!(ratio(12.0, 0.0), None);
        assert_eq!(ratio(12.0, 6.0), Some(2.0));
        let at = |value| Milestone { value, year: 2020 };
        assert_eq!(progress(50.0, at(60.0), at(60.0)), None);
        assert_eq!(progress(50.0, at(60.0), at(40.0)), Some(50.0));
        assert_eq!(progress(70.0, at(60.0), at(40.0)), Some(-50.0), "what goes backwards is told as it is");
        // From 52 to 70: a third of the way at 58, backwards at 49.
        let third = progress(58.0, at(52.0), at(70.0)).expect("a way");
        let back = progress(49.0, at(52.0), at(70.0)).expect("a way");
        assert_eq!([third, back].map(|way| french::decimal(way, 1)), ["33,3", "−16,7"].map(str::to_owned));
    }

    #[test]
    fn thresholds_follow_the_direction() {
        let terms =
            |direction| IndicatorTerms { direction, watch: Some(40.0), alert: Some(60.0), ..IndicatorTerms::default() };
        let down = terms(Direction::Down);
        assert_eq!(
            [30.0, 50.0, 70.0].map(|value| light(value, &down)),
            [Some(Light::Good), Some(Light::Watch), Some(Light::Alert)]
        );
        assert_eq!(light(50.0, &terms(Direction::Neither)), None);
    }
}
