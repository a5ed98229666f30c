//! People are called from a list, asked one question a screen, and their number goes; others are asked face to face; quotas warn.

use crate::setting;

use crate::setting::{arranged, given_code, hidden, migrations};
use database::testing::each_database;
use web::testing::Reply;

const NUMBERS: &str = "Numéro;Quartier\n06 12 34 56 78;La Conte d’Essai\n0612345678;\n+33 7 11 22 33 44;QN01102N\n612345679;Nulle part\nMme Durand;\n";
const FIELDS: &[(&str, &str)] = &[
    ("liste", "Adhérents"),
    ("essais", "2"),
    ("jusqu-au-jour", "1"),
    ("jusqu-au-mois", "6"),
    ("jusqu-au-annee", "2026"),
];

async fn bring(stage: &setting::Stage, path: &str) -> Reply {
    let file = ("fichier", "numeros.csv", NUMBERS.as_bytes());
    stage.knocker.upload("enquete", &format!("{path}/appels"), FIELDS, file).await
}

/// The path of the list a page leads to.
fn list_of(page: &str) -> String {
    let rest = page.split("/gestion/telephone/").nth(1).unwrap_or_else(|| panic!("no list: {page}"));
    format!("/gestion/telephone/{}", &rest[..36])
}

/// Takes the next number of a list.
async fn next(stage: &setting::Stage, who: &str, list: &str) -> Reply {
    stage.knocker.post(who, &format!("{list}/suivant"), &[]).await;
    stage.knocker.get(who, list).await
}

