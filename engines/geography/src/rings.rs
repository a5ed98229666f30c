//! Rings as files give them, cleaned into perimeters without ever refusing a crossing.

use geo::{Coord, LineString, MultiPolygon, Polygon};

/// Polygons, each a list of rings (the outer one first), each a list of positions.
pub(crate) type RawPolygons = Vec<Vec<Vec<[f64; 2]>>>;

/// Why a line has no usable perimeter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GeometryProblem {
    /// No geometry at all, or nothing in it.
    Empty,
    /// A geometry of another type (`Point`, `LineString`…).
    NotAPolygon(String),
    /// The text or the numbers cannot be read; the reason in French.
    Unreadable(String),
}

impl GeometryProblem {
    /// French sentence for the report.
    pub(crate) fn sentence(&self) -> String {
        match self {
            GeometryProblem::Empty => {
                "Le contour est vide : dessinez ce quartier dans le fichier d’origine, ou retirez cette ligne."
                    .to_owned()
            }
            GeometryProblem::NotAPolygon(kind) => format!(
                "La géométrie est de type « {kind} » : un quartier se décrit par un polygone ou un multipolygone."
            ),
            GeometryProblem::Unreadable(reason) => {
                format!("Le contour ne peut pas être lu ({reason}) : corrigez-le dans le fichier d’origine.")
            }
        }
    }
}

/// What cleaning changed or noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Noticed {
    pub(crate) is_closed: bool,
    pub(crate) is_ring_dropped: bool,
    pub(crate) is_self_intersecting: bool,
    pub(crate) is_unchecked: bool,
}

/// Pairs of segments compared before the search for crossings gives up: a perimeter of 10,000
/// vertices needs far fewer, and a hostile file must not hold the processor.
const COMPARISON_BUDGET: u64 = 20_000_000;

/// Closes rings, drops repeated positions and degenerate rings, looks for crossings.
pub(crate) fn clean(polygons: RawPolygons) -> Result<(MultiPolygon, Noticed), GeometryProblem> {
    let mut noticed = Noticed::default();
    let mut kept = Vec::new();
    let mut budget = COMPARISON_BUDGET;
    for rings in polygons {
        let mut cleaned: Vec<Vec<Coord>> = Vec::new();
        for (rank, ring) in rings.into_iter().enumerate() {
            if ring.iter().flatten().any(|value| !value.is_finite()) {
                return Err(GeometryProblem::Unreadable("un nombre manque ou est infini".to_owned()));
            }
            let is_outer_missing = rank > 0 && cleaned.is_empty();
            match clean_ring(&ring, &mut noticed) {
                // A hole without its outer ring surrounds nothing.
                Some(ring) if !is_outer_missing => cleaned.push(ring),
                Some(_) => noticed.is_ring_dropped = true,
                None if ring.is_empty() => {}
                None => noticed.is_ring_dropped = true,
            }
        }
        match has_crossing(&cleaned, &mut budget) {
            Some(is_crossing) => noticed.is_self_intersecting |= is_crossing,
            None => noticed.is_unchecked = true,
        }
        let mut rings = cleaned.into_iter().map(LineString::new);
        if let Some(outer) = rings.next() {
            kept.push(Polygon::new(outer, rings.collect()));
        }
    }
    if kept.is_empty() {
        return Err(GeometryProblem::Empty);
    }
    Ok((MultiPolygon::new(kept), noticed))
}

fn clean_ring(ring: &[[f64; 2]], noticed: &mut Noticed) -> Option<Vec<Coord>> {
    let mut positions: Vec<Coord> = Vec::with_capacity(ring.len() + 1);
    for &[x, y] in ring {
        let position = Coord { x, y };
        if positions.last() != Some(&position) {
            positions.push(position);
        }
    }
    let is_closed = positions.len() > 1 && positions.first() == positions.last();
    let distinct = positions.len() - usize::from(is_closed && positions.len() > 1);
    if distinct < 3 {
        return None;
    }
    if !is_closed {
        let first = *positions.first()?;
        positions.push(first);
        noticed.is_closed = true;
    }
    Some(positions)
}

