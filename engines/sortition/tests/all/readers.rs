//! Files as people have them: read or told what is wrong with, never a panic, never a silent correction.

use crate::support::prepare;
use proptest::prelude::*;
use sortition::pool::{read_people, read_quotas};
use sortition::request::{Refused, Request};

const QUOTAS: &str = "feature,value,min,max\nsexe,femme,1,1\nsexe,homme,1,1\nâge,moins de 30,0,2\nâge,30 et plus,0,2\n";

fn told(people: &str) -> String {
    let quotas = read_quotas(QUOTAS.as_bytes()).expect("quotas");
    read_people(people.as_bytes(), &quotas, &[]).expect_err("something is wrong").to_string()
}

#[test]
fn quotas_are_read_whatever_their_spelling() {
    let expected = read_quotas(QUOTAS.as_bytes()).expect("quotas");
    let semicolons = QUOTAS.replace(',', ";");
    let latin: Vec<u8> = semicolons.chars().map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1")).collect();
    assert_eq!(read_quotas(&latin).expect("Latin-1"), expected);
    assert_eq!(read_quotas(format!("\u{feff}{QUOTAS}").as_bytes()).expect("a mark"), expected);
    assert_eq!(read_quotas(QUOTAS.replace("feature,value", "category,name").as_bytes()).expect("others"), expected);
    let french = QUOTAS.replace("feature,value,min,max", "Critère,Valeur,Minimum,Maximum").replace('\n', "\r\n");
    assert_eq!(read_quotas(french.as_bytes()).expect("in French"), expected);
    let quoted = QUOTAS.replace("moins de 30", "\"moins de 30\"").replace(",max\n", ",max,min_flex,max_flex\n");
    assert_eq!(read_quotas(quoted.as_bytes()).expect("more columns"), expected);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (text, words) in [
        ("", "Le fichier est vide."),
        ("a,b\n1,2\n", "Il manque la colonne « feature »"),
        ("feature,value,min,max\n", "aucune ligne"),
        ("feature,value,min,max\nsexe,femme,2,1\n", "Ligne 2 : le minimum (2) dépasse le maximum (1)."),
        ("feature,value,min,max\nsexe,femme,un,2\n", "Ligne 2, colonne « min » : « un » n’est pas un nombre entier"),
        ("feature,value,min,max\nsexe,femme,-1,2\n", "n’est pas un nombre entier de 0"),
        ("feature,value,min,max\nsexe,femme,1,2\nSexe,FEMME,1,2\n", "Lignes 2 et 3 : « Sexe : FEMME » a deux quotas"),
        ("feature,value,min,max\n,femme,1,2\n", "Ligne 2 : le critère et sa valeur"),
    ] {
        let wrong = read_quotas(text.as_bytes()).expect_err(text).to_string();
        assert!(wrong.contains(words), "{text}: {wrong}");
    }
    for (text, words) in [
        ("nom,sexe,âge\nA,femme,moins de 30\n", "Il manque la colonne « id »"),
        ("id,sexe\np1,femme\n", "Il manque la colonne « âge », que les quotas nomment."),
        (
            "id,sexe,âge\np1,autre,moins de 30\n",
            "Ligne 2, « p1 » : « sexe : autre » n’a pas de quota. Valeurs attendues : femme, homme.",
        ),
        ("id,sexe,âge\np1,,moins de 30\n", "« sexe » n’est pas renseigné"),
        ("id,sexe,âge\np1,femme,30 et plus\np1,homme,30 et plus\n", "Lignes 2 et 3 : « p1 » est deux fois"),
        ("id,sexe,âge\n,femme,30 et plus\n", "Ligne 2 : cette personne n’a pas d’identifiant."),
        ("id,sexe,sexe,âge\np1,femme,femme,30 et plus\n", "Deux colonnes s’appellent « sexe »"),
    ] {
        let wrong = told(text);
        assert!(wrong.contains(words), "{text}: {wrong}");
    }
}

