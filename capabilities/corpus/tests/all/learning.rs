//! Suggestions that learn, sentences coded in batches, groupings that propose themes.

use crate::setting::{Stage, arranged, migrations, values};
use database::testing::each_database;
use jobs::NewJob;
use kernel::Uuid;
use serde_json::json;

const JOBS: &str = "SELECT id FROM job WHERE kind = 'corpus.learn' AND state = 'waiting'";

/// Sentences whose words no theme of the codebook knows, of two sorts.
fn unknown(count: usize) -> String {
    let places = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];
    let line = |rank: usize| match rank % 2 {
        0 => format!("Des bestioles grises courent {} {rank}", places[rank % 6]),
        _ => format!("La correspondance décalée saute {} {rank}", places[rank % 6]),
    };
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

/// Codes so many sentences of the queue by hand: the grey beasts are pests, the connections are buses.
async fn taught(stage: &Stage, count: usize) {
    for _ in 0..count {
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        let key = if page.contains("bestioles") { "2c" } else { "4a" };
        let reply = stage.coded("chef", &page, key).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hands_decide_is_learnt_by_one_job_and_goes_with_the_sentence() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        let typed = stage.typed(&unknown(40)).await;
        stage.reviewed().await;
        taught(&stage, 9).await;
        assert!(stage.ids(JOBS).await.is_empty(), "too little to learn from");
        taught(&stage, 4).await;
        assert_eq!(stage.ids(JOBS).await.len(), 1, "one waits at most");
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        assert!(page.contains("Aucune proposition") && values(&page, "propose") == [""], "{page}");
        stage.worked().await;

        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        assert!(page.contains("Appris du livre de codes et de 13\u{a0}paroles codées"), "{page}");
        let proposed = if page.contains("bestioles") { "2c" } else { "4a" };
        assert_eq!(values(&page, "propose"), [proposed], "{page}");
        let kept =
            stage.column("SELECT DISTINCT t.code FROM suggestion s JOIN codebook_theme t ON t.id = s.theme").await;
        assert!(kept.contains(&"nuisibles".to_owned()), "{kept:?}");
        let first = stage.column("SELECT CAST(hundredths AS TEXT) FROM suggestion ORDER BY verbatim, theme").await;

        // Learnt again from the same codes, nothing changes; a codebook changed is learnt at once.
        let consultation = stage.consultation.to_string();
        let fields = [("concertation", consultation.as_str()), ("nom", "Solitude"), ("mots", "seul")];
        let reply = stage.knocker.post("chef", "/gestion/paroles/themes/nouveau", &fields).await;
        assert_eq!((reply.status.as_u16(), stage.ids(JOBS).await.len()), (303, 1));
        stage.worked().await;
        let again = stage.column("SELECT CAST(hundredths AS TEXT) FROM suggestion ORDER BY verbatim, theme").await;
        assert_eq!(first, again);

        // A sentence taken back leaves nothing of what was proposed of it, and is unlearnt.
        let gone = stage.ids("SELECT id FROM verbatim WHERE masked LIKE '%courent lundi 0'").await[0];
        let code = typed.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).expect("a code");
        let reply = stage.knocker.post("", "/paroles/effacement", &[("cle", code)]).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        let left = stage.ids("SELECT DISTINCT verbatim FROM suggestion").await;
        assert!(!left.is_empty() && !left.contains(&gone));
        assert_eq!(stage.ids(JOBS).await.len(), 1);
        stage.worked().await;
        let failed = stage.column("SELECT kind FROM job WHERE state <> 'done'").await;
        assert!(failed.is_empty(), "{failed:?}");
        let page = stage.knocker.get("chef", &stage.path("resultats")).await.body;
        assert!(page.contains("corrigées par ce que la machine"), "{page}");
    })
    .await;
}

