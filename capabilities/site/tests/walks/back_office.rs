//! Behind the counter: who may come in, the journal, the jobs, the mails.

use std::sync::Arc;

use crate::arranged::{door, migrations, walk};
use database::execute;
use database::testing::each_database;
use jobs::{JobState, NewJob};
use kernel::{Actor, Breakdown, Function, Grant, Person, Scope, Uuid};
use web::house::Boxed;
use web::testing::Knocker;
use web::{Gatekeeper, House};

async fn record(house: &House, act: &str, actor: &Actor, why: &str) {
    let mut tx = house.write().await.expect("a transaction");
    let entry = journal::Entry::on(act, "essai", Uuid::from_u128(9)).why(why);
    journal::record(&mut tx, &house.outside, actor, entry).await.expect("recorded");
    tx.commit().await.expect("kept");
}

async fn acts_of(house: &House, act: &str) -> usize {
    let mut tx = house.read().await.expect("a transaction");
    let search = journal::Search { act: act.into(), ..journal::Search::default() };
    journal::matching(&mut tx, &search, None, 100).await.expect("read").len()
}

#[tokio::test]
async fn what_awaits_is_told_to_whoever_may_do_it() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db);
        assert!(!knocker.get("chef", "/gestion").await.body.contains("Sans date"));
        let mut tx = house.write().await.expect("a transaction");
        listening::testing::consultation(&mut tx, &house.outside, "Ateliers").await;
        listening::testing::need(&mut tx, &house.outside, "Des bancs à l’ombre").await;
        tx.commit().await.expect("kept");
        let desk = knocker.get("chef", "/gestion").await.body;
        assert!(desk.contains("Sans date") && !desk.contains("Tout est à jour."), "{desk}");
        assert!(desk.contains("Relire 1\u{a0}besoin sans preuve</a>"), "{desk}");
        for (token, told) in [("elue", "besoin sans preuve"), ("admin", "besoin sans preuve")] {
            assert!(!knocker.get(token, "/gestion").await.body.contains(told), "{token} may not");
        }
    })
    .await;
}

#[tokio::test]
async fn each_page_opens_to_its_functions_only() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        let expected = [
            ("/gestion", [303, 200, 403, 403, 200, 200]),
            ("/gestion/journal", [303, 403, 403, 403, 200, 200]),
            ("/gestion/journal/verification", [303, 403, 403, 403, 200, 200]),
            ("/gestion/travaux", [303, 403, 403, 403, 200, 403]),
            ("/gestion/courriels", [303, 403, 403, 403, 200, 403]),
        ];
        for (path, statuses) in expected {
            for (token, status) in ["", "chef", "asso", "conseil", "admin", "audit"].into_iter().zip(statuses) {
                assert_eq!(knocker.get(token, path).await.status, status, "{path} by {token:?}");
            }
        }
        let desk = knocker.get("admin", "/gestion").await.body;
        assert!(desk.contains("Tout est à jour.") && desk.contains("href=\"/gestion/courriels\""));
        let desk = knocker.get("chef", "/gestion").await.body;
        assert!(!desk.contains("href=\"/gestion/journal\""), "no link that leads to a refusal");
    })
    .await;
}

