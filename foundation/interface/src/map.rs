//! Static maps: areas drawn from their rings, at most five classes, what is not published hatched,
//! the outline of the commune, numbers on the areas and a list beside. The list says everything.

use documents::Absence;

use crate::Html;
use crate::chart::{Datum, Measure};
use crate::html::{Escaped, ink};
use crate::table::{is_safe_address, links_line};

/// Closed rings of longitude and latitude in degrees (WGS 84), holes included.
pub type Rings = Vec<Vec<[f64; 2]>>;

/// One area of a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its rings; a hole is told by the even-odd rule.
    pub rings: Rings,
    /// Its value; `None` on a map that only shows places.
    pub datum: Option<Datum>,
    /// The page of the area.
    pub href: String,
    /// Whether the page speaks of this one.
    pub is_here: bool,
}

/// A map and what it takes to quote it.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaMap {
    /// Identifier, unique on the page.
    pub id: String,
    /// The finding, or what is shown.
    pub title: String,
    /// What is measured, with unit and period; or nothing.
    pub subtitle: String,
    /// How values are written.
    pub measure: Measure,
    /// The areas, in the order of the list.
    pub areas: Vec<Area>,
    /// Outline of the commune or communes.
    pub outline: Rings,
    /// Version and date of the geography: « QPV 2024, contours au 1er janvier 2024 ». Always printed.
    pub geography: String,
    /// Who produced the values and the outlines.
    pub source: String,
    /// Date or period of the values.
    pub date: String,
    /// Address of the same areas as GeoJSON on this site, for the interactive map: each feature has the
    /// properties `name`, `text` and `href`.
    pub geojson: Option<String>,
    /// Address of the table as CSV.
    pub csv: Option<String>,
}

/// Width of the drawing in its own units; the height follows the territory.
const WIDTH: f64 = 400.0;
const MARGIN: f64 = 10.0;
/// Points nearer than this to the one before are not drawn: they could not be seen.
const NEAREST: f64 = 0.6;

/// Equirectangular projection at the middle latitude: exact enough for a town, an overseas one included.
struct Projection {
    west: f64,
    north: f64,
    squeeze: f64,
    scale: f64,
    height: f64,
}

impl Projection {
    fn of<'a>(points: impl Iterator<Item = &'a [f64; 2]>) -> Option<Self> {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let [west, south, east, north] = points
            .filter(|point| is_on_earth(point))
            .fold(start, |[w, s, e, n], &[x, y]| [w.min(x), s.min(y), e.max(x), n.max(y)]);
        if !(west.is_finite() && south.is_finite()) {
            return None;
        }
        let squeeze = ((south + north) / 2.0).to_radians().cos().max(0.01);
        let (wide, high) = (((east - west) * squeeze).max(1e-9), (north - south).max(1e-9));
        // A tall territory is drawn narrower rather than higher than one and a half times its width.
        let inner = WIDTH - 2.0 * MARGIN;
        let scale = (inner / wide).min(inner * 1.5 / high);
        let west = west - (inner / scale - wide) / 2.0 / squeeze;
        Some(Self { west, north, squeeze, scale, height: high * scale + 2.0 * MARGIN })
    }

    fn place(&self, &[x, y]: &[f64; 2]) -> (f64, f64) {
        (MARGIN + (x - self.west) * self.squeeze * self.scale, MARGIN + (self.north - y) * self.scale)
    }

    /// The `d` of a path, to a tenth of a unit, points too close left out.
    fn path(&self, rings: &Rings) -> String {
        let mut out = String::new();
        for ring in rings {
            let mut last: Option<(f64, f64)> = None;
            for point in ring.iter().filter(|point| is_on_earth(point)) {
                let (x, y) = self.place(point);
                if last.is_some_and(|(before_x, before_y)| (x - before_x).hypot(y - before_y) < NEAREST) {
                    continue;
                }
                ink!(out, "{}{x:.1} {y:.1}", if last.is_some() { 'L' } else { 'M' });
                last = Some((x, y));
            }
            if last.is_some() {
                out.push('Z');
            }
        }
        out
    }

    /// Where the number stands: the middle of the largest ring's points, weighted by area.
    fn middle(&self, rings: &Rings) -> Option<(f64, f64)> {
        let centre = |ring: &Vec<[f64; 2]>| {
            let placed: Vec<(f64, f64)> =
                ring.iter().filter(|point| is_on_earth(point)).map(|point| self.place(point)).collect();
            let first = *placed.first()?;
            let mut sums = (0.0, 0.0, 0.0);
            for pair in placed.windows(2) {
                // Coordinates are taken from the first point on, which keeps their digits.
                let (ax, ay, bx, by) =
                    (pair[0].0 - first.0, pair[0].1 - first.1, pair[1].0 - first.0, pair[1].1 - first.1);
                let cross = ax * by - bx * ay;
                sums = (sums.0 + cross, sums.1 + (ax + bx) * cross, sums.2 + (ay + by) * cross);
            }
            let (area, x, y) = sums;
            if area.abs() < 1e-9 {
                return Some((0.0, first));
            }
            Some((area.abs(), (first.0 + x / (3.0 * area), first.1 + y / (3.0 * area))))
        };
        rings.iter().filter_map(centre).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, at)| at)
    }
}

