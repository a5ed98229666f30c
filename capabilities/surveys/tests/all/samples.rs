//! Every page is drawn, well formed and light; every table is declared.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = surveys::samples(&site);
    assert!(samples.len() > 25);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let declared: Vec<&str> =
        surveys::PRIVACY.kept.iter().map(|kept| kept.table).chain(surveys::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(surveys::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
}
