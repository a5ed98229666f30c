//! Every page can be drawn, holds one title, and nothing a script could hide in.

use interface::Site;

#[test]
fn every_page_is_drawn_in_its_states() {
    let site = Site { service: "Parvis".into(), town: "Ville d’essai".into(), ..Site::default() };
    let all = accounts::samples(&site);
    assert!(all.len() >= 45);
    interface::gallery::hold_to_the_rules(&all);
    assert!(all.iter().all(|sample| !sample.html.as_str().contains("<Œuvrard>")));
}

#[test]
fn every_table_says_what_it_keeps() {
    let told: Vec<&str> =
        accounts::PRIVACY.kept.iter().map(|kept| kept.table).chain(accounts::PRIVACY.without.iter().copied()).collect();
    let mut tables = database::rows::tables(accounts::MIGRATIONS);
    tables.retain(|table| *table != "migration");
    for table in &tables {
        assert!(told.contains(table), "{table}");
    }
    assert_eq!(told.len(), tables.len());
    assert!(accounts::TRANSIENT.iter().all(|table| tables.contains(table)));
}
