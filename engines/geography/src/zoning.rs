//! Two generations of the zoning: which neighbourhood became which.

use serde::{Deserialize, Serialize};

use geo::MultiPolygon;

use crate::area::Area;
use crate::code::{Change, Code};
use crate::measure::bounds;

/// How a neighbourhood of one generation relates to one of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Same perimeter.
    Identical,
    /// Same neighbourhood, other perimeter.
    Modified,
    /// Several neighbourhoods became this one.
    Merged,
    /// This neighbourhood became several.
    Split,
    /// Has no predecessor.
    Entering,
    /// Has no successor.
    Leaving,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 6] =
        [Self::Identical, Self::Modified, Self::Merged, Self::Split, Self::Entering, Self::Leaving];

    /// Stable word, for a database or a form.
    pub const fn key(self) -> &'static str {
        match self {
            Relation::Identical => "identical",
            Relation::Modified => "modified",
            Relation::Merged => "merged",
            Relation::Split => "split",
            Relation::Entering => "entering",
            Relation::Leaving => "leaving",
        }
    }

    /// The relation of a stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.key() == key)
    }

    /// French word.
    pub fn word(self) -> &'static str {
        match self {
            Relation::Identical => "identique",
            Relation::Modified => "modifié",
            Relation::Merged => "fusion",
            Relation::Split => "scission",
            Relation::Entering => "entrant",
            Relation::Leaving => "sortant",
        }
    }
}

/// A proposed correspondence, to be confirmed by a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correspondence {
    /// Code in the former generation; `None` for a neighbourhood that enters.
    pub from_code: Option<String>,
    /// Code in the later generation; `None` for a neighbourhood that leaves.
    pub to_code: Option<String>,
    /// What happened.
    pub relation: Relation,
    /// Share of the former perimeter that lies in the later one, from 0 to 1.
    pub share_of_from: f64,
    /// Share of the later perimeter that lies in the former one, from 0 to 1.
    pub share_of_to: f64,
}

/// Overlaps smaller than this share of both perimeters come from redrawn borders.
const NOISE: f64 = 0.05;

/// Shares from which two perimeters are the same but for the rounding of their coordinates.
const SAME: f64 = 0.97;

/// Proposes the correspondences of two generations from the overlap of their perimeters; the last
/// letter of 2024 codes settles what it says (`I` unchanged, `N` new unless mostly covered).
pub fn propose(from: &[Area], to: &[Area]) -> Vec<Correspondence> {
    let links = links(from, to);
    let count_to = |rank: usize| links.iter().filter(|link| link.to == rank).count();
    let count_from = |rank: usize| links.iter().filter(|link| link.from == rank).count();
    let mut found = Vec::new();
    for link in &links {
        let (Some(before), Some(after)) = (from.get(link.from), to.get(link.to)) else { continue };
        let is_declared_same = change_of(after) == Some(Change::Unchanged);
        let is_same = link.share_of_from >= SAME && link.share_of_to >= SAME;
        let is_alone = count_from(link.from) == 1 && count_to(link.to) == 1;
        let relation = if is_alone && (is_same || is_declared_same) {
            Relation::Identical
        } else if count_from(link.from) > 1 {
            Relation::Split
        } else if count_to(link.to) > 1 {
            Relation::Merged
        } else {
            Relation::Modified
        };
        found.push(Correspondence {
            from_code: Some(before.code.clone()),
            to_code: Some(after.code.clone()),
            relation,
            share_of_from: link.share_of_from,
            share_of_to: link.share_of_to,
        });
    }
    let lone = |relation: Relation, from_code: Option<String>, to_code: Option<String>| Correspondence {
        from_code,
        to_code,
        relation,
        share_of_from: 0.0,
        share_of_to: 0.0,
    };
    for (_, area) in from.iter().enumerate().filter(|(rank, _)| count_from(*rank) == 0) {
        found.push(lone(Relation::Leaving, Some(area.code.clone()), None));
    }
    for (_, area) in to.iter().enumerate().filter(|(rank, _)| count_to(*rank) == 0) {
        found.push(lone(Relation::Entering, None, Some(area.code.clone())));
    }
    found
}

fn change_of(area: &Area) -> Option<Change> {
    match Code::parse(&area.code) {
        Some(Code::Qpv2024(change)) => Some(change),
        _ => None,
    }
}

struct Link {
    from: usize,
    to: usize,
    share_of_from: f64,
    share_of_to: f64,
}

fn links(from: &[Area], to: &[Area]) -> Vec<Link> {
    let boxes_to: Vec<_> = to.iter().map(|area| bounds(&area.perimeter)).collect();
    let mut found = Vec::new();
    for (from_rank, before) in from.iter().enumerate() {
        let Some([west, south, east, north]) = bounds(&before.perimeter) else { continue };
        for (to_rank, after) in to.iter().enumerate() {
            let Some(Some([w, s, e, n])) = boxes_to.get(to_rank) else { continue };
            if *w > east || *e < west || *s > north || *n < south {
                continue;
            }
            let (share_of_from, share_of_to) = overlap_shares(&before.perimeter, &after.perimeter);
            let least = if change_of(after) == Some(Change::New) { 0.5 } else { NOISE };
            if share_of_from.max(share_of_to) >= least {
                found.push(Link { from: from_rank, to: to_rank, share_of_from, share_of_to });
            }
        }
    }
    found
}