/// Walks an interview to its end from its first screen.
async fn walked(stage: &setting::Stage, path: &str, mut page: Reply, answers: &[(&str, &str)]) -> Reply {
    for _ in 0..20 {
        if page.body.contains("Fin de l’entretien") {
            return page;
        }
        let mut typed: Vec<(&str, &str)> = vec![("geste", "suivant")];
        typed.extend(answers.iter().filter(|(name, _)| page.body.contains(&format!("id=\"champ-{name}\""))));
        page = stage.sends("enquete", &page, &format!("{path}/entretien/suite"), &typed).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    }
    panic!("no end: {}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_brought_called_and_forgotten() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Par téléphone").await;
        let wrong = stage
            .knocker
            .upload("enquete", &format!("{path}/appels"), &[("essais", "0")], ("fichier", "x.csv", b"nom\nDurand\n"))
            .await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in ["#champ-liste", "#champ-essais", "#champ-jusqu-au", "#champ-fichier"] {
            assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        let brought = bring(&stage, &path).await;
        assert_eq!(brought.status.as_u16(), 200, "{}", brought.body);
        for told in [
            "3\u{a0}numéros à appeler",
            "Ligne 3",
            "déjà dans une liste",
            "perdu son premier zéro",
            "Nulle part",
            "Mme Durand",
        ] {
            assert!(brought.body.contains(told), "{told}: {}", brought.body);
        }
        let again = bring(&stage, &path).await;
        assert!(again.status.as_u16() == 422 && again.body.contains("Aucun numéro de ce fichier"), "{}", again.body);
        let kept = String::from_utf8_lossy(&stage.everything().await).into_owned();
        assert!(!kept.contains("0612345678") && !kept.contains("06 12 34 56 78"), "numbers are sealed");

        let list = list_of(&brought.body);
        let call = next(&stage, "enquete", &list).await;
        assert!(call.body.contains("href=\"tel:0") && call.body.contains("Premier appel"), "{}", call.body);
        // Somebody else has another number.
        let other = next(&stage, "chef", &list).await;
        let tel = |page: &str| page.split("tel:").nth(1).expect("a number")[..10].to_owned();
        assert_ne!(tel(&call.body), tel(&other.body));

        // Nobody answers, twice: it is given up; a call-back needs an hour; a refusal ends it, the number gone.
        let issue = format!("{list}/issue");
        let none = stage.sends("enquete", &call, &issue, &[]).await;
        assert!(none.status.as_u16() == 422 && none.body.contains("#champ-issue"), "{}", none.body);
        let no_hour = [
            ("issue", "call_back"),
            ("rappel-jour", "31"),
            ("rappel-mois", "3"),
            ("rappel-annee", "2026"),
            ("heure", "tard"),
        ];
        let no_hour = stage.sends("enquete", &call, &issue, &no_hour).await;
        assert!(no_hour.status.as_u16() == 422 && no_hour.body.contains("#champ-heure"), "{}", no_hour.body);
        assert!(no_hour.body.contains("value=\"31\"") && no_hour.body.contains("value=\"tard\""), "{}", no_hour.body);
        let later = [
            ("issue", "call_back"),
            ("rappel-jour", "31"),
            ("rappel-mois", "3"),
            ("rappel-annee", "2026"),
            ("heure", "18h30"),
        ];
        let later = stage.sends("enquete", &call, &issue, &later).await;
        assert_eq!(later.status.as_u16(), 303, "{}", later.body);
        let refused = stage.sends("chef", &other, &issue, &[("issue", "refused")]).await;
        assert_eq!(refused.status.as_u16(), 303, "{}", refused.body);
        let sql = "SELECT COUNT(*) FROM call_number WHERE state = 'refused' AND sealed IS NULL AND held_by IS NULL";
        assert_eq!(stage.count(sql).await, 1);
        let last = next(&stage, "enquete", &list).await;
        let absent = stage.sends("enquete", &last, &issue, &[("issue", "absent")]).await;
        assert_eq!(absent.status.as_u16(), 303, "{}", absent.body);
        let rest = stage.knocker.get("enquete", &list).await;
        assert!(
            rest.body.contains("Personne n’est à appeler") && rest.body.contains("1\u{a0}rappel plus tard"),
            "{}",
            rest.body
        );

        // A list closed forgets its numbers; the journal tells the list, never a call.
        let revision = rest.body.split("name=\"revision\" value=\"").nth(1).expect("a revision")[..1].to_owned();
        let closed = stage.knocker.post("enquete", &format!("{list}/cloture"), &[("revision", &revision)]).await;
        assert_eq!(closed.status.as_u16(), 303, "{}", closed.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM call_number WHERE sealed IS NOT NULL").await, 0);
        let told = stage.column("SELECT detail FROM journal_words").await.join("\n");
        assert!(told.contains("liste d’appels apportée") && told.contains("liste d’appels close"), "{told}");
        assert!(!told.contains("refus"), "{told}");
        assert_eq!(stage.knocker.get("asso", &list).await.status.as_u16(), 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_called_answers_and_her_number_goes_with_the_same_act() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Entretien").await;
        let list = list_of(&bring(&stage, &path).await.body);
        let call = next(&stage, "enquete", &list).await;
        let begun = stage.sends("enquete", &call, &format!("{list}/issue"), &[("geste", "entretien")]).await;
        assert_eq!(begun.status.as_u16(), 303, "{}", begun.body);
        let first = stage.knocker.get("enquete", &begun.location).await;
        assert!(first.body.contains("data-keys=\"one\"") && first.body.contains("Préparer le contrat"), "{}", first.body);
        let wrong = stage.sends("enquete", &first, &format!("{path}/entretien/suite"), &[("geste", "suivant")]).await;
        assert_eq!(wrong.status.as_u16(), 422, "the neighbourhood is asked: {}", wrong.body);
        let end = walked(&stage, &path, first, &[("r.quartier", "QN01101N"), ("r.qu_est_ce_qui_changerait", "Un banc azerty")]).await;
        assert!(end.body.contains("Un banc azerty") && end.body.contains("La Conte d’Essai"), "{}", end.body);
        let kept = stage.sends("enquete", &end, &format!("{path}/entretien/envoi"), &[]).await;
        assert_eq!(kept.status.as_u16(), 200, "{}", kept.body);
        let code = given_code(&kept.body);
        let again = stage.sends("enquete", &end, &format!("{path}/entretien/envoi"), &[]).await;
        assert_eq!(given_code(&again.body), code, "sent twice, it is one answer");
        assert_eq!(stage.column("SELECT mode FROM answer").await, ["telephone"]);
        assert_eq!(stage.column("SELECT received_on FROM answer").await[0].len(), 10);
        let sql = "SELECT COUNT(*) FROM call_number WHERE state = 'answered' AND sealed IS NULL AND held_by IS NULL AND tries = 0";
        assert_eq!(stage.count(sql).await, 1);
        assert_eq!(stage.count("SELECT COUNT(*) FROM call_number WHERE sealed IS NULL").await, 1, "the others are left");
        // Her number on another list is not called again.
        let again = bring(&stage, &path).await;
        assert_eq!(again.status.as_u16(), 422);
        let seen = stage.knocker.post("", "/q/suivi", &[("cle", &code)]).await;
        assert!(seen.body.contains("Entretien"), "{}", seen.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_asked_face_to_face_and_a_full_quota_is_told() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = stage.opened("Sur la place").await;
        let quotas = format!("{path}/quotas");
        let page = stage.knocker.get("chef", &quotas).await;
        assert!(page.body.contains("Choisir ce quartier"), "{}", page.body);
        let area = page
            .body
            .split("<option value=\"")
            .skip(1)
            .find(|rest| rest.contains(">La Conte d’Essai"))
            .expect("an area")[..36]
            .to_owned();
        let page = stage.knocker.get("chef", &format!("{quotas}?quartier={area}")).await;
        let name = "q.15_a_24_ans.une_femme";
        assert!(page.body.contains(&format!("name=\"{name}\"")), "{}", page.body);
        let wrong = stage.knocker.post("chef", &quotas, &[("quartier", &area), (name, "beaucoup")]).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("value=\"beaucoup\""), "{}", wrong.body);
        let set = stage.knocker.post("chef", &quotas, &[("quartier", &area), (name, "1")]).await;
        assert_eq!(set.status.as_u16(), 303, "{}", set.body);
        let none = stage.knocker.post("enquete", &quotas, &[("quartier", &area), (name, "5")]).await;
        assert_eq!(none.status.as_u16(), 403);

        let who = [("r.quartier", "QN01101N"), ("r.quel_age_avez_vous", "15_a_24_ans"), ("r.vous_etes", "une_femme")];
        let first = stage.knocker.get("enquete", &format!("{path}/entretien")).await;
        let end = walked(&stage, &path, first, &who).await;
        assert!(!end.body.contains("objectif est atteint"), "{}", end.body);
        let kept = stage.sends("enquete", &end, &format!("{path}/entretien/envoi"), &[]).await;
        assert!(kept.body.contains("Entretien suivant"), "{}", kept.body);
        assert_eq!(stage.column("SELECT mode FROM answer").await, ["face_to_face"]);
        let first = stage.knocker.get("enquete", &format!("{path}/entretien")).await;
        let end = walked(&stage, &path, first, &who).await;
        assert!(
            end.body.contains("objectif est atteint") && end.body.contains("Enregistrer l’entretien"),
            "soft: {}",
            end.body
        );
        let board = stage.knocker.get("enquete", &quotas).await;
        assert!(
            board.body.contains("15 à 24 ans, Une femme") && !board.body.contains("Fixer des nombres"),
            "{}",
            board.body
        );

        // The whole questionnaire on one page, sent twice under one key, is one answer.
        let page = stage.knocker.get("enquete", &format!("{path}/face-a-face")).await;
        let carried = hidden(&page.body);
        assert!(carried.iter().any(|(name, value)| name == "cle" && value.len() == 32), "{carried:?}");
        let four = ["proprete", "securite", "sante", "logement"].map(|code| ("r.de_quoi_faut_il_s", code));
        let wrong = stage.sends("enquete", &page, &format!("{path}/face-a-face"), &four).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.matches(" checked").count() == 4, "{}", wrong.body);
        for _ in 0..2 {
            let kept = stage.sends("enquete", &page, &format!("{path}/face-a-face"), &who).await;
            assert_eq!(kept.status.as_u16(), 200, "{}", kept.body);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer WHERE mode = 'face_to_face'").await, 2);
    })
    .await;
}
