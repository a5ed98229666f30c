//! Every page is drawn, well formed and light; every table is declared, every act has its door.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = circles::samples(&site);
    assert!(samples.len() > 15);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let kept = circles::PRIVACY.kept.iter().map(|kept| kept.table);
    let declared: Vec<&str> = kept.chain(circles::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(circles::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    assert_eq!(declared.len() + 1, own.len());
    let door = circles::door();
    for act in circles::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    // What names a group asks to be signed in only: to whoever is not of it, it is a page that does not exist.
    for line in door.lines().iter().filter(|line| line.path.contains("{id}")) {
        assert_eq!(line.right, web::Right::SignedIn, "{}", line.path);
    }
}
