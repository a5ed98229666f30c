//! A report opened and written by several people: one for a contract and a year, nothing typed lost.

use database::testing::each_database;

use crate::setting::{Stage, arranged, migrations, plain, sound, value};

const HOME: &str = "/gestion/rapports-annuels";

async fn refused_years(stage: &Stage) {
    let contract = stage.contract.to_string();
    let wrong = [
        ("2023", "Ce contrat va de 2024 à 2030"),
        ("2031", "Ce contrat va de 2024 à 2030"),
        ("2030", "n’a pas commencé"),
        ("deux mille", "nombre"),
        ("", "Saisissez l’année du rapport"),
    ];
    for (year, told) in wrong {
        let reply = stage.post("chef", HOME, &[("contrat", &contract), ("annee", year)]).await;
        assert_eq!(reply.status.as_u16(), 422, "{year}: {}", reply.body);
        assert!(
            plain(&reply.body).contains(told) && reply.body.contains(&format!("value=\"{year}\"")),
            "{year}: {}",
            reply.body
        );
    }
    for contract in ["", "00000000-0000-4000-8000-000000000009"] {
        let reply = stage.post("chef", HOME, &[("contrat", contract), ("annee", "2025")]).await;
        assert!(reply.status.as_u16() == 422 && plain(&reply.body).contains("Choisissez le contrat"), "{}", reply.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_opens_once_for_a_contract_and_a_year_with_its_chapters_and_figures() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 71).await;
        refused_years(&stage).await;
        let report = stage.opened("2025").await;
        let again = stage.post("chef", HOME, &[("contrat", &stage.contract.to_string()), ("annee", "2025")]).await;
        assert!(again.status.as_u16() == 422 && plain(&again.body).contains("déjà son rapport 2025"), "{}", again.body);
        // Only the team opens and writes; an elected member reads; an association finds nothing.
        assert_eq!(stage.post("elue", HOME, &[]).await.status.as_u16(), 403);
        assert_eq!(stage.get("elue", &report).await.status.as_u16(), 200);
        assert_eq!(stage.get("asso", &report).await.status.as_u16(), 403);
        assert_eq!(stage.get("chef", &format!("{HOME}/{}", stage.contract)).await.status.as_u16(), 404);
        let page = stage.read("chef", &report).await;
        for told in ["Les orientations du contrat", "développement social urbain (DSU)", "1 chiffre, rien d’écrit"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        // Each figure is on its chapter, with its base, its source, its day and its page.
        let chapters = stage.chapters(&report).await;
        assert_eq!(chapters.len(), 6);
        let page = stage.get("chef", &chapters[1]).await.body;
        assert!(page.contains("<a href=\"/actions\">Quartiers du contrat</a>"), "{page}");
        let read = plain(&page);
        for told in ["2", "Base : l’année 2025", "Source : le plan d’actions", "lu le "] {
            assert!(read.contains(told), "{told}: {read}");
        }
        assert!(!read.contains("Actions terminées"), "{read}");
        let read = stage.read("elue", &chapters[2]).await;
        assert!(read.contains("Actions terminées") && read.contains("Rien n’est écrit"), "{read}");
        sound(&stage.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chapter_is_saved_while_somebody_types_and_both_texts_are_shown_to_whoever_comes_second() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 72).await;
        let report = stage.opened("2025").await;
        let at = stage.chapters(&report).await[0].clone();
        let pasted = "<p class=\"MsoNormal\">Nous voulons <b>grandir</b>.</p><ul><li>Une école</li></ul>";
        let typed = |text: &'static str, revision: &'static str| {
            let fields =
                [("titre", "Nos orientations"), ("texte", text), ("revision", revision), ("reponse", "brouillon")];
            let (knocker, at) = (&stage.knocker, at.clone());
            async move { knocker.post("chef", &at, &fields).await }
        };
        let saved = typed(pasted, "1").await;
        assert_eq!(saved.status.as_u16(), 200, "{}", saved.body);
        let told: Vec<String> = serde_json::from_str(&saved.body).expect("what is told");
        assert!(told[0].starts_with("Enregistré à ") && told[1] == "2" && told[2] == at, "{told:?}");
        let page = stage.get("chef", &at).await.body;
        assert!(page.contains("Nous voulons **grandir**.") && page.contains("data-draft=\"oui\""), "{page}");
        assert!(!page.contains("MsoNormal"), "{page}");
        assert_eq!(typed("Écrit en retard", "1").await.status.as_u16(), 409);
        let late =
            stage.post("chef", &at, &[("titre", "Autre titre"), ("texte", "Mon texte à moi"), ("revision", "1")]).await;
        assert_eq!(late.status.as_u16(), 409, "{}", late.body);
        for told in ["Mon texte à moi", "Nous voulons **grandir**.", "name=\"revision\" value=\"2\""] {
            assert!(late.body.contains(told), "{told}: {}", late.body);
        }
        let both =
            [("titre", "Nos orientations"), ("texte", "Les deux réunis"), ("revision", "2"), ("suite", "ecrire")];
        let reply = stage.post("chef", &at, &both).await;
        assert!(reply.status.as_u16() == 303 && reply.location.starts_with(&at), "{}", reply.body);
        let long = "é".repeat(16_001);
        let wrong = stage.post("chef", &at, &[("titre", ""), ("texte", &long), ("revision", "3")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(plain(&wrong.body).contains("Donnez un titre au chapitre") && wrong.body.contains(&long));
        assert_eq!(stage.post("elue", &at, &both).await.status.as_u16(), 403);
        sound(&stage.house).await;
    })
    .await;
}

/// The values of these buttons on a page.
fn buttons(page: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chapter_of_ones_own_is_added_moved_and_removed_and_gives_back_what_was_being_typed() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 73).await;
        let report = stage.opened("2025").await;
        let add = format!("{report}/chapitres");
        let wrong = stage.post("chef", &add, &[("titre", " "), ("texte", "Un texte gardé")]).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Un texte gardé"), "{}", wrong.body);
        let begun =
            stage.post("chef", &add, &[("titre", "La culture"), ("texte", "Un début"), ("reponse", "brouillon")]).await;
        let told: Vec<String> = serde_json::from_str(&begun.body).expect("what is told");
        let own = told[2].clone();
        assert_eq!(stage.chapters(&report).await.last(), Some(&own));
        // Moved once past the one that stood before it; sent again, it says that the order changed.
        let page = stage.get("chef", &report).await.body;
        let before = buttons(&page, "avant").pop().expect("a chapter before");
        let place = format!("{own}/place");
        assert_eq!(stage.post("chef", &place, &[("avant", &before)]).await.status.as_u16(), 303);
        assert_eq!(stage.chapters(&report).await[5], own.clone());
        assert_eq!(stage.chapters(&report).await.len(), 7);
        assert_eq!(stage.post("chef", &place, &[("avant", &before)]).await.status.as_u16(), 409);
        // What the law asks for stays.
        let first = stage.chapters(&report).await[0].clone();
        let kept = stage.post("chef", &format!("{first}/suppression"), &[("revision", "1")]).await;
        assert!(plain(&kept.body).contains("Ce chapitre ne se supprime pas"), "{}", kept.body);
        assert_eq!(stage.post("chef", &format!("{own}/suppression"), &[("revision", "9")]).await.status.as_u16(), 409);
        assert_eq!(stage.post("chef", &format!("{own}/suppression"), &[("revision", "1")]).await.status.as_u16(), 303);
        assert_eq!(stage.get("chef", &own).await.status.as_u16(), 404);
        assert_eq!(stage.post("chef", &format!("{own}/suppression"), &[("revision", "2")]).await.status.as_u16(), 404);
        // Somebody was writing it: her text is given back; a draft stops saving itself.
        let text = [("titre", "La culture"), ("texte", "Une page entière"), ("revision", "1")];
        let gone = stage.post("chef", &own, &text).await;
        assert_eq!(gone.status.as_u16(), 409);
        let read = plain(&gone.body);
        assert!(read.contains("a supprimé ce chapitre") && read.contains("Une page entière"), "{read}");
        let draft = [text.as_slice(), &[("reponse", "brouillon")]].concat();
        assert_eq!(stage.post("chef", &own, &draft).await.status.as_u16(), 409);
        // The chapter some towns have no use for goes and comes back, once.
        let dsu = stage.chapters(&report).await.pop().expect("a chapter");
        assert_eq!(stage.post("chef", &format!("{dsu}/suppression"), &[("revision", "1")]).await.status.as_u16(), 303);
        let page = stage.get("chef", &format!("{add}?sujet=dsu")).await.body;
        let title = value(&page, "titre");
        assert!(title.contains("DSU"), "{page}");
        let back = [("titre", title.as_str()), ("texte", ""), ("sujet", "dsu")];
        assert_eq!(stage.post("chef", &add, &back).await.status.as_u16(), 303);
        let twice = stage.post("chef", &add, &back).await;
        assert!(plain(&twice.body).contains("Ce chapitre est déjà dans le rapport"), "{}", twice.body);
        sound(&stage.house).await;
    })
    .await;
}
