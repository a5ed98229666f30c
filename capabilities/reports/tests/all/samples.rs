//! Every page is drawn, well formed and light; every act has its door.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = reports::samples(&site);
    assert_eq!(samples.len(), 16);
    interface::gallery::hold_to_the_rules(&samples);
}

#[test]
fn every_act_has_its_door_and_every_door_its_act() {
    let door = reports::door();
    for act in reports::ACTS {
        assert!(door.lines().iter().any(|line| line.right == web::Right::Act(act)), "{}", act.code);
    }
    let public = door.lines().iter().filter(|line| !matches!(line.right, web::Right::Act(_)));
    assert!(
        public.into_iter().all(|line| line.path.starts_with("/actions/")),
        "only published sheets are for everybody"
    );
}
