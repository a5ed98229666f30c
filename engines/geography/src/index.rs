//! From a point to the area that holds it, with a quality.
//!
//! A grid over bounding boxes gives the few areas a point may belong to. Each polygon keeps its
//! edges in horizontal slabs, so that the even-odd test and the distance to the border look at the
//! handful of edges at the height of the point. Rings that cross themselves need no repair.

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::measure::metres_per_degree;
use crate::rings::is_crossed;

/// Distance to the border, in metres, under which a location is only probable: the order of
/// magnitude of what geocoding and rounded perimeters get wrong.
pub const DEFAULT_TOLERANCE_METRES: f64 = 15.0;

/// How sure a location is, in the words of the French geolocation files (sûr, probable, aléatoire).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// Inside, or outside every area, by more than the tolerance.
    Sure,
    /// Within the tolerance of the border, or known to the street only.
    Probable,
    /// The coordinates or the address cannot tell.
    Undetermined,
}

impl Quality {
    /// French word.
    pub fn word(self) -> &'static str {
        match self {
            Quality::Sure => "sûr",
            Quality::Probable => "probable",
            Quality::Undetermined => "indéterminé",
        }
    }
}

/// Where a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// Rank of the area in the list the index was built from; `None` out of every area.
    pub area: Option<usize>,
    /// How sure it is.
    pub quality: Quality,
}

/// An area that holds a point, or whose border is within the tolerance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Rank of the area in the list the index was built from.
    pub area: usize,
    /// Whether the area holds the point (even-odd rule).
    pub is_inside: bool,
    /// Metres from the point to the nearest border of the area.
    pub distance_metres: f64,
}

/// West, south, east, north.
type Bounds = [f64; 4];

/// One polygon of an area, with the slice of slabs that hold its edges.
#[derive(Debug)]
struct Part {
    area: u32,
    bounds: Bounds,
    /// The bounds, widened by the tolerance.
    reach: Bounds,
    first_slab: u32,
    slab_count: u32,
    slabs_per_degree: f64,
}

impl Part {
    #[inline]
    fn slab_at(&self, latitude: f64) -> u32 {
        // A cast of a negative or too large float saturates: heights out of the box fall in the end slabs.
        let rank = ((latitude - self.bounds[1]) * self.slabs_per_degree) as u32;
        self.first_slab + rank.min(self.slab_count - 1)
    }
}

/// The index over a list of areas.
#[derive(Debug)]
pub struct AreaIndex {
    parts: Vec<Part>,
    /// Where the edges of each slab begin; one more entry closes the last.
    slab_starts: Vec<u32>,
    /// Start and end of each edge, repeated in each slab it passes through.
    edges: Vec<[f64; 4]>,
    grid: Grid,
    tolerance_metres: f64,
}

impl AreaIndex {
    /// Builds the index; the tolerance (metres) is the distance to a border under which a location
    /// is `probable`. Edges that are not finite are ignored.
    pub fn new(areas: &[Area], tolerance_metres: f64) -> AreaIndex {
        let mut index = AreaIndex {
            parts: Vec::new(),
            slab_starts: vec![0],
            edges: Vec::new(),
            grid: Grid::default(),
            tolerance_metres: if tolerance_metres.is_finite() { tolerance_metres.max(0.0) } else { 0.0 },
        };
        for (area, rank) in areas.iter().zip(0u32..) {
            for polygon in &area.perimeter {
                let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                let edges: Vec<[f64; 4]> = rings
                    .flat_map(|ring| ring.lines())
                    .map(|edge| [edge.start.x, edge.start.y, edge.end.x, edge.end.y])
                    .filter(|edge| edge.iter().all(|value| value.is_finite()))
                    .collect();
                index.add(rank, &edges);
            }
        }
        let reaches: Vec<Bounds> = index.parts.iter().map(|part| part.reach).collect();
        index.grid = Grid::new(&reaches);
        index
    }

