//! What a dossier is worth: anybody checks it, in two languages; one byte changed anywhere is found and named; the same
//! files give the same bytes.

use crate::support;

use crate::support::{Case, prepare};
use serde_json::json;
use sortition::ceremony::{self, Public};
use sortition::chance::{Chance, seed};
use sortition::contents;
use sortition::dossier::{self, Files};
use sortition::draw::Rule;
use sortition::exact::ratio;
use sortition::lottery::Objective;
use sortition::replacement::{Council, record, standing};
use sortition::request::Request;
use sortition::{alternates, opening, pool, renewal, succession};

/// A town of 60 people, some living together.
pub fn town() -> Case {
    let mut chance = Chance::new(seed("town", &[]));
    let mut people = "id,sexe,age,quartier,address\n".to_owned();
    for rank in 0..60 {
        let sex = ["femme", "homme"][chance.below(2) as usize];
        let age = ["moins de 30", "30 et plus"][chance.below(3).min(1) as usize];
        people.push_str(&format!("p{rank:02},{sex},{age},Q{},{} rue\n", chance.below(3), chance.below(50)));
    }
    let quotas = "category;name;min;max\nsexe;femme;5;5\nsexe;homme;5;5\nage;moins de 30;3;4\nage;30 et plus;6;7\n\
                  quartier;Q0;2;4\nquartier;Q1;3;4\nquartier;Q2;3;4\n";
    Case { people, quotas: quotas.to_owned(), seats: 10, has_homes: true }
}

/// What a platform published before that draw: its rules as announced, a receipt for each person.
pub fn published() -> Files {
    let (_, quotas) = town().read();
    let quota = |one: &pool::Quota| json!({ "critere": one.feature, "valeur": one.value, "au_moins": one.low, "au_plus": one.high });
    let told = json!({
        "sieges": 10, "quotas": quotas.iter().map(quota).collect::<Vec<_>>(), "binomes_mixtes": false, "une_personne_par_foyer": true,
        "objectif": "leximin", "chance_au_plus_en_pour_cent": null, "groupes_imprimes": 1_000,
    });
    let leaves: String = (0..60_u8).map(|rank| format!("{}\n", dossier::hash(&[rank]))).collect();
    let rules = serde_json::to_vec_pretty(&told).expect("rules");
    Files::from([(dossier::ANNOUNCED.to_owned(), rules), (dossier::LEAVES.to_owned(), leaves.into_bytes())])
}

/// A dossier whose draw and one replacement were done.
pub fn done() -> Files {
    let (prepared, _) = town().prepare(Request::default()).expect("a draw");
    let mut files = dossier::write_after(&prepared, &published());
    let print = dossier::fingerprint(&files);
    let public = Public { dice: Some(417), beacon: Some(vec![7; 32]) };
    let drawn = ceremony::draw(&files["panels.csv"], &files["pool.csv"], &print, &public).expect("drawn");
    let chosen = alternates::of_draw(&opening::open(&files).expect("opened"), &drawn, 3).expect("alternates");
    assert!(chosen.with < chosen.without, "{chosen:?}");
    let more = Files::from([("alternates.csv".to_owned(), chosen.list)]);
    files.extend(ceremony::write(&drawn, &print, &public, more));
    let opened = opening::open(&files).expect("opened");
    let council = Council::new(&opened).expect("a council");
    for _ in 0..2 {
        let now = standing(&files).expect("standing");
        let order = opening::identifiers(&files, "complementary.csv").expect("a list");
        let refused = vec![now.sitting[0].clone()];
        let replaced = council.replace(&now.sitting, &order, &now.gone, &refused).expect("replaced");
        assert!(replaced.blocked.is_empty(), "{replaced:?}");
        record(&mut files, &now, &refused, &replaced);
    }
    let renewed = renewal::renew(&opened, &standing(&files).expect("standing"), &public).expect("renewed");
    files.insert("renewal.json".to_owned(), renewed.told);
    contents::bind(&mut files);
    files
}

