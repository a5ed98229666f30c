//! `/concertations`: who was heard, how, what was said, and with what caution.

use crate::setting::{arranged, given_code, hidden, migrations};
use database::testing::each_database;

#[tokio::test(flavor = "multi_thread")]
async fn a_consultation_is_given_back_with_its_cautions_and_never_tells_one_answer_more() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db.clone()).await;
        let path = stage.opened("Rendre compte").await;
        let channel = stage.channel.to_string();
        let set = [
            ("titre", "Rendre compte"),
            ("but", "Préparer"),
            ("suites", "Le comité de pilotage en parle en juin."),
            ("acces", "everyone"),
            ("jours", "365"),
            ("age", "15"),
            ("canal", channel.as_str()),
            ("publie", "oui"),
        ];
        assert_eq!(stage.does(&path, "reglages", &set).await.status.as_u16(), 303);
        for _ in 0..12 {
            let page = stage.knocker.get("", "/q/rendre-compte").await;
            let carried = hidden(&page.body);
            let mut fields: Vec<(&str, &str)> =
                carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            fields.extend([("r.quartier", "QN01101N"), ("r.de_quoi_faut_il_s", "proprete")]);
            let sent = stage.knocker.post("", "/q/rendre-compte/envoi", &fields).await;
            assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
            given_code(&sent.body);
        }
        // Today is not over: nothing says how many answered so far.
        let page = stage.knocker.get("", "/concertations").await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
        for told in
            ["aucun chiffre n’est encore donné", "chiffres à venir", "Avec quelle prudence le lire", "tiré au sort"]
        {
            assert!(page.body.contains(told), "{told}: {}", page.body);
        }
        assert!(!web::testing::plain(&page.body).contains("12 réponses"), "{}", page.body);
        // A day later the twelve are told, as few.
        let later = stage.days_later(&db, 1);
        let page = later.knocker.get("", "/concertations").await.body;
        let words = web::testing::plain(&page);
        for told in ["12 réponses, effectif faible", "n’est pas zéro", "Le comité de pilotage en parle en juin"] {
            assert!(words.contains(told), "{told}: {words}");
        }
        assert!(page.len() < 50_000, "{} bytes", page.len());
    })
    .await;
}
