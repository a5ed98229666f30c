//! Answers a partner collected with another tool: tried, told line by line, kept once.

use crate::setting;

use crate::setting::{arranged, migrations};
use database::testing::each_database;
use questionnaire::model::{Choice, ChoiceList, Form, Item, Kind, Source};
use web::testing::Reply;

const KOBO: &str = "start;foyer/quartier;De quoi faut-il s’occuper d’abord ?;qu_est_ce_qui_changerait;_uuid;_submission_time\n\
                    2026-03-01;QN01101N;proprete securite;Un banc qsdf;u-1;2026-03-01\n\
                    2026-03-01;La Gare d’Essai;proprete securite sante logement;;u-2;2026-03-01\n";

async fn brought(stage: &setting::Stage, path: &str, text: &[u8]) -> Reply {
    brought_as(stage, path, ("kobo.csv", text)).await
}

async fn brought_as(stage: &setting::Stage, path: &str, (name, bytes): (&str, &[u8])) -> Reply {
    let file = ("fichier", name, bytes);
    let held = stage.knocker.upload("enquete", &format!("{path}/fichier"), &[], file).await;
    assert_eq!(held.status.as_u16(), 303, "{}", held.body);
    let there = held.location.clone();
    let mut page = stage.knocker.get("enquete", &there).await;
    page.location = there;
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_kobo_is_tried_then_kept_once() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Partenaire").await;
        let wrong = stage.knocker.upload("enquete", &format!("{path}/fichier"), &[], ("fichier", "x.csv", b"")).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("#champ-fichier"), "{}", wrong.body);

        let trial = brought(&stage, &path, KOBO.as_bytes()).await;
        assert_eq!(trial.status.as_u16(), 200, "{}", trial.body);
        for told in ["Importer 2\u{a0}réponses", "Ligne 3", "4 réponses à", "_submission_time"] {
            assert!(trial.body.contains(told), "{told}: {}", trial.body);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0, "a trial keeps nothing");
        let clear = String::from_utf8_lossy(&stage.everything().await).contains("banc qsdf");
        assert!(!clear, "what waits is sealed");
        // Another person does not see it.
        assert_eq!(stage.knocker.get("chef", &trial.location).await.status.as_u16(), 404);

        let kept = stage.sends("enquete", &trial, &trial.location, &[]).await;
        assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        let given = stage.column("SELECT given FROM answer").await.join(" ");
        assert!(given.contains("proprete securite logement sante"), "what people did is kept: {given}");
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer WHERE mode = 'import' AND area IS NOT NULL").await, 2);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_words").await, 1);
        assert_eq!(stage.count("SELECT COUNT(*) FROM partner_file").await, 0);

        // The same file again, with one answer more, keeps that one only.
        let more = format!("{KOBO}2026-03-02;QN01102N;nsp;;u-3;2026-03-02\n");
        let trial = brought(&stage, &path, more.as_bytes()).await;
        assert!(trial.body.contains("Importer 1\u{a0}réponse"), "{}", trial.body);
        let kept = stage.sends("enquete", &trial, &trial.location, &[]).await;
        assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 3);
        let told = stage.column("SELECT detail FROM journal_words").await.join("\n");
        assert!(told.contains("fichier de réponses importé") && !told.contains("qsdf"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_of_limesurvey_are_chosen_by_hand() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("LimeSurvey").await;
        let lime = "id,Q1,Q5[SQ001],Q5[SQ002]\n1,La Conte d’Essai,Oui,Non\n2,QN01102N,Oui,Oui\n";
        let trial = brought(&stage, &path, lime.as_bytes()).await;
        assert!(trial.body.contains("ce n’est pas le bon fichier") && trial.body.contains("Q5 […]"), "{}", trial.body);
        let carried = "essai=oui&q.quartier=c:1&q.de_quoi_faut_il_s=g:Q5";
        let again = stage.knocker.get("enquete", &format!("{}?{carried}", trial.location)).await;
        assert!(
            again.body.contains("Importer 2\u{a0}réponses") && again.body.contains("dans l’ordre"),
            "{}",
            again.body
        );
        let kept = stage.sends("enquete", &again, &trial.location, &[]).await;
        assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        let given = stage.column("SELECT given FROM answer").await.join(" ");
        assert!(given.contains("\"proprete securite\"") && given.contains("\"proprete\""), "{given}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_would_give_wrong_figures_is_refused_and_given_up() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Abîmé").await;
        let twice = KOBO.replace("u-2", "u-1");
        let damaged = KOBO.replace("Un banc qsdf", "Un marchÃ© qsdf");
        for (text, told) in [(twice, "déjà à la ligne 2"), (damaged, "accents sont abîmés")] {
            let trial = brought(&stage, &path, text.as_bytes()).await;
            assert!(trial.body.contains(told) && !trial.body.contains("Importer "), "{told}: {}", trial.body);
            let refused = stage.knocker.post("enquete", &trial.location, &[]).await;
            assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
            let gone = stage.knocker.post("enquete", &format!("{}/suppression", trial.location), &[]).await;
            assert_eq!(gone.status.as_u16(), 303, "{}", gone.body);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0);
        assert_eq!(stage.count("SELECT COUNT(*) FROM partner_file").await, 0);
        let shifted = "quartier;depuis_combien_de_temps;_uuid\nmoins_d_un_an;QN01101N;a\nmoins_d_un_an;QN01101N;b\nmoins_d_un_an;QN01101N;c\n";
        let trial = brought(&stage, &path, shifted.as_bytes()).await;
        assert!(trial.body.contains("décalées"), "{}", trial.body);
        assert!(!trial.body.contains("Importer "), "nothing to keep: {}", trial.body);
    })
    .await;
}