pub fn verified(files: &Files) -> Vec<String> {
    sortition_verifier::verify(files, None).faults
}

/// What the verifier in Python says of files.
fn in_python(name: &str, files: &Files) -> (bool, String) {
    support::in_python(name, &[files])
}

#[test]
fn every_objective_is_verified_in_two_languages() {
    for (name, asked) in [
        ("leximin", Request::default()),
        ("maximin", Request { objective: Objective::Maximin, ..Request::default() }),
        ("nash", Request { objective: Objective::Nash, ..Request::default() }),
        ("cap", Request { cap: Some(ratio(1, 4)), ..Request::default() }),
    ] {
        let (prepared, files) = town().prepare(asked).expect(name);
        assert_eq!(prepared.lottery.status.name(), "optimal-certified", "{name}: {:?}", prepared.lottery.status);
        assert_eq!(verified(&files), Vec::<String>::new(), "{name}");
        let (is_sound, said) = in_python(name, &files);
        assert!(is_sound, "{name}: {said}");
        if name == "cap" {
            let most = prepared.lottery.probabilities.iter().max().expect("somebody");
            assert!(*most <= ratio(1, 4) + ratio(1, 1_000_000_000), "{most}");
        }
    }
    let (is_sound, said) = in_python("done", &done());
    assert!(is_sound, "{said}");
}

/// A rule that crosses two values, announced before the draw: both verifiers hold one against the other.
#[test]
fn crossed_rules_are_those_that_were_announced_in_two_languages() {
    let who = [("age", "moins de 30"), ("quartier", "Q1")];
    let name = "age : moins de 30, parmi quartier : Q1";
    let conditions = who.iter().map(|(feature, value)| ((*feature).to_owned(), (*value).to_owned())).collect();
    let rule = Rule { name: name.to_owned(), terms: vec![(conditions, 1)], low: 2, high: 3 };
    let (prepared, _) = town().prepare(Request { rules: vec![rule], ..Request::default() }).expect("a draw");
    let told = |low: i64, names: &[&str]| {
        let mut before = published();
        let mut rules: serde_json::Value = serde_json::from_slice(&before[dossier::ANNOUNCED]).expect("rules");
        // Written in the other order: it is the same rule.
        let qui: Vec<serde_json::Value> =
            who.iter().rev().map(|(feature, value)| json!({ "critere": feature, "valeur": value })).collect();
        let rule = |name: &&str| json!({ "regle": name, "au_moins": low, "au_plus": 3, "qui": qui });
        rules["regles_croisees"] = names.iter().map(rule).collect();
        before.insert(dossier::ANNOUNCED.to_owned(), serde_json::to_vec_pretty(&rules).expect("rules"));
        dossier::write_after(&prepared, &before)
    };
    let files = told(2, &[name]);
    assert_eq!(verified(&files), Vec::<String>::new());
    let (is_sound, said) = in_python("crossed", &files);
    assert!(is_sound, "{said}");
    for (what, files) in
        [("bounds", told(1, &[name])), ("missing", told(2, &[])), ("another", told(2, &[name, "une autre"]))]
    {
        let faults = verified(&files);
        assert!(faults.iter().any(|fault| fault.contains("regles-annoncees.json")), "{what}: {faults:?}");
        let (is_sound, said) = in_python(what, &files);
        assert!(!is_sound && said.contains("regles-annoncees.json"), "{what}: {said}");
    }
}

#[test]
fn one_byte_changed_anywhere_is_found_and_named() {
    let files = done();
    assert_eq!(verified(&files), Vec::<String>::new());
    let mut chance = Chance::new(seed("bytes", &[]));
    for (name, bytes) in &files {
        let places: Vec<usize> = if bytes.len() < 400 {
            (0..bytes.len()).collect()
        } else {
            (0..60).map(|_| chance.below(bytes.len() as u64) as usize).collect()
        };
        for place in places {
            let mut changed = files.clone();
            let byte = &mut changed.get_mut(name).expect("a file")[place];
            *byte ^= 1 << chance.below(7);
            let faults = verified(&changed);
            assert!(faults.iter().any(|fault| fault.contains(name.as_str())), "{name} at {place}: {faults:?}");
        }
    }
}

