//! Measures the location of points, on areas and points it generates the same way each time.
//!
//! `locate_bench FOLDER` writes `areas-N.geojson`, `points-N.f64` (longitude and latitude, little
//! endian) and `points-N.csv`, then prints one JSON line per measure. `benchmarks/locate/run.sh`
//! runs it beside geopandas and shapely on the same files.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;
use std::time::Instant;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use geography::{Area, AreaIndex, DEFAULT_TOLERANCE_METRES, Flags, LocateOptions, Quality, locate_csv, to_geojson};

const AREAS: [usize; 2] = [375, 1500];
const POINTS: [usize; 2] = [100_000, 1_000_000];

/// The generator of Steele and others (SplitMix64): the same numbers on every machine.
struct Draw(u64);

impl Draw {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }
}

/// Neighbourhoods of national size: five per town, 0.3 to 0.8 km across each way, 40 to 400
/// vertices (150 on average in the national file), over metropolitan France.
fn areas(count: usize) -> Vec<Area> {
    let mut draw = Draw(2024);
    let mut areas: Vec<Area> = Vec::new();
    while areas.len() < count {
        let (town_x, town_y) = (draw.between(-1.0, 7.0), draw.between(43.2, 50.5));
        for _ in 0..5.min(count - areas.len()) {
            let (x, y) = (town_x + draw.between(-0.03, 0.03), town_y + draw.between(-0.03, 0.03));
            let radius = draw.between(0.002, 0.006);
            let vertices = 40 + (360.0 * draw.unit() * draw.unit()) as usize;
            let mut ring: Vec<Coord> = (0..vertices)
                .map(|rank| {
                    let angle = rank as f64 / vertices as f64 * std::f64::consts::TAU;
                    // A star around its centre never crosses itself: shapely needs valid rings.
                    let reach = radius * draw.between(0.6, 1.0);
                    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
                    Coord { x: round(x + reach * angle.cos()), y: round(y + reach * 0.7 * angle.sin()) }
                })
                .collect();
            ring.push(ring[0]);
            areas.push(Area {
                code: format!("QN{:03}{:02}M", areas.len() / 100, areas.len() % 100),
                name: String::new(),
                kind: None,
                generation: None,
                communes: Vec::new(),
                commune_names: Vec::new(),
                epci: Vec::new(),
                perimeter: MultiPolygon::new(vec![Polygon::new(LineString::new(ring), vec![])]),
                flags: Flags::default(),
            });
        }
    }
    areas
}

/// Points as a file of addresses has them: a third in or near neighbourhoods, half in the towns,
/// the rest anywhere.
fn points(count: usize, areas: &[Area]) -> Vec<(f64, f64)> {
    let mut draw = Draw(11_069);
    (0..count)
        .map(|_| {
            let kind = draw.unit();
            let area = &areas[(draw.unit() * areas.len() as f64) as usize % areas.len()];
            let centre = geography::centre(&area.perimeter).unwrap_or_default();
            let spread = if kind < 0.35 { 0.006 } else { 0.05 };
            let (x, y) = if kind < 0.85 {
                (centre.0 + draw.between(-spread, spread), centre.1 + draw.between(-spread, spread))
            } else {
                (draw.between(-1.0, 7.0), draw.between(43.2, 50.5))
            };
            ((x * 1e6).round() / 1e6, (y * 1e6).round() / 1e6)
        })
        .collect()
}

/// Best of five runs, in seconds.
fn best<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let mut measured = Vec::new();
    let mut result = None;
    for _ in 0..5 {
        let start = Instant::now();
        result = Some(run());
        measured.push(start.elapsed().as_secs_f64());
    }
    let seconds = measured.into_iter().fold(f64::INFINITY, f64::min);
    (seconds, result.expect("five runs"))
}

fn main() -> io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: locate_bench FOLDER");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let all_areas = areas(AREAS[1]);
    let all_points = points(POINTS[1], &all_areas);
    for count in AREAS {
        fs::write(folder.join(format!("areas-{count}.geojson")), to_geojson(&all_areas[..count]))?;
    }
    for count in POINTS {
        let kept = &all_points[..count];
        let bytes: Vec<u8> = kept.iter().flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()]).flatten().collect();
        fs::write(folder.join(format!("points-{count}.f64")), bytes)?;
        let mut text = String::from("id,lon,lat\n");
        for (rank, (x, y)) in kept.iter().enumerate() {
            text.push_str(&format!("{rank},{x},{y}\n"));
        }
        fs::write(folder.join(format!("points-{count}.csv")), text)?;
    }
    for area_count in AREAS {
        let areas = &all_areas[..area_count];
        let (build, index) = best(|| AreaIndex::new(areas, DEFAULT_TOLERANCE_METRES));
        for point_count in POINTS {
            let points = &all_points[..point_count];
            let (locate, (inside, near)) = best(|| {
                let (mut inside, mut near) = (0usize, 0usize);
                for (x, y) in points {
                    let location = index.locate(*x, *y);
                    inside += usize::from(location.area.is_some() && location.quality == Quality::Sure);
                    near += usize::from(location.quality == Quality::Probable);
                }
                (inside, near)
            });
            let holding =
                points.iter().filter(|(x, y)| index.hits(*x, *y).first().is_some_and(|hit| hit.is_inside)).count();
            let file = folder.join(format!("points-{point_count}.csv"));
            let (csv, _) = best(|| {
                let reader = File::open(&file).map(BufReader::new).expect("points");
                locate_csv(areas, reader, io::sink(), &LocateOptions::default()).expect("locate")
            });
            println!(
                "{{\"areas\":{area_count},\"points\":{point_count},\"build\":{build:.6},\"locate\":{locate:.6},\"csv\":{csv:.6},\"sure\":{inside},\"probable\":{near},\"holding\":{holding}}}"
            );
        }
    }
    Ok(())
}
