//! What does not fit on a slide goes on on the next one.

use super::measure::{CELL_SIDE, HEIGHT, WIDTH, height, lines, row_height};
use crate::deck::{Body, Slide};
use crate::document::Run;
use crate::table::{Cell, Table};

/// Size of paragraphs, in points.
pub(super) const TEXT: i64 = 18;
/// Sizes of the text of tables, the largest that holds on one slide first.
const SIZES: [i64; 3] = [16, 14, 12];
/// Large figures on a slide.
const MOST_FIGURES: usize = 6;

/// A slide that fits, with the rank of its part of a longer one.
pub(super) struct Laid {
    pub title: String,
    pub body: Body,
    pub notes: Vec<String>,
    /// Size of the text of its table, in points.
    pub size: i64,
}

/// Every slide, cut where it must be.
pub(super) fn spread(slides: &[Slide]) -> Vec<Laid> {
    let mut all = Vec::new();
    for slide in slides {
        let (bodies, size) = match &slide.body {
            Body::Table(table) => {
                let (tables, size) = tables(table);
                (tables.into_iter().map(Body::Table).collect(), size)
            }
            Body::Points(points) => (self::points(points), TEXT),
            Body::Figures(figures) => {
                (figures.chunks(MOST_FIGURES).map(|few| Body::Figures(few.to_vec())).collect(), TEXT)
            }
            Body::Cover(_) => (vec![slide.body.clone()], TEXT),
        };
        let count = bodies.len();
        for (body, rank) in bodies.into_iter().zip(1..) {
            let title = match count {
                1 => slide.title.clone(),
                _ => format!("{} ({rank} sur {count})", slide.title),
            };
            all.push(Laid { title, body, notes: slide.notes.clone(), size });
        }
    }
    all
}

/// The words of a paragraph, without their marks.
pub(super) fn words(runs: &[Run]) -> String {
    let of = |run: &Run| match run {
        Run::Plain(text) | Run::Strong(text) | Run::Emphasis(text) | Run::Foreign { text, .. } => text.clone(),
        Run::Link { text, address } => if text.is_empty() { address } else { text }.clone(),
    };
    runs.iter().map(of).collect()
}

fn points(points: &[Vec<Run>]) -> Vec<Body> {
    let tall = |point: &Vec<Run>| height(lines(&words(point), WIDTH - 228_600, TEXT), TEXT) + 9 * 12_700;
    packed(points, HEIGHT, tall).into_iter().map(Body::Points).collect()
}

/// Consecutive things put together as long as they fit; even when one alone is too tall. One group at least.
fn packed<T: Clone>(things: &[T], room: i64, tall: impl Fn(&T) -> i64) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = vec![Vec::new()];
    let mut used = 0;
    for thing in things {
        let needed = tall(thing);
        if used + needed > room && used > 0 {
            groups.push(Vec::new());
            used = 0;
        }
        used += needed;
        if let Some(last) = groups.last_mut() {
            last.push(thing.clone());
        }
    }
    groups
}

/// Widths of the columns of a table, which fill the slide.
pub(super) fn widths(table: &Table) -> Vec<i64> {
    let weights: Vec<i64> =
        table.weights().into_iter().map(|weight| i64::try_from(weight).unwrap_or(i64::MAX)).collect();
    let whole: i64 = weights.iter().sum();
    weights.iter().map(|weight| WIDTH * weight / whole.max(1)).collect()
}

/// Lines of the tallest cell of a row, at a size.
pub(super) fn row_lines(cells: impl Iterator<Item = String>, widths: &[i64], size: i64) -> i64 {
    cells.zip(widths).map(|(text, width)| lines(&text, width - 2 * CELL_SIDE, size)).max().unwrap_or(1)
}

/// Height of a row of a table, at a size.
pub(super) fn tall(table: &Table, row: &[Cell], widths: &[i64], size: i64) -> i64 {
    row_height(row_lines(table.display(row), widths, size), size)
}

/// Height of the row of headers.
pub(super) fn head(table: &Table, widths: &[i64], size: i64) -> i64 {
    // Headers are bold: wider by a tenth.
    let narrow: Vec<i64> = widths.iter().map(|width| width * 9 / 10).collect();
    row_height(row_lines(table.columns.iter().map(crate::Column::title), &narrow, size), size)
}

fn tables(table: &Table) -> (Vec<Table>, i64) {
    let widths = widths(table);
    let totals = |size: i64| table.totals.as_ref().map_or(0, |row| tall(table, row, &widths, size));
    let whole = |size: i64| {
        let rows: i64 = table.rows.iter().map(|row| tall(table, row, &widths, size)).sum();
        head(table, &widths, size) + rows + totals(size)
    };
    if let Some(size) = SIZES.into_iter().find(|size| whole(*size) <= HEIGHT) {
        return (vec![table.clone()], size);
    }
    let size = SIZES[SIZES.len() - 1];
    let room = HEIGHT - head(table, &widths, size) - totals(size);
    let groups = packed(&table.rows, room, |row| tall(table, row, &widths, size));
    let last = groups.len() - 1;
    let part = |(rank, rows): (usize, Vec<Vec<Cell>>)| Table {
        rows,
        totals: table.totals.clone().filter(|_| rank == last),
        ..table.clone()
    };
    (groups.into_iter().enumerate().map(part).collect(), size)
}
