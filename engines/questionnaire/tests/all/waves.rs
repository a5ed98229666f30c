//! A form kept, compared with the one before, put on paper.

use crate::forms;

use questionnaire::comparison::{Change, Comparability, compare};
use questionnaire::definition::{from_json, to_json};
use questionnaire::paper::{Blank, printed};
use questionnaire::xlsform;

#[test]
fn a_form_kept_as_json_is_the_same_form() {
    for (name, bytes) in forms::sound() {
        let form = xlsform::read(&bytes, name).form;
        let text = to_json(&form);
        assert_eq!(from_json(&text).expect("read"), form, "{name}");
        assert_eq!(to_json(&from_json(&text).expect("read")), text, "{name}");
    }
    let text = to_json(&forms::read(forms::TOWN));
    assert!(text.contains("\"parvis_form\": 1") && text.contains("\"max_selected\": 3"), "{text}");
    for (wrong, word) in [
        ("{", "ligne 1"),
        (r#"{"parvis_form":2,"id":"a","title":"a","items":[]}"#, "version 2"),
        (r#"{"parvis_form":1,"id":"a","title":"a","items":[{"name":"q","type":"rien"}]}"#, "« rien »"),
        (r#"{"parvis_form":1,"id":"a","title":"a","items":[{"name":"a b","type":"text"}]}"#, "« a b »"),
        (r#"{"parvis_form":1,"id":"a","title":"a","items":[],"inconnu":1}"#, "colonne"),
    ] {
        assert!(from_json(wrong).is_err_and(|told| told.contains(word)), "{wrong}");
    }
    let mut deep = r#"{"name":"q","type":"text"}"#.to_owned();
    for _ in 0..40 {
        deep = format!(r#"{{"name":"g","type":"group","children":[{deep}]}}"#);
    }
    assert!(from_json(&format!(r#"{{"parvis_form":1,"id":"a","title":"a","items":[{deep}]}}"#)).is_err());
}

#[test]
fn what_changed_from_one_wave_to_the_next() {
    let old = forms::read(forms::TOWN);
    let survey = forms::TOWN[0]
        .1
        .replace("| Votre âge | Your age", "| Quel âge avez-vous ? | Your age")
        .replace("text | besoin_libre | Dites-le", "text | besoin_neuf | Dites-le")
        .replace("| 3 | priorite", "| 2 | priorite")
        .replace("Votre commune |", "Votre  commune |")
        .replace("integer | enfants_nombre", "decimal | enfants_nombre")
        .replace("${commune} != 'autre'", "${commune} = 'limoux'");
    let choices = forms::TOWN[1].1.replace("besoins | ecoles | Écoles | Schools\n", "").replace(
        "besoins | autre | Autre | Other",
        "besoins | autre | Autre chose | Other\nbesoins | bancs | Bancs | Benches",
    );
    let new = forms::read(&[("survey", &survey), ("choices", &choices), forms::TOWN[2]]);
    let compared = compare(&old, &new);
    let of = |name: &str| compared.iter().find(|compared| compared.name == name).unwrap_or_else(|| panic!("{name}"));
    let codes = |code: &str| vec![code.to_owned()];
    assert_eq!(of("age").changes, [Change::Wording(vec!["Français (fr)".to_owned()])]);
    assert_eq!(of("commune").comparability(), Comparability::Same);
    assert_eq!(of("quartier").changes, [Change::Condition]);
    assert_eq!(of("enfants_nombre").comparability(), Comparability::No);
    assert_eq!(
        (of("besoin_neuf").changes.as_slice(), of("besoin_libre").changes.as_slice()),
        (&[Change::Added][..], &[Change::Removed][..])
    );
    let needs = of("besoins");
    assert_eq!(
        needs.changes,
        [
            Change::ChoicesAdded(codes("bancs")),
            Change::ChoicesRemoved(codes("ecoles")),
            Change::ChoicesReworded(codes("autre")),
            Change::Limit(Some(3), Some(2)),
        ]
    );
    assert_eq!(needs.comparability(), Comparability::WithCare);
    assert_eq!(needs.changes[3].french(), "nombre de réponses : 3 au plus, puis 2 au plus");
    assert!(compare(&old, &old).iter().all(|compared| compared.comparability() == Comparability::Same));
}

#[test]
fn a_form_on_paper() {
    let form = forms::read(forms::TOWN);
    let paper = printed(&form, "fr");
    let of = |name: &str| paper.iter().find(|printed| printed.name == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!((of("accueil").number, of("canal").number, of("commune").number), (None, Some(1), Some(2)));
    assert_eq!(
        of("quartier").condition.as_deref(),
        Some("Répondez si vous n’avez pas répondu « Une autre » à la question 2.")
    );
    assert_eq!(of("besoin_libre").condition.as_deref(), Some("Répondez si vous avez coché « Autre » à la question 5."));
    assert_eq!(of("age").blank, Blank::Digits(3));
    assert!(matches!(&of("besoins").blank, Blank::Several(boxes, Some(3)) if boxes.len() == 7));
    assert!(matches!(&of("satisfaction").blank, Blank::Table(rows, columns) if rows.len() == 2 && columns.len() == 2));
    assert!(matches!(&of("note_quartier").blank, Blank::Scale(marks) if marks.len() == 11 && marks[10] == "10"));
    assert!(
        of("enfants").is_repeated && of("enfants").condition.as_deref().is_some_and(|told| told.contains("plus de 0"))
    );
    assert_eq!(of("age_enfant").label, "Âge de …");
    assert!(paper.iter().all(|printed| !["majeur", "rang", "ages"].contains(&printed.name.as_str())));
    assert!(printed(&form, "en").iter().any(|printed| printed.label == "Your town"));
    let conditions = |language: &str| -> Vec<String> {
        printed(&form, language).into_iter().filter_map(|printed| printed.condition).collect()
    };
    assert!(conditions("en").iter().all(|told| told.starts_with("Please answer if ")), "{:?}", conditions("en"));
    assert!(conditions("en").iter().any(|told| told.ends_with("to question 2.")), "{:?}", conditions("en"));
    assert!(conditions("ar").iter().all(|told| told.starts_with("أجيبوا إذا ")), "{:?}", conditions("ar"));
    let types = printed(&forms::read(forms::TYPES), "fr");
    assert!(
        types
            .iter()
            .any(|printed| matches!(&printed.blank, Blank::One(boxes) if boxes.iter().any(|known| known.is_open)))
    );
}
