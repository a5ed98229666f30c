//! `parvis export`: what anybody can take away, and what only agents can.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{databases, filled, on, run};

/// Runs the command; gives the names it tells, which are those of the folder.
fn export(data: &Path, database: Option<&str>, out: &Path, more: &[&str]) -> BTreeSet<String> {
    let said = run(on(&["export"], data, database).arg("--out").arg(out).args(more));
    assert_eq!(said.code, 0, "{said:?}");
    let told = said.out.lines().filter_map(|line| line.split_once(" : ")).map(|(name, _)| name.to_owned()).collect();
    let there = fs::read_dir(out).expect("folder").map(|entry| entry.expect("entry").file_name());
    let there: BTreeSet<String> = there.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(there, told, "what is told is what is there");
    told
}

#[test]
fn the_demonstration_leaves_as_open_files() {
    for database in databases() {
        let (folder, public, agents) = (
            tempfile::tempdir().expect("folder"),
            tempfile::tempdir().expect("folder"),
            tempfile::tempdir().expect("folder"),
        );
        let (data, database) = (folder.path(), database.as_deref());
        filled(data, database);

        let names = export(data, database, public.path(), &[]);
        for name in ["quartiers.geojson", "equipements.csv", "besoins-par-quartier.csv", "couverture.csv"] {
            assert!(names.contains(name), "{name} is not in {names:?}");
        }
        assert_eq!(names.iter().filter(|name| name.starts_with("indicateurs-")).count(), 5, "{names:?}");
        assert!(!names.contains("preuves.csv") && !names.contains("journal.csv"), "{names:?}");

        let map = fs::read(public.path().join("quartiers.geojson")).expect("read");
        let map: serde_json::Value = serde_json::from_slice(&map).expect("GeoJSON");
        assert_eq!(map["type"], "FeatureCollection");
        let features = map["features"].as_array().expect("features");
        assert_eq!(features.len(), 5);
        assert!(
            features
                .iter()
                .all(|feature| feature["geometry"]["type"].as_str().is_some_and(|kind| kind.ends_with("Polygon")))
        );
        assert_matrix(&fs::read_to_string(public.path().join("besoins-par-quartier.csv")).expect("UTF-8"));

        let more = export(data, database, agents.path(), &["--agents"]);
        let added: Vec<&String> = more.difference(&names).collect();
        assert_eq!(added, ["journal.csv", "preuves.csv"]);
        for name in &names {
            let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(name)).expect("read");
            if name == "besoins-par-quartier.csv" {
                // By which channels a sensitive need is known is told to agents only; the rest is the same.
                let text = |folder| String::from_utf8(read(folder)).expect("UTF-8");
                let (told, kept_back) = (text(&agents), text(&public));
                assert!(kept_back.contains("non diffusé") && !told.contains("non diffusé"), "{kept_back}");
                assert_matrix(&told);
                continue;
            }
            assert!(read(&public) == read(&agents), "{name} says more to agents");
        }
        let journal = fs::read_to_string(agents.path().join("journal.csv")).expect("read");
        assert!(journal.lines().count() > 10, "{journal}");
        let evidence = fs::read_to_string(agents.path().join("preuves.csv")).expect("read");
        assert_eq!(evidence.lines().count(), 1 + 53);
    }
}

/// Neighbourhoods of the matrix.
const AREAS: usize = 5;

/// Twenty-six needs, and the totals of the five neighbourhoods.
fn assert_matrix(csv: &str) {
    let mut lines = csv.lines();
    let header = lines.next().unwrap_or_default();
    assert!(header.starts_with("reference,besoin,theme,"), "{csv}");
    // After the neighbourhoods come how many of them, and the weight and channels of the need.
    let after = header.split(',').count() - 3 - AREAS;
    let mut totals = [0_i64; AREAS];
    let mut count = 0;
    for line in lines {
        count += 1;
        for (total, cell) in totals.iter_mut().rev().zip(line.rsplit(',').skip(after)) {
            *total += cell.parse::<i64>().unwrap_or_else(|_| panic!("{line}"));
        }
    }
    assert_eq!((count, totals), (26, [8, 9, 6, 11, 19]));
}