fn is_on_earth(&[x, y]: &[f64; 2]) -> bool {
    (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y)
}

/// The classes of a map: distinct values shared out in at most five groups of the same size.
struct Classes(Vec<Vec<f64>>);

impl Classes {
    fn of(areas: &[Area]) -> Self {
        let mut values: Vec<f64> = areas.iter().filter_map(|area| area.datum?.value()).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let count = values.len().min(5);
        let mut classes = Vec::with_capacity(count);
        for rank in 0..count {
            classes.push(values[rank * values.len() / count..(rank + 1) * values.len() / count].to_vec());
        }
        Self(classes)
    }

    /// From 1 (lowest) to 5; few classes take the ends of the ramp.
    fn shade(&self, rank: usize) -> usize {
        match self.0.len() {
            0 | 1 => 3,
            many => 1 + rank * 4 / (many - 1),
        }
    }

    fn class(&self, value: f64) -> usize {
        let rank = self.0.iter().position(|class| class.last().is_some_and(|last| value <= *last));
        self.shade(rank.unwrap_or(0))
    }
}

/// The map as a figure: drawing, classes, list with values and links, geography, source and date.
pub fn map(map: &AreaMap) -> Html {
    let id: String = map.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let classes = Classes::of(&map.areas);
    let mut out = String::with_capacity(4096);
    ink!(
        out,
        "<figure class=\"map chart\" id=\"{id}\">\n<figcaption><p class=\"chart-title\">{}</p>",
        Html::sentence(&map.title)
    );
    if !map.subtitle.is_empty() {
        ink!(out, "<p class=\"chart-subtitle\">{}</p>", Html::sentence(&map.subtitle));
    }
    out.push_str("</figcaption>\n<div class=\"map-columns\">\n<div>");
    drawing(&mut out, &id, map, &classes);
    out.push_str("</div>\n<div>");
    legend(&mut out, &id, map, &classes);
    list(&mut out, map);
    out.push_str("</div>\n</div>\n");
    let geography = format!("Géographie : {}", map.geography);
    let source = if map.source.is_empty() { String::new() } else { format!("Source : {}", map.source) };
    let parts: Vec<&str> =
        [geography.as_str(), &source, &map.date].into_iter().filter(|part| !part.is_empty()).collect();
    ink!(out, "<p class=\"provenance\">{}</p>\n", Html::sentence(&parts.join(" · ")));
    links_line(&mut out, &[("CSV", map.csv.as_deref()), ("Contours (GeoJSON)", map.geojson.as_deref())], &map.title);
    out.push_str("</figure>");
    Html::trusted(out)
}

fn drawing(out: &mut String, id: &str, map: &AreaMap, classes: &Classes) {
    let points = map.areas.iter().flat_map(|area| &area.rings).chain(&map.outline).flatten();
    let Some(projection) = Projection::of(points) else {
        out.push_str("<p class=\"hint\">Aucun contour n’est connu pour ces quartiers. La liste reste complète.</p>");
        return;
    };
    let has_links = map.areas.iter().any(|area| is_safe_address(&area.href));
    out.push_str("<div class=\"map-drawing\"");
    if let Some(geojson) = &map.geojson {
        ink!(out, " data-map=\"{}\" data-map-name=\"{}\"", Escaped(geojson), Escaped(&map.title));
    }
    ink!(
        out,
        "><svg role=\"{}\" aria-labelledby=\"{id}-title\" viewBox=\"0 0 {WIDTH:.0} {:.0}\" xmlns=\"http://www.w3.org/2000/svg\"><title id=\"{id}-title\">Carte : {}</title><defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" class=\"ground\"/><path class=\"hatch\" d=\"M0 0V6\"/></pattern></defs>",
        if has_links { "group" } else { "img" },
        projection.height,
        Escaped(&map.title)
    );
    if !map.outline.is_empty() {
        ink!(out, "<path class=\"outline\" fill-rule=\"evenodd\" d=\"{}\"/>", projection.path(&map.outline));
    }
    for area in &map.areas {
        let name = Escaped(area_words(map, area)).to_string();
        let here = if area.is_here { " here" } else { "" };
        let fill = match area.datum {
            None => format!("class=\"area plain{here}\""),
            Some(datum) => match datum.value() {
                Some(value) => format!("class=\"area m{}{here}\"", classes.class(value)),
                None => format!("class=\"area{here}\" fill=\"url(#{id}-hatch)\""),
            },
        };
        let path = format!(
            "<path {fill} fill-rule=\"evenodd\" d=\"{}\"><title>{name}</title></path>",
            projection.path(&area.rings)
        );
        if is_safe_address(&area.href) {
            ink!(out, "<a href=\"{}\" aria-label=\"{name}\">{path}</a>", Escaped(&area.href));
        } else {
            out.push_str(&path);
        }
    }
    for (rank, area) in map.areas.iter().enumerate() {
        if let Some((x, y)) = projection.middle(&area.rings) {
            ink!(out, "<text x=\"{x:.1}\" y=\"{:.1}\" aria-hidden=\"true\">{}</text>", y + 5.0, rank + 1);
        }
    }
    out.push_str("</svg></div>");
}

