//! What is sealed before chance is known: the rules as they were announced and the pool as it was closed, with the lottery and its
//! proof; and what is checked of replacements, in two languages.

use crate::dossiers::{done, published, resealed, town, verified};
use crate::support::{Case, in_python, prepare};
use sortition::dossier::{self, ANNOUNCED, Files, LEAVES};
use sortition::exact::ratio;
use sortition::replacement::{Council, Replaced, record, standing};
use sortition::request::Request;
use sortition::{apart, merkle, opening, replay, succession};

fn announced() -> Files {
    let (prepared, _) = town().prepare(Request::default()).expect("a draw");
    dossier::write_after(&prepared, &published())
}

#[test]
fn the_seal_binds_the_rules_announced_and_the_closed_pool() {
    let (_, alone) = town().prepare(Request::default()).expect("a draw");
    let files = announced();
    let seal = dossier::fingerprint(&files);
    assert_eq!(verified(&files), Vec::<String>::new());
    let root = merkle::published(&files[LEAVES]);
    let held = sortition_verifier::verify(&files, Some(&seal)).holds.join("\n");
    assert!(held.contains(&root) && held.contains(&dossier::hash(&files[ANNOUNCED])), "{held}");
    let (is_sound, said) = in_python("announced", &[&files]);
    assert!(is_sound && said.contains(&seal), "{said}");
    assert_ne!(seal, dossier::fingerprint(&alone), "the same lottery announced otherwise has another seal");

    // Hashes made right again: whatever was published before is no longer what was sealed.
    let leaf = String::from_utf8(files[LEAVES].clone()).expect("text").lines().next().expect("a leaf").to_owned();
    let other = dossier::hash(b"somebody else");
    for (name, from, to) in [
        (LEAVES, leaf.as_str(), other.as_str()),
        (ANNOUNCED, "\"une_personne_par_foyer\": true", "\"une_personne_par_foyer\":  true"),
    ] {
        let text = String::from_utf8(files[name].clone()).expect("text");
        assert!(text.contains(from), "{name} has no {from}");
        let mut forged = files.clone();
        forged.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
        let forged = resealed(forged);
        assert_eq!(verified(&forged), Vec::<String>::new(), "{name}: coherent, though not what was published");
        let report = sortition_verifier::verify(&forged, Some(&seal));
        assert!(
            report.faults.iter().any(|fault| fault.contains("ce n’est pas le dossier scellé")),
            "{name}: {report:?}"
        );
        let (_, said) = in_python("other-seal", &[&forged]);
        assert!(!said.contains(&seal), "{name}: {said}");
    }
    for name in [ANNOUNCED, LEAVES] {
        let mut without = files.clone();
        without.remove(name);
        assert_ne!(dossier::fingerprint(&without), seal, "{name} can be taken away");
    }
}

#[test]
fn a_draw_made_otherwise_than_announced_is_found_in_two_languages() {
    let files = announced();
    let leaves = String::from_utf8(files[LEAVES].clone()).expect("text");
    let fewer: String = leaves.lines().skip(1).map(|line| format!("{line}\n")).collect();
    for (name, from, to) in [
        (ANNOUNCED, "\"au_moins\": 5", "\"au_moins\": 4"),
        (ANNOUNCED, "\"valeur\": \"Q2\"", "\"valeur\": \"Q3\""),
        (ANNOUNCED, "\"sieges\": 10", "\"sieges\": 11"),
        (ANNOUNCED, "\"objectif\": \"leximin\"", "\"objectif\": \"nash\""),
        (ANNOUNCED, "\"chance_au_plus_en_pour_cent\": null", "\"chance_au_plus_en_pour_cent\": 50"),
        (ANNOUNCED, "\"une_personne_par_foyer\": true", "\"une_personne_par_foyer\": false"),
        (ANNOUNCED, "\"groupes_imprimes\": 1000", "\"groupes_imprimes\": 500"),
        (LEAVES, leaves.as_str(), fewer.as_str()),
        (LEAVES, &leaves[..8], "personne"),
    ] {
        let text = String::from_utf8(files[name].clone()).expect("text");
        assert!(text.contains(from), "{name} has no {from}");
        let mut forged = files.clone();
        forged.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
        let forged = resealed(forged);
        let faults = verified(&forged);
        assert!(faults.iter().any(|fault| fault.contains(name)), "{from} became {to}: {faults:?}");
        let (is_sound, said) = in_python("otherwise", &[&forged]);
        assert!(!is_sound, "{from} became {to}: {said}");
    }
}

