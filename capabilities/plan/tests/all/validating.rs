//! A draft is proposed by one person and validated by another before it is published, where the contract asks for it; and an agent
//! follows a sheet with her account; on both databases.

use crate::setting::{arranged, count, hidden, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use database::{execute, fetch_all};
use kernel::{Function, Uuid};
use web::House;
use web::testing::{Knocker, house};

/// The account behind a test token.
fn account(token: &str) -> Uuid {
    let function = web::testing::function(token).expect("a known token");
    Uuid::from_u128(1000 + Function::ALL.iter().position(|known| *known == function).unwrap_or(0) as u128)
}

async fn with_account(house: &House, token: &str) {
    let mut tx = house.write().await.expect("write");
    let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, is_demonstration, \
               created_at, revision) VALUES ($1, $2, $2, $3, $3, 0, 'open', $4, 0, 1)";
    execute!(&mut tx, sql, account(token), format!("{token}@exemple.fr"), token, false).expect("an account");
    tx.commit().await.expect("kept");
}

async fn drafted(knocker: &Knocker, code: &str) -> String {
    opened(knocker, &new_sheet(code, "Nettoyer ensemble")).await
}

const SETTING: &str = "/gestion/actions/validation";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_published_before_somebody_else_validated_it() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(91));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let path = drafted(&knocker, "F1").await;
        let status = async |token: &str, path: &str, fields: &[(&str, &str)]| {
            knocker.post(token, path, fields).await.status.as_u16()
        };
        // By default nobody is asked.
        let page = knocker.get("chef", &path).await.body;
        assert!(!page.contains("Validation</h2>") && page.contains("Publier la fiche"), "{page}");

        // Who publishes says so, once; an older page does not undo it.
        for (token, expected) in [("elue", 403), ("financeur", 403), ("", 303)] {
            assert_eq!(knocker.get(token, SETTING).await.status.as_u16(), expected, "{token}");
        }
        let page = knocker.get("chef", &format!("{SETTING}?contrat=essai")).await.body;
        assert!(page.contains("élu·e") && hidden(&page, "revision") == "0", "{page}");
        let asked = [("contrat", "essai"), ("revision", "0"), ("demandee", "oui")];
        assert_eq!(status("elue", SETTING, &asked).await, 403);
        assert_eq!(status("chef", SETTING, &asked).await, 303);
        assert_eq!(status("chef", SETTING, &[("contrat", "essai"), ("revision", "0")]).await, 409);
        assert!(knocker.get("chef", SETTING).await.body.contains("checked"));

        // A draft is not published, and the page says what to do.
        let page = plain(&knocker.get("chef", &path).await.body);
        assert!(page.contains("La fiche se publie une fois validée") && !page.contains("Publier la fiche"), "{page}");
        let publish = format!("{path}/publication");
        let refused = knocker.post("chef", &publish, &[]).await;
        assert!(refused.status.as_u16() == 409 && refused.body.contains("n’est pas validée"), "{}", refused.body);

        // Proposed once; whoever proposed does not decide, whoever only reads neither.
        let (propose, validate, send_back) =
            (format!("{path}/proposition"), format!("{path}/validation"), format!("{path}/renvoi"));
        assert_eq!(status("elue", &validate, &[]).await, 409, "nothing to decide yet");
        assert_eq!(status("elue", &propose, &[]).await, 403);
        assert_eq!(status("chef", &propose, &[]).await, 303);
        assert_eq!(status("chef", &propose, &[]).await, 409);
        let own = knocker.post("chef", &validate, &[]).await;
        assert!(own.status.as_u16() == 409 && own.body.contains("Vous avez proposé"), "{}", own.body);
        assert_eq!(status("financeur", &validate, &[]).await, 403);
        let list = plain(&knocker.get("elue", "/gestion/actions?contrat=essai&validation=attendue").await.body);
        assert!(list.contains("F1 Nettoyer ensemble") && list.contains("proposées à la validation"), "{list}");
        let page = plain(&knocker.get("elue", &path).await.body);
        assert!(page.contains("Valider la fiche") && page.contains("attend d’être validée"), "{page}");
        assert!(!plain(&knocker.get("chef", &path).await.body).contains("Valider la fiche"));

        // Sent back with what to change; the reason is asked, and read.
        let reply = knocker.post("elue", &send_back, &[("motif-renvoi", " ")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("href=\"#champ-motif-renvoi\""), "{}", reply.body);
        assert_eq!(status("elue", &send_back, &[("motif-renvoi", "Dites qui tient la première étape")]).await, 303);
        let page = plain(&knocker.get("chef", &path).await.body);
        assert!(page.contains("Dites qui tient la première étape") && page.contains("Renvoyée le"), "{page}");

        // Validated, then changed: what was read is no longer what would be published.
        assert_eq!(status("chef", &propose, &[]).await, 303);
        assert_eq!(status("prefecture", &validate, &[]).await, 303);
        assert!(plain(&knocker.get("chef", &path).await.body).contains("Publier la fiche"));
        let said = [
            ("etat", "done"),
            ("depuis-jour", "4"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Comité"),
        ];
        assert_eq!(status("chef", &format!("{path}/etat"), &said).await, 303);
        assert_eq!(status("chef", &publish, &[]).await, 409);
        assert!(plain(&knocker.get("chef", &path).await.body).contains("doit être proposée de nouveau"));
        assert_eq!(status("chef", &propose, &[]).await, 303);
        assert_eq!(status("elue", &validate, &[]).await, 303);
        assert_eq!(status("chef", &publish, &[]).await, 303);
        assert_eq!(knocker.get("", "/actions/F1").await.status.as_u16(), 200);
        assert!(!knocker.get("chef", &path).await.body.contains("Validation</h2>"));

        // Who did what stands in the journal and in the rows.
        let mut tx = house.read().await.expect("read");
        let rows: Vec<(String, String, String)> =
            fetch_all!(&mut tx, "SELECT state, proposed_by, decided_by FROM sheet_proposal ORDER BY proposed_at, id")
                .expect("rows");
        drop(tx);
        let states: Vec<&str> = rows.iter().map(|(state, ..)| state.as_str()).collect();
        let mut sorted = states.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, ["sent_back", "validated", "validated"]);
        assert!(rows.iter().all(|(_, by, decided)| !by.is_empty() && by != decided), "{rows:?}");

        // A draft taken out takes what was proposed of it along.
        let other = drafted(&knocker, "F2").await;
        assert_eq!(status("chef", &format!("{other}/proposition"), &[]).await, 303);
        assert_eq!(status("chef", &format!("{other}/suppression"), &[("motif-suppression", "Doublon")]).await, 303);
        assert_eq!(count(&house, "sheet_proposal").await, 3);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_follows_a_sheet_with_her_account() {
    each_database(&migrations(), |db| async move {
        let house = house(db.clone(), outside(92));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        with_account(&house, "chef").await;
        with_account(&house, "elue").await;
        let path = drafted(&knocker, "F1").await;
        let page = plain(&knocker.get("elue", &path).await.body);
        assert!(page.contains("Personne ne suit encore") && page.contains("Suivre cette fiche"), "{page}");
        for token in ["elue", "elue", "chef"] {
            assert_eq!(knocker.post(token, &format!("{path}/suivi"), &[]).await.status.as_u16(), 303);
        }
        assert_eq!(knocker.post("asso", &format!("{path}/suivi"), &[]).await.status.as_u16(), 403);
        let page = plain(&knocker.get("elue", &path).await.body);
        assert!(page.contains("2 personnes suivent cette fiche par courriel, dont vous"), "{page}");
        assert!(!page.contains("elue@exemple.fr") && !page.contains("chef@exemple.fr"), "counted, never named: {page}");

        // Once published, what changes reaches her like anybody, with where to stop.
        let tomorrow = kernel::Outside::told(database::testing::TEST_START.plus_days(1), 94);
        let then = Knocker::new(plan::door(), web::testing::house(db.clone(), tomorrow));
        assert_eq!(then.post("chef", &format!("{path}/publication"), &[]).await.status.as_u16(), 303);
        let later = kernel::Outside::told(database::testing::TEST_START.plus_days(2), 93);
        let mut tx = house.write().await.expect("write");
        let about = ("http://localhost", "Parvis");
        let told = plan::actions::send_digests(&mut tx, (&later, &house.keys), about, &crate::setting::ACTOR).await;
        told.expect("sent");
        tx.commit().await.expect("kept");
        let mut tx = house.read().await.expect("read");
        let mails: Vec<(String, Option<String>)> =
            fetch_all!(&mut tx, "SELECT to_address, unsubscribe FROM mail ORDER BY to_address").expect("mails");
        drop(tx);
        let to: Vec<&str> = mails.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(to, ["chef@exemple.fr", "elue@exemple.fr"]);
        assert!(
            mails
                .iter()
                .all(|(_, leave)| leave.as_deref().is_some_and(|at| at.contains("/quitter?") && at.contains("cle=")))
        );

        assert_eq!(knocker.post("elue", &format!("{path}/suivi/retrait"), &[]).await.status.as_u16(), 303);
        let page = plain(&knocker.get("elue", &path).await.body);
        assert!(page.contains("1 personne suit cette fiche par courriel."), "{page}");
        sound(&house).await;
    })
    .await;
}
