//! `parvis themes`, with the real binary: columns added, wrong files told in French with nothing written.

use crate::support;

use std::fs;

use crate::support::{Said, parvis, run};

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        let case = Self { folder: tempfile::tempdir().expect("folder") };
        let said = case.themes(&["codebook", "--out", &case.path("codes.csv")]);
        assert_eq!(said.code, 0, "{said:?}");
        case
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn themes(&self, words: &[&str]) -> Said {
        run(parvis().arg("themes").args(words))
    }

    fn answers(&self, text: &str) -> String {
        fs::write(self.path("answers.csv"), text).expect("written");
        self.path("answers.csv")
    }

    fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path("out.csv")).expect("written");
        text.lines().map(str::to_owned).collect()
    }

    fn is_written(&self) -> bool {
        fs::exists(self.path("out.csv")).expect("readable")
    }
}

#[test]
fn suggestions_come_from_the_codebook_before_anything_is_coded() {
    let case = Case::new();
    let answers = case.answers("id;texte\n1;Trop de trafic de drogue, la police ne passe pas\n2;des rats et des poubelles\n3;\n4;pas de bus le soir\n");
    let said = case.themes(&[
        "suggest",
        "--codebook",
        &case.path("codes.csv"),
        "--column",
        "texte",
        &answers,
        "--out",
        &case.path("out.csv"),
    ]);
    assert_eq!(said.code, 0, "{said:?}");
    let lines = case.lines();
    assert_eq!(lines[0], "id,texte,themes,confiance,origine");
    assert!(lines[1].contains(",securite") && lines[1].ends_with("suggéré"), "{lines:?}");
    assert!(lines[2].contains(",cadre_de_vie") && lines[4].contains(",mobilites"), "{lines:?}");
    assert_eq!(lines[3], "3,,,,");
    assert!(said.out.contains("pour qu’elle soit mesurée"), "{said:?}");
}

#[test]
fn what_was_coded_is_kept_learnt_from_and_measured() {
    let case = Case::new();
    let mut text = "texte;code\n".to_owned();
    for number in 0..30 {
        text.push_str(&format!(
            "le gloubiboulga du matin {number};emploi\nune chanson pour les chats {number};Santé et culture\n"
        ));
    }
    text = text.replace("Santé et culture", "lien_social");
    text.push_str("encore du gloubiboulga;\nrien de tout cela;aucun\n");
    let answers = case.answers(&text);
    let book = case.path("codes.csv");
    let out = case.path("out.csv");
    let asked = ["suggest", "--codebook", &book, "--column", "texte", "--codes", "code", &answers, "--out", &out];
    let said = case.themes(&asked);
    assert_eq!(said.code, 0, "{said:?}");
    let lines = case.lines();
    assert_eq!(lines[1], "le gloubiboulga du matin 0,emploi,emploi,,codé");
    assert!(lines[61].starts_with("encore du gloubiboulga,,emploi,"), "{}", lines[61]);
    assert_eq!(lines[62], "rien de tout cela,aucun,,,codé");
    assert!(said.out.contains("La confiance est mesurée"), "{said:?}");
    let before = fs::read(&out).expect("written");
    case.themes(&asked);
    assert_eq!(fs::read(&out).expect("written"), before, "the same bytes again");
}

#[test]
fn an_encoder_brings_what_words_do_not_know_and_only_where_it_is_named() {
    let case = Case::new();
    let pests = [
        "il y a des rats dans les caves",
        "des cafards dans la cuisine",
        "des souris courent partout",
        "les punaises de lit envahissent tout",
        "trop de rongeurs la nuit",
        "des blattes dans les escaliers",
    ];
    let buses = [
        "le bus ne passe plus le soir",
        "le tram est en retard",
        "aucun bus le dimanche",
        "il manque un arrêt",
        "la navette ne va pas à la gare",
        "le car scolaire est plein",
    ];
    let mut text = "texte;code\n".to_owned();
    for rank in 0..5 {
        for (pest, bus) in pests.iter().zip(buses) {
            text.push_str(&format!("{pest} {rank};cadre_de_vie\n{bus} {rank};mobilites\n"));
        }
    }
    text.push_str("los roedores corren por todas partes;\nfaltan autobuses por la noche;\n");
    let answers = case.answers(&text);
    let (book, out) = (case.path("codes.csv"), case.path("out.csv"));
    let mut asked =
        vec!["suggest", "--codebook", &book, "--column", "texte", "--codes", "code", &answers, "--out", &out];
    assert_eq!(case.themes(&asked).code, 0);
    let words = case.lines();
    let other = case.path("codes.csv");
    let refused = case.themes(&[&asked[..], &["--encoder", &other]].concat());
    assert!(refused.code == 1 && refused.err.contains("codes.csv : Ce n’est pas le fichier attendu"), "{refused:?}");
    assert_eq!(case.lines(), words, "what was written stays");
    let Some(wheel) = support::encoder() else { return };
    asked.extend(["--encoder", &wheel]);
    let said = case.themes(&asked);
    assert_eq!(said.code, 0, "{said:?}");
    let lines = case.lines();
    assert!(lines[61].starts_with("los roedores corren por todas partes,,cadre_de_vie"), "{lines:?}");
    assert!(lines[62].starts_with("faltan autobuses por la noche,,mobilites"), "{lines:?}");
    assert_ne!(lines, words);
    assert_eq!(case.themes(&asked).code, 0);
    assert_eq!(case.lines(), lines, "the same again");
}