/// The lines of a batch, by their words, and how many sentences somebody put under a theme.
async fn under(stage: &Stage, code: &'static str) -> usize {
    let all = stage.column("SELECT t.code FROM coding_theme c JOIN codebook_theme t ON t.id = c.theme").await;
    all.iter().filter(|known| *known == code).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn sentences_alike_are_accepted_in_one_key_and_set_aside_in_two() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        let said: Vec<String> = (1..=12).map(|rank| format!("Plus de bus le soir, numéro {rank}")).collect();
        stage.typed(&said.join("\n")).await;
        stage.reviewed().await;
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        let lots = values(&page, "lot");
        assert_eq!((lots.len(), page.matches("type=\"checkbox\"").count()), (9, 9), "{page}");
        assert_eq!(values(&page, "parole"), lots, "every line is ticked");
        assert!(page.contains("value=\"4a\"") && page.contains("La première est tirée au sort"), "{page}");

        // A number that is not there: everything typed is given back, nothing is coded.
        let unticked = page.replacen("name=\"parole\" value=\"", "name=\"decochee\" value=\"", 1);
        let reply = stage.coded("chef", &page, "4a -9 -").await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("tapez le numéro") && reply.body.contains("4a -9 -"), "{}", reply.body);
        let reply = stage.coded("chef", &unticked, "9z").await;
        assert_eq!(reply.body.matches(" checked").count(), 8, "what was unticked stays so");
        assert_eq!(under(&stage, "transports-en-commun").await, 0);

        // Enter accepts; « -3 » and an empty box set two sentences aside, which come back alone.
        let reply = stage.coded("chef", &unticked, "4a-3").await;
        assert_eq!((reply.status.as_u16(), under(&stage, "transports-en-commun").await), (303, 7));
        for aside in [&lots[0], &lots[2]] {
            assert!(reply.location.contains(&format!("seule={aside}")), "{}", reply.location);
        }
        assert!(reply.location.contains("tour=1"), "{}", reply.location);
        let page = stage.knocker.get("chef", &reply.location).await.body;
        assert!(page.contains("la proposition est incertaine"), "one turn in two: {page}");
        let left: Vec<String> = values(&page, "lot");
        assert!(left.len() <= 3, "five are left, two of them alone: {page}");

        // Other keys are for the first sentence; with « + » for all.
        let reply = stage.coded("chef", &page, "3a").await;
        assert_eq!((reply.status.as_u16(), under(&stage, "trafics").await), (303, 1));
        let page = stage.knocker.get("chef", &reply.location).await.body;
        let count = values(&page, "lot").len();
        stage.coded("chef", &page, "3a+").await;
        assert_eq!(under(&stage, "trafics").await, 1 + count);
        let mut tx = stage.house.read().await.expect("read");
        assert!(journal::verify(&mut tx).await.expect("verified").findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groupings_propose_themes_and_never_figures() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        let path = stage.path("regroupements");
        let consultation = stage.consultation.to_string();
        let fields = [("concertation", consultation.as_str())];
        assert_eq!(stage.knocker.get("elue", &path).await.status.as_u16(), 403);
        assert_eq!(stage.knocker.get("", &path).await.status.as_u16(), 303);
        stage.typed(&unknown(60)).await;
        stage.reviewed().await;
        let typed = stage.typed("Des bestioles grises courent partout, pas encore relu").await;
        let reply = stage.knocker.post("chef", "/gestion/paroles/regroupements", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let page = stage.knocker.get("chef", &path).await.body;
        for words in ["jamais un résultat", "Sous 100 paroles", "60\u{a0}paroles lues", "bestioles", "décalée"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains('%') && !page.contains("pas encore relu"), "{page}");

        // A class becomes a theme: the form comes with its words.
        let word = values(&page, "mot").first().cloned().expect("a word");
        let (label, form) = (values(&page, "nom")[0].clone(), format!("themes/nouveau?concertation={consultation}"));
        let page =
            stage.knocker.get("chef", &format!("/gestion/paroles/{form}&nom={label}&mot={word}&mot=autre")).await.body;
        assert!(page.contains(&format!("value=\"{label}\"")) && page.contains(&format!("{word}\nautre")), "{page}");

        // A long one is a job: seen, cancelled, made.
        let queue = async || {
            let mut tx = stage.house.write().await.expect("write");
            let job = NewJob::new("corpus.group", json!({ "concertation": consultation })).unique(consultation.clone());
            jobs::enqueue(&mut tx, &stage.house.outside, job).await.expect("queued");
            tx.commit().await.expect("kept");
        };
        queue().await;
        assert!(stage.knocker.get("chef", &path).await.body.contains("Regroupement en cours"));
        let stop = "/gestion/paroles/regroupements/annulation";
        assert_eq!(stage.knocker.post("elue", stop, &fields).await.status.as_u16(), 403);
        assert_eq!(stage.knocker.post("chef", stop, &fields).await.status.as_u16(), 303);
        assert!(!stage.knocker.get("chef", &path).await.body.contains("Regroupement en cours"));
        let late = stage.knocker.post("chef", stop, &fields).await;
        assert!(late.body.contains("Aucun regroupement n’est en cours"), "{}", late.body);
        let before = stage.ids("SELECT id FROM grouping_class ORDER BY id").await;
        queue().await;
        stage.worked().await;
        let after: Vec<Uuid> = stage.ids("SELECT id FROM grouping_class ORDER BY id").await;
        assert!(before != after && before.len() == after.len(), "made again, the same");

        // A sentence taken back takes the grouping with it.
        let code = typed.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).expect("a code");
        stage.knocker.post("", "/paroles/effacement", &[("cle", code)]).await;
        assert!(stage.ids("SELECT id FROM grouping_sentence").await.is_empty());
        assert!(!stage.knocker.get("chef", &path).await.body.contains("bestioles"));
        let mut tx = stage.house.read().await.expect("read");
        assert!(journal::verify(&mut tx).await.expect("verified").findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_of_a_batch_is_given_its_own_themes_in_the_same_move() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        let said: Vec<String> = (1..=9).map(|rank| format!("Plus de bus le soir, numéro {rank}")).collect();
        stage.typed(&said.join("\n")).await;
        stage.reviewed().await;
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        assert!(page.contains("-3 1c"), "{page}");
        let reply = stage.coded("chef", &page, "4a -2 9z").await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("4a -2 9z"), "{}", reply.body);
        let reply = stage.coded("chef", &page, "-2 3a").await;
        assert!(reply.body.contains("Tapez d’abord les touches du lot"), "{}", reply.body);
        assert_eq!(under(&stage, "transports-en-commun").await, 0, "all or nothing");

        let reply = stage.coded("chef", &page, "4a -2 3a -3 0").await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!((under(&stage, "transports-en-commun").await, under(&stage, "trafics").await), (7, 1));
        assert_eq!(stage.column("SELECT CAST(COUNT(*) AS TEXT) FROM coding").await, ["9"]);
        assert!(!reply.location.contains("seule="), "none of them comes back: {}", reply.location);
        let mut tx = stage.house.read().await.expect("read");
        assert!(journal::verify(&mut tx).await.expect("verified").findings.is_empty());
    })
    .await;
}
