//! Areas in hectares and metres around a place.

use geo::{LineString, MultiPolygon};

use crate::projection::{Projection, ProjectionError};

/// Centre of the bounding box (longitude, latitude); `None` for an empty perimeter.
pub fn centre(perimeter: &MultiPolygon) -> Option<(f64, f64)> {
    let [west, south, east, north] = bounds(perimeter)?;
    Some(((west + east) / 2.0, (south + north) / 2.0))
}

/// West, south, east and north of a perimeter.
pub(crate) fn bounds(perimeter: &MultiPolygon) -> Option<[f64; 4]> {
    let mut found: Option<[f64; 4]> = None;
    for position in perimeter.iter().flat_map(|polygon| polygon.exterior().coords()) {
        let [west, south, east, north] = found.unwrap_or([position.x, position.y, position.x, position.y]);
        found = Some([west.min(position.x), south.min(position.y), east.max(position.x), north.max(position.y)]);
    }
    found
}

/// Area of a perimeter in hectares, measured in the legal projection of its territory.
///
/// Rings are measured by the shoelace formula, so that a ring crossing itself gives the difference
/// of its lobes when they turn in opposite ways, as other geographic software does.
/// Fails when the perimeter is empty or lies out of every French territory.
pub fn area_hectares(perimeter: &MultiPolygon) -> Result<f64, ProjectionError> {
    let (longitude, latitude) = centre(perimeter).ok_or(ProjectionError::OutOfDomain)?;
    let converter = Projection::legal_at(longitude, latitude).ok_or(ProjectionError::OutOfDomain)?.converter()?;
    let ring_area = |ring: &LineString| -> Result<f64, ProjectionError> {
        let projected: Vec<(f64, f64)> =
            ring.coords().map(|position| converter.from_wgs84(position.x, position.y)).collect::<Result<_, _>>()?;
        Ok(shoelace(&projected).abs())
    };
    let mut square_metres = 0.0;
    for polygon in perimeter {
        square_metres += ring_area(polygon.exterior())?;
        for hole in polygon.interiors() {
            square_metres -= ring_area(hole)?;
        }
    }
    Ok(square_metres.max(0.0) / 10_000.0)
}

fn shoelace(ring: &[(f64, f64)]) -> f64 {
    // Subtracting the first position keeps the products small and the sum precise.
    let Some(&(x0, y0)) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|pair| match *pair {
            [(xa, ya), (xb, yb)] => (xa - x0) * (yb - y0) - (xb - x0) * (ya - y0),
            _ => 0.0,
        })
        .sum::<f64>()
        / 2.0
}

/// Metres in one degree of longitude and of latitude, at a latitude (series for the WGS 84
/// ellipsoid, exact within a centimetre per kilometre).
#[inline]
pub(crate) fn metres_per_degree(latitude: f64) -> (f64, f64) {
    let (sine, cosine) = latitude.to_radians().sin_cos();
    // cos 2φ, cos 3φ and cos 4φ follow from cos φ: one call for five terms.
    let double = cosine * cosine - sine * sine;
    let triple = cosine * (2.0 * double - 1.0);
    let quadruple = 2.0 * double * double - 1.0;
    (111_412.84 * cosine - 93.5 * triple, 111_132.92 - 559.82 * double + 1.175 * quadruple)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, Polygon};

    #[test]
    fn degrees_agree_with_the_projection() {
        // Lambert-93 stretches by less than 3 ‰ at these places.
        for (longitude, latitude) in [(2.35, 43.2), (2.35, 46.5), (2.35, 49.0)] {
            let converter = Projection::lambert93().converter().expect("converter");
            let (x0, y0) = converter.from_wgs84(longitude, latitude).expect("project");
            let (x1, _) = converter.from_wgs84(longitude + 0.001, latitude).expect("project");
            let (_, y1) = converter.from_wgs84(longitude, latitude + 0.001).expect("project");
            let (east, north) = metres_per_degree(latitude);
            assert!(((x1 - x0) / (east * 0.001) - 1.0).abs() < 0.003);
            assert!(((y1 - y0) / (north * 0.001) - 1.0).abs() < 0.003);
        }
        let (_, north) = metres_per_degree(45.0);
        assert!((north - 111_131.75).abs() < 0.5);
    }

    #[test]
    fn holes_are_taken_away_and_places_abroad_refused() {
        let ring = |from: f64, side: f64| -> LineString {
            let corner = |dx: f64, dy: f64| Coord { x: 2.3 + from + dx, y: 43.2 + from + dy };
            LineString::new(vec![
                corner(0.0, 0.0),
                corner(side, 0.0),
                corner(side, side),
                corner(0.0, side),
                corner(0.0, 0.0),
            ])
        };
        let whole = MultiPolygon::new(vec![Polygon::new(ring(0.0, 0.01), vec![])]);
        let pierced = MultiPolygon::new(vec![Polygon::new(ring(0.0, 0.01), vec![ring(0.0025, 0.005)])]);
        let (all, left) = (area_hectares(&whole).expect("area"), area_hectares(&pierced).expect("area"));
        assert!((left / all - 0.75).abs() < 0.001, "{left} {all}");
        let abroad = MultiPolygon::new(vec![Polygon::new(
            LineString::from(vec![(100.0, 0.0), (101.0, 0.0), (101.0, 1.0)]),
            vec![],
        )]);
        assert_eq!(area_hectares(&abroad), Err(ProjectionError::OutOfDomain));
        assert_eq!(area_hectares(&MultiPolygon::new(vec![])), Err(ProjectionError::OutOfDomain));
    }
}