/// Whatever is taken away, changed or added, one file at a time, both verifiers name it.
#[test]
fn a_file_missing_changed_or_added_is_named_in_two_languages() {
    let files = done();
    let named = |what: &str, name: &str, changed: &Files| {
        let faults = verified(changed);
        let quoted = format!("« {name} »");
        assert!(faults.iter().any(|fault| fault.contains(&quoted)), "{name} {what}: {faults:?}");
        let (is_sound, said) = in_python(&format!("{what}-{name}"), changed);
        assert!(!is_sound && said.contains(&quoted), "{name} {what}: {said}");
    };
    assert_eq!(files.len(), dossier::NAMES.len(), "every kind of file is in this dossier");
    for (name, bytes) in &files {
        let mut without = files.clone();
        without.remove(name);
        named("missing", name, &without);
        let mut changed = files.clone();
        changed.get_mut(name).expect("a file")[bytes.len() / 2] ^= 1;
        named("changed", name, &changed);
    }
    for name in ["autre.csv", "renewal.json", "draw (1).json"] {
        let mut more = files.clone();
        more.remove("renewal.json");
        contents::bind(&mut more);
        assert_eq!(verified(&more), Vec::<String>::new(), "a dossier before its renewal is whole");
        more.insert(name.to_owned(), files["renewal.json"].clone());
        named("added", name, &more);
    }
    // The whole dossier has a fingerprint of its own: published at the last step, it tells an earlier state from a later.
    let mut earlier = files.clone();
    earlier.remove("renewal.json");
    let before = contents::bind(&mut earlier);
    assert!(sortition_verifier::verify(&earlier, Some(&before)).is_sound());
    let later = sortition_verifier::verify(&files, Some(&before));
    assert!(later.faults.iter().any(|fault| fault.contains("L’empreinte publiée")), "{later:?}");
}

/// Alternates are chosen again by the verifier: others, however well sealed, are found.
#[test]
fn other_alternates_are_found() {
    let files = done();
    let list = String::from_utf8(files["alternates.csv"].clone()).expect("text");
    let first = list.lines().nth(1).expect("somebody");
    let order = String::from_utf8(files["complementary.csv"].clone()).expect("text");
    let other = order.lines().skip(1).filter_map(|line| line.split(',').nth(1)).find(|id| !list.contains(*id));
    let mut forged = files.clone();
    let text = list.replacen(first, &format!("1,{}", other.expect("another")), 1);
    let mut draw = String::from_utf8(files["draw.json"].clone()).expect("text");
    draw = draw.replace(&dossier::hash(list.as_bytes()), &dossier::hash(text.as_bytes()));
    let own = draw.rfind("\"sha256\": \"").expect("its hash") + 11;
    draw.replace_range(own..own + 64, &"0".repeat(64));
    let hash = dossier::hash(draw.as_bytes());
    draw.replace_range(own..own + 64, &hash);
    forged.insert("alternates.csv".to_owned(), text.into_bytes());
    forged.insert("draw.json".to_owned(), draw.into_bytes());
    for name in ["replacements.jsonl", "council.json", "renewal.json"] {
        forged.remove(name);
    }
    contents::bind(&mut forged);
    let faults = verified(&forged);
    assert!(faults.iter().any(|fault| fault.contains("ce ne sont pas les suppléants")), "{faults:?}");
    let (is_sound, said) = in_python("alternates", &forged);
    assert!(!is_sound && said.contains("ce ne sont pas ceux que donnent"), "{said}");
}

