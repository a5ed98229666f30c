//! Every page is drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = assemblies::samples(&site);
    assert!(samples.len() > 5);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let kept = assemblies::PRIVACY.kept.iter().map(|kept| kept.table);
    let declared: Vec<&str> = kept.chain(assemblies::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(assemblies::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = assemblies::door();
    for act in assemblies::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    for line in door.lines() {
        let is_guarded = matches!(line.right, web::Right::Act(_));
        let is_inside =
            line.path.starts_with("/gestion") || line.path == "/conseil" || line.path.starts_with("/conseil/");
        assert_eq!(is_guarded, is_inside, "{}", line.path);
    }
}
