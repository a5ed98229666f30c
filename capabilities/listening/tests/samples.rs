//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = listening::samples(&site);
    assert!(samples.len() > 10);
    interface::gallery::hold_to_the_rules(&samples);
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
