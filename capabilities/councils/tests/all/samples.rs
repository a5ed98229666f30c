//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = councils::samples(&site);
    assert!(samples.len() > 50);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let declared: Vec<&str> =
        councils::PRIVACY.kept.iter().map(|kept| kept.table).chain(councils::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(councils::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = councils::door();
    // Whoever volunteers has no account: no function opens her door.
    for act in councils::ACTS.iter().filter(|act| act.code != councils::acts::VOLUNTEER.code) {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    for line in door.lines() {
        let is_guarded = matches!(line.right, web::Right::Act(_));
        assert_eq!(is_guarded, line.path.starts_with("/gestion"), "{}", line.path);
    }
}