/// A draw that completes another names where it ended: another council, or somebody gone who comes back, is found.
#[test]
fn a_draw_that_goes_on_from_another_is_checked_against_it() {
    let mut before = done();
    let end = succession::end(&before).expect("an end");
    assert_eq!((end.sitting.len(), end.gone.len()), (5, 7), "five stay, two refused and five left");
    let go_on = |end: &succession::Succession, name: &str| {
        let (pool, quotas) = town().read();
        let (pool, quotas) = succession::complete(&pool, &quotas, end).expect("a pool");
        let asked = Request { seats: 10, panels: Some(100), after: Some(end.after.clone()), ..Request::default() };
        let (_, files) = prepare(asked, pool, quotas).unwrap_or_else(|refused| panic!("{name}: {refused}"));
        files
    };
    let files = go_on(&end, "after a renewal");
    let report = sortition_verifier::verify_after(&files, &before, None);
    assert!(report.is_sound(), "{report:?}");
    let (is_sound, said) = support::in_python("succession", &[&files, &before]);
    assert!(is_sound, "{said}");
    let mut back = end.clone();
    back.gone.pop();
    let mut others = end.clone();
    others.sitting.pop();
    for (forged, words) in [(back, "ne devrait pas y être"), (others, "ne sont pas ceux du dossier précédent")] {
        let files = go_on(&forged, words);
        let report = sortition_verifier::verify_after(&files, &before, None);
        assert!(report.faults.iter().any(|fault| fault.contains(words)), "{report:?}");
        assert!(!support::in_python("astray", &[&files, &before]).0);
    }
    // Before the renewal, the same draw would have followed nothing.
    before.remove("renewal.json");
    contents::bind(&mut before);
    let report = sortition_verifier::verify_after(&files, &before, None);
    assert!(report.faults.iter().any(|fault| fault.contains("ne désigne pas la dernière étape")), "{report:?}");
    let end = succession::end(&before).expect("an end");
    assert_eq!((end.sitting.len(), end.gone.len()), (10, 2));
    let absent = succession::Succession { sitting: vec!["p99".to_owned()], ..end };
    let (pool, quotas) = town().read();
    let wrong = succession::complete(&pool, &quotas, &absent).expect_err("not in the pool").to_string();
    assert!(wrong.contains("« p99 » siège et n’est pas dans le vivier"), "{wrong}");
}

/// Hashes made right again after a file was changed.
pub fn resealed(mut forged: Files) -> Files {
    let mut summary: serde_json::Value = serde_json::from_slice(&forged["summary.json"]).expect("a summary");
    for (name, bytes) in
        forged.iter().filter(|(name, _)| !["summary.json", contents::CONTENTS].contains(&name.as_str()))
    {
        summary["hashes"][name] = dossier::hash(bytes).into();
    }
    summary["fingerprint"] = dossier::fingerprint(&forged).into();
    summary["sha256"] = "0".repeat(64).into();
    let blank = format!("{}\n", serde_json::to_string_pretty(&summary).expect("text"));
    let own = dossier::hash(blank.as_bytes());
    let sealed = blank.replacen(&format!("\"sha256\": \"{}\"", "0".repeat(64)), &format!("\"sha256\": \"{own}\""), 1);
    forged.insert("summary.json".to_owned(), sealed.into_bytes());
    contents::bind(&mut forged);
    forged
}