/// A dossier drawn, with nobody replaced.
fn drawn() -> Files {
    let mut files = done();
    for name in ["replacements.jsonl", "council.json", "renewal.json"] {
        files.remove(name);
    }
    sortition::contents::bind(&mut files);
    files
}

/// The journal of replacements may be chained as well as one likes: who is called, who sits and what is kept are looked at again.
#[test]
fn a_replacement_that_is_not_what_the_draw_gives_is_found_in_two_languages() {
    let files = drawn();
    let opened = opening::open(&files).expect("opened");
    let council = Council::new(&opened).expect("a council");
    let now = standing(&files).expect("standing");
    let order = opening::identifiers(&files, "complementary.csv").expect("a list");
    let refused = vec![now.sitting[0].clone()];
    let right = council.replace(&now.sitting, &order, &now.gone, &refused).expect("replaced");
    let named = |id: &String| right.called.contains(id) || right.skipped.iter().any(|(known, _)| known == id);
    let later = order.iter().find(|id| !named(id)).expect("somebody later").clone();
    let sitting = |with: &str| {
        let stay = now.sitting.iter().filter(|id| !refused.contains(id));
        stay.cloned().chain([with.to_owned()]).collect::<Vec<_>>()
    };
    let checked = |name: &str, told: &[String], replaced: &Replaced| {
        let mut forged = files.clone();
        record(&mut forged, &now, told, replaced);
        (verified(&forged).join("\n"), in_python(name, &[&forged]))
    };
    let (faults, (is_sound, said)) = checked("right", &refused, &right);
    assert!(faults.is_empty() && is_sound, "{faults} {said}");
    let out_of_turn = Replaced { called: vec![later.clone()], council: sitting(&later), ..right.clone() };
    let (faults, (is_sound, said)) = checked("turn", &refused, &out_of_turn);
    assert!(faults.contains("quelqu’un devait être appelé avant"), "{faults}");
    assert!(!is_sound && said.contains("quelqu’un devait être appelé avant"), "{said}");
    let others = Replaced { council: sitting(&later), ..right.clone() };
    let (faults, (is_sound, said)) = checked("others", &refused, &others);
    assert!(faults.contains("n’est pas celui qui en résulte"), "{faults}");
    assert!(!is_sound && said.contains("n’est pas celui qui en résulte"), "{said}");
    let (faults, (is_sound, said)) = checked("stranger", std::slice::from_ref(&later), &right);
    assert!(faults.contains("n’était pas du groupe"), "{faults}");
    assert!(!is_sound && said.contains("n’était pas du groupe"), "{said}");
    // Whoever breaks a rule is found although those before her are said to have been passed over.
    let breaks = |id: &String| {
        let ranks: Vec<u32> = sitting(id).iter().map(|id| council.rank(id).expect("a rank")).collect();
        council.obstacle(&ranks, &std::collections::BTreeSet::new()).is_some()
    };
    let wrong = order.iter().find(|id| breaks(id)).expect("somebody who breaks a rule").clone();
    let skipped = order.iter().map(|id| (id.clone(), "sans raison".to_owned())).collect();
    let broken = Replaced { called: vec![wrong.clone()], council: sitting(&wrong), skipped, ..right };
    let (faults, (is_sound, said)) = checked("broken", &refused, &broken);
    assert!(!faults.is_empty() && !is_sound, "{faults} {said}");
}

