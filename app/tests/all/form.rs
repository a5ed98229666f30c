//! `parvis form`, with the real binary: what is to be corrected is told in French with its place; conversions lose nothing.

use std::fs;
use std::path::Path;

use crate::support::{Said, parvis, run};

/// A workbook of sheets written as lines of cells separated by `|`.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split('|')).filter(|(_, cell)| !cell.trim().is_empty()) {
                sheet.write_string(row, column, cell.trim()).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

const SURVEY: &str = "type | name | label::Français (fr) | label::English (en) | constraint | relevant | choice_filter
select_one canal | canal | Canal | Channel
select_one commune | commune | Commune | Town
select_one quartier | quartier | Quartier | Neighbourhood | | | commune = ${commune}
select_multiple besoins | besoins | Vos besoins | Your needs | count-selected(.) <= 3
begin_group | vous | Vous | You
integer | age | Âge | Age
text | mot | Un mot | A word | | ${canal} = 'web'
end_group |";

const CHOICES: &str = "list_name | name | label::Français (fr) | label::English (en) | commune
canal | web | En ligne | Online
canal | tel | Téléphone | Telephone
commune | c | Carcassonne | Carcassonne
quartier | v | Le Viguier | Le Viguier | c
besoins | s | Sécurité | Safety
besoins | p | Propreté | Cleanliness
besoins | t | Transports | Transport
besoins | e | Écoles | Schools
besoins | nsp | Je ne sais pas | I do not know";

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new(survey: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let settings =
            ("settings", "form_title | form_id | version | default_language\nÉcoute | ecoute | 1 | Français (fr)");
        fs::write(folder.path().join("enquete.xlsx"), workbook(&[("survey", survey), ("choices", CHOICES), settings]))
            .expect("written");
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn form(&self, words: &[&str]) -> Said {
        let words: Vec<String> = words
            .iter()
            .map(|word| if word.contains('.') && !word.starts_with('-') { self.path(word) } else { (*word).to_owned() })
            .collect();
        run(parvis().arg("form").args(words))
    }
}

#[test]
fn a_sound_form_is_described() {
    let said = Case::new(SURVEY).form(&["check", "enquete.xlsx"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.out
            .contains("6\u{a0}questions, 1\u{a0}groupe, 4\u{a0}listes de réponses, en Français (fr) et English (en)"),
        "{said:?}"
    );
}

#[test]
fn everything_to_correct_is_told_with_its_place() {
    let survey = SURVEY
        .replace("select_one quartier |", "select_one quartiers |")
        .replace("count-selected(.) <= 3", "compte(.) <= 3")
        .replace("integer | age | Âge | Age", "integer | age | Âge | Age | | ${mot} != ''")
        .replace("${canal} = 'web'", "${age} > 3");
    let said = Case::new(&survey).form(&["check", "enquete.xlsx"]);
    assert_eq!(said.code, 1, "{said:?}");
    for part in [
        "Feuille « survey », ligne 4, colonne « type » : la liste « quartiers »",
        "Vouliez-vous écrire « quartier » ?",
        "Feuille « survey », ligne 5, colonne « constraint » : dans « compte(.) <= 3 », au 1er signe : la fonction « compte »",
        "ligne 7 : les conditions et calculs tournent en rond : « age », qui dépend de « mot », qui dépend de « age »",
    ] {
        assert!(said.err.contains(part), "« {part} » is not in {said:?}");
    }
    assert!(said.out.is_empty() || !said.out.contains("Rien ne l’empêche"), "{said:?}");
}

#[test]
fn conversions_lose_nothing() {
    let case = Case::new(SURVEY);
    let shown = case.form(&["export", "enquete.xlsx", "--json"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(shown.out.contains("\"parvis_form\": 1") && shown.out.contains("\"max_selected\": 3"), "{shown:?}");
    let said = case.form(&["export", "enquete.xlsx", "--json", "--out", "a.json", "--xlsx", "b.xlsx"]);
    assert_eq!(said.code, 0, "{said:?}");
    let json = fs::read_to_string(case.path("a.json")).expect("written");
    assert_eq!(json, shown.out);
    for from in ["b.xlsx", "a.json"] {
        let again = case.form(&["export", from, "--json"]);
        assert_eq!((again.code, again.out.as_str()), (0, json.as_str()), "{from}");
    }
    assert_eq!(case.form(&["check", "a.json"]).code, 0);
}

#[test]
fn what_cannot_be_read_is_told() {
    let case = Case::new(SURVEY);
    for (name, bytes, word) in [
        ("vide.xlsx", &b""[..], "ni un classeur XLSForm"),
        ("faux.xlsx", b"PK\x03\x04", "ne peut pas être ouvert"),
        ("faux.json", br#"{"parvis_form": 1}"#, "ne peut pas être lue"),
        ("autre.json", b"{}", "ni un classeur XLSForm"),
    ] {
        fs::write(case.path(name), bytes).expect("written");
        let said = case.form(&["check", name]);
        assert!(said.code == 1 && said.err.contains(word), "{name}: {said:?}");
    }
    let said = case.form(&["check", "absent.xlsx"]);
    assert!(said.code == 1 && said.err.contains("n’a pas pu être lu"), "{said:?}");
    let said = case.form(&["export", "enquete.xlsx"]);
    assert!(said.code == 2 && said.err.contains("« --json »"), "{said:?}");
    let broken = Case::new(&SURVEY.replace("integer", "nombre"));
    let said = broken.form(&["export", "enquete.xlsx", "--xlsx", "sortie.xlsx"]);
    assert!(said.code == 1 && said.err.contains("« nombre »"), "{said:?}");
    assert!(!Path::new(&broken.path("sortie.xlsx")).exists(), "nothing is written of a form to correct");
}

#[test]
fn answers_are_counted_from_a_workbook() {
    let case = Case::new(SURVEY);
    let mut answers = "id;canal;commune;quartier;besoins;age;mot\n".to_owned();
    for person in 0..40 {
        let needs = ["s p", "s", "nsp", ""][person % 4];
        answers.push_str(&format!("{person};web;c;v;{needs};{};\n", 20 + person));
    }
    answers.push_str("40;tel;c;v;s p t e;41;\n");
    fs::write(case.path("answers.csv"), answers).expect("written");
    let (form, answers, out) = (case.path("enquete.xlsx"), case.path("answers.csv"), case.path("out"));
    let said = run(parvis().args(["tabulate", "--form", &form, "--answers", &answers, "--out", &out]));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("4 réponses à « besoins », où 3 au plus"), "{said:?}");
    let needs = fs::read_to_string(Path::new(&out).join("besoins.csv")).expect("written");
    // 21 of 41 said something; ten do not know, ten said nothing.
    assert!(needs.lines().any(|line| line.starts_with("s,Sécurité,21,")), "{needs}");
    let bases = fs::read_to_string(Path::new(&out).join("summary.csv")).expect("written");
    assert!(bases.contains("besoins,Vos besoins,choix multiple,41,0,10,10,0,21,"), "{bases}");
}