/// Hashes made right again do not hide a lie: what is counted again does not agree.
#[test]
fn lies_with_good_hashes_are_found() {
    let (_, files) = town().prepare(Request::default()).expect("a draw");
    let forged = |name: &str, from: &str, to: &str| {
        let mut forged = files.clone();
        let text = String::from_utf8(forged[name].clone()).expect("text");
        assert!(text.contains(from), "{name} has no {from}");
        forged.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
        let forged = resealed(forged);
        (verified(&forged), in_python(name, &forged))
    };
    let panels = String::from_utf8(files["panels.csv"].clone()).expect("text");
    let line = panels.lines().next().expect("a panel");
    let first = line.split(',').nth(1).expect("a person");
    let other = (0..60).map(|rank| format!("p{rank:02}")).find(|id| !line.contains(id.as_str())).expect("another");
    let certificate = String::from_utf8(files["certificate.json"].clone()).expect("text");
    let bound = certificate.split("\"bound\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a bound");
    for (name, from, to) in [
        ("panels.csv", format!("0,{first}"), format!("0,{other}")),
        ("certificate.json", format!("\"bound\":\"{bound}\""), "\"bound\":\"1/100\"".to_owned()),
        ("certificate.json", "\"total\":\"1000000000000000\"".to_owned(), "\"total\":\"999999999999999\"".to_owned()),
        ("rules.json", "\"max\": 4".to_owned(), "\"max\": 2".to_owned()),
        ("probabilities.csv", "p00,0.".to_owned(), "p00,0.9".to_owned()),
    ] {
        let (faults, (is_sound, said)) = forged(name, &from, &to);
        assert!(!faults.is_empty(), "{name}: {from} became {to} and nothing was said");
        assert!(!is_sound, "{name}: {from} became {to}: {said}");
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (_, files) = town().prepare(Request::default()).expect("a draw");
    let (_, again) = town().prepare(Request::default()).expect("a draw");
    assert_eq!(files, again);
    // The fingerprint is the same in every build of the engine: debug, release, other machines.
    let kept = include_str!("town.fingerprint").trim();
    assert_eq!(dossier::fingerprint(&files), kept, "what is drawn changed: say so in the changelog");
    let (_, shuffled) = town().prepare(Request { order_seed: Some(vec![1]), ..Request::default() }).expect("a draw");
    assert_eq!(files["probabilities.csv"], shuffled["probabilities.csv"]);
    assert_ne!(files["panels.csv"], shuffled["panels.csv"]);
}

/// Every kind of draw gives the bytes it gave, in every build and on every machine, whoever computes beside it. `PARVIS_UPDATE=1` writes
/// what is given now: say in the changelog what changed.
#[test]
fn every_kind_of_draw_gives_the_bytes_it_gave() {
    let pairs =
        "rule,coefficient,where,min,max\npaires,1,quartier=Q0&sexe=femme,0,0\npaires,-1,quartier=Q0&sexe=homme,0,0\n";
    let rules = sortition::request::read_rules(pairs.as_bytes()).expect("rules");
    let asked = [
        ("leximin", Request::default()),
        ("maximin", Request { objective: Objective::Maximin, ..Request::default() }),
        ("nash", Request { objective: Objective::Nash, ..Request::default() }),
        ("cap", Request { cap: Some(ratio(1, 4)), ..Request::default() }),
        ("pairs", Request { rules, ..Request::default() }),
        ("order", Request { order_seed: Some(vec![1, 2]), panels: Some(200), ..Request::default() }),
    ];
    let computed = || {
        let mut told = String::new();
        for (name, asked) in &asked {
            let (_, files) = town().prepare(asked.clone()).expect(name);
            told.push_str(&format!("{}  {name}\n", dossier::fingerprint(&files)));
        }
        // A draw whose proof needs every panel looked at, if there is one among the first small pools.
        let brief = || Request { panels: Some(200), ..Request::default() };
        let small = (0..700).filter_map(|number| support::Case::by_lot(number, 8).prepare(brief()).ok());
        for (rank, (prepared, files)) in small.enumerate() {
            if prepared.lottery.status.name() == "optimal-with-cuts" {
                told.push_str(&format!("{}  with cuts, {rank}\n", dossier::fingerprint(&files)));
            }
        }
        // What follows the draw: the panel, alternates, replacements, who leaves.
        let files = done();
        for name in ["draw.json", "complementary.csv", "alternates.csv", "replacements.jsonl", "renewal.json"] {
            told.push_str(&format!("{}  {name}\n", dossier::hash(&files[name])));
        }
        told
    };
    let all: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..2).map(|_| scope.spawn(computed)).collect();
        running.into_iter().map(|one| one.join().expect("computed")).collect()
    });
    assert_eq!(all[0], all[1], "two at once differ");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/fingerprints.txt");
    if std::env::var_os("PARVIS_UPDATE").is_some() {
        std::fs::write(path, &all[0]).expect("written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(all[0], kept, "what is drawn changed: say so in the changelog");
}

#[test]
fn printed_panels_keep_to_probabilities() {
    let (prepared, files) = town().prepare(Request { panels: Some(1_000), ..Request::default() }).expect("a draw");
    let measured = dossier::Measured::of(&prepared);
    assert!(measured.deviation <= ratio(15, 10_000), "{}", measured.deviation);
    assert!(measured.spread <= 1);
    assert_eq!(String::from_utf8_lossy(&files["panels.csv"]).lines().count(), 1_000);
}

#[test]
fn a_linear_rule_pairs_women_and_men() {
    let case = town();
    let (pool, quotas) = case.read();
    let rules = sortition::request::read_rules(
        "rule,coefficient,where,min,max\nbinôme Q0,1,quartier=Q0 & sexe=femme,0,0\nbinôme Q0,-1,quartier=Q0&sexe=homme,0,0\n"
            .as_bytes(),
    )
    .expect("rules");
    let (prepared, files) = prepare(Request { seats: 10, rules, ..Request::default() }, pool, quotas).expect("a draw");
    for panel in &prepared.panels {
        let count = |sex: u16| {
            panel
                .iter()
                .filter(|p| {
                    prepared.pool.people[**p as usize].values[..3]
                        == [sex, prepared.pool.people[**p as usize].values[1], 0]
                })
                .count()
        };
        assert_eq!(count(0), count(1));
    }
    assert_eq!(verified(&files), Vec::<String>::new());
    assert!(in_python("rules", &files).0);
    let _ = pool::MOST_SEATS;
}

/// A roll where most people live with others: households ask for no row, and no panel holds two people of one.
#[test]
fn households_of_a_roll_are_kept_without_a_row() {
    let mut chance = Chance::new(seed("roll", &[]));
    let mut people = "id,sexe,age,address\n".to_owned();
    for rank in 0..3_000 {
        let (sex, age) = (["femme", "homme"][chance.below(2) as usize], chance.below(4));
        people.push_str(&format!("p{rank:04},{sex},a{age},{} rue\n", chance.below(1_200)));
    }
    let quotas =
        "feature,value,min,max\nsexe,femme,8,8\nsexe,homme,8,8\nage,a0,3,5\nage,a1,3,5\nage,a2,3,5\nage,a3,3,5\n";
    let case = Case { people, quotas: quotas.to_owned(), seats: 16, has_homes: true };
    let (prepared, files) = case.prepare(Request { panels: Some(2_000), ..Request::default() }).expect("a draw");
    assert!(prepared.pool.households > 500 && prepared.draw.model.len() == 8, "{}", prepared.draw.model.len());
    let measured = dossier::Measured::of(&prepared);
    assert!(measured.spread <= 1, "{}", measured.spread);
    assert_eq!(verified(&files), Vec::<String>::new(), "every panel is counted again, households too");
    let (is_sound, said) = in_python("roll", &files);
    assert!(is_sound, "{said}");
}

/// Households that could meet in a panel keep their row: a certificate that hides it is refused.
#[test]
fn a_household_hidden_from_the_certificate_is_found() {
    let (prepared, files) = town().prepare(Request::default()).expect("a draw");
    assert!(prepared.draw.classes.iter().any(Option::is_some), "the town has households with a row");
    let mut certificate: serde_json::Value = serde_json::from_slice(&files["certificate.json"]).expect("a certificate");
    for of in certificate["types"].as_array_mut().expect("types") {
        of["households"] = serde_json::Value::Null;
    }
    let rows = certificate["rows"].as_array_mut().expect("rows");
    rows.retain(|row| !row["name"].as_str().expect("a name").starts_with("households:"));
    let mut forged = files.clone();
    forged.insert("certificate.json".to_owned(), certificate.to_string().into_bytes());
    let forged = resealed(forged);
    let faults = verified(&forged);
    assert!(faults.iter().any(|fault| fault == "Certificat : un foyer y est oublié."), "{faults:?}");
    assert!(!in_python("hidden", &forged).0);
}