#[test]
fn a_lottery_computed_again_is_the_same_bit_for_bit_and_what_differs_is_named() {
    let files = done();
    let same = replay::replay(&files).expect("computed");
    assert!(same.others.is_empty() && same.other_engine.is_none(), "{same:?}");
    for name in dossier::SEALED.iter().chain(&["summary.json", "proces-verbal.md"]) {
        assert!(same.same.iter().any(|known| known == name), "{name}: {same:?}");
    }
    // The half that leaves is drawn again too: another one, however well it keeps the halves, is not what was public gives.
    assert!(same.same.iter().any(|known| known == "renewal.json"), "{same:?}");
    let mut otherwise = files.clone();
    let told =
        String::from_utf8(files["renewal.json"].clone()).expect("text").replace("\"dice\": 417", "\"dice\": 418");
    otherwise.insert("renewal.json".to_owned(), told.into_bytes());
    let found = replay::replay(&otherwise).expect("computed");
    assert_eq!(found.others, ["renewal.json"]);
    // Two panels printed in each other's place keep every quota and every count; what is computed is not that.
    let panels = String::from_utf8(files["panels.csv"].clone()).expect("text");
    let people = |line: &str| line.split_once(',').expect("people").1.to_owned();
    let mut lines: Vec<String> = panels.lines().map(people).collect();
    lines.swap(3, 7);
    let swapped: String = (0..).zip(&lines).map(|(number, line)| format!("{number},{line}\n")).collect();
    let mut forged = announced();
    forged.insert("panels.csv".to_owned(), swapped.into_bytes());
    let forged = resealed(forged);
    assert_eq!(verified(&forged), Vec::<String>::new(), "sound, and yet not what the engine prints");
    let other = replay::replay(&forged).expect("computed");
    assert!(other.others.iter().any(|name| name == "panels.csv"), "{other:?}");
    assert!(other.same.iter().any(|name| name == "certificate.json"), "{other:?}");
}

/// A draw that completes a council is computed again too, although those who sit and their households are in its pool.
#[test]
fn a_draw_that_completes_a_council_is_computed_again() {
    let before = done();
    let end = succession::end(&before).expect("an end");
    let (pool, quotas) = town().read();
    let (pool, quotas) = succession::complete(&pool, &quotas, &end).expect("a pool");
    let asked = Request { seats: 10, panels: Some(100), after: Some(end.after.clone()), ..Request::default() };
    let (_, files) = prepare(asked, pool, quotas).expect("a draw");
    let again = replay::replay(&files).expect("computed");
    assert!(again.others.is_empty(), "{again:?}");
    let all = apart::of_files(&files).expect("told");
    let sits: usize =
        all.always.iter().filter(|one| one.reason.contains("siègent déjà")).map(|one| one.people.len()).sum();
    assert_eq!(sits, end.sitting.len(), "{all:?}");
}

#[test]
fn those_who_have_no_chance_or_are_certain_are_told_with_the_reason() {
    let people = "id,sexe,quartier\na,femme,Q0\nb,homme,Q1\nc,homme,Q1\nd,femme,Q1\ne,non renseigné,Q1\n";
    let quotas = "feature,value,min,max\nsexe,femme,1,2\nsexe,homme,1,2\nsexe,non renseigné,0,0\nquartier,Q0,1,1\nquartier,Q1,2,2\n";
    let case = Case { people: people.to_owned(), quotas: quotas.to_owned(), seats: 3, has_homes: false };
    let (_, files) = case.prepare(Request::default()).expect("a draw");
    let all = apart::of_files(&files).expect("told");
    let told = |list: &[apart::Apart<String>]| -> Vec<String> {
        list.iter().map(|one| format!("{} : {}", one.people.join(", "), one.reason)).collect()
    };
    assert_eq!(told(&all.never), ["e : le quota de « sexe : non renseigné » est de 0"]);
    assert_eq!(told(&all.always), ["a : « quartier : Q0 » demande 1 personne et le vivier n’a personne de plus"]);
    let minutes = String::from_utf8(files["proces-verbal.md"].clone()).expect("text");
    assert!(minutes.contains("car le quota de « sexe : non renseigné » est de 0 : e."), "{minutes}");
}

/// Where a ticket more or less would matter, more panels are printed: everybody of a roll has some.
#[test]
fn a_roll_has_panels_enough_for_everybody_to_have_tickets() {
    let mut people = "id,sexe,age\n".to_owned();
    for rank in 0..10_000 {
        people.push_str(&format!("p{rank:05},{},a{}\n", ["femme", "homme"][rank % 2], rank % 3));
    }
    let quotas = "feature,value,min,max\nsexe,femme,8,8\nsexe,homme,8,8\nage,a0,5,6\nage,a1,5,6\nage,a2,5,6\n";
    let case = Case { people, quotas: quotas.to_owned(), seats: 16, has_homes: false };
    let (prepared, _) = case.prepare(Request::default()).expect("a draw");
    assert_eq!(prepared.panels.len(), 10_000);
    let measured = dossier::Measured::of(&prepared);
    assert!(measured.deviation <= ratio(15, 10_000) && measured.spread <= 1, "{measured:?}");
    let tickets = sortition::seating::tickets(10_000, &prepared.panels);
    assert!(tickets.iter().all(|many| *many >= 10), "somebody has too few tickets");
}
