//! Squares looked for in shades of grey: on a picture made smaller first, where most are seen at once, then finer.

use rqrr::PreparedImage;

use crate::picture::Grey;

/// Longest side of the picture looked at first, in pixels: some 200 dots an inch of an A4.
const AT_FIRST: usize = 2_400;

/// Longest side of the finer one.
const FINER: usize = 5_000;

/// The shortest side in which a square is looked for, in pixels.
const SMALLEST: usize = 20;

/// What is left around a square looked at by itself, in eighths of its side.
const MARGINS: [i32; 4] = [1, 2, 3, 5];

/// What the squares of a picture say, whichever way they are turned.
pub fn read(picture: &Grey) -> Vec<String> {
    let longest = picture.width.max(picture.height);
    if picture.width.min(picture.height) < SMALLEST {
        return Vec::new();
    }
    let mut steps = vec![longest.div_ceil(AT_FIRST)];
    // A finer look, and a coarser one where dust and the grain of paper hide the square.
    for step in [longest.div_ceil(FINER), steps[0] + 1] {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    let either = |seen: &Grey| {
        let found = decoded(seen, false);
        if found.is_empty() && picture.is_of_two { decoded(seen, true) } else { found }
    };
    let found = steps.into_iter().map(|step| either(&smaller(picture, step.max(1)))).find(|found| !found.is_empty());
    match found {
        Some(found) => found,
        // A coarse scan: the cells of a square are some pixels wide, too few for its points to be placed well.
        None if longest <= AT_FIRST => either(&larger(picture)),
        None => Vec::new(),
    }
}

fn decoded(picture: &Grey, is_turned_over: bool) -> Vec<String> {
    let shade = |x: usize, y: usize| {
        let shade = picture.shades.get(y * picture.width + x).copied().unwrap_or(255);
        if is_turned_over { 255 - shade } else { shade }
    };
    let mut prepared = PreparedImage::prepare_from_greyscale(picture.width, picture.height, shade);
    let grids = prepared.detect_grids();
    let read = |grid: &rqrr::Grid<_>| grid.decode().ok().map(|(_, text)| text);
    grids.iter().filter_map(|grid| read(grid).or_else(|| alone(picture, &grid.bounds, shade))).collect()
}

/// What a square says once it is looked at by itself, each way it may be turned: far from the corner of a page, its points are placed
/// less well.
fn alone(picture: &Grey, bounds: &[rqrr::Point; 4], shade: impl Fn(usize, usize) -> u8) -> Option<String> {
    MARGINS.iter().find_map(|margin| within(picture, bounds, *margin, &shade))
}

fn within(
    picture: &Grey,
    bounds: &[rqrr::Point; 4],
    margin: i32,
    shade: &impl Fn(usize, usize) -> u8,
) -> Option<String> {
    let side = |of: fn(&rqrr::Point) -> i32, most: usize| {
        let (low, high) = (bounds.iter().map(of).min()?, bounds.iter().map(of).max()?);
        let margin = high.saturating_sub(low).saturating_mul(margin) / 8 + 6;
        let within = |at: i32| usize::try_from(at).unwrap_or(0).min(most);
        Some((within(low.saturating_sub(margin)), within(high.saturating_add(margin))))
    };
    let ((left, right), (top, bottom)) =
        (side(|point| point.x, picture.width)?, side(|point| point.y, picture.height)?);
    let (width, height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
    if width.min(height) < SMALLEST {
        return None;
    }
    (0..4).find_map(|quarters| {
        let (wide, high) = if quarters % 2 == 0 { (width, height) } else { (height, width) };
        let turned = |x: usize, y: usize| {
            let (x, y) = match quarters {
                0 => (x, y),
                1 => (y, height - 1 - x),
                2 => (width - 1 - x, height - 1 - y),
                _ => (width - 1 - y, x),
            };
            shade(left + x, top + y)
        };
        let mut prepared = PreparedImage::prepare_from_greyscale(wide, high, turned);
        prepared.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
    })
}

/// The mean of squares of `step` pixels.
fn smaller(picture: &Grey, step: usize) -> Grey {
    if step <= 1 {
        return picture.clone();
    }
    let (width, height) = (picture.width / step, picture.height / step);
    let mut shades = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let rows = (0..step).map(|dy| (y * step + dy) * picture.width + x * step);
            let sum: u32 = rows.flat_map(|at| &picture.shades[at..at + step]).map(|shade| u32::from(*shade)).sum();
            shades.push((sum / (step * step) as u32) as u8);
        }
    }
    Grey { width, height, shades, is_of_two: picture.is_of_two }
}

/// Twice as wide and as high, shades passing from one to the next.
fn larger(picture: &Grey) -> Grey {
    let (width, height) = (picture.width * 2, picture.height * 2);
    let at = |x: usize, y: usize| {
        let shade = picture.shades.get(y.min(picture.height - 1) * picture.width + x.min(picture.width - 1));
        u32::from(shade.copied().unwrap_or(255))
    };
    let mut shades = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (left, top) = (x / 2, y / 2);
            let (right, under) = (left + x % 2, top + y % 2);
            let sum = at(left, top) + at(right, top) + at(left, under) + at(right, under);
            shades.push((sum / 4) as u8);
        }
    }
    Grey { width, height, shades, is_of_two: picture.is_of_two }
}
