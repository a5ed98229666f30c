//! What a form may hold besides plain questions: rankings, questions asked several times, titles of groups, photos. Each is asked,
//! kept, counted and taken away.

use crate::setting::{Stage, arranged, given_code, migrations};
use database::testing::each_database;
use questionnaire::model::{Choice, ChoiceList, Form, Item, Kind, Source};
use web::testing::plain;

fn list(name: &str, choices: &[(&str, &str)]) -> ChoiceList {
    let choices = choices.iter().map(|(code, label)| Choice::new(code, label)).collect();
    ChoiceList { name: name.to_owned(), choices, ..ChoiceList::default() }
}

fn one(name: &str, list: &str, label: &str) -> Item {
    Item::new(name, Kind::SelectOne(Source::List(list.to_owned()), false), label)
}

/// A table of two questions under one title, a ranking, children, a photo that is compulsory.
fn form() -> Form {
    let mut table = Item::new("satisfaction", Kind::Group, "Êtes-vous satisfait·e…");
    table.appearance = vec!["table-list".to_owned()];
    table.children = vec![one("proprete", "avis", "de la propreté ?"), one("calme", "avis", "du calme ?")];
    let order = Item::new("ordre", Kind::Rank(Source::List("besoins".to_owned())), "Que faire d’abord ?");
    let mut children = Item::new("enfants", Kind::Repeat, "Vos enfants");
    children.children = vec![Item::new("age_enfant", Kind::Integer, "Son âge"), one("ecole", "avis", "Aime l’école ?")];
    let mut photo = Item::new("photo", Kind::Image, "Une photo de votre rue");
    photo.required = Some("true()".to_owned());
    Form {
        id: "formes".to_owned(),
        items: vec![table, order, children, photo],
        lists: vec![
            list("avis", &[("oui", "Oui"), ("non", "Non")]),
            list("besoins", &[("bus", "Des bus"), ("parc", "Un parc"), ("banc", "Des bancs")]),
        ],
        ..Form::default()
    }
}

