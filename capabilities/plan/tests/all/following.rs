//! What everybody reads, narrows, takes away and follows, on both databases.

use crate::setting;

use crate::setting::{arranged, count, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use web::House;
use web::testing::{Knocker, house};

/// Opens and publishes a sheet; its address in the back office.
async fn published(knocker: &Knocker, code: &str, title: &str, more: &[(&str, &str)]) -> String {
    let mut form = new_sheet(code, title);
    form.extend_from_slice(more);
    let path = opened(knocker, &form).await;
    assert_eq!(knocker.post("chef", &format!("{path}/publication"), &[]).await.status.as_u16(), 303);
    path
}

/// Mails queued, the last one first: to whom, the text, where one leaves.
async fn mails(house: &House) -> Vec<(String, String, Option<String>)> {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT to_address, text_body, unsubscribe FROM mail ORDER BY created_at DESC, id DESC";
    fetch_all!(&mut tx, sql).expect("mails")
}

/// The key a mail holds.
fn key_of(text: &str) -> String {
    text.split("cle=").nth(1).unwrap_or_default().chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_counted_and_taken_away() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(61));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let (objective, axis) = (set.objective.to_string(), set.axis.to_string());
        let tied =
            [("operationnel", objective.as_str()), ("axes", axis.as_str()), ("description", "Élagage des arbres")];
        let first = published(&knocker, "F1", "Planter", &tied).await;
        published(&knocker, "F2", "Éclairer", &[]).await;
        let area = set.areas[0].to_string();
        let places = format!("{first}/liste/quartiers");
        let revision = setting::hidden(&knocker.get("chef", &places).await.body, "revision");
        let form =
            [("lignes", "1"), ("revision", revision.as_str()), ("quartier-1", area.as_str()), ("etat-1", "done")];
        assert_eq!(knocker.post("chef", &places, &form).await.status.as_u16(), 303);

        let all = plain(&knocker.get("", "/actions").await.body);
        assert!(all.contains("F1 Planter") && all.contains("F2 Éclairer") && all.contains("2 actions"), "{all}");
        assert!(all.contains("Par objectif") && all.contains("Par quartier"), "{all}");
        for narrowed in [
            "contrat=essai&objectif=O1",
            "objectif=E1",
            "quartier=QN01101N",
            "axe=T1",
            "q=elagage%20arbre",
            "contrat=essai&q=planter",
        ] {
            let page = plain(&knocker.get("", &format!("/actions?{narrowed}")).await.body);
            assert!(page.contains("F1 Planter") && !page.contains("F2 Éclairer"), "{narrowed}: {page}");
            let feed = knocker.get("", &format!("/actions/fil.atom?{narrowed}")).await;
            assert!(
                feed.media_type.contains("atom") && feed.body.matches("<entry>").count() == 1,
                "{narrowed}: {}",
                feed.body
            );
        }
        // In the language of whoever reads; what was written stays in French, and says so.
        let sheet = plain(&knocker.get("", "/actions/F1?langue=en").await.body);
        assert!(sheet.contains("What led to this action") && sheet.contains("Follow this action by e-mail"), "{sheet}");
        assert!(sheet.contains("<h1>Planter") || sheet.contains("Planter</"), "{sheet}");
        for (langue, words) in [("en", "2 actions"), ("ar", "عدد الأعمال: 2"), ("fr-facile", "Ce qui va venir")]
        {
            let page = plain(&knocker.get("", &format!("/actions?langue={langue}")).await.body);
            assert!(page.contains(words) && page.contains("F1 Planter"), "{langue}: {page}");
            assert!(!page.contains("Ce qui est fait, ce qui est en cours"), "{langue}: {page}");
        }
        let none = plain(&knocker.get("", "/actions?etat=done").await.body);
        assert!(none.contains("Aucune action à montrer"), "{none}");
        for unknown in ["contrat=autre", "objectif=O9", "quartier=QN99999N", "etat=autre", "axe=X"] {
            assert_eq!(knocker.get("", &format!("/actions?{unknown}")).await.status.as_u16(), 404, "{unknown}");
        }
        let csv = knocker.get("", "/actions?format=csv").await.body;
        assert!(csv.contains("Planter") && csv.contains("La Conte") && csv.contains("/actions/F1"), "{csv}");
        assert!(knocker.get("", "/actions?format=xlsx").await.bytes.starts_with(b"PK"));
        assert_eq!(knocker.get("", "/actions?format=exe").await.status.as_u16(), 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_sheets_change_at_once_or_none() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(62));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let mut ids = Vec::new();
        for code in ["F1", "F2"] {
            let path = published(&knocker, code, "Une action", &[]).await;
            ids.push(path.rsplit('/').next().unwrap_or_default().to_owned());
        }
        let bulk = "/gestion/actions/lot";
        let base = [("contrat", "essai"), ("retour", "contrat=essai&q=une%20action")];
        let nothing = knocker.post("chef", bulk, &base).await;
        assert_eq!(nothing.status.as_u16(), 422);
        for field in ["fiches", "nouvel-etat"] {
            assert!(nothing.body.contains(&format!("href=\"#champ-{field}\"")), "{field}: {}", nothing.body);
        }
        let mut form = base.to_vec();
        form.extend(ids.iter().map(|id| ("fiches", id.as_str())));
        form.extend([("nouvel-etat", "suspended"), ("pilote", "Un pilote gardé"), ("nouvel-axe", "T1")]);
        let wrong = knocker.post("chef", bulk, &form).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Un pilote gardé"), "{}", wrong.body);
        assert_eq!(wrong.body.matches(" checked").count(), 2, "what was ticked stays ticked");
        form.extend([("source", "Revue de projet"), ("motif", "Budget")]);
        let reply = knocker.post("chef", bulk, &form).await;
        assert!(
            reply.location.starts_with("/gestion/actions?contrat=essai&q=une%20action"),
            "{} {}",
            reply.location,
            reply.body
        );
        let mut tx = house.read().await.expect("read");
        let rows: Vec<(String, String)> = fetch_all!(&mut tx, "SELECT status, lead FROM action_sheet").expect("rows");
        assert_eq!(rows, vec![("suspended".to_owned(), "Un pilote gardé".to_owned()); 2]);
        drop(tx);
        assert_eq!(count(&house, "sheet_lens").await, 2);
        assert_eq!(knocker.post("elue", bulk, &form).await.status.as_u16(), 403);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_follows_once_confirmed_and_leaves_in_one_gesture() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(63));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let objective = set.objective.to_string();
        let path = published(&knocker, "F1", "Planter", &[("operationnel", objective.as_str())]).await;
        let ask = "/actions/suivre";
        assert_eq!(knocker.get("", &format!("{ask}?action=F9")).await.status.as_u16(), 404);
        assert_eq!(knocker.get("", &format!("{ask}?action=F1")).await.status.as_u16(), 200);
        let wrong = knocker.post("", ask, &[("action", "F1"), ("courriel", "personne")]).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("href=\"#champ-courriel\""), "{}", wrong.body);
        let sent = knocker.post("", ask, &[("action", "F1"), ("courriel", "Zoe@Exemple.fr")]).await;
        assert!(sent.status.as_u16() == 200 && sent.body.contains("Regardez votre messagerie"), "{}", sent.body);
        let again = knocker.post("", ask, &[("action", "F1"), ("courriel", "zoe@exemple.fr")]).await;
        assert!(again.body.contains("Regardez votre messagerie"), "whether somebody follows is not told");
        assert_eq!(count(&house, "plan_follower").await, 1);
        let (to, text, unsubscribe) = mails(&house).await.remove(0);
        assert_eq!(to, "zoe@exemple.fr");
        let key = key_of(&text);
        assert_eq!(unsubscribe, Some(format!("http://localhost/actions/suivre/quitter?cle={key}")));

        // Nothing is sent before the address is confirmed, and opening the link confirms nothing by itself.
        let state = [
            ("etat", "done"),
            ("depuis-jour", "14"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Bilan"),
        ];
        let digest = async || {
            let mut tx = house.write().await.expect("write");
            let around = (&house.outside, &house.keys);
            let actor = kernel::Actor::Platform("essai");
            let done = plan::actions::send_digests(&mut tx, around, ("http://localhost", "Parvis"), &actor).await;
            tx.commit().await.expect("kept");
            done.expect("sent")
        };
        let confirm = format!("/actions/suivre/confirmer?cle={key}");
        assert!(knocker.get("", &confirm).await.body.contains("Confirmer"));
        knocker.post("chef", &format!("{path}/etat"), &state).await;
        assert_eq!(digest().await, (0, 0));
        assert_eq!(knocker.post("", &confirm, &[]).await.status.as_u16(), 200);
        assert_eq!(knocker.post("", "/actions/suivre/confirmer?cle=inconnue", &[]).await.status.as_u16(), 404);
        assert_eq!(digest().await, (0, 0), "what happened before is not told");
        knocker.post("chef", &format!("{path}/etat"), &state).await;
        assert_eq!(digest().await, (1, 0));
        let (_, text, unsubscribe) = mails(&house).await.remove(0);
        let text = plain(&text);
        assert!(text.contains("F1 Planter") && text.contains("✓ Réalisée, depuis le 14 mars 2026"), "{text}");
        assert!(text.contains("http://localhost/actions/F1") && unsubscribe.is_some(), "{text}");
        assert_eq!(digest().await, (0, 0), "told once");

        // A mail program leaves for its owner: no page, no session, one request.
        let leave = unsubscribe.unwrap_or_default().replace("http://localhost", "");
        let reply = knocker.post("", &leave, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(reply.status.as_u16(), 200);
        assert_eq!(count(&house, "plan_follower").await, 0);
        assert_eq!(knocker.post("", &leave, &[]).await.status.as_u16(), 200, "twice does no harm");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbourhoods_and_objectives_are_followed_and_addresses_forgotten() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(64));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        for (asked, email) in [
            (vec![("quartier", "QN01101N")], "a@exemple.fr"),
            (vec![("contrat", "essai"), ("objectif", "O1")], "b@exemple.fr"),
            (vec![("contrat", "essai")], "c@exemple.fr"),
            (vec![("quartier", "QN01102N")], "d@exemple.fr"),
        ] {
            let mut form = asked;
            form.push(("courriel", email));
            assert_eq!(knocker.post("", "/actions/suivre", &form).await.status.as_u16(), 200, "{email}");
            if email != "d@exemple.fr" {
                let (_, text, _) = mails(&house).await.remove(0);
                knocker.post("", &format!("/actions/suivre/confirmer?cle={}", key_of(&text)), &[]).await;
            }
        }
        let objective = set.objective.to_string();
        let path = published(&knocker, "F1", "Planter", &[("operationnel", objective.as_str())]).await;
        let area = set.areas[0].to_string();
        let places = format!("{path}/liste/quartiers");
        let revision = setting::hidden(&knocker.get("chef", &places).await.body, "revision");
        let form =
            [("lignes", "1"), ("revision", revision.as_str()), ("quartier-1", area.as_str()), ("etat-1", "done")];
        assert_eq!(knocker.post("chef", &places, &form).await.status.as_u16(), 303);
        let mut tx = house.write().await.expect("write");
        let job = jobs::NewJob::new("plan.digest", serde_json::json!({}));
        jobs::enqueue(&mut tx, &house.outside, job).await.expect("queued");
        tx.commit().await.expect("kept");
        jobs::testing::worked(&house.db, &house.outside, plan::handlers(&house.keys, &house.settings)).await;
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT to_address FROM mail WHERE kind = 'plan.digest' ORDER BY to_address";
        let told: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("mails");
        let told: Vec<&str> = told.iter().map(|(to,)| to.as_str()).collect();
        assert_eq!(told, ["a@exemple.fr", "b@exemple.fr", "c@exemple.fr"]);
        let (open,): (i64,) =
            fetch_one!(&mut tx, "SELECT COUNT(*) FROM plan_follower WHERE confirmed_at IS NULL").expect("one");
        assert_eq!(open, 1);
        sound(&house).await;
    })
    .await;
}