#[tokio::test]
async fn the_journal_is_searched_and_taken_away() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db);
        for rank in 0..60 {
            record(&house, "essai.un", &Actor::Platform("essai"), &format!("motif {rank} <b>")).await;
        }
        record(&house, "site.cancel_job", &Actor::Platform("autre"), "=cmd()").await;
        let page = knocker.get("audit", "/gestion/journal").await.body;
        assert!(page.contains("Arrêter une tâche de fond"), "declared acts are said in French");
        assert!(!page.contains("<b>") && page.contains("motif 59 &lt;b&gt;") && !page.contains("motif 10 "));
        let older = crate::arranged::between(&page, "href=\"/gestion/journal?avant=", "\"");
        let page = knocker.get("audit", &format!("/gestion/journal?avant={older}")).await.body;
        assert!(page.contains("motif 0 ") && page.contains("Revenir aux plus récents"));
        let page = knocker.get("audit", "/gestion/journal?acte=site.cancel_job").await.body;
        assert!(page.contains("=cmd()") && !page.contains("motif 59"));
        let page = knocker.get("audit", "/gestion/journal?personne=autre").await.body;
        assert!(page.contains("=cmd()") && !page.contains("motif 59"));
        let page = knocker.get("audit", "/gestion/journal?personne=plateforme").await.body;
        assert!(page.contains("Plusieurs personnes"));
        let reply = knocker.get("audit", "/gestion/journal?du=hier").await;
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("Écrivez la date ainsi") && reply.body.contains("value=\"hier\""));
        let empty = knocker.get("audit", "/gestion/journal?du=16/03/2026").await.body;
        assert!(empty.contains("Aucune ligne."), "nothing was done after the day of the test");
        let same_day = knocker.get("audit", "/gestion/journal?du=15/03/2026&au=15/03/2026").await.body;
        assert!(same_day.contains("motif 59"));
        let by_object = format!("/gestion/journal?objet={}", Uuid::from_u128(9));
        assert!(knocker.get("audit", &by_object).await.body.contains("motif 59"));
        for odd in ["avant=abc", "objet=%00x", "acte=%27%20OR%201=1", "personne=%25"] {
            let status = knocker.get("audit", &format!("/gestion/journal?{odd}")).await.status.as_u16();
            assert!(status == 200 || status == 422, "{odd}: {status}");
        }
        let file = knocker.post("audit", "/gestion/journal/export", &[("acte", "site.cancel_job")]).await;
        assert!(file.media_type.starts_with("text/csv"), "{}", file.media_type);
        assert!(file.body.contains("cmd()") && !file.body.contains(";=cmd()"), "no formula runs: {}", file.body);
        assert_eq!(acts_of(&house, "site.export_journal").await, 1, "taking it away is recorded");
        assert_eq!(knocker.post("chef", "/gestion/journal/export", &[]).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_change_behind_the_platform_is_shown() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db);
        record(&house, "essai.un", &Actor::Platform("essai"), "motif").await;
        record(&house, "essai.deux", &Actor::Platform("essai"), "motif").await;
        let page = knocker.get("audit", "/gestion/journal/verification").await.body;
        assert!(page.contains("Rien n’a été changé") && page.contains("2\u{a0}actes relus"), "{page}");
        let mut tx = house.write().await.expect("a transaction");
        let sql = "UPDATE journal_words SET why = 'autre chose' WHERE seq = 1";
        database::execute!(&mut tx, sql).expect("words can be erased, so they can be changed");
        tx.commit().await.expect("kept");
        let page = knocker.get("audit", "/gestion/journal/verification").await.body;
        assert!(page.contains("changé en dehors") && !page.contains("Rien n’a été changé"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_job_is_stopped_and_started_again() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db);
        let mut tx = house.write().await.expect("a transaction");
        let new = NewJob::new("essai.rien", serde_json::Value::Null);
        let id = jobs::enqueue(&mut tx, &house.outside, new).await.expect("queued").id;
        tx.commit().await.expect("kept");
        assert!(knocker.get("admin", "/gestion/travaux").await.body.contains("essai.rien"));
        assert_eq!(knocker.post("chef", &format!("/gestion/travaux/{id}/annulation"), &[]).await.status, 403);
        let reply = knocker.post("admin", &format!("/gestion/travaux/{id}/annulation"), &[]).await;
        assert_eq!((reply.status.as_u16(), reply.location.as_str()), (303, "/gestion/travaux?fait=annule"));
        let state = |house: std::sync::Arc<House>| async move {
            let mut tx = house.read().await.expect("a transaction");
            jobs::find(&mut tx, id).await.expect("read").expect("there").state
        };
        assert_eq!(state(house.clone()).await, JobState::Cancelled);
        assert_eq!(knocker.post("admin", &format!("/gestion/travaux/{id}/annulation"), &[]).await.status, 409);
        let reply = knocker.post("admin", &format!("/gestion/travaux/{id}/reprise"), &[]).await;
        assert_eq!(reply.status, 303);
        assert_eq!(state(house.clone()).await, JobState::Waiting);
        assert_eq!(knocker.post("admin", &format!("/gestion/travaux/{id}/reprise"), &[]).await.status, 409);
        assert_eq!(acts_of(&house, "site.cancel_job").await, 1, "a refused act is not recorded");
        assert_eq!(acts_of(&house, "site.try_job_again").await, 1);
        let unknown = Uuid::from_u128(77);
        assert_eq!(knocker.post("admin", &format!("/gestion/travaux/{unknown}/reprise"), &[]).await.status, 404);
        assert_eq!(knocker.post("admin", "/gestion/travaux/x/reprise", &[]).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_mail_leaves_again_only_with_a_reason() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db);
        let mut tx = house.write().await.expect("a transaction");
        let new = jobs::mail::NewMail::read("essai.lien", "claire@ville.example", "Claire", "Votre lien", "SECRET")
            .expect("a mail");
        let id = jobs::mail::queue(&mut tx, &house.outside, &new).await.expect("queued");
        tx.commit().await.expect("kept");
        let list = knocker.get("admin", "/gestion/courriels").await.body;
        assert!(list.contains("claire@ville.example") && !list.contains("SECRET"), "its text is never shown");
        let path = format!("/gestion/courriels/{id}/renvoi");
        assert!(knocker.get("admin", &path).await.body.contains("n’a pas à être renvoyé"));
        assert_eq!(knocker.post("admin", &path, &[("motif", "arrivé ?")]).await.status, 409);
        let mut tx = house.write().await.expect("a transaction");
        database::execute!(&mut tx, "UPDATE mail SET state = 'uncertain' WHERE id = $1", id).expect("settled");
        tx.commit().await.expect("kept");
        assert!(knocker.get("admin", "/gestion").await.body.contains("envoi incertain"), "it awaits the administrator");
        assert!(knocker.get("admin", &path).await.body.contains("peut-être déjà reçu"));
        let reply = knocker.post("admin", &path, &[("motif", "  ")]).await;
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("Écrivez pourquoi ce courriel doit repartir"));
        let long = "x".repeat(501);
        let reply = knocker.post("admin", &path, &[("motif", &long)]).await;
        assert!(reply.body.contains("il en fait 501") && reply.body.contains(&long), "what was typed is given back");
        assert_eq!(knocker.post("chef", &path, &[("motif", "x")]).await.status, 403);
        assert_eq!(knocker.post("admin", &path, &[("motif", "Claire ne l’a pas reçu")]).await.status, 303);
        let mut tx = house.read().await.expect("a transaction");
        let state = jobs::mail::find(&mut tx, id).await.expect("read").expect("there").state;
        assert_eq!(state, jobs::mail::MailState::Queued);
        drop(tx);
        assert_eq!(acts_of(&house, "site.send_mail_again").await, 1);
    })
    .await;
}

