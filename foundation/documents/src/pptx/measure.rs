//! How much room words take. Sizes are English metric units (914 400 to the inch), the unit of the format; the room is
//! reckoned large, since each program has its own fonts.

/// Units in a point.
const POINT: i64 = 12_700;
/// Units in a hundredth of an inch, to write places in.
pub(super) const HUNDREDTH: i64 = 9_144;

/// The slide.
pub(super) const SLIDE: (i64, i64) = (12_192_000, 6_858_000);
/// Left margin, and width between the margins.
pub(super) const LEFT: i64 = 60 * HUNDREDTH;
pub(super) const WIDTH: i64 = 11_094_720;
/// Where what a slide shows begins, and how tall it may be.
pub(super) const TOP: i64 = 145 * HUNDREDTH;
pub(super) const HEIGHT: i64 = 470 * HUNDREDTH;
/// Where the lines under it stand, and how tall they may be.
pub(super) const UNDER: i64 = 622 * HUNDREDTH;
pub(super) const UNDER_HEIGHT: i64 = 80 * HUNDREDTH;
/// Room left and right of the words of a cell, and above and below.
pub(super) const CELL_SIDE: i64 = 73_152;
const CELL_ABOVE: i64 = 45_720;

/// How many lines a text takes in a width, at a size in points. A letter is taken for half its height wide.
pub(super) fn lines(text: &str, width: i64, size: i64) -> i64 {
    let letters = (width * 100 / (size * POINT * 52)).max(1);
    let of = |paragraph: &str| {
        let (mut count, mut used) = (1, 0);
        for word in paragraph.split([' ', '\u{200b}']) {
            let long = i64::try_from(word.chars().count()).unwrap_or(i64::MAX);
            if used > 0 && used + 1 + long > letters {
                count += 1;
                used = 0;
            }
            used += long + i64::from(used > 0);
            // A word longer than the line is cut.
            count += (used - 1).max(0) / letters;
            used = if used > letters { used % letters } else { used };
        }
        count
    };
    text.split('\n').map(of).sum()
}

/// Height of so many lines at a size in points.
pub(super) fn height(lines: i64, size: i64) -> i64 {
    lines * size * POINT * 120 / 100
}

/// Height of a row whose tallest cell has so many lines.
pub(super) fn row_height(lines: i64, size: i64) -> i64 {
    height(lines, size) + 2 * CELL_ABOVE + POINT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_between_words_and_long_ones_are_cut() {
        // 52 letters of 10 points in 5.2 points each.
        let width = 52 * 52 * POINT / 10;
        assert_eq!(lines("court", width, 10), 1);
        assert_eq!(lines(&"mot ".repeat(26), width, 10), 2);
        assert_eq!(lines(&"x".repeat(120), width, 10), 3);
        assert_eq!(lines("un\ndeux", width, 10), 2);
        assert_eq!(lines("", width, 10), 1);
    }
}