#[test]
fn quotas_that_no_panel_can_keep_are_told_with_what_would_do() {
    let people = "id,sexe,âge\na,femme,moins de 30\nb,homme,30 et plus\nc,femme,30 et plus\n";
    for (quotas, seats, words) in [
        (QUOTAS, 3, "« sexe » : la somme des maximums est 2, pour 3 sièges. Relevez ces maximums de 1 en tout."),
        (QUOTAS, 1, "« sexe » : la somme des minimums est 2, pour 1 siège. Baissez ces minimums de 1 en tout."),
        (QUOTAS, 9, "Le vivier compte 3 personnes pour 9 sièges"),
        (
            "feature,value,min,max\nsexe,femme,0,2\nsexe,homme,2,2\n",
            2,
            "« sexe : homme » (2 ; 1 personne dans le vivier)",
        ),
        (
            "feature,value,min,max\nsexe,femme,0,2\nsexe,homme,2,2\n",
            2,
            "1. baisser le minimum de « sexe : homme » de 2 à 1",
        ),
    ] {
        let read = read_quotas(quotas.as_bytes()).expect("quotas");
        let pool = read_people(people.as_bytes(), &read, &[]).expect("people");
        match prepare(Request { seats, ..Request::default() }, pool, read) {
            Err(Refused::Infeasible(lines)) => assert!(lines.join("\n").contains(words), "{lines:?}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_household_of_forty_gives_one_seat_and_a_remark() {
    let quotas = read_quotas(b"feature,value,min,max\nsexe,femme,0,5\nsexe,homme,0,5\n").expect("quotas");
    let mut people = "id,sexe,rue,code\n".to_owned();
    for rank in 0..60 {
        let street = if rank < 40 { "12 BIS, rue Haute".to_owned() } else { format!("{rank} rue Basse") };
        let street =
            if rank % 2 == 0 { street.to_lowercase().replace(',', "") } else { street.replace("Haute", "Hauté") };
        people.push_str(&format!("p{rank},{},\"{street}\",13001\n", ["femme", "homme"][rank % 2]));
    }
    let home = ["rue".to_owned(), "code".to_owned()];
    let pool = read_people(people.as_bytes(), &quotas, &home).expect("people");
    assert_eq!((pool.households, pool.remarks.len()), (1, 1));
    assert!(pool.remarks[0].contains("40 personnes ont la même adresse"), "{:?}", pool.remarks);
    let (prepared, files) = prepare(Request { seats: 5, ..Request::default() }, pool, quotas).expect("a draw");
    assert!(prepared.panels.iter().all(|panel| panel.iter().filter(|person| **person < 40).count() <= 1));
    assert!(sortition_verifier::verify(&files, None).is_sound());
}

#[test]
fn two_hundred_thousand_lines_are_read() {
    let quotas = read_quotas(QUOTAS.as_bytes()).expect("quotas");
    let mut people = "id,sexe,âge\n".to_owned();
    for rank in 0..200_000 {
        people.push_str(&format!(
            "p{rank},{},{}\n",
            ["femme", "homme"][rank % 2],
            ["moins de 30", "30 et plus"][rank / 7 % 2]
        ));
    }
    let pool = read_people(people.as_bytes(), &quotas, &[]).expect("people");
    assert_eq!(pool.people.len(), 200_000);
    let (prepared, _) =
        prepare(Request { seats: 2, panels: Some(1_000), ..Request::default() }, pool, quotas).expect("a draw");
    assert_eq!(prepared.lottery.status.name(), "optimal-certified");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_the_readers(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0_usize..200, flip in any::<u8>()) {
        let _ = read_quotas(&bytes);
        let quotas = read_quotas(QUOTAS.as_bytes()).expect("quotas");
        let _ = read_people(&bytes, &quotas, &["rue".to_owned()]);
        let mut damaged = QUOTAS.as_bytes().to_vec();
        let place = cut % damaged.len();
        damaged[place] ^= flip;
        if let Ok(quotas) = read_quotas(&damaged) {
            prop_assert!(quotas.iter().all(|quota| quota.low <= quota.high));
        }
        damaged.truncate(place);
        let _ = read_quotas(&damaged);
    }

    #[test]
    fn tables_of_any_cells_are_drawn_or_told(
        rows in proptest::collection::vec(("[a-z]{0,2}", "femme|homme|F|", "moins de 30|30 et plus|\"\"\"|;", "[0-9]? ?[a-z\"]{0,3}"), 0..12),
        seats in 1_i64..5,
    ) {
        let quotas = read_quotas(QUOTAS.as_bytes()).expect("quotas");
        let mut text = "id,sexe,âge,rue\n".to_owned();
        for (id, sex, age, street) in rows {
            text.push_str(&format!("{id},{sex},{age},{street}\n"));
        }
        if let Ok(pool) = read_people(text.as_bytes(), &quotas, &["rue".to_owned()]) {
            match prepare(Request { seats, panels: Some(50), ..Request::default() }, pool, quotas) {
                Ok((_, files)) => prop_assert!(sortition_verifier::verify(&files, None).is_sound()),
                Err(refused) => prop_assert!(!refused.to_string().is_empty()),
            }
        }
    }
}
