//! Once filed: what is missing is asked, given back and accepted; messages go both ways; the carrier follows each funder;
//! services take the whole file away; on both databases, through the doors.

use crate::desk;

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::desk::{answer, closed, hidden, join, plain, sound};
use applications::facade::{self, Asked, FundingState, NewCompletion, NewRecusal};
use applications::testing::{Ground, LocalPeople, house, migrations};
use database::testing::{TEST_START, each_database};
use database::{Db, execute, fetch_all};
use jiff::tz::TimeZone;
use kernel::{Cents, Chance, Clock, Moment, Outside, Uuid};
use web::House;
use web::testing::Knocker;

/// Somebody of the association has an account: she is written to.
async fn known(house: &House, ground: &Ground) {
    let mut tx = house.write().await.expect("write");
    let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, is_demonstration, \
               created_at, revision) VALUES ($1, $2, $2, 'Nadia Fabre', 'nadia fabre', 0, 'open', $3, 0, 1)";
    let account = LocalPeople::account("asso-saisie");
    execute!(&mut tx, sql, account, "nadia@exemple.fr", false).expect("an account");
    let sql = "INSERT INTO membership (id, account, organisation, role, created_at) VALUES ($1, $2, $3, 'editor', 0)";
    execute!(&mut tx, sql, house.outside.uuid(), account, ground.carriers[0]).expect("a membership");
    tx.commit().await.expect("kept");
}

/// A clock moved by hand, that goes on by itself meanwhile.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

struct Counting(AtomicI64);

impl Chance for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            *byte = self.0.fetch_add(7, Ordering::Relaxed).wrapping_mul(2_654_435_761).to_le_bytes()[1];
        }
    }
}

async fn arranged(db: Db) -> (Arc<House>, Ground, Knocker, Arc<Hand>) {
    let hand = Arc::new(Hand(AtomicI64::new(TEST_START.0)));
    let outside = Outside::new(hand.clone(), Arc::new(Counting(AtomicI64::new(3))));
    let (house, ground) = house(db, outside).await;
    known(&house, &ground).await;
    let knocker = Knocker::new(applications::door(), house.clone());
    (house, ground, knocker, hand)
}

async fn mails(house: &House) -> Vec<(String, String, String)> {
    let mut tx = house.read().await.expect("read");
    fetch_all!(&mut tx, "SELECT to_address, subject, text_body FROM mail ORDER BY created_at, id").expect("mails")
}

/// Asks for what is missing, as the officer does.
async fn ask(house: &House, ground: &Ground, keys: &[(Option<Uuid>, &str)], due_on: &str) -> kernel::Outcome<Uuid> {
    let mut tx = house.write().await.expect("write");
    let officer = LocalPeople(ground.clone()).actor_of("instruction");
    let items = keys.iter().map(|(project, key)| Asked {
        project: *project,
        key: (*key).to_owned(),
        why: format!("Il manque quelque chose : {key}"),
    });
    let new = NewCompletion { items: items.collect(), due_on: due_on.parse().ok(), note: "Merci d’avance".into() };
    let asked =
        facade::ask_completion(&mut tx, (&house.outside, &TimeZone::UTC), &officer, ground.application, new).await;
    if asked.is_ok() {
        facade::tell_asked(&mut tx, &house.outside, "http://localhost", ground.application).await.expect("told");
        tx.commit().await.expect("kept");
    }
    asked
}