/// One edge of a polygon, with its place in its ring.
struct Edge {
    ring: usize,
    rank: usize,
    count: usize,
    start: Coord,
    end: Coord,
    west: f64,
    east: f64,
}

/// Whether a ring touches or crosses itself, or two rings cross; `None` once the budget is spent.
fn has_crossing(rings: &[Vec<Coord>], budget: &mut u64) -> Option<bool> {
    let mut edges: Vec<Edge> = Vec::new();
    for (ring, positions) in rings.iter().enumerate() {
        let count = positions.len().saturating_sub(1);
        for (rank, pair) in positions.windows(2).enumerate() {
            if let [start, end] = *pair {
                let (west, east) = (start.x.min(end.x), start.x.max(end.x));
                edges.push(Edge { ring, rank, count, start, end, west, east });
            }
        }
    }
    edges.sort_by(|left, right| left.west.total_cmp(&right.west));
    for (position, edge) in edges.iter().enumerate() {
        for other in edges.iter().skip(position + 1) {
            if other.west > edge.east {
                break;
            }
            *budget = budget.checked_sub(1)?;
            if is_conflict(edge, other) {
                return Some(true);
            }
        }
    }
    Some(false)
}

fn is_conflict(first: &Edge, second: &Edge) -> bool {
    if first.start.y.max(first.end.y) < second.start.y.min(second.end.y)
        || second.start.y.max(second.end.y) < first.start.y.min(first.end.y)
    {
        return false;
    }
    let sides = [
        side(first.start, first.end, second.start),
        side(first.start, first.end, second.end),
        side(second.start, second.end, first.start),
        side(second.start, second.end, first.end),
    ];
    let is_proper = sides.iter().all(|value| *value != 0.0)
        && (sides[0] > 0.0) != (sides[1] > 0.0)
        && (sides[2] > 0.0) != (sides[3] > 0.0);
    if is_proper {
        return true;
    }
    // Rings of one polygon may touch at a point; only a true crossing is a fault between them.
    if first.ring != second.ring {
        return false;
    }
    let (low, high) = if first.rank < second.rank { (first, second) } else { (second, first) };
    let is_next = high.rank == low.rank + 1;
    let is_around = low.rank == 0 && high.rank + 1 == low.count;
    if is_next || is_around {
        // Neighbours share one position; they conflict when one runs back over the other.
        let (before, shared, after) =
            if is_next { (low.start, low.end, high.end) } else { (high.start, high.end, low.end) };
        let dot = (before.x - shared.x) * (after.x - shared.x) + (before.y - shared.y) * (after.y - shared.y);
        return side(before, shared, after) == 0.0 && dot > 0.0;
    }
    let touches = [
        (sides[0], first.start, first.end, second.start),
        (sides[1], first.start, first.end, second.end),
        (sides[2], second.start, second.end, first.start),
        (sides[3], second.start, second.end, first.end),
    ];
    touches.iter().any(|(value, start, end, point)| *value == 0.0 && is_within_box(*start, *end, *point))
}

fn side(start: Coord, end: Coord, point: Coord) -> f64 {
    (end.x - start.x) * (point.y - start.y) - (point.x - start.x) * (end.y - start.y)
}

fn is_within_box(start: Coord, end: Coord, point: Coord) -> bool {
    (start.x.min(end.x)..=start.x.max(end.x)).contains(&point.x)
        && (start.y.min(end.y)..=start.y.max(end.y)).contains(&point.y)
}

