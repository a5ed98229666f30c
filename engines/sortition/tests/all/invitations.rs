//! Two draws, one after the other: who is written to, then who sits. Chances of the first are exact; the whole chance of
//! both is what looking at every outcome says; what was forged is found in two languages.

use std::collections::BTreeMap;

use crate::support::brute::{self, Part};
use crate::support::{by_person, in_python, prepare};
use num_rational::BigRational;
use num_traits::ToPrimitive as _;
use sortition::ceremony::Public;
use sortition::chance::{Chance, seed};
use sortition::contents;
use sortition::dossier::Files;
use sortition::exact::{float, ratio};
use sortition::invitation::{Plan, Roll, invite, join, plan, read_roll, shares};
use sortition::lottery::{Objective, Status};
use sortition::mailing;
use sortition::pool::{Pool, Quota, read_people, read_quotas};
use sortition::request::{Refused, Request};

/// A list of a few people in a few strata, with weights.
fn roll(chance: &mut Chance, people: u64) -> Roll {
    let strata = 1 + chance.below(3);
    let mut text = "id,quartier\n".to_owned();
    for rank in 0..people {
        text.push_str(&format!("p{rank},q{}\n", chance.below(strata)));
    }
    let weights: String = (0..strata).map(|of| format!("q{of},{}\n", 1 + chance.below(3))).collect();
    let weights = format!("quartier,poids\n{weights}");
    read_roll(text.as_bytes(), &["quartier".to_owned()], Some(weights.as_bytes())).expect("a roll")
}

fn chance_of(roll: &Roll, plan: &Plan, person: usize) -> BigRational {
    let of = roll.strata.iter().position(|of| of.people.contains(&(person as u32))).expect("a stratum");
    plan.chances[of].clone()
}

#[test]
fn shares_of_strata_are_exact_on_average_and_whole_each_time() {
    let mut examined = 0;
    for number in 0..300_u64 {
        let mut chance = Chance::new(seed("shares", &[&number.to_be_bytes()]));
        let people = 2 + chance.below(30);
        let roll = roll(&mut chance, people);
        let letters = 1 + chance.below(people);
        let plan = plan(&roll, letters).expect("a plan");
        let expected: Vec<BigRational> =
            roll.strata.iter().zip(&plan.chances).map(|(of, p)| p * ratio(of.people.len() as i128, 1)).collect();
        assert_eq!(expected.iter().sum::<BigRational>(), ratio(i128::from(letters), 1), "{number}");
        let mut sums = vec![0_i128; roll.strata.len()];
        for start in 0..plan.whole {
            let many = shares(&roll, &plan, start);
            assert_eq!(many.iter().sum::<u64>(), letters, "{number} at {start}");
            for ((many, expected), of) in many.iter().zip(&expected).zip(&roll.strata) {
                let far = ratio(i128::from(*many), 1) - expected;
                assert!(far < ratio(1, 1) && far > ratio(-1, 1) && *many <= of.people.len() as u64, "{number}");
            }
            sums.iter_mut().zip(&many).for_each(|(sum, many)| *sum += i128::from(*many));
            examined += 1;
        }
        for (sum, expected) in sums.iter().zip(&expected) {
            assert_eq!(&ratio(*sum, i128::from(plan.whole)), expected, "{number}");
        }
        // Chances follow weights, but where everybody is invited.
        for (a, p) in roll.strata.iter().zip(&plan.chances) {
            for (b, q) in roll.strata.iter().zip(&plan.chances).filter(|(_, q)| **q < ratio(1, 1)) {
                assert!(*p == ratio(1, 1) || p * &b.weight == q * &a.weight, "{number}: {p} {q}");
            }
        }
    }
    assert!(examined > 1_000, "{examined}");
}

