//! After the draw: refusals at every rank until nobody is left, renewal by half, alternates.

use crate::support;

use std::collections::BTreeSet;

use sortition::alternates;
use sortition::chance::{Chance, seed};
use sortition::exact::ratio;
use sortition::lottery::Objective;
use sortition::opening::Opened;
use sortition::pool;
use sortition::renewal;
use sortition::replacement::{Council, conditional};
use sortition::request::{Prepared, Refused, Request};

fn town() -> Opened {
    let mut chance = Chance::new(seed("replacing", &[]));
    let mut people = "id,sexe,age,address\n".to_owned();
    for rank in 0..40 {
        let (sex, age) =
            (["femme", "homme"][chance.below(2) as usize], ["jeune", "autre"][chance.below(3).min(1) as usize]);
        people.push_str(&format!("p{rank:02},{sex},{age},{}\n", chance.below(36)));
    }
    let quotas =
        pool::read_quotas(b"feature,value,min,max\nsexe,femme,4,4\nsexe,homme,4,4\nage,jeune,2,4\nage,autre,4,6\n");
    let quotas = quotas.expect("quotas");
    let pool = pool::read_people(people.as_bytes(), &quotas, &["address".to_owned()]).expect("people");
    Opened { seats: 8, quotas, rules: Vec::new(), pool }
}

fn drawn(opened: &Opened) -> (Vec<String>, Vec<String>) {
    let asked = Request { seats: opened.seats, ..Request::default() };
    let (prepared, _) = support::prepare(asked, opened.pool.clone(), opened.quotas.clone()).expect("a draw");
    let ids = |ranks: &[u32]| -> Vec<String> {
        ranks.iter().map(|rank| opened.pool.people[*rank as usize].id.clone()).collect()
    };
    let panel = &prepared.panels[0];
    let mut rest: Vec<u32> = (0..40).filter(|rank| !panel.contains(rank)).collect();
    Chance::new([9; 32]).shuffle(&mut rest);
    (ids(panel), ids(&rest))
}

/// Whether somebody completes a council, counted here without the engine.
fn fits(opened: &Opened, sits: &[u32], comes: u32) -> bool {
    let all: Vec<&pool::Person> = sits.iter().chain([&comes]).map(|rank| &opened.pool.people[*rank as usize]).collect();
    let alone = all
        .iter()
        .filter(|a| a.household.is_some() && all.iter().filter(|b| a.household == b.household).count() > 1)
        .count()
        == 0;
    alone
        && opened.quotas.iter().all(|quota| {
            let feature =
                opened.pool.features.iter().position(|feature| feature.name == quota.feature).expect("a feature");
            let many = all
                .iter()
                .filter(|of| opened.pool.features[feature].values[usize::from(of.values[feature])] == quota.value)
                .count() as i64;
            (quota.low..=quota.high).contains(&many)
        })
}

#[test]
fn refusals_at_every_rank_until_nobody_is_left() {
    let opened = town();
    let council = Council::new(&opened).expect("a council");
    for rank in 0..8 {
        let (mut sitting, order) = drawn(&opened);
        let mut gone: Vec<String> = Vec::new();
        loop {
            let refused = vec![sitting[rank].clone()];
            let replaced = council.replace(&sitting, &order, &gone, &refused).expect("replaced");
            gone.extend(refused);
            if !replaced.blocked.is_empty() {
                // Nobody fits: the sentence names what blocks, and nobody was called for nothing.
                assert!(replaced.called.is_empty() && replaced.council.len() == 7, "{replaced:?}");
                let told = replaced.blocked.join("\n");
                let sits: Vec<u32> = replaced.council.iter().map(|id| council.rank(id).expect("known")).collect();
                for id in order.iter().filter(|id| !gone.contains(id) && !sitting.contains(id)) {
                    assert!(!fits(&opened, &sits, council.rank(id).expect("known")), "{id} could have been called");
                }
                assert!(
                    told.contains("« sexe : ") || told.contains("« age : ") || told.contains("élargissez"),
                    "{told}"
                );
                break;
            }
            assert_eq!(replaced.council.len(), 8);
            let ranks: Vec<u32> = replaced.council.iter().map(|id| council.rank(id).expect("known")).collect();
            assert_eq!(council.obstacle(&ranks, &BTreeSet::new()), None);
            // Whoever was passed over in the order has a reason.
            let called = &replaced.called[0];
            for id in order.iter().take_while(|id| *id != called) {
                let is_out = sitting.contains(id) || gone.contains(id);
                assert!(is_out || replaced.skipped.iter().any(|(skipped, _)| skipped == id), "{id} was forgotten");
            }
            sitting = replaced.council;
        }
    }
}

