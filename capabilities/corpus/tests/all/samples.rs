//! Every page is drawn, well formed and light; every table is declared.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = corpus::samples(&site);
    assert!(samples.len() > 25);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let declared: Vec<&str> =
        corpus::PRIVACY.kept.iter().map(|kept| kept.table).chain(corpus::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(corpus::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = corpus::door();
    for act in corpus::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    let unguarded =
        |line: &&web::RouteLine| line.path.starts_with("/gestion") && !matches!(line.right, web::Right::Act(_));
    assert_eq!(door.lines().iter().filter(unguarded).count(), 0);
}
