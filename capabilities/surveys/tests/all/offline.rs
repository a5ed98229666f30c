//! Interviews that waited on a device arrive: each once, however often it is sent; late ones are kept; what is wrong is told with its
//! question; nobody else sends.

use crate::setting::{arranged, hidden, migrations};
use database::testing::each_database;

const KEY: &str = "0f1e2d3c-4b5a-4678-9abc-def012345678";
const WHO: &[(&str, &str)] = &[("r.quartier", "QN01101N"), ("r.qu_est_ce_qui_changerait", "Un banc azerty")];

/// What a device sends of an interview.
fn sent<'a>(version: &'a str, key: &'a str, answers: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("version", version), ("cle", key), ("reponse", "cles")];
    fields.extend_from_slice(answers);
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_that_waited_is_one_answer_however_often_it_is_sent() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = format!("{}/face-a-face", stage.opened("Sans réseau").await);
        let page = stage.knocker.get("enquete", &path).await;
        for told in ["data-offline=\"/gestion/questionnaires/\"", "data-interview=\"{", "data-question=\"r.quartier\""]
        {
            assert!(page.body.contains(told), "{told}: {}", page.body);
        }
        let carried = hidden(&page.body);
        let version = &carried.iter().find(|(name, _)| name == "version").expect("a version").1;
        let fields = sent(version, KEY, WHO);

        // Twice at once, then once more after an answer that was lost on its way.
        let (one, other) =
            tokio::join!(stage.knocker.post("enquete", &path, &fields), stage.knocker.post("enquete", &path, &fields));
        let again = stage.knocker.post("enquete", &path, &fields).await;
        for reply in [one, other, again] {
            assert_eq!((reply.status.as_u16(), reply.body.as_str()), (200, format!("[\"{KEY}\"]").as_str()));
        }
        assert_eq!(stage.column("SELECT mode FROM answer").await, ["face_to_face"]);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_words").await, 1);
        assert_eq!(stage.column("SELECT received_on FROM answer").await[0].len(), 10, "a day, no hour");

        // The code that the device dictated before anything was sent opens the answer, and takes it back.
        let code = surveys::actions::code_of_device(&surveys::actions::SendingKey::read(KEY).expect("a key"));
        let seen = stage.knocker.post("", "/q/suivi", &[("cle", &code)]).await;
        assert!(seen.body.contains("La Conte d’Essai"), "{code}: {}", seen.body);
        let erased = stage.knocker.post("", "/q/suivi/effacement", &[("cle", &code)]).await;
        assert!(erased.body.contains("est effacée"), "{}", erased.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_with_its_question_and_nothing_is_kept() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = format!("{}/face-a-face", stage.opened("À corriger").await);
        let four = ["proprete", "securite", "sante", "logement"].map(|code| ("r.de_quoi_faut_il_s", code));
        let wrong = stage.knocker.post("enquete", &path, &sent("1", KEY, &four)).await;
        assert_eq!(wrong.status.as_u16(), 422);
        let told: Vec<String> = serde_json::from_str(&wrong.body).expect("sentences");
        assert!(told.iter().any(|one| one.contains("Retirez-en 1") && one.contains("De quoi faut-il")), "{told:?}");
        assert!(told.iter().any(|one| one.contains("Répondez") && one.contains("quartier")), "{told:?}");
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0);
        // Corrected under the same key, it is the same interview.
        let right = stage.knocker.post("enquete", &path, &sent("1", KEY, WHO)).await;
        assert_eq!((right.status.as_u16(), stage.count("SELECT COUNT(*) FROM answer").await), (200, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_interviews_are_kept_and_only_those_who_collect_send() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let survey = stage.opened("Fermé entre-temps").await;
        let path = format!("{survey}/face-a-face");
        let closed = stage.does(&survey, "fermeture", &[]).await;
        assert_eq!(closed.status.as_u16(), 303, "{}", closed.body);
        // The answer was given before the closing: it is kept.
        let late = stage.knocker.post("enquete", &path, &sent("1", KEY, WHO)).await;
        assert_eq!((late.status.as_u16(), stage.count("SELECT COUNT(*) FROM answer").await), (200, 1));
        let other = "11111111-2222-4333-8444-555555555555";
        for (who, status) in [("", 401), ("asso", 403)] {
            let refused = stage.knocker.post(who, &path, &sent("1", other, WHO)).await;
            assert_eq!(refused.status.as_u16(), status, "{who}: {}", refused.body);
        }
        let nowhere = "/gestion/questionnaires/00000000-0000-7000-8000-000000000000/face-a-face";
        let gone = stage.knocker.post("enquete", nowhere, &sent("1", other, WHO)).await;
        assert_eq!(gone.status.as_u16(), 404);
        // Never opened, it takes none, and the device keeps what it has.
        let draft = format!("{}/face-a-face", stage.begun("Brouillon", "ecoute").await);
        let early = stage.knocker.post("enquete", &draft, &sent("1", other, WHO)).await;
        assert_eq!(early.status.as_u16(), 409, "{}", early.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 1);
    })
    .await;
}
