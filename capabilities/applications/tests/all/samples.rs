//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = applications::samples(&site);
    assert!(samples.len() > 20, "{}", samples.len());
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_page_of_services_is_guarded() {
    let kept = applications::PRIVACY.kept.iter().map(|kept| kept.table);
    let declared: Vec<&str> = kept.chain(applications::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(applications::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = applications::door();
    for line in door.lines() {
        let is_guarded = matches!(line.right, web::Right::Act(_));
        assert_eq!(is_guarded, line.path.starts_with("/gestion"), "{}", line.path);
    }
}