#[test]
fn groups_are_numbered_told_and_never_name_anybody() {
    let case = Case::new();
    let mut text = "texte\n".to_owned();
    for number in 0..20 {
        text.push_str(&format!(
            "\"plus de bus et de trams, demandez à Karim Benali au 06 12 34 56 {:02}\"\n",
            number + 10
        ));
        text.push_str("des arbres et des fleurs dans le parc\n");
    }
    let answers = case.answers(&text);
    let out = case.path("out.csv");
    let said = case.themes(&["group", &answers, "--column", "texte", "--classes", "2", "--out", &out]);
    assert_eq!(said.code, 0, "{said:?}");
    let lines = case.lines();
    assert_eq!(lines[0], "texte,classe");
    let class = |line: &str| line.rsplit(',').next().map(str::to_owned);
    assert_ne!(class(&lines[1]), class(&lines[2]));
    assert!((1..=40).all(|at| class(&lines[at]) == class(&lines[2 - at % 2])), "{lines:?}");
    assert!(said.out.contains("[nom]") && !said.out.contains("Benali") && !said.out.contains("06 12"), "{said:?}");
    assert!(said.out.contains("n’est pas un résultat"), "{said:?}");
}

#[test]
fn wrong_files_and_words_are_told_with_nothing_written() {
    let case = Case::new();
    let (book, out) = (case.path("codes.csv"), case.path("out.csv"));
    let answers = case.answers("texte;code\ndes bus;mobilites\ndes bancs;jardinage\n");
    let suggest = |book: &str, column: &str, answers: &str| {
        case.themes(&["suggest", "--codebook", book, "--column", column, "--codes", "code", answers, "--out", &out])
    };
    let said = suggest(&book, "texte", &answers);
    assert_eq!(said.code, 1, "{said:?}");
    for part in ["Ligne 3", "« jardinage »", "Codes connus : services", "Rien n’a été écrit"] {
        assert!(said.err.contains(part), "« {part} » is not in {said:?}");
    }
    let said = suggest(&book, "verbatim", &answers);
    assert!(
        said.code == 2 && said.err.contains("« --column verbatim »") && said.err.contains("texte, code"),
        "{said:?}"
    );
    fs::write(case.path("bad.csv"), "theme;mots;code\nSanté;soins;s\nSécurité;police;s\n").expect("written");
    let said = suggest(&case.path("bad.csv"), "texte", &answers);
    assert!(said.code == 1 && said.err.contains("bad.csv") && said.err.contains("Ligne 3"), "{said:?}");
    assert!(!case.is_written());
    let taken = case.answers("texte;classe\ndes bus;1\n");
    let said = case.themes(&["group", &taken, "--column", "texte", "--out", &out]);
    assert!(said.code == 1 && said.err.contains("« classe » existe déjà"), "{said:?}");
    let said = case.themes(&["group", &taken, "--column", "texte", "--classes", "1", "--out", &out]);
    assert!(said.code == 2 && said.err.contains("n’accepte pas « 1 »"), "{said:?}");
    let fine = case.answers("texte\ndes bus\n");
    let said = case.themes(&["group", &fine, "--column", "texte", "--out", &fine]);
    assert!(said.code == 2 && said.err.contains("serait perdu"), "{said:?}");
    assert!(!case.is_written());
}
