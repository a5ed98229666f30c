//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = councils::samples(&site);
    assert!(samples.len() > 8);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared() {
    let declared: Vec<&str> =
        councils::PRIVACY.kept.iter().map(|kept| kept.table).chain(councils::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(councils::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
}