/// The address where something asked is marked, by what its card is called.
fn card(page: &str, title: &str) -> String {
    let before = page.split_once(&format!("<h2>{title}</h2>")).unwrap_or_else(|| panic!("no {title} in {page}")).0;
    let id = before.rsplit_once("id=\"").expect("a card").1;
    id.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_opens_alone_is_given_back_and_accepted() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let here = format!("/dossiers/{}", ground.application);
        let (first, second) = (ground.projects[0], ground.projects[1]);
        let nothing = plain(&knocker.get("asso-saisie", &format!("{here}/complement")).await.body);
        assert!(nothing.contains("Rien ne vous est demandé."), "{nothing}");
        let keys = [(None, "rib"), (Some(first), "budget"), (Some(first), "territoires"), (Some(second), "action")];
        ask(&house, &ground, &keys, "2026-04-10").await.expect("asked");
        let told = mails(&house).await;
        let (to, subject, text) = &told[0];
        assert_eq!((to.as_str(), told.len()), ("nadia@exemple.fr", 1));
        assert!(subject.contains("complément : dossier n° 2026-0001"), "{subject}");
        assert!(
            text.contains(&format!("http://localhost{here}/complement")) && !text.contains("Il manque quelque chose :"),
            "{text}"
        );

        let page = plain(&knocker.get("asso-saisie", &format!("{here}/complement")).await.body);
        for told in [
            "avant la fin du 10 avril 2026",
            "Merci d’avance",
            "Relevé d’identité bancaire",
            "Budget de l’action – Cuisines du monde",
            "Il manque quelque chose : territoires",
            "Toute la partie « Votre action » – Jardins au pied des tours",
            "Il reste 4 éléments à apporter.",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let follow = plain(&knocker.get("asso-saisie", &format!("{here}/suivi")).await.body);
        assert!(follow.contains("à compléter") && follow.contains("Voir ce qui manque"), "{follow}");

        // Nothing else opens: another question, another budget, another document.
        for (path, typed) in [
            (format!("{here}/question/dossier/objet"), ("reponse", "Autre chose")),
            (format!("{here}/question/{first}/description"), ("reponse", "Autre chose")),
            (format!("{here}/budget/{second}/2026"), ("c-604", "1 000")),
            (format!("{here}/budget/dossier/2026"), ("c-604", "1 000")),
        ] {
            closed(&knocker, "asso-saisie", &path, typed).await;
        }
        let file = ("fichier", "devis.pdf", b"%PDF-1.7 essai".as_slice());
        let other = format!("{first}:devis");
        let refused = knocker.upload("asso-saisie", &format!("{here}/pieces"), &[("piece", &other)], file).await;
        assert_eq!(refused.status.as_u16(), 409, "{}", refused.body);
        let pieces = knocker.get("asso-saisie", &format!("{here}/pieces")).await.body;
        assert!(pieces.contains("value=\"dossier:rib\"") && !pieces.contains(&other), "{pieces}");

        // What is asked does, and leads back to what is left.
        join(&knocker, "asso-saisie", &here, "dossier:rib").await;
        let budget = format!("{here}/budget/{first}/2026");
        let ground_funder = format!("f-{}", ground.funders[0]);
        let typed = [("c-604", "4 000"), (ground_funder.as_str(), "4 000"), ("suite", "dossier")];
        let saved = answer(&knocker, "asso-saisie", &budget, &typed).await;
        assert_eq!(saved.status.as_u16(), 303, "{}", saved.body);
        assert!(saved.location.starts_with(&format!("{here}/complement")), "{}", saved.location);
        let area = ground.areas[1].to_string();
        let places = format!("{here}/question/{first}/territoires");
        let saved = answer(&knocker, "asso-saisie", &places, &[("quartiers", &area)]).await;
        assert_eq!(saved.status.as_u16(), 303, "{}", saved.body);
        assert!(saved.location.starts_with(&format!("{here}/complement")), "{}", saved.location);

        // Each is marked; one that nothing changed says why; nothing is sent before all are.
        let complement = format!("{here}/complement");
        let page = knocker.get("asso-saisie", &complement).await.body;
        let revision = hidden(&knocker.get("asso-signature", &complement).await.body, "revision");
        let early = knocker.post("asso-signature", &complement, &[("revision", &revision)]).await;
        assert!(early.status.as_u16() == 422 && plain(&early.body).contains("Il reste 4 éléments"), "{}", early.body);
        let page = plain(&page);
        for title in ["Relevé d’identité bancaire", "Budget de l’action – Cuisines du monde"] {
            let path = format!("{complement}/elements/{}", card(&page, title));
            let marked = knocker.post("asso-saisie", &path, &[("geste", "apporte")]).await;
            assert_eq!(marked.status.as_u16(), 303, "{title}: {}", marked.body);
        }
        let places = card(&page, "Dans quels quartiers se passe l’action ? – Cuisines du monde");
        let marked = knocker.post("asso-saisie", &format!("{complement}/elements/{places}"), &[]).await;
        assert_eq!(marked.status.as_u16(), 303, "{}", marked.body);
        let part = card(&page, "Toute la partie « Votre action » – Jardins au pied des tours");
        let path = format!("{complement}/elements/{part}");
        let bare = knocker.post("asso-saisie", &path, &[("geste", "apporte")]).await;
        assert_eq!(bare.status.as_u16(), 422);
        assert!(plain(&bare.body).contains("Rien n’a changé ici depuis la demande"), "{}", bare.body);
        let field = format!("reponse-{part}");
        let long = "a".repeat(1001);
        let too_long = knocker.post("asso-saisie", &path, &[("geste", "apporte"), (&field, &long)]).await;
        assert!(too_long.status.as_u16() == 422 && too_long.body.contains(&long), "given back");
        let words = [("geste", "apporte"), (field.as_str(), "La description est à jour.")];
        for token in ["autre-asso", "chef", "financeur-etat", "ailleurs"] {
            assert_eq!(knocker.post(token, &path, &words).await.status.as_u16(), 404, "{token}");
        }
        assert_eq!(knocker.post("asso-admin", &path, &words).await.status.as_u16(), 303);

        // All of it is sent as one act, by the association alone.
        let page = knocker.get("asso-saisie", &complement).await.body;
        let revision = hidden(&knocker.get("asso-signature", &complement).await.body, "revision");
        assert!(plain(&page).contains("Tout est apporté"), "{page}");
        for token in ["autre-asso", "instruction"] {
            assert_eq!(knocker.post(token, &complement, &[("revision", &revision)]).await.status.as_u16(), 404);
        }
        let stale = knocker.post("asso-signature", &complement, &[("revision", "1")]).await;
        assert_eq!(stale.status.as_u16(), 409, "{}", stale.body);
        // Whoever types prepares it; whoever signs for the association sends it.
        assert!(plain(&page).contains("La personne qui signe pour l’association l’enverra."), "{page}");
        assert!(!page.contains("Envoyer le complément</button>"), "{page}");
        for token in ["asso-saisie", "asso-admin"] {
            assert_eq!(knocker.post(token, &complement, &[("revision", &revision)]).await.status.as_u16(), 404);
        }
        assert!(knocker.get("asso-signature", &complement).await.body.contains("Envoyer le complément</button>"));
        let sent = knocker.post("asso-signature", &complement, &[("revision", &revision)]).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        let sending = plain(&knocker.get("asso-saisie", &complement).await.body);
        assert!(sending.contains("envoyés le 15 mars 2026, en cours de relecture."), "{sending}");
        let last = mails(&house).await.pop().expect("a mail");
        assert_eq!(last.0, "appel@example.org");
        assert!(last.2.contains(&format!("/gestion/dossiers/{}/complement", ground.application)), "{}", last.2);
        // Nothing of it changes any more.
        closed(&knocker, "asso-saisie", &budget, ("c-604", "9 000")).await;
        let again = knocker.post("asso-signature", &complement, &[("revision", &revision)]).await;
        assert!(again.status.as_u16() == 409 && again.body.contains("Rien n’est demandé"), "{}", again.body);
        let follow = plain(&knocker.get("asso-saisie", &format!("{here}/suivi")).await.body);
        assert!(follow.contains("Votre complément est envoyé") && follow.contains("Complément apporté"), "{follow}");

        // Services ask one thing again: the rest is accepted. Then they accept the whole.
        ask(&house, &ground, &[(None, "rib")], "2026-04-20").await.expect("asked again");
        let mut tx = house.read().await.expect("read");
        let all = facade::completions(&mut tx, ground.application).await.expect("read");
        drop(tx);
        let states: Vec<&str> = all[0].items.iter().map(|item| item.state.code()).collect();
        assert_eq!(states.iter().filter(|state| **state == "accepted").count(), 3, "{states:?}");
        assert!(all[0].closed_at.is_some() && all[1].items.len() == 1);
        join(&knocker, "asso-saisie", &here, "dossier:rib").await;
        let page = knocker.get("asso-saisie", &complement).await.body;
        assert!(plain(&page).contains("envoyés le 15 mars 2026, 3 acceptés, 1 redemandé le 15 mars 2026."), "{page}");
        let path = format!("{complement}/elements/{}", card(&plain(&page), "Relevé d’identité bancaire"));
        assert_eq!(knocker.post("asso-saisie", &path, &[]).await.status.as_u16(), 303);
        let revision = hidden(&knocker.get("asso-signature", &complement).await.body, "revision");
        assert_eq!(knocker.post("asso-signature", &complement, &[("revision", &revision)]).await.status.as_u16(), 303);
        let mut tx = house.write().await.expect("write");
        let one = facade::completions(&mut tx, ground.application).await.expect("read").pop().expect("asked");
        let around = (&house.outside, &TimeZone::UTC);
        let people = LocalPeople(ground.clone());
        let at = (ground.application, one.revision);
        for token in ["asso-signature", "financeur-etat", "ailleurs"] {
            assert!(facade::accept_completion(&mut tx, around, &people.actor_of(token), at).await.is_err(), "{token}");
        }
        facade::accept_completion(&mut tx, around, &people.actor_of("instruction"), at).await.expect("accepted");
        tx.commit().await.expect("kept");
        let page = plain(&knocker.get("asso-saisie", &complement).await.body);
        assert!(page.contains("Rien ne vous est demandé.") && page.contains("accepté le 15 mars 2026"), "{page}");
        let follow = plain(&knocker.get("asso-saisie", &format!("{here}/suivi")).await.body);
        assert!(!follow.contains("à compléter"), "{follow}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_day_asked_it_is_said_plainly_and_may_still_come() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, clock) = arranged(db).await;
        let here = format!("/dossiers/{}", ground.application);
        let complement = format!("{here}/complement");
        ask(&house, &ground, &[(None, "rib")], "2026-04-10").await.expect("asked");
        let officer = LocalPeople(ground.clone()).actor_of("instruction");
        let mut tx = house.write().await.expect("write");
        let at = (ground.application, 1);
        let early = facade::accept_completion(&mut tx, (&house.outside, &TimeZone::UTC), &officer, at).await;
        assert!(matches!(early, Err(kernel::Failure::Refused(kernel::Refusal::Rule { .. }))), "{early:?}");
        drop(tx);
        clock.0.store(TEST_START.plus_days(40).0, Ordering::Relaxed);
        let page = plain(&knocker.get("asso-saisie", &complement).await.body);
        assert!(page.contains("La date demandée est passée") && page.contains("vient après"), "{page}");
        join(&knocker, "asso-saisie", &here, "dossier:rib").await;
        let path = format!("{complement}/elements/{}", card(&page, "Relevé d’identité bancaire"));
        assert_eq!(knocker.post("asso-saisie", &path, &[]).await.status.as_u16(), 303);
        let revision = hidden(&knocker.get("asso-signature", &complement).await.body, "revision");
        assert_eq!(knocker.post("asso-signature", &complement, &[("revision", &revision)]).await.status.as_u16(), 303);
        let follow = plain(&knocker.get("asso-saisie", &format!("{here}/suivi")).await.body);
        assert!(follow.contains("envoyé après la date demandée"), "{follow}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_write_on_one_thread_and_nobody_else_reads_it() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let carrier = format!("/dossiers/{}/messages", ground.application);
        let services = format!("/gestion/dossiers/{}/messages", ground.application);
        let secret = "Le devis du traiteur arrive lundi.";
        for wrong in ["", " \n ", &"é".repeat(3001)] {
            let refused = knocker.post("asso-saisie", &carrier, &[("texte", wrong)]).await;
            assert_eq!(refused.status.as_u16(), 422);
            assert!(wrong.trim().is_empty() || refused.body.contains(wrong), "given back");
        }
        // Sent twice by a hurried finger, it is one message.
        for _ in 0..2 {
            assert_eq!(knocker.post("asso-saisie", &carrier, &[("texte", secret)]).await.status.as_u16(), 303);
        }
        let told = mails(&house).await;
        assert_eq!((told.len(), told[0].0.as_str()), (1, "appel@example.org"));
        assert!(told[0].2.contains(&services) && !told[0].2.contains("traiteur"), "{}", told[0].2);
        assert!(knocker.get("asso-admin", &carrier).await.body.contains("Pas encore lu"));
        // A funder reads and does not answer: it is not read by those who do.
        let page = knocker.get("financeur-etat", &services).await;
        assert!(page.body.contains(secret) && !page.body.contains("<textarea"), "{}", page.body);
        assert!(knocker.get("asso-saisie", &carrier).await.body.contains("Pas encore lu"));
        assert_eq!(knocker.post("financeur-etat", &services, &[("texte", "Non")]).await.status.as_u16(), 403);
        let page = knocker.get("instruction", &services).await.body;
        assert!(page.contains(secret) && page.contains("Personne d’essai (asso-saisie), association"), "{page}");
        assert!(page.contains("Marquer comme lu") && plain(&page).contains("1 message non lu"), "{page}");
        // Opening a page writes nothing: a link followed ahead of time says to nobody that she read.
        assert!(knocker.get("asso-saisie", &carrier).await.body.contains("Pas encore lu"));
        let reading = format!("{services}/lecture");
        assert_eq!(knocker.post("financeur-etat", &reading, &[]).await.status.as_u16(), 403);
        assert_eq!(knocker.post("ailleurs", &reading, &[]).await.status.as_u16(), 404);
        assert_eq!(knocker.post("autre-asso", &format!("{carrier}/lecture"), &[]).await.status.as_u16(), 404);
        assert_eq!(knocker.post("instruction", &reading, &[]).await.status.as_u16(), 303);
        assert!(plain(&knocker.get("asso-saisie", &carrier).await.body).contains("Lu le 15 mars 2026"));
        assert!(!knocker.get("instruction", &services).await.body.contains("Marquer comme lu"));
        let reply = knocker.post("instruction", &services, &[("texte", "Lundi convient.")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let last = mails(&house).await.pop().expect("a mail");
        assert!(last.0 == "nadia@exemple.fr" && last.2.contains(&carrier) && !last.2.contains("convient"), "{last:?}");
        let follow = format!("/dossiers/{}/suivi", ground.application);
        assert!(plain(&knocker.get("asso-saisie", &follow).await.body).contains("1 message non lu"));
        assert!(knocker.get("asso-saisie", &carrier).await.body.contains("Lundi convient."));
        assert!(plain(&knocker.get("asso-saisie", &follow).await.body).contains("1 message non lu"));
        assert_eq!(knocker.post("asso-saisie", &format!("{carrier}/lecture"), &[]).await.status.as_u16(), 303);
        assert!(!plain(&knocker.get("asso-saisie", &follow).await.body).contains("message non lu"));
        // Nobody else, and no longer somebody who stays out.
        for (token, path) in
            [("autre-asso", &carrier), ("chef", &carrier), ("ailleurs", &services), ("financeur-caf", &services)]
        {
            assert_eq!(knocker.get(token, path).await.status.as_u16(), 404, "{token}");
        }
        for token in ["asso-signature", "elue"] {
            assert_eq!(knocker.get(token, &services).await.status.as_u16(), 403, "{token}");
        }
        let officer = LocalPeople(ground.clone()).actor_of("instruction");
        let mut tx = house.write().await.expect("write");
        let new = NewRecusal { account: None, is_whole_organisation: false, reason: "Membre du bureau" };
        facade::recuse(&mut tx, &house.outside, &officer, ground.application, new).await.expect("declared");
        tx.commit().await.expect("kept");
        assert_eq!(knocker.get("instruction", &services).await.status.as_u16(), 404);
        assert_eq!(knocker.post("instruction", &services, &[("texte", "x")]).await.status.as_u16(), 404);
        let mut tx = house.read().await.expect("read");
        let acts: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT text FROM application_message ORDER BY at").expect("messages");
        assert_eq!(acts.len(), 2);
        drop(tx);
        // A thread that is long has pages, and its bounds.
        for rank in 0..15 {
            let text = format!("Message {rank}");
            assert_eq!(knocker.post("asso-saisie", &carrier, &[("texte", &text)]).await.status.as_u16(), 303);
        }
        let page = knocker.get("asso-saisie", &carrier).await.body;
        assert!(page.contains("Message 14") && !page.contains("Message 4<") && page.contains("?page=2"), "{page}");
        assert!(knocker.get("asso-saisie", &format!("{carrier}?page=2")).await.body.contains(secret));
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_follows_each_funder_and_reads_no_decision_before_it_is_told() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, clock) = arranged(db).await;
        let follow = format!("/dossiers/{}/suivi", ground.application);
        let page = plain(&knocker.get("asso-saisie", &follow).await.body);
        for told in [
            "Suivi du dossier 2026-0001",
            "Cuisines du monde",
            "Jardins au pied des tours",
            "Préfecture de l’Aude, 2026 : 3 000 € demandés",
            "Dossier complet, prévu pour le 22 mai 2026",
            "Décision, prévu pour le 30 juin 2026",
            "Réponse envoyée, prévu pour le 10 juillet 2026",
            "Sans réponse le 15 mai 2026",
            "L231-4",
            "Dossier déposé",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let moved = async |to: FundingState, decided: Option<Cents>, note: &str| {
            let mut tx = house.write().await.expect("write");
            let state = LocalPeople(ground.clone()).actor_of("financeur-etat");
            let moved = facade::advance(&mut tx, &house.outside, &state, ground.fundings[0], to, decided, note).await;
            moved.unwrap_or_else(|failure| panic!("{to:?}: {failure:?}"));
            tx.commit().await.expect("kept");
        };
        moved(FundingState::Complete, None, "").await;
        moved(FundingState::Admissible, None, "").await;
        moved(FundingState::Proposed, None, "").await;
        moved(FundingState::Partial, Some(Cents(200_000)), "Enveloppe limitée").await;
        let page = plain(&knocker.get("asso-saisie", &follow).await.body);
        for told in ["Dossier complet, le 15 mars 2026", "Demande recevable, le 15 mars 2026"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        for hidden in ["2 000 €", "Enveloppe limitée", "proposé", "Accordé", "Décision, le"] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        moved(FundingState::Notified, None, "").await;
        let page = plain(&knocker.get("asso-saisie", &follow).await.body);
        for told in ["Accordé en partie : 2 000 €. Motif : Enveloppe limitée.", "Réponse envoyée, le 15 mars 2026"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        // From the list and the receipt; a draft leads to what there is to write; nobody else follows.
        for path in ["/dossiers".to_owned(), format!("/dossiers/{}/recu", ground.application)] {
            assert!(knocker.get("asso-saisie", &path).await.body.contains(&follow), "{path}");
        }
        let draft = desk::begun(&knocker, &ground, "autre-asso", 1).await;
        assert_eq!(knocker.get("autre-asso", &format!("{draft}/suivi")).await.location, draft);
        for token in ["autre-asso", "chef", "financeur-etat"] {
            assert_eq!(knocker.get(token, &follow).await.status.as_u16(), 404, "{token}");
        }
        assert_eq!(knocker.get("", &follow).await.status.as_u16(), 303, "a visitor signs in");
        // A day that is past is awaited, not to come.
        assert!(!knocker.get("asso-saisie", &follow).await.body.contains(" attendu</strong>"));
        clock.0.store(TEST_START.plus_days(80).0, Ordering::Relaxed);
        let late = knocker.get("asso-saisie", &follow).await.body;
        assert!(late.contains(" attendu</strong>") && late.contains(" à venir</strong>"), "{late}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn services_open_documents_and_take_the_whole_file_away() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let here = desk::begun(&knocker, &ground, "asso-signature", 0).await;
        desk::filled(&knocker, &house, &ground, ("asso-signature", &here), "Cuisines d’ici").await;
        let id = here.rsplit('/').next().expect("an id").to_owned();
        let inside = format!("/gestion/dossiers/{id}");
        let pieces = knocker.get("asso-signature", &format!("{here}/pieces")).await.body;
        let piece = hidden(&pieces, "piece");
        let (one, whole) = (format!("{inside}/pieces/{piece}"), format!("{inside}/archive"));
        assert_eq!(knocker.get("instruction", &one).await.status.as_u16(), 404, "a draft is its carrier's");
        assert_eq!(knocker.post("instruction", &whole, &[]).await.status.as_u16(), 404);
        let filed = knocker.post("asso-signature", &format!("{here}/depot"), &desk::ATTESTED).await;
        assert_eq!(filed.status.as_u16(), 303, "{}", filed.body);
        assert_eq!(knocker.get_bytes("instruction", &one).await, b"%PDF-1.7 essai");
        assert_eq!(knocker.get_bytes("financeur-etat", &one).await, b"%PDF-1.7 essai");
        for token in ["financeur-caf", "ailleurs"] {
            assert_eq!(knocker.get(token, &one).await.status.as_u16(), 404, "{token}");
            assert_eq!(knocker.post(token, &whole, &[]).await.status.as_u16(), 404, "{token}");
        }
        let crossed = format!("/gestion/dossiers/{}/pieces/{piece}", ground.application);
        assert_eq!(knocker.get("instruction", &crossed).await.status.as_u16(), 404, "another application’s");
        let reply = knocker.post("instruction", &whole, &[]).await;
        assert_eq!((reply.status.as_u16(), reply.media_type.as_str()), (200, "application/zip"));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(reply.bytes)).expect("a ZIP");
        let mut names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
        names.sort();
        let folder = "2026-0002-les-ateliers-du-viaduc";
        assert_eq!(
            names,
            [
                format!("{folder}/cerfa-12156-2026-0002.pdf"),
                format!("{folder}/pieces/01-devis-action-1-piece.pdf"),
                format!("{folder}/pieces/02-releve-d-identite-bancaire-piece.pdf"),
                format!("{folder}/reponses-2026-0002.csv"),
                format!("{folder}/resume-2026-0002.pdf"),
            ]
        );
        for (name, start) in [(&names[0], "%PDF-"), (&names[1], "%PDF-1.7 essai"), (&names[4], "%PDF-")] {
            let mut bytes = Vec::new();
            archive.by_name(name).expect(name).read_to_end(&mut bytes).expect("read");
            assert!(bytes.starts_with(start.as_bytes()), "{name}");
        }
        let mut said = String::new();
        archive.by_name(&names[3]).expect("answers").read_to_string(&mut said).expect("read");
        assert!(said.contains("Un repas par mois."), "{said}");
        // Who took it is known; whoever stays out takes nothing.
        let mut tx = house.write().await.expect("write");
        let taken: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT actor_name FROM journal_words JOIN journal_entry ON journal_entry.seq = journal_words.seq WHERE act = 'applications.read'")
                .expect("the journal");
        assert_eq!(taken, [("Personne d’essai (instruction)".to_owned(),)]);
        let officer = LocalPeople(ground.clone()).actor_of("instruction");
        let new = NewRecusal { account: None, is_whole_organisation: true, reason: "Membre du bureau" };
        facade::recuse(&mut tx, &house.outside, &officer, ground.application, new).await.expect("declared");
        tx.commit().await.expect("kept");
        assert_eq!(knocker.get("instruction", &one).await.status.as_u16(), 404);
        assert_eq!(knocker.post("instruction", &whole, &[]).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_awaits_each_side_is_told_on_its_home() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground, knocker, _) = arranged(db).await;
        let people = LocalPeople(ground.clone());
        let awaited = async |token: &str| {
            let mut tx = house.read().await.expect("read");
            let all = facade::awaited(&mut tx, &people.actor_of(token), house.outside.now()).await.expect("read");
            all.into_iter().map(|one| one.what).collect::<Vec<_>>()
        };
        assert!(awaited("asso-saisie").await.is_empty() && awaited("instruction").await.is_empty());
        ask(&house, &ground, &[(None, "rib")], "2026-04-10").await.expect("asked");
        let carrier = format!("/dossiers/{}/messages", ground.application);
        knocker.post("asso-saisie", &carrier, &[("texte", "Bonjour")]).await;
        assert_eq!(awaited("asso-saisie").await, ["Compléter votre dossier"]);
        assert_eq!(awaited("instruction").await.len(), 1);
        for token in ["autre-asso", "ailleurs", "financeur-etat", ""] {
            assert!(awaited(token).await.is_empty(), "{token}");
        }
        // An answer says that what came before is read; what it says awaits the other side.
        let services = format!("/gestion/dossiers/{}/messages", ground.application);
        knocker.post("instruction", &services, &[("texte", "Bonjour à vous")]).await;
        assert!(awaited("instruction").await.is_empty());
        assert_eq!(
            plain(&awaited("asso-saisie").await.join(", ")),
            "Compléter votre dossier, Lire 1 message du service"
        );
        // Nothing awaits whoever stays out.
        knocker.post("asso-saisie", &carrier, &[("texte", "Merci")]).await;
        assert_eq!((awaited("chef").await.len(), awaited("instruction").await.len()), (1, 1));
        let mut tx = house.write().await.expect("write");
        let new = NewRecusal { account: None, is_whole_organisation: true, reason: "Membre du bureau" };
        let officer = people.actor_of("instruction");
        facade::recuse(&mut tx, &house.outside, &officer, ground.application, new).await.expect("declared");
        tx.commit().await.expect("kept");
        assert_eq!((awaited("chef").await.len(), awaited("instruction").await.len()), (1, 0));
    })
    .await;
}
