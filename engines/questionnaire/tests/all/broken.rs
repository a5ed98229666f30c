//! Forms to be corrected: everything is told at once, with its sheet, row and column.

use crate::forms;

use questionnaire::xlsform;

fn refused(sheets: &[(&str, &str)]) -> Vec<String> {
    let reading = xlsform::read(&forms::workbook(sheets), "form");
    assert!(!reading.is_accepted());
    reading.problems.iter().filter(|problem| problem.is_refusal()).map(ToString::to_string).collect()
}

#[test]
fn a_cycle_is_told_with_its_path() {
    let told = refused(&[(
        "survey",
        "type | name | label | relevant | calculation
text | a | A | ${c} = 'x'
calculate | b | | | ${a} + 1
calculate | c | | | ${b} * 2
text | seul | Seul | ${seul} = 1",
    )]);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        told[0],
        "Feuille « survey », ligne 2 : les conditions et calculs tournent en rond : « a », qui dépend de « c », qui dépend de « b », qui dépend de « a » : retirez un de ces liens."
    );
    assert!(told[1].starts_with("Feuille « survey », ligne 5 : « seul » dépend d’elle-même"), "{told:?}");
}

#[test]
fn everything_wrong_is_told_at_once() {
    let told = refused(&[
        (
            "survey",
            "type | name | label | relevance | constraint | calculation | parameters
select_one quartier | q1 | Où ?
select_one ouinom | q2 | Oui ?
text | deux mots | Nom
text | q3 | Q | slected(${q1}, 'a')
integer | q4 | Q | | . > 0 and (. < 5
textt | q5 | Q
| q6 | Sans type
calculate | q7
text | q8 | Q | ${inconnue} = 1
text | q3 | Double
calculate | q9 | | | | pulldata('f', 'a', 'b', ${q1})
range | q10 | Q | | | | start=0 end=10 step=20
end_group
begin_group | g | G
select_one quartier ici | q11 | Q
text | q12 | Q | regex(., '(')",
        ),
        ("choices", "list_name | name | label\nouinon | oui | Oui\nouinon | oui | Encore\nouinon | | Sans code"),
    ]);
    for part in [
        "ligne 2, colonne « type » : la liste « quartier » n’est pas dans la feuille « choices »",
        "ligne 3, colonne « type » : la liste « ouinom » n’est pas dans la feuille « choices ». Vouliez-vous écrire « ouinon » ?",
        "ligne 4, colonne « name » : « deux mots » n’est pas un nom possible",
        "ligne 5, colonne « relevance » : dans « slected(${q1}, 'a') », au 1er signe : la fonction « slected » n’existe pas. Vouliez-vous écrire « selected » ?",
        "ligne 6, colonne « constraint » : dans « . > 0 and (. < 5 », au 17e signe : une parenthèse ouverte n’est pas fermée",
        "ligne 7, colonne « type » : « textt » n’est pas un type de question. Vouliez-vous écrire « text » ?",
        "ligne 8, colonne « type » : cette question n’a pas de type",
        "ligne 9, colonne « calculation » : la question « q7 » est un calcul, et le calcul manque",
        "ligne 10, colonne « relevance » : aucune question ne s’appelle « inconnue »",
        "ligne 11, colonne « name » : le nom « q3 » est déjà pris, à la ligne 5",
        "ligne 12, colonne « calculation » : dans « pulldata(",
        "ligne 13, colonne « parameters » : l’échelle est mal dite",
        "ligne 14, colonne « type » : « end group » ne ferme rien",
        "ligne 15, colonne « type » : le groupe « g » n’est pas fermé",
        "ligne 16, colonne « type » : « select_one quartier ici » : nommez une liste",
        "ligne 17, colonne « relevance »",
        "Feuille « choices », ligne 3, colonne « name » : la liste « ouinon » a déjà une réponse « oui » (ligne 2)",
        "Feuille « choices », ligne 4, colonne « name » : une réponse de la liste « ouinon » n’a pas de code",
    ] {
        assert!(told.iter().any(|line| line.contains(part)), "« {part} » is not in {told:#?}");
    }
}

#[test]
fn what_would_never_end_is_refused() {
    let nested = format!("type | name\n{}", "begin_group | g\n".repeat(3_000));
    let told = refused(&[("survey", &nested)]);
    assert!(told.iter().any(|line| line.contains("plus de 32 fois")), "{told:?}");
    let choices: Vec<String> = (0..300).map(|number| format!("l | c{number} | C")).collect();
    let choices = format!("list_name | name | label\n{}", choices.join("\n"));
    let loops = "type | name\nbegin loop over l | a\nbegin loop over l | b\nend loop |\nend loop |";
    let told = refused(&[("survey", loops), ("choices", &choices)]);
    assert!(told.iter().any(|line| line.contains("plus de 20000 questions")), "{told:?}");
    let wrong: Vec<String> =
        (0..2_000).map(|number| format!("text | q{number} | Q | ${{absente{number}}} = 1")).collect();
    let told = refused(&[("survey", &format!("type | name | label | relevant\n{}", wrong.join("\n")))]);
    assert_eq!(told.len(), 300);
}

#[test]
fn a_file_that_is_no_form_is_told() {
    for (bytes, word) in [
        (Vec::new(), "vide"),
        (b"%PDF-1.7".to_vec(), "n’est pas un classeur"),
        (b"PK\x03\x04rien".to_vec(), "ne peut pas être ouvert"),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3], ".xls"),
        (forms::workbook(&[("feuille1", "a"), ("feuille2", "b")]), "« feuille1 », « feuille2 »"),
        (forms::workbook(&[("survey", "nom | libellé\nq | Q")]), "« type » manque"),
        (vec![0; 17 << 20], "16 Mo"),
    ] {
        let reading = xlsform::read(&bytes, "form");
        assert!(!reading.is_accepted());
        assert!(
            reading.problems.iter().any(|problem| problem.to_string().contains(word)),
            "{word}: {:?}",
            reading.problems
        );
    }
}

#[test]
fn what_is_odd_is_told_and_does_not_refuse() {
    let reading = xlsform::read(
        &forms::workbook(&[
            (
                "survey",
                "type | name | label::Français (fr) | label::English (en) | disabled | relevant
text | a | Un | One
text | b | Deux
text | c | Trois | Three | yes
 | | | | | une remarque
text | d | | | | ${a} = T
text | A | Grand | Big",
            ),
            ("settings", "form_id | public_key\nf | abc"),
        ]),
        "form",
    );
    assert!(reading.is_accepted(), "{:?}", reading.problems);
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    for part in [
        "« public_key »",
        "ligne 3, colonne « label::English (en) » : 1 question(s) n’ont pas de libellé en « English (en) »",
        "ligne 4, colonne « disabled » : cette ligne est marquée « disabled »",
        "ligne 5 : cette ligne n’a ni type, ni nom",
        "ligne 6, colonne « label::Français (fr) » : la question « d » n’a pas de libellé",
        "« T » ne mène à aucune question",
        "le nom « A » ne diffère d’un autre que par des majuscules",
    ] {
        assert!(told.iter().any(|line| line.contains(part)), "« {part} » is not in {told:#?}");
    }
    assert_eq!(reading.form.items.len(), 4);
}