/// Horizontal lines on which lengths are compared; the shares are exact within about half a percent.
const LINES: u32 = 512;

/// Share of the first perimeter in the second, and of the second in the first, by the even-odd rule.
///
/// Lengths are summed along horizontal lines, which needs no repair of crossing rings.
pub fn overlap_shares(first: &MultiPolygon, second: &MultiPolygon) -> (f64, f64) {
    let (Some(a), Some(b)) = (bounds(first), bounds(second)) else { return (0.0, 0.0) };
    let (south, north) = (a[1].min(b[1]), a[3].max(b[3]));
    let step = (north - south) / f64::from(LINES);
    let (mut of_first, mut of_second, mut common) = (0.0, 0.0, 0.0);
    for line in 0..LINES {
        let latitude = south + (f64::from(line) + 0.5) * step;
        let (left, right) = (spans(first, latitude), spans(second, latitude));
        of_first += length(&left);
        of_second += length(&right);
        common += common_length(&left, &right);
    }
    let share = |whole: f64| if whole > 0.0 { (common / whole).min(1.0) } else { 0.0 };
    (share(of_first), share(of_second))
}

/// Where a horizontal line is inside a perimeter: disjoint spans from west to east.
fn spans(perimeter: &MultiPolygon, latitude: f64) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    for polygon in perimeter {
        let mut crossings: Vec<f64> = std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .flat_map(|ring| ring.lines())
            .filter(|edge| (edge.start.y > latitude) != (edge.end.y > latitude))
            .map(|edge| {
                edge.start.x + (edge.end.x - edge.start.x) * (latitude - edge.start.y) / (edge.end.y - edge.start.y)
            })
            .collect();
        crossings.sort_by(f64::total_cmp);
        found.extend(crossings.chunks_exact(2).filter_map(|pair| match pair {
            [start, end] => Some((*start, *end)),
            _ => None,
        }));
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for (start, end) in found {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

fn length(spans: &[(f64, f64)]) -> f64 {
    spans.iter().map(|(start, end)| end - start).sum()
}

fn common_length(left: &[(f64, f64)], right: &[(f64, f64)]) -> f64 {
    let mut total = 0.0;
    for (start, end) in left {
        for (other_start, other_end) in right {
            total += (end.min(*other_end) - start.max(*other_start)).max(0.0);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Polygon};

    use super::*;
    use crate::area::Flags;

    fn area(code: &str, west: f64, south: f64, east: f64, north: f64) -> Area {
        let ring = LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)]);
        Area {
            code: code.to_owned(),
            name: String::new(),
            kind: None,
            generation: None,
            communes: Vec::new(),
            commune_names: Vec::new(),
            epci: Vec::new(),
            perimeter: MultiPolygon::new(vec![Polygon::new(ring, vec![])]),
            flags: Flags::default(),
        }
    }

    #[test]
    fn shares_are_measured() {
        let (first, second) = (area("a", 0.0, 0.0, 2.0, 1.0), area("b", 1.0, 0.0, 5.0, 1.0));
        let (of_first, of_second) = overlap_shares(&first.perimeter, &second.perimeter);
        assert!((of_first - 0.5).abs() < 0.01 && (of_second - 0.25).abs() < 0.01);
    }

    #[test]
    fn each_relation_is_proposed() {
        let from = [
            area("QP011001", 0.0, 0.0, 1.0, 1.0),
            area("QP011002", 2.0, 0.0, 3.0, 1.0),
            area("QP011003", 4.0, 0.0, 5.0, 1.0),
            area("QP011004", 5.0, 0.0, 6.0, 1.0),
            area("QP011005", 8.0, 0.0, 10.0, 1.0),
            area("QP011006", 20.0, 0.0, 21.0, 1.0),
        ];
        let to = [
            area("QN01101I", 0.0, 0.0, 1.0, 1.0),
            area("QN01102M", 2.0, 0.0, 3.0, 1.5),
            area("QN01103M", 4.0, 0.0, 6.0, 1.0),
            area("QN01104M", 8.0, 0.0, 9.0, 1.0),
            area("QN01105M", 9.0, 0.0, 10.0, 1.0),
            area("QN01106N", 30.0, 0.0, 31.0, 1.0),
        ];
        let proposed = propose(&from, &to);
        let relation = |from: Option<&str>, to: Option<&str>| {
            proposed
                .iter()
                .find(|found| found.from_code.as_deref() == from && found.to_code.as_deref() == to)
                .map(|found| found.relation.word())
        };
        assert_eq!(relation(Some("QP011001"), Some("QN01101I")), Some("identique"));
        assert_eq!(relation(Some("QP011002"), Some("QN01102M")), Some("modifié"));
        assert_eq!(relation(Some("QP011003"), Some("QN01103M")), Some("fusion"));
        assert_eq!(relation(Some("QP011004"), Some("QN01103M")), Some("fusion"));
        assert_eq!(relation(Some("QP011005"), Some("QN01104M")), Some("scission"));
        assert_eq!(relation(Some("QP011006"), None), Some("sortant"));
        assert_eq!(relation(None, Some("QN01106N")), Some("entrant"));
        assert_eq!(proposed.len(), 8);
    }
}