/// Whether the half-line going east from a point crosses an edge. One formula for the index and
/// for the plain scan, so that both always agree.
#[inline]
pub(crate) fn is_crossed(x1: f64, y1: f64, x2: f64, y2: f64, x: f64, y: f64) -> bool {
    // The cross product has the sign of (edge's x at height y) − x when the edge goes up.
    (y1 > y) != (y2 > y) && (((x2 - x1) * (y - y1) - (x - x1) * (y2 - y1) > 0.0) == (y2 > y1))
}

/// Plain even-odd test over all rings of each polygon: the reference the index is tested against.
///
/// Crossing rings are taken as they are: a place surrounded twice is outside. Several polygons
/// are a union.
pub fn contains_even_odd(perimeter: &MultiPolygon, longitude: f64, latitude: f64) -> bool {
    perimeter.iter().any(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let crossings = rings
            .flat_map(|ring| ring.lines())
            .filter(|edge| is_crossed(edge.start.x, edge.start.y, edge.end.x, edge.end.y, longitude, latitude))
            .count();
        crossings % 2 == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<[f64; 2]> {
        vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
    }

    #[test]
    fn a_sound_square_is_left_alone() {
        let (perimeter, noticed) = clean(vec![vec![square()]]).expect("clean");
        assert_eq!(noticed, Noticed::default());
        assert!(contains_even_odd(&perimeter, 0.5, 0.5) && !contains_even_odd(&perimeter, 1.5, 0.5));
    }

    #[test]
    fn an_unclosed_ring_is_closed() {
        let mut ring = square();
        ring.pop();
        let (perimeter, noticed) = clean(vec![vec![ring]]).expect("clean");
        assert!(noticed.is_closed && !noticed.is_self_intersecting);
        assert!(perimeter.0[0].exterior().is_closed());
    }

    #[test]
    fn a_bow_tie_a_touch_and_a_spike_are_noticed() {
        let bow_tie = vec![[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]];
        let touch = vec![[0.0, 0.0], [2.0, 0.0], [1.0, 1.0], [2.0, 2.0], [0.0, 2.0], [1.0, 1.0], [0.0, 0.0]];
        let spike = vec![[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [3.0, 2.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0]];
        for ring in [bow_tie, touch, spike] {
            assert!(clean(vec![vec![ring]]).expect("clean").1.is_self_intersecting);
        }
    }

    #[test]
    fn a_hole_may_touch_but_not_cross() {
        let touching = vec![[0.0, 0.5], [0.5, 0.2], [0.5, 0.8], [0.0, 0.5]];
        let crossing = vec![[-0.5, 0.5], [0.5, 0.2], [0.5, 0.8], [-0.5, 0.5]];
        assert!(!clean(vec![vec![square(), touching]]).expect("clean").1.is_self_intersecting);
        assert!(clean(vec![vec![square(), crossing]]).expect("clean").1.is_self_intersecting);
    }

    #[test]
    fn degenerate_rings_are_dropped_and_nothing_left_is_empty() {
        assert_eq!(clean(vec![]), Err(GeometryProblem::Empty));
        assert_eq!(clean(vec![vec![vec![]]]), Err(GeometryProblem::Empty));
        assert_eq!(clean(vec![vec![vec![[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]]), Err(GeometryProblem::Empty));
        let (perimeter, noticed) = clean(vec![vec![square(), vec![[0.1, 0.1]]]]).expect("clean");
        assert!(noticed.is_ring_dropped && perimeter.0[0].interiors().is_empty());
        assert!(matches!(clean(vec![vec![vec![[f64::NAN, 0.0]; 4]]]), Err(GeometryProblem::Unreadable(_))));
    }

    #[test]
    fn a_hostile_ring_is_left_unchecked_in_bounded_time() {
        // Every edge spans the whole width, so that each pair must be compared.
        let ring: Vec<[f64; 2]> = (0..40_000u32).map(|rank| [f64::from(rank % 2), f64::from(rank)]).collect();
        let (_, noticed) = clean(vec![vec![ring]]).expect("clean");
        assert!(noticed.is_unchecked || noticed.is_self_intersecting);
    }
}