async fn answered(stage: &Stage, code: &str, typed: &[(&str, &str)]) -> String {
    let page = stage.knocker.get("", &format!("/q/{code}")).await;
    let sent = stage.goes_on(&page, &format!("/q/{code}/envoi"), typed).await;
    assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
    given_code(&sent.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn ranks_and_what_is_asked_several_times_are_counted_and_taken_away() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened_with("Formes", &form()).await;
        for rank in 0..40 {
            let first = if rank < 8 { ("1", "2") } else { ("2", "1") };
            let mut typed = vec![("rang.ordre.bus", first.0), ("rang.ordre.parc", first.1), ("rang.ordre.banc", "3")];
            typed.extend([("r.enfants[1]/age_enfant", "7"), ("r.enfants[1]/ecole", "oui")]);
            if rank < 5 {
                typed.extend([("r.enfants", "2"), ("r.enfants[2]/age_enfant", "3"), ("r.enfants[2]/ecole", "non")]);
            }
            answered(&stage, "formes", &typed).await;
        }
        let list = plain(&stage.knocker.get("chef", &format!("{path}/resultats")).await.body);
        assert!(list.contains("En tête : Un parc, rang moyen 1,2"), "{list}");
        assert!(list.contains("Vos enfants") && list.contains("répondu 45 fois, par 40 personnes"), "{list}");
        assert!(!list.contains("(rang)"), "one line for a ranking: {list}");
        let ranks = stage.knocker.get("chef", &format!("{path}/resultats/ordre?format=csv")).await.body;
        assert!(ranks.lines().any(|line| line.starts_with("bus;Des bus;1,8;40;8;20")), "{ranks}");
        let school = plain(&stage.knocker.get("chef", &format!("{path}/resultats/enfants:ecole")).await.body);
        assert!(school.contains("répondu 45 fois, par 40 personnes") && school.contains("plusieurs fois"), "{school}");
        assert_eq!(stage.knocker.get("chef", &format!("{path}/resultats/enfants:autre")).await.status.as_u16(), 404);

        let file = async |name: &str| {
            let file = stage.knocker.get("chef", &format!("{path}/fichiers/{name}")).await;
            assert_eq!(file.status.as_u16(), 200, "{name}");
            file.body
        };
        let codes = file("codes.csv").await;
        assert!(codes.contains("personne;") && codes.contains("ordre_bus;ordre_parc;ordre_banc"), "{codes}");
        let children = file("enfants-codes.csv").await;
        assert!(children.contains("personne;rang_enfants;age_enfant;ecole"), "{children}");
        assert_eq!(children.lines().count(), 46, "{children}");
        assert_eq!(children.lines().filter(|line| line.contains(";2;3;")).count(), 5, "{children}");
        assert!(file("enfants-codebook.xml").await.contains("<caseQnty>45</caseQnty>"));
        assert!(file("codebook.xml").await.contains("Êtes-vous satisfait·e… de la propreté ?"));
        for name in ["enfants-libelles.csv", "enfants.sav", "reponses.xlsx", "reponses.sav", "tableaux.xlsx"] {
            assert!(!file(name).await.is_empty(), "{name}");
        }
        let other = stage.knocker.get("chef", &format!("{path}/fichiers/enfantsX.csv")).await;
        assert_eq!(other.status.as_u16(), 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_title_of_a_group_is_read_wherever_its_questions_are() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened_with("Formes", &form()).await;
        let first = stage.knocker.get("", "/q/formes").await;
        let page = stage.goes_on(&first, "/q/formes/suite", &[]).await;
        for part in [
            "role=\"group\" aria-labelledby=\"groupe-satisfaction\"",
            "id=\"groupe-satisfaction\"",
            "Êtes-vous satisfait·e…",
        ] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        let (opened, closed) = (page.body.matches("role=\"group\"").count(), page.body.matches("satisfait·e…").count());
        assert_eq!((opened, closed), (1, 1), "once for both questions: {}", page.body);
        let title = page.body.find("satisfait·e…").expect("a title");
        assert!(title < page.body.find("de la propreté").expect("a question"), "before its questions");
        // Read again before sending, on one screen by telephone, on the page of a sheet, face to face.
        let typed = [("r.proprete", "oui"), ("r.calme", "non"), ("geste", "suivant")];
        let next = stage.goes_on(&page, "/q/formes/suite", &typed).await;
        let mut check = stage.goes_on(&next, "/q/formes/suite", &[("geste", "suivant")]).await;
        for _ in 0..4 {
            if check.body.contains("Êtes-vous satisfait·e… de la propreté") {
                break;
            }
            check = stage.goes_on(&check, "/q/formes/suite", &[("geste", "suivant")]).await;
        }
        assert!(check.body.contains("Êtes-vous satisfait·e… de la propreté"), "{}", check.body);
        for there in ["entretien", "face-a-face"] {
            let page = stage.knocker.get("enquete", &format!("{path}/{there}")).await;
            assert!(
                page.body.contains("Êtes-vous satisfait·e…") && page.body.contains("role=\"group\""),
                "{there}: {}",
                page.body
            );
        }
        // Which child a question is about is said.
        let child = stage.goes_on(&next, "/q/formes/suite", &[("geste", "aller:enfants[1]/age_enfant")]).await;
        assert!(child.body.contains("Vos enfants (1)"), "{}", child.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_told_on_import_and_holds_nobody_up() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.begun("Photo", "vide").await;
        let revision = stage.revision(&path).await;
        let book = questionnaire::xlsform::write(&form()).expect("a workbook");
        let file = ("fichier", "photo.xlsx", book.as_slice());
        let put = stage.knocker.upload("chef", &format!("{path}/import"), &[("revision", &revision)], file).await;
        assert_eq!(put.status.as_u16(), 303, "{}", put.body);
        let told = stage.knocker.get("chef", &put.location).await.body;
        // One row of headers, a table of four rows, the ranking, a repeat of four: the photo is on row 11.
        for part in ["ligne 11", "« photo » attend une photo", "obligatoire", "À savoir avant de publier"] {
            assert!(told.replace(['\u{a0}', '\u{202f}'], " ").contains(part), "{part}: {told}");
        }
        assert!(!told.contains("À corriger avant de publier"), "{told}");
        for what in ["publication", "ouverture"] {
            assert_eq!(stage.does(&path, what, &[]).await.status.as_u16(), 303, "{what}");
        }
        answered(&stage, "photo", &[("r.proprete", "oui")]).await;
        let page = stage.knocker.get("enquete", &format!("{path}/face-a-face")).await;
        let kept = stage.sends("enquete", &page, &format!("{path}/face-a-face"), &[("r.calme", "oui")]).await;
        assert_eq!(kept.status.as_u16(), 200, "{}", kept.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 2);
        assert_eq!(stage.knocker.get("chef", &format!("{path}/imprimer")).await.status.as_u16(), 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_and_a_group_are_written_on_screen() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.begun("À l’écran", "vide").await;
        let table = [
            ("question", "Êtes-vous satisfait·e…"),
            ("type", "matrix"),
            ("lignes", "de la propreté ?"),
            ("reponses", "Oui\r\nNon"),
        ];
        let wrong = stage.does(&path, "questions/nouvelle", &table).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("#champ-lignes"), "{}", wrong.body);
        assert!(wrong.body.contains("de la propreté ?"), "given back: {}", wrong.body);
        let table = table.map(
            |(name, value)| if name == "lignes" { (name, "de la propreté ?\r\ndu calme ?") } else { (name, value) },
        );
        assert_eq!(stage.does(&path, "questions/nouvelle", &table).await.status.as_u16(), 303);
        let group = [("question", "Votre foyer"), ("type", "group")];
        assert_eq!(stage.does(&path, "questions/nouvelle", &group).await.status.as_u16(), 303);
        let blank = stage.knocker.get("chef", &format!("{path}/questions/nouvelle")).await.body;
        assert!(blank.contains("Sous le titre du groupe") && blank.contains("value=\"votre_foyer\""), "{blank}");
        let inside = [("question", "Combien d’enfants ?"), ("type", "integer"), ("groupe", "votre_foyer")];
        assert_eq!(stage.does(&path, "questions/nouvelle", &inside).await.status.as_u16(), 303);
        let lost = [("question", "Quoi ?"), ("type", "integer"), ("groupe", "ailleurs")];
        let refused = stage.does(&path, "questions/nouvelle", &lost).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("#champ-groupe"), "{}", refused.body);
        let page = plain(&stage.knocker.get("chef", &format!("{path}/questions")).await.body);
        for part in ["Un tableau de questions", "Un groupe de questions", "Combien d’enfants ?"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let table = stage.knocker.get("chef", &format!("{path}/questions/etes_vous_satisfait_e")).await;
        assert!(table.body.contains("de la propreté ?\ndu calme ?"), "{}", table.body);
    })
    .await;
}
