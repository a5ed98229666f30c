//! `parvis subsidies`, with the real binary: what is to be corrected is told in French with its place, what is written is valid.

use std::fs;

use crate::support::{Said, parvis, run};

const SOUND: &str =
    "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;rnaBeneficiaire;objet;\
montant;nature;conditionsVersement;datesPeriodeVersement;idRAE;notificationUE;pourcentageSubvention;dispositifAide
Carcassonne Agglo;20003571500008;2026-05-18;2026-05-103;Association Exemple;73282932000074;;Ateliers, sorties;14500.00;\
aide en numéraire;échelonné;2026-06-15/2027-06-30;;non;1.00;Contrat de ville
Carcassonne Agglo;20003571500008;2026-06-02;2026-05-104;Autre exemple;73282932000074;W111000123;Jardin;830;\
aide en numéraire;unique;2026-06-15;;non;1;Contrat de ville
";

fn said(words: &[&str], files: &[(&str, &[u8])]) -> (Said, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    let said = run(parvis().arg("subsidies").args(words).current_dir(folder.path()));
    (said, folder)
}

#[test]
fn a_sound_file_is_told_so_and_advised() {
    let (said, _folder) = said(&["check", "a.csv"], &[("a.csv", SOUND.as_bytes())]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("séparées par des points-virgules"), "{said:?}");
    assert!(said.out.contains("a.csv : 2\u{a0}lignes, SCDL Subventions 2.1.1"), "{said:?}");
}

#[test]
fn what_is_to_be_corrected_is_told_with_its_place() {
    let text = SOUND.replace(";830;", ";830,50;").replace("2026-06-02", "02/06/2026");
    let (said, _folder) = said(&["check", "a.csv"], &[("a.csv", text.as_bytes())]);
    assert_eq!(said.code, 3, "{said:?}");
    for words in [
        "Ligne 3, colonne dateConvention («\u{a0}02/06/2026\u{a0}»)\u{a0}: une date s’écrit AAAA-MM-JJ\u{a0}: écrivez 2026-06-02",
        "Ligne 3, colonne montant («\u{a0}830,50\u{a0}»)",
        "écrivez 830.50",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    assert!(said.err.contains("2\u{a0}points à corriger"), "{said:?}");
}

#[test]
fn what_is_no_table_is_told() {
    for (name, bytes, words) in [
        ("a.xlsx", b"PK\x03\x04\x14\0".as_slice(), "enregistrez-le"),
        ("a.csv", b"\xFF\xFEn\0o\0".as_slice(), "UTF-16"),
        ("a.csv", b"a,b\n\"c,d\n".as_slice(), "guillemet"),
    ] {
        let (said, _folder) = said(&["check", name], &[(name, bytes)]);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.err.contains(words), "{words}: {said:?}");
    }
    let (said, _folder) = said(&["check", "absent.csv"], &[]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("n’existe pas"), "{said:?}");
}

#[test]
fn a_table_is_written_as_it_is_published() {
    let words = [
        "export",
        "a.csv",
        "--out",
        "b.csv",
        "--catalogue",
        "c",
        "--url",
        "https://ville.fr/donnees/",
        "--email",
        "donnees@ville.fr",
    ];
    let (said, folder) = said(&words, &[("a.csv", SOUND.as_bytes())]);
    assert_eq!(said.code, 0, "{said:?}");
    let written = fs::read_to_string(folder.path().join("b.csv")).expect("written");
    assert!(written.contains("\"Ateliers, sorties\",14500.00,aide en numéraire"), "{written}");
    assert!(written.contains(",W111000123,Jardin,830.00,"), "{written}");
    let turtle = fs::read_to_string(folder.path().join("c/catalogue.ttl")).expect("written");
    assert!(turtle.contains("<https://ville.fr/donnees/b.csv>"), "{turtle}");
    assert!(
        fs::read_to_string(folder.path().join("c/catalogue.jsonld")).expect("written").contains("subventions-2026")
    );
    let again = run(parvis().args(["subsidies", "check", "b.csv"]).current_dir(folder.path()));
    assert_eq!((again.code, again.out.contains("À savoir")), (0, false), "{again:?}");
    let regulatory = run(parvis()
        .args(["subsidies", "export", "a.csv", "--out", "a.csv", "--regulatory"])
        .current_dir(folder.path()));
    assert_eq!(regulatory.code, 0, "a file may be written over itself: {regulatory:?}");
    let checked = run(parvis().args(["subsidies", "check", "a.csv", "--regulatory"]).current_dir(folder.path()));
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[test]
fn rows_that_cannot_be_published_are_listed() {
    let text =
        SOUND.replace(";830;", ";NaN;").replace("Association Exemple;73282932000074;;", "M. Paul Exemple;;W111000123;");
    let (said, folder) = said(&["export", "a.csv", "--out", "b.csv"], &[("a.csv", text.as_bytes())]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(
        said.out.contains("Ligne 2, colonne nomBeneficiaire\u{a0}: le bénéficiaire semble être une personne"),
        "{said:?}"
    );
    assert!(!said.out.contains("Paul"), "{said:?}");
    assert!(said.err.contains("2\u{a0}lignes n’ont pas pu"), "{said:?}");
    assert_eq!(fs::read_to_string(folder.path().join("b.csv")).expect("written").lines().count(), 1);
}
