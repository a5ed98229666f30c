//! Figures beside one another: crossings with their tests, ways of answering, waves, the answers behind a figure; and figures that
//! follow what changes.

use crate::setting::{Stage, arranged, given_code, migrations};
use database::testing::each_database;

/// Somebody answers online; gives her code.
async fn online(stage: &Stage, code: &str, typed: &[(&str, &str)]) -> String {
    let page = stage.knocker.get("", &format!("/q/{code}")).await;
    let sent = stage.goes_on(&page, &format!("/q/{code}/envoi"), typed).await;
    assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
    given_code(&sent.body)
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace("&nbsp;", " ")
}

const LIFE: &str = "r.comment_trouvez_vous_la";
const AGE: &str = "r.quel_age_avez_vous";
const SEX: &str = "r.vous_etes";

#[tokio::test(flavor = "multi_thread")]
async fn a_crossing_says_whether_answers_differ_and_each_count_leads_to_its_answers() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Croiser").await;
        for rank in 0..80 {
            let (area, life) = match rank {
                0..32 => ("QN01101N", "tres_bien"),
                32..40 => ("QN01101N", "tres_mal"),
                40..52 => ("QN01102N", "tres_bien"),
                _ => ("QN01102N", "tres_mal"),
            };
            let sex = match rank {
                79 => "autre",
                rank if rank % 2 == 0 => "une_femme",
                _ => "un_homme",
            };
            online(&stage, "croiser", &[("r.quartier", area), (LIFE, life), (SEX, sex)]).await;
        }
        let here = format!("{path}/resultats/comment_trouvez_vous_la");
        let crossed = stage.knocker.get("chef", &format!("{here}?par=quartier")).await.body;
        let told = plain(&crossed);
        for part in
            ["Ce que dit ce croisement", "diffèrent selon", "p &#60; 0,001", "V de Cramér", "plus souvent parmi"]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
        let file = stage.knocker.get("chef", &format!("{here}?par=quartier&format=csv")).await.body;
        assert!(file.contains("résidu ajusté") && file.contains("p corrigé (Holm)"), "{file}");

        // A count leads to its answers; two people do not make a list.
        let address = format!("{here}/reponses?valeur=tres_bien");
        assert!(crossed.contains(&format!("{address}\"")), "{crossed}");
        let sexes = format!("{path}/resultats/vous_etes");
        let page = stage.knocker.get("chef", &sexes).await.body;
        assert!(page.contains("reponses?valeur=une_femme") && !page.contains("reponses?valeur=autre"), "{page}");
        let answers = plain(&stage.knocker.get("chef", &address).await.body);
        for part in ["44 personnes", "Réponse 10", "Une femme", "page=2"] {
            assert!(answers.contains(part), "{part}: {answers}");
        }
        assert!(!answers.contains("Réponse 11"), "ten a page: {answers}");
        let last = plain(&stage.knocker.get("chef", &format!("{address}&page=5")).await.body);
        assert!(last.contains("Réponse 44"), "{last}");
        let cell = format!("{here}/reponses?valeur=tres_bien&par=quartier&dans=QN01102N");
        assert!(plain(&stage.knocker.get("chef", &cell).await.body).contains("12 personnes"));
        let few = plain(&stage.knocker.get("chef", &format!("{sexes}/reponses?valeur=autre")).await.body);
        assert!(few.contains("Moins de cinq personnes") && !few.contains("Réponse 1"), "{few}");
        assert_eq!(stage.knocker.get("chef", &format!("{here}/reponses?valeur=ailleurs")).await.status.as_u16(), 404);
        assert_eq!(stage.knocker.get("elue", &address).await.status.as_u16(), 403);

        // Once something is known of the population, the crossing is weighted and says so.
        let known = [
            ("vous_etes.une_femme", "500"),
            ("vous_etes.un_homme", "100"),
            ("vous_etes.autre", "10"),
            ("source", "Insee"),
        ];
        let set = stage.does(&path, "redressement", &known).await;
        assert_eq!(set.status.as_u16(), 303, "{}", set.body);
        let weighted = plain(&stage.knocker.get("chef", &format!("{here}?par=quartier")).await.body);
        for part in ["parts redressées", "Rao–Scott"] {
            assert!(weighted.contains(part), "{part}: {weighted}");
        }
        let sav = stage.knocker.get("chef", &format!("{path}/fichiers/reponses.sav")).await.body;
        assert!(sav.contains("Poids de redressement"), "the file carries the weights");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ways_of_answering_stand_side_by_side_and_say_when_they_do_not_compare() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Voies").await;
        let there = format!("{path}/resultats/comment_trouvez_vous_la/voies");
        for rank in 0..40 {
            let (age, life) = if rank % 2 == 0 { ("25_a_39_ans", "tres_bien") } else { ("60_a_74_ans", "tres_mal") };
            online(&stage, "voies", &[("r.quartier", "QN01101N"), (LIFE, life), (AGE, age), (SEX, "une_femme")]).await;
        }
        let alone = plain(&stage.knocker.get("chef", &there).await.body);
        assert!(alone.contains("par la même voie"), "{alone}");
        let asked = async |age: &str, life: &str| {
            let page = stage.knocker.get("enquete", &format!("{path}/face-a-face")).await;
            let typed = [("r.quartier", "QN01101N"), (LIFE, life), (AGE, age), (SEX, "une_femme")];
            let kept = stage.sends("enquete", &page, &format!("{path}/face-a-face"), &typed).await;
            assert_eq!(kept.status.as_u16(), 200, "{}", kept.body);
        };
        for _ in 0..30 {
            asked("60_a_74_ans", "tres_mal").await;
        }
        let missing = plain(&stage.knocker.get("chef", &there).await.body);
        for part in ["Non comparable", "Personne par « Face à face » parmi : 25 à 39 ans, Une femme"] {
            assert!(missing.contains(part), "{part}: {missing}");
        }
        assert!(!missing.contains("part standardisée"), "{missing}");
        for _ in 0..10 {
            asked("25_a_39_ans", "tres_bien").await;
        }
        let compared = plain(&stage.knocker.get("chef", &there).await.body);
        for part in ["part standardisée", "aucun écart ne dépasse", "En ligne : 40 réponses"] {
            assert!(compared.contains(part), "{part}: {compared}");
        }
        let file = stage.knocker.get("chef", &format!("{there}?format=csv")).await.body;
        assert!(file.contains("part standardisée"), "{file}");
        assert_eq!(stage.knocker.get("elue", &there).await.status.as_u16(), 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waves_compare_while_the_question_stays_the_same() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let first = stage.opened("Vague un").await;
        let there = |path: &str| format!("{path}/resultats/comment_trouvez_vous_la/vagues");
        let alone = stage.knocker.get("chef", &there(&first)).await;
        assert!(alone.status.as_u16() == 409 && alone.body.contains("qu’une vague"), "{}", alone.body);
        let second = stage.begun("Vague deux", first.rsplit('/').next().expect("an id")).await;
        for what in ["publication", "ouverture"] {
            assert_eq!(stage.does(&second, what, &[]).await.status.as_u16(), 303, "{what}");
        }
        for rank in 0..40 {
            let life = if rank < 10 { "tres_bien" } else { "tres_mal" };
            online(&stage, "vague-un", &[("r.quartier", "QN01101N"), (LIFE, life)]).await;
            let life = if rank < 30 { "tres_bien" } else { "tres_mal" };
            online(&stage, "vague-deux", &[("r.quartier", "QN01101N"), (LIFE, life)]).await;
        }
        let figure = stage.knocker.get("chef", &format!("{second}/resultats/comment_trouvez_vous_la")).await.body;
        assert!(figure.contains("/vagues\""), "{figure}");
        for path in [&first, &second] {
            let compared = plain(&stage.knocker.get("chef", &there(path)).await.body);
            for part in ["« Très bien » : 50 points de plus qu’à la vague précédente", "Vague un, part", "Écart"]
            {
                assert!(compared.contains(part), "{part}: {compared}");
            }
            assert!(!compared.contains("Non comparable"), "{compared}");
        }
        // A word changes: nothing is subtracted any more.
        let text = [
            ("question", "La vie dans votre quartier, c’est…"),
            ("type", "select_one"),
            ("reponses", "Très bien\r\nPlutôt bien\r\nPlutôt mal\r\nTrès mal"),
            ("nsp", "oui"),
        ];
        let put = stage.does(&second, "questions/comment_trouvez_vous_la", &text).await;
        assert_eq!(put.status.as_u16(), 303, "{}", put.body);
        let told = stage.does(&second, "publication", &[("note", "Question reformulée")]).await;
        assert_eq!(told.status.as_u16(), 303, "{}", told.body);
        let changed = plain(&stage.knocker.get("chef", &there(&second)).await.body);
        for part in ["Non comparable", "De « Vague un » à « Vague deux » : libellé changé"] {
            assert!(changed.contains(part), "{part}: {changed}");
        }
        assert!(!changed.contains("Écart") && changed.contains("Vague un, part"), "{changed}");
    })
    .await;
}

