//! Every page is drawn, well formed and light; every act has its door, every table says what it keeps.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = evaluation::samples(&site);
    assert!(samples.len() > 10);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_table_is_declared_and_every_act_has_its_door() {
    let kept = evaluation::PRIVACY.kept.iter().map(|kept| kept.table);
    let declared: Vec<&str> = kept.chain(evaluation::PRIVACY.without.iter().copied()).collect();
    let own = database::rows::tables(evaluation::MIGRATIONS);
    for table in own.iter().filter(|table| **table != "migration") {
        assert!(declared.contains(table), "{table}");
    }
    let door = evaluation::door();
    for act in evaluation::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
}
