//! Properties that hold for any perimeter, however its rings cross.

use geo::{LineString, MultiPolygon, Polygon};
use geography::{
    Area, AreaIndex, Flags, ImportOptions, Limits, LocateOptions, Quality, Source, contains_even_odd, locate_csv,
    to_geojson,
};
use proptest::prelude::*;

fn area(rank: usize, perimeter: MultiPolygon) -> Area {
    Area {
        code: format!("QN011{rank:02}M"),
        name: String::new(),
        kind: None,
        generation: None,
        communes: Vec::new(),
        commune_names: Vec::new(),
        epci: Vec::new(),
        perimeter,
        flags: Flags::default(),
    }
}

/// Rings of random positions cross themselves in every way; a star crosses itself regularly.
fn ring() -> impl Strategy<Value = LineString> {
    let chaos = prop::collection::vec((2.30..2.40f64, 43.18..43.24f64), 3..40);
    let star =
        (2.32..2.38f64, 43.19..43.23f64, 0.001..0.02f64, 5..31u32, 1..7u32).prop_map(|(x, y, radius, count, step)| {
            (0..count)
                .map(|rank| {
                    let angle = f64::from(rank * step) / f64::from(count) * std::f64::consts::TAU;
                    (x + radius * angle.cos(), y + radius * angle.sin())
                })
                .collect::<Vec<_>>()
        });
    prop_oneof![chaos, star].prop_filter_map("fewer than three distinct positions", |mut positions| {
        let micro = |degrees: f64| (degrees * 1e6).round() as i64;
        let distinct: std::collections::HashSet<(i64, i64)> =
            positions.iter().map(|(x, y)| (micro(*x), micro(*y))).collect();
        positions.push(positions[0]);
        (distinct.len() > 2).then(|| LineString::from(positions))
    })
}

fn perimeter() -> impl Strategy<Value = MultiPolygon> {
    prop::collection::vec((ring(), prop::collection::vec(ring(), 0..2)), 1..3)
        .prop_map(|polygons| polygons.into_iter().map(|(outer, holes)| Polygon::new(outer, holes)).collect())
}

fn metres_to_border(perimeter: &MultiPolygon, x: f64, y: f64) -> f64 {
    let (metres_x, metres_y) = (111_319.49 * y.to_radians().cos(), 111_100.0);
    let mut best = f64::INFINITY;
    for edge in perimeter
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .flat_map(LineString::lines)
    {
        let (ax, ay) = ((edge.start.x - x) * metres_x, (edge.start.y - y) * metres_y);
        let (bx, by) = ((edge.end.x - x) * metres_x, (edge.end.y - y) * metres_y);
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        best = best.min((ax + along * dx).hypot(ay + along * dy));
    }
    best
}

proptest! {
    #[test]
    fn the_index_agrees_with_a_plain_scan(
        perimeters in prop::collection::vec(perimeter(), 1..8),
        points in prop::collection::vec((2.28..2.42f64, 43.17..43.25f64), 50),
    ) {
        let areas: Vec<Area> = perimeters.into_iter().enumerate().map(|(rank, perimeter)| area(rank, perimeter)).collect();
        let index = AreaIndex::new(&areas, 15.0);
        // Vertices are the hardest places: their heights are shared by two edges.
        let vertices: Vec<(f64, f64)> =
            areas.iter().filter_map(|area| area.perimeter.0[0].exterior().0.first()).map(|at| (at.x - 0.003, at.y)).collect();
        for (x, y) in points.into_iter().chain(vertices) {
            let expected: Vec<usize> =
                (0..areas.len()).filter(|rank| contains_even_odd(&areas[*rank].perimeter, x, y)).collect();
            let hits = index.hits(x, y);
            let mut found: Vec<usize> = hits.iter().filter(|hit| hit.is_inside).map(|hit| hit.area).collect();
            found.sort_unstable();
            prop_assert_eq!(&found, &expected);
            let location = index.locate(x, y);
            let nearest = areas.iter().map(|area| metres_to_border(&area.perimeter, x, y)).fold(f64::INFINITY, f64::min);
            if expected.is_empty() {
                prop_assert_eq!(location.area.is_some(), location.quality == Quality::Probable);
                if nearest < 14.8 { prop_assert_eq!(location.quality, Quality::Probable); }
                if nearest > 15.2 { prop_assert_eq!(location.area, None); }
            } else {
                prop_assert_eq!(location.area, hits.first().map(|hit| hit.area));
                prop_assert!(expected.contains(&location.area.unwrap_or(usize::MAX)));
                if nearest > 15.2 { prop_assert_eq!(location.quality, Quality::Sure); }
            }
        }
    }

    #[test]
    fn geojson_comes_back(perimeters in prop::collection::vec(perimeter(), 1..6)) {
        let areas: Vec<Area> = perimeters.into_iter().enumerate().map(|(rank, perimeter)| area(rank, perimeter)).collect();
        let text = to_geojson(&areas);
        let report = Source::open(text.as_bytes(), &Limits::default()).expect("open").import(&ImportOptions::default()).expect("import");
        prop_assert_eq!(report.areas.len(), areas.len());
        for (before, after) in areas.iter().zip(&report.areas) {
            prop_assert_eq!(&before.code, &after.code);
            prop_assert_eq!(before.perimeter.0.len(), after.perimeter.0.len());
        }
        prop_assert_eq!(to_geojson(&report.areas), text);
    }

    #[test]
    fn no_bytes_make_anything_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in ".{0,200}") {
        for input in [bytes.as_slice(), text.as_bytes()] {
            if let Ok(source) = Source::open(input, &Limits::default()) {
                let _ = source.columns();
                let _ = source.import(&ImportOptions::default());
            }
            let mut points = b"lon,lat\n".to_vec();
            points.extend_from_slice(input);
            let mut written = Vec::new();
            prop_assert!(locate_csv(&[], points.as_slice(), &mut written, &LocateOptions::default()).is_ok() || input.contains(&0));
            let _ = geography::ban::Reader::open(input).map(|rows| rows.count());
        }
        let _ = geography::address::parse(&text).key();
    }
}
