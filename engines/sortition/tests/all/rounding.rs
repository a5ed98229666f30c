//! Printed panels: nobody is further than a ticket and a half from her probability, people nothing distinguishes are a ticket
//! apart at most.

use sortition::chance::{Chance, seed};
use sortition::dossier::Measured;
use sortition::exact::ratio;
use sortition::request::Request;

use crate::support::Case;

/// A pool of the size of a council's: two kinds of people who answer unlike each other, quotas around a panel.
fn pool(number: u64) -> Case {
    let mut chance = Chance::new(seed("rounding", &[&number.to_be_bytes()]));
    let (people, seats) = (50 + chance.below(130), 16 + chance.below(25));
    let sizes: Vec<u64> = (0..4 + chance.below(3)).map(|_| 2 + chance.below(4)).collect();
    let values: Vec<Vec<u64>> = (0..people)
        .map(|_| {
            let is_first = chance.below(3) > 0;
            let value = |size: &u64| {
                let (one, two) = (chance.below(*size), chance.below(*size));
                if is_first { one.min(two) } else { one.max(two) }
            };
            sizes.iter().map(value).collect()
        })
        .collect();
    let mut quotas = "feature,value,min,max\n".to_owned();
    for (feature, size) in sizes.iter().enumerate() {
        for value in 0..*size {
            let many = values[..seats as usize].iter().filter(|of| of[feature] == value).count() as u64;
            quotas.push_str(&format!("f{feature},v{value},{},{}\n", many - many / 8, many + chance.below(2)));
        }
    }
    let names: Vec<String> = (0..sizes.len()).map(|feature| format!("f{feature}")).collect();
    let mut text = format!("id,{}\n", names.join(","));
    for (rank, values) in values.iter().enumerate() {
        let values: Vec<String> = values.iter().map(|value| format!("v{value}")).collect();
        text.push_str(&format!("p{rank},{}\n", values.join(",")));
    }
    Case { people: text, quotas, seats: seats as i64, has_homes: false }
}

#[test]
fn a_thousand_panels_keep_to_probabilities() {
    for number in 0..24 {
        let (prepared, _) =
            pool(number).prepare(Request { panels: Some(1_000), ..Request::default() }).expect("a draw");
        assert_eq!(prepared.panels.len(), 1_000);
        let measured = Measured::of(&prepared);
        assert!(measured.deviation <= ratio(15, 10_000), "{number}: {}", measured.deviation);
        assert!(measured.spread <= 1, "{number}: {}", measured.spread);
    }
}

/// Whatever the number of panels, they are as many as asked, and tickets stay near.
#[test]
fn few_panels_or_many_keep_to_probabilities_as_near_as_they_can() {
    let case = pool(7);
    for many in [1_usize, 7, 100, 10_000] {
        let (prepared, _) = case.prepare(Request { panels: Some(many), ..Request::default() }).expect("a draw");
        assert_eq!(prepared.panels.len(), many);
        assert!(prepared.panels.iter().all(|panel| panel.len() as i64 == case.seats));
        let measured = Measured::of(&prepared);
        assert!(measured.deviation <= ratio(15, 10 * many as i128), "{many}: {}", measured.deviation);
    }
}