/// Somebody who administers one contract only.
struct OneContract;

impl Gatekeeper for OneContract {
    fn actor<'a>(&'a self, _: &'a House, _: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        let scope = Scope::contract(Uuid::from_u128(11));
        let person = Person {
            account: Uuid::from_u128(1),
            session: Uuid::from_u128(2),
            name: "Personne d’un contrat".to_owned(),
            grants: vec![Grant { function: Function::Administrator, scope }],
            has_second_factor: true,
            acting_for: None,
        };
        Box::pin(async move { Ok(Actor::Person(person)) })
    }
}

#[tokio::test]
async fn whoever_administers_one_contract_follows_its_mails_and_no_other() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = walk(db.clone());
        let mut tx = house.write().await.expect("a transaction");
        let (ours, theirs) = (Uuid::from_u128(11), Uuid::from_u128(12));
        let mut ids = Vec::new();
        for (to, contract) in [("leila", None), ("noor", Some(ours)), ("omar", Some(theirs))] {
            let to = format!("{to}@exemple.fr");
            let mail = jobs::mail::NewMail::read("essai", &to, "", "Votre aide", "Bonjour").expect("a mail");
            ids.push(jobs::mail::queue(&mut tx, &house.outside, &mail.of_contract(contract)).await.expect("queued"));
        }
        execute!(&mut tx, "UPDATE mail SET state = 'refused'").expect("refused");
        tx.commit().await.expect("kept");
        let list = knocker.get("admin", "/gestion/courriels").await.body;
        assert!(["leila", "noor", "omar", "abandonné (3)"].iter().all(|told| list.contains(told)), "{list}");
        let mut other = Arc::into_inner(web::testing::house(db, database::testing::outside(4))).expect("a new house");
        other.gatekeeper = Arc::new(OneContract);
        let limited = Knocker::new(door(), Arc::new(other));
        let list = limited.get("limitee", "/gestion/courriels").await;
        assert!(
            list.status == 200 && list.body.contains("noor") && list.body.contains("abandonné (1)"),
            "{}",
            list.body
        );
        assert!(!list.body.contains("leila") && !list.body.contains("omar"), "{}", list.body);
        assert!(list.body.contains("le contrat que vous administrez"), "{}", list.body);
        let desk = limited.get("limitee", "/gestion").await.body;
        assert!(desk.contains("courriel refusé ou abandonné") && !desk.contains("courriels refusés"), "{desk}");
        let paths: Vec<String> = ids.iter().map(|id| format!("/gestion/courriels/{id}/renvoi")).collect();
        for path in [&paths[0], &paths[2]] {
            let asked = limited.get("limitee", path).await;
            assert!(asked.status == 404 && !asked.body.contains("@exemple.fr"), "{}", asked.body);
            assert_eq!(limited.post("limitee", path, &[("motif", "Pas reçu")]).await.status, 404);
        }
        assert!(limited.get("limitee", &paths[1]).await.body.contains("noor@exemple.fr"));
        assert_eq!(acts_of(&house, "site.send_mail_again").await, 0);
        assert_eq!(limited.post("limitee", &paths[1], &[("motif", "Pas reçu")]).await.status, 303);
        assert_eq!(acts_of(&house, "site.send_mail_again").await, 1);
        let mut tx = house.read().await.expect("a transaction");
        for (id, state) in ids.iter().zip(["refused", "queued", "refused"]) {
            let kept = jobs::mail::find(&mut tx, *id).await.expect("read").expect("there");
            assert_eq!(kept.state.code(), state, "{}", kept.to_address);
        }
    })
    .await;
}