fn area_words(map: &AreaMap, area: &Area) -> String {
    match area.datum {
        Some(datum) => format!("{}\u{a0}: {}", area.name, map.measure.display(datum)),
        None => area.name.clone(),
    }
}

fn legend(out: &mut String, id: &str, map: &AreaMap, classes: &Classes) {
    let absences: Vec<Absence> = Absence::ALL
        .into_iter()
        .filter(|absence| {
            map.areas.iter().any(|area| matches!(area.datum, Some(Datum::Absent(found)) if found == *absence))
        })
        .collect();
    if classes.0.is_empty() && absences.is_empty() {
        return;
    }
    out.push_str("<ul class=\"map-classes\">");
    for (rank, class) in classes.0.iter().enumerate() {
        let (Some(first), Some(last)) = (class.first(), class.last()) else { continue };
        let from = map.measure.display(Datum::Value(*first));
        let words =
            if first == last { from } else { format!("de {from} à {}", map.measure.display(Datum::Value(*last))) };
        ink!(
            out,
            "<li><svg aria-hidden=\"true\" width=\"24\" height=\"16\"><rect width=\"24\" height=\"16\" class=\"m{}\"/></svg>{}</li>",
            classes.shade(rank),
            Escaped(words)
        );
    }
    for absence in absences {
        ink!(
            out,
            "<li><svg aria-hidden=\"true\" width=\"24\" height=\"16\"><rect width=\"24\" height=\"16\" fill=\"url(#{id}-hatch)\"/></svg>{} ({})</li>",
            absence.sign(),
            absence.words()
        );
    }
    out.push_str("</ul>");
}

fn list(out: &mut String, map: &AreaMap) {
    out.push_str("<ol class=\"map-list\">");
    for area in &map.areas {
        let name =
            if is_safe_address(&area.href) { Html::link(&area.name, &area.href) } else { Html::text(&area.name) };
        let name = if area.is_here { format!("<strong>{name}</strong>") } else { name.to_string() };
        let value =
            area.datum.map(|datum| format!("\u{a0}: {}", Escaped(map.measure.display(datum)))).unwrap_or_default();
        ink!(out, "<li>{name}{value}</li>");
    }
    out.push_str("</ol>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Rings {
        vec![vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]
    }

    #[test]
    fn a_square_on_the_ground_is_a_square_on_the_map() {
        let latitude: f64 = 43.2;
        let (dx, dy) = (0.01 / latitude.to_radians().cos(), 0.01);
        let ring = [vec![[2.3, latitude], [2.3 + dx, latitude], [2.3 + dx, latitude + dy], [2.3, latitude + dy]]];
        let projection = Projection::of(ring.iter().flatten()).expect("points");
        let (a, b, c) = (projection.place(&ring[0][0]), projection.place(&ring[0][1]), projection.place(&ring[0][2]));
        assert!(((b.0 - a.0) - (b.1 - c.1)).abs() < 0.2, "{a:?} {b:?} {c:?}");
        let middle = projection.middle(&square(2.3, latitude, 0.005)).expect("a middle");
        assert!(middle.0 > a.0 && middle.0 < b.0);
    }

    #[test]
    fn five_classes_at_most_and_each_value_in_its_own() {
        let area = |value: f64| Area { datum: Some(Datum::Value(value)), ..Area::default() };
        let areas: Vec<Area> = (0..23).map(|n| area(f64::from(n))).collect();
        let classes = Classes::of(&areas);
        assert_eq!(classes.0.len(), 5);
        assert_eq!((classes.class(0.0), classes.class(22.0)), (1, 5));
        assert_eq!(classes.0.iter().map(Vec::len).sum::<usize>(), 23);
        assert_eq!(Classes::of(&areas[..1]).class(0.0), 3);
    }

    #[test]
    fn rings_out_of_this_world_are_not_drawn() {
        assert!(Projection::of([[f64::NAN, 1.0], [700_000.0, 6_600_000.0]].iter()).is_none());
        let projection = Projection::of([[2.0, 43.0]].iter()).expect("one point");
        assert!(projection.place(&[2.0, 43.0]).0.is_finite());
    }
}