#[test]
fn several_refuse_at_once_and_the_council_stays_completable() {
    let opened = town();
    let council = Council::new(&opened).expect("a council");
    let (sitting, order) = drawn(&opened);
    let replaced = council.replace(&sitting, &order, &[], &sitting[..5]).expect("replaced");
    assert_eq!((replaced.called.len(), replaced.council.len()), (5, 8));
    assert!(council.replace(&sitting, &order, &[], &["p99".to_owned()]).is_err());
    assert!(council.replace(&sitting, &order, &[], &[order[0].clone()]).is_err());
}

#[test]
fn half_leaves_with_the_same_chance_and_the_rest_can_be_completed() {
    let opened = town();
    let council = Council::new(&opened).expect("a council");
    let (sitting, _) = drawn(&opened);
    let ranks: Vec<u32> = sitting.iter().map(|id| council.rank(id).expect("known")).collect();
    let mut left = [0; 40];
    for turn in 0..200_u64 {
        let mut chance = Chance::new(seed("half", &[&turn.to_be_bytes()]));
        let leaving = renewal::half(&opened.pool, &opened.quotas, &council, &ranks, &BTreeSet::new(), &mut chance)
            .expect("a half");
        assert_eq!((leaving.leave.len(), leaving.stay.len()), (4, 4));
        let women = leaving.leave.iter().filter(|rank| opened.pool.people[**rank as usize].values[0] == 0).count();
        assert_eq!(women, 2, "parity is kept");
        leaving.leave.iter().for_each(|rank| left[*rank as usize] += 1);
    }
    for rank in ranks {
        assert!((65..=135).contains(&left[rank as usize]), "{rank} left {} times of 200", left[rank as usize]);
    }
}

#[test]
fn a_conditional_draw_keeps_those_who_sit() {
    let opened = town();
    let (sitting, _) = drawn(&opened);
    let council = Council::new(&opened).expect("a council");
    let seated: Vec<u32> = sitting[..3].iter().map(|id| council.rank(id).expect("known")).collect();
    let gone: BTreeSet<u32> = sitting[3..5].iter().map(|id| council.rank(id).expect("known")).collect();
    let (pool, quotas) = conditional(&opened.pool, &opened.quotas, &seated, &gone);
    let (prepared, files) = support::prepare(Request { seats: 8, ..Request::default() }, pool, quotas).expect("a draw");
    let held: Vec<&str> = sitting[..3].iter().map(String::as_str).collect();
    for panel in &prepared.panels {
        let ids: Vec<&str> = panel.iter().map(|person| prepared.pool.people[*person as usize].id.as_str()).collect();
        assert!(held.iter().all(|id| ids.contains(id)) && !sitting[3..5].iter().any(|id| ids.contains(&id.as_str())));
    }
    assert!(sortition_verifier::verify(&files, None).is_sound());
}

#[test]
fn alternates_chosen_repair_more_than_the_first_of_the_list() {
    let opened = town();
    let council = Council::new(&opened).expect("a council");
    let (sitting, order) = drawn(&opened);
    let ranks = |ids: &[String]| -> Vec<u32> { ids.iter().map(|id| council.rank(id).expect("known")).collect() };
    let (panel, order) = (ranks(&sitting), ranks(&order));
    let dropped = alternates::imagined(&panel, &[0.2; 8], 200, &mut Chance::new([3; 32]));
    let chosen = alternates::choose(&council, &panel, &order, 3, &dropped);
    let loss = |alternates: &[u32]| alternates::expected(&council, &panel, alternates, &dropped);
    assert_eq!(chosen.len(), 3);
    assert!(
        loss(&chosen) <= loss(&order[..3]) && loss(&chosen) < loss(&[]),
        "{} {} {}",
        loss(&chosen),
        loss(&order[..3]),
        loss(&[])
    );
}

