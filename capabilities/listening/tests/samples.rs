//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = listening::samples(&site);
    assert!(samples.len() > 10);
    for sample in samples {
        let html = sample.html.as_str();
        assert!(html.starts_with("<!doctype html>"), "{}: {html}", sample.name);
        assert_eq!(html.matches("<h1").count(), 1, "{}", sample.name);
        assert!(html.len() <= 50_000, "{}: {} bytes", sample.name, html.len());
        for forbidden in [" style=", "<style", " onclick=", "javascript:"] {
            assert!(!html.contains(forbidden), "{}: {forbidden}", sample.name);
        }
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(ids.len(), distinct.len(), "{}: an identifier twice", sample.name);
    }
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let declared: Vec<&str> = listening::PRIVACY
        .kept
        .iter()
        .map(|kept| kept.table)
        .chain(listening::PRIVACY.without.iter().copied())
        .collect();
    let own = database::rows::tables(listening::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = listening::door();
    for act in listening::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    let unguarded =
        |line: &&web::RouteLine| line.path.starts_with("/gestion") && !matches!(line.right, web::Right::Act(_));
    assert_eq!(door.lines().iter().filter(unguarded).count(), 0);
}
