//! Six wrong denominators that survey tools were seen to publish, each held by a test.

use tabulation::{Answer, BasePolicy, DataSet, Request, Rows, Slot, Variable, cross, flat, percent};

/// 10 respondents: 2 not asked, 1 left it empty, 1 does not know, 6 choose; 9 citations.
fn survey() -> DataSet {
    let modes = [("web", "En ligne"), ("tel", "Téléphone")];
    let needs = [("s", "Sécurité"), ("p", "Propreté"), ("t", "Transports")];
    let mut data = DataSet::new(vec![
        Variable::single("mode", "Canal", &modes),
        Variable::multiple("besoins", "Besoins", &needs).with_dont_know("nsp", "Ne sait pas").with_max_selected(2),
    ])
    .expect("form");
    let several = |list: &[usize]| Answer::Several(list.to_vec());
    for (mode, answer) in [
        (0, several(&[0, 1])),
        (0, several(&[0])),
        (0, several(&[0, 1])),
        (0, Answer::NoAnswer),
        (0, Answer::NotAsked),
        (1, several(&[1])),
        (1, several(&[0])),
        (1, several(&[1, 2])),
        (1, Answer::DontKnow),
        (1, Answer::NotAsked),
    ] {
        data.append(&[Answer::One(mode), answer]).expect("fits");
    }
    data
}

#[test]
fn several_choices_are_out_of_respondents_not_of_choices() {
    let table = flat(&survey(), 1, &Request::default()).expect("table");
    assert_eq!(percent(table.rows[0].tally.count, table.base.effective.count, 0), Some(67), "4 of 6, not 4 of 9");
    assert!((table.share_of_citations(&table.rows[0]).expect("share") - 4.0 / 9.0).abs() < 1e-12);
    let shares = |share: fn(&tabulation::FlatTable, &tabulation::FlatRow) -> Option<f64>| -> f64 {
        table.rows.iter().filter_map(|row| share(&table, row)).sum()
    };
    assert!(shares(tabulation::FlatTable::share_of_respondents) > 1.0);
    assert!((shares(tabulation::FlatTable::share_of_citations) - 1.0).abs() < 1e-12);
    assert_eq!(table.mean_citations(), Some(1.5));
}

#[test]
fn those_who_were_not_asked_are_out_of_the_base() {
    let base = flat(&survey(), 1, &Request::default()).expect("table").base;
    assert_eq!((base.respondents, base.not_asked, base.no_answer, base.dont_know), (10, 2, 1, 1));
    assert_eq!(base.effective.count, 6, "10 less 2 not asked, 1 empty, 1 who does not know");
}

#[test]
fn an_empty_answer_is_not_a_no() {
    let mut data = survey();
    let before = flat(&data, 1, &Request::default()).expect("table");
    data.append(&[Answer::One(0), Answer::Several(vec![])]).expect("fits");
    let after = flat(&data, 1, &Request::default()).expect("table");
    assert_eq!(before.base.effective, after.base.effective, "nothing ticked changes no percentage");
    assert_eq!(after.base.no_answer, 2);
}

#[test]
fn a_filter_changes_the_base_with_the_count() {
    let data = survey();
    let phone = data.rows_where(0, 1);
    let table = flat(&data, 1, &Request { rows: Some(&phone), ..Request::default() }).expect("table");
    assert_eq!(
        (table.rows[0].tally.count, table.base.effective.count),
        (1, 3),
        "1 of 3 by telephone, not 1 of 6 or 10"
    );
    let nobody = Rows::none(data.len());
    let empty = flat(&data, 1, &Request { rows: Some(&nobody), ..Request::default() }).expect("table");
    assert_eq!(empty.share_of_respondents(&empty.rows[0]), None, "no percentage of nobody");
}

#[test]
fn i_do_not_know_is_kept_or_dropped_everywhere_at_once() {
    let data = survey();
    let kept = Request { policy: BasePolicy::KEEPS_ALL, ..Request::default() };
    let table = flat(&data, 1, &kept).expect("table");
    assert_eq!((table.base.effective.count, table.rows[3].slot, table.rows[3].tally.count), (7, Slot::DontKnow, 1));
    assert_eq!(table.mean_citations(), Some(1.5), "who does not know cites nothing");
    assert_eq!(cross(&data, 0, 1, &kept).expect("table").base().count, 7);
    assert_eq!(cross(&data, 0, 1, &Request::default()).expect("table").base().count, 6);
}

#[test]
fn columns_of_a_crossing_have_their_own_bases() {
    let data = survey();
    let table = cross(&data, 1, 0, &Request::default()).expect("table");
    let bases = [table.column_base(0).count, table.column_base(1).count];
    assert_eq!(
        bases,
        [3, 3],
        "respondents who answered, not respondents of the channel (5 and 5), not citations (5 and 4)"
    );
    assert_eq!(table.share_of_column(0, 0), Some(1.0));
    assert_eq!(table.share_of_column(0, 1), Some(1.0 / 3.0));
    assert_eq!(table.base().count, 6);
}
