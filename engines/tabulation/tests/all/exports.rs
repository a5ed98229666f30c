//! Exported files, read back by the programs others use.

use std::io::Write;
use std::process::{Command, Stdio};

use tabulation::exports::{SpssOptions, Study, to_csv_codes, to_csv_labels, to_ddi, to_spss};
use tabulation::{Answer, DataSet, Variable};

fn survey() -> DataSet {
    let long = "Très long. ".repeat(60);
    let mut data = DataSet::new(vec![
        Variable::single("quartier", "Où habitez-vous ?", &[("g", "Grazailles"), ("v", "Le Viguier « Nord »")]),
        Variable::multiple("priorites", "Vos priorités", &[("s", "Sécurité"), ("p", "Propreté"), ("é", "Écoles")])
            .with_dont_know("nsp", "Je ne sais pas")
            .with_max_selected(2)
            .with_universe("Les habitants des quartiers"),
        Variable::single("note", "Note", &[("1", "Mauvais"), ("2", "Moyen"), ("5", "Bon")])
            .with_rather_not_say("nvp", "Je préfère ne pas répondre"),
        Variable::number("age", "Âge"),
        Variable::open("mot", "Un mot <libre> & \"franc\""),
    ])
    .expect("form");
    for answers in [
        [
            Answer::One(0),
            Answer::Several(vec![0, 2]),
            Answer::One(2),
            Answer::Number(41.5),
            Answer::Text("du bruit l’été"),
        ],
        [Answer::One(1), Answer::DontKnow, Answer::RatherNotSay, Answer::Number(-9.0), Answer::Text(&long)],
        [Answer::NoAnswer, Answer::NotAsked, Answer::NoAnswer, Answer::NoAnswer, Answer::NoAnswer],
        [Answer::NotAsked, Answer::Several(vec![1]), Answer::One(0), Answer::NotAsked, Answer::Text("=1+1")],
    ] {
        data.append(&answers).expect("fits");
    }
    data
}

fn python() -> Command {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = Command::new(root.join("../../tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let tool = tool.expect("tests/tools/python.sh runs");
    assert!(tool.status.success(), "tests/tools/python.sh makes the Python environment");
    Command::new(String::from_utf8(tool.stdout).expect("a path").trim())
}

#[test]
fn the_spss_file_is_read_back_by_pyreadstat() {
    let weights = [1.5, 0.5, 1.0, 2.0];
    let options = SpssOptions { title: "Écoute", day: "06 Jul 23", hour: "14:05:00", weights: Some(&weights) };
    let file = to_spss(&survey(), &options);
    assert!(file.remarks.is_empty(), "{:?}", file.remarks);
    // The weight is the last of the elements of 8 bytes: its position in the header is their number.
    assert_eq!(file.bytes[68..72], file.bytes[76..80]);
    let mut saved = tempfile::Builder::new().suffix(".sav").tempfile().expect("a file");
    saved.write_all(&file.bytes).expect("written");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let said = python().arg(root.join("tests/oracles/read_sav.py")).arg(saved.path()).output().expect("python runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let told = String::from_utf8(said.stdout).expect("text");
    for line in [
        "columns quartier priorites_s priorites_p priorites_é note age mot poids",
        "label priorites_p Vos priorités : Propreté",
        "values quartier {-9.0: 'sans réponse', -8.0: 'ne sait pas', -7.0: 'préfère ne pas répondre', 1.0: 'Grazailles', 2.0: 'Le Viguier « Nord »'}",
        "values note {-9.0: 'sans réponse', -8.0: 'ne sait pas', -7.0: 'Je préfère ne pas répondre', 1.0: 'Mauvais', 2.0: 'Moyen', 5.0: 'Bon'}",
        "missing quartier -9.0 -8.0 -7.0",
        "missing age -99.0 -98.0 -97.0",
        "data quartier 1.0 2.0 -9.0 None",
        "data priorites_s 1.0 -8.0 None 0.0",
        "data priorites_é 1.0 -8.0 None 0.0",
        "data note 5.0 -7.0 -9.0 1.0",
        "data age 41.5 -9.0 -99.0 None",
        "data poids 1.5 0.5 1.0 2.0",
        "set M1 D Vos priorités priorites_s priorites_p priorites_é",
        "text 'du bruit l’été'",
        "title Écoute",
        // 720 bytes less the last blank, which the format does not keep.
        "long 719",
    ] {
        assert!(told.lines().any(|said| said == line), "« {line} » is not in\n{told}");
    }
}

#[test]
fn what_spss_cannot_hold_is_said() {
    let label = "é".repeat(200);
    let mut data = DataSet::new(vec![Variable::single("a", &label, &[("1", &label)])]).expect("form");
    data.append(&[Answer::One(0)]).expect("fits");
    assert_eq!(to_spss(&data, &SpssOptions::default()).remarks.len(), 2);
}

#[test]
fn csv_files_hold_codes_or_words() {
    let codes = String::from_utf8(to_csv_codes(&survey())).expect("UTF-8");
    let lines: Vec<&str> = codes.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "quartier;priorites_s;priorites_p;priorites_é;note;age;mot");
    assert_eq!(lines[1], "1;1;0;1;5;41.5;du bruit l’été");
    assert_eq!(lines[3], "-9;;;;-9;-99;");
    assert_eq!(lines[4], ";0;1;0;1;;'=1+1");
    let words = String::from_utf8(to_csv_labels(&survey())).expect("UTF-8");
    let lines: Vec<&str> = words.lines().collect();
    assert_eq!(lines[1], "Grazailles;Sécurité | Écoles;Bon;41,5;du bruit l’été");
    assert!(lines[2].starts_with("Le Viguier « Nord »;Je ne sais pas;Je préfère ne pas répondre;-9;Très long."));
    assert_eq!(lines[3], "sans réponse;;sans réponse;sans réponse;sans réponse");
}

#[test]
fn the_codebook_is_well_formed_and_says_universe_missing_codes_and_frequencies() {
    let study = Study { title: "Écoute & co", producer: "Ville", file: "reponses.csv", method: "En ligne < 3 mois" };
    let xml = to_ddi(&survey(), &study);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut child = python()
        .arg(root.join("tests/oracles/read_ddi.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python runs");
    child.stdin.take().expect("a pipe").write_all(xml.as_bytes()).expect("written");
    let said = child.wait_with_output().expect("python ends");
    assert!(said.status.success());
    let told = String::from_utf8(said.stdout).expect("text");
    for line in [
        "title Écoute & co",
        "cases 4 variables 7",
        "group priorites priorites_s priorites_p priorites_é",
        "var mot Un mot <libre> & \"franc\" | Toutes les personnes interrogées | vald 3 | invd 1",
        "var priorites_s Vos priorités : Sécurité | Les habitants des quartiers | vald 2 | invd 2",
        "cat priorites_s 1 cité 1",
        "cat priorites_s -8 Je ne sais pas 1 missing",
        "cat quartier 2 Le Viguier « Nord » 1",
        "cat quartier  non posée 1 missing",
    ] {
        assert!(told.lines().any(|said| said == line), "« {line} » is not in\n{told}");
    }
}
