//! Perimeters as SVG paths for maps drawn by the server.

use std::fmt::Write;

use geo::{LineString, MultiPolygon, Polygon, Simplify};

use crate::measure::{bounds, metres_per_degree};

/// The drawing surface: which part of the earth, and how many units wide and high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    west: f64,
    north: f64,
    /// SVG units per degree of longitude and of latitude.
    scale: (f64, f64),
    /// Width in SVG units.
    pub width: f64,
    /// Height in SVG units.
    pub height: f64,
}

impl Viewport {
    /// A viewport that shows all perimeters, centred, with a margin, true to shape at its middle
    /// latitude. `None` when there is nothing to show or no room to show it.
    pub fn around<'a>(
        perimeters: impl IntoIterator<Item = &'a MultiPolygon>,
        width: f64,
        height: f64,
        margin: f64,
    ) -> Option<Viewport> {
        let [west, south, east, north] = perimeters
            .into_iter()
            .filter_map(bounds)
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
        let (room_x, room_y) = (width - 2.0 * margin, height - 2.0 * margin);
        if !(room_x > 0.0 && room_y > 0.0) {
            return None;
        }
        let (metres_x, metres_y) = metres_per_degree((south + north) / 2.0);
        // A perimeter without extent still gets a scale: one metre at least.
        let extent_x = ((east - west) * metres_x).max(1.0);
        let extent_y = ((north - south) * metres_y).max(1.0);
        let units_per_metre = (room_x / extent_x).min(room_y / extent_y);
        let scale = (metres_x * units_per_metre, metres_y * units_per_metre);
        Some(Viewport {
            west: (west + east) / 2.0 - width / 2.0 / scale.0,
            north: (south + north) / 2.0 + height / 2.0 / scale.1,
            scale,
            width,
            height,
        })
    }

    /// Where a place is drawn, in SVG units from the top left corner.
    pub fn place(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        ((longitude - self.west) * self.scale.0, (self.north - latitude) * self.scale.1)
    }

    /// Metres that one SVG unit stands for, to draw a scale bar.
    pub fn metres_per_unit(&self) -> f64 {
        metres_per_degree(self.north - self.height / 2.0 / self.scale.1).1 / self.scale.1
    }
}

/// Simplifies a perimeter so that no border moves by more than a distance in metres
/// (Ramer–Douglas–Peucker). Rings that would vanish are kept as they were.
pub fn simplify(perimeter: &MultiPolygon, tolerance_metres: f64) -> MultiPolygon {
    let Some([_, south, _, north]) = bounds(perimeter) else { return perimeter.clone() };
    let (metres_x, metres_y) = metres_per_degree((south + north) / 2.0);
    // Degrees of longitude are stretched to be as long as those of latitude while simplifying.
    let stretch = metres_x / metres_y;
    let simplified = |ring: &LineString| -> LineString {
        let stretched: LineString = ring.coords().map(|position| (position.x * stretch, position.y)).collect();
        let kept = stretched.simplify(tolerance_metres.max(0.0) / metres_y);
        if kept.0.len() < 4 {
            return ring.clone();
        }
        kept.coords().map(|position| (position.x / stretch, position.y)).collect()
    };
    perimeter
        .iter()
        .map(|polygon| {
            Polygon::new(simplified(polygon.exterior()), polygon.interiors().iter().map(simplified).collect())
        })
        .collect()
}

/// The `d` attribute of an SVG path, one decimal, to be filled with `fill-rule="evenodd"`.
///
/// Positions that fall on the same tenth of a unit are written once.
pub fn to_svg_path(perimeter: &MultiPolygon, viewport: &Viewport) -> String {
    let mut path = String::new();
    for polygon in perimeter {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let mut previous: Option<(i64, i64)> = None;
            let count = ring.0.len().saturating_sub(1);
            for position in ring.coords().take(count) {
                let (x, y) = viewport.place(position.x, position.y);
                let tenths = ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
                if previous == Some(tenths) {
                    continue;
                }
                let (command, from) = match previous {
                    None => ('M', (0, 0)),
                    Some(from) => ('l', from),
                };
                path.push(command);
                write_tenths(&mut path, tenths.0 - from.0);
                path.push(' ');
                write_tenths(&mut path, tenths.1 - from.1);
                previous = Some(tenths);
            }
            if previous.is_some() {
                path.push('z');
            }
        }
    }
    path
}

fn write_tenths(path: &mut String, tenths: i64) {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, decimal) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    // Writing to a String cannot fail.
    let _ = if decimal == 0 { write!(path, "{sign}{whole}") } else { write!(path, "{sign}{whole}.{decimal}") };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon {
        MultiPolygon::new(vec![Polygon::new(
            LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)]),
            vec![],
        )])
    }

    #[test]
    fn a_square_on_the_ground_is_a_square_on_screen() {
        let (metres_x, metres_y) = metres_per_degree(43.2);
        let square = rectangle(2.3, 43.2 - 500.0 / metres_y, 2.3 + 1000.0 / metres_x, 43.2 + 500.0 / metres_y);
        let viewport = Viewport::around([&square], 120.0, 220.0, 10.0).expect("viewport");
        assert_eq!(to_svg_path(&square, &viewport), "M10 160l100 0l0 -100l-100 0z");
        assert!((viewport.metres_per_unit() - 10.0).abs() < 0.001);
    }

    #[test]
    fn nothing_to_show_gives_nothing() {
        assert_eq!(Viewport::around([], 100.0, 100.0, 0.0), None);
        assert_eq!(Viewport::around([&rectangle(0.0, 0.0, 1.0, 1.0)], 10.0, 10.0, 6.0), None);
        let viewport = Viewport::around([&rectangle(2.0, 43.0, 2.0, 43.0)], 10.0, 10.0, 1.0).expect("viewport");
        assert_eq!(to_svg_path(&MultiPolygon::new(vec![]), &viewport), "");
    }

    #[test]
    fn simplification_respects_its_tolerance() {
        let (metres_x, metres_y) = metres_per_degree(43.2);
        let at = |x: f64, y: f64| (2.3 + x / metres_x, 43.2 + y / metres_y);
        let wavy = MultiPolygon::new(vec![Polygon::new(
            LineString::from(vec![
                at(0.0, 0.0),
                at(500.0, 3.0),
                at(1000.0, 0.0),
                at(1000.0, 1000.0),
                at(0.0, 1000.0),
                at(0.0, 0.0),
            ]),
            vec![],
        )]);
        assert_eq!(simplify(&wavy, 5.0).0[0].exterior().0.len(), 5);
        assert_eq!(simplify(&wavy, 1.0).0[0].exterior().0.len(), 6);
        assert_eq!(simplify(&wavy, 1e6), wavy);
    }
}