/// An alternate whose household sits already repairs nothing: another of her kind is chosen.
#[test]
fn alternates_leave_households_alone() {
    let people = "id,sexe,address\nf1,femme,a\nm1,homme,b\nf2,femme,b\nf3,femme,c\nm2,homme,d\nf4,femme,c\n";
    let quotas = pool::read_quotas(b"feature,value,min,max\nsexe,femme,1,1\nsexe,homme,1,1\n").expect("quotas");
    let read = pool::read_people(people.as_bytes(), &quotas, &["address".to_owned()]).expect("people");
    let opened = Opened { seats: 2, quotas, rules: Vec::new(), pool: read };
    let council = Council::new(&opened).expect("a council");
    let rank = |id: &str| council.rank(id).expect("known");
    let ranks = |ids: &[&str]| -> Vec<u32> { ids.iter().map(|id| rank(id)).collect() };
    let (panel, order) = (ranks(&["f1", "m1"]), ranks(&["f2", "f3", "f4", "m2"]));
    let dropped = [ranks(&["f1"])];
    let left = |ids: &[&str]| alternates::expected(&council, &panel, &ranks(ids), &dropped);
    assert_eq!((left(&[]), left(&["f2"]), left(&["f3"])), (2.0, 2.0, 0.0));
    assert_eq!(alternates::choose(&council, &panel, &order, 1, &dropped), ranks(&["f3"]));
    // Her neighbour gone too, she may come; two of one household never come together.
    let both = [ranks(&["f1", "m1"])];
    assert_eq!(alternates::expected(&council, &panel, &ranks(&["f2", "m2"]), &both), 0.0);
    let women = Opened {
        quotas: pool::read_quotas(b"feature,value,min,max\nsexe,femme,2,2\nsexe,homme,0,0\n").expect("quotas"),
        ..opened.clone()
    };
    let council = Council::new(&women).expect("a council");
    let panel = ranks(&["f1", "f2"]);
    let gone = [panel.clone()];
    assert_eq!(
        alternates::expected(&council, &panel, &ranks(&["f3", "f4"]), &gone),
        2.0,
        "one of the two seats, and its quota"
    );
}

/// Those who sit are not drawn: the highest probability is that of the others.
#[test]
fn a_capped_draw_completes_a_council_that_sits() {
    let opened = town();
    let (sitting, _) = drawn(&opened);
    let council = Council::new(&opened).expect("a council");
    let ranks: Vec<u32> = sitting[..5].iter().map(|id| council.rank(id).expect("known")).collect();
    let (pool, quotas) = conditional(&opened.pool, &opened.quotas, &ranks, &BTreeSet::new());
    let cap = ratio(1, 4);
    for objective in [Objective::Leximin, Objective::Maximin, Objective::Nash] {
        let name = objective.name();
        let free = Request { seats: 8, objective, panels: Some(200), ..Request::default() };
        let (without, _) = support::prepare(free.clone(), pool.clone(), quotas.clone()).expect(name);
        let asked = Request { cap: Some(cap.clone()), ..free };
        let (prepared, files) = support::prepare(asked, pool.clone(), quotas.clone()).expect(name);
        assert_eq!(prepared.lottery.status.name(), "optimal-certified", "{name}");
        let most = |prepared: &Prepared| {
            let others = support::by_person(prepared).into_iter().enumerate();
            others.filter(|(rank, _)| !ranks.contains(&(*rank as u32))).map(|(_, p)| p).fold(0.0, f64::max)
        };
        for rank in &ranks {
            assert!(prepared.panels.iter().all(|panel| panel.contains(rank)), "{name}: {rank} sits");
        }
        assert!(most(&prepared) <= 0.25 + 1e-9, "{name}: {}", most(&prepared));
        assert!(name == "maximin" || most(&without) > 0.25, "{name}: the highest probability stops nobody");
        let report = sortition_verifier::verify(&files, None);
        assert!(report.is_sound(), "{name}: {report:?}");
        let (is_sound, said) = support::in_python(&format!("seated-{name}"), &[&files]);
        assert!(is_sound, "{name}: {said}");
    }
}

#[test]
fn what_blocks_is_named_and_the_least_change_comes_first() {
    let mut opened = town();
    opened.quotas[2].low = 8;
    opened.quotas[2].high = 8;
    let asked = Request { seats: 8, ..Request::default() };
    let Err(Refused::Infeasible(lines)) = support::prepare(asked, opened.pool, opened.quotas) else {
        panic!("eight young people cannot sit with four others");
    };
    let told = lines.join("\n");
    assert!(told.contains("« age »") || told.contains("« age : jeune »"), "{told}");
    assert!(told.contains("  1. baisser le minimum"), "{told}");
}
