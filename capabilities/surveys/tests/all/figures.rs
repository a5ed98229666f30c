//! Figures counted from answers: their base, their crossings, what visitors may read, and the files taken away.

use crate::setting::{Stage, arranged, migrations};
use database::testing::each_database;

/// Somebody answers three questions.
async fn answered(stage: &Stage, code: &str, area: &str, life: &str, subjects: &[&str]) {
    let page = stage.knocker.get("", &format!("/q/{code}")).await;
    let mut typed = vec![("r.quartier", area)];
    if !life.is_empty() {
        typed.push(("r.comment_trouvez_vous_la", life));
    }
    typed.extend(subjects.iter().map(|subject| ("r.de_quoi_faut_il_s", *subject)));
    let sent = stage.goes_on(&page, &format!("/q/{code}/envoi"), &typed).await;
    assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_figure_has_its_base_and_visitors_read_nothing_small() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db.clone()).await;
        let path = stage.opened("Compter").await;
        for rank in 0..40 {
            let area = if rank < 37 { "QN01101N" } else { "QN01102N" };
            let life = match rank {
                0..20 => "tres_bien",
                20..30 => "plutot_mal",
                30..34 => "nsp",
                _ => "",
            };
            answered(&stage, "compter", area, life, if rank % 2 == 0 { &["sante", "logement"] } else { &["sante"] })
                .await;
        }
        let list = stage.knocker.get("chef", &format!("{path}/resultats")).await.body;
        assert!(list.contains("40\u{a0}réponses comptées") || list.contains("40 réponses comptées"), "{list}");
        let one = stage.knocker.get("chef", &format!("{path}/resultats/comment_trouvez_vous_la")).await.body;
        // Thirty answered; four do not know; six left it out: three different things.
        assert!(one.contains("30 personnes ont répondu") || one.contains("30\u{a0}personnes ont répondu"), "{one}");
        for words in ["6 sans réponse", "4 ne savent pas"] {
            assert!(one.replace("&nbsp;", " ").contains(words), "{words}: {one}");
        }
        let many = stage.knocker.get("chef", &format!("{path}/resultats/de_quoi_faut_il_s?format=csv")).await.body;
        let line = many.lines().find(|line| line.contains("Logement")).unwrap_or_else(|| panic!("{many}"));
        assert!(
            line.contains(";20;") && line.contains("50") && line.contains("33"),
            "of people and of citations: {line}"
        );
        let crossed =
            stage.knocker.get("chef", &format!("{path}/resultats/comment_trouvez_vous_la?par=quartier")).await.body;
        assert!(crossed.contains("La Conte d’Essai, effectif"), "{crossed}");

        // Not published: nothing is there. Published: what is small is kept back.
        assert_eq!(stage.knocker.get("", "/q/compter/resultats").await.status.as_u16(), 404);
        let fields = [
            ("titre", "Compter"),
            ("but", "x"),
            ("acces", "everyone"),
            ("jours", "365"),
            ("age", "15"),
            ("publie", "oui"),
        ];
        assert_eq!(stage.does(&path, "reglages", &fields).await.status.as_u16(), 303);
        // While it is open, today's answers are not told: nobody sees what one person adds.
        let open = stage.knocker.get("", "/q/compter/resultats").await.body;
        assert!(open.contains("par onze au moins") && open.contains("premières réponses"), "{open}");
        // The day after they are. Five more come, then it closes: what was read stays, nobody reads the five by difference.
        let next = stage.days_later(&db, 1);
        let seen = next.knocker.get("", "/q/compter/resultats").await.body;
        assert!(seen.contains("Très bien") && seen.contains("Qui a répondu"), "{seen}");
        for _ in 0..5 {
            answered(&next, "compter", "QN01101N", "tres_mal", &["logement"]).await;
        }
        assert_eq!(next.does(&path, "fermeture", &[]).await.status.as_u16(), 303);
        let later = stage.days_later(&db, 3);
        let agents = later.knocker.get("chef", &format!("{path}/resultats")).await.body;
        assert!(agents.replace('\u{a0}', " ").contains("45 réponses comptées"), "{agents}");
        for stage in [&next, &later] {
            let closed = stage.knocker.get("", "/q/compter/resultats").await.body;
            let figures = |page: &str| page.split("Qui a répondu").nth(1).map(str::to_owned);
            assert!(closed.replace('\u{a0}', " ").contains("40 réponses, jusqu’au"), "{closed}");
            assert_eq!(figures(&closed), figures(&seen), "figures move when it closes");
        }
        let places = later.knocker.get("", "/q/compter/resultats?question=quartier").await.body;
        assert!(places.contains("n.d."), "three people are not told: {places}");
        for token in ["", "elue"] {
            assert_ne!(stage.knocker.get(token, &format!("{path}/resultats")).await.status.as_u16(), 200);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_a_questionnaire_counts_for_is_not_taken_out() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Tenir").await;
        let channel = stage.channel.to_string();
        let fields = [
            ("titre", "Tenir"),
            ("but", "x"),
            ("acces", "everyone"),
            ("jours", "365"),
            ("age", "15"),
            ("canal", &channel),
        ];
        assert_eq!(stage.does(&path, "reglages", &fields).await.status.as_u16(), 303);
        let removal = format!("/gestion/ecoute/retrait/canal/{channel}");
        let refused = stage.knocker.post("chef", &removal, &[("motif", "essai")]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("rattachent encore"), "{}", refused.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_taken_away_without_a_sentence() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Emporter").await;
        let page = stage.knocker.get("", "/q/emporter").await;
        let typed = [("r.quartier", "QN01101N"), ("r.qu_est_ce_qui_changerait", "Une phrase zwerty")];
        stage.goes_on(&page, "/q/emporter/envoi", &typed).await;
        for name in ["codes.csv", "libelles.csv", "reponses.xlsx", "reponses.sav", "codebook.xml", "tableaux.xlsx"] {
            let file = stage.knocker.get("chef", &format!("{path}/fichiers/{name}")).await;
            assert_eq!(file.status.as_u16(), 200, "{name}");
            assert!(!file.body.contains("zwerty"), "{name}");
        }
        let codes = stage.knocker.get("chef", &format!("{path}/fichiers/codes.csv")).await.body;
        assert!(codes.contains("quartier") && codes.contains("voie"), "{codes}");
        assert_eq!(stage.knocker.get("chef", &format!("{path}/fichiers/autre.csv")).await.status.as_u16(), 404);
        assert_eq!(stage.knocker.get("elue", &format!("{path}/fichiers/codes.csv")).await.status.as_u16(), 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_keeps_the_version_it_was_given_to() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Versions").await;
        answered(&stage, "versions", "QN01101N", "tres_bien", &["sante"]).await;
        let before = stage.knocker.get("", "/q/versions").await;
        // A word is corrected while people answer: what changes must be said.
        let question = stage.knocker.get("chef", &format!("{path}/questions/comment_trouvez_vous_la")).await.body;
        assert!(question.contains("Plutôt bien"), "{question}");
        let text = [
            ("question", "Comment va la vie dans votre quartier ?"),
            ("type", "select_one"),
            ("reponses", "Très bien\r\nBien\r\nMal"),
            ("nsp", "oui"),
        ];
        let put = stage.does(&path, "questions/comment_trouvez_vous_la", &text).await;
        assert_eq!(put.status.as_u16(), 303, "{}", put.body);
        let sheet = stage.knocker.get("chef", &path).await.body;
        assert!(sheet.contains("réponses retirées") && sheet.contains("libellé changé"), "{sheet}");
        let silent = stage.does(&path, "publication", &[("note", "")]).await;
        assert!(silent.status.as_u16() == 422 && silent.body.contains("dites ce qui change"), "{}", silent.body);
        let told = stage.does(&path, "publication", &[("note", "Une réponse reformulée")]).await;
        assert_eq!(told.status.as_u16(), 303, "{}", told.body);
        // Whoever had begun goes on with the version she began with.
        let typed = [("r.quartier", "QN01101N"), ("r.comment_trouvez_vous_la", "tres_mal")];
        let sent = stage.goes_on(&before, "/q/versions/envoi", &typed).await;
        assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
        let versions = stage.count("SELECT COUNT(*) FROM answer WHERE version = 1").await;
        assert_eq!(versions, 2);
        let figures = stage.knocker.get("chef", &format!("{path}/resultats")).await.body;
        assert!(figures.contains("d’une version précédente n’existe"), "{figures}");
    })
    .await;
}
