//! Lines, for time only: from nought, a break where a value is missing, the name at the end of the line.

use super::{ChartFrame, Measure, Picture, Row, bounds, data_table, place, series_class, wrap};
use crate::Html;
use crate::html::{Escaped, ink};

const TOP: f64 = 24.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 2.0;
const RIGHT: f64 = 70.0;

/// A step of 1, 2 or 5 times a power of ten that cuts the range in about four.
fn step(range: f64) -> f64 {
    let raw = range / 4.0;
    let power = 10f64.powf(raw.log10().floor());
    let nice = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= raw).unwrap_or(10.0);
    nice * power
}

/// One line per series over the same periods; a value per period, in order.
pub fn lines(frame: &ChartFrame, measure: &Measure, periods: &[String], series: &[Row]) -> Html {
    let (low, high) = bounds(series.iter().flat_map(|row| &row.values).filter_map(|datum| datum.value()));
    let step = step(high - low);
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    let y = |value: f64| TOP + HEIGHT - place(value, low, high, 100.0) / 100.0 * HEIGHT;
    #[expect(clippy::cast_precision_loss, reason = "a number of periods")]
    let x = |rank: usize| match periods.len() {
        0 | 1 => (LEFT + RIGHT) / 2.0,
        many => LEFT + (RIGHT - LEFT) * rank as f64 / (many - 1) as f64,
    };
    let mut picture = Picture::new();
    let mut tick = low;
    while tick <= high + step / 2.0 {
        let at = y(tick);
        let class = if tick.abs() < step / 2.0 { "axis" } else { "grid" };
        ink!(
            picture.body,
            "<line x1=\"0\" x2=\"{:.1}%\" y1=\"{at:.1}\" y2=\"{at:.1}\" class=\"{class}\"/>",
            RIGHT + 2.0
        );
        ink!(
            picture.body,
            "<text x=\"0\" y=\"{:.1}\" class=\"soft halo\">{}</text>",
            at - 4.0,
            Escaped(measure.display(tick.into()))
        );
        tick += step;
    }
    let every = periods.len().div_ceil(5).max(1);
    for (rank, period) in periods.iter().enumerate() {
        if rank % every == 0 || rank + 1 == periods.len() && rank % every > every / 2 {
            let anchor = if rank == 0 { "start" } else { "middle" };
            ink!(
                picture.body,
                "<text x=\"{:.2}%\" y=\"{:.0}\" text-anchor=\"{anchor}\" class=\"soft\">{}</text>",
                x(rank),
                TOP + HEIGHT + 20.0,
                Escaped(period)
            );
        }
    }
    for (rank, row) in series.iter().enumerate() {
        line(&mut picture, row, series_class(rank), &x, &y);
    }
    names(&mut picture, measure, series, &y);
    picture.height = 256;
    let data = data_table(frame, measure, "Série", periods, series);
    picture.figure(frame, &[], &data)
}

fn line(picture: &mut Picture, row: &Row, class: &str, x: &impl Fn(usize) -> f64, y: &impl Fn(f64) -> f64) {
    let mut before: Option<(usize, f64)> = None;
    for (at, datum) in row.values.iter().enumerate() {
        let Some(value) = datum.value() else {
            ink!(
                picture.body,
                "<text x=\"{:.2}%\" y=\"{:.0}\" text-anchor=\"middle\" class=\"soft halo missing\">{}</text>",
                x(at),
                TOP + HEIGHT - 6.0,
                Escaped(datum.absence().sign())
            );
            before = None;
            continue;
        };
        if let Some((last, from)) = before {
            ink!(
                picture.body,
                "<line x1=\"{:.2}%\" y1=\"{:.1}\" x2=\"{:.2}%\" y2=\"{:.1}\" class=\"curve {class}\"/>",
                x(last),
                y(from),
                x(at),
                y(value)
            );
        }
        before = Some((at, value));
    }
    for (at, value) in row.values.iter().enumerate().filter_map(|(at, datum)| Some((at, datum.value()?))) {
        ink!(picture.body, "<circle cx=\"{:.2}%\" cy=\"{:.1}\" r=\"3.5\" class=\"{class}\"/>", x(at), y(value));
    }
}

/// Names and last values at the right, pushed apart so that they do not overlap.
fn names(picture: &mut Picture, measure: &Measure, series: &[Row], y: &impl Fn(f64) -> f64) {
    let mut ends: Vec<(f64, usize)> = series
        .iter()
        .enumerate()
        .map(|(rank, row)| (row.values.iter().rev().find_map(|datum| datum.value()).map_or(TOP + HEIGHT, y), rank))
        .collect();
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = TOP - 10.0;
    for (wanted, rank) in ends {
        let last = series[rank].values.iter().rev().find(|datum| datum.value().is_some()).copied();
        let value = last.map(|datum| measure.display(datum)).unwrap_or_default();
        let mut words = wrap(&series[rank].name, 15);
        if let Some(first) = words.first_mut().filter(|_| !value.is_empty()) {
            *first = format!("{value} {first}");
        }
        let mut at = wanted.max(free);
        for word in words {
            ink!(
                picture.body,
                "<text x=\"{RIGHT}%\" dx=\"10\" y=\"{:.1}\" class=\"strong\">{}</text>",
                at + 5.0,
                Escaped(word)
            );
            at += 17.0;
        }
        free = at + 3.0;
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_round() {
        assert_eq!([step(100.0), step(37.0), step(4.0), step(0.8)], [50.0, 10.0, 1.0, 0.2]);
    }
}
