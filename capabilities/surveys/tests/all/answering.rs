//! A resident answers without an account, goes back, puts aside, sends once, and takes back what she gave.

use crate::setting::{arranged, given_code, hidden, migrations};
use database::testing::each_database;

const ANSWERS: &[(&str, &[(&str, &str)])] = &[
    ("r.quartier", &[("r.quartier", "QN01101N")]),
    ("r.depuis_combien_de_temps", &[("r.depuis_combien_de_temps", "moins_d_un_an")]),
    ("r.comment_trouvez_vous_la", &[("r.comment_trouvez_vous_la", "tres_bien")]),
    ("r.vous_y_sentez_vous_en", &[("r.vous_y_sentez_vous_en", "nvp")]),
    ("r.de_quoi_faut_il_s", &[("r.de_quoi_faut_il_s", "proprete"), ("r.de_quoi_faut_il_s", "sante")]),
    ("r.qu_est_ce_qui_changerait", &[("r.qu_est_ce_qui_changerait", "Des bancs kwerty à l’ombre")]),
    ("r.voulez_vous_prendre_part", &[("r.voulez_vous_prendre_part", "oui")]),
    ("r.quel_age_avez_vous", &[("r.quel_age_avez_vous", "40_a_59_ans")]),
    ("r.vous_etes", &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_answers_question_by_question_and_takes_it_back() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.opened("Vivre à la Conte").await;
        let list = stage.knocker.get("", "/questionnaires").await.body;
        assert!(list.contains("/q/vivre-a-la-conte"), "{list}");
        let mut page = stage.knocker.get("", "/q/vivre-a-la-conte").await;
        assert!(page.body.contains("9 questions") && page.body.contains("moins de 15"), "{}", page.body);
        page = stage.goes_on(&page, "/q/vivre-a-la-conte/suite", &[]).await;

        // A compulsory question left out is told, tied to its field.
        let wrong = stage.goes_on(&page, "/q/vivre-a-la-conte/suite", &[("geste", "suivant")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(wrong.body.contains("href=\"#champ-r.quartier\"") && wrong.body.contains("Répondez"), "{}", wrong.body);

        for (field, typed) in ANSWERS {
            assert!(page.body.contains(field), "{field}: {}", page.body);
            let mut fields = typed.to_vec();
            fields.push(("geste", "suivant"));
            page = stage.goes_on(&page, "/q/vivre-a-la-conte/suite", &fields).await;
            assert_eq!(page.status.as_u16(), 200, "{field}: {}", page.body);
        }
        assert!(page.body.contains("Relisez vos réponses") && page.body.contains("Propreté ; Santé"), "{}", page.body);

        // One answer is changed from there, and one comes back to the end by going on.
        let change = [("geste", "aller:comment_trouvez_vous_la")];
        let back = stage.goes_on(&page, "/q/vivre-a-la-conte/suite", &change).await;
        assert!(back.body.contains("value=\"tres_bien\" checked"), "{}", back.body);

        let sent = stage.goes_on(&page, "/q/vivre-a-la-conte/envoi", &[]).await;
        assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
        let code = given_code(&sent.body);
        let again = stage.goes_on(&page, "/q/vivre-a-la-conte/envoi", &[]).await;
        assert_eq!(given_code(&again.body), code, "sent twice, it is one answer");
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 1);

        // What is kept: codes, the day, the neighbourhood; no sentence, no hour.
        let given = stage.column("SELECT given FROM answer").await;
        assert!(given[0].contains("\"proprete sante\"") && !given[0].contains("bancs"), "{given:?}");
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer WHERE area IS NOT NULL").await, 1);
        assert_eq!(stage.column("SELECT received_on FROM answer").await[0].len(), 10);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_words").await, 1);

        // With her code she reads it; another code reads nothing.
        let seen = stage.knocker.post("", "/q/suivi", &[("cle", &code.to_lowercase())]).await;
        assert!(seen.body.contains("Propreté ; Santé") && seen.body.contains("Vivre à la Conte"), "{}", seen.body);
        let unknown = stage.knocker.post("", "/q/suivi", &[("cle", "ABCD-EFGH-JKLM-NPQR")]).await;
        assert_eq!(unknown.status.as_u16(), 422);

        let erased = stage.knocker.post("", "/q/suivi/effacement", &[("cle", &code)]).await;
        assert!(erased.body.contains("est effacée"), "{}", erased.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_words").await, 0);
        for detail in stage.column("SELECT detail FROM journal_words").await {
            assert!(!detail.contains("kwerty") && !detail.contains(&code), "{detail}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_answers_where_three_are_allowed_are_given_back() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.opened("Trois au plus").await;
        let field = "r.de_quoi_faut_il_s";
        let mut page = stage.knocker.get("", "/q/trois-au-plus").await;
        page = stage.goes_on(&page, "/q/trois-au-plus/suite", &[]).await;
        let typed = [("r.quartier", "ailleurs"), ("geste", "aller:de_quoi_faut_il_s")];
        page = stage.goes_on(&page, "/q/trois-au-plus/suite", &typed).await;
        assert!(page.body.contains("3 réponses au plus"), "{}", page.body);
        let four =
            [(field, "proprete"), (field, "securite"), (field, "sante"), (field, "logement"), ("geste", "suivant")];
        let wrong = stage.goes_on(&page, "/q/trois-au-plus/suite", &four).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert_eq!(wrong.body.matches(" checked").count(), 4, "everything ticked is given back");
        assert!(wrong.body.contains("Retirez-en 1"), "{}", wrong.body);
        let alone = [(field, "proprete"), (field, "nsp"), ("geste", "suivant")];
        let wrong = stage.goes_on(&page, "/q/trois-au-plus/suite", &alone).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("se choisit seule"), "{}", wrong.body);
        // A sentence that the corpus would not take is told, and given back: it must not stop those of the others.
        let long = "a".repeat(3_001);
        let typed = [("r.quartier", "QN01101N"), ("r.qu_est_ce_qui_changerait", long.as_str())];
        let wrong = stage.goes_on(&page, "/q/trois-au-plus/envoi", &typed).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("3 000 signes") && wrong.body.contains(&long));
        // Sent straight to the end, it is refused all the same, and nothing is kept.
        let wrong = stage.goes_on(&page, "/q/trois-au-plus/envoi", &four).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Relisez"), "{}", wrong.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_put_aside_are_taken_up_with_six_letters() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.opened("Plus tard").await;
        let mut page = stage.knocker.get("", "/q/plus-tard").await;
        page = stage.goes_on(&page, "/q/plus-tard/suite", &[]).await;
        page = stage.goes_on(&page, "/q/plus-tard/suite", &[("r.quartier", "QN01102N"), ("geste", "suivant")]).await;
        let aside = stage
            .goes_on(
                &page,
                "/q/plus-tard/plus-tard",
                &[("r.depuis_combien_de_temps", "moins_d_un_an"), ("r.qu_est_ce_qui_changerait", "Une phrase zwerty")],
            )
            .await;
        let letters = given_code(&aside.body);
        assert_eq!(letters.len(), 6, "{}", aside.body);
        let clear = String::from_utf8_lossy(&stage.everything().await).contains("zwerty");
        assert!(!clear, "what waits is sealed");

        let wrong = stage.knocker.post("", "/q/plus-tard/reprise", &[("lettres", "AAAAAA")]).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("AAAAAA"), "{}", wrong.body);
        for _ in 0..29 {
            stage.knocker.post("", "/q/plus-tard/reprise", &[("lettres", "BBBBBB")]).await;
        }
        let tired = stage.knocker.post("", "/q/plus-tard/reprise", &[("lettres", &letters)]).await;
        assert_eq!(tired.status.as_u16(), 429, "nobody tries all the letters");
        let mut tx = stage.house.write().await.expect("write");
        database::execute!(&mut tx, "DELETE FROM parked_try").expect("a minute later");
        tx.commit().await.expect("kept");
        let back = stage.knocker.post("", "/q/plus-tard/reprise", &[("lettres", &letters.to_lowercase())]).await;
        assert!(back.body.contains("value=\"moins_d_un_an\" checked"), "{}", back.body);
        let carried = hidden(&back.body);
        assert!(carried.iter().any(|(name, value)| name == "r.quartier" && value == "QN01102N"), "{carried:?}");
        let sent = stage.goes_on(&back, "/q/plus-tard/envoi", &[]).await;
        assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM parked_answer").await, 0, "sent, it no longer waits");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_while_somebody_writes_gives_her_answers_back() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Bientôt fermé").await;
        let mut page = stage.knocker.get("", "/q/bientot-ferme").await;
        page = stage.goes_on(&page, "/q/bientot-ferme/suite", &[]).await;
        let reply = stage.does(&path, "fermeture", &[]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let typed = [("r.quartier", "QN01101N"), ("r.qu_est_ce_qui_changerait", "Un marché le samedi")];
        let late = stage.goes_on(&page, "/q/bientot-ferme/envoi", &typed).await;
        assert_eq!(late.status.as_u16(), 409);
        assert!(late.body.contains("Un marché le samedi") && late.body.contains("La Conte d’Essai"), "{}", late.body);
        let first = stage.knocker.get("", "/q/bientot-ferme").await;
        assert!(first.body.contains("est fermé") && !first.body.contains("Commencer"), "{}", first.body);
        assert_eq!(stage.knocker.get("", "/q/inconnu").await.status.as_u16(), 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_between_two_answers_is_seen_by_the_second() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.opened("Vite dit").await;
        let typed: Vec<(&str, &str)> = ANSWERS.iter().flat_map(|(_, typed)| typed.iter().copied()).collect();
        let begun = || async {
            let first = stage.knocker.get("", "/q/vite-dit").await;
            stage.goes_on(&first, "/q/vite-dit/suite", &[]).await
        };
        let (one, other, third) = (begun().await, begun().await, begun().await);
        let sent = stage.goes_on(&one, "/q/vite-dit/envoi", &typed).await;
        assert!(sent.status.as_u16() == 200 && !sent.body.contains("à la fête de mai"), "{}", sent.body);

        // Set otherwise by another node, which tells this one nothing.
        let mut tx = stage.house.write().await.expect("write");
        let sql = "UPDATE survey SET follow_up = 'Nous en parlerons à la fête de mai.', revision = revision + 1";
        database::execute!(&mut tx, sql).expect("updated");
        tx.commit().await.expect("kept");
        for _ in 0..2 {
            let sent = stage.goes_on(&other, "/q/vite-dit/envoi", &typed).await;
            assert!(sent.status.as_u16() == 200 && sent.body.contains("à la fête de mai"), "{}", sent.body);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 2);

        let mut tx = stage.house.write().await.expect("write");
        database::execute!(&mut tx, "UPDATE survey SET state = 'closed', revision = revision + 1").expect("updated");
        tx.commit().await.expect("kept");
        let late = stage.goes_on(&third, "/q/vite-dit/envoi", &typed).await;
        assert!(late.status.as_u16() == 409 && late.body.contains("kwerty"), "{}", late.body);
        // One sent before the closing, and sent again, keeps its receipt.
        let again = stage.goes_on(&one, "/q/vite-dit/envoi", &typed).await;
        assert_eq!(given_code(&again.body), given_code(&sent.body));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_enter_the_corpus_mixed_and_out_of_order() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.opened("Paroles").await;
        let first = stage.knocker.get("", "/q/paroles").await;
        let mut codes = Vec::new();
        for rank in 0..6 {
            let page = stage.knocker.get("", "/q/paroles").await;
            let said = format!("Phrase numéro {rank} sur les bancs");
            let typed = [("r.quartier", "QN01101N"), ("r.qu_est_ce_qui_changerait", said.as_str())];
            let sent = stage.goes_on(&page, "/q/paroles/envoi", &typed).await;
            codes.push(given_code(&sent.body));
            let mut tx = stage.house.write().await.expect("write");
            let around = (&stage.house.outside, &stage.house.keys);
            let count = surveys::actions::pour(&mut tx, around, &listening::testing::ACTOR).await.expect("poured");
            tx.commit().await.expect("kept");
            assert_eq!(count, if rank == 4 { 5 } else { 0 }, "five persons at least are mixed");
        }
        drop(first);
        let masked = stage.column("SELECT masked FROM verbatim ORDER BY id").await;
        assert_eq!(masked.len(), 5);
        assert!(masked.windows(2).any(|pair| pair[0] > pair[1]), "not in the order they came: {masked:?}");
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_words").await, 1);
        // Her code leads to her own sentence, wherever it is.
        let seen = stage.knocker.post("", "/q/suivi", &[("cle", &codes[2])]).await.body;
        assert!(seen.contains("Phrase numéro 2") && seen.contains("attend d’être relue"), "{seen}");
        stage.knocker.post("", "/q/suivi/effacement", &[("cle", &codes[2])]).await;
        assert_eq!(stage.count("SELECT COUNT(*) FROM verbatim").await, 4);
    })
    .await;
}
