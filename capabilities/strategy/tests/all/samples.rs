//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = strategy::samples(&site);
    assert!(samples.len() > 10);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let declared: Vec<&str> =
        strategy::PRIVACY.kept.iter().map(|kept| kept.table).chain(strategy::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(strategy::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = strategy::door();
    for act in strategy::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    let unguarded =
        |line: &&web::RouteLine| line.path.starts_with("/gestion") && !matches!(line.right, web::Right::Act(_));
    assert_eq!(door.lines().iter().filter(unguarded).count(), 0);
}