/// Two questions: a day, and an answer of a list.
fn form() -> Form {
    let choices = vec![Choice::new("oui", "Oui"), Choice::new("non", "Non")];
    Form {
        id: "classeurs".to_owned(),
        items: vec![
            Item::new("jour", Kind::Date, "Quel jour êtes-vous venu·e ?"),
            Item::new("content", Kind::SelectOne(Source::List("avis".to_owned()), false), "Êtes-vous content·e ?"),
        ],
        lists: vec![ChoiceList { name: "avis".to_owned(), choices, ..ChoiceList::default() }],
        ..Form::default()
    }
}

/// A workbook as a spreadsheet saves it: a day is a number that is shown as a day.
fn workbook(lines: &[(&str, f64, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    for (column, title) in (0_u16..).zip(["_uuid", "jour", "content"]) {
        sheet.write(0, column, title).expect("written");
    }
    for (row, (id, days, content)) in (1_u32..).zip(lines) {
        sheet.write(row, 0, *id).expect("written");
        sheet.write_with_format(row, 1, *days, &day).expect("written");
        sheet.write(row, 2, *content).expect("written");
    }
    book.save_to_buffer().expect("a workbook")
}

/// The same table as LibreOffice saves it.
fn open_document(lines: &[[&str; 3]]) -> Vec<u8> {
    let columns = ["_uuid", "jour", "content"].map(|key| documents::Column::new(key, key, documents::Kind::Text));
    let mut table = documents::Table::new("reponses", "Réponses", columns.into());
    table.rows = lines.iter().map(|line| line.map(documents::Cell::text).into()).collect();
    documents::ods_file::write(&[table]).expect("a file")
}

#[tokio::test(flavor = "multi_thread")]
async fn workbooks_are_tried_told_and_kept_once_whatever_program_wrote_them() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened_with("Classeurs", &form()).await;
        // Days as numbers, and the same identifier twice: told line by line, nothing kept.
        let twice = workbook(&[("u-1", 46_096.0, "oui"), ("u-1", 46_097.0, "Non")]);
        let trial = brought_as(&stage, &path, ("reponses.xlsx", &twice)).await;
        assert!(trial.body.contains("déjà à la ligne 2") && !trial.body.contains("Importer "), "{}", trial.body);
        let good = workbook(&[("u-1", 46_096.0, "oui"), ("u-2", 46_097.5, "Non")]);
        let trial = brought_as(&stage, &path, ("reponses.xlsx", &good)).await;
        for told in ["Importer 2\u{a0}réponses", "2\u{a0}dates écrites"] {
            assert!(trial.body.contains(told), "{told}: {}", trial.body);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0, "a trial keeps nothing");
        assert_eq!(stage.sends("enquete", &trial, &trial.location, &[]).await.status.as_u16(), 303);
        let given = stage.column("SELECT given FROM answer").await.join(" ");
        for day in ["2026-03-15", "2026-03-16"] {
            assert!(given.contains(day), "{day}: {given}");
        }
        // The same answers as an OpenDocument, with one more: only that one is new.
        let lines = [["u-1", "15/03/2026", "oui"], ["u-2", "16/03/2026", "non"], ["u-3", "2026-03-17", "Oui"]];
        let trial = brought_as(&stage, &path, ("reponses.ods", &open_document(&lines))).await;
        assert!(trial.body.contains("Importer 1\u{a0}réponse"), "{}", trial.body);
        assert_eq!(stage.sends("enquete", &trial, &trial.location, &[]).await.status.as_u16(), 303);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 3);
        // Columns one beside their titles, accents broken on the way, a file that is none: said, nothing kept.
        let shifted = [["oui", "u-4", "15/03/2026"], ["non", "u-5", "16/03/2026"], ["oui", "u-6", "17/03/2026"]];
        let trial = brought_as(&stage, &path, ("decale.ods", &open_document(&shifted))).await;
        assert!(!trial.body.contains("Importer 3"), "{}", trial.body);
        let told = ["décalé", "n’est pas", "déjà à la ligne"].iter().any(|told| trial.body.contains(told));
        assert!(told, "{}", trial.body);
        let damaged = [["u-7", "15/03/2026", "dÃ©Ã§u"]];
        let trial = brought_as(&stage, &path, ("abime.ods", &open_document(&damaged))).await;
        assert!(trial.body.contains("accents sont abîmés") && !trial.body.contains("Importer "), "{}", trial.body);
        for (name, bytes) in
            [("faux.xlsx", &b"PK\x03\x04rien"[..]), ("faux.ods", b"PK\x03\x04rien"), ("vieux.xls", b"\xd0\xcf\x11\xe0")]
        {
            let refused =
                stage.knocker.upload("enquete", &format!("{path}/fichier"), &[], ("fichier", name, bytes)).await;
            assert!(
                refused.status.as_u16() == 422 && refused.body.contains("#champ-fichier"),
                "{name}: {}",
                refused.body
            );
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 3);
    })
    .await;
}