#[test]
fn people_of_a_stratum_are_invited_as_often_as_said() {
    let mut chance = Chance::new(seed("often", &[]));
    let roll = roll(&mut chance, 12);
    let plan = plan(&roll, 5).expect("a plan");
    let mut times = [0_u32; 12];
    let turns = 20_000_u64;
    for turn in 0..turns {
        let invited = invite(&roll, &plan, &mut Chance::new(seed("turn", &[&turn.to_be_bytes()])));
        assert_eq!(invited.people.len(), 5);
        invited.people.iter().for_each(|person| times[*person as usize] += 1);
    }
    for (person, many) in times.iter().enumerate() {
        let p = float(&chance_of(&roll, &plan, person));
        let sigma = (turns as f64 * p * (1.0 - p)).sqrt();
        let far = (f64::from(*many) - turns as f64 * p).abs();
        assert!(far <= 4.5 * sigma + 1e-9, "p{person}: {many} times, {p} said");
    }
}

/// A pool of those who answered, each with her chance of having been invited.
fn answered(roll: &Roll, plan: &Plan, ids: &[usize], features: &[[u64; 3]], quotas: &[Quota]) -> Pool {
    let mut text = "id,f0,f1,f2\n".to_owned();
    for id in ids {
        let [a, b, c] = features[*id];
        text.push_str(&format!("p{id},v{a},v{b},v{c}\n"));
    }
    let mut pool = read_people(text.as_bytes(), quotas, &[]).expect("people");
    let chances: BTreeMap<String, String> =
        ids.iter().map(|id| (format!("p{id}"), chance_of(roll, plan, *id).to_string())).collect();
    join(&mut pool, &chances).expect("invited");
    pool
}

fn part(value: &BigRational) -> Part {
    Part::new(value.numer().to_i128().expect("small"), value.denom().to_i128().expect("small"))
}