    fn add(&mut self, area: u32, edges: &[[f64; 4]]) {
        let Some(bounds) = edges
            .iter()
            .map(|[x1, y1, x2, y2]| [x1.min(*x2), y1.min(*y2), x1.max(*x2), y1.max(*y2)])
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
        else {
            return;
        };
        let [west, south, east, north] = bounds;
        let height = north - south;
        let climb: f64 = edges.iter().map(|[_, y1, _, y2]| (y2 - y1).abs()).sum();
        let count = edges.len() as f64;
        // Each edge is repeated in every slab it passes: this bound keeps at most four copies per
        // edge on average, whatever the shape.
        let slab_count = (count / 2.0).min(3.0 * count * height / climb.max(f64::MIN_POSITIVE)).clamp(1.0, 1e6) as u32;
        let steepest = south.abs().max(north.abs()).min(89.0);
        let (metres_x, metres_y) = metres_per_degree(steepest);
        let (reach_x, reach_y) = (self.tolerance_metres / metres_x * 1.01, self.tolerance_metres / metres_y * 1.01);
        let part = Part {
            area,
            bounds,
            reach: [west - reach_x, south - reach_y, east + reach_x, north + reach_y],
            first_slab: self.slab_starts.len() as u32 - 1,
            slab_count,
            slabs_per_degree: if height > 0.0 { f64::from(slab_count) / height } else { 0.0 },
        };
        let mut slabs: Vec<Vec<[f64; 4]>> = vec![Vec::new(); slab_count as usize];
        for edge in edges {
            let [_, y1, _, y2] = *edge;
            let low = part.slab_at(y1.min(y2)) - part.first_slab;
            let high = part.slab_at(y1.max(y2)) - part.first_slab;
            for slab in slabs.iter_mut().take(high as usize + 1).skip(low as usize) {
                slab.push(*edge);
            }
        }
        for slab in slabs {
            self.edges.extend(slab);
            self.slab_starts.push(self.edges.len() as u32);
        }
        self.parts.push(part);
    }

    /// Edges of the slabs from one to another, both included.
    #[inline]
    fn edges_of(&self, first_slab: u32, last_slab: u32) -> &[[f64; 4]] {
        let start = self.slab_starts.get(first_slab as usize).copied().unwrap_or(0) as usize;
        let end = self.slab_starts.get(last_slab as usize + 1).copied().unwrap_or(0) as usize;
        self.edges.get(start..end).unwrap_or_default()
    }

    #[inline]
    fn holds(&self, part: &Part, longitude: f64, latitude: f64) -> bool {
        let [west, south, east, north] = part.bounds;
        if longitude < west || longitude > east || latitude < south || latitude > north {
            return false;
        }
        let slab = part.slab_at(latitude);
        let mut is_inside = false;
        for [x1, y1, x2, y2] in self.edges_of(slab, slab) {
            is_inside ^= is_crossed(*x1, *y1, *x2, *y2, longitude, latitude);
        }
        is_inside
    }

    /// Square of the distance in metres to the nearest edge, when it is under a limit.
    #[inline]
    fn squared_distance(&self, part: &Part, point: &Point, limit_metres: f64) -> Option<f64> {
        let reach_y = limit_metres / point.metres_y;
        let reach_x = limit_metres / point.metres_x;
        let (low, high) = (part.slab_at(point.y - reach_y), part.slab_at(point.y + reach_y));
        let mut best = limit_metres * limit_metres;
        let mut is_found = false;
        for [x1, y1, x2, y2] in self.edges_of(low, high) {
            if x1.max(*x2) < point.x - reach_x || x1.min(*x2) > point.x + reach_x {
                continue;
            }
            let (ax, ay) = ((x1 - point.x) * point.metres_x, (y1 - point.y) * point.metres_y);
            let (dx, dy) = ((x2 - x1) * point.metres_x, (y2 - y1) * point.metres_y);
            let length = dx * dx + dy * dy;
            let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            let (px, py) = (ax + along * dx, ay + along * dy);
            let squared = px * px + py * py;
            if squared < best {
                best = squared;
                is_found = true;
            }
        }
        is_found.then_some(best)
    }

