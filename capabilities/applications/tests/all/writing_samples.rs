//! Pages of writing are drawn, well formed and light.

use interface::Site;

#[test]
fn every_sample_is_a_whole_light_page() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let samples = applications::samples(&site);
    assert!(samples.len() >= 14);
    interface::gallery::hold_to_the_rules(&samples);
}
