//! Every page is drawn, well formed and light; every table is declared and every act has its door.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    interface::gallery::hold_to_the_rules(&thread::samples(&site));
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let own = database::rows::tables(thread::MIGRATIONS);
    let declared: Vec<&str> = thread::PRIVACY.kept.iter().map(|kept| kept.table).collect();
    assert!(own.iter().filter(|table| **table != "migration").all(|table| declared.contains(table)), "{own:?}");
    let door = thread::door();
    for act in thread::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
}