    /// Locates a point: the area furthest inside which it lies, else the nearest within the
    /// tolerance (`probable`), else none.
    pub fn locate(&self, longitude: f64, latitude: f64) -> Location {
        if !is_on_earth(longitude, latitude) {
            return Location { area: None, quality: Quality::Undetermined };
        }
        let mut point: Option<Point> = None;
        let mut inside: Option<u32> = None;
        let mut is_near_border = false;
        let mut nearest: Option<(f64, u32)> = None;
        for part in self.candidates(longitude, latitude) {
            let is_inside = self.holds(part, longitude, latitude);
            if is_inside {
                if inside.is_some_and(|area| area != part.area) {
                    return self.locate_among_several(longitude, latitude);
                }
                inside = Some(part.area);
            }
            let point = point.get_or_insert_with(|| Point::new(longitude, latitude));
            if let Some(squared) = self.squared_distance(part, point, self.tolerance_metres) {
                is_near_border |= is_inside;
                if nearest.is_none_or(|(best, _)| squared < best) {
                    nearest = Some((squared, part.area));
                }
            }
        }
        match (inside, nearest) {
            (Some(area), _) => {
                let quality = if is_near_border { Quality::Probable } else { Quality::Sure };
                Location { area: Some(area as usize), quality }
            }
            (None, Some((_, area))) => Location { area: Some(area as usize), quality: Quality::Probable },
            (None, None) => Location { area: None, quality: Quality::Sure },
        }
    }

    fn locate_among_several(&self, longitude: f64, latitude: f64) -> Location {
        match self.hits(longitude, latitude).first() {
            Some(hit) => {
                let is_sure = hit.is_inside && hit.distance_metres >= self.tolerance_metres;
                let quality = if is_sure { Quality::Sure } else { Quality::Probable };
                Location { area: Some(hit.area), quality }
            }
            None => Location { area: None, quality: Quality::Sure },
        }
    }

    /// Every area that holds a point or whose border is within the tolerance, best first: those
    /// that hold it, the furthest from its border first, then the others, the nearest first.
    ///
    /// Where polygons of one area adjoin, their common border counts as a border.
    pub fn hits(&self, longitude: f64, latitude: f64) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        if !is_on_earth(longitude, latitude) {
            return hits;
        }
        let point = Point::new(longitude, latitude);
        for part in self.candidates(longitude, latitude) {
            let is_inside = self.holds(part, longitude, latitude);
            let limit = if is_inside { 1e9 } else { self.tolerance_metres };
            let Some(squared) = self.squared_distance(part, &point, limit) else { continue };
            let (area, distance_metres) = (part.area as usize, squared.sqrt());
            match hits.iter_mut().find(|hit| hit.area == area) {
                // The part that holds the point decides; among equals, the nearest border.
                Some(hit) if hit.is_inside == is_inside => {
                    hit.distance_metres = hit.distance_metres.min(distance_metres)
                }
                Some(hit) if is_inside => *hit = Hit { area, is_inside, distance_metres },
                Some(_) => {}
                None => hits.push(Hit { area, is_inside, distance_metres }),
            }
        }
        hits.sort_by(|a, b| {
            let depth = |hit: &Hit| if hit.is_inside { hit.distance_metres } else { -hit.distance_metres };
            b.is_inside.cmp(&a.is_inside).then(depth(b).total_cmp(&depth(a))).then(a.area.cmp(&b.area))
        });
        hits
    }

    #[inline]
    fn candidates(&self, longitude: f64, latitude: f64) -> impl Iterator<Item = &Part> {
        self.grid.parts_at(longitude, latitude).iter().filter_map(move |rank| {
            let part = self.parts.get(*rank as usize)?;
            let [west, south, east, north] = part.reach;
            let is_near = longitude >= west && longitude <= east && latitude >= south && latitude <= north;
            is_near.then_some(part)
        })
    }
}

#[inline]
fn is_on_earth(longitude: f64, latitude: f64) -> bool {
    longitude.abs() <= 180.0 && latitude.abs() <= 90.0
}

/// A place with the metres of its degrees.
struct Point {
    x: f64,
    y: f64,
    metres_x: f64,
    metres_y: f64,
}

impl Point {
    #[inline]
    fn new(x: f64, y: f64) -> Point {
        let (metres_x, metres_y) = metres_per_degree(y);
        // At a pole a degree of longitude has no length; one metre keeps divisions finite.
        Point { x, y, metres_x: metres_x.max(1.0), metres_y }
    }
}