/// Whatever came, was taken back or purged, pages tell what a whole count tells.
#[tokio::test(flavor = "multi_thread")]
async fn figures_that_follow_are_those_of_a_whole_count() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db.clone()).await;
        let path = stage.opened("Suivre").await;
        let id: kernel::Uuid = path.rsplit('/').next().expect("an id").parse().expect("an id");
        let same = async |step: &str| {
            let mut tx = stage.house.read().await.expect("read");
            let survey =
                surveys::actions::survey(&mut tx, &kernel::Actor::Platform("essai"), &surveys::acts::READ, id).await;
            let survey = survey.expect("there");
            let around = (&stage.house.shelves, &stage.house.outside);
            let live = surveys::actions::counted_live(&mut tx, around, &survey).await.expect("read").expect("counted");
            let whole = surveys::actions::counted(&mut tx, &stage.house.outside, &survey).await.expect("read");
            let whole = whole.expect("counted");
            assert_eq!((live.data.len(), live.unknown), (whole.data.len(), whole.unknown), "{step}");
            for (rank, row) in live.order.iter().enumerate() {
                for variable in 0..whole.data.variables().len() {
                    assert_eq!(live.data.answer(*row, variable), whole.data.answer(rank, variable), "{step}, {rank}");
                }
            }
        };
        same("nothing").await;
        let mut codes = Vec::new();
        // A sequence drawn from a fixed seed: answers, answers taken back, pages read between.
        let mut chance = 7_u64;
        let mut drawn = |below: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % below
        };
        for step in 0..60 {
            if drawn(4) == 0 && !codes.is_empty() {
                let code: String = codes.swap_remove(usize::try_from(drawn(codes.len() as u64)).expect("a rank"));
                let gone = stage.knocker.post("", "/q/suivi/effacement", &[("cle", &code)]).await;
                assert!(gone.body.contains("est effacée"), "{}", gone.body);
            } else {
                let life = ["tres_bien", "plutot_mal", "nsp", ""][usize::try_from(drawn(4)).expect("a rank")];
                codes.push(online(&stage, "suivre", &[("r.quartier", "QN01101N"), (LIFE, life)]).await);
            }
            if drawn(3) == 0 {
                same(&format!("step {step}")).await;
            }
        }
        same("the end").await;
        // A question corrected: the answers it no longer has are told from the others.
        let text =
            [("question", "La vie ici ?"), ("type", "select_one"), ("reponses", "Très bien\r\nMal"), ("nsp", "oui")];
        assert_eq!(stage.does(&path, "questions/comment_trouvez_vous_la", &text).await.status.as_u16(), 303);
        assert_eq!(stage.does(&path, "publication", &[("note", "Plus court")]).await.status.as_u16(), 303);
        same("another version").await;
        let mut tx = stage.house.write().await.expect("write");
        database::execute!(&mut tx, "DELETE FROM answer").expect("gone");
        tx.commit().await.expect("kept");
        same("nothing is left").await;
    })
    .await;
}