/// Every outcome of the first draw, every panel of the second: whole chances are those of the engine.
#[test]
fn the_whole_chance_of_two_draws_is_what_looking_at_every_outcome_says() {
    let (mut pools, mut impossible, mut by_panels, mut capped) = (0, 0, 0, 0);
    for number in 0..60_u64 {
        let mut chance = Chance::new(seed("two draws", &[&number.to_be_bytes()]));
        let people = 5 + chance.below(3);
        let roll = roll(&mut chance, people);
        let letters = 3 + chance.below(people - 2);
        let plan = plan(&roll, letters).expect("a plan");
        let features: Vec<[u64; 3]> = (0..people).map(|_| [0; 3].map(|_| chance.below(2))).collect();
        let willing: Vec<bool> = (0..people).map(|_| chance.below(5) > 0).collect();
        let seats = 2 + chance.below(2) as i64;
        // Quotas around people who would answer; half the time with no room, where parity sets traps.
        let mut order: Vec<usize> = (0..people as usize).collect();
        chance.shuffle(&mut order);
        order.sort_by_key(|person| !willing[*person]);
        let room = chance.below(2);
        let mut quotas = "feature,value,min,max\n".to_owned();
        for (feature, value) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)] {
            let is = |person: &&usize| features[**person][feature] == value;
            let many = order[..seats as usize].iter().filter(is).count() as u64;
            quotas.push_str(&format!("f{feature},v{value},{},{}\n", many.saturating_sub(room), many + room));
        }
        let quotas = read_quotas(quotas.as_bytes()).expect("quotas");
        let (mut found, mut expected) = (vec![0.0; people as usize], vec![0.0; people as usize]);
        let mut total = 0.0;
        // Sets of people invited, each with its probability: shares at each start, then any people of each stratum.
        for set in 0_u32..1 << people {
            if u64::from(set.count_ones()) != letters {
                continue;
            }
            let of = |stratum: &sortition::invitation::Stratum| {
                stratum.people.iter().filter(|person| set >> **person & 1 == 1).count() as u64
            };
            let many: Vec<u64> = roll.strata.iter().map(of).collect();
            let starts = (0..plan.whole).filter(|start| shares(&roll, &plan, *start) == many).count();
            if starts == 0 {
                continue;
            }
            let ways: f64 =
                roll.strata.iter().zip(&many).map(|(of, many)| choose(of.people.len() as u64, *many)).product();
            let likely = starts as f64 / plan.whole as f64 / ways;
            total += likely;
            let ids: Vec<usize> = (0..people as usize).filter(|id| set >> id & 1 == 1 && willing[*id]).collect();
            if ids.len() < seats as usize {
                continue;
            }
            let pool = answered(&roll, &plan, &ids, &features, &quotas);
            let panels = brute::panels(&pool, &quotas, seats);
            let asked = Request { seats, panels: Some(100), invitation: Some("0".repeat(64)), ..Request::default() };
            match prepare(asked, pool, quotas.clone()) {
                Err(Refused::Infeasible(_)) => {
                    assert!(panels.is_empty(), "{number}: {} panels were said impossible", panels.len());
                    impossible += 1;
                }
                Err(refused) => panic!("{number}: {refused}"),
                Ok((prepared, files)) => {
                    pools += 1;
                    let invited: Vec<Part> = ids.iter().map(|id| part(&chance_of(&roll, &plan, *id))).collect();
                    let oracle = brute::leximin_of_invited(&panels, &invited);
                    for ((id, p), q) in ids.iter().zip(by_person(&prepared)).zip(&oracle) {
                        assert!((p - q.float()).abs() < 1e-9, "{number}: p{id} {p} instead of {}", q.float());
                        found[*id] += likely * p;
                        expected[*id] += likely * q.float();
                        capped += usize::from(q.float() > 1.0 - 1e-12);
                    }
                    assert!(!matches!(prepared.lottery.status, Status::BestFound(_)), "{number}: not proved");
                    by_panels += usize::from(prepared.lottery.status == Status::OptimalWithCuts);
                    let report = sortition_verifier::verify(&files, None);
                    assert!(report.is_sound(), "{number}: {:?}", report.faults);
                    if pools % 40 == 0 {
                        let (is_sound, said) = in_python(&format!("two-{number}-{pools}"), &[&files]);
                        assert!(is_sound, "{number}: {said}");
                    }
                }
            }
        }
        assert!((total - 1.0).abs() < 1e-9, "{number}: outcomes add up to {total}");
        for (person, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert!((found - expected).abs() < 1e-9, "{number}: p{person} has {found} in all, {expected} expected");
        }
    }
    println!("{pools} pools, {impossible} impossible, {by_panels} proved on panels, {capped} certain");
    assert!(
        pools >= 200 && impossible >= 20 && capped >= 20,
        "{pools} pools, {impossible} impossible, {capped} certain"
    );
}

fn choose(people: u64, many: u64) -> f64 {
    (0..many).map(|rank| (people - rank) as f64 / (rank + 1) as f64).product()
}

/// Somebody half as likely to be invited is twice as likely to be drawn: the whole chance is the same.
#[test]
fn who_was_less_likely_to_be_invited_is_more_likely_to_be_drawn() {
    let quotas = read_quotas(b"feature,value,min,max\nf,v0,0,8\nf,v1,0,8\n").expect("quotas");
    let people: String = (0..60).map(|rank| format!("p{rank:02},v{}\n", rank % 2)).collect();
    let mut pool = read_people(format!("id,f\n{people}").as_bytes(), &quotas, &[]).expect("people");
    let written = |rank: u32| if rank < 20 { "1/40" } else { "1/20" };
    let chances = (0..60).map(|rank| (format!("p{rank:02}"), written(rank).to_owned())).collect();
    join(&mut pool, &chances).expect("invited");
    for (objective, name) in
        [(Objective::Leximin, "leximin"), (Objective::Maximin, "maximin"), (Objective::Nash, "nash")]
    {
        let asked = Request { seats: 8, objective, invitation: Some("1".repeat(64)), ..Request::default() };
        let (prepared, files) = prepare(asked, pool.clone(), quotas.clone()).expect("a draw");
        assert_eq!(prepared.lottery.status, Status::Optimal, "{name}");
        let p = by_person(&prepared);
        if objective == Objective::Leximin {
            // 20 people at 2 p and 40 at p share 8 seats.
            assert!((p[0] - 0.2).abs() < 1e-9 && (p[59] - 0.1).abs() < 1e-9, "{} {}", p[0], p[59]);
        }
        assert!(sortition_verifier::verify(&files, None).is_sound(), "{name}");
        let (is_sound, said) = in_python(name, &[&files]);
        assert!(is_sound, "{name}: {said}");
        let minutes = String::from_utf8(files["proces-verbal.md"].clone()).expect("text");
        assert!(minutes.contains("Un premier tirage a dit à qui écrire"), "{minutes}");
    }
}

