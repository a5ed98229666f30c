//! Sheets filled in with a pen: printed, typed once or twice by two persons, settled, closed.

use crate::setting;

use crate::setting::{arranged, hidden, migrations};
use database::testing::each_database;

const SUBJECTS: &str = "r.de_quoi_faut_il_s";
const IDEA: &str = "r.qu_est_ce_qui_changerait";

/// Opens a batch of a new questionnaire; gives the path of the batch.
async fn batch(stage: &setting::Stage, title: &str, double: &str) -> String {
    let path = stage.opened(title).await;
    let fields = [("lot", "Forum du 12 mars"), ("version", "1"), ("double", double)];
    let made = stage.knocker.post("enquete", &format!("{path}/papier"), &fields).await;
    assert_eq!(made.status.as_u16(), 303, "{}", made.body);
    made.location.split('?').next().expect("a path").to_owned()
}

/// Types a sheet as somebody.
async fn typed(
    stage: &setting::Stage,
    who: &str,
    batch: &str,
    pass: &str,
    fields: &[(&str, &str)],
) -> web::testing::Reply {
    let page = stage.knocker.get(who, &format!("{batch}/feuille?passage={pass}")).await;
    assert_eq!(page.status.as_u16(), 200, "{} {}", page.location, page.body);
    let carried = hidden(&page.body);
    let mut all: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.extend_from_slice(fields);
    stage.knocker.post(who, &format!("{batch}/feuille"), &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_questionnaire_is_printed_to_be_filled_in_with_a_pen() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Sur papier").await;
        let page = stage.knocker.get("enquete", &format!("{path}/papier")).await;
        assert!(page.body.contains("/imprimer?version=1"), "{}", page.body);
        for what in [
            "imprimer?version=1&langue=fr",
            "imprimer?version=1&langue=ar",
            "imprimer?version=1&langue=en",
            "affiche",
            "affiche?langue=ar",
        ] {
            let printed = stage.knocker.get("enquete", &format!("{path}/{what}")).await;
            assert_eq!(printed.media_type, "application/pdf", "{what}: {}", printed.body);
            assert!(printed.body.starts_with("%PDF-1.7"), "{what}");
        }
        assert_eq!(stage.knocker.get("enquete", &format!("{path}/imprimer?version=9")).await.status.as_u16(), 404);
        assert_eq!(stage.knocker.get("", &format!("{path}/papier")).await.status.as_u16(), 303);
        assert_eq!(stage.knocker.get("asso", &format!("{path}/papier")).await.status.as_u16(), 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_typed_once_is_an_answer_and_the_next_one_comes() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let batch = batch(&stage, "Une saisie", "").await;
        let page = stage.knocker.get("enquete", &format!("{batch}/feuille")).await;
        assert!(
            page.body.contains("data-keys=\"all\"") && page.body.contains("value=\"1\" inputmode"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Vous êtes…") && page.body.contains(IDEA), "every question is there");

        // Four answers where three are allowed: everything typed comes back, the error on its question.
        let four = [
            ("numero", "1"),
            (SUBJECTS, "proprete"),
            (SUBJECTS, "securite"),
            (SUBJECTS, "sante"),
            (SUBJECTS, "logement"),
            (IDEA, "Un banc qwerto"),
        ];
        let wrong = typed(&stage, "enquete", &batch, "premiere", &four).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(
            wrong.body.contains("href=\"#champ-r.de_quoi_faut_il_s\"") && wrong.body.contains("Un banc qwerto"),
            "{}",
            wrong.body
        );
        assert_eq!(wrong.body.matches(" checked").count(), 4);

        // A compulsory question left empty on the sheet stays without answer; the number goes on by itself.
        let sheet = [("numero", "1"), (SUBJECTS, "proprete"), (IDEA, "Un banc qwerto")];
        let kept = typed(&stage, "enquete", &batch, "premiere", &sheet).await;
        assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        let next = stage.knocker.get("enquete", &kept.location).await;
        assert!(next.body.contains("value=\"2\" inputmode"), "{}", next.body);
        assert_eq!(stage.column("SELECT mode FROM answer").await, ["paper"]);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_words").await, 1);
        assert_eq!(
            stage.count("SELECT COUNT(*) FROM paper_sheet WHERE first_by IS NULL AND first_sealed IS NULL").await,
            1
        );

        // The same number again is refused; the same page sent twice is one sheet.
        let again = typed(&stage, "enquete", &batch, "premiere", &sheet).await;
        assert!(again.status.as_u16() == 422 && again.body.contains("déjà saisie"), "{}", again.body);
        let page = stage.knocker.get("enquete", &format!("{batch}/feuille")).await;
        let carried = hidden(&page.body);
        let mut fields: Vec<(&str, &str)> =
            carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend_from_slice(&[("numero", "7"), ("r.quartier", "QN01101N")]);
        for _ in 0..2 {
            let kept = stage.knocker.post("enquete", &format!("{batch}/feuille"), &fields).await;
            assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 2);

        // Closed, nothing more is typed; the journal tells the batch, never a sheet.
        let follow = stage.knocker.get("enquete", &batch).await;
        let revision = hidden(&follow.body);
        let fields: Vec<(&str, &str)> = revision.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let closed = stage.knocker.post("enquete", &format!("{batch}/cloture"), &fields).await;
        assert_eq!(closed.status.as_u16(), 303, "{}", closed.body);
        let late = stage.knocker.post("enquete", &format!("{batch}/feuille"), &[("numero", "9")]).await;
        assert!(late.status.as_u16() == 409 && late.body.contains("Ce lot est clos"), "{}", late.body);
        let told = stage.column("SELECT detail FROM journal_words").await.join("\n");
        assert!(told.contains("lot de feuilles ouvert") && told.contains("lot de feuilles clos"), "{told}");
        assert!(!told.contains("qwerto"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_typed_twice_shows_what_differs_and_is_settled() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let batch = batch(&stage, "Deux saisies", "oui").await;
        let one = [("numero", "1"), ("r.quartier", "QN01101N"), (SUBJECTS, "proprete"), (IDEA, "Un arbre qwerti")];
        let kept = typed(&stage, "enquete", &batch, "premiere", &one).await;
        assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 0, "it waits");
        let clear = String::from_utf8_lossy(&stage.everything().await).contains("qwerti");
        assert!(!clear, "what waits is sealed");

        // The same person cannot type it twice.
        let none = stage.knocker.get("enquete", &format!("{batch}/feuille?passage=seconde")).await;
        assert_eq!(none.status.as_u16(), 303);
        let again = stage
            .knocker
            .post("enquete", &format!("{batch}/feuille"), &[("passage", "seconde"), ("numero", "1")])
            .await;
        assert!(again.status.as_u16() == 409 && again.body.contains("Vous avez déjà saisi"), "{}", again.body);

        // Somebody else does, and one question differs.
        let other = [("numero", "1"), ("r.quartier", "QN01102N"), (SUBJECTS, "proprete"), (IDEA, "Un arbre qwerti ")];
        let differs = typed(&stage, "chef", &batch, "seconde", &other).await;
        assert_eq!(differs.status.as_u16(), 303, "{}", differs.body);
        let gaps = stage.knocker.get("enquete", &differs.location).await;
        assert!(gaps.body.contains("La Conte d’Essai") && gaps.body.contains("La Gare d’Essai"), "{}", gaps.body);
        assert_eq!(gaps.body.matches("<fieldset").count(), 1, "{}", gaps.body);

        let unsettled = stage.knocker.post("enquete", &format!("{batch}/ecarts"), &[("numero", "1")]).await;
        assert!(
            unsettled.status.as_u16() == 422 && unsettled.body.contains("#champ-choix.quartier"),
            "{}",
            unsettled.body
        );
        let chosen = [("numero", "1"), ("choix.quartier", "2")];
        let settled = stage.knocker.post("enquete", &format!("{batch}/ecarts"), &chosen).await;
        assert_eq!(settled.status.as_u16(), 303, "{}", settled.body);
        let given = stage.column("SELECT given FROM answer").await;
        assert!(given.len() == 1 && given[0].contains("QN01102N"), "{given:?}");
        let sql =
            "SELECT COUNT(*) FROM paper_sheet WHERE state = 'kept' AND first_sealed IS NULL AND second_sealed IS NULL";
        assert_eq!(stage.count(sql).await, 1, "what was typed is gone from the sheet");
        assert_eq!(stage.knocker.get("enquete", &format!("{batch}/ecarts?numero=1")).await.status.as_u16(), 404);

        // Two typings that agree make an answer at once; a batch with sheets that wait is closed only on purpose.
        let same = [("numero", "2"), ("r.quartier", "QN01101N")];
        typed(&stage, "enquete", &batch, "premiere", &same).await;
        let kept = typed(&stage, "chef", &batch, "seconde", &same).await;
        assert!(kept.location.contains("fait=enregistre"), "{}", kept.location);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer").await, 2);
        typed(&stage, "enquete", &batch, "premiere", &[("numero", "3"), ("r.quartier", "QN01101N")]).await;
        let revision = hidden(&stage.knocker.get("enquete", &batch).await.body);
        let mut fields: Vec<(&str, &str)> =
            revision.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let refused = stage.knocker.post("enquete", &format!("{batch}/cloture"), &fields).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("#champ-oublier"), "{}", refused.body);
        fields.push(("oublier", "oui"));
        let closed = stage.knocker.post("enquete", &format!("{batch}/cloture"), &fields).await;
        assert_eq!(closed.status.as_u16(), 303, "{}", closed.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM paper_sheet WHERE state <> 'kept'").await, 0);
    })
    .await;
}
