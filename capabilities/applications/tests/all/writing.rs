//! An association writes its application, several people at once, and files it; on both databases.

use crate::desk::{ATTESTED, answer, begun, closed, filled, hidden, plain, projects, sound};
use applications::testing::{house, migrations};
use database::testing::{each_database, outside};
use web::testing::Knocker;

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_question_to_the_receipt() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(7)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let start = knocker.get("asso-saisie", &format!("/appels/{}/dossiers/nouveau", ground.address)).await;
        assert!(start.body.contains("Les Ateliers du Viaduc") && !start.body.contains("Le Fil Rouge"));
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        assert_eq!(begun(&knocker, &ground, "asso-signature", 0).await, here, "the draft that waits is opened");
        let tasks = plain(&knocker.get("asso-saisie", &here).await.body);
        for told in ["Votre demande", "à faire", "Budget 2026", "Pièces à joindre", "04 68 00 00 00"] {
            assert!(tasks.contains(told), "{told}: {tasks}");
        }
        // What is missing is a list of sentences, each with its place; nobody files before.
        let recap = plain(&knocker.get("asso-signature", &format!("{here}/depot")).await.body);
        assert!(recap.contains("Sans réponse : Combien de personnes seront concernées ?"), "{recap}");
        assert!(recap.contains("Pièce à joindre : Relevé d’identité bancaire"));
        assert!(!recap.contains("Déposer le dossier</button>"));
        let refused = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
        assert_eq!(refused.status.as_u16(), 422);

        filled(&knocker, &house, &ground, ("asso-saisie", &here), "Cuisines du monde").await;
        let saved = plain(&knocker.get("asso-saisie", &here).await.body);
        assert!(saved.contains("Enregistré à 12 h 00, par Personne d’essai (asso-saisie)"), "{saved}");
        assert!(saved.contains("Tout est rempli") && !saved.contains("à faire"), "{saved}");

        // Whoever types does not sign.
        let by_editor = knocker.get("asso-saisie", &format!("{here}/depot")).await;
        assert!(by_editor.body.contains("chargée de signer"));
        assert_eq!(knocker.post("asso-saisie", &format!("{here}/depot"), &ATTESTED).await.status.as_u16(), 404);
        let unsigned = knocker.post("asso-signature", &format!("{here}/depot"), &[("nom", "Léa")]).await;
        assert_eq!(unsigned.status.as_u16(), 422);
        for told in
            ["à jour de ses obligations", "contrat d’engagement républicain", "aides publiques", "value=\"Léa\""]
        {
            assert!(plain(&unsigned.body).contains(told), "{told}");
        }
        let recap = plain(&knocker.get("asso-signature", &format!("{here}/depot")).await.body);
        assert!(recap.contains("5 000 €") && recap.contains("Préfecture de l’Aude 5 000 €"), "{recap}");
        let filed = knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await;
        assert_eq!(filed.status.as_u16(), 303, "{}", filed.body);
        let receipt = plain(&knocker.get("asso-saisie", &format!("{here}/recu")).await.body);
        for told in [
            "2026-0002",
            "15 mars 2026 à 12 h 00",
            "15 mai 2026",
            "L231-4",
            "tribunal administratif",
            "appel@example.org",
        ] {
            assert!(receipt.contains(told), "{told}: {receipt}");
        }
        for paper in ["recu.pdf", "cerfa.pdf"] {
            let bytes = knocker.get_bytes("asso-saisie", &format!("{here}/{paper}")).await;
            assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 5_000, "{paper}");
        }
        // Filed once, and no longer changed.
        assert_eq!(knocker.post("asso-signature", &format!("{here}/depot"), &ATTESTED).await.status.as_u16(), 409);
        closed(&knocker, "asso-saisie", &format!("{here}/question/dossier/objet"), ("reponse", "Autre")).await;
        // Those who are asked read it now; the acknowledgement waits in the outbox, once for the contact.
        assert_eq!(knocker.get("chef", &format!("{here}/cerfa.pdf")).await.status.as_u16(), 200);
        assert_eq!(knocker.get("financeur-caf", &format!("{here}/cerfa.pdf")).await.status.as_u16(), 404);
        let mut tx = house.read().await.expect("read");
        let mails: Vec<(String, String)> =
            database::fetch_all!(&mut tx, "SELECT to_address, subject FROM mail").expect("mails");
        assert_eq!(
            mails,
            [("nadia@exemple.fr".to_owned(), "Accusé d’enregistrement : dossier n° 2026-0002".to_owned())]
        );
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_at_once_see_both_texts() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(7)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let project = projects(&house, &here).await[0];
        let at = format!("{here}/question/{project}/description");
        let seen = hidden(&knocker.get("asso-admin", &at).await.body, "revision");
        assert_eq!(
            answer(&knocker, "asso-saisie", &at, &[("reponse", "Un repas par mois.")]).await.status.as_u16(),
            303
        );
        let mine = [("reponse", "Un repas par semaine."), ("revision", seen.as_str())];
        let conflict = knocker.post("asso-admin", &at, &mine).await;
        assert_eq!(conflict.status.as_u16(), 409);
        for told in
            ["Un repas par mois.", "Un repas par semaine.", "Personne d’essai (asso-saisie)", "Quelqu’un d’autre"]
        {
            assert!(conflict.body.contains(told), "{told}: {}", conflict.body);
        }
        // Having read both, she saves hers from the page given back.
        let revision = hidden(&conflict.body, "revision");
        let again = [("reponse", "Un repas par semaine."), ("revision", revision.as_str())];
        assert_eq!(knocker.post("asso-admin", &at, &again).await.status.as_u16(), 303);
        assert!(knocker.get("asso-saisie", &at).await.body.contains("Un repas par semaine."));
        // Another question is nobody's conflict; nor is the same text sent twice.
        let other = format!("{here}/question/{project}/evaluation");
        assert_eq!(answer(&knocker, "asso-saisie", &other, &[("reponse", "Ensemble")]).await.status.as_u16(), 303);
        let twice = [("reponse", "Ensemble"), ("revision", "0")];
        assert_eq!(knocker.post("asso-admin", &other, &twice).await.status.as_u16(), 303);
        // A budget too gives both.
        let at = format!("{here}/budget/{project}/2026");
        let seen = hidden(&knocker.get("asso-admin", &at).await.body, "revision");
        assert_eq!(answer(&knocker, "asso-saisie", &at, &[("c-604", "1 000")]).await.status.as_u16(), 303);
        let conflict = knocker.post("asso-admin", &at, &[("c-613", "250,50"), ("revision", &seen)]).await;
        assert_eq!(conflict.status.as_u16(), 409);
        assert!(plain(&conflict.body).contains("604 : 1 000 €") && conflict.body.contains("value=\"250,50\""));
        // Somebody whose session is gone finds her text on the page that asks her to sign in.
        let gone = knocker.post("", &at, &[("c-613", "250,50"), ("revision", &seen)]).await;
        assert_eq!(gone.status.as_u16(), 401);
        assert!(gone.body.contains("250,50") && gone.body.contains("/connexion"));
        let file = ("fichier", "statuts.pdf", &b"%PDF-1.7"[..]);
        let gone = knocker.upload("", &format!("{here}/pieces"), &[("nom", "Nos statuts de 2019")], file).await;
        assert_eq!(gone.status.as_u16(), 401);
        assert!(
            gone.body.contains("Nos statuts de 2019") && gone.body.contains("choisissez de nouveau"),
            "{}",
            gone.body
        );
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_is_read_or_told() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(7)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        let project = projects(&house, &here).await[0];
        let at = format!("{here}/budget/{project}/2026");
        let wrong = [("c-604", "-12"), ("c-613", "1234567890123456789"), ("c-622", "douze"), ("c-641", "12.500,00 €")];
        let refused = answer(&knocker, "asso-saisie", &at, &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        let page = plain(&refused.body);
        for told in ["montant positif", "trop grand", "par exemple 12 500", "value=\"12.500,00 €\"", "value=\"douze\""]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        // An unbalanced budget is kept, told, and keeps from filing.
        let asked = format!("f-{}", ground.funders[0]);
        let unbalanced = [("c-641", "12.500"), (asked.as_str(), "13 000"), ("c-864", "100")];
        assert_eq!(answer(&knocker, "asso-saisie", &at, &unbalanced).await.status.as_u16(), 303);
        let page = plain(&knocker.get("asso-saisie", &at).await.body);
        for told in [
            "Les produits (13 000 €) dépassent les charges (12 500 €) de 500 €",
            "compte 86",
            "représente 100 % du total des produits",
            "paie au plus 80 %",
            "value=\"12500\"",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let recap = plain(&knocker.get("asso-signature", &format!("{here}/depot")).await.body);
        assert!(recap.contains("Budget 2026 : Les produits"), "{recap}");
        // Nought and not known are two things.
        let publics = format!("{here}/question/{project}/publics");
        answer(&knocker, "asso-saisie", &publics, &[("p-2026-0-5-women", "0"), ("p-2026-0-5-men", "3")]).await;
        let page = knocker.get("asso-saisie", &publics).await.body;
        assert!(page.contains("name=\"p-2026-0-5-women\" type=\"text\" value=\"0\""), "{page}");
        assert!(page.contains("name=\"p-2026-0-5-all\" type=\"text\" value=\"\""));
        let half = answer(&knocker, "asso-saisie", &publics, &[("p-2026-0-5-women", "deux")]).await;
        assert_eq!(half.status.as_u16(), 422);
        let dates = format!("{here}/question/{project}/dates");
        let backwards = [("debut-jour", "1"), ("debut-mois", "9"), ("debut-annee", "2025")];
        let told = answer(&knocker, "asso-saisie", &dates, &backwards).await;
        assert!(told.status.as_u16() == 422 && plain(&told.body).contains("commencer en 2026"));
        let nowhere = [("adresse", "1 rue de nulle part")];
        let told = answer(&knocker, "asso-saisie", &format!("{here}/question/{project}/territoires"), &nowhere).await;
        assert!(told.status.as_u16() == 422 && told.body.contains("1 rue de nulle part"));
        // What is asked never breaks before its mark, nor a number in two.
        let long = "é".repeat(1200);
        let told =
            answer(&knocker, "asso-saisie", &format!("{here}/question/dossier/objet"), &[("reponse", &long)]).await;
        assert_eq!(told.status.as_u16(), 422);
        for narrow in ["Que demandez-vous\u{202f}?", "1\u{202f}200 signes", "1\u{202f}000 au plus"] {
            assert!(told.body.contains(narrow), "{narrow}: {}", told.body);
        }
        assert!(!told.body.contains("vous ?"), "{}", told.body);
        for path in
            ["question/dossier/inconnue", "question/dossier/intitule", "budget/dossier/2031", "question/x/objet"]
        {
            assert_eq!(knocker.get("asso-saisie", &format!("{here}/{path}")).await.status.as_u16(), 404, "{path}");
        }
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_are_added_copied_and_taken_out() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(7)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let here = begun(&knocker, &ground, "asso-saisie", 0).await;
        filled(&knocker, &house, &ground, ("asso-saisie", &here), "Cuisines du monde").await;
        let first = projects(&house, &here).await[0].to_string();
        let copy = knocker.post("asso-saisie", &format!("{here}/actions/copie"), &[("action", &first)]).await;
        assert_eq!(copy.status.as_u16(), 303, "{}", copy.body);
        let tasks = knocker.get("asso-saisie", &here).await.body;
        assert!(tasks.contains("Cuisines du monde (copie)"), "{tasks}");
        let all = projects(&house, &here).await;
        let budget = knocker.get("asso-saisie", &format!("{here}/budget/{}/2026", all[1])).await.body;
        assert!(budget.contains("value=\"6000\"") && budget.contains("value=\"5000\""), "{budget}");
        // Only the quotation of the copy is missing.
        let recap = plain(&knocker.get("asso-signature", &format!("{here}/depot")).await.body);
        assert!(recap.contains("(copie) – Pièce à joindre : Devis") && !recap.contains("Sans réponse :"), "{recap}");
        assert!(recap.contains("Préfecture de l’Aude 10 000 €"));
        let gone = knocker.post("asso-saisie", &format!("{here}/actions/retrait"), &[("action", &first)]).await;
        assert_eq!(gone.status.as_u16(), 303, "{}", gone.body);
        assert_eq!(projects(&house, &here).await, [all[1]]);
        let added = knocker.post("asso-saisie", &format!("{here}/actions"), &[]).await;
        assert!(added.location.ends_with("/intitule"), "{}", added.location);
        sound(&house).await;
    })
    .await;
}