fn drawn() -> Files {
    let text: String = (0..200).map(|rank| format!("p{rank:03},{}\n", ["Nord", "Sud"][rank / 150])).collect();
    let weights = "quartier;poids\nnord;1\nSUD;2,5\n";
    let columns = ["quartier".to_owned()];
    let roll =
        read_roll(format!("id,quartier\n{text}").as_bytes(), &columns, Some(weights.as_bytes())).expect("a roll");
    let (plan, mut files) = mailing::freeze(&roll, 60).expect("frozen");
    assert_eq!(plan.chances, [ratio(60, 275), ratio(150, 275)]);
    let public = Public { dice: Some(3), beacon: Some(vec![9; 32]) };
    assert_eq!(mailing::draw(&mut files, &public).expect("drawn"), 60);
    files
}

#[test]
fn a_first_draw_is_checked_and_forgeries_are_found_in_two_languages() {
    let files = drawn();
    let report = sortition_verifier::verify(&files, Some(&mailing::fingerprint(&files)));
    assert!(report.is_sound(), "{report:?}");
    let (is_sound, said) = in_python("first", &[&files]);
    assert!(is_sound && said.contains("60 personnes invitées"), "{said}");
    for (name, bytes) in &files {
        let quoted = format!("« {name} »");
        let mut without = files.clone();
        without.remove(name);
        let mut changed = files.clone();
        changed.get_mut(name).expect("a file")[bytes.len() / 2] ^= 1;
        for forged in [without, changed] {
            if !forged.contains_key("invitation.json") {
                // Nothing says any more what this folder is: it is not one of a draw.
                assert!(!sortition_verifier::verify(&forged, None).is_sound());
                continue;
            }
            let faults = sortition_verifier::verify(&forged, None).faults;
            assert!(faults.iter().any(|fault| fault.contains(&quoted)), "{name}: {faults:?}");
            let (is_sound, said) = in_python(&format!("first-{name}"), &[&forged]);
            assert!(!is_sound && said.contains(&quoted), "{name}: {said}");
        }
    }
    // Hashes made right again do not hide a lie.
    let list = String::from_utf8(files["invited.csv"].clone()).expect("text");
    let first = list.lines().nth(1).expect("somebody").split(',').next().expect("an id").to_owned();
    let other = (0..150).map(|rank| format!("p{rank:03}")).find(|id| !list.contains(id.as_str())).expect("another");
    for (name, from, to) in [
        ("invited.csv", first, other),
        ("invitation.json", "\"letters\": 60".to_owned(), "\"letters\": 61".to_owned()),
        ("invitation.json", "\"chance\": \"12/55\"".to_owned(), "\"chance\": \"6/55\"".to_owned()),
        ("roll.csv", "p000,Nord".to_owned(), "p000,Sud".to_owned()),
    ] {
        let mut forged = files.clone();
        let text = String::from_utf8(forged[name].clone()).expect("text");
        assert!(text.contains(&from), "{name} has no {from}: {text}");
        forged.insert(name.to_owned(), text.replacen(&from, &to, 1).into_bytes());
        contents::bind(&mut forged);
        assert!(!sortition_verifier::verify(&forged, None).is_sound(), "{name}: {from} became {to}");
        assert!(!in_python("forged", &[&forged]).0, "{name}: {from} became {to}");
    }
}

