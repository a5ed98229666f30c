//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = meetings::samples(&site);
    assert!(samples.len() > 20);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let declared: Vec<&str> =
        meetings::PRIVACY.kept.iter().map(|kept| kept.table).chain(meetings::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(meetings::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = meetings::door();
    // Telephones join without an account: no function opens their door.
    for act in meetings::ACTS.iter().filter(|act| act.code != meetings::acts::JOIN.code) {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    for line in door.lines() {
        let is_guarded = matches!(line.right, web::Right::Act(_));
        assert_eq!(is_guarded, line.path.starts_with("/gestion"), "{}", line.path);
    }
}