/// A sparse uniform grid: cells that hold something sit in an open-addressing table.
#[derive(Debug, Default)]
struct Grid {
    cells_per_degree: f64,
    slots: Vec<Slot>,
    shift: u32,
    members: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    key: u64,
    start: u32,
    end: u32,
}

/// No cell has this key: the grid spans 360 × 180 degrees at most.
const FREE: u64 = u64::MAX;

impl Grid {
    fn new(boxes: &[Bounds]) -> Grid {
        let boxes: Vec<(u32, Bounds)> = (0u32..)
            .zip(boxes)
            .map(|(rank, [west, south, east, north])| {
                (rank, [west.max(-180.0), south.max(-90.0), east.min(180.0), north.min(90.0)])
            })
            .filter(|(_, [west, south, east, north])| west <= east && south <= north)
            .collect();
        if boxes.is_empty() {
            return Grid::default();
        }
        let spans: f64 = boxes.iter().map(|(_, [west, south, east, north])| (east - west).max(north - south)).sum();
        let mut cell = (spans / boxes.len() as f64).clamp(0.001, 10.0);
        let cells_of = |[west, south, east, north]: Bounds, cell: f64| {
            ((east - west) / cell + 2.0) * ((north - south) / cell + 2.0)
        };
        // Large areas among small ones must not fill the memory with cells.
        let limit = 24.0 * boxes.len() as f64 + 4096.0;
        while boxes.iter().map(|(_, bounds)| cells_of(*bounds, cell)).sum::<f64>() > limit && cell < 360.0 {
            cell *= 1.5;
        }
        let mut grid = Grid { cells_per_degree: 1.0 / cell, ..Grid::default() };
        let mut pairs: Vec<(u64, u32)> = Vec::new();
        for (rank, [west, south, east, north]) in &boxes {
            for row in grid.row(*south)..=grid.row(*north) {
                for column in grid.column(*west)..=grid.column(*east) {
                    pairs.push((key(column, row), *rank));
                }
            }
        }
        pairs.sort_unstable();
        grid.fill(&pairs);
        grid
    }

    fn fill(&mut self, pairs: &[(u64, u32)]) {
        self.members = pairs.iter().map(|(_, rank)| *rank).collect();
        let groups: Vec<&[(u64, u32)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
        let capacity = (groups.len() * 2).next_power_of_two().max(2);
        self.shift = 64 - capacity.trailing_zeros();
        self.slots = vec![Slot { key: FREE, start: 0, end: 0 }; capacity];
        let mut start = 0u32;
        for group in groups {
            let Some((key, _)) = group.first() else { continue };
            let end = start + group.len() as u32;
            let mut position = self.position(*key);
            while self.slots.get(position).is_some_and(|slot| slot.key != FREE) {
                position = (position + 1) % capacity;
            }
            if let Some(slot) = self.slots.get_mut(position) {
                *slot = Slot { key: *key, start, end };
            }
            start = end;
        }
    }

    #[inline]
    fn column(&self, longitude: f64) -> u32 {
        ((longitude + 180.0) * self.cells_per_degree) as u32
    }

    #[inline]
    fn row(&self, latitude: f64) -> u32 {
        ((latitude + 90.0) * self.cells_per_degree) as u32
    }

    #[inline]
    fn position(&self, key: u64) -> usize {
        // Fibonacci hashing: the high bits of the product are well mixed.
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    #[inline]
    fn parts_at(&self, longitude: f64, latitude: f64) -> &[u32] {
        if self.slots.is_empty() {
            return &[];
        }
        let wanted = key(self.column(longitude), self.row(latitude));
        let mask = self.slots.len() - 1;
        let mut position = self.position(wanted);
        // Half of the slots are free, so the walk ends.
        while let Some(slot) = self.slots.get(position) {
            if slot.key == wanted {
                return self.members.get(slot.start as usize..slot.end as usize).unwrap_or_default();
            }
            if slot.key == FREE {
                break;
            }
            position = (position + 1) & mask;
        }
        &[]
    }
}

#[inline]
fn key(column: u32, row: u32) -> u64 {
    (u64::from(column) << 32) | u64::from(row)
}
