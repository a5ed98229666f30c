//! Against the real perimeters of Occitanie. The open data is found through `PARVIS_OPEN_DATA`, else
//! beside the repository; without it these tests say so and pass.

use std::path::PathBuf;

use geography::{
    AreaIndex, DEFAULT_TOLERANCE_METRES, ImportOptions, ImportReport, Limits, LocateOptions, Quality, Source, Verdict,
    area_hectares, contains_even_odd, locate_csv, zoning,
};

fn open_data(path: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("PARVIS_OPEN_DATA").map(PathBuf::from) else {
        println!("Skipped: PARVIS_OPEN_DATA does not name the folder of open data.");
        return None;
    };
    match std::fs::read(folder.join(path)) {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            println!(
                "Skipped: {path} is not in {} (set PARVIS_OPEN_DATA to the folder of open data).",
                folder.display()
            );
            None
        }
    }
}

fn import(bytes: &[u8]) -> ImportReport {
    Source::open(bytes, &Limits::default()).expect("open").import(&ImportOptions::default()).expect("import")
}

#[test]
fn the_105_perimeters_of_2015_are_all_imported() {
    let Some(bytes) = open_data("qpv2015_occitanie/qp.geojson") else { return };
    let report = import(&bytes);
    assert_eq!(report.areas.len(), 105);
    assert_eq!(report.count(Verdict::Refused), 0);
    let flagged = report.areas.iter().filter(|area| area.flags.is_self_intersecting).count();
    assert_eq!(flagged, 32, "shapely finds 32 of these rounded perimeters invalid");
    assert!(
        report
            .areas
            .iter()
            .all(|area| area.kind.is_some() && !area.communes.is_empty() && !area.flags.is_outside_france)
    );
    assert!(report.areas.iter().all(|area| area.generation.map(|generation| generation.year()) == Some(2015)));
}

#[test]
fn areas_in_hectares_are_those_of_the_reference() {
    let Some(bytes) = open_data("qpv2024_national/qpv2024_occitanie_inchanges.geojson") else { return };
    let report = import(&bytes);
    assert_eq!(report.areas.len(), 30);
    for (name, expected) in [("La Conte", 50.68), ("Viguier", 16.34), ("Bastide Pont", 42.88), ("Fleming", 12.14)] {
        let area = report
            .areas
            .iter()
            .find(|area| area.name.contains(name) && area.communes.iter().any(|commune| commune == "11069"))
            .unwrap_or_else(|| panic!("{name} is missing"));
        let hectares = area_hectares(&area.perimeter).expect("area");
        assert!((hectares - expected).abs() < 0.01, "{name}: {hectares}");
    }
}

#[test]
fn every_point_inside_its_perimeter_gets_its_code() {
    let (Some(areas), Some(points)) =
        (open_data("qpv2015_occitanie/qp.geojson"), open_data("qpv2015_occitanie/points_sample.csv"))
    else {
        return;
    };
    let report = import(&areas);
    let index = AreaIndex::new(&report.areas, DEFAULT_TOLERANCE_METRES);
    let text = String::from_utf8(points.clone()).expect("utf-8");
    let (mut inside, mut outside) = (0, 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (longitude, latitude): (f64, f64) = (cells[0].parse().expect("lon"), cells[1].parse().expect("lat"));
        let expected = report.areas.iter().position(|area| area.code == cells[2]).expect("known code");
        let location = index.locate(longitude, latitude);
        assert_eq!(location.area, Some(expected), "{line}");
        if contains_even_odd(&report.areas[expected].perimeter, longitude, latitude) {
            inside += 1;
        } else {
            outside += 1;
            assert_eq!(location.quality, Quality::Probable, "{line}");
            let hit = index.hits(longitude, latitude)[0];
            assert!(!hit.is_inside && hit.distance_metres <= 11.2, "{line}: {}", hit.distance_metres);
        }
    }
    assert_eq!(inside + outside, 2000);
    assert!(outside <= 26, "{outside} points out of their rounded perimeter");

    // The stream gives the same codes, and keeps the column of expected codes.
    let mut written = Vec::new();
    let summary =
        locate_csv(&report.areas, points.as_slice(), &mut written, &LocateOptions::default()).expect("locate");
    assert_eq!((summary.lines, summary.outside, summary.unreadable), (2000, 0, 0));
    let written = String::from_utf8(written).expect("utf-8");
    assert!(written.starts_with("lon,lat,code_qp,code_commune,code_qp_localise,quality\r\n"));
    for line in written.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[2], cells[4], "{line}");
    }
}

#[test]
fn unchanged_neighbourhoods_are_recognised_between_generations() {
    let (Some(before), Some(after)) =
        (open_data("qpv2015_occitanie/qp.geojson"), open_data("qpv2024_national/qpv2024_occitanie_inchanges.geojson"))
    else {
        return;
    };
    let proposed = zoning::propose(&import(&before).areas, &import(&after).areas);
    let identical = proposed.iter().filter(|found| found.relation == zoning::Relation::Identical).count();
    let leaving = proposed.iter().filter(|found| found.relation == zoning::Relation::Leaving).count();
    assert_eq!((identical, leaving), (30, 75));
}