#[test]
fn a_pool_that_does_not_follow_its_invitation_is_found() {
    let first = drawn();
    let chances = mailing::chances(&first).expect("chances");
    let quotas = read_quotas(b"feature,value,min,max\nf,v0,2,4\nf,v1,2,4\n").expect("quotas");
    let head: serde_json::Value = serde_json::from_slice(&first["contents.json"]).expect("contents");
    let dossier = head["sha256"].as_str().map(str::to_owned);
    let made = |chances: &BTreeMap<String, String>| {
        let people: String = chances.keys().take(40).map(|id| format!("{id},v{}\n", id.len() % 2)).collect();
        let people = people.replacen(",v0", ",v1", 10).replacen(",v1", ",v0", 5);
        let mut pool = read_people(format!("id,f\n{people}").as_bytes(), &quotas, &[]).expect("people");
        join(&mut pool, chances).expect("joined");
        let asked = Request { seats: 6, panels: Some(100), invitation: dossier.clone(), ..Request::default() };
        prepare(asked, pool, quotas.clone())
    };
    let (_, files) = made(&chances).unwrap_or_else(|refused| panic!("{refused}"));
    let report = sortition_verifier::verify_invited(&files, &first, None);
    assert!(report.is_sound(), "{report:?}");
    assert!(in_python("follows", &[&files, &first]).0);
    // Chances changed, or somebody nobody invited: the draw is sound in itself, and does not follow.
    let mut others = chances.clone();
    others.values_mut().for_each(|chance| *chance = "1/3".to_owned());
    let mut more = chances;
    more.insert("p".to_owned(), "1/3".to_owned());
    for chances in [others, more] {
        let (_, forged) = made(&chances).unwrap_or_else(|refused| panic!("{refused}"));
        assert!(sortition_verifier::verify(&forged, None).is_sound());
        let report = sortition_verifier::verify_invited(&forged, &first, None);
        assert!(report.faults.iter().any(|fault| fault.contains("n’a pas été invité")), "{report:?}");
        assert!(!in_python("astray", &[&forged, &first]).0);
    }
}

#[test]
fn what_is_wrong_in_a_list_is_told_in_french() {
    let columns = ["quartier".to_owned()];
    let told = |list: &str, weights: Option<&str>| {
        read_roll(list.as_bytes(), &columns, weights.map(str::as_bytes)).expect_err("wrong").to_string()
    };
    let list = "id,quartier\na,Nord\nb,Sud\n";
    for (said, words) in [
        (told("nom,quartier\na,Nord\n", None), "Il manque la colonne « id », qui distingue chaque personne"),
        (told("id,secteur\na,Nord\n", None), "Il manque la colonne « quartier », demandée pour les strates"),
        (told("id,quartier\na,Nord\na,Sud\n", None), "Lignes 2 et 3 : « a » est deux fois"),
        (told("id,quartier\na,\n", None), "Ligne 2, « a » : « quartier » n’est pas renseigné"),
        (told("id,quartier\n", None), "La liste n’a aucune ligne"),
        (
            told(list, Some("quartier,poids\nNord,1\n")),
            "La strate « Sud » (1 personne) n’a pas de poids : ajoutez sa ligne.",
        ),
        (told(list, Some("quartier,poids\nNord,zéro\nSud,1\n")), "Ligne 2, colonne « poids » : « zéro »"),
        (told(list, Some("quartier,poids\nNord,1\nSud,1\nnord,2\n")), "Ligne 4 : cette strate a deux poids"),
        (told(list, Some("quartier\nNord\n")), "Il manque la colonne « poids »"),
    ] {
        assert!(said.contains(words), "{said}");
    }
    let roll = read_roll(list.as_bytes(), &columns, None).expect("a roll");
    for letters in [0, 3] {
        let said = plan(&roll, letters).expect_err("too many").to_string();
        assert!(said.contains("va de 1 à 2"), "{said}");
    }
}
